"""Many requests open in one transaction: read together, and put down together at its end."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass

from sqlmodel import Session

from tracker.domain.changes import Told
from tracker.domain.history import History
from tracker.services.ports import Row
from tracker.storage.cases.open_case import OpenCase
from tracker.storage.db.histories import Kept, history_of, kept_entries
from tracker.storage.db.sealed_fields import Particulars
from tracker.storage.deadlines.case_status import keep_rows, kept_rows
from tracker.storage.deadlines.deadline_snapshots import days_of, keep_days, kept_days


@dataclass(frozen=True, slots=True)
class Beside:
    """What is put down of a request beside its history."""

    row: Row | None
    days: bytes | None


class BatchCase(OpenCase):
    """A request of a batch. Its history is read when somebody asks, so that one which cannot be
    read is no trouble of the others."""

    def __init__(
        self,
        session: Session,
        particulars: Particulars,
        reference: str,
        entries: Sequence[Kept],
        before: Beside,
    ) -> None:
        super().__init__(session, reference, (), particulars)
        self._entries = entries
        self._before = before
        self.beside = before

    @property
    def history(self) -> History:
        if not self._history:
            self._history = history_of(self._entries)
        return self._history

    def row(self) -> Row | None:
        return self.beside.row

    def project(self, row: Row, told: Sequence[Told] = ()) -> None:
        self.beside = Beside(row, days_of(tuple(told)))

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
    def new_row(self) -> Row | None:
        """Its line, where that is another one than it was."""
        return None if self.beside.row == self._before.row else self.beside.row

    @property
    def new_days(self) -> bytes | None:
        """Its last days, where they are others than they were."""
        return None if self.beside.days == self._before.days else self.beside.days


def read_together(
    session: Session, particulars: Mapping[str, Particulars]
) -> tuple[BatchCase, ...]:
    """These requests, in four statements however many they are."""
    references = tuple(particulars)
    entries, rows = kept_entries(session, references), kept_rows(session, references)
    days = kept_days(session, references)
    return tuple(
        BatchCase(
            session,
            private,
            reference,
            entries[reference],
            Beside(rows.get(reference), days.get(reference)),
        )
        for reference, private in particulars.items()
    )


def put_down(session: Session, cases: Iterable[BatchCase]) -> None:
    """Put down what is another one than it was beside the histories."""
    changed = tuple(cases)
    keep_rows(session, [row for case in changed if (row := case.new_row)])
    keep_days(session, {case.reference: days for case in changed if (days := case.new_days)})
