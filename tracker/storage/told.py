"""The last days of requests as they were told, and which were told by another edition."""

import json
import zlib
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.domain.canonical import canonical, from_plain
from tracker.domain.changes import Told
from tracker.storage.tables import EventRow, RequestRow, StandingRow, ToldRow
from tracker.storage.transactions import put

# Counts repeat the names of days and sections over and over: the quickest level does.
LEVEL = 1


def keep_told(session: Session, reference: str, told: Sequence[Told]) -> None:
    """Put down the last days of a request in place of those before."""
    days = zlib.compress(canonical(tuple(told)), LEVEL)
    put(session, ToldRow, {"request": reference, "days": days}, changed=["days"])


def kept_told(session: Session, reference: str) -> tuple[Told, ...] | None:
    """The last days of a request as they were put down; None where none were."""
    wanted = select(ToldRow.days).where(col(ToldRow.request) == reference)
    days = session.exec(wanted).first()
    if days is None:
        return None
    return tuple(_told(plain) for plain in json.loads(zlib.decompress(days)))


def _told(plain: dict[str, object]) -> Told:
    """A last day; without its count, where an older program wrote what this one cannot read."""
    try:
        return from_plain(Told, plain)
    except (ValueError, KeyError, TypeError):
        return from_plain(Told, plain | {"moves": []})


def outdated(session: Session, edition: str, limit: int, after: str) -> Sequence[str]:
    """References of requests that were not derived by `edition`, in their order."""
    wanted = select(RequestRow.reference).where(*_outdated(edition))
    wanted = wanted.where(col(RequestRow.reference) > after)
    return tuple(session.exec(wanted.order_by(col(RequestRow.reference)).limit(limit)))


def count_outdated(session: Session, edition: str) -> int:
    """How many requests were not derived by `edition`."""
    counted = select(sa.func.count()).select_from(RequestRow).where(*_outdated(edition))
    return session.exec(counted).one()


def _outdated(edition: str) -> tuple[sa.ColumnElement[bool], ...]:
    """A request with a history, but without a line of this edition or without its counts."""
    here = col(RequestRow.reference)
    begun = select(EventRow.seq).where(col(EventRow.request) == here).where(EventRow.seq == 1)
    line = select(StandingRow.request).where(col(StandingRow.request) == here)
    line = line.where(col(StandingRow.edition) == edition)
    counts = select(ToldRow.request).where(col(ToldRow.request) == here)
    return begun.exists(), sa.not_(sa.and_(line.exists(), counts.exists()))


def any_by_another(session: Session, edition: str) -> bool:
    """Whether a line was derived by an edition before or after this one in the index."""
    other = col(StandingRow.edition)
    sides = (other < edition, other > edition)
    either = (select(StandingRow.request).where(side).exists() for side in sides)
    return bool(session.exec(select(sa.or_(*either))).one())
