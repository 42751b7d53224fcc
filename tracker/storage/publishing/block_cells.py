"""The cells of the grids of blocks: how often each result came, and its newest item; derived."""

from collections import Counter
from collections.abc import Callable, Iterable, Sequence
from functools import partial
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select

from tracker.domain.record.tally import CellKey, Tally, What, by_key
from tracker.services.ports.records import Cell
from tracker.storage.db.tables.publishing import BlockCellRow, QuestionResultRow
from tracker.storage.db.transactions import put

_KEY = ("block", "element", "body", "state")

# Read for every page of a block, so it is built only once.
_TABLE = sa.inspect(BlockCellRow).local_table
_CELLS = sa.select(*(_TABLE.c[name] for name in Cell._fields)).where(
    _TABLE.c.block == sa.bindparam("block")
)
# A cell of the values of a row, which has as many.
_as_cell: Callable[[Iterable[Any]], Cell] = partial(tuple.__new__, Cell)
# By index, whatever the number of items.
_NEWEST = (
    sa.select(col(QuestionResultRow.request), col(QuestionResultRow.question))
    .where(*(getattr(QuestionResultRow, name) == sa.bindparam(name) for name in _KEY))
    .order_by(
        col(QuestionResultRow.as_of).desc(),
        col(QuestionResultRow.request).desc(),
        col(QuestionResultRow.question),
    )
    .limit(sa.literal_column("1"))
)


def cells(session: Session, block: str) -> Sequence[Cell]:
    """Return the cells of a block, in an order that is the same on both databases."""
    found = session.connection().execute(_CELLS, {"block": block}).all()
    return tuple(sorted(map(_as_cell, found)))


def save_cells(session: Session, before: Tally, now: Tally) -> None:
    """Update the cells to which a record added `before`, and those to which it adds now.

    Its question results must be saved.
    """
    added = _times(now)
    added.subtract(_times(before))
    for key, number in sorted(added.items()):
        row = session.get(BlockCellRow, key, populate_existing=True)
        cell = _cell(session, key, number + (row.times if row else 0))
        if cell is not None:
            put(session, BlockCellRow, cell, changed=["times", "request", "question"])
        elif row is not None:
            session.delete(row)
            session.flush()


def cells_match(session: Session, sums: Tally) -> bool:
    """Return whether the stored cells are those of the stored question results and these sums."""
    found = (_cell(session, key, number) for key, number in _times(sums).items() if number)
    kept = session.exec(select(BlockCellRow))
    return {_told(cell) for cell in found if cell} == {_told(row.model_dump()) for row in kept}


def delete_cells(session: Session) -> None:
    """Delete all cells, and the question results that they lead to."""
    session.exec(delete(BlockCellRow))
    session.exec(delete(QuestionResultRow))


_Key = tuple[str, str, str, str]


def _times(tally: Tally) -> Counter[_Key]:
    """Return the number of items in each cell."""
    times: Counter[_Key] = Counter()
    for place, counts in tally.items():
        if place.what is What.CELL:
            for key, number in by_key(counts).items():
                times[place.subject, *CellKey.of(key)] = number
    return times


def _cell(session: Session, key: _Key, times: int) -> dict[str, object] | None:
    """Return the values of a cell; None if no item has this result any more."""
    values = dict(zip(_KEY, key, strict=True))
    newest = session.connection().execute(_NEWEST, values).first()
    return values | {"times": times, **newest._asdict()} if newest else None


def _told(cell: dict[str, object]) -> tuple[tuple[str, object], ...]:
    return tuple(sorted(cell.items()))
