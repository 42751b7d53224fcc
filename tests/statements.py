"""The statements that are sent to the database, for tests of how many a page needs."""

from collections.abc import Iterator
from contextlib import contextmanager
from math import inf

import sqlalchemy as sa
from flask import Flask
from sqlalchemy.engine import Engine


def stop_looking(app: Flask) -> None:
    """Stop pages from looking at the office’s own library. They do so every few seconds,
    whatever the page, so a slow machine would count more statements for some pages."""
    app.extensions["looked_at_library"] = inf


@contextmanager
def sent_statements() -> Iterator[list[str]]:
    """Collect every statement that any database gets."""
    sent: list[str] = []

    def note(_connection: object, _cursor: object, statement: str, *_rest: object) -> None:
        sent.append(statement)

    sa.event.listen(Engine, "before_cursor_execute", note)
    try:
        yield sent
    finally:
        sa.event.remove(Engine, "before_cursor_execute", note)
