"""One request, open inside one transaction."""

from collections.abc import Sequence
from datetime import datetime
from secrets import token_bytes
from typing import Any

from sqlalchemy import func
from sqlmodel import Session, col, select

from tracker.domain.case.history import (
    NONCE_BYTES,
    Entry,
    History,
    NewEntry,
    is_already_entered,
    new_entry,
)
from tracker.domain.case.request import Applicant, Draft
from tracker.domain.clock.deadline_changes import DeadlineSnapshot
from tracker.domain.events.event import Event
from tracker.domain.law.law import LetterKind
from tracker.domain.record.corrections_list import CorrectionNotice
from tracker.domain.record.record import Record
from tracker.services.deadlines.snapshot_bytes import snapshot_bytes, snapshots_from
from tracker.services.ports.cases import CaseFile, CaseRow, Paper, PreparedLetter
from tracker.services.ports.publishing import PublicCopyFile, Waiting
from tracker.services.ports.records import ReleasedText
from tracker.storage.cases.new_entries import already_entered, save_entries
from tracker.storage.db.request_keys import RequestKey
from tracker.storage.db.sealed_fields import DRAFT_APPLICANT, SealedFields
from tracker.storage.db.tables.cases import PaperRow
from tracker.storage.db.tables.letters import PreparedLetterRow
from tracker.storage.db.transactions import put
from tracker.storage.db.unreadable_rows import each_readable
from tracker.storage.deadlines.case_status import save_rows, stored_rows
from tracker.storage.deadlines.deadline_snapshots import save_snapshots, stored_snapshots
from tracker.storage.drafting.drafts import discard_draft, stored_draft
from tracker.storage.publishing.notices import save_notices
from tracker.storage.publishing.pending_publications import (
    drop_waiting,
    keep_waiting,
    pending_publication,
)
from tracker.storage.publishing.records import publish, published_digest


class OpenCase(SealedFields, CaseFile):
    """A request while it is open. The history is read at once, everything else when asked for."""

    def __init__(
        self, session: Session, reference: str, history: Sequence[Entry], key: RequestKey
    ) -> None:
        super().__init__(session, reference, key)
        self._history = tuple(history)

    @property
    def history(self) -> History:
        return self._history

    def enter(self, event: Event, *, at: datetime, by: str) -> Entry:
        if is_already_entered(event, self.history):
            raise already_entered(self.reference)
        nonce = token_bytes(NONCE_BYTES)
        new = new_entry(self.reference, self.history, event, at=at, by=by, nonce=nonce)
        self._save_entry(new)
        self._history = (*self.history, new.entry)
        return new.entry

    def take_draft(self, version: int) -> tuple[Draft, Applicant]:
        draft = stored_draft(self._session, self)
        applicant = self.applicant(DRAFT_APPLICANT)
        discard_draft(self._session, self, version)
        self.forget_draft()
        return draft, applicant

    def row(self) -> CaseRow | None:
        return stored_rows(self._session, (self.reference,)).get(self.reference)

    def project(self, row: CaseRow, told: Sequence[DeadlineSnapshot] = ()) -> None:
        save_rows(self._session, (row,))
        save_snapshots(self._session, {self.reference: snapshot_bytes(tuple(told))})

    def told(self, now: Sequence[DeadlineSnapshot] = ()) -> Sequence[DeadlineSnapshot] | None:
        days = self._days()
        return None if days is None else snapshots_from(days, now)

    def add_paper(self, paper: Paper) -> None:
        values = {
            "request": self.reference,
            "digest": paper.digest,
            "name": self.sealed_name(paper.digest, paper.name),
            "media": paper.media,
            "size": paper.size,
            "kept_at": paper.kept_at,
            "purpose": paper.purpose,
        }
        put(self._session, PaperRow, values)
        self.words_changed()

    def papers(self) -> Sequence[Paper]:
        rows = self._session.exec(
            select(PaperRow)
            .where(col(PaperRow.request) == self.reference)
            .order_by(col(PaperRow.kept_at), col(PaperRow.digest))
        )
        return tuple(self._paper(row) for row in rows)

    def count_papers(self) -> int:
        here = col(PaperRow.request) == self.reference
        return self._session.exec(select(func.count()).select_from(PaperRow).where(here)).one()

    def prepare_letter(self, letter: PreparedLetter) -> None:
        put(self._session, PreparedLetterRow, letter_values(self.reference, letter))

    def prepared_letters(self) -> Sequence[PreparedLetter]:
        wanted = select(PreparedLetterRow).where(col(PreparedLetterRow.request) == self.reference)
        order = col(PreparedLetterRow.prepared_at), col(PreparedLetterRow.opening)
        return each_readable(self._session, wanted.order_by(*order), _prepared_letter)

    def publish(
        self,
        record: Record,
        texts: Sequence[ReleasedText],
        copies: Sequence[PublicCopyFile] = (),
        notices: Sequence[CorrectionNotice] = (),
    ) -> None:
        publish(self._session, self.reference, record, texts, copies)
        save_notices(self._session, notices)

    def published_digest(self) -> str:
        return published_digest(self._session, self.reference)

    def waiting(self) -> Waiting | None:
        return pending_publication(self._session, self.reference, self)

    def keep_waiting(self, waiting: Waiting) -> None:
        keep_waiting(self._session, waiting, self)

    def drop_waiting(self) -> None:
        drop_waiting(self._session, self.reference)

    def _save_entry(self, new: NewEntry) -> None:
        save_entries(self._session, [new])

    def _days(self) -> bytes | None:
        return stored_snapshots(self._session, (self.reference,)).get(self.reference)

    def _paper(self, row: PaperRow) -> Paper:
        return Paper(
            digest=row.digest,
            name=self.file_name(row.digest, row.name),
            media=row.media,
            size=row.size,
            kept_at=row.kept_at,
            purpose=row.purpose,
        )


def letter_values(reference: str, letter: PreparedLetter) -> dict[str, Any]:
    """Return the values of the row of a prepared letter."""
    return {
        "request": reference,
        "kind": letter.kind.value,
        "opening": letter.opening,
        "prepared_at": letter.prepared_at,
    }


def _prepared_letter(row: PreparedLetterRow) -> PreparedLetter:
    return PreparedLetter(LetterKind(row.kind), row.opening, row.prepared_at)
