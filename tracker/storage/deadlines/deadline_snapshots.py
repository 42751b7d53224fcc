"""The last days of requests, as they were last derived."""

from collections.abc import Mapping, Sequence
from functools import cache

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.storage.db.tables.deadlines import DeadlineSnapshotRow
from tracker.storage.db.transactions import put_all
from tracker.storage.db.value_lists import is_one_of, listed


def save_snapshots(session: Session, days: Mapping[str, bytes]) -> None:
    """Replace the stored last days of these requests."""
    rows = [{"request": reference, "days": each} for reference, each in days.items()]
    put_all(session, DeadlineSnapshotRow, rows, changed=["days"])


def stored_snapshots(session: Session, references: Sequence[str]) -> dict[str, bytes]:
    """Return the stored last days of requests, by reference; missing ones are left out."""
    dialect = session.get_bind().dialect.name
    found = session.connection().execute(_snapshots(dialect), listed(dialect, references))
    return dict(found.all())


@cache
def _snapshots(dialect: str) -> sa.Select[str, bytes]:
    here = col(DeadlineSnapshotRow.request)
    return sa.select(here, col(DeadlineSnapshotRow.days)).where(is_one_of(dialect, here))
