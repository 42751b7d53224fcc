"""The outcome of each item of the public records, for the grids of blocks; derived."""

from collections.abc import Iterable, Mapping, Sequence
from functools import lru_cache

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select

from tracker.domain.record.question_results import questions_in
from tracker.domain.record.record import Record
from tracker.domain.record.tally import Counts, by_key
from tracker.services.ports.records import Cell
from tracker.storage.db.tables.publishing import QuestionResultRow

_NAMES = ("element", "body", "state")
# What one sum counts: the items on one part of a legal basis, at one body, with one result.
_Key = tuple[str, str, str]


def save_question_results(session: Session, record: Record) -> None:
    """Replace the outcomes of the items of a record."""
    row = QuestionResultRow
    session.exec(delete(row).where(col(row.request) == record.reference))
    session.add_all(_rows(record))


def question_results_match(session: Session, record: Record) -> bool:
    """Return whether the stored outcomes are those of the record."""
    wanted = select(QuestionResultRow).where(col(QuestionResultRow.request) == record.reference)
    return {*map(_told, session.exec(wanted))} == {*map(_told, _rows(record))}


def _told(row: QuestionResultRow) -> tuple[object, ...]:
    return row.body, row.question, row.block, row.element, row.state, row.as_of


def _rows(record: Record) -> Sequence[QuestionResultRow]:
    # By key, because a record that names a question twice gets one row.
    found = {(one.body, one.question, one.element): one for one in questions_in(record)}
    return [
        QuestionResultRow(
            request=record.reference,
            body=asked.body,
            question=asked.question,
            block=record.block,
            element=asked.element,
            state=asked.state,
            as_of=record.as_of,
        )
        for asked in found.values()
    ]


def cells(
    session: Session, block: str, counts: Counts, best_first: Sequence[str] = ()
) -> Sequence[Cell]:
    """Return the sums of a block with the newest item of each, found by index.

    With `best_first`, only the best result of each body on each part has its newest item.
    """
    times = _times(counts)
    if not times:
        return ()
    sought = _best(times, best_first) if best_first else [*times]
    values = {"block": block}
    for n, key in enumerate(sought):
        values |= {f"{name}_{n}": value for name, value in zip(_NAMES, key, strict=True)}
    found = session.connection().execute(_newest_of_each(len(sought)), values).all()
    newest = {(element, body, state): item for element, body, state, item in found}
    return tuple(
        [Cell(*key, number, *newest.get(key, " ").split(" ", 1)) for key, number in times.items()]
    )


def _best(times: Iterable[_Key], best_first: Sequence[str]) -> Sequence[_Key]:
    """Return the sums with the best result of each body on each part."""
    place = {state: n for n, state in enumerate(best_first)}
    best = dict[tuple[str, str], _Key]()
    for key in times:
        element, body, state = key
        known = best.setdefault((element, body), key)
        if place[state] < place[known[-1]]:
            best[element, body] = key
    return [*best.values()]


def _times(counts: Counts) -> Mapping[_Key, int]:
    keys = ((key.split(), number) for key, number in sorted(by_key(counts).items()) if number)
    return {(element, body, state): number for (element, body, state), number in keys}


@lru_cache(maxsize=128)
def _newest_of_each(number: int) -> sa.TextClause:
    """Return the statement for this many cells, whose values it takes by name.

    As text, since SQLAlchemy would compile rows of values each time, which takes a millisecond.
    """
    columns = (sa.column(name, sa.String) for name in _NAMES)
    values = sa.values(*columns, name="cell").data(
        [tuple(sa.bindparam(f"{name}_{n}") for name in _NAMES) for n in range(number)]
    )
    cell = values.cte("cell")
    return sa.text(str(sa.select(*(cell.c[name] for name in _NAMES), _newest(cell))))


def _newest(cell: sa.CTE) -> sa.ScalarSelect[str]:
    """Return the reference and the key of the newest item of a cell, with a space between."""
    row = sa.inspect(QuestionResultRow).local_table
    return (
        sa.select(row.c.request.concat(sa.literal_column("' '")).concat(row.c.question))
        .where(
            row.c.block == sa.bindparam("block"),
            *(row.c[name] == cell.c[name] for name in _NAMES),
        )
        .order_by(row.c.as_of.desc(), row.c.request.desc(), row.c.question)
        .limit(sa.literal_column("1"))
        .scalar_subquery()
    )
