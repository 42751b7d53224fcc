"""Many requests open in one transaction, read and saved together."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from sqlmodel import Session

from tracker.domain.case.history import History, NewEntry
from tracker.domain.clock.deadline_changes import DeadlineSnapshot
from tracker.domain.law.law import LetterKind
from tracker.services.deadlines.snapshot_bytes import snapshot_bytes
from tracker.services.ports.cases import CaseRow, PreparedLetter
from tracker.services.ports.publishing import Waiting
from tracker.storage.cases.new_entries import save_entries
from tracker.storage.cases.open_case import OpenCase, letter_values
from tracker.storage.db.histories import Kept, history_of, stored_entries
from tracker.storage.db.request_keys import RequestKey
from tracker.storage.db.rows_by_request import rows_by_request
from tracker.storage.db.tables.cases import SealedFieldRow
from tracker.storage.db.tables.letters import PreparedLetterRow
from tracker.storage.db.tables.publishing import PendingPublicationRow
from tracker.storage.db.transactions import put_all
from tracker.storage.deadlines.case_status import save_rows, stored_rows
from tracker.storage.deadlines.deadline_snapshots import save_snapshots, stored_snapshots

PreparedLetterKey = tuple[LetterKind, int]


@dataclass(frozen=True, slots=True)
class StoredLines:
    """What is stored of a request beside its history: the derived row and the last days."""

    row: CaseRow | None
    days: bytes | None


class BatchCase(OpenCase):
    """One request of a batch.

    Its history is read on first use, so that an unreadable one does not affect the others.
    """

    def __init__(
        self,
        session: Session,
        reference: str,
        key: RequestKey,
        entries: Sequence[Kept],
        before: StoredLines,
    ) -> None:
        super().__init__(session, reference, (), key)
        self._entries = entries
        self._before = before
        self.beside = before
        self.new_entries: list[NewEntry] = []
        self._letters: dict[PreparedLetterKey, dict[str, Any]] = {}

    @property
    def history(self) -> History:
        if not self._history:
            self._history = history_of(self._entries)
        return self._history

    def row(self) -> CaseRow | None:
        return self.beside.row

    def project(self, row: CaseRow, told: Sequence[DeadlineSnapshot] = ()) -> None:
        self.beside = StoredLines(row, snapshot_bytes(tuple(told)))

    def prepare_letter(self, letter: PreparedLetter) -> None:
        values = letter_values(self.reference, letter)
        self._letters.setdefault((letter.kind, letter.opening), values)

    def prepared_letters(self) -> Sequence[PreparedLetter]:
        save_letters(self._session, (self,))
        return super().prepared_letters()

    def take_letters(self) -> Iterable[dict[str, Any]]:
        """Return the rows of letters that are not stored yet, for storing them once."""
        letters, self._letters = self._letters, {}
        return letters.values()

    def _save_entry(self, new: NewEntry) -> None:
        self.new_entries.append(new)

    def _days(self) -> bytes | None:
        return self.beside.days

    @property
    def new_row(self) -> CaseRow | None:
        """Return the derived row if it changed, else None."""
        return None if self.beside.row == self._before.row else self.beside.row

    @property
    def new_days(self) -> bytes | None:
        """Return the last days if they changed, else None."""
        return None if self.beside.days == self._before.days else self.beside.days


class PrivateCase(OpenCase):
    """One request of a batch whose private fields were read together, to be opened."""

    def __init__(
        self,
        session: Session,
        reference: str,
        key: RequestKey,
        sealed: Mapping[str, bytes],
        *,
        waits: bool,
    ) -> None:
        super().__init__(session, reference, (), key)
        self._sealed = sealed
        self._waits = waits

    def waiting(self) -> Waiting | None:
        return super().waiting() if self._waits else None

    def sealed_fields(self) -> Mapping[str, bytes]:
        opened = ((name, self.unsealed(name, sealed)) for name, sealed in self._sealed.items())
        return {name: plain for name, plain in opened if plain is not None}


def read_private(session: Session, keys: Mapping[str, RequestKey]) -> tuple[PrivateCase, ...]:
    """Return these requests with their private fields, read in two statements however many they
    are. Their histories are not read."""
    fields = rows_by_request(session, SealedFieldRow, ("name", "sealed"), tuple(keys))
    waiting = rows_by_request(session, PendingPublicationRow, (), tuple(keys))
    return tuple(
        PrivateCase(
            session, reference, key, dict(fields.get(reference, ())), waits=reference in waiting
        )
        for reference, key in keys.items()
    )


def read_batch(session: Session, keys: Mapping[str, RequestKey]) -> tuple[BatchCase, ...]:
    """Return these requests, read in four statements however many they are."""
    references = tuple(keys)
    entries, rows = stored_entries(session, references), stored_rows(session, references)
    days = stored_snapshots(session, references)
    return tuple(
        BatchCase(
            session,
            reference,
            key,
            entries.get(reference, ()),
            StoredLines(rows.get(reference), days.get(reference)),
        )
        for reference, key in keys.items()
    )


def save_letters(session: Session, cases: Iterable[BatchCase]) -> None:
    """Save the letters that were prepared. A known kind and opening changes nothing."""
    put_all(session, PreparedLetterRow, [row for case in cases for row in case.take_letters()])


def save_changes(session: Session, cases: Iterable[BatchCase]) -> None:
    """Save new entries and letters, and the rows and last days that changed.

    Raises AlreadyEntered as `save_entries` does.
    """
    changed = tuple(cases)
    save_entries(session, [new for case in changed for new in case.new_entries])
    save_letters(session, changed)
    save_rows(session, [row for case in changed if (row := case.new_row)])
    save_snapshots(session, {case.reference: days for case in changed if (days := case.new_days)})
