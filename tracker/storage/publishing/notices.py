"""The public list of corrections and takedowns, written with the version that each one made."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.domain.base.errors import NotOnFile
from tracker.domain.record.corrections_list import Change, Notice
from tracker.services.ports.log import Source
from tracker.services.ports.records import NoticePlace
from tracker.storage.db.tables.log import LeafRow
from tracker.storage.db.tables.publishing import PublicNoticeRow, RecordRow
from tracker.storage.db.transactions import put

_ROW = PublicNoticeRow
ORDER = (col(_ROW.on_day), col(_ROW.request), col(_ROW.version), col(_ROW.entry))


def save_notices(session: Session, kept: Sequence[Notice]) -> None:
    """Put them down; one that stands already is left as it is."""
    for notice in kept:
        values = {
            "request": notice.reference,
            "version": notice.version,
            "entry": notice.entry,
            "on_day": notice.on,
            "change": notice.change.value,
            "ground": notice.ground,
            "why": notice.why,
            "digests": " ".join(notice.digests),
        }
        put(session, PublicNoticeRow, values)


def notices(session: Session, after: int, limit: int) -> tuple[Sequence[Notice], int]:
    """A page of them, the newest first, and how many there are in all.

    Of a record that was taken down, not even the reason of an older correction is told.
    """
    order = (column.desc() for column in ORDER)
    wanted = select(PublicNoticeRow).order_by(*order).offset(after).limit(limit)
    count = session.exec(select(sa.func.count()).select_from(PublicNoticeRow)).one()
    return _told(session, session.exec(wanted).all()), count


def notices_behind(session: Session, place: NoticePlace | None, limit: int) -> Sequence[Notice]:
    """The same, oldest first, from the one behind that at `place`, or from the first.

    Raises NotOnFile where none is there.
    """
    wanted = select(PublicNoticeRow).order_by(*ORDER).limit(limit)
    if place is not None:
        row = session.get(PublicNoticeRow, place)
        if row is None:
            raise NotOnFile("No correction has this place: begin at the first.")
        wanted = wanted.where(sa.tuple_(*ORDER) > sa.tuple_(row.on_day, *place))
    return _told(session, session.exec(wanted).all())


def corrected(session: Session, since: int, up_to: int | None, limit: int) -> Sequence[RecordRow]:
    """So many records that are shown, of which something was corrected by a version that has its
    place in the log from `since` on and before `up_to`, the last correction first."""
    row, leaf = PublicNoticeRow, LeafRow
    made_by = (col(leaf.request) == col(row.request)) & (col(leaf.number) == col(row.version))
    places = select(row.request, sa.func.max(leaf.place).label("place")).join(leaf, made_by)
    places = places.where(col(leaf.source) == Source.RECORD, col(leaf.place) >= since)
    places = places.where(col(row.change) == Change.CORRECTED.value)
    if up_to is not None:
        places = places.where(col(leaf.place) < up_to)
    last = places.group_by(col(row.request)).subquery()
    wanted = select(RecordRow).join(last, last.c.request == col(RecordRow.request))
    wanted = wanted.where(~col(RecordRow.withheld)).order_by(last.c.place.desc())
    return session.exec(wanted.limit(limit)).all()


def _told(session: Session, found: Sequence[PublicNoticeRow]) -> tuple[Notice, ...]:
    # Apart, so that no database reads every record to find these few.
    of_them = col(RecordRow.request).in_({each.request for each in found})
    withheld = set(session.exec(select(RecordRow.request).where(of_them, RecordRow.withheld)))
    return tuple(_notice(each, each.request in withheld) for each in found)


def _notice(row: PublicNoticeRow, withheld: bool) -> Notice:
    change = Change(row.change)
    hidden = withheld and change is Change.CORRECTED
    return Notice(
        reference=row.request,
        version=row.version,
        on=row.on_day,
        change=change,
        ground="" if hidden else row.ground,
        why="" if hidden else row.why,
        entry=row.entry,
        digests=tuple(row.digests.split()),
    )
