"""The derived lines of requests: what is due, and lists for the desk, by index."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import date
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.services.ports import Filter, Row
from tracker.storage.tables import StandingRow
from tracker.storage.transactions import put_all

SEARCHED = (StandingRow.request, StandingRow.block, StandingRow.body, StandingRow.law)


def keep_rows(session: Session, rows: Sequence[Row]) -> None:
    """Put down the lines of requests in place of those before."""
    values = [_values(row) for row in rows]
    changed = [name for name in values[0] if name != "request"] if values else []
    put_all(session, StandingRow, values, changed=changed)


def _values(row: Row) -> dict[str, Any]:
    values = asdict(row)
    values["request"] = values.pop("reference")
    watched = row.next_day if row.open else None
    values["listed_under"] = watched or date.max
    return values


def due_rows(
    session: Session, day: date, limit: int, after: tuple[date, str] | None
) -> Sequence[Row]:
    """Lines for which a sweep of `day` has something to enter, the earliest first."""
    wanted = select(StandingRow).where(col(StandingRow.sweep_on) <= day)
    if after:
        place = sa.tuple_(col(StandingRow.sweep_on), col(StandingRow.request))
        wanted = wanted.where(place > after)
    found = session.exec(
        wanted.order_by(col(StandingRow.sweep_on), col(StandingRow.request)).limit(limit)
    )
    return tuple(map(_row, found))


def listed_rows(
    session: Session, shown: Filter, after: int, limit: int
) -> tuple[Sequence[Row], int]:
    """A page of lines in the order of what is due, and how many lines there are."""
    wanted = _conditions(shown)
    found = session.exec(
        select(StandingRow)
        .where(*wanted)
        .order_by(col(StandingRow.listed_under), col(StandingRow.request))
        .offset(after)
        .limit(limit)
    )
    rows = tuple(map(_row, found))
    number = session.exec(select(sa.func.count()).select_from(StandingRow).where(*wanted)).one()
    return rows, number


def kept_rows(session: Session, references: Sequence[str]) -> dict[str, Row]:
    """The lines of requests as they were last put down."""
    found = session.exec(
        select(StandingRow)
        .where(col(StandingRow.request).in_(references))
        .execution_options(populate_existing=True)
    )
    return {row.request: _row(row) for row in found}


def _conditions(shown: Filter) -> list[sa.ColumnElement[bool]]:
    conditions: list[sa.ColumnElement[bool]] = []
    if shown.phases:
        conditions.append(col(StandingRow.phase).in_(sorted(shown.phases)))
    if shown.doubted:
        conditions.append(col(StandingRow.doubted).is_(True))
    if shown.block:
        conditions.append(col(StandingRow.block) == shown.block)
    if shown.body:
        conditions.append(col(StandingRow.body) == shown.body)
    for word in shown.words.split():
        columns = (col(column).icontains(word, autoescape=True) for column in SEARCHED)
        conditions.append(sa.or_(*columns))
    return conditions


def _row(row: StandingRow) -> Row:
    values: dict[str, Any] = row.model_dump(exclude={"listed_under", "request"})
    return Row(reference=row.request, **values)
