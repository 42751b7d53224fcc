"""A pause over all possible worlds: closures, days of events, and rules that are not settled."""

from collections.abc import Iterator
from datetime import date, timedelta
from functools import partial
from itertools import product
from typing import NamedTuple

from hypothesis import given
from hypothesis import strategies as st

from tests.domain.small_world import (
    ONE_DAY,
    a_calendar,
    a_law,
    a_limit,
    a_pause,
    a_stage,
    days_of,
    is_open,
    worlds,
)
from tracker.domain.base.days import DaySpan
from tracker.domain.clock.deadline import count_deadline
from tracker.domain.clock.interruptions import Happened
from tracker.domain.law.limits import Limit, Pause, PauseDay, PauseEffect, Unit

MONDAY = date(2024, 3, 4)


class PausedCount(NamedTuple):
    """A count with a pause, and all that is uncertain about it."""

    event: DaySpan
    limit: Limit
    closed: frozenset[date]
    uncertain: frozenset[date]
    pause: Pause
    begins: DaySpan
    ended: DaySpan


def walked_with_pause(
    event: date,
    limit: Limit,
    closed: frozenset[date],
    left_out: frozenset[date],
    begun: date,
) -> date:
    """The last day in time in one world, walked day by day; a pause too late changes nothing."""
    opened = partial(is_open, closed)

    def walk(skipped: frozenset[date]) -> date:
        day, left = event, limit.length
        while left:
            day += ONE_DAY
            counts = opened(day) if limit.unit is Unit.WORKING_DAY else True
            left -= counts and day not in skipped
        return day

    plain = walk(frozenset())
    return walk(left_out) if begun <= plain else plain


def pause_days(begin: date, end: date, left_out_ends: tuple[bool, ...]) -> frozenset[date]:
    days = set(days_of(DaySpan(begin, end)))
    for day, left_out in zip((begin, end), left_out_ends, strict=True):
        if not left_out:
            days.discard(day)
    return frozenset(days)


def every_end(case: PausedCount) -> Iterator[date]:
    """Every last day that some world gives."""
    rules = [
        {PauseDay.LEFT_OUT: (True,), PauseDay.COUNTED: (False,)}.get(rule, (True, False))
        for rule in (case.pause.begin_day, case.pause.end_day)
    ]
    for turned_out, start, begin, end, left_out in product(
        list(worlds(case.uncertain)),
        days_of(case.event),
        days_of(case.begins),
        days_of(case.ended),
        list(product(*rules)),
    ):
        if begin <= end:
            days = pause_days(begin, end, left_out)
            yield walked_with_pause(start, case.limit, case.closed | turned_out, days, begin)


@st.composite
def paused_counts(draw: st.DrawFn) -> PausedCount:
    first = MONDAY + timedelta(days=draw(st.integers(0, 6)))
    event = DaySpan(first, first + timedelta(days=draw(st.integers(0, 1))))
    near = st.integers(0, 20).map(lambda n: first + timedelta(days=n))
    closed = draw(st.frozensets(near, max_size=4))
    uncertain = draw(st.frozensets(near, max_size=3)) - closed
    limit = a_limit(draw(st.integers(1, 8)), draw(st.sampled_from([Unit.WORKING_DAY, Unit.DAY])))
    begin = event.latest + timedelta(days=draw(st.integers(0, 12)))
    begins = DaySpan(begin, begin + timedelta(days=draw(st.integers(0, 1))))
    end = begins.latest + timedelta(days=draw(st.integers(0, 6)))
    ended = DaySpan(end, end + timedelta(days=draw(st.integers(0, 1))))
    rule = st.sampled_from(PauseDay)
    pause = a_pause(PauseEffect.STOPS, draw(rule), draw(rule))
    return PausedCount(event, limit, closed, uncertain, pause, begins, ended)


@given(paused_counts())
def test_with_a_pause_the_ends_are_the_least_and_the_greatest_of_all_possible_worlds(
    case: PausedCount,
) -> None:
    stage = a_stage(case.limit, pauses=(case.pause,))
    workdays = a_calendar(case.closed, case.uncertain).for_body(None)
    since = (Happened("fee-noticed", case.begins), Happened("fee-paid", case.ended))

    deadline = count_deadline(a_law(stage), stage, case.event, workdays, happened=since)

    possible = set(every_end(case))
    assert (deadline.earliest, deadline.latest) == (min(possible), max(possible))
