"""Many requests open in one transaction, read and saved together."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlmodel import Session

from tracker.domain.case.history import History
from tracker.domain.clock.deadline_changes import DeadlineSnapshot
from tracker.services.ports.cases import CaseRow
from tracker.storage.cases.open_case import OpenCase
from tracker.storage.db.histories import Kept, history_of, stored_entries
from tracker.storage.db.request_keys import RequestKey
from tracker.storage.deadlines.case_status import save_rows, stored_rows
from tracker.storage.deadlines.deadline_snapshots import (
    save_snapshots,
    snapshot_bytes,
    stored_snapshots,
)


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

    @property
    def history(self) -> History:
        if not self._history:
            self._history = history_of(self._entries)
        return self._history

    def row(self) -> CaseRow | None:
        return self.beside.row

    def project(self, row: CaseRow, told: Sequence[DeadlineSnapshot] = ()) -> None:
        self.beside = StoredLines(row, snapshot_bytes(tuple(told)))

    @contextmanager
    def apart(self) -> Iterator[None]:
        before = self.beside
        try:
            with super().apart():
                yield
        except BaseException:
            self.beside = before
            raise

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
            entries[reference],
            StoredLines(rows.get(reference), days.get(reference)),
        )
        for reference, key in keys.items()
    )


def save_changes(session: Session, cases: Iterable[BatchCase]) -> None:
    """Save the rows and last days that changed."""
    changed = tuple(cases)
    save_rows(session, [row for case in changed if (row := case.new_row)])
    save_snapshots(session, {case.reference: days for case in changed if (days := case.new_days)})
