"""One deadline of 10 working days: both bounds, every step explained, every caution worded."""

from collections.abc import Callable, Iterator
from datetime import date, timedelta

import holidays

from benchmarks.measuring import (
    MICROSECONDS,
    Job,
    Line,
    Sizes,
    Spread,
    interleaved,
    ratio,
    require_equal,
)
from tests.offices import the_library
from tracker.domain.base.days import DaySpan
from tracker.domain.calendar.workdays import Workdays
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.law.count_step import Reason
from tracker.services.core.i18n import Locale
from tracker.services.deadlines.explaining import Explained, cautions, explain

LAW = "pk-raia-2017"
AT_MOST = 50e-6
LENGTH = 10
# Many short rounds: what another program takes from a few of them does not move the median.
CALLS, SHORTER = 4, 50
# Received, and the span of the last day by hand: one count without an uncertain day, one with two.
CASES = (
    ("no uncertain day", date(2024, 3, 18), (date(2024, 4, 1), date(2024, 4, 1))),
    ("two uncertain days", date(2026, 11, 2), (date(2026, 11, 17), date(2026, 11, 19))),
)

Full = tuple[Deadline, tuple[Explained, ...], tuple[str, ...]]


def deadlines(sizes: Sizes) -> Iterator[Line]:
    """Return a line with its aim for each case, and one for the bare dates by `holidays`."""
    for name, received, expected in CASES:
        yield from _one(name, received, expected, sizes)


def _one(name: str, received: date, expected: tuple[date, date], sizes: Sizes) -> Iterator[Line]:
    library = the_library()
    law = library.law(LAW)
    stage, locale = law.first_stage(), Locale("en")
    workdays = library.workdays(law, stage, None)
    eager, patient = _as_holidays(workdays, received)

    def ours() -> Full:
        deadline = count_deadline(law, stage, DaySpan.on(received), workdays)
        return deadline, explain(deadline, locale), cautions(deadline, locale)

    def bare() -> tuple[date, date]:
        first, last = (read.get_nth_working_day(received, LENGTH) for read in (eager, patient))
        return first, last

    deadline, steps, _ = ours()
    require_equal(f"deadline of {received}", (deadline.earliest, deadline.latest), expected)
    require_equal(f"the same by holidays for {received}", bare(), expected)
    require_equal("a sentence for each step", len(steps), len(deadline.moves))
    jobs = [Job(_times(ours), CALLS), Job(_times(bare), CALLS)]
    mine, theirs = interleaved(sizes.rounds * SHORTER, jobs)
    what = f"deadline and explanation, {name}"
    yield Spread.of(mine).under(what, AT_MOST, MICROSECONDS)
    yield Line("the same / two bare dates by holidays", ratio(mine, theirs).said("times the time"))


def _times(ask: Callable[[], object]) -> Callable[[], None]:
    def run() -> None:
        for _ in range(CALLS):
            ask()

    return run


def _as_holidays(
    workdays: Workdays, received: date
) -> tuple[holidays.HolidayBase, holidays.HolidayBase]:
    """Return two calendars of `holidays` around a count: without and with uncertain days."""
    near = (received + timedelta(n) for n in range(-5, 60))
    skips = [skip for day in near if (skip := workdays.skip(day))]
    eager, patient = holidays.HolidayBase(expand=False), holidays.HolidayBase(expand=False)
    for skip in skips:
        patient[skip.day] = "closed"
        if skip.reason is Reason.CLOSED:
            eager[skip.day] = "closed"
    return eager, patient
