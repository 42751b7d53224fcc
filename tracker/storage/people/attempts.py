"""Counted attempts, and the browsers in which people signed in before."""

from collections.abc import Iterable, Mapping
from contextlib import suppress
from datetime import datetime
from typing import cast

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite
from sqlmodel import Session, col, delete, select, update

from tracker.services.ports.attempts import Attempts, Devices
from tracker.storage.db.tables.people import AttemptRow, DeviceRow
from tracker.storage.db.transactions import Transactions, put


class SqlAttemptRepository(Attempts):
    """Attempts counted by digest and window of time."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def take(self, limits: Mapping[str, int], window: int) -> Mapping[str, int]:
        counts: dict[str, int] = {}
        with suppress(_LimitReached), self._transactions.writing() as session:
            # In one order, so that two of these do not wait for each other.
            for key in sorted(limits):
                counts[key] = _take(session, key, window, limits[key])
            if 1 in counts.values():
                # Attempts before the previous window no longer slow anyone down.
                session.exec(delete(AttemptRow).where(col(AttemptRow.stretch) < window - 1))
            return counts
        return {}

    def give_back(self, keys: Iterable[str], window: int) -> None:
        with self._transactions.writing() as session:
            for key in sorted(keys):
                session.exec(
                    update(AttemptRow)
                    .where(col(AttemptRow.key) == key)
                    .where(col(AttemptRow.stretch) == window)
                    .where(col(AttemptRow.times) > 0)
                    .values(times=col(AttemptRow.times) - 1)
                )


class SqlDeviceRepository(Devices):
    """Known browsers by account and digest."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def knows(self, account: str, digest: str) -> bool:
        with self._transactions.reading() as session:
            return session.get(DeviceRow, (account, digest)) is not None

    def remember(self, account: str, digest: str, at: datetime, most: int) -> None:
        values = {"account": account, "digest": digest, "seen_at": at}
        own = col(DeviceRow.account) == account
        newest = (col(DeviceRow.seen_at).desc(), col(DeviceRow.digest))
        with self._transactions.writing() as session:
            put(session, DeviceRow, values, changed=["seen_at"])
            kept = select(DeviceRow.digest).where(own).order_by(*newest).limit(most)
            session.exec(delete(DeviceRow).where(own, col(DeviceRow.digest).not_in(kept)))

    def forget(self, account: str) -> None:
        with self._transactions.writing() as session:
            session.exec(delete(DeviceRow).where(col(DeviceRow.account) == account))


class _LimitReached(Exception):
    """Ends a transaction in which one of several limits was reached."""


def _take(session: Session, key: str, window: int, limit: int) -> int:
    """Count one attempt and return the new count. Raises _LimitReached at the limit.

    Counting and comparing are one statement, so that attempts at one moment do not exceed it.
    """
    target = cast(sa.Table, sa.inspect(AttemptRow).local_table)
    here = session.get_bind().dialect.name
    counted = (
        (sqlite.insert if here == "sqlite" else postgresql.insert)(target)
        .values(key=key, stretch=window, times=1)
        .on_conflict_do_update(
            index_elements=list(target.primary_key.columns),
            set_={"times": target.c.times + 1},
            where=target.c.times < limit,
        )
    )
    count = session.connection().execute(counted.returning(target.c.times)).scalar()
    if count is None:
        raise _LimitReached
    return int(count)
