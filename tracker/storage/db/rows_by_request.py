"""Rows of many requests, read in one statement."""

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel

Rows = Sequence[tuple[Any, ...]]


def rows_by_request(
    session: Session,
    table: type[SQLModel],
    names: Sequence[str],
    references: Sequence[str],
    *conditions: sa.ColumnElement[bool],
) -> dict[str, Rows]:
    """Return these columns of the rows of requests, by request, in the order of the primary key.

    They are plain values, which can be sent to another process.
    """
    stored: sa.Table = sa.inspect(table).local_table
    of = stored.c["request"]
    wanted = sa.select(of, *(stored.c[name] for name in names))
    wanted = wanted.where(of.in_(references), *conditions).order_by(of, *stored.primary_key)
    rows = session.connection().execute(wanted).all()
    return {
        request: [tuple(row[1:]) for row in found]
        for request, found in groupby(rows, lambda row: str(row[0]))
    }
