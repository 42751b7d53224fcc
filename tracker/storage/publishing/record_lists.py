"""Lists of public records: pages of their rows, by index."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from datetime import date
from functools import cache, lru_cache, partial
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.record.answer_times import AnswerTime
from tracker.domain.record.body_results import BodyOutcome, BodyResult
from tracker.services.ports.log import LeafSource
from tracker.services.ports.records import (
    MOST_LED_TO,
    NewestAbout,
    PlacedRecords,
    RecordLists,
)
from tracker.services.ports.sought import BodyPart, RecordLine, Sought
from tracker.storage.db.record_bytes import checked_record
from tracker.storage.db.tables.log import CheckpointRow, LeafRow
from tracker.storage.db.tables.public import SearchEntryRow
from tracker.storage.db.tables.publishing import RecordBodyRow, RecordRow, RecordVersionRow
from tracker.storage.db.transactions import Transactions
from tracker.storage.db.value_lists import in_places, padded, places_for
from tracker.storage.publishing.notices import corrected
from tracker.storage.publishing.record_results import earliest_results, newest_results


class SqlRecordLists(RecordLists):
    """Rows of the records that are shown."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def lines(
        self, *, block: str = "", body: str = "", stated_by: str = ""
    ) -> Sequence[RecordLine]:
        wanted = sa.select(*_COLUMNS).where(~col(RecordRow.withheld))
        if block:
            wanted = wanted.where(col(RecordRow.block) == block)
        if body:
            transferred_to = one_among(RecordRow.transferred_to, body)
            wanted = wanted.where((col(RecordRow.body) == body) | transferred_to)
        if stated_by:
            wanted = wanted.where(one_among(RecordRow.stated, stated_by))
        with self._transactions.reading() as session:
            ordered = wanted.order_by(col(RecordRow.as_of).desc(), col(RecordRow.request))
            return tuple(map(_line_of_columns, session.connection().execute(ordered)))

    def listed(self, sought: Sought, after: int, limit: int) -> Sequence[RecordLine]:
        return self._page(sought, "as_of", True, after, limit)

    def newest_about(self, block: str, whole: int, limit: int) -> NewestAbout:
        values = {"block": block, "whole": whole, "limit": limit}
        with self._transactions.reading() as session:
            rows = session.connection().execute(_newest_about(), values).all()
        # A version is read with the first rows only.
        found = [checked_record(*row[-3:]) for row in rows if row[-1] is not None]
        return NewestAbout(tuple(map(_line_of_columns, rows)), found)

    def times(
        self, body: str, part: BodyPart, limit: int
    ) -> Sequence[tuple[AnswerTime, RecordLine]]:
        row = RecordBodyRow
        wanted = shown(select(row, RecordRow).select_from(RecordRow), Sought(body=body, part=part))
        order = (col(row.as_of).desc(), col(row.request).desc())
        with self._transactions.reading() as session:
            found = session.exec(wanted.order_by(*order).limit(limit)).all()
            return tuple((_time_of(time), line_of(line)) for time, line in found)

    def numbered(self, sought: Sought, first: int, limit: int) -> Sequence[RecordLine]:
        return self._page(sought, "since", False, first, limit)

    def latest(self, sought: Sought, limit: int) -> Sequence[RecordLine]:
        return self._page(sought, "since", True, 0, limit)

    def references(
        self, sought: Sought, first: int = 0, limit: int | None = None
    ) -> Sequence[str]:
        row = RecordBodyRow if sought.body else RecordRow
        wanted = shown(select(RecordRow.request), sought)
        wanted = wanted.order_by(col(row.since), col(row.request)).offset(first).limit(limit)
        with self._transactions.reading() as session:
            return tuple(session.exec(wanted).all())

    def rows(self, references: Sequence[str]) -> Sequence[RecordLine]:
        if not references:
            return ()
        wanted = padded(references)
        with self._transactions.reading() as session:
            named = session.connection().execute(_rows(len(wanted)), in_places(wanted)).all()
        found = {line.reference: line for line in map(_line_of_columns, named)}
        return tuple(found[each] for each in references if each in found)

    def news(self, sought: Sequence[Sought], since: int, limit: int) -> PlacedRecords:
        row, leaf, found = RecordRow, LeafRow, list[tuple[int, RecordLine]]()
        with self._transactions.reading() as session:
            up_to = session.exec(select(sa.func.max(CheckpointRow.size))).one() or 0
            for each in sought:
                placed = select(row, col(leaf.place)).select_from(row)
                wanted = shown(placed, each).join(
                    leaf,
                    (col(leaf.source) == LeafSource.RECORD)
                    & (col(leaf.request) == col(row.request))
                    & (col(leaf.number) == col(row.version)),
                )
                between = wanted.where(col(leaf.place) >= since, col(leaf.place) < up_to)
                rows = session.exec(between.order_by(col(leaf.place)).limit(limit))
                found += [(place, line_of(line)) for line, place in rows]
        found.sort(key=lambda line: line[0])
        return PlacedRecords(tuple(line for _, line in found[:limit]), up_to)

    def corrected(self, since: int, up_to: int | None, limit: int) -> Sequence[RecordLine]:
        with self._transactions.reading() as session:
            return tuple(map(line_of, corrected(session, since, up_to, limit)))

    def came(self, kinds: Collection[str], limit: int) -> Sequence[tuple[BodyOutcome, RecordLine]]:
        with self._transactions.reading() as session:
            newest = newest_results(session, kinds, limit)
            return tuple((came, line_of(row)) for came, row in newest)

    def silences(self, limit: int) -> Sequence[tuple[BodyOutcome, RecordLine]]:
        with self._transactions.reading() as session:
            earliest = earliest_results(session, FellSilent.kind, limit)
            return tuple((came, line_of(row)) for came, row in earliest)

    def led_to(self, reference: str = "") -> Mapping[str, Sequence[RecordLine]]:
        found = dict[str, list[RecordLine]]()
        values = {"reference": reference} if reference else {}
        with self._transactions.reading() as session:
            wanted = _led_to(of_one=bool(reference))
            for each in session.connection().execute(wanted, values).all():
                listed = found.setdefault(each.comes_from, [])
                if len(listed) < MOST_LED_TO:
                    listed.append(_line_of_columns(each))
        return found

    def _page(
        self, sought: Sought, by: str, newest_first: bool, after: int, limit: int
    ) -> Sequence[RecordLine]:
        wanted = _page_of(sought, by, newest_first, after, limit)
        with self._transactions.reading() as session:
            return tuple(map(_line_of_columns, session.connection().execute(wanted).all()))


# The columns of a line, as columns of a table: SQLAlchemy finds the text of their statements in
# less time.
_RECORD = sa.inspect(RecordRow).local_table
_COLUMNS = [_RECORD.c["request" if name == "reference" else name] for name in RecordLine._fields]
# The place of the first of two columns with lists of bodies, each as one text.
_LISTED = RecordLine._fields.index("criticised")
_as_line: Callable[[tuple[Any, ...]], RecordLine] = partial(tuple.__new__, RecordLine)


# Cached, because building a statement takes longer than reading its rows.
@lru_cache(maxsize=256)
def _page_of(
    sought: Sought, by: str, newest_first: bool, after: int, limit: int
) -> sa.Select[Any]:
    """Return the statement for a part of a list of records, ordered by a day."""
    row = RecordBodyRow if sought.body else RecordRow
    order: list[Any] = [col(getattr(row, by)), col(row.request)]
    if newest_first:
        order = [each.desc() for each in order]
    lines = sa.select(*_COLUMNS)
    part: sa.Select[Any] = shown(lines, sought).order_by(*order).offset(after).limit(limit)
    return part


@cache
def _rows(number: int) -> sa.Select[Any]:
    """Return the statement for the rows of this many shown records."""
    named = col(RecordRow.request).in_(places_for(number))
    return sa.select(*_COLUMNS).where(~col(RecordRow.withheld), named)


@cache
def _newest_about() -> sa.Select[Any]:
    """Return the statement for the `limit` rows of a block that changed last, the first `whole`
    of them with their versions."""
    row, version = RecordRow, RecordVersionRow
    here = (~col(row.withheld), col(row.block) == sa.bindparam("block"))
    order = (col(row.as_of).desc(), col(row.request).desc())
    first = sa.select(col(row.request)).where(*here).order_by(*order)
    read = col(row.request).in_(first.limit(sa.bindparam("whole", type_=sa.Integer)))
    same = (col(version.request) == col(row.request)) & (col(version.version) == col(row.version))
    # Named apart from the columns of the row.
    content: Any = (col(version.request).label("named"), col(version.digest), col(version.content))
    lines = sa.select(*_COLUMNS, *content).outerjoin(version, same & read).where(*here)
    return lines.order_by(*order).limit(sa.bindparam("limit", type_=sa.Integer))


def shown(wanted: Any, sought: Sought) -> Any:
    """Restrict a query to shown records that match the filter."""
    wanted = wanted.where(~col(RecordRow.withheld), *_conditions(sought))
    if not sought.body:
        return wanted
    row = RecordBodyRow
    wanted = wanted.join(row, col(row.request) == col(RecordRow.request))
    return wanted.where(col(row.body) == sought.body, col(row.part) == sought.part.value)


def _line_of_columns(row: sa.Row[Any]) -> RecordLine:
    """Return a row as lists use it, read by the columns of a line.

    By their places: their names take longer to find than the database takes for the row.
    """
    *others, comes_from = row[_LISTED + 2 : len(_COLUMNS)]
    listed = [tuple(words.split()) for words in row[_LISTED : _LISTED + 2]]
    return _as_line((*row[:_LISTED], *listed, *others, comes_from or ""))


def line_of(row: RecordRow) -> RecordLine:
    """Return a row as lists use it."""
    return RecordLine(
        reference=row.request,
        block=row.block,
        body=row.body,
        law=row.law,
        phase=row.phase,
        as_of=row.as_of,
        confirmed_on=row.confirmed_on,
        criticised=tuple(row.criticised.split()),
        transferred_to=tuple(row.transferred_to.split()),
        version=row.version,
        asked_on=row.asked_on,
        answered_on=row.answered_on,
        days=row.days,
        silent=row.silent,
        open_until=row.open_until,
        comes_from=row.comes_from or "",
    )


def _time_of(row: RecordBodyRow) -> AnswerTime:
    return AnswerTime(
        body=row.body,
        result=BodyResult(row.result),
        began=row.began or row.as_of,
        due=row.due,
        longest=row.longest,
        silent_from=row.silent_from,
        answered=row.answered,
        days=row.days,
        kind=row.kind,
    )


def _conditions(sought: Sought) -> list[sa.ColumnElement[bool]]:
    row, conditions = RecordRow, list[sa.ColumnElement[bool]]()
    if sought.reference:
        conditions.append(col(row.request) == sought.reference)
    if sought.block:
        conditions.append(col(row.block) == sought.block)
    if sought.laws:
        conditions.append(col(row.law).in_(sorted(sought.laws)))
    if sought.phases:
        conditions.append(col(row.phase).in_(sorted(sought.phases)))
    if sought.silent:
        conditions.append(col(row.silent).is_(True))
    if sought.open_on:
        conditions.append(col(row.open_until) >= sought.open_on)
    if sought.year:
        first, last = date(sought.year, 1, 1), date(sought.year, 12, 31)
        conditions.append(col(row.asked_on).between(first, last))
    if told := list(of_entries(sought)):
        entry = SearchEntryRow
        current = (col(entry.request) == col(row.request)) & (
            col(entry.version) == col(row.version)
        )
        conditions.append(sa.exists().where(current, *told))
    return conditions


def of_entries(sought: Sought) -> Iterator[sa.ColumnElement[bool]]:
    """Yield conditions that only the search entry of a record can answer."""
    if sought.country:
        yield col(SearchEntryRow.country) == sought.country
    if sought.outcome:
        yield one_among(SearchEntryRow.outcomes, sought.outcome)


def one_among(column: str, word: str) -> sa.ColumnElement[bool]:
    """Return whether a word is one of those that a column names."""
    words = sa.literal(" ") + col(column) + sa.literal(" ")
    return words.contains(f" {word} ", autoescape=True)


@cache
def _led_to(*, of_one: bool) -> sa.Select[Any]:
    """Return the statement for the shown records whose items came from another record, or from
    the one with this `reference`."""
    row = RecordRow
    lines = sa.select(*_COLUMNS).where(~col(row.withheld))
    if of_one:
        lines = lines.where(col(row.comes_from) == sa.bindparam("reference")).limit(MOST_LED_TO)
    else:
        lines = lines.where(col(row.comes_from).is_not(None))
    return lines.order_by(col(row.since), col(row.request))
