"""The 10th and the 30th working day: ours, `holidays`, and a bisect over a prepared list."""

from bisect import bisect_right
from collections.abc import Callable, Iterator
from datetime import date, timedelta

import holidays

from benchmarks.measuring import Job, Line, Sizes, Spread, interleaved, ratio, require_equal
from tracker.domain.base.days import Span
from tracker.domain.base.text import Text
from tracker.domain.calendar.workdays import Assurance, Calendar, DayOff, Weekend
from tracker.domain.law.law import ReadIn, Source

FIRST, LAST = date(2024, 1, 1), date(2026, 11, 19)
KNOWN = Span(date(2023, 1, 1), date(2027, 12, 31))
LENGTHS = (10, 30)
FASTER_THAN_HOLIDAYS, AT_MOST_THE_BISECT = 40, 3
# Ours and the bisect are so quick that one pass over the days is too short for the clock.
PASSES = 20

Ask = Callable[[date, int], date]


def counting(sizes: Sizes) -> Iterator[Line]:
    """Return two lines for each length, and the times behind them."""
    theirs = holidays.country_holidays("PK", years=range(2023, 2028))
    closed = frozenset(theirs)
    days = [FIRST + timedelta(n) for n in range(0, (LAST - FIRST).days + 1, sizes.day_step)]
    ways = (_ours(closed, theirs.weekend), theirs.get_nth_working_day, _bisect(closed))
    for length in LENGTHS:
        _agree(days, length, ways, _naive(closed))
        yield from _compared(days, length, ways, sizes)


def _compared(
    days: list[date], length: int, ways: tuple[Ask, ...], sizes: Sizes
) -> Iterator[Line]:
    jobs = [
        _job(days, length, ask, passes)
        for ask, passes in zip(ways, (PASSES, 1, PASSES), strict=True)
    ]
    ours, theirs, bisected = interleaved(sizes.rounds, jobs)
    faster, bisects = ratio(theirs, ours), ratio(ours, bisected)
    what = f"count, {length}th working day"
    yield Line(
        f"{what}: holidays / ours",
        faster.said("times faster"),
        f"at least {FASTER_THAN_HOLIDAYS}",
        faster.middle >= FASTER_THAN_HOLIDAYS,
    )
    yield Line(
        f"{what}: ours / bisect",
        bisects.said("times the time"),
        f"at most {AT_MOST_THE_BISECT}",
        bisects.middle <= AT_MOST_THE_BISECT,
    )
    for name, seconds in (("ours", ours), ("holidays", theirs), ("bisect", bisected)):
        yield Line(f"{what}: {name}", Spread.of(seconds).said("µs", 1e6))


def _job(days: list[date], length: int, ask: Ask, passes: int) -> Job:
    def run() -> None:
        for _ in range(passes):
            for day in days:
                ask(day, length)

    return Job(run, len(days) * passes)


def _agree(days: list[date], length: int, ways: tuple[Ask, ...], naive: Ask) -> None:
    truth = [naive(day, length) for day in days]
    for way in ways:
        answers = [way(day, length) for day in days]
        require_equal(f"the {length}th working day by {way.__qualname__}", answers, truth)


def _ours(closed: frozenset[date], weekend: set[int]) -> Ask:
    source = Source("the holidays package", ReadIn.SECONDARY)
    calendar = Calendar(
        key="benchmark",
        title=Text({"en": "The days of the holidays package"}),
        zone="UTC",
        weekends=(Weekend(frozenset(weekend), KNOWN, source, Text({"en": "Weekend"})),),
        days_off=tuple(
            DayOff(day, Text({"en": "Holiday"}), Assurance.GAZETTED, source)
            for day in sorted(closed)
        ),
        checked=KNOWN,
        checked_by="",
        known=KNOWN,
    )
    return calendar.for_body(None).earliest.nth_after


def _bisect(closed: frozenset[date]) -> Ask:
    every = (KNOWN.since + timedelta(n) for n in range(5 * 366))
    worked = [day for day in every if day.weekday() < 5 and day not in closed]

    def bisected(day: date, length: int) -> date:
        return worked[bisect_right(worked, day) + length - 1]

    return bisected


def _naive(closed: frozenset[date]) -> Ask:
    def step_by_step(day: date, length: int) -> date:
        while length:
            day += timedelta(1)
            length -= day.weekday() < 5 and day not in closed
        return day

    return step_by_step
