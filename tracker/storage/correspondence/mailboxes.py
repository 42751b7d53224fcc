"""The mailboxes, each fetched by one process at a time."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select, update

from tracker.services.ports.correspondence.received import Mailboxes, MailboxState, MailTrouble
from tracker.storage.db.tables.correspondence import MailboxRow, ScanReadingRow
from tracker.storage.db.transactions import Transactions, put

_ROW = MailboxRow


class SqlMailboxRepository(Mailboxes):
    """The rows of mailboxes."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def all(self) -> Sequence[MailboxState]:
        fresh = select(_ROW).order_by(col(_ROW.name)).execution_options(populate_existing=True)
        with self._transactions.reading() as session:
            return tuple(map(_state, session.exec(fresh)))

    def lease(self, name: str, now: datetime, until: datetime, token: str) -> MailboxState | None:
        with self._transactions.writing() as session:
            put(session, _ROW, {"name": name, "lease": "", "trouble": "", "refused": ""})
            free = update(_ROW).where(col(_ROW.name) == name, no_lease(_ROW, now, until))
            taken = free.values(lease=token, lease_until=until).returning(col(_ROW.name))
            if session.exec(taken).first() is None:
                return None
            return _state(session.exec(select(_ROW).where(col(_ROW.name) == name)).one())

    def extend(self, name: str, token: str, until: datetime) -> bool:
        with self._transactions.writing() as session:
            longer = _held(name, token).values(lease_until=until).returning(col(_ROW.name))
            return session.exec(longer).first() is not None

    def note_uidvalidity(self, name: str, uidvalidity: int) -> None:
        with self._transactions.writing() as session:
            row = update(_ROW).where(col(_ROW.name) == name)
            session.exec(row.values(uidvalidity=uidvalidity))

    def release(
        self, name: str, token: str, now: datetime, trouble: MailTrouble | None, refused: str = ""
    ) -> None:
        changed: dict[str, Any] = {"lease": "", "lease_until": None, "refused": refused}
        if trouble is None:
            changed |= {"trouble": "", "trouble_since": None, "last_ok_at": now}
        else:
            changed |= {
                "trouble": trouble.value,
                "trouble_since": sa.func.coalesce(col(_ROW.trouble_since), now),
            }
        with self._transactions.writing() as session:
            session.exec(_held(name, token).values(**changed))


def no_lease(row: type[MailboxRow] | type[ScanReadingRow], now: datetime, until: datetime) -> Any:
    """Return the expression for a row that no process holds. A new lease would end at `until`."""
    # A lease that ends much later than this one was taken by a clock that ran fast.
    too_late = until + (until - now)
    ends = col(row.lease_until)
    return sa.or_(col(row.lease) == "", ends <= now, ends > too_late)


def _held(name: str, token: str) -> Any:
    return update(_ROW).where(col(_ROW.name) == name, col(_ROW.lease) == token)


def _state(row: MailboxRow) -> MailboxState:
    trouble = MailTrouble(row.trouble) if row.trouble else None
    return MailboxState(
        row.name, row.uidvalidity, row.last_ok_at, trouble, row.trouble_since, row.refused
    )
