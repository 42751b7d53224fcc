"""Recalculating an office after its calendar changed: many open requests against few."""

import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.databases import SWEPT, Databases, fill, postgres_server, sqlite_files
from benchmarks.measuring import MILLISECONDS, Line, Sizes, Spread, ratio, require_equal, settle
from benchmarks.sweeps import NO_SERVER
from tests.offices import an_office
from tests.postgres import find_binaries
from tests.services.revisions import with_a_closure
from tracker.parallel.recalculators import RecalculatingProcesses
from tracker.services.cases.revising import revise

AT_MOST = 1.5
# 5,000 requests a second.
EACH = 0.2e-3
# One in so many was received the day before this one, and all others later: it moves those alone.
MOVES, CLOSED = 10, date(2024, 2, 27)


def revisions(sizes: Sizes) -> Iterator[Line]:
    """Return the time per request on SQLite and, if its programs are found, on PostgreSQL."""
    with sqlite_files() as databases:
        yield from _compared(databases, sizes)
    binaries = find_binaries()
    if binaries is None:
        yield Line("recalculating, PostgreSQL", NO_SERVER)
        return
    with postgres_server(binaries) as databases:
        yield from _compared(databases, sizes)


def _compared(databases: Databases, sizes: Sizes) -> Iterator[Line]:
    numbers = sizes.few_revised, sizes.many_revised
    places = [
        databases.prepared(partial(fill, open_requests=number, due=number // MOVES))
        for number in numbers
    ]
    _revised(databases, places[0], numbers[0])  # warms up what the timed ones use
    each: dict[int, list[float]] = {number: [] for number in numbers}
    for _ in range(sizes.revisions):
        for place, number in zip(places, numbers, strict=True):
            each[number].append(_revised(databases, place, number) / number)
    few, many = numbers
    what = f"recalculating, {databases.name}"
    spread = ratio(each[many], each[few])
    said = spread.said("times the time for each")
    yield Line(
        f"{what}, {many:,} / {few:,} open", said, f"at most {AT_MOST}", spread.middle <= AT_MOST
    )
    one = Spread.of(each[many])
    yield one.under(f"{what}: one request", EACH, MILLISECONDS)


def _revised(databases: Databases, place: str, number: int) -> float:
    """Return the seconds for a whole run over a fresh copy, and check its answers."""
    with databases.copy(place) as url, TemporaryDirectory() as folder:
        with an_office(Path(folder), url=url) as (office, clock):
            clock.set(SWEPT)
            processes = RecalculatingProcesses()
            changed = replace(with_a_closure(office, CLOSED), recalculators=processes)
            settle()
            began = time.perf_counter()
            batches = list(revise(changed))
            took = time.perf_counter() - began
        failed = [each for batch in batches for each in batch.failed]
        require_equal("requests that could not be counted", failed, [])
        require_equal("requests counted", sum(batch.counted for batch in batches), number)
        moved = sum(bool(each.shifts) for batch in batches for each in batch.revised)
        require_equal("requests of which a day moved", moved, number // MOVES)
        return took
