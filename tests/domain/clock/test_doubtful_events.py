"""Notices and transfers whose day, or whose end, is not known: cases worked by hand.

A limit of ten working days from Monday 4 March 2024 ends on Monday 18 March.
"""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.small_world import a_calendar, a_law, a_limit, a_pause, a_stage, en
from tracker.domain.base.days import DaySpan
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.clock.interruptions import EXTENSION_NOTICED, Happened
from tracker.domain.law.count_step import Bound, Caution, Reason
from tracker.domain.law.law import Actor, Stage
from tracker.domain.law.limits import (
    Extension,
    LastDay,
    MonthEnd,
    PauseDay,
    PauseEffect,
    RunsFrom,
    Transfer,
    TransferEffect,
    Unit,
)

MONDAY = date(2024, 3, 4)
TEN_WORKING_DAYS = a_limit(10, Unit.WORKING_DAY)
TEN_MORE = Extension(Unit.WORKING_DAY, RunsFrom.END_OF_LIMIT, True, ("2",), length=10)


def march(day: int, until: int | None = None) -> DaySpan:
    return DaySpan(date(2024, 3, day), date(2024, 3, until or day))


def counted(stage: Stage, **happened: DaySpan) -> Deadline:
    since = [Happened(kind.replace("_", "-"), on) for kind, on in happened.items()]
    workdays = a_calendar().for_body(None)
    return count_deadline(a_law(stage), stage, DaySpan.on(MONDAY), workdays, happened=since)


def ends(deadline: Deadline) -> tuple[date, date | None]:
    return deadline.earliest, deadline.latest


def limit_days(deadline: Deadline) -> list[date]:
    return [move.day for move in deadline.moves if move.reason is Reason.LIMIT]


# A pause that goes on -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("noticed", "earliest"),
    [
        # On the day of the event, which is not counted anyway, or on the day after: 5 March.
        (march(4, 5), date(2024, 3, 5)),
        # On 5 March, the last day, or a day too late.
        (march(5, 6), date(2024, 3, 5)),
        (march(5), date(2024, 3, 6)),
    ],
)
def test_a_pause_that_goes_on_may_have_begun_on_the_day_that_costs_least(
    noticed: DaySpan, earliest: date
) -> None:
    stage = a_stage(a_limit(1, Unit.WORKING_DAY), pauses=(a_pause(),))

    assert ends(counted(stage, fee_noticed=noticed)) == (earliest, None)


def test_a_pause_may_have_begun_too_late_although_it_may_have_ended_in_time() -> None:
    """The one working day is 5 March. Noticed and paid on the 5th or the 6th: if both were on the
    6th nothing was stopped; if from the 5th to the 6th two days were."""
    stage = a_stage(a_limit(1, Unit.WORKING_DAY), pauses=(a_pause(),))

    deadline = counted(stage, fee_noticed=march(5, 6), fee_paid=march(5, 6))

    assert ends(deadline) == (date(2024, 3, 5), date(2024, 3, 7))


def test_a_weekend_day_between_the_two_ends_of_a_beginning_costs_nothing() -> None:
    """Noticed from Friday 8 to Monday 11 March: on the Saturday no working day is left out."""
    stage = a_stage(TEN_WORKING_DAYS, pauses=(a_pause(),))

    assert ends(counted(stage, fee_noticed=march(8, 11))) == (date(2024, 3, 18), None)


def test_a_restart_that_is_awaited_begins_at_the_earliest_with_the_notice() -> None:
    """Ten working days after Thursday 7 March end on Thursday 21 March."""
    stage = a_stage(TEN_WORKING_DAYS, pauses=(a_pause(PauseEffect.RESTARTS),))

    exact = counted(stage, fee_noticed=march(7))
    span = counted(stage, fee_noticed=march(7, 8))

    assert ends(exact) == ends(span) == (date(2024, 3, 21), None)
    for each in (exact, span):
        (reached,) = [move for move in each.moves if move.reason is Reason.LIMIT]
        assert (reached.day, reached.bound) == (date(2024, 3, 21), Bound.EARLIEST)


def test_pauses_are_taken_in_the_order_in_which_they_can_have_begun() -> None:
    """The fee was noticed from 5 to 19 March and paid on the 20th; a question of the 14th was
    answered on the 15th, and restarts it: to the 29th. So the fee came in time on any day."""
    fee = a_pause(PauseEffect.RESTARTS, PauseDay.COUNTED, PauseDay.COUNTED)
    asked = replace(
        fee,
        key="question",
        begins_with="clarification-asked",
        ends_with="clarification-given",
    )
    stage = a_stage(TEN_WORKING_DAYS, pauses=(fee, asked))

    deadline = counted(
        stage,
        fee_noticed=march(5, 19),
        fee_paid=march(20),
        clarification_asked=march(14),
        clarification_given=march(15),
    )

    # Ten working days after Wednesday 20 March end on Wednesday 3 April.
    assert ends(deadline) == (date(2024, 4, 3), date(2024, 4, 3))


def test_a_pause_began_no_later_than_it_can_have_ended() -> None:
    """Noticed from 7 to 9 March and paid from 8 to 9 March: one day is left out at the least,
    three at the most, of ten days to 14 March."""
    stage = a_stage(a_limit(10, Unit.DAY), pauses=(a_pause(),))

    deadline = counted(stage, fee_noticed=march(7, 9), fee_paid=march(8, 9))

    assert ends(deadline) == (date(2024, 3, 15), date(2024, 3, 17))


def test_a_restart_after_a_pause_that_only_stopped_the_time_still_counts() -> None:
    """A fee from 6 to 7 March, a question of the 11th answered on the 12th: ten working days
    after Tuesday 12 March end on Tuesday the 26th."""
    fee = a_pause()
    asked = replace(
        a_pause(PauseEffect.RESTARTS),
        key="question",
        begins_with="clarification-asked",
        ends_with="clarification-given",
    )
    stage = a_stage(TEN_WORKING_DAYS, pauses=(fee, asked))

    deadline = counted(
        stage,
        fee_noticed=march(6),
        fee_paid=march(7),
        clarification_asked=march(11),
        clarification_given=march(12),
    )

    assert ends(deadline) == (date(2024, 3, 26), date(2024, 3, 26))


# An extension announced in time, or not -------------------------------------------------------


def test_a_notice_that_may_have_come_too_late_extends_the_latest_day_only() -> None:
    deadline = counted(
        a_stage(TEN_WORKING_DAYS, extension=TEN_MORE), extension_noticed=march(18, 19)
    )

    assert ends(deadline) == (date(2024, 3, 18), date(2024, 4, 1))
    assert deadline.extended
    (doubt,) = [each for each in deadline.warnings if each.caution is Caution.EXTENSION_IN_DOUBT]
    assert (doubt.day, doubt.other_day) == (date(2024, 3, 19), date(2024, 3, 18))
    assert Caution.EXTENSION_TOO_LATE not in {each.caution for each in deadline.warnings}


def test_a_notice_surely_in_time_leaves_no_doubt() -> None:
    deadline = counted(
        a_stage(TEN_WORKING_DAYS, extension=TEN_MORE), extension_noticed=march(15, 18)
    )

    assert ends(deadline) == (date(2024, 4, 1), date(2024, 4, 1))
    assert deadline.warnings == ()


def test_the_steps_of_a_doubtful_extension_lead_to_both_days() -> None:
    limit = a_limit(12, Unit.DAY, last_day=LastDay.MOVES_ON)
    ten_days = Extension(Unit.DAY, RunsFrom.END_OF_LIMIT, True, ("2",), length=10)

    deadline = counted(a_stage(limit, extension=ten_days), extension_noticed=march(18, 19))

    # Twelve days: 16 March, a Saturday, so the 18th. Ten more after the Saturday end on Tuesday
    # the 26th, and after Monday the 18th on Thursday the 28th: nothing says which of them counts.
    assert ends(deadline) == (date(2024, 3, 18), date(2024, 3, 28))
    days = [(move.day.day, move.reason) for move in deadline.moves]
    assert days == sorted(days, key=lambda each: each[0])
    assert (18, Reason.MOVES_ON) in days
    assert (18, Reason.PERHAPS_EXTENDED_FROM) in days
    assert [day for day, reason in days if reason is Reason.EXTENSION] == [26, 28]


def test_a_whole_time_in_another_unit_is_counted_in_that_unit() -> None:
    """Thirty days after 4 March end on 3 April."""
    thirty_days = Extension(Unit.DAY, RunsFrom.EVENT, True, ("2",), length=30)

    deadline = counted(
        a_stage(TEN_WORKING_DAYS, extension=thirty_days), extension_noticed=march(5)
    )

    assert ends(deadline) == (date(2024, 4, 3), date(2024, 4, 3))


def test_an_extension_in_months_follows_the_rule_of_its_limit() -> None:
    """A month after 4 March ends on 4 April, a second one on 4 May."""
    month = a_limit(1, Unit.MONTH, month_end=MonthEnd.LAST_DAY)
    second = Extension(Unit.MONTH, RunsFrom.END_OF_LIMIT, True, ("2",), length=1)

    deadline = counted(a_stage(month, extension=second), extension_noticed=march(5))

    assert ends(deadline) == (date(2024, 5, 4), date(2024, 5, 4))


def test_a_pause_over_a_weekend_leaves_out_working_days_of_the_extension() -> None:
    """Ten days to 18 March, ten more to 1 April; left out are Friday 22 and Monday 25 March."""
    stage = a_stage(TEN_WORKING_DAYS, extension=TEN_MORE, pauses=(a_pause(),))

    deadline = counted(
        stage, extension_noticed=march(5), fee_noticed=march(22), fee_paid=march(25)
    )

    assert ends(deadline) == (date(2024, 4, 3), date(2024, 4, 3))


def test_a_shorter_limit_stands_although_an_extension_was_announced() -> None:
    """Three working days after Monday 4 March end on Thursday the 7th."""
    urgent = (a_limit(3, Unit.WORKING_DAY),)
    stage = a_stage(TEN_WORKING_DAYS, extension=TEN_MORE, expedited=urgent)
    since = [Happened(EXTENSION_NOTICED, march(5))]
    law, event, workdays = a_law(stage), DaySpan.on(MONDAY), a_calendar().for_body(None)

    deadline = count_deadline(law, stage, event, workdays, expedited=True, happened=since)

    assert ends(deadline) == (date(2024, 3, 7), date(2024, 3, 7))
    assert (deadline.law, deadline.stage, deadline.event) == (law, stage, event)
    assert not deadline.extended


# Transfers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("actor", [Actor.REQUESTER, Actor.APPEAL_BODY])
def test_a_request_that_was_handed_on_changes_no_other_time_than_the_bodys(actor: Actor) -> None:
    deadline = counted(a_stage(a_limit(30, Unit.DAY), actor=actor), transferred=march(1))

    assert ends(deadline) == (date(2024, 4, 3), date(2024, 4, 3))
    assert not deadline.provisional
    assert Reason.TRANSFERRED not in {move.reason for move in deadline.moves}


def test_an_appeal_body_follows_a_rule_on_transfer_where_its_stage_has_one() -> None:
    rule = Transfer(TransferEffect.RESTARTS, en("handed on"), ("2",))
    stage = a_stage(a_limit(30, Unit.DAY), actor=Actor.APPEAL_BODY, transfer=rule)

    assert ends(counted(stage, transferred=march(5))) == (date(2024, 4, 4), date(2024, 4, 4))


# Months ---------------------------------------------------------------------------------------


def a_month_from(event: DaySpan, effect: PauseEffect, until: DaySpan) -> Deadline:
    """One month, and a notice of costs that came on 30 January 2023 and was paid later."""
    month = a_limit(1, Unit.MONTH, month_end=MonthEnd.LAST_DAY)
    stage = a_stage(month, pauses=(a_pause(effect),))
    since = [
        Happened("fee-noticed", DaySpan.on(date(2023, 1, 30))),
        Happened("fee-paid", until),
    ]
    return count_deadline(a_law(stage), stage, event, a_calendar().for_body(None), happened=since)


@pytest.mark.parametrize(
    ("effect", "earliest", "latest"),
    [
        # Stopped from 30 to 31 January: two days after 28 February. Restarted: to 28 February.
        (PauseEffect.STOPS, date(2023, 3, 2), date(2023, 3, 2)),
        (PauseEffect.RESTARTS, date(2023, 2, 28), date(2023, 2, 28)),
        (PauseEffect.UNSETTLED, date(2023, 2, 28), date(2023, 3, 2)),
        (PauseEffect.IN_DOUBT, date(2023, 2, 28), date(2023, 3, 2)),
    ],
)
def test_a_paused_month_may_end_after_one_that_restarted(
    effect: PauseEffect, earliest: date, latest: date
) -> None:
    event, paid = DaySpan.on(date(2023, 1, 29)), DaySpan.on(date(2023, 1, 31))

    assert ends(a_month_from(event, effect, paid)) == (earliest, latest)


def test_a_month_from_the_earlier_of_two_days_may_end_later_where_it_is_stopped() -> None:
    """From the 29th two days are left out, from the 30th one: the 30th is not counted then."""
    event, paid = DaySpan(date(2023, 1, 29), date(2023, 1, 30)), DaySpan.on(date(2023, 1, 31))

    deadline = a_month_from(event, PauseEffect.STOPS, paid)

    assert ends(deadline) == (date(2023, 3, 1), date(2023, 3, 2))
