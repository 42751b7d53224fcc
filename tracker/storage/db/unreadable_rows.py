"""Reading of rows that may be damaged: one that cannot be read stops no other."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TypeVar

import sqlalchemy as sa
from sqlalchemy import exc
from sqlmodel import Session, SQLModel
from sqlmodel.sql.expression import SelectOfScalar

from tracker.services.core.left_out import note_left_out
from tracker.storage.db.sealing import Damaged

# More than any list of a page or any batch has at once.
_ALL = 1 << 31

Row = TypeVar("Row", bound=SQLModel)
Readable = TypeVar("Readable")


@contextmanager
def translate_unreadable(what: str) -> Iterator[None]:
    """Raise Damaged, which names `what`, for stored values that this program cannot read."""
    try:
        yield
    except (ValueError, TypeError, LookupError, AttributeError) as error:
        raise _damaged(what) from error
    except exc.OperationalError as error:
        if not _undecodable(error):
            raise
        raise _damaged(what) from error


def each_readable(
    session: Session,
    wanted: SelectOfScalar[Row],
    make: Callable[[Row], Readable],
    *,
    after: int = 0,
    limit: int = _ALL,
) -> tuple[Readable, ...]:
    """Return what `make` gives for each row, without those that cannot be read; note these.

    `wanted` has an order, and no limit of its own.
    """
    try:
        with translate_unreadable("a row"):
            part = wanted if (after, limit) == (0, _ALL) else wanted.offset(after).limit(limit)
            return tuple(map(make, session.exec(part)))
    except Damaged:
        found = min(limit, _number(session, wanted, after))
    if found <= 1:
        if found:
            note_left_out(str(_damaged(_name_of(session, wanted.offset(after).limit(1)))))
        return ()
    half = found // 2
    return (
        *each_readable(session, wanted, make, after=after, limit=half),
        *each_readable(session, wanted, make, after=after + half, limit=found - half),
    )


def _number(session: Session, wanted: SelectOfScalar[Row], after: int) -> int:
    some = wanted.with_only_columns(sa.literal(1), maintain_column_froms=True).order_by(None)
    counted = sa.select(sa.func.count()).select_from(some.subquery())
    return session.connection().execute(counted).scalar_one() - after


def _name_of(session: Session, one: SelectOfScalar[Row]) -> str:
    """Return the name of a row: its table, and its primary key if that can be read."""
    table = sa.inspect(one.column_descriptions[0]["entity"]).local_table
    key = one.with_only_columns(*(sa.type_coerce(each, sa.String) for each in table.primary_key))
    try:
        found = session.connection().execute(key).one()
    except exc.OperationalError:
        return f"a row of {table.name}"
    return f"the row {', '.join(map(str, found))} of {table.name}"


def _damaged(what: str) -> Damaged:
    return Damaged(
        "In the database, {what} cannot be read: restore the last backup, or ask for help.",
        what=what,
    )


def _undecodable(error: exc.OperationalError) -> bool:
    return "could not decode" in str(error.orig).lower()
