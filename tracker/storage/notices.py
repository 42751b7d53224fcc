"""The public list of corrections and takedowns, written with the version that each one made."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.domain.notices import Change, Notice
from tracker.storage.tables import RecordRow
from tracker.storage.tables_publishing import PublicNoticeRow
from tracker.storage.transactions import put


def keep_notices(session: Session, kept: Sequence[Notice]) -> None:
    """Put them down; one that stands already is left as it is."""
    for notice in kept:
        values = {
            "request": notice.reference,
            "version": notice.version,
            "entry": notice.entry,
            "on_day": notice.on,
            "change": notice.change.value,
            "ground": notice.ground,
            "digests": " ".join(notice.digests),
        }
        put(session, PublicNoticeRow, values)


def notices(session: Session, after: int, limit: int) -> tuple[Sequence[Notice], int]:
    """A page of them, the newest first, and how many there are in all.

    Of a record that was taken down, not even the reason of an older correction is told.
    """
    row = PublicNoticeRow
    order = (col(each).desc() for each in (row.on_day, row.request, row.version, row.entry))
    found = session.exec(select(row).order_by(*order).offset(after).limit(limit)).all()
    # Apart, so that no database reads every record to find these few.
    of_them = col(RecordRow.request).in_({each.request for each in found})
    withheld = set(session.exec(select(RecordRow.request).where(of_them, RecordRow.withheld)))
    count = session.exec(select(sa.func.count()).select_from(row)).one()
    return tuple(_notice(each, each.request in withheld) for each in found), count


def _notice(row: PublicNoticeRow, withheld: bool) -> Notice:
    change = Change(row.change)
    hidden = withheld and change is Change.CORRECTED
    return Notice(
        reference=row.request,
        version=row.version,
        on=row.on_day,
        change=change,
        ground="" if hidden else row.ground,
        entry=row.entry,
        digests=tuple(row.digests.split()),
    )
