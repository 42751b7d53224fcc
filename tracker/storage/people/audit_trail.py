"""The audit trail. Rows are added and read, and triggers keep them."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from tracker.services.ports.people import Trail, TrailEntry, TrailFilter
from tracker.storage.db.tables.people import AuditTrailRow
from tracker.storage.db.transactions import Transactions


class SqlTrailRepository(Trail):
    """Entries of the audit trail."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def add(self, entry: TrailEntry) -> None:
        values = asdict(entry)
        del values["seq"]
        with self._transactions.writing() as session:
            session.connection().execute(sa.insert(AuditTrailRow).values(**values))

    def entries(
        self, shown: TrailFilter, after: int, limit: int
    ) -> tuple[Sequence[TrailEntry], int]:
        conditions = [
            col(column) == value
            for column, value in (
                (AuditTrailRow.who, shown.who),
                (AuditTrailRow.act, shown.act),
                (AuditTrailRow.about, shown.about),
            )
            if value
        ]
        newest = select(AuditTrailRow).where(*conditions).order_by(col(AuditTrailRow.seq).desc())
        number = sa.select(sa.func.count()).select_from(AuditTrailRow).where(*conditions)
        with self._transactions.reading() as session:
            rows = session.exec(newest.offset(after).limit(limit))
            found = tuple(TrailEntry(**row.model_dump()) for row in rows)
            return found, session.connection().execute(number).scalar_one()

    def last(self, who: str, act: str, about: str) -> datetime | None:
        wanted = (
            select(AuditTrailRow.at)
            .where(col(AuditTrailRow.about) == about)
            .where(col(AuditTrailRow.act) == act)
            .where(col(AuditTrailRow.who) == who)
            .order_by(col(AuditTrailRow.seq).desc())
            .limit(1)
        )
        with self._transactions.reading() as session:
            return session.exec(wanted).first()
