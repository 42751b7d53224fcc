"""The public list of corrections and takedowns, written with the version that made each."""

from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.domain.base.errors import NotOnFile
from tracker.domain.record.corrections_list import CorrectionKind, CorrectionNotice
from tracker.services.ports.log import LeafSource
from tracker.services.ports.records import NoticeLists, NoticePlace
from tracker.storage.db.tables.log import LeafRow
from tracker.storage.db.tables.publishing import PublicNoticeRow, RecordRow
from tracker.storage.db.transactions import Transactions, put

_ROW = PublicNoticeRow
_ORDER = (col(_ROW.on_day), col(_ROW.request), col(_ROW.version), col(_ROW.entry))


class SqlNoticeLists(NoticeLists):
    """Notices. Of a record taken down, not even the reason of a correction is returned."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def notices(self, after: int, limit: int) -> tuple[Sequence[CorrectionNotice], int]:
        order = (column.desc() for column in _ORDER)
        wanted = select(PublicNoticeRow).order_by(*order).offset(after).limit(limit)
        counted = select(sa.func.count()).select_from(PublicNoticeRow)
        with self._transactions.reading() as session:
            return _told(session, session.exec(wanted).all()), session.exec(counted).one()

    def notices_behind(self, place: NoticePlace | None, limit: int) -> Sequence[CorrectionNotice]:
        wanted = select(PublicNoticeRow).order_by(*_ORDER).limit(limit)
        with self._transactions.reading() as session:
            if place is not None:
                row = session.get(PublicNoticeRow, place)
                if row is None:
                    raise NotOnFile(
                        "There is no correction at this position. Start with the first."
                    )
                wanted = wanted.where(sa.tuple_(*_ORDER) > sa.tuple_(row.on_day, *place))
            return _told(session, session.exec(wanted).all())


def save_notices(session: Session, kept: Sequence[CorrectionNotice]) -> None:
    """Add notices; known ones are left as they are."""
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


def corrected(session: Session, since: int, up_to: int | None, limit: int) -> Sequence[RecordRow]:
    """Return rows of records corrected by a version in the log, last correction first.

    Its place is `since` or later, and before `up_to`.
    """
    row, leaf = PublicNoticeRow, LeafRow
    made_by = (col(leaf.request) == col(row.request)) & (col(leaf.number) == col(row.version))
    places = select(row.request, sa.func.max(leaf.place).label("place")).join(leaf, made_by)
    places = places.where(col(leaf.source) == LeafSource.RECORD, col(leaf.place) >= since)
    places = places.where(col(row.change) == CorrectionKind.CORRECTED.value)
    if up_to is not None:
        places = places.where(col(leaf.place) < up_to)
    last = places.group_by(col(row.request)).subquery()
    wanted = select(RecordRow).join(last, last.c.request == col(RecordRow.request))
    wanted = wanted.where(~col(RecordRow.withheld)).order_by(last.c.place.desc())
    return session.exec(wanted.limit(limit)).all()


def _told(session: Session, found: Sequence[PublicNoticeRow]) -> tuple[CorrectionNotice, ...]:
    # A separate query, so that no database reads every record to find these few.
    of_them = col(RecordRow.request).in_({each.request for each in found})
    withheld = set(session.exec(select(RecordRow.request).where(of_them, RecordRow.withheld)))
    return tuple(_notice(each, each.request in withheld) for each in found)


def _notice(row: PublicNoticeRow, withheld: bool) -> CorrectionNotice:
    change = CorrectionKind(row.change)
    hidden = withheld and change is CorrectionKind.CORRECTED
    return CorrectionNotice(
        reference=row.request,
        version=row.version,
        on=row.on_day,
        change=change,
        ground="" if hidden else row.ground,
        why="" if hidden else row.why,
        entry=row.entry,
        digests=tuple(row.digests.split()),
    )
