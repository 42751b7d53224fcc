"""One request, open inside one transaction."""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime

from sqlalchemy.exc import IntegrityError
from sqlmodel import Session, col, select

from tracker.domain.changes import Told
from tracker.domain.events.event import Event
from tracker.domain.history import Entry, History, once_key, struck
from tracker.domain.law import LetterKind
from tracker.domain.notices import Notice
from tracker.domain.record import Record
from tracker.domain.request import Applicant, Consent, Draft, Filing
from tracker.services.ports import AlreadyEntered, Paper, PreparedLetter, Row
from tracker.services.ports_log import Source
from tracker.services.ports_publishing import CopyWork, PublicCopy, Waiting
from tracker.services.ports_record import ReleasedText
from tracker.services.ports_workbook import Note
from tracker.storage.db.errors import is_duplicate
from tracker.storage.db.histories import new_entry, row_of
from tracker.storage.db.sealed_fields import DRAFT_APPLICANT, SealedFields
from tracker.storage.db.tables.cases import PaperRow
from tracker.storage.db.tables.letters import PreparedLetterRow
from tracker.storage.db.transactions import put
from tracker.storage.deadlines.case_status import save_rows, stored_rows
from tracker.storage.deadlines.deadline_snapshots import (
    save_snapshots,
    snapshot_bytes,
    snapshots_from,
    stored_snapshots,
)
from tracker.storage.drafting.drafts import discard_draft, stored_draft
from tracker.storage.log.public_log import wait_for_place
from tracker.storage.publishing.notices import save_notices
from tracker.storage.publishing.pending_publications import (
    drop_waiting,
    keep_waiting,
    pending_publication,
)
from tracker.storage.publishing.records import publish, published_digest


class OpenCase:
    """A request while it is open; its history is read once, whatever else only when asked."""

    def __init__(
        self,
        session: Session,
        reference: str,
        history: Sequence[Entry],
        particulars: SealedFields,
    ) -> None:
        self.reference = reference
        self._session = session
        self._history = tuple(history)
        self._particulars = particulars

    @property
    def history(self) -> History:
        return self._history

    def enter(self, event: Event, *, at: datetime, by: str) -> Entry:
        """Append one event. Raises AlreadyEntered where its once-key stands."""
        if self._stands(event):
            raise self._already(event)
        entry = new_entry(len(self.history) + 1, event, at, by)
        self._session.add(row_of(self.reference, entry, once_key(event, self.history)))
        wait_for_place(self._session, Source.ENTRY, self.reference, entry.seq)
        try:
            self._session.flush()
        except IntegrityError as error:
            if is_duplicate(error):
                raise self._already(event) from error
            raise
        self._history = (*self.history, entry)
        return entry

    def take_draft(self, version: int) -> tuple[Draft, Applicant]:
        """The draft and its applicant, removed. Raises ChangedMeanwhile, NotOnFile."""
        draft = stored_draft(self._session, self.reference)
        applicant = self._particulars.applicant(DRAFT_APPLICANT)
        discard_draft(self._session, self.reference, version)
        self._particulars.forget(DRAFT_APPLICANT)
        return draft, applicant

    def row(self) -> Row | None:
        return stored_rows(self._session, (self.reference,)).get(self.reference)

    def project(self, row: Row, told: Sequence[Told] = ()) -> None:
        save_rows(self._session, (row,))
        save_snapshots(self._session, {self.reference: snapshot_bytes(tuple(told))})

    def told(self, now: Sequence[Told] = ()) -> Sequence[Told] | None:
        days = self._days()
        return None if days is None else snapshots_from(days, now)

    @contextmanager
    def apart(self) -> Iterator[None]:
        with self._session.begin_nested():
            yield

    def add_paper(self, paper: Paper) -> None:
        values = {
            "request": self.reference,
            "digest": paper.digest,
            "name": self._particulars.sealed_name(paper.digest, paper.name),
            "media": paper.media,
            "size": paper.size,
            "kept_at": paper.kept_at,
            "purpose": paper.purpose,
        }
        put(self._session, PaperRow, values)

    def papers(self) -> Sequence[Paper]:
        rows = self._session.exec(
            select(PaperRow)
            .where(col(PaperRow.request) == self.reference)
            .order_by(col(PaperRow.kept_at), col(PaperRow.digest))
        )
        return tuple(self._paper(row) for row in rows)

    def prepare_letter(self, letter: PreparedLetter) -> None:
        values = {
            "request": self.reference,
            "kind": letter.kind.value,
            "opening": letter.opening,
            "prepared_at": letter.prepared_at,
        }
        put(self._session, PreparedLetterRow, values)

    def prepared_letters(self) -> Sequence[PreparedLetter]:
        rows = self._session.exec(
            select(PreparedLetterRow)
            .where(col(PreparedLetterRow.request) == self.reference)
            .order_by(col(PreparedLetterRow.prepared_at), col(PreparedLetterRow.opening))
        )
        return tuple(
            PreparedLetter(LetterKind(row.kind), row.opening, row.prepared_at) for row in rows
        )

    def applicant(self) -> Applicant:
        return self._particulars.applicant()

    def keep_applicant(self, applicant: Applicant) -> None:
        self._particulars.keep_applicant(applicant)

    def filing(self, seq: int) -> Filing:
        return self._particulars.filing(seq)

    def keep_filing(self, seq: int, filing: Filing) -> None:
        self._particulars.keep_filing(seq, filing)

    def quotes(self, seq: int) -> Mapping[str, str]:
        return self._particulars.quotes(seq)

    def keep_quotes(self, seq: int, quotes: Mapping[str, str]) -> None:
        self._particulars.keep_quotes(seq, quotes)

    def consents(self) -> Sequence[Consent]:
        return self._particulars.consents()

    def keep_consent(self, consent: Consent) -> None:
        self._particulars.keep_consents((*self.consents(), consent))

    def publish(
        self,
        record: Record,
        texts: Sequence[ReleasedText],
        copies: Sequence[PublicCopy] = (),
        notices: Sequence[Notice] = (),
    ) -> None:
        publish(self._session, self.reference, record, texts, copies)
        save_notices(self._session, notices)

    def published_digest(self) -> str:
        return published_digest(self._session, self.reference)

    def copy_work(self, paper: str) -> CopyWork | None:
        return self._particulars.copy_work(paper)

    def keep_copy_work(self, work: CopyWork) -> None:
        self._particulars.keep_copy_work(work)

    def original(self, digest: str) -> str:
        return self._particulars.original(digest)

    def keep_original(self, digest: str, words: str) -> None:
        self._particulars.keep_original(digest, words)

    def waiting(self) -> Waiting | None:
        return pending_publication(self._session, self.reference, self._particulars)

    def keep_waiting(self, waiting: Waiting) -> None:
        keep_waiting(self._session, waiting, self._particulars)

    def drop_waiting(self) -> None:
        drop_waiting(self._session, self.reference)

    def particulars(self) -> Mapping[str, bytes]:
        return self._particulars.all()

    def notes(self) -> Sequence[Note]:
        return self._particulars.notes()

    def keep_note(self, note: Note) -> None:
        self._particulars.keep_note(note)

    def drop_note(self, id: str) -> None:
        self._particulars.drop_note(id)

    def words(self, name: str) -> str:
        return self._particulars.words(name)

    def keep_words(self, name: str, words: str) -> None:
        self._particulars.keep_words(name, words)

    def _days(self) -> bytes | None:
        return stored_snapshots(self._session, (self.reference,)).get(self.reference)

    def _paper(self, row: PaperRow) -> Paper:
        return Paper(
            digest=row.digest,
            name=self._particulars.file_name(row.digest, row.name),
            media=row.media,
            size=row.size,
            kept_at=row.kept_at,
            purpose=row.purpose,
        )

    def _stands(self, event: Event) -> bool:
        if event.once is None:
            return False
        wrong = struck(self.history)
        return any(e.event.once == event.once and e.seq not in wrong for e in self.history)

    def _already(self, event: Event) -> AlreadyEntered:
        return AlreadyEntered(
            "The history of request {reference} holds this {event!r} already, so it was not"
            " entered again: load the page anew to see it.",
            reference=self.reference,
            event=event.kind,
        )


def kinds_prepared(
    session: Session, references: Sequence[str]
) -> Mapping[str, Sequence[LetterKind]]:
    """The kinds of letters that were prepared for requests, in that order, by reference."""
    found: defaultdict[str, list[LetterKind]] = defaultdict(list)
    rows = session.exec(
        select(PreparedLetterRow)
        .where(col(PreparedLetterRow.request).in_(references))
        .order_by(col(PreparedLetterRow.prepared_at), col(PreparedLetterRow.opening))
    )
    for row in rows:
        found[row.request].append(LetterKind(row.kind))
    return found
