"""Organisations that see a request, and the person in charge of it."""

from collections.abc import Collection, Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, delete, select, update

from tracker.services.ports.people import Shares
from tracker.storage.db.tables.people import AssignmentRow, ShareRow
from tracker.storage.db.transactions import Transactions, put
from tracker.storage.db.unreadable_rows import each_readable
from tracker.storage.reminders.reminders import remind_again


class SqlShareRepository(Shares):
    """Shares and assignments of requests."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def share(self, reference: str, organisation: str, at: datetime, by: str) -> bool:
        values = {
            "request": reference,
            "organisation": organisation,
            "since": at,
            "shared_by": by,
        }
        with self._transactions.writing() as session:
            return put(session, ShareRow, values)

    def unshare(self, reference: str, organisation: str) -> bool:
        with self._transactions.writing() as session:
            gone = session.exec(
                delete(ShareRow)
                .where(col(ShareRow.request) == reference)
                .where(col(ShareRow.organisation) == organisation)
            )
        return gone.rowcount > 0

    def shared_with(self, reference: str) -> Sequence[str]:
        wanted = select(ShareRow.organisation).where(col(ShareRow.request) == reference)
        with self._transactions.reading() as session:
            return tuple(session.exec(wanted.order_by(ShareRow.organisation)))

    def is_shared(self, reference: str, organisation: str) -> bool:
        return bool(self.shared_of([reference], organisation))

    def shared_of(self, references: Sequence[str], organisation: str) -> Collection[str]:
        wanted = (
            select(ShareRow.request)
            .where(col(ShareRow.request).in_(references))
            .where(col(ShareRow.organisation) == organisation)
        )
        with self._transactions.reading() as session:
            return set(session.exec(wanted))

    def put_in_charge(self, reference: str, account: str, at: datetime) -> None:
        values = {"request": reference, "account": account, "since": at}
        with self._transactions.writing() as session:
            put(session, AssignmentRow, values, changed=["account", "since"])
            remind_again(session, col(AssignmentRow.account) == account)

    def in_charge(self, references: Sequence[str]) -> Mapping[str, str]:
        wanted = select(AssignmentRow).where(col(AssignmentRow.request).in_(references))
        fresh = wanted.execution_options(populate_existing=True)
        with self._transactions.reading() as session:
            ordered = fresh.order_by(col(AssignmentRow.request))
            return dict(each_readable(session, ordered, lambda row: (row.request, row.account)))

    def charges_of(self, account: str) -> int:
        wanted = sa.select(sa.func.count()).where(col(AssignmentRow.account) == account)
        with self._transactions.reading() as session:
            return session.connection().execute(wanted).scalar_one()

    def hand_over(self, giver: str, taker: str, at: datetime) -> int:
        with self._transactions.writing() as session:
            changed = session.exec(
                update(AssignmentRow)
                .where(col(AssignmentRow.account) == giver)
                .values(account=taker, since=at)
            )
            remind_again(session, col(AssignmentRow.account) == taker)
        return changed.rowcount
