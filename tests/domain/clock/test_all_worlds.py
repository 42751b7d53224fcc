"""The bounds of a count against every possible world of it, with everything that can happen."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.clock.all_worlds import Case, last_days
from tests.domain.small_world import a_calendar, a_law, a_limit, a_pause, a_stage, en
from tracker.domain.base.days import DaySpan
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.clock.interruptions import EXTENSION_NOTICED, TRANSFERRED, Happened
from tracker.domain.law.limits import (
    AddedTo,
    Extension,
    FirstDay,
    LastDay,
    Limit,
    MonthEnd,
    Outer,
    PauseDay,
    PauseEffect,
    RunsFrom,
    Transfer,
    TransferEffect,
    Unit,
)

MONDAY = date(2024, 1, 29)  # the next days are those at the end of a month
UNITS = (Unit.WORKING_DAY, Unit.DAY, Unit.WEEK)


def counted(case: Case) -> Deadline:
    stage = a_stage(
        case.limit,
        pauses=case.pauses,
        transfer=case.transfer,
        extension=case.extension,
        outer=case.outer,
    )
    workdays = a_calendar(case.closed, case.uncertain).for_body(None)
    since = [Happened(kind, on) for kind, on in case.happened.items()]
    return count_deadline(
        a_law(stage), stage, case.event, workdays, extended=case.extended, happened=since
    )


def assert_bounds(case: Case) -> None:
    """Both bounds are reached by some world, and none goes past them."""
    deadline, possible = counted(case), last_days(case)

    assert (deadline.earliest, deadline.latest) == (min(possible), max(possible))


def days_on(start: date, days: int) -> date:
    return start + timedelta(days=days)


def spans(after: date, within: int) -> st.SearchStrategy[DaySpan]:
    """A day known exactly, or one of two."""
    return st.tuples(st.integers(0, within), st.integers(0, 1)).map(
        lambda drawn: DaySpan(days_on(after, drawn[0]), days_on(after, sum(drawn)))
    )


@st.composite
def limits(draw: st.DrawFn, units: tuple[Unit, ...] = (*UNITS, Unit.MONTH)) -> Limit:
    unit = draw(st.sampled_from(units))
    longest = {Unit.WEEK: 2, Unit.MONTH: 1}.get(unit, 9)
    last_day = draw(st.sampled_from(LastDay))
    return a_limit(
        draw(st.integers(1, longest)),
        unit,
        first_day=FirstDay.NEXT if unit is Unit.MONTH else draw(st.sampled_from(FirstDay)),
        last_day=last_day,
        month_end=draw(st.sampled_from(MonthEnd)) if unit is Unit.MONTH else None,
        may_move=("2",) if last_day is LastDay.STANDS and draw(st.booleans()) else (),
    )


@st.composite
def cases(draw: st.DrawFn, units: tuple[Unit, ...] = (*UNITS, Unit.MONTH)) -> Case:
    """A limit, an event, and days off near its end."""
    event = draw(spans(MONDAY, 6))
    limit = draw(limits(units))
    near = st.integers(-3, 40).map(lambda n: days_on(event.earliest, n))
    closed = draw(st.frozensets(near, max_size=4))
    uncertain = draw(st.frozensets(near, max_size=3)) - closed
    return Case(event, limit, closed, uncertain)


@st.composite
def paused(draw: st.DrawFn, effects: tuple[PauseEffect, ...], *, ended: bool = True) -> Case:
    case = draw(cases())
    days = st.sampled_from(PauseDay)
    pause = a_pause(draw(st.sampled_from(effects)), draw(days), draw(days))
    begin = draw(spans(case.event.latest, 12))
    happened = {"fee-noticed": begin}
    if ended:
        happened["fee-paid"] = draw(spans(begin.earliest, 6))
    return case._replace(pauses=(pause,), happened=happened)


@given(paused((PauseEffect.STOPS,)))
def test_a_pause_that_stops_the_clock(case: Case) -> None:
    assert_bounds(case)


@pytest.mark.slow
@given(paused((PauseEffect.RESTARTS,)))
def test_a_pause_after_which_the_whole_time_restarts(case: Case) -> None:
    assert_bounds(case)


@pytest.mark.slow
@given(paused((PauseEffect.UNSETTLED, PauseEffect.IN_DOUBT)))
def test_a_pause_whose_effect_is_in_doubt(case: Case) -> None:
    assert_bounds(case)


@pytest.mark.slow
@given(paused(tuple(PauseEffect), ended=False))
def test_a_pause_that_goes_on_has_a_least_end_and_no_greatest(case: Case) -> None:
    deadline, possible = counted(case), last_days(case)

    assert deadline.earliest == min(possible)
    without = max(last_days(case._replace(happened={})))
    assert deadline.latest is None or deadline.latest == max(possible) == without


@st.composite
def transferred(draw: st.DrawFn) -> Case:
    case = draw(cases())
    effect = draw(st.none() | st.sampled_from(TransferEffect))
    transfer = Transfer(effect, en("handed on"), ("2",)) if effect else None
    happened = {TRANSFERRED: draw(spans(case.event.latest, 20))}
    return case._replace(transfer=transfer, happened=happened)


@pytest.mark.slow
@given(transferred())
def test_a_transfer_whatever_the_law_says_of_it(case: Case) -> None:
    assert_bounds(case)


@st.composite
def extended(draw: st.DrawFn) -> Case:
    """Announced or not, in time or perhaps not; a whole time is longer than the limit."""
    case = draw(cases(UNITS).filter(lambda each: each.limit.last_day is not LastDay.MOVES_BACK))
    # Either way is for months alone: see test_closed_receipts.
    runs_from = draw(st.sampled_from([RunsFrom.END_OF_LIMIT, RunsFrom.EVENT]))
    unit = case.limit.unit if runs_from is RunsFrom.EVENT else draw(st.sampled_from(UNITS))
    more = draw(st.integers(1, 6))
    length = more + case.limit.length if runs_from is RunsFrom.EVENT else more
    added_to = draw(st.sampled_from([None, *AddedTo]))
    extension = Extension(
        unit, runs_from, draw(st.booleans()), ("2",), length=length, added_to=added_to
    )
    happened = {EXTENSION_NOTICED: draw(spans(case.event.latest, 20))}
    return case._replace(
        extension=extension,
        extended=draw(st.booleans()),
        happened=draw(st.sampled_from([happened, {}])),
    )


@given(extended())
def test_an_extension_of_either_kind(case: Case) -> None:
    assert_bounds(case)


@pytest.mark.slow
@given(extended(), paused((PauseEffect.STOPS, PauseEffect.RESTARTS)))
def test_an_extension_and_a_pause(case: Case, other: Case) -> None:
    happened = {**case.happened, **other.happened}

    assert_bounds(case._replace(pauses=other.pauses, happened=happened))


@pytest.mark.slow
@given(cases(), st.data())
def test_an_outer_limit(case: Case, data: st.DataObject) -> None:
    rule = data.draw(st.sampled_from([LastDay.STANDS, LastDay.MOVES_ON]))
    unit = data.draw(st.sampled_from([Unit.WORKING_DAY, Unit.DAY]))
    outer = Outer("decided", data.draw(st.integers(1, 12)), unit, FirstDay.NEXT, rule, ("2",))
    happened = {"decided": data.draw(spans(MONDAY - timedelta(days=7), 20))}
    if case.limit.last_day is LastDay.MOVES_BACK:
        return

    assert_bounds(case._replace(outer=outer, happened=happened))


@pytest.mark.slow
@given(paused((PauseEffect.STOPS,)), st.data())
def test_two_pauses_that_may_overlap(case: Case, data: st.DataObject) -> None:
    begin = data.draw(spans(case.event.latest, 14))
    days = st.sampled_from((PauseDay.LEFT_OUT, PauseDay.COUNTED))
    other = a_pause(PauseEffect.STOPS, data.draw(days), data.draw(days))
    other = replace(
        other,
        key="question",
        begins_with="clarification-asked",
        ends_with="clarification-given",
    )
    happened = {
        **case.happened,
        "clarification-asked": begin,
        "clarification-given": data.draw(spans(begin.earliest, 6)),
    }

    assert_bounds(case._replace(pauses=(*case.pauses, other), happened=happened))
