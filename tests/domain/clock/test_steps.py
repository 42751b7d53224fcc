"""The steps of a count, each to the letter: day, reason, authority, length, unit and bound.

Worked by hand: March 2024 begins on a Friday; Saturdays and Sundays are closed.
"""

from datetime import date

import pytest

from tests.domain.small_world import (
    GAZETTE,
    LONG_AGO,
    a_calendar,
    a_law,
    a_limit,
    a_pause,
    a_provision,
    a_stage,
    en,
)
from tracker.domain.base.days import DaySpan, Span
from tracker.domain.base.text import Text
from tracker.domain.calendar.workdays import Calendar
from tracker.domain.clock.deadline import count_deadline
from tracker.domain.clock.interruptions import Happened
from tracker.domain.law.count_step import Bound, CountStep, Reason
from tracker.domain.law.law import Actor, Stage
from tracker.domain.law.limits import (
    Extension,
    FirstDay,
    LastDay,
    Outer,
    Pause,
    PauseDay,
    PauseEffect,
    RunsFrom,
    Transfer,
    TransferEffect,
    Unit,
)

MONDAY = date(2024, 3, 4)
ONE, TWO = (a_provision("1").cited,), (a_provision("2").cited,)
BY_GAZETTE = (GAZETTE.cited,)
WEEKEND, A_CLOSURE = (en("weekend"),), (en("a closure"),)
FEE, HANDED_ON = (en("fee notice"),), (en("handed on"),)


def march(day: int) -> date:
    return date(2024, 3, day)


def skipped(*days: int, reason: Reason = Reason.CLOSED) -> list[CountStep]:
    return [CountStep(march(day), reason, BY_GAZETTE, WEEKEND) for day in days]


def uncertain(day: int) -> CountStep:
    return CountStep(march(day), Reason.UNCERTAIN, BY_GAZETTE, A_CLOSURE)


def span(on: date | DaySpan) -> DaySpan:
    return on if isinstance(on, DaySpan) else DaySpan.on(on)


def steps(
    stage: Stage,
    calendar: Calendar | None = None,
    *,
    event: date | DaySpan = MONDAY,
    extended: bool = False,
    **happened: date | DaySpan,
) -> list[CountStep]:
    since = [Happened(kind.replace("_", "-"), span(on)) for kind, on in happened.items()]
    workdays = (calendar or a_calendar()).for_body(None)
    law = a_law(stage)
    counted = count_deadline(law, stage, span(event), workdays, extended=extended, happened=since)
    return list(counted.moves)


EVENT = CountStep(MONDAY, Reason.EVENT, ONE)


# A limit and its extension --------------------------------------------------------------------


def test_working_days_name_the_event_the_days_skipped_and_the_end() -> None:
    end = CountStep(march(11), Reason.LIMIT, ONE, length=5, unit=Unit.WORKING_DAY)

    assert steps(a_stage(a_limit(5, Unit.WORKING_DAY))) == [EVENT, *skipped(9, 10), end]


def test_plain_days_skip_nothing() -> None:
    end = CountStep(march(11), Reason.LIMIT, ONE, length=7, unit=Unit.DAY)

    assert steps(a_stage(a_limit(7, Unit.DAY))) == [EVENT, end]


def test_two_readings_have_an_end_each() -> None:
    found = steps(a_stage(a_limit(3, Unit.WORKING_DAY)), a_calendar(uncertain=[march(6)]))

    length, unit = 3, Unit.WORKING_DAY
    assert found == [
        EVENT,
        uncertain(6),
        CountStep(march(7), Reason.LIMIT, ONE, length=length, unit=unit, bound=Bound.EARLIEST),
        CountStep(march(8), Reason.LIMIT, ONE, length=length, unit=unit, bound=Bound.LATEST),
    ]


def test_an_extension_has_an_end_of_its_own_and_names_no_day_twice() -> None:
    """Four working days to Friday 8 March; three more to Wednesday the 13th."""
    more = Extension(Unit.WORKING_DAY, RunsFrom.END_OF_LIMIT, True, ("2",), length=3)
    stage = a_stage(a_limit(4, Unit.WORKING_DAY), extension=more)

    assert steps(stage, extended=True) == [
        EVENT,
        CountStep(march(8), Reason.LIMIT, ONE, length=4, unit=Unit.WORKING_DAY),
        *skipped(9, 10),
        CountStep(march(13), Reason.EXTENSION, TWO, length=3, unit=Unit.WORKING_DAY),
    ]


def test_an_extension_in_plain_days_skips_nothing() -> None:
    more = Extension(Unit.DAY, RunsFrom.END_OF_LIMIT, True, ("2",), length=3)
    stage = a_stage(a_limit(4, Unit.WORKING_DAY), extension=more)

    assert steps(stage, extended=True) == [
        EVENT,
        CountStep(march(8), Reason.LIMIT, ONE, length=4, unit=Unit.WORKING_DAY),
        CountStep(march(11), Reason.EXTENSION, TWO, length=3, unit=Unit.DAY),
    ]


def test_a_whole_time_from_the_event_names_each_skipped_day_once() -> None:
    """Four working days to the 8th, eight to the 14th; the 7th is in doubt for both."""
    whole = Extension(Unit.WORKING_DAY, RunsFrom.EVENT, True, ("2",), length=8)
    stage = a_stage(a_limit(4, Unit.WORKING_DAY), extension=whole)

    found = steps(stage, a_calendar(uncertain=[march(7)]), extended=True)

    days = [(move.day.day, move.reason) for move in found]
    assert days == [
        (4, Reason.EVENT),
        (7, Reason.UNCERTAIN),
        (8, Reason.LIMIT),
        (9, Reason.CLOSED),
        (10, Reason.CLOSED),
        (11, Reason.LIMIT),
        (14, Reason.EXTENSION),
        (15, Reason.EXTENSION),
    ]


# A last day that moves ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("last_day", "ends_on", "reason"),
    [(LastDay.MOVES_ON, 11, Reason.MOVES_ON), (LastDay.MOVES_BACK, 8, Reason.MOVES_BACK)],
)
def test_an_end_that_moves_names_the_closed_days_over_which_it_moved(
    last_day: LastDay, ends_on: int, reason: Reason
) -> None:
    """Five days after 4 March end on Saturday the 9th."""
    found = steps(a_stage(a_limit(5, Unit.DAY, last_day=last_day)))

    limit = CountStep(march(9), Reason.LIMIT, ONE, length=5, unit=Unit.DAY)
    moved = CountStep(march(ends_on), reason, ONE)
    closed = skipped(9, 10) if last_day is LastDay.MOVES_ON else skipped(9)
    around = [CountStep(each.day, Reason.END_CLOSED, each.cited, each.names) for each in closed]
    assert found == sorted([EVENT, limit, *around, moved], key=lambda move: move.day)


@pytest.mark.parametrize("last_day", [LastDay.MOVES_ON, LastDay.MOVES_BACK])
def test_an_end_on_an_open_day_has_no_step_that_says_it_moved(last_day: LastDay) -> None:
    """Seven days after 4 March end on Monday the 11th."""
    end = CountStep(march(11), Reason.LIMIT, ONE, length=7, unit=Unit.DAY)

    assert steps(a_stage(a_limit(7, Unit.DAY, last_day=last_day))) == [EVENT, end]


def test_closed_days_between_two_open_ends_are_no_steps_of_plain_days() -> None:
    """Received on Friday the 1st or Monday the 4th: seven days end on the 8th or on the 11th."""
    limit = a_limit(7, Unit.DAY, last_day=LastDay.MOVES_ON)
    found = steps(a_stage(limit), event=DaySpan(march(1), march(4)))

    assert [(move.day.day, move.reason) for move in found] == [
        (1, Reason.EVENT),
        (8, Reason.LIMIT),
        (11, Reason.LIMIT),
    ]


def test_an_end_that_moves_in_one_reading_alone_says_so_and_names_the_doubt() -> None:
    """Four days after 4 March end on Friday the 8th, which may have been a day off."""
    limit = a_limit(4, Unit.DAY, last_day=LastDay.MOVES_ON)

    found = steps(a_stage(limit), a_calendar(uncertain=[march(8)]))

    assert found == [
        EVENT,
        CountStep(march(8), Reason.LIMIT, ONE, length=4, unit=Unit.DAY),
        uncertain(8),
        *[
            CountStep(each.day, Reason.END_CLOSED, each.cited, each.names)
            for each in skipped(9, 10)
        ],
        CountStep(march(11), Reason.MOVES_ON, ONE, bound=Bound.LATEST),
    ]


def test_an_end_that_may_move_on_cites_the_provision_that_may_carry_it() -> None:
    found = steps(a_stage(a_limit(5, Unit.DAY, may_move=("2",))))

    assert found[-1] == CountStep(march(11), Reason.MAY_MOVE_ON, TWO, bound=Bound.LATEST)


def test_days_that_the_count_named_are_not_named_again_around_its_end() -> None:
    """Four working days to Friday the 8th or, if that was a day off, to Monday the 11th; one day
    more to Saturday the 9th, which moves on to the 11th, or to the 12th."""
    more = Extension(Unit.DAY, RunsFrom.END_OF_LIMIT, True, ("2",), length=1)
    limit = a_limit(4, Unit.WORKING_DAY, last_day=LastDay.MOVES_ON)

    found = steps(a_stage(limit, extension=more), a_calendar(uncertain=[march(8)]), extended=True)

    assert [(move.day.day, move.reason, move.bound) for move in found] == [
        (4, Reason.EVENT, None),
        (8, Reason.LIMIT, Bound.EARLIEST),
        (8, Reason.UNCERTAIN, None),
        (9, Reason.CLOSED, None),
        (9, Reason.EXTENSION, Bound.EARLIEST),
        (10, Reason.CLOSED, None),
        (11, Reason.LIMIT, Bound.LATEST),
        (11, Reason.MOVES_ON, Bound.EARLIEST),
        (12, Reason.EXTENSION, Bound.LATEST),
    ]


def test_an_outer_limit_is_a_step_with_its_own_authority() -> None:
    outer = Outer("decided", 5, Unit.DAY, FirstDay.NEXT, LastDay.STANDS, ("2",))
    stage = a_stage(a_limit(10, Unit.DAY), actor=Actor.REQUESTER, outer=outer)

    found = steps(stage, decided=march(1))

    assert CountStep(march(6), Reason.OUTER, TWO) in found


def test_an_outer_limit_that_cuts_one_reading_alone_is_a_step_of_that_one() -> None:
    """Five days end on Saturday the 9th and perhaps on the 11th; the outer limit on the 10th."""
    outer = Outer("decided", 11, Unit.DAY, FirstDay.NEXT, LastDay.STANDS, ("2",))
    stage = a_stage(a_limit(5, Unit.DAY, may_move=("1",)), outer=outer)

    found = steps(stage, decided=date(2024, 2, 28))

    assert found[-2] == CountStep(march(10), Reason.OUTER, TWO, bound=Bound.LATEST)


# What happened meanwhile ----------------------------------------------------------------------


def paused(day: int, until: int, length: int, unit: Unit, bound: Bound | None = None) -> CountStep:
    return CountStep(march(day), Reason.PAUSED, TWO, FEE, length, unit, bound, march(until))


@pytest.mark.parametrize(
    ("unit", "length", "shown"),
    [(Unit.WORKING_DAY, 4, Unit.WORKING_DAY), (Unit.DAY, 6, Unit.DAY), (Unit.WEEK, 6, Unit.DAY)],
)
def test_a_pause_tells_how_much_it_left_out_and_in_what(
    unit: Unit, length: int, shown: Unit
) -> None:
    """From Thursday the 7th to Tuesday the 12th: four working days, six days."""
    stage = a_stage(a_limit(10, unit), pauses=(a_pause(),))

    found = steps(stage, fee_noticed=march(7), fee_paid=march(12))

    assert [each for each in found if each.reason is Reason.PAUSED] == [
        paused(7, 12, length, shown)
    ]


def test_a_pause_in_doubt_has_a_step_for_each_reading() -> None:
    stage = a_stage(a_limit(10, Unit.DAY), pauses=(a_pause(begin_day=PauseDay.UNSETTLED),))

    found = steps(stage, fee_noticed=march(7), fee_paid=march(12))

    assert [each for each in found if each.reason is Reason.PAUSED] == [
        paused(7, 12, 6, Unit.DAY, Bound.LATEST),
        paused(8, 12, 5, Unit.DAY, Bound.EARLIEST),
    ]


def test_a_pause_that_leaves_out_no_day_is_told_to_have_stopped_nothing() -> None:
    counted_days = a_pause(begin_day=PauseDay.COUNTED, end_day=PauseDay.COUNTED)
    stage = a_stage(a_limit(10, Unit.DAY), pauses=(counted_days,))

    found = steps(stage, fee_noticed=march(7), fee_paid=march(8))

    assert not [each for each in found if each.reason is Reason.PAUSED]
    assert CountStep(march(7), Reason.RUNS_ON, TWO, FEE) in found


def test_a_pause_that_leaves_out_no_day_is_told_of_the_day_on_which_it_surely_began() -> None:
    counted_days = a_pause(begin_day=PauseDay.COUNTED, end_day=PauseDay.COUNTED)
    stage = a_stage(a_limit(10, Unit.DAY), pauses=(counted_days,))

    found = steps(stage, fee_noticed=DaySpan(march(6), march(7)), fee_paid=march(8))

    assert [each for each in found if each.reason in (Reason.RUNS_ON, Reason.PAUSED)] == [
        CountStep(march(7), Reason.RUNS_ON, TWO, FEE, bound=Bound.EARLIEST),
        paused(7, 7, 1, Unit.DAY, Bound.LATEST),
    ]


def test_a_pause_is_not_told_to_have_begun_after_it_can_have_ended() -> None:
    """Noticed from 7 to 9 March, paid from 8 to 9 March."""
    stage = a_stage(a_limit(10, Unit.DAY), pauses=(a_pause(),))

    found = steps(
        stage, fee_noticed=DaySpan(march(7), march(9)), fee_paid=DaySpan(march(8), march(9))
    )

    assert [each for each in found if each.reason is Reason.PAUSED] == [
        paused(7, 9, 3, Unit.DAY, Bound.LATEST),
        paused(8, 8, 1, Unit.DAY, Bound.EARLIEST),
    ]


def test_a_pause_that_goes_on_and_a_restart_are_told_in_the_words_of_the_rule() -> None:
    stops = a_stage(a_limit(10, Unit.DAY), pauses=(a_pause(),))
    restarts = a_stage(a_limit(10, Unit.DAY), pauses=(a_pause(PauseEffect.RESTARTS),))

    going_on = steps(stops, fee_noticed=march(7))
    restarted = steps(restarts, fee_noticed=march(7), fee_paid=march(8))

    assert CountStep(march(7), Reason.STOPPED, TWO, FEE) in going_on
    assert CountStep(march(8), Reason.RESTARTED, TWO, FEE) in restarted


def test_a_transfer_is_told_in_the_words_of_its_rule_or_in_none() -> None:
    rule = Transfer(TransferEffect.CONTINUES, Text({"en": "handed on"}), ("2",))

    by_rule = steps(a_stage(a_limit(10, Unit.DAY), transfer=rule), transferred=march(7))
    without = steps(a_stage(a_limit(10, Unit.DAY)), transferred=march(7))

    assert CountStep(march(7), Reason.TRANSFERRED, TWO, HANDED_ON) in by_rule
    assert CountStep(march(7), Reason.TRANSFERRED, ONE) in without


def test_a_notice_too_late_is_no_step_and_hides_none_that_came_after() -> None:
    """Notices of 20 and 25 March come after the end, the 18th; the transfer always counts."""
    rule = Transfer(TransferEffect.CONTINUES, en("handed on"), ("2",))
    stage = a_stage(a_limit(10, Unit.WORKING_DAY), pauses=(a_pause(),), transfer=rule)

    found = steps(stage, fee_noticed=march(20), fee_paid=march(25), transferred=march(26))

    reasons = [move.reason for move in found]
    assert Reason.PAUSED not in reasons
    assert reasons[-1] is Reason.TRANSFERRED


def test_a_pause_that_may_have_begun_in_time_is_told() -> None:
    stage = a_stage(a_limit(10, Unit.WORKING_DAY), pauses=(a_pause(),))

    found = steps(stage, fee_noticed=DaySpan(march(18), march(19)), fee_paid=march(19))

    assert Reason.PAUSED in {move.reason for move in found}


def test_two_pauses_are_told_in_the_order_of_their_days() -> None:
    other = Pause(
        "question",
        "clarification-asked",
        "clarification-given",
        PauseEffect.STOPS,
        PauseDay.LEFT_OUT,
        PauseDay.LEFT_OUT,
        en("a question"),
        ("1",),
    )
    stage = a_stage(a_limit(20, Unit.DAY), pauses=(a_pause(), other))

    found = steps(
        stage,
        fee_noticed=march(11),
        fee_paid=march(12),
        clarification_asked=march(6),
        clarification_given=march(6),
    )

    told = [move for move in found if move.reason is Reason.PAUSED]
    question = CountStep(
        march(6), Reason.PAUSED, ONE, (en("a question"),), 1, Unit.DAY, None, march(6)
    )
    assert told == [question, paused(11, 12, 2, Unit.DAY)]


# Past the days that the calendar knows --------------------------------------------------------


def known_until(day: int, uncertain: tuple[date, ...] = ()) -> Calendar:
    known = Span(LONG_AGO, march(day))
    return a_calendar(uncertain=uncertain, known=known, checked=known)


def test_past_the_known_days_the_steps_lead_to_the_earliest_end_alone() -> None:
    stage = a_stage(a_limit(5, Unit.WORKING_DAY))

    assert steps(stage, known_until(10, (march(6),))) == [
        EVENT,
        uncertain(6),
        *skipped(9, 10),
        CountStep(
            march(11), Reason.LIMIT, ONE, length=5, unit=Unit.WORKING_DAY, bound=Bound.EARLIEST
        ),
    ]


def test_past_the_known_days_a_closed_end_is_told_and_none_after_it() -> None:
    """Five days after Monday end on Saturday the 9th, which a provision may carry on."""
    stage = a_stage(a_limit(5, Unit.DAY, may_move=("2",)))

    assert steps(stage, known_until(8)) == [
        EVENT,
        CountStep(march(9), Reason.LIMIT, ONE, length=5, unit=Unit.DAY, bound=Bound.EARLIEST),
        *skipped(9, reason=Reason.END_CLOSED),
    ]
