"""The derived rows of requests, for sweeps and lists."""

from collections import defaultdict
from collections.abc import Mapping, Sequence, Set
from datetime import date
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import Mapped
from sqlmodel import Session, col, select

from tracker.domain.case.agenda import Agenda, Matter
from tracker.domain.case.case_status import Phase
from tracker.domain.law.law import LetterKind
from tracker.services.ports.case_rows import (
    AGENDA_COLUMNS,
    MOST_ROWS_COUNTED,
    ROW_COLUMNS,
    CaseRows,
    row_of_columns,
)
from tracker.services.ports.cases import CaseRow, RowFilter
from tracker.storage.db.group_keys import GroupKeys
from tracker.storage.db.sealing import Damaged
from tracker.storage.db.tables.cases import EventRow, RequestRow
from tracker.storage.db.tables.deadlines import CaseStatusRow, DeadlineSnapshotRow
from tracker.storage.db.tables.drafting import ImportedRow
from tracker.storage.db.tables.letters import PreparedLetterRow
from tracker.storage.db.tables.people import AssignmentRow, ShareRow
from tracker.storage.db.tables.workbook import TagRow
from tracker.storage.db.transactions import Transactions, put_all
from tracker.storage.db.unreadable_rows import each_readable, translate_unreadable
from tracker.storage.db.value_lists import is_one_of, listed
from tracker.storage.deadlines.asked_about import every_about, narrowed_to
from tracker.storage.reminders.reminders import AT_ONCE

# Most rows that are read of each range of the index, before the first of all are known.
_MOST_FIRST = 10_000


class SqlCaseRowRepository(CaseRows):
    """The derived rows of requests, read by index."""

    def __init__(self, transactions: Transactions, groups: GroupKeys) -> None:
        self._transactions = transactions
        self._groups = groups

    def due(
        self, day: date, limit: int, after: tuple[date, str] | None = None
    ) -> Sequence[tuple[date, str]]:
        place = sa.tuple_(col(CaseStatusRow.sweep_on), col(CaseStatusRow.request))
        # Nothing else of a row is read, so that a damaged one is found all the same.
        wanted = sa.select(col(CaseStatusRow.sweep_on), col(CaseStatusRow.request))
        wanted = wanted.where(col(CaseStatusRow.sweep_on) <= day)
        if after:
            wanted = wanted.where(place > after)
        wanted = wanted.order_by(col(CaseStatusRow.sweep_on), col(CaseStatusRow.request))
        with self._transactions.reading() as session:
            found = session.connection().execute(wanted.limit(limit))
            return tuple((on, reference) for on, reference in found if on)

    def rows(self, shown: RowFilter, after: int, limit: int) -> tuple[Sequence[CaseRow], int]:
        with self._transactions.reading() as session:
            others = [*_conditions(shown), *self._tagged(session, shown.tag)]
            narrowed = narrowed_to(session, shown)
            conditions = [*others, narrowed.by_index(_dialect(session))] if narrowed else others
            parts = _parts(shown)
            numbers = _counted(session, conditions, [here for here, _ in parts])
            ranges: Sequence[sa.ColumnElement[bool]] = ()
            if narrowed and sum(numbers) > MOST_ROWS_COUNTED:
                conditions = [*others, narrowed.by_row(_dialect(session))]
                ranges = () if others or shown.matter else narrowed.ranges(session)
            elif narrowed:
                conditions = [_one_of_few(conditions)]
            goes_on = len(parts) == 1 and numbers[0] > MOST_ROWS_COUNTED
            rows: list[CaseRow] = []
            for (here, order), number in zip(parts, numbers, strict=True):
                skipped, left = after if goes_on else min(after, number), limit - len(rows)
                after -= skipped
                if left and (goes_on or skipped < number):
                    these = _first_of(ranges, here, order, skipped + left) or conditions
                    wanted = select(CaseStatusRow).where(*these, here)
                    wanted = wanted.order_by(order, col(CaseStatusRow.request))
                    rows += each_readable(session, wanted, case_row_of, after=skipped, limit=left)
            return tuple(rows), sum(numbers)

    def asked(self) -> Sequence[tuple[str, str]]:
        with self._transactions.reading() as session:
            pairs = ((about.block, about.body) for about in every_about(session))
            return tuple(dict.fromkeys(pairs))

    def laws(self) -> Set[str]:
        with self._transactions.reading() as session:
            return {about.law for about in every_about(session)}

    def prepared(self, references: Sequence[str]) -> Mapping[str, Sequence[LetterKind]]:
        found: defaultdict[str, list[LetterKind]] = defaultdict(list)
        row = PreparedLetterRow
        wanted = select(row).where(col(row.request).in_(references))
        with self._transactions.reading() as session:
            ordered = wanted.order_by(col(row.prepared_at), col(row.opening))
            for each in each_readable(session, ordered, _prepared):
                found[each[0]].append(each[1])
        return found

    def outdated(self, edition: str, limit: int, after: str = "") -> Sequence[str]:
        here = col(RequestRow.reference)
        wanted = select(RequestRow.reference).where(*_outdated(edition), here > after)
        with self._transactions.reading() as session:
            return tuple(session.exec(wanted.order_by(here).limit(limit)))

    def count_by_phase(self) -> Mapping[str, int]:
        phase = col(CaseStatusRow.phase)
        with self._transactions.reading() as session:
            counted = sa.select(phase, sa.func.count()).group_by(phase)
            rows = session.connection().execute(counted)
            return {str(row[0]): int(row[1]) for row in rows}

    def count_outdated(self, edition: str) -> int:
        counted = select(sa.func.count()).select_from(RequestRow).where(*_outdated(edition))
        with self._transactions.reading() as session:
            return session.exec(counted).one()

    def any_by_another(self, edition: str) -> bool:
        other = col(CaseStatusRow.edition)
        # Two ranges of the index; `!=` would read all of it.
        sides = (other < edition, other > edition)
        either = (select(CaseStatusRow.request).where(side).exists() for side in sides)
        with self._transactions.reading() as session:
            return bool(session.exec(select(sa.or_(*either))).one())

    def _tagged(self, session: Session, tag: str) -> list[sa.ColumnElement[bool]]:
        """Return the condition for a tag, none without one. Raises Locked."""
        if not tag:
            return []
        digest = self._groups.tag_digest(session, tag)
        tagged = select(TagRow.request).where(col(TagRow.digest) == digest)
        return [col(CaseStatusRow.request).in_(tagged)]


def save_rows(session: Session, rows: Sequence[CaseRow]) -> None:
    """Replace the stored rows of these requests."""
    values = [_values(row) for row in rows]
    changed = [name for name in values[0] if name != "request"] if values else []
    put_all(session, CaseStatusRow, values, changed=changed)


def note_editions(session: Session, edition: str, references: Sequence[str]) -> None:
    """Note that this library version derives the same rows of these requests."""
    if references:
        here = is_one_of(_dialect(session), col(CaseStatusRow.request), references)
        # Another library may remind of other things although the row is the same.
        changed = {"edition": edition, "remind_on": AT_ONCE}
        session.connection().execute(sa.update(CaseStatusRow).where(here).values(changed))


def _values(row: CaseRow) -> dict[str, Any]:
    watched = row.next_day if row.open else None
    return {
        "request": row.reference,
        **{name: getattr(row, name) for name in ROW_COLUMNS},
        **{name: getattr(row.agenda, name) for name in AGENDA_COLUMNS},
        "listed_under": watched or date.max,
        "file_by": (row.last_safe_day or row.window_closes) if row.open else None,
        # Any change of a row may change who must be reminded of what.
        "remind_on": AT_ONCE,
    }


def stored_rows(session: Session, references: Sequence[str]) -> dict[str, CaseRow]:
    """Return the stored rows of requests, by reference."""
    try:
        with translate_unreadable("a row"):
            found = _read_columns(session, references)
            return {request: row_of_columns(request, row) for request, row in found.items()}
    except Damaged:
        here = col(CaseStatusRow.request)
        wanted = select(CaseStatusRow).where(here.in_(references)).order_by(here)
        fresh = wanted.execution_options(populate_existing=True)
        return {row.reference: row for row in each_readable(session, fresh, case_row_of)}


def stored_columns(session: Session, references: Sequence[str]) -> Mapping[str, Sequence[Any]]:
    """Return the columns of the stored rows of requests, by reference; none of these requests if
    one cannot be read."""
    try:
        with translate_unreadable("a row"):
            return _read_columns(session, references)
    except Damaged:
        return {}


def _read_columns(session: Session, references: Sequence[str]) -> dict[str, tuple[Any, ...]]:
    dialect = _dialect(session)
    found = session.connection().execute(_columns(dialect), listed(dialect, references))
    return {row[0]: tuple(row[1:]) for row in found}


@cache
def _columns(dialect: str) -> sa.Select[*tuple[Any, ...]]:
    """Return the statement for columns alone: an object of the mapper for each row takes several
    times as long."""
    names = ("request", *ROW_COLUMNS, *AGENDA_COLUMNS)
    wanted = sa.select(*(getattr(CaseStatusRow, name) for name in names))
    return wanted.where(is_one_of(dialect, col(CaseStatusRow.request)))


def _dialect(session: Session) -> str:
    return session.get_bind().dialect.name


def _one_of_few(conditions: Sequence[sa.ColumnElement[bool]]) -> sa.ColumnElement[bool]:
    """Return the condition for rows that were counted and are few.

    With a limit they are found first and sorted afterwards. To walk through the index of the order
    would take long.
    """
    few = sa.select(col(CaseStatusRow.request)).where(*conditions)
    return col(CaseStatusRow.request).in_(few.limit(MOST_ROWS_COUNTED + 1).correlate(None))


def _first_of(
    ranges: Sequence[sa.ColumnElement[bool]], part: sa.ColumnElement[bool], order: Any, most: int
) -> Sequence[sa.ColumnElement[bool]]:
    """Return the condition for the first rows of each range in this order; none without ranges, or
    for more rows than `_MOST_FIRST`, which would all be sorted."""
    if not ranges or most > _MOST_FIRST:
        return ()
    here = col(CaseStatusRow.request)
    wanted = (sa.select(here).where(each, part).order_by(order, here) for each in ranges)
    firsts = (each.limit(most).subquery() for each in wanted)
    return (here.in_(sa.union_all(*(sa.select(first.c.request) for first in firsts))),)


def _conditions(shown: RowFilter) -> list[sa.ColumnElement[bool]]:
    """Return the conditions of a filter, except what its requests are about."""
    conditions: list[sa.ColumnElement[bool]] = []
    if shown.phases:
        conditions.append(col(CaseStatusRow.phase).in_(sorted(shown.phases)))
    if shown.doubted:
        # As the index has it: neither database uses the index for `IS true` or `= 1`.
        conditions.append(sa.and_(sa.text("case_status.doubted")))
    if shown.matter:
        conditions += _to_do(shown, shown.matter)
    if shown.charge:
        theirs = select(AssignmentRow.request).where(col(AssignmentRow.account) == shown.charge)
        conditions.append(col(CaseStatusRow.request).in_(theirs))
    if shown.shared_with:
        seen = select(ShareRow.request).where(col(ShareRow.organisation) == shown.shared_with)
        conditions.append(col(CaseStatusRow.request).in_(seen))
    if shown.references:
        conditions.append(col(CaseStatusRow.request).in_(shown.references))
    return conditions


def _parts(shown: RowFilter) -> list[tuple[sa.ColumnElement[bool], Any]]:
    """Return the parts of a list, one after the other, each with what sorts it.

    Three parts are three ranges of the index, where sorting by two conditions would read it all.
    """
    if shown.matter or shown.from_day is None:
        return [
            (sa.true(), _DAYS[shown.matter] if shown.matter else col(CaseStatusRow.listed_under))
        ]
    day = col(CaseStatusRow.listed_under)
    return [
        (sa.and_(day >= shown.from_day, day < date.max), day),
        (day < shown.from_day, day.desc()),
        (day == date.max, day),
    ]


def _counted(
    session: Session,
    conditions: Sequence[sa.ColumnElement[bool]],
    parts: Sequence[sa.ColumnElement[bool]],
) -> list[int]:
    """Return how many rows each part of a list has. Nothing is counted after one more than
    `MOST_ROWS_COUNTED`, so a list of a million requests costs no more than one of these."""
    counted: list[sa.CTE] = []
    left: sa.ColumnElement[int] = sa.literal(MOST_ROWS_COUNTED + 1)
    for here in parts:
        some = sa.select(sa.literal(1).label("one")).select_from(CaseStatusRow)
        within = some.where(*conditions, here).limit(left).subquery()
        number = sa.select(sa.func.count().label("number")).select_from(within)
        counted.append(number.cte(f"part_{len(counted)}"))
        left -= _number_in(counted[-1])
    found = session.connection().execute(sa.select(*map(_number_in, counted))).one()
    return [int(number) for number in found]


def _number_in(counted: sa.CTE) -> sa.ScalarSelect[int]:
    return sa.select(counted.c.number).scalar_subquery()


# The day of each matter; a request without the matter has none.
_DAYS: dict[Matter, Mapped[Any]] = {
    Matter.READ: col(CaseStatusRow.unread_since),
    Matter.REPLY: col(CaseStatusRow.reply_earliest),
    Matter.HELD: col(CaseStatusRow.reply_earliest),
    Matter.FILE: col(CaseStatusRow.file_by),
    Matter.MISSED: col(CaseStatusRow.file_by),
    Matter.HEAR: col(CaseStatusRow.hear_on),
    Matter.COMPLY: col(CaseStatusRow.comply_by),
    Matter.DECIDE: col(CaseStatusRow.word_since),
    Matter.LETTER: col(CaseStatusRow.letter_since),
}


def _to_do(shown: RowFilter, matter: Matter) -> list[sa.ColumnElement[bool]]:
    day = _DAYS[matter]
    conditions: list[sa.ColumnElement[bool]] = [day.is_not(None)]
    if shown.since:
        conditions.append(day >= shown.since)
    if shown.until:
        conditions.append(day <= shown.until)
    if matter in (Matter.REPLY, Matter.HELD):
        latest = col(CaseStatusRow.reply_latest)
        conditions.append(latest.is_(None) if matter is Matter.HELD else latest.is_not(None))
        if shown.still_on and matter is Matter.REPLY:
            conditions.append(latest >= shown.still_on)
    if matter is Matter.MISSED:
        # What had ended before a list was imported was reported at the import, once.
        conditions.append(_not_imported(col(ImportedRow.day) > day))
    if matter is Matter.LETTER:
        conditions.append(
            _not_imported(sa.and_(col(ImportedRow.past), col(ImportedRow.day) > day))
        )
    return conditions


def _not_imported(such: sa.ColumnElement[bool]) -> sa.ColumnElement[bool]:
    """Return the condition that a request does not come from such a line of an imported list."""
    same = col(ImportedRow.request) == col(CaseStatusRow.request)
    return sa.not_(select(ImportedRow.request).where(same, such).correlate(CaseStatusRow).exists())


def case_row_of(row: CaseStatusRow) -> CaseRow:
    """Return what is listed of a request."""
    Phase(row.phase)  # raises ValueError for a phase that no page could name
    agenda = Agenda(**{name: getattr(row, name) for name in AGENDA_COLUMNS})
    return CaseRow(
        row.request, agenda=agenda, **{name: getattr(row, name) for name in ROW_COLUMNS}
    )


def _prepared(row: PreparedLetterRow) -> tuple[str, LetterKind]:
    return row.request, LetterKind(row.kind)


def _outdated(edition: str) -> tuple[sa.ColumnElement[bool], ...]:
    """Select requests with a history, but without a row of this version or without last days."""
    here = col(RequestRow.reference)
    begun = select(EventRow.seq).where(col(EventRow.request) == here).where(EventRow.seq == 1)
    line = select(CaseStatusRow.request).where(col(CaseStatusRow.request) == here)
    line = line.where(col(CaseStatusRow.edition) == edition)
    counts = select(DeadlineSnapshotRow.request).where(col(DeadlineSnapshotRow.request) == here)
    return begun.exists(), sa.not_(sa.and_(line.exists(), counts.exists()))
