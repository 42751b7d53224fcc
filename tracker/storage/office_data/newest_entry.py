"""The newest entry of all histories, noted beside the database and in no backup of it.

A database that was put back to an earlier state does not have that entry, even if nothing was
published in between and the public log shows no difference.
"""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from tracker.domain.case.history import commitment
from tracker.services.ports.holds import KnownEntries
from tracker.storage.db.request_keys import now
from tracker.storage.db.tables.cases import EventRow
from tracker.storage.db.transactions import Transactions
from tracker.storage.office_data.noted_line import NotedLine

NOTED_IN = "newest-entry"


class NewestEntry(KnownEntries):
    """One line in a file of the instance: request, number and digest of an entry."""

    def __init__(
        self, transactions: Transactions, instance: Path, clock: Callable[[], datetime] = now
    ) -> None:
        self._transactions = transactions
        self._noted = NotedLine(instance / NOTED_IN)
        self._clock = clock

    def lost(self) -> bool:
        known = self._noted.read()
        if not known:
            return False
        request, _, rest = known.partition(" ")
        number, _, digest = rest.partition(" ")
        with self._transactions.reading() as session:
            row = session.get(EventRow, (request, int(number) if number.isdecimal() else 0))
            return row is None or commitment(row.nonce, row.body) != digest

    def note(self) -> None:
        if not self.lost():
            self.accept()

    def accept(self) -> None:
        with self._transactions.reading() as session:
            newest = _newest(session, self._clock())
        line = ""
        if newest:
            digest = commitment(newest.nonce, newest.body)
            line = f"{newest.request} {newest.seq} {digest}"
        self._noted.write(line)


def _newest(session: Session, at: datetime) -> EventRow | None:
    """Return the newest entry, without those that a clock dated later than `at`."""
    row = EventRow
    wanted = select(row).where(col(row.entered_at) <= at)
    order = col(row.entered_at).desc(), col(row.request), col(row.seq).desc()
    return session.exec(wanted.order_by(*order).limit(1)).first()
