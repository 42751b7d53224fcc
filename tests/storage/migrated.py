"""Databases of earlier revisions, for tests that migrate them."""

from collections.abc import Iterator
from contextlib import contextmanager

import sqlalchemy as sa
from alembic import command

from tracker.storage.db.engine import migrating_engine
from tracker.storage.db.migrate import config


@contextmanager
def connected(url: str) -> Iterator[sa.Connection]:
    """A connection that commits at the end."""
    engine = migrating_engine(url)
    try:
        with engine.begin() as connection:
            yield connection
    finally:
        engine.dispose()


def older_database(url: str, revision: str, *rows: str) -> None:
    """Make the tables of an earlier revision in an empty database, and insert these rows."""
    with connected(url) as connection:
        command.upgrade(config(connection), revision)
        for row in rows:
            connection.execute(sa.text(f"INSERT INTO {row}"))
