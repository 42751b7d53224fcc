"""A sweep over many open requests against one over few, with the same number that fell due."""

import gc
import sqlite3
import time
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from unittest.mock import patch

import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import Session

from benchmarks.databases import SWEPT, Databases, fill, postgres_server, sqlite_files
from benchmarks.measuring import Line, Sizes, Spread, number, ratio, require_equal
from benchmarks.traffic import Traffic, listening, same
from tests.offices import an_office
from tests.postgres import find_binaries
from tracker.services.cases.silence import sweep
from tracker.storage.db.tables.cases import EventRow
from tracker.storage.db.tables.letters import PreparedLetterRow
from tracker.storage.db.transactions import Transactions

AT_MOST = 2
# Seconds for a thousand that fell silent, and for twenty thousand of one night. The sweeps before
# have filled the caches.
A_THOUSAND, A_NIGHT = 0.65, 20
# Seconds for which the one writer of SQLite may be kept waiting.
HELD = 0.1
NO_SERVER = "not measured: no PostgreSQL was found (PG_BIN, /usr/lib/postgresql, PATH, the wheel)"


def sweeps(sizes: Sizes) -> Iterator[Line]:
    """Return statements, rows and time on SQLite and, if found, on PostgreSQL.

    Both wait for the disk at each commit.
    """
    with sqlite_files() as databases:
        yield from _compared(databases, sizes)
        yield from _fell_silent(databases, sizes, sizes.silent, A_THOUSAND, sizes.sweeps)
        yield from _fell_silent(databases, sizes, sizes.night, A_NIGHT, 1)
    binaries = find_binaries()
    if binaries is None:
        yield Line("sweep, PostgreSQL", NO_SERVER)
        return
    with postgres_server(binaries, ()) as databases:
        yield from _compared(databases, sizes)
        yield from _fell_silent(databases, sizes, sizes.silent, A_THOUSAND, sizes.sweeps)
        yield from _fell_silent(databases, sizes, sizes.night, A_NIGHT, 1)


def _compared(databases: Databases, sizes: Sizes) -> Iterator[Line]:
    few, many = (
        databases.prepared(partial(fill, open_requests=opened, due=sizes.due))
        for opened in (sizes.few_open, sizes.many_open)
    )
    less, more = (_counted(databases, place, sizes.due) for place in (few, many))
    seconds = _timed(databases, (few, many), sizes)
    what = f"sweep, {databases.name}, {sizes.many_open:,} / {sizes.few_open:,} open"
    yield same(f"{what}: statements", more.statements, less.statements)
    yield same(f"{what}: rows read", more.rows, less.rows)
    spread = ratio(seconds[many], seconds[few])
    said = spread.said("times the time")
    yield Line(f"{what}: time", said, f"at most {AT_MOST}", spread.middle <= AT_MOST)
    each = Spread.of(second / sizes.due for second in seconds[many])
    statements = number(more.statements / sizes.due)
    yield Line(
        f"sweep, {databases.name}: one silence entered",
        f"{each.said('ms', 1e3)}, {statements} statements",
    )


def _fell_silent(
    databases: Databases, sizes: Sizes, due: int, aim: float, rounds: int
) -> Iterator[Line]:
    """Return the time of a sweep that finds many, and of its longest transaction."""
    place = databases.prepared(partial(fill, open_requests=sizes.many_open + due, due=due))
    seconds, longest = [], []
    for _ in range(rounds):
        seconds.append(_swept(databases, place, due))
        with _transactions_timed() as held:
            _swept(databases, place, due)
        longest.append(max(held))
    what = f"sweep, {databases.name}, {due:,} fell silent among {sizes.many_open:,} open"
    spread = Spread.of(seconds)
    yield Line(what, spread.said("s"), f"under {number(aim)} s", spread.middle < aim)
    spread = Spread.of(longest)
    said = spread.said("ms", 1e3)
    yield Line(
        f"{what}: longest transaction", said, f"under {HELD * 1e3:.0f} ms", spread.middle < HELD
    )


@contextmanager
def _transactions_timed() -> Iterator[list[float]]:
    """Yield the seconds of each transaction that writes, from its begin to its commit.

    After a commit, when it no longer holds the lock, SQLite now and then copies its journal into
    the database, and others can write. That is left out: nothing is copied meanwhile.
    """
    held: list[float] = []
    writing = Transactions.writing

    @contextmanager
    def timed(transactions: Transactions) -> Iterator[Session]:
        with writing(transactions) as session:
            session.connection()  # waits for its turn
            began = time.perf_counter()
            yield session
        held.append(time.perf_counter() - began)

    event.listen(sa.Engine, "connect", _copy_no_journal)
    try:
        with patch.object(Transactions, "writing", timed):
            yield held
    finally:
        event.remove(sa.Engine, "connect", _copy_no_journal)


def _copy_no_journal(connection: Any, _: Any) -> None:
    if isinstance(connection, sqlite3.Connection):
        connection.execute("PRAGMA wal_autocheckpoint = 0")


def _timed(databases: Databases, places: tuple[str, str], sizes: Sizes) -> dict[str, list[float]]:
    """Return the seconds of a sweep per place and round; every second round runs backwards."""
    seconds: dict[str, list[float]] = {place: [] for place in places}
    for round_ in range(sizes.sweeps):
        for place in places if round_ % 2 == 0 else reversed(places):
            seconds[place].append(_swept(databases, place, sizes.due))
    return seconds


def _counted(databases: Databases, place: str, due: int) -> Traffic:
    """Return the traffic of one sweep, which also fills the caches for the timed ones."""
    with listening() as traffic:
        _swept(databases, place, due)
    return traffic


def _swept(databases: Databases, place: str, due: int) -> float:
    """Return the seconds of a sweep over a fresh copy, and check its answers."""
    with databases.copy(place) as url, TemporaryDirectory() as folder:
        before = _stored(url)
        with an_office(Path(folder), url=url) as (office, clock):
            clock.set(SWEPT)
            # As the scheduler of `tracker run` does once its program is loaded.
            gc.collect()
            gc.freeze()
            began = time.perf_counter()
            done = sweep(office)
            took = time.perf_counter() - began
        require_equal("requests that could not be swept", done.failed, ())
        require_equal("facts entered", {s.kind for s in done.entered}, {"overdue"})
        require_equal("how many were entered", len({s.reference for s in done.entered}), due)
        after = (before[0] + due, before[1] + due)
        require_equal("events and prepared letters stored", _stored(url), after)
        return took


def _stored(url: str) -> tuple[int, int]:
    """Return how many events and prepared letters a database holds."""
    engine = sa.create_engine(url)
    with engine.connect() as connection:
        events, letters = (
            connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in (EventRow, PreparedLetterRow)
        )
    engine.dispose()
    return events, letters
