"""The cautions beside a date: which, with which days, and on what authority. Worked by hand.

Ten working days after Monday 4 March 2024 end on Monday 18 March, ten days on Thursday 14 March.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from tests.domain.small_world import (
    END,
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
from tracker.domain.calendar.workdays import Calendar
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.clock.interruptions import Happened
from tracker.domain.clock.steps import ENDS
from tracker.domain.law.count_step import Bound, Caution, Reason, Warn
from tracker.domain.law.law import Actor, Cited, ReadIn, Stage
from tracker.domain.law.limits import (
    Extension,
    FirstDay,
    LastDay,
    Outer,
    PauseDay,
    PauseEffect,
    RunsFrom,
    Transfer,
    TransferEffect,
    Unit,
)

MONDAY = date(2024, 3, 4)
TEN_WORKING_DAYS = a_limit(10, Unit.WORKING_DAY)
TEN_DAYS = a_limit(10, Unit.DAY)
ONE, TWO = a_provision("1").cited, a_provision("2").cited


def march(day: int) -> date:
    return date(2024, 3, day)


def counted(
    stage: Stage,
    calendar: Calendar | None = None,
    *,
    event: DaySpan | None = None,
    extended: bool = False,
    expedited: bool = False,
    read_in: ReadIn = ReadIn.OFFICIAL_TEXT,
    **happened: date | DaySpan,
) -> Deadline:
    since = [
        Happened(kind.replace("_", "-"), on if isinstance(on, DaySpan) else DaySpan.on(on))
        for kind, on in happened.items()
    ]
    return count_deadline(
        a_law(stage, read_in=read_in),
        stage,
        event or DaySpan.on(MONDAY),
        (calendar or a_calendar()).for_body(None),
        extended=extended,
        expedited=expedited,
        happened=since,
    )


def an_extension(unit: Unit, *, announced: bool = True) -> Extension:
    return Extension(unit, RunsFrom.END_OF_LIMIT, announced, ("2",), length=10)


# Of the rule ----------------------------------------------------------------------------------


def test_a_clock_that_stands_still_names_the_day_and_the_rule() -> None:
    stage = a_stage(TEN_WORKING_DAYS, pauses=(a_pause(),))

    deadline = counted(stage, fee_noticed=march(7))

    assert deadline.warnings == (Warn(Caution.CLOCK_STOPPED, march(7), cited=(TWO,)),)


def test_a_rule_read_weakly_is_named_and_a_strong_one_beside_it_is_not() -> None:
    stage = a_stage(a_limit(10, Unit.DAY, sources=("1", "weak")))

    deadline = counted(stage, read_in=ReadIn.TRANSLATION)

    weak = a_provision("weak", ReadIn.TRANSLATION).cited
    assert deadline.warnings == (Warn(Caution.RULE_UNVERIFIED, cited=(weak,)),)


def test_where_a_transfer_has_no_rule_both_days_are_named() -> None:
    deadline = counted(a_stage(TEN_DAYS), transferred=march(8))

    assert Warn(Caution.NO_TRANSFER_RULE, march(14), march(18)) in deadline.warnings


def test_a_transfer_with_a_rule_is_no_transfer_without_one() -> None:
    rule = Transfer(TransferEffect.RESTARTS, en("handed on"), ("2",))

    assert counted(a_stage(TEN_DAYS, transfer=rule), transferred=march(8)).warnings == ()


def test_an_outer_limit_warns_only_while_its_event_is_not_known() -> None:
    outer = Outer("decided", 365, Unit.DAY, FirstDay.NEXT, LastDay.STANDS, ("2",))
    stage = a_stage(TEN_DAYS, outer=outer)

    assert counted(stage).warnings == (Warn(Caution.NO_OUTER_EVENT),)
    assert counted(stage, answered=march(5)).warnings == (Warn(Caution.NO_OUTER_EVENT),)
    assert counted(stage, decided=march(1)).warnings == ()
    assert counted(stage, decided=march(1), answered=march(5)).warnings == ()


def test_an_extension_announced_too_late_names_the_day_of_the_notice() -> None:
    stage = a_stage(TEN_WORKING_DAYS, extension=an_extension(Unit.WORKING_DAY))

    deadline = counted(stage, extension_noticed=march(19))

    assert deadline.warnings == (Warn(Caution.EXTENSION_TOO_LATE, march(19)),)


def test_what_is_a_reading_of_the_text_is_listed_in_order() -> None:
    limit = replace(TEN_DAYS, inferred=frozenset({"unit", "first_day"}))

    assert counted(a_stage(limit)).warnings == (
        Warn(Caution.INFERRED, fields=("first_day", "unit")),
    )


# Of the calendar ------------------------------------------------------------------------------


def test_a_date_past_the_known_days_names_the_last_of_them_and_nothing_else() -> None:
    known = Span(LONG_AGO, march(15))
    calendar = a_calendar(uncertain=[march(6)], known=known, checked=known)

    deadline = counted(a_stage(TEN_WORKING_DAYS), calendar)

    assert deadline.warnings == (Warn(Caution.CALENDAR_UNKNOWN, march(15)),)
    assert deadline.latest is None


def test_a_date_on_the_last_known_day_is_known() -> None:
    known = Span(LONG_AGO, march(19))
    calendar = a_calendar(uncertain=[march(6)], known=known, checked=known)

    deadline = counted(a_stage(TEN_WORKING_DAYS), calendar)

    assert deadline.warnings == (Warn(Caution.UNCERTAIN_DAYS, march(18), march(19)),)
    assert deadline.latest == march(19)


@pytest.mark.parametrize("since", [LONG_AGO, march(5)])
def test_days_outside_those_compared_with_notices_are_named_with_them(since: date) -> None:
    checked = Span(since, march(18) if since > MONDAY else march(17))
    calendar = a_calendar(checked=checked)

    deadline = counted(a_stage(TEN_WORKING_DAYS), calendar)

    unchecked = Warn(Caution.CALENDAR_UNCHECKED, checked.since, checked.until)
    assert deadline.warnings == (unchecked,)


def test_a_calendar_that_nobody_compared_is_said_to_be_such() -> None:
    deadline = counted(a_stage(TEN_WORKING_DAYS), a_calendar(checked=None))

    assert deadline.warnings == (Warn(Caution.CALENDAR_NEVER_CHECKED),)


@pytest.mark.parametrize(
    ("stage", "extended"),
    [
        (a_stage(a_limit(10, Unit.DAY, last_day=LastDay.MOVES_ON)), False),
        (a_stage(a_limit(10, Unit.DAY, last_day=LastDay.MOVES_BACK)), False),
        (a_stage(a_limit(10, Unit.DAY, may_move=("2",))), False),
        (a_stage(TEN_DAYS, actor=Actor.REQUESTER), False),
        (a_stage(TEN_DAYS, extension=an_extension(Unit.WORKING_DAY)), True),
        (a_stage(TEN_WORKING_DAYS, extension=an_extension(Unit.DAY)), True),
    ],
)
def test_every_count_that_depends_on_open_days_says_that_nobody_compared_them(
    stage: Stage, extended: bool
) -> None:
    deadline = counted(stage, a_calendar(checked=None), extended=extended)

    assert Caution.CALENDAR_NEVER_CHECKED in {each.caution for each in deadline.warnings}


@pytest.mark.parametrize("extension", [None, an_extension(Unit.DAY)])
def test_plain_days_depend_on_no_calendar(extension: Extension | None) -> None:
    stage = a_stage(TEN_DAYS, extension=extension)

    deadline = counted(stage, a_calendar(checked=None), extended=extension is not None)

    assert deadline.warnings == ()


# Of the span ----------------------------------------------------------------------------------


def test_hours_name_the_day_on_which_they_end_and_no_doubt_about_days() -> None:
    deadline = counted(a_stage(a_limit(36, Unit.HOUR)))

    assert deadline.warnings == (Warn(Caution.HOURS, march(5)),)
    assert (deadline.earliest, deadline.latest) == (march(5), march(6))


def test_uncertain_days_of_the_count_name_both_days() -> None:
    deadline = counted(a_stage(TEN_WORKING_DAYS), a_calendar(uncertain=[march(6)]))

    assert deadline.warnings == (Warn(Caution.UNCERTAIN_DAYS, march(18), march(19)),)


def test_uncertain_days_of_an_extension_count_as_well() -> None:
    stage = a_stage(TEN_DAYS, extension=an_extension(Unit.WORKING_DAY))

    deadline = counted(stage, a_calendar(uncertain=[march(20)]), extended=True)

    # Ten working days after Thursday 14 March: the 28th, or Friday the 29th.
    assert deadline.warnings == (Warn(Caution.UNCERTAIN_DAYS, march(28), march(29)),)


def test_uncertain_days_of_the_limit_count_where_the_extension_is_in_plain_days() -> None:
    stage = a_stage(TEN_WORKING_DAYS, extension=an_extension(Unit.DAY))

    deadline = counted(stage, a_calendar(uncertain=[march(6)]), extended=True)

    assert deadline.warnings == (Warn(Caution.UNCERTAIN_DAYS, march(28), march(29)),)


def test_a_last_day_that_may_move_names_both_days_and_the_provision() -> None:
    deadline = counted(a_stage(a_limit(5, Unit.DAY, may_move=("2",))))

    assert deadline.warnings == (Warn(Caution.UNSETTLED_END, march(9), march(11), (TWO,)),)


def test_a_rule_that_is_not_settled_names_both_days_and_the_provision() -> None:
    pause = a_pause(begin_day=PauseDay.UNSETTLED)

    deadline = counted(
        a_stage(TEN_DAYS, pauses=(pause,)), fee_noticed=march(7), fee_paid=march(12)
    )

    unsettled = Warn(Caution.INTERRUPTION_UNSETTLED, march(19), march(20), (TWO,))
    assert deadline.warnings == (unsettled,)


@pytest.mark.parametrize(
    "unsure",
    [
        {"begin_day": PauseDay.UNSETTLED},
        {"end_day": PauseDay.UNSETTLED},
        {"effect": PauseEffect.UNSETTLED},
        {"effect": PauseEffect.IN_DOUBT},
    ],
)
def test_each_doubt_about_a_pause_is_one(unsure: dict[str, object]) -> None:
    pause = replace(a_pause(), **unsure)  # type: ignore[arg-type]
    stage = a_stage(TEN_DAYS, pauses=(pause,))

    deadline = counted(stage, fee_noticed=march(7), fee_paid=march(12))

    assert [each.caution for each in deadline.warnings] == [Caution.INTERRUPTION_UNSETTLED]


def test_a_span_that_follows_from_the_day_of_the_event_needs_no_caution() -> None:
    event = DaySpan(MONDAY, march(5))

    assert counted(a_stage(TEN_WORKING_DAYS), event=event).warnings == ()


def test_where_the_law_moves_a_closed_last_day_only_the_day_itself_can_be_in_doubt() -> None:
    """Ten days end on Thursday 14 March, perhaps a holiday: then on Friday the 15th."""
    moves_on = a_stage(a_limit(10, Unit.DAY, last_day=LastDay.MOVES_ON))

    deadline = counted(moves_on, a_calendar(uncertain=[march(14)]))

    assert deadline.warnings == (Warn(Caution.UNCERTAIN_END, march(14), march(15)),)


def test_where_both_the_day_and_the_rule_are_in_doubt_both_are_told() -> None:
    stage = a_stage(a_limit(10, Unit.DAY, may_move=("2",)))

    deadline = counted(stage, a_calendar(uncertain=[march(14)]))

    assert deadline.warnings == (
        Warn(Caution.UNSETTLED_END, march(14), march(15), (TWO,)),
        Warn(Caution.UNCERTAIN_END, march(14), march(15)),
    )


def test_a_transfer_without_a_rule_throws_no_doubt_on_the_days_of_the_office() -> None:
    deadline = counted(a_stage(TEN_WORKING_DAYS), transferred=march(6))

    assert deadline.warnings == (Warn(Caution.NO_TRANSFER_RULE, march(18), march(20)),)


def test_while_a_clock_stands_still_no_step_names_a_later_end() -> None:
    """The fee of 11 March: ten days from the 4th end on the 14th. Paid at once the day of the
    notice alone was left out: Friday the 15th. The 19th, perhaps a holiday, is of no account."""
    stage = a_stage(a_limit(10, Unit.DAY, last_day=LastDay.MOVES_ON), pauses=(a_pause(),))

    deadline = counted(stage, a_calendar(uncertain=[march(15), march(19)]), fee_noticed=march(11))

    told = {(m.day, m.reason, m.bound) for m in deadline.moves if m.reason in ENDS}
    assert told == {
        (march(15), Reason.LIMIT, Bound.EARLIEST),
    }
    assert all(move.day <= march(15) for move in deadline.moves)


def test_while_the_clock_stands_still_no_other_doubt_is_told() -> None:
    stage = a_stage(TEN_WORKING_DAYS, pauses=(a_pause(),))

    deadline = counted(stage, a_calendar(uncertain=[march(6)]), fee_noticed=march(11))

    assert [each.caution for each in deadline.warnings] == [Caution.CLOCK_STOPPED]


# Of filing ------------------------------------------------------------------------------------


def test_where_no_day_is_safe_the_end_is_named() -> None:
    stage = a_stage(a_limit(1, Unit.DAY), actor=Actor.REQUESTER)

    deadline = counted(stage, event=DaySpan.on(march(9)))

    assert deadline.warnings == (Warn(Caution.NO_SAFE_DAY, march(10)),)


def test_a_closed_last_day_names_the_safe_day_the_next_open_one_and_the_provision() -> None:
    limit = a_limit(5, Unit.DAY, may_move=("2",))

    deadline = counted(a_stage(limit, actor=Actor.REQUESTER))

    assert deadline.warnings == (Warn(Caution.LAST_DAY_CLOSED, march(8), march(11), (TWO,)),)


def test_the_day_of_the_event_itself_may_be_the_last_safe_day() -> None:
    """Friday 8 March: the one day that the law gives ends on a Saturday."""
    stage = a_stage(a_limit(1, Unit.DAY), actor=Actor.REQUESTER)

    deadline = counted(stage, event=DaySpan.on(march(8)))

    assert deadline.last_safe_day == march(8)
    assert deadline.warnings == (Warn(Caution.LAST_DAY_CLOSED, march(8), march(11)),)


@pytest.mark.parametrize("may_move", [(), ("2",)])
@pytest.mark.parametrize(("known_until", "safe"), [(13, 13), (10, 8)])
def test_past_the_known_days_plain_days_have_their_end_and_no_day_is_safe(
    known_until: int, safe: int, may_move: tuple[str, ...]
) -> None:
    """Known up to Wednesday 13 March, or to Sunday the 10th, before which the 8th was open."""
    known = Span(LONG_AGO, march(known_until))
    calendar = a_calendar(known=known, checked=known)
    limit = a_limit(10, Unit.DAY, may_move=may_move)

    deadline = counted(a_stage(limit, actor=Actor.REQUESTER), calendar)

    assert (deadline.earliest, deadline.latest) == (march(14), march(14))
    assert deadline.last_safe_day == march(safe)
    assert deadline.warnings == (Warn(Caution.OPEN_DAYS_UNKNOWN, march(safe), march(known_until)),)
    assert deadline.provisional


@pytest.mark.parametrize("length", [10, 1500])
def test_however_far_past_the_known_days_a_time_ends_it_is_told(length: int) -> None:
    known = Span(LONG_AGO, march(13))
    stage = a_stage(a_limit(length, Unit.DAY), actor=Actor.REQUESTER)

    deadline = counted(stage, a_calendar(known=known, checked=known))

    assert deadline.latest == MONDAY + timedelta(days=length)
    assert deadline.last_safe_day == march(13)


@pytest.mark.parametrize(
    ("known_until", "said"),
    [
        (9, Warn(Caution.OPEN_DAYS_UNKNOWN, march(8), march(9))),
        (10, Warn(Caution.OPEN_DAYS_UNKNOWN, march(8), march(10))),
        (11, Warn(Caution.LAST_DAY_CLOSED, march(8), march(11))),
    ],
)
def test_the_next_open_day_is_named_only_where_it_is_known(known_until: int, said: Warn) -> None:
    """Five days end on Saturday 9 March, and Monday the 11th is the next open day."""
    known = Span(LONG_AGO, march(known_until))
    stage = a_stage(a_limit(5, Unit.DAY), actor=Actor.REQUESTER)

    deadline = counted(stage, a_calendar(known=known, checked=known))

    assert (deadline.latest, deadline.last_safe_day) == (march(9), march(8))
    assert deadline.warnings == (said,)


def test_past_the_known_days_a_pause_of_a_requester_is_in_doubt_all_the_same() -> None:
    """Ten days and those of the pause: one day lies between 7 and 9 March, three with both."""
    pause = a_pause(begin_day=PauseDay.UNSETTLED, end_day=PauseDay.UNSETTLED)
    known = Span(LONG_AGO, march(13))
    stage = a_stage(TEN_DAYS, actor=Actor.REQUESTER, pauses=(pause,))
    calendar = a_calendar(known=known, checked=known)

    deadline = counted(stage, calendar, fee_noticed=march(7), fee_paid=march(9))

    assert deadline.warnings == (
        Warn(Caution.INTERRUPTION_UNSETTLED, march(15), march(17), (TWO,)),
        Warn(Caution.OPEN_DAYS_UNKNOWN, march(13), march(13)),
    )


def test_a_requester_who_has_working_days_is_told_of_both() -> None:
    known = Span(LONG_AGO, march(15))
    calendar = a_calendar(known=known, checked=known)

    deadline = counted(a_stage(TEN_WORKING_DAYS, actor=Actor.REQUESTER), calendar)

    assert (deadline.latest, deadline.last_safe_day) == (None, march(15))
    assert deadline.warnings == (
        Warn(Caution.CALENDAR_UNKNOWN, march(15)),
        Warn(Caution.OPEN_DAYS_UNKNOWN, march(15), march(15)),
    )


def test_the_first_and_the_last_day_that_a_calendar_knows_can_start_a_count() -> None:
    stage = a_stage(a_limit(1, Unit.WORKING_DAY))

    assert counted(stage, event=DaySpan.on(LONG_AGO)).earliest == date(2022, 12, 2)
    assert counted(stage, event=DaySpan.on(END)).earliest == date(2025, 7, 1)


def cited_of(deadline: Deadline) -> set[Cited]:
    return {cited for move in deadline.moves for cited in move.cited}


def test_the_authority_of_a_count_is_that_of_its_limit() -> None:
    assert cited_of(counted(a_stage(TEN_DAYS))) == {ONE}
