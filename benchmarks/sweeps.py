"""A sweep over many open requests against one over few, with the same number that fell due."""

import sqlite3
import time
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple
from unittest.mock import patch

import sqlalchemy as sa
from sqlalchemy import event
from sqlmodel import Session

from benchmarks.databases import LIMIT, WORKING, all_filled, fill_received
from benchmarks.measuring import (
    MILLISECONDS,
    SECONDS,
    Line,
    Sizes,
    Spread,
    number,
    ratio,
    require_equal,
    settle,
)
from benchmarks.traffic import Traffic, listening, same
from tests.offices import an_office
from tracker.services.cases.silence import sweep
from tracker.storage.db.tables.cases import EventRow
from tracker.storage.db.tables.letters import PreparedLetterRow
from tracker.storage.db.transactions import Transactions

AT_MOST = 2
# Seconds for a thousand newly overdue, and for twenty thousand of one night. The sweeps before
# have filled the caches.
A_THOUSAND, A_NIGHT = 0.65, 20
# Seconds for which the one writer of SQLite may be kept waiting.
HELD = 0.1
# Transactions after which SQLite copies its journal. It has about a thousand pages then, and the
# program copies it after four thousand.
COPIED_AFTER = 10
NO_SERVER = "not measured: no PostgreSQL was found (PG_BIN, /usr/lib/postgresql, PATH, the wheel)"


class Night(NamedTuple):
    """A sweep of the requests that were received on one day."""

    received: date
    swept: date
    due: int


@dataclass(frozen=True, slots=True)
class Nights:
    """The nights of a run, which follow each other: one that is counted, those that are compared
    with nights among few requests, those of a thousand, and one of twenty thousand."""

    counted: Night
    compared: Sequence[Night]
    overdue: Sequence[Night]
    busiest: Night

    @classmethod
    def of(cls, sizes: Sizes) -> "Nights":
        """Return the nights of a run of this size.

        What was received on one of ten working days is swept on the day after its time limit, and
        has nothing else to log until all have been swept.
        """
        rounds = sizes.sweeps
        numbers = [sizes.due] * (1 + rounds) + [sizes.overdue] * rounds + [sizes.night]
        days = zip(WORKING[:LIMIT], WORKING[LIMIT:], numbers, strict=False)
        first, *nights, last = (Night(day, end + timedelta(1), due) for day, end, due in days)
        return cls(first, nights[:rounds], nights[rounds:], last)

    def received(self, open_requests: int, *, few: bool) -> Mapping[date, int]:
        """Return how many requests were received on which day. `open_requests` of them are not
        due on any of the nights."""
        nights = (self.counted, *self.compared)
        more = () if few else (*self.overdue, self.busiest)
        due = {night.received: night.due for night in (*nights, *more)}
        return due | {WORKING[LIMIT]: open_requests}


def sweeps(sizes: Sizes) -> Iterator[Line]:
    """Return statements, rows and time on SQLite and, if found, on PostgreSQL.

    Both wait for the disk at each commit.
    """
    nights = Nights.of(sizes)
    few, many = (
        partial(fill_received, received=nights.received(number, few=is_few))
        for number, is_few in ((sizes.few_open, True), (sizes.many_open, False))
    )
    with all_filled(few, many) as filled:
        for name, urls in filled.items():
            yield from _swept_nightly(name, nights, urls, sizes)
        if len(filled) == 1:
            yield Line("sweep, PostgreSQL", NO_SERVER)


def _swept_nightly(name: str, nights: Nights, urls: Sequence[str], sizes: Sizes) -> Iterator[Line]:
    less, more = urls
    yield from _compared(name, nights, (less, more), sizes)
    among = f"sweep, {name}, {{}} newly overdue among {sizes.many_open:,} open"
    yield from _newly_overdue(among, more, nights.overdue, A_THOUSAND)
    yield from _newly_overdue(among, more, [nights.busiest], A_NIGHT)


def _compared(name: str, nights: Nights, urls: tuple[str, str], sizes: Sizes) -> Iterator[Line]:
    less, more = (_counted(url, nights.counted) for url in urls)
    seconds, longer = _timed(urls, nights.compared)
    what = f"sweep, {name}, {sizes.many_open:,} / {sizes.few_open:,} open"
    yield same(f"{what}: statements", more.statements, less.statements)
    yield same(f"{what}: rows read", more.rows, less.rows)
    spread = ratio(longer, seconds)
    said = spread.said("times the time")
    yield Line(f"{what}: time", said, f"at most {AT_MOST}", spread.middle <= AT_MOST)
    each = Spread.of(second / sizes.due for second in longer)
    statements = number(more.statements / sizes.due)
    yield Line(f"sweep, {name}: one entered", f"{each.said('ms', 1e3)}, {statements} statements")


def _newly_overdue(among: str, url: str, nights: Sequence[Night], aim: float) -> Iterator[Line]:
    """Return the time of a sweep that finds many, and of its longest transaction."""
    seconds, longest = [], []
    for night in nights:
        with _transactions_timed() as held:
            seconds.append(_swept(url, night))
        longest.append(max(held))
    what = among.format(f"{nights[0].due:,}")
    yield Spread.of(seconds).under(what, aim, SECONDS)
    spread, what = Spread.of(longest), f"{what}: longest transaction"
    if url.startswith("sqlite"):
        yield spread.under(what, HELD, MILLISECONDS)
    else:
        # There it locks its own requests alone, and keeps no other writer waiting.
        yield Line(what, spread.said("ms", 1e3))


@contextmanager
def _transactions_timed() -> Iterator[list[float]]:
    """Yield the seconds of each transaction that writes, from its begin to its commit.

    After a commit, when it no longer holds the lock, SQLite copies a long journal into the
    database, and others can write. That is part of a sweep and of no transaction, so here it is
    copied between them, before it is so long.
    """
    held: list[float] = []
    opened: list[sqlite3.Connection] = []
    writing = Transactions.writing

    @contextmanager
    def timed(transactions: Transactions) -> Iterator[Session]:
        with writing(transactions) as session:
            session.connection()  # waits for its turn
            began = time.perf_counter()
            yield session
        held.append(time.perf_counter() - began)
        if opened and len(held) % COPIED_AFTER == 0:
            opened[-1].execute("PRAGMA wal_checkpoint(PASSIVE)")

    def note_opened(connection: Any, _: Any) -> None:
        if isinstance(connection, sqlite3.Connection):
            opened.append(connection)

    event.listen(sa.Engine, "connect", note_opened)
    try:
        with patch.object(Transactions, "writing", timed):
            yield held
    finally:
        event.remove(sa.Engine, "connect", note_opened)


def _timed(urls: tuple[str, str], nights: Sequence[Night]) -> tuple[list[float], list[float]]:
    """Return the seconds of each night on both databases; every second one runs backwards."""
    seconds: tuple[list[float], list[float]] = ([], [])
    for round_, night in enumerate(nights):
        for place in (0, 1) if round_ % 2 == 0 else (1, 0):
            seconds[place].append(_swept(urls[place], night))
    return seconds


def _counted(url: str, night: Night) -> Traffic:
    """Return the traffic of one sweep, which also fills the caches for the timed ones."""
    with listening() as traffic:
        _swept(url, night)
    return traffic


def _swept(url: str, night: Night) -> float:
    """Return the seconds of a sweep, and check its answers."""
    before = _stored(url)
    with TemporaryDirectory() as folder, an_office(Path(folder), url=url) as (office, clock):
        clock.set(night.swept)
        settle()
        began = time.perf_counter()
        done = sweep(office)
        took = time.perf_counter() - began
    require_equal("requests that could not be swept", done.failed, ())
    require_equal("facts entered", {s.kind for s in done.entered}, {"overdue"})
    require_equal("how many were entered", len({s.reference for s in done.entered}), night.due)
    after = (before[0] + night.due, before[1] + night.due)
    require_equal("events and prepared letters stored", _stored(url), after)
    return took


def _stored(url: str) -> tuple[int, int]:
    """Return how many events and prepared letters a database holds, and write all that it holds
    to the disk, so that a sweep waits for none of it."""
    engine = sa.create_engine(url, isolation_level="AUTOCOMMIT")
    with engine.connect() as connection:
        if engine.dialect.name == "postgresql":
            # By the driver, since this is no statement of the program.
            connection.connection.cursor().execute("CHECKPOINT")
        events, letters = (
            connection.scalar(sa.select(sa.func.count()).select_from(table)) or 0
            for table in (EventRow, PreparedLetterRow)
        )
    engine.dispose()
    return events, letters
