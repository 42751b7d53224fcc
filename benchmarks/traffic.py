"""What goes between the program and a database: statements, and the rows that they hand over."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from benchmarks.measuring import Line


@dataclass
class Traffic:
    """What went between program and database."""

    statements: int = 0
    rows: int = 0


def same(what: str, many: int, few: int) -> Line:
    """Return a line whose aim is equal traffic with many and with few."""
    return Line(what, f"{many:,} / {few:,}", "the same number", many == few)


@contextmanager
def listening() -> Iterator[Traffic]:
    """Count every statement of every engine, and every row that a cursor hands over."""
    traffic = Traffic()

    def hand_over(_: sqlite3.Cursor, row: tuple[Any, ...]) -> tuple[Any, ...]:
        traffic.rows += 1
        return row

    def before(_: sa.Connection, cursor: Any, *rest: Any) -> None:
        traffic.statements += 1
        # The driver of SQLite never tells how many rows there are, so they are met one by one.
        if isinstance(cursor, sqlite3.Cursor):
            cursor.row_factory = hand_over

    def after(_: sa.Connection, cursor: Any, *rest: Any) -> None:
        if not isinstance(cursor, sqlite3.Cursor) and cursor.description:
            traffic.rows += cursor.rowcount

    listeners = (("before_cursor_execute", before), ("after_cursor_execute", after))
    for name, listener in listeners:
        event.listen(sa.Engine, name, listener)
    try:
        yield traffic
    finally:
        for name, listener in listeners:
            event.remove(sa.Engine, name, listener)
