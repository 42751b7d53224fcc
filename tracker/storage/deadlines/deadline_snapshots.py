"""The last days of requests, as they were last derived."""

from collections.abc import Mapping, Sequence

from sqlmodel import Session, col, select

from tracker.storage.db.tables.deadlines import DeadlineSnapshotRow
from tracker.storage.db.transactions import put_all


def save_snapshots(session: Session, days: Mapping[str, bytes]) -> None:
    """Replace the stored last days of these requests."""
    rows = [{"request": reference, "days": each} for reference, each in days.items()]
    put_all(session, DeadlineSnapshotRow, rows, changed=["days"])


def stored_snapshots(session: Session, references: Sequence[str]) -> dict[str, bytes]:
    """Return the stored last days of requests, by reference; missing ones are left out."""
    wanted = select(DeadlineSnapshotRow.request, DeadlineSnapshotRow.days).where(
        col(DeadlineSnapshotRow.request).in_(references)
    )
    return dict(session.exec(wanted).all())
