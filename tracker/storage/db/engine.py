"""Connections to the database, for writing and for reading, on SQLite and PostgreSQL."""

import sqlite3
import threading
import time
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import sqlalchemy as sa
from sqlalchemy import event

from tracker.storage.db.server import note_rights

WAIT_FOR_LOCK_MS = 10_000
# Processes that start together all try to migrate; the first does the work while the others wait.
WAIT_FOR_MIGRATION_MS = 60_000

# Seconds between attempts at what SQLite itself does not wait for.
TRY_AGAIN = 0.01

# Seconds after which PostgreSQL ends a transaction that waits for its process, which may be frozen
# or cut off, and gives its locks to others. Within one, a bucket may take two minutes twice.
WAIT_FOR_PROCESS_SECONDS = 300
# Both ends notice within a minute that the other machine is gone.
_NOTICE_GONE = {"keepalives_idle": 30, "keepalives_interval": 10, "keepalives_count": 3}
_GONE_AFTER_MS = 60_000
_CONNECT_SECONDS = 10
# What the address of the database says itself stays as it is.
_TO_SERVER = """
SELECT set_config(name, wanted, false) FROM pg_settings JOIN (VALUES {}) AS those (name, wanted)
USING (name) WHERE source <> 'client'
"""

# Takes the lock at the start, so that a writer never has to give up halfway.
WRITE = "BEGIN IMMEDIATE"

# SQLite has no queue of writers: one that waits looks again after up to 100 ms. Without a gap, a
# thread that writes again and again would keep it out until it gives up.
GAP_OF_WRITING = 0.2
LONGEST_GAP = 0.12

# FULL, since a power cut must not lose the last record; secure_delete, since a destroyed key must
# not linger in free pages; recursive_triggers, since REPLACE would otherwise bypass the guards.
PRAGMAS = (
    "synchronous = FULL",
    "recursive_triggers = ON",
    "secure_delete = ON",
)

# A writer copies the journal into the database after so many pages, and not after a thousand.
# Pages that are written again and again, as in a sweep, are then copied once.
FOR_WRITING = ("foreign_keys = ON", "wal_autocheckpoint = 4000")

# A reader keeps a quarter of a megabyte of pages, as each thread of each process has one, and the
# system keeps the file for all of them.
FOR_READING = ("query_only = ON", "cache_size = -256")

# Statements that one connection keeps prepared, at 8 kB each. Of the statements of all kinds of
# pages, 17 in a hundred have to be prepared again: with 48 it is 15, with the driver's 128 12.
KEPT_STATEMENTS = 32


def make_engine(url: str, *, read_only: bool = False) -> sa.Engine:
    """Return an engine with consistent transactions.

    A writer on SQLite waits for its turn at the start, and leaves a gap for others. A reader sees
    one state from its first statement to its last. Values of statements stay out of errors, and
    so out of every log.
    """
    if sa.make_url(url).get_backend_name() == "sqlite":
        if read_only:
            return _sqlite_engine(url, "BEGIN", FOR_READING, existing=True)
        return _sqlite_engine(url, WRITE, FOR_WRITING)
    if read_only:
        engine = _postgresql_engine(
            url,
            pool_pre_ping=True,
            isolation_level="REPEATABLE READ",
            execution_options={"postgresql_readonly": True},
        )
    else:
        engine = _postgresql_engine(url, pool_pre_ping=True)
        event.listen(engine, "connect", _prepare_to_write)
    event.listen(engine, "connect", _end_if_idle)
    event.listen(engine, "connect", note_rights)
    return engine


def migrating_engine(url: str) -> sa.Engine:
    """Return an engine for changing tables.

    SQLite copies a table to change it, which foreign keys would prevent. They are checked at the
    end instead. PostgreSQL waits for this process for as long as a step takes.
    """
    if sa.make_url(url).get_backend_name() == "sqlite":
        off = ("foreign_keys = OFF",)
        return _sqlite_engine(url, WRITE, off, wait_ms=WAIT_FOR_MIGRATION_MS)
    return _postgresql_engine(url, poolclass=sa.NullPool)


def _postgresql_engine(url: str, **options: Any) -> sa.Engine:
    """Return an engine whose connections notice a server that is gone."""
    ways = {
        **_NOTICE_GONE,
        "tcp_user_timeout": _GONE_AFTER_MS,
        "connect_timeout": _CONNECT_SECONDS,
    }
    named = sa.make_url(url).query
    unnamed = {name: value for name, value in ways.items() if name not in named}
    return sa.create_engine(url, connect_args=unnamed, hide_parameters=True, **options)


def _sqlite_engine(
    url: str,
    begin: str,
    extra: Sequence[str],
    *,
    existing: bool = False,
    wait_ms: int = WAIT_FOR_LOCK_MS,
) -> sa.Engine:
    """Return an engine that opens each transaction with `begin`.

    With `existing`, a wrong address leaves no empty file behind.
    """
    file = Path(sa.make_url(url).database or "").absolute()

    def connect() -> sqlite3.Connection:
        if not existing and not file.exists() and file.parent.is_dir():
            # SQLite gives the files beside it the same rights.
            file.touch(mode=0o600)
        return sqlite3.connect(
            f"{file.as_uri()}?mode={'rw' if existing else 'rwc'}",
            timeout=wait_ms / 1000,
            uri=True,
            cached_statements=KEPT_STATEMENTS,
            check_same_thread=False,  # the pool gives a connection to one thread at a time
        )

    # The connection used last is used next, so that the others keep little.
    engine = sa.create_engine(url, creator=connect, hide_parameters=True, pool_use_lifo=True)

    @event.listens_for(engine, "connect")
    def prepare(connection: sqlite3.Connection, _: Any) -> None:
        # By default, the driver begins transactions late, and two writers would lose updates.
        connection.isolation_level = None
        _write_ahead(connection, wait_ms)
        for pragma in (*PRAGMAS, *extra):
            connection.execute(f"PRAGMA {pragma}")

    _begin_with(engine, begin)
    return engine


def _begin_with(engine: sa.Engine, begin: str) -> None:
    turns = _Turns()

    @event.listens_for(engine, "begin")
    def start(connection: sa.Connection) -> None:
        turns.leave_a_gap()
        connection.exec_driver_sql(begin)
        turns.begun = time.monotonic()

    if begin == WRITE:
        event.listen(engine, "checkin", turns.end)


class _Turns(threading.local):
    """The last transaction of each thread, so that the thread leaves a gap after it."""

    begun: float | None = None
    next_from = 0.0

    def leave_a_gap(self) -> None:
        if (seconds := self.next_from - time.monotonic()) > 0:
            time.sleep(seconds)

    def end(self, *_: Any) -> None:
        if self.begun is not None:
            ended = time.monotonic()
            self.next_from = ended + min(GAP_OF_WRITING * (ended - self.begun), LONGEST_GAP)
            self.begun = None


def _write_ahead(connection: sqlite3.Connection, wait_ms: int) -> None:
    """Switch the file to write-ahead logging.

    SQLite needs a new file to itself for that, and does not wait for it, whatever its timeout.
    """
    until = time.monotonic() + wait_ms / 1000
    while True:
        try:
            connection.execute("PRAGMA journal_mode = WAL")
            return
        except sqlite3.OperationalError as error:
            busy = error.sqlite_errorcode & 0xFF == sqlite3.SQLITE_BUSY
            if not busy or time.monotonic() > until:
                raise
            time.sleep(TRY_AGAIN)


def _prepare_to_write(connection: Any, _: Any) -> None:
    from psycopg.types.array import ListBinaryDumper

    # As text, lists of bytes take twenty times as long.
    connection.adapters.register_dumper(list, ListBinaryDumper)
    connection.execute(f"SET lock_timeout = {WAIT_FOR_LOCK_MS}")
    connection.commit()


def _end_if_idle(connection: Any, _: Any) -> None:
    """Have the server end what a frozen or cut-off process leaves open."""
    wanted = {f"tcp_{name}": value for name, value in _NOTICE_GONE.items()}
    wanted["tcp_user_timeout"] = _GONE_AFTER_MS
    wanted["idle_in_transaction_session_timeout"] = int(WAIT_FOR_PROCESS_SECONDS * 1000)
    values = ", ".join(f"('{name}', '{value}')" for name, value in wanted.items())
    connection.execute(_TO_SERVER.format(values))
    connection.commit()
