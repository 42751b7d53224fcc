"""Replies, decisions and non-responses of the public records, with their dates; derived."""

from collections.abc import Collection, Sequence
from itertools import chain
from typing import Any

from sqlmodel import Session, col, delete, select
from sqlmodel.sql.expression import Select

from tracker.domain.base.days import DaySpan
from tracker.domain.record.body_results import BodyOutcome, came_of
from tracker.domain.record.record import Record
from tracker.storage.db.rows_by_request import Rows, rows_by_request
from tracker.storage.db.tables.publishing import RecordResultRow, RecordRow

_COMPARED = ("seq", "kind", "body", "earliest", "latest")


def save_record_results(session: Session, record: Record) -> None:
    """Replace the replies and non-responses of a record."""
    row = RecordResultRow
    session.exec(delete(row).where(col(row.request) == record.reference))
    session.add_all(row(request=record.reference, **_values(came)) for came in came_of(record))


def stored_record_results(session: Session, references: Sequence[str]) -> dict[str, Rows]:
    """Return the stored results of records, by record."""
    return rows_by_request(session, RecordResultRow, _COMPARED, references)


def record_results_match(stored: Rows, record: Record) -> bool:
    """Return whether these are the results of the record."""
    rows = map(_values, came_of(record))
    return {*stored} == {tuple(row[name] for name in _COMPARED) for row in rows}


def newest_results(
    session: Session, kinds: Collection[str], limit: int
) -> Sequence[tuple[BodyOutcome, RecordRow]]:
    """Return the newest results of these kinds, each with the row of its record."""
    found = chain.from_iterable(_newest(session, kind, limit) for kind in sorted(kinds))
    newest = sorted(found, key=lambda each: _place(each[0]), reverse=True)[:limit]
    return tuple((_came(row), line) for row, line in newest)


def earliest_results(
    session: Session, kind: str, limit: int
) -> Sequence[tuple[BodyOutcome, RecordRow]]:
    """Return the earliest results of a kind, each with the row of its record."""
    row = RecordResultRow
    order = (col(row.latest), col(row.request), col(row.seq))
    found = session.exec(_of_kind(kind).order_by(*order).limit(limit))
    return tuple((_came(each), line) for each, line in found)


def _newest(
    session: Session, kind: str, limit: int
) -> Sequence[tuple[RecordResultRow, RecordRow]]:
    """Return results of one kind in the order of its index; several kinds would all be sorted."""
    row = RecordResultRow
    order = (col(row.latest).desc(), col(row.request).desc(), col(row.seq).desc())
    return session.exec(_of_kind(kind).order_by(*order).limit(limit)).all()


def _of_kind(kind: str) -> "Select[RecordResultRow, RecordRow]":
    row = RecordResultRow
    wanted = select(row, RecordRow).join(RecordRow, col(RecordRow.request) == col(row.request))
    return wanted.where(col(row.kind) == kind)


def _place(row: RecordResultRow) -> tuple[object, ...]:
    return row.latest, row.request, row.seq


def _came(row: RecordResultRow) -> BodyOutcome:
    return BodyOutcome(row.seq, row.kind, row.body, DaySpan(row.earliest, row.latest))


def _values(came: BodyOutcome) -> dict[str, Any]:
    return {
        "seq": came.seq,
        "kind": came.kind,
        "body": came.body,
        "earliest": came.on.earliest,
        "latest": came.on.latest,
    }
