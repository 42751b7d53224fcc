"""Drafts: one row each, with a version that tells concurrent editors apart."""

import json
from collections.abc import Sequence
from dataclasses import replace

from sqlmodel import Session, col, delete, select, update

from tracker.domain.base.canonical import canonical, from_plain, to_plain
from tracker.domain.base.errors import NotOnFile
from tracker.domain.case.request import Applicant, Draft
from tracker.services.ports.cases import ChangedMeanwhile
from tracker.services.ports.drafts import Drafts
from tracker.services.ports.risks import SigningDecision
from tracker.storage.db.request_keys import ERASED_KEY, RequestKeys
from tracker.storage.db.sealed_fields import APPLICANT, DRAFT_APPLICANT, SIGNING, SealedFields
from tracker.storage.db.tables.cases import EventRow, RequestRow
from tracker.storage.db.tables.drafting import DraftRow
from tracker.storage.db.transactions import Transactions, put
from tracker.storage.db.unreadable_rows import each_readable, translate_unreadable
from tracker.storage.drafting.related_requests import save_relations

# Fields that have columns of their own, or that are sealed.
_APART = ("reference", "version", "changed_at", "changed_by", "own_questions")


class SqlDraftRepository(Drafts):
    """Drafts by reference. Their applicants and own questions are sealed fields."""

    def __init__(self, transactions: Transactions, keys: RequestKeys) -> None:
        self._transactions = transactions
        self._keys = keys

    def draft(self, reference: str) -> Draft:
        with self._transactions.reading() as session:
            return stored_draft(session, self._fields(session, reference))

    def all(self) -> Sequence[Draft]:
        wanted = select(DraftRow).order_by(col(DraftRow.changed_at).desc(), DraftRow.request)
        with self._transactions.reading() as session:
            return each_readable(session, wanted, draft_of_row)

    def save(self, draft: Draft, applicant: Applicant) -> Draft:
        with self._transactions.writing() as session:
            self._keys.make(session, draft.reference)
            key = self._keys.of(session, draft.reference, lock=True)
            fields = SealedFields(session, draft.reference, key)
            saved = _save(session, draft, fields)
            fields.keep_own_questions(draft.own_questions)
            fields.keep_applicant(applicant, DRAFT_APPLICANT)
            return saved

    def begin(
        self,
        drafts: Sequence[tuple[Draft, Applicant]],
        *,
        beside: str = "",
        repeats: str = "",
        comes_from: str = "",
    ) -> Sequence[Draft]:
        with self._transactions.writing() as session:
            saved = tuple(self.save(replace(draft, version=0), who) for draft, who in drafts)
            references = [draft.reference for draft in saved]
            save_relations(session, references, beside, repeats, comes_from)
            return saved

    def applicant_of(self, reference: str) -> Applicant:
        with self._transactions.reading() as session:
            fields = self._fields(session, reference)
            typed = fields.applicant(DRAFT_APPLICANT)
            return typed if typed != Applicant() else fields.applicant(APPLICANT)

    def signing(self, reference: str) -> SigningDecision | None:
        with self._transactions.reading() as session:
            return self._fields(session, reference).signing()

    def keep_signing(self, reference: str, decision: SigningDecision) -> None:
        with self._transactions.writing() as session:
            fields = self._fields(session, reference)
            stored_draft(session, fields)
            fields.keep_signing(decision)

    def discard(self, reference: str, version: int) -> None:
        with self._transactions.writing() as session:
            fields = self._fields(session, reference)
            discard_draft(session, fields, version)
            fields.forget_draft()
            fields.forget(SIGNING)
            begun = select(EventRow.seq).where(col(EventRow.request) == reference).exists()
            session.exec(
                delete(RequestRow).where(col(RequestRow.reference) == reference).where(~begun)
            )

    def _fields(self, session: Session, reference: str) -> SealedFields:
        try:
            key = self._keys.of(session, reference)
        except NotOnFile:
            key = ERASED_KEY
        return SealedFields(session, reference, key)


def stored_draft(session: Session, fields: SealedFields) -> Draft:
    """Return the draft of the request of these fields. Raises NotOnFile, Locked."""
    wanted = select(DraftRow).where(col(DraftRow.request) == fields.reference)
    with translate_unreadable(f"the draft {fields.reference}"):
        found = session.exec(wanted.execution_options(populate_existing=True)).first()
        draft = draft_of_row(found) if found else None
    if draft is None:
        raise NotOnFile(
            "Draft “{reference}” was not found. It was sent, discarded or never saved. Check the "
            "list, or start a new request.",
            reference=fields.reference,
        )
    return replace(draft, own_questions=fields.own_questions())


def _save(session: Session, draft: Draft, fields: SealedFields) -> Draft:
    """Save a draft as the version after its own. Raises ChangedMeanwhile, NotOnFile."""
    saved = replace(draft, version=draft.version + 1)
    values = {
        "version": saved.version,
        "changed_at": saved.changed_at,
        "changed_by": saved.changed_by,
        "chosen": _chosen(saved),
    }
    if draft.version == 0:
        written = put(session, DraftRow, {"request": draft.reference, **values})
    else:
        written = (
            session.exec(
                update(DraftRow)
                .where(col(DraftRow.request) == draft.reference)
                .where(col(DraftRow.version) == draft.version)
                .values(**values)
            ).rowcount
            > 0
        )
    if not written:
        raise _changed(session, fields)
    return saved


def discard_draft(session: Session, fields: SealedFields, version: int) -> None:
    """Delete a draft, if there is one. Raises ChangedMeanwhile."""
    removed = session.exec(
        delete(DraftRow)
        .where(col(DraftRow.request) == fields.reference)
        .where(col(DraftRow.version) == version)
    )
    if removed.rowcount == 0 and session.get(DraftRow, fields.reference) is not None:
        raise _changed(session, fields)


def _changed(session: Session, fields: SealedFields) -> ChangedMeanwhile:
    theirs = stored_draft(session, fields)
    return ChangedMeanwhile(
        "Someone else has saved draft {reference} (version {version}). Compare it with yours, "
        "then save again to replace it.",
        theirs,
        reference=theirs.reference,
        version=theirs.version,
    )


def _chosen(draft: Draft) -> str:
    fields = to_plain(draft)
    return canonical({name: fields[name] for name in fields if name not in _APART}).decode()


def draft_of_row(row: DraftRow) -> Draft:
    """Return the draft of a row, without the questions that were typed into it."""
    fields = json.loads(row.chosen) | {
        "reference": row.request,
        "version": row.version,
        "changed_by": row.changed_by,
    }
    return replace(from_plain(Draft, fields), changed_at=row.changed_at)
