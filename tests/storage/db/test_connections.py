"""Connections to a database in a file, and what they keep in memory."""

import functools
import gc
from pathlib import Path

import pytest
import sqlalchemy as sa

from tracker.storage.db.engine import KEPT_STATEMENTS, make_engine


@pytest.fixture
def engine(tmp_path: Path) -> sa.Engine:
    return make_engine(f"sqlite:///{tmp_path / 'a.db'}")


def test_the_connection_that_was_used_last_is_used_next(engine: sa.Engine) -> None:
    # A connection that is not used for reading keeps few pages and statements.
    one, other = engine.connect(), engine.connect()
    last = one.connection.dbapi_connection
    other.close()
    one.close()

    for _ in range(3):
        with engine.connect() as again:
            assert again.connection.dbapi_connection is last


def test_a_connection_keeps_some_of_its_statements(engine: sa.Engine) -> None:
    with engine.connect() as opened:
        connection = opened.connection.dbapi_connection
        for number in range(3 * KEPT_STATEMENTS):
            opened.exec_driver_sql(f"SELECT {number}").fetchall()
        kept = [
            each.cache_info().currsize
            for each in gc.get_referents(connection)
            if isinstance(each, functools._lru_cache_wrapper)
        ]

    assert kept == [KEPT_STATEMENTS]
