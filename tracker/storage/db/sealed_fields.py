"""Private fields of a request, sealed to its key: applicant, filings, notes, file names."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import asdict, replace
from datetime import datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, delete, select

from tracker.domain.base.canonical import canonical, from_plain, to_plain
from tracker.domain.base.errors import NotAllowed
from tracker.domain.case.paper_details import NO_DETAILS, PaperDetails
from tracker.domain.case.request import Applicant, Consent, Filing, OwnQuestion
from tracker.domain.words.letter import LetterChoices
from tracker.domain.words.pleading_edits import NO_EDITS, PleadingEdits
from tracker.services.ports.cases import PrivateFields
from tracker.services.ports.drafts import EditedMeanwhile, LetterApproval, PleadingPlace
from tracker.services.ports.publishing import CopyWork
from tracker.services.ports.risks import SigningDecision
from tracker.services.ports.workbook import PrivateNote
from tracker.storage.db.key_pairs import open_with, seal_to
from tracker.storage.db.request_keys import RequestKey
from tracker.storage.db.tables.cases import SealedFieldRow
from tracker.storage.db.tables.keys import PrivateIndexRow
from tracker.storage.db.transactions import put

APPLICANT = "applicant"
DRAFT_APPLICANT = "draft applicant"
DRAFT_QUESTIONS = "draft questions"
NOTE = "note:"
FILE_NUMBER = "file number"
SIGNING = "signing decision"


_SEALED = (
    select(SealedFieldRow.sealed)
    .where(col(SealedFieldRow.request) == bindparam("reference"))
    .where(col(SealedFieldRow.name) == bindparam("field"))
)


class SealedFields(PrivateFields):
    """The private words of one request, with the names of its files."""

    def __init__(self, session: Session, reference: str, key: RequestKey) -> None:
        self.reference = reference
        self._session = session
        self._key = key

    def applicant(self, name: str = APPLICANT) -> Applicant:
        plain = self._read(name)
        return applicant_from(plain) if plain else Applicant()

    def keep_applicant(self, applicant: Applicant, name: str = APPLICANT) -> None:
        self._keep(name, canonical(applicant))

    def own_questions(self) -> tuple[OwnQuestion, ...]:
        """Return the questions that were typed into the draft. Raises Locked."""
        plain = self._read(DRAFT_QUESTIONS)
        return tuple(from_plain(OwnQuestion, each) for each in json.loads(plain)) if plain else ()

    def keep_own_questions(self, questions: tuple[OwnQuestion, ...]) -> None:
        """Keep the questions that were typed into the draft."""
        if questions:
            self._keep(DRAFT_QUESTIONS, canonical(questions))
        else:
            self.forget(DRAFT_QUESTIONS)

    def forget_draft(self) -> None:
        """Delete what was typed into the draft."""
        for name in (DRAFT_APPLICANT, DRAFT_QUESTIONS):
            self.forget(name)

    def filing(self, seq: int) -> Filing:
        plain = self._read(f"filing:{seq}")
        return from_plain(Filing, json.loads(plain)) if plain else Filing()

    def keep_filing(self, seq: int, filing: Filing) -> None:
        self._keep(f"filing:{seq}", canonical(filing))

    def quotes(self, seq: int) -> Mapping[str, str]:
        plain = self._read(f"quotes:{seq}")
        return json.loads(plain) if plain else {}

    def keep_quotes(self, seq: int, quotes: Mapping[str, str]) -> None:
        self._keep(f"quotes:{seq}", canonical(quotes))

    def paper_details(self, seq: int) -> PaperDetails:
        plain = self._read(f"paper:{seq}")
        return from_plain(PaperDetails, json.loads(plain)) if plain else NO_DETAILS

    def keep_paper_details(self, seq: int, details: PaperDetails) -> None:
        self._keep(f"paper:{seq}", canonical(details))

    def copy_work(self, paper: str) -> CopyWork | None:
        plain = self._read(f"copy:{paper}")
        return from_plain(CopyWork, json.loads(plain)) if plain else None

    def keep_copy_work(self, work: CopyWork) -> None:
        self._keep(f"copy:{work.paper}", canonical(work))

    def original(self, digest: str) -> str:
        plain = self._read(f"original:{digest}")
        return plain.decode() if plain else ""

    def keep_original(self, digest: str, words: str) -> None:
        self._keep(f"original:{digest}", words.encode())

    def sealed(self, name: str, plain: bytes) -> bytes:
        """Return a value sealed for another table. Raises NotAllowed once it was erased."""
        public = public_key(self.reference, self._key)
        return seal_to(public, plain, self._bound_to(name), self._key.office)

    def unsealed(self, name: str, sealed: bytes) -> bytes | None:
        """Return the value that `sealed` sealed, None once the key was destroyed.

        Raises Locked.
        """
        key = self._key.private()
        if key is None:
            return None
        return open_with(key, sealed, self._bound_to(name), self._key.office)

    def notes(self) -> Sequence[PrivateNote]:
        wanted = select(SealedFieldRow.name).where(
            col(SealedFieldRow.request) == self.reference,
            col(SealedFieldRow.name).startswith(NOTE, autoescape=True),
        )
        read = (self._read(name) for name in self._session.exec(wanted).all())
        notes = (_note_from(plain) for plain in read if plain)
        return tuple(sorted(notes, key=lambda note: (note.at, note.id)))

    def keep_note(self, note: PrivateNote) -> None:
        self._keep(f"{NOTE}{note.id}", canonical(asdict(note) | {"at": note.at.isoformat()}))

    def drop_note(self, id: str) -> None:
        self.forget(f"{NOTE}{id}")

    def words(self, name: str) -> str:
        return (self._read(words_of(name)) or b"").decode()

    def keep_words(self, name: str, words: str) -> None:
        self._keep(words_of(name), words.encode())

    def pleading_edits(self, place: PleadingPlace) -> PleadingEdits:
        plain = self._read(_of_pleading("edits", place))
        return _edits_from(plain) if plain else NO_EDITS

    def keep_pleading_edits(self, place: PleadingPlace, edits: PleadingEdits) -> PleadingEdits:
        stored = self.pleading_edits(place)
        if stored.version != edits.version:
            raise EditedMeanwhile(stored)
        saved = replace(edits, version=edits.version + 1)
        at = saved.changed_at.isoformat() if saved.changed_at else None
        plain = to_plain(replace(saved, changed_at=None)) | {"changed_at": at}
        self._keep(_of_pleading("edits", place), canonical(plain))
        return saved

    def letter_approval(self, place: PleadingPlace) -> LetterApproval | None:
        plain = self._read(_of_pleading("approval", place))
        if not plain:
            return None
        fields = json.loads(plain)
        at, chosen = (
            datetime.fromisoformat(fields["at"]),
            from_plain(LetterChoices, fields["chosen"]),
        )
        return LetterApproval(fields["by"], at, fields["digest"], chosen)

    def keep_letter_approval(self, place: PleadingPlace, approval: LetterApproval) -> None:
        plain = {
            "by": approval.by,
            "at": approval.at.isoformat(),
            "digest": approval.digest,
            "chosen": approval.chosen,
        }
        self._keep(_of_pleading("approval", place), canonical(plain))

    def signing(self) -> SigningDecision | None:
        """Return the decision who signs; None if there is none. Raises Locked."""
        plain = self._read(SIGNING)
        if not plain:
            return None
        fields = json.loads(plain)
        return SigningDecision(**(fields | {"at": datetime.fromisoformat(fields["at"])}))

    def keep_signing(self, decision: SigningDecision) -> None:
        """Replace the decision who signs."""
        plain = asdict(decision) | {"at": decision.at.isoformat()}
        self._keep(SIGNING, canonical(plain))

    def file_number(self) -> str:
        return (self._read(FILE_NUMBER) or b"").decode()

    def keep_file_number(self, number: str) -> None:
        if number:
            self._keep(FILE_NUMBER, number.encode())
        else:
            self.forget(FILE_NUMBER)

    def consents(self) -> tuple[Consent, ...]:
        plain = self._read("consents")
        return tuple(from_plain(Consent, each) for each in json.loads(plain)) if plain else ()

    def keep_consent(self, consent: Consent) -> None:
        self._keep("consents", canonical((*self.consents(), consent)))

    def sealed_fields(self) -> Mapping[str, bytes]:
        here = col(SealedFieldRow.request) == self.reference
        names = self._session.exec(select(SealedFieldRow.name).where(here)).all()
        return {name: plain for name in sorted(names) if (plain := self._read(name))}

    def sealed_name(self, digest: str, name: str) -> bytes:
        """Return the name of a file, sealed."""
        return self.sealed(f"file name:{digest}", name.encode())

    def file_name(self, digest: str, sealed: bytes | None) -> str:
        """Return the name of a file; empty if it was erased."""
        name = self.unsealed(f"file name:{digest}", sealed) if sealed else None
        return name.decode() if name else ""

    def forget(self, name: str) -> None:
        """Delete one field."""
        self._session.exec(
            delete(SealedFieldRow)
            .where(col(SealedFieldRow.request) == self.reference)
            .where(col(SealedFieldRow.name) == name)
        )
        self.words_changed()

    def words_changed(self) -> None:
        """Let the next search index the private words of this request again."""
        here = col(PrivateIndexRow.request) == self.reference
        self._session.exec(delete(PrivateIndexRow).where(here))

    def _keep(self, name: str, plain: bytes) -> None:
        values = {"request": self.reference, "name": name, "sealed": self.sealed(name, plain)}
        put(self._session, SealedFieldRow, values, changed=["sealed"])
        self.words_changed()

    def _read(self, name: str) -> bytes | None:
        if self._key.public is None:
            return None
        asked = {"reference": self.reference, "field": name}
        sealed = self._session.exec(_SEALED, params=asked).first()
        return self.unsealed(name, sealed) if sealed else None

    def _bound_to(self, name: str) -> str:
        return f"{name} of request {self.reference}"


def public_key(reference: str, key: RequestKey) -> bytes:
    """Return the public key of a request. Raises NotAllowed if it was destroyed."""
    if key.public is None:
        raise NotAllowed(
            "The details for request {reference} were permanently erased, so nothing private can "
            "be saved for it. Start a new request.",
            reference=reference,
        )
    return key.public


def applicant_from(plain: bytes) -> Applicant:
    """Return the applicant from canonical bytes."""
    fields = json.loads(plain)
    changed_at = fields.pop("consent_changed_at")
    return replace(
        from_plain(Applicant, fields),
        consent_changed_at=datetime.fromisoformat(changed_at) if changed_at else None,
    )


def words_of(name: str) -> str:
    """Return the name of the field for private words."""
    return f"words:{name}"


def _of_pleading(what: str, place: PleadingPlace) -> str:
    return f"{what} of {place.language} pleading {place.opening}:{place.stage}"


def _edits_from(plain: bytes) -> PleadingEdits:
    fields = json.loads(plain)
    at = fields.pop("changed_at")
    edits = from_plain(PleadingEdits, fields)
    return replace(edits, changed_at=datetime.fromisoformat(at)) if at else edits


def _note_from(plain: bytes) -> PrivateNote:
    fields = json.loads(plain)
    return PrivateNote(**(fields | {"at": datetime.fromisoformat(fields["at"])}))
