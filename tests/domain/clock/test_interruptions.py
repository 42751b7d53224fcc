"""Pauses, restarts, transfers, extensions and outer limits: cases worked by hand, and worlds."""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.small_world import (
    a_calendar,
    a_law,
    a_limit,
    a_pause,
    a_stage,
    en,
)
from tracker.domain.base.days import DaySpan, Span
from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.calendar.workdays import Calendar
from tracker.domain.case.pending_duties import limits_of
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.clock.interruptions import Happened
from tracker.domain.law.count_step import Bound, Caution, Reason
from tracker.domain.law.law import Actor, ReadIn, Stage
from tracker.domain.law.limits import (
    Extension,
    FirstDay,
    LastDay,
    MonthEnd,
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


def march(day: int) -> date:
    return date(2024, 3, day)


def april(day: int) -> date:
    return date(2024, 4, day)


def an_extension(
    length: int | None = 10,
    unit: Unit = Unit.WORKING_DAY,
    runs_from: RunsFrom = RunsFrom.END_OF_LIMIT,
    *,
    announced: bool = True,
) -> Extension:
    return Extension(unit, runs_from, announced, ("2",), length=length)


def happened(**days: date | DaySpan) -> tuple[Happened, ...]:
    return tuple(
        Happened(kind.replace("_", "-"), on if isinstance(on, DaySpan) else DaySpan.on(on))
        for kind, on in days.items()
    )


def counted(
    stage: Stage,
    since: tuple[Happened, ...] = (),
    event: date | DaySpan = MONDAY,
    calendar: Calendar | None = None,
    *,
    extended: bool = False,
    read_in: ReadIn = ReadIn.OFFICIAL_TEXT,
) -> Deadline:
    span = event if isinstance(event, DaySpan) else DaySpan.on(event)
    workdays = (calendar or a_calendar()).for_body(None)
    law = a_law(stage, read_in=read_in)
    return count_deadline(law, stage, span, workdays, extended=extended, happened=since)


def ends(deadline: Deadline) -> tuple[date, date | None]:
    return deadline.earliest, deadline.latest


def cautions(deadline: Deadline) -> set[Caution]:
    return {warning.caution for warning in deadline.warnings}


def exactly(day: date) -> tuple[date, date]:
    return day, day


TEN_WORKING_DAYS = a_limit(10, Unit.WORKING_DAY)  # from Monday 4 March: to Monday 18 March
TEN_DAYS = a_limit(10, Unit.DAY)  # from Monday 4 March: to Thursday 14 March


# Pauses worked by hand ------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("begin_day", "end_day", "working_days_end", "days_end"),
    [
        # Noticed on Thursday 7 March, paid on Tuesday 12 March. Left out: 7, 8, 11, 12 March are
        # four working days (18 March becomes 22 March) and 7 to 12 March six days (14: 20 March).
        (PauseDay.LEFT_OUT, PauseDay.LEFT_OUT, march(22), march(20)),
        # 8, 11, 12 March; 8 to 12 March.
        (PauseDay.COUNTED, PauseDay.LEFT_OUT, march(21), march(19)),
        # 7, 8, 11 March; 7 to 11 March.
        (PauseDay.LEFT_OUT, PauseDay.COUNTED, march(21), march(19)),
        # 8 and 11 March; 8 to 11 March.
        (PauseDay.COUNTED, PauseDay.COUNTED, march(20), march(18)),
    ],
)
def test_a_pause_leaves_its_days_out_with_or_without_its_ends(
    begin_day: PauseDay, end_day: PauseDay, working_days_end: date, days_end: date
) -> None:
    pauses = (a_pause(begin_day=begin_day, end_day=end_day),)
    since = happened(fee_noticed=march(7), fee_paid=march(12))

    in_working_days = counted(a_stage(TEN_WORKING_DAYS, pauses=pauses), since)
    in_days = counted(a_stage(TEN_DAYS, pauses=pauses), since)

    assert ends(in_working_days) == exactly(working_days_end)
    assert ends(in_days) == exactly(days_end)


def test_a_pause_is_a_step_that_names_its_days_and_its_rule() -> None:
    stage = a_stage(TEN_WORKING_DAYS, pauses=(a_pause(),))

    deadline = counted(stage, happened(fee_noticed=march(7), fee_paid=march(12)))

    (paused,) = [move for move in deadline.moves if move.reason is Reason.PAUSED]
    assert (paused.day, paused.until) == (march(7), march(12))
    assert (paused.length, paused.unit, paused.bound) == (4, Unit.WORKING_DAY, None)
    assert [str(each.cite) for each in paused.cited] == ["section 2"]
    assert deadline.sources == ("1", "2")


def test_where_the_ends_of_a_pause_are_not_settled_the_deadline_is_a_span() -> None:
    pause = a_pause(begin_day=PauseDay.UNSETTLED, end_day=PauseDay.UNSETTLED)
    since = happened(fee_noticed=march(7), fee_paid=march(12))

    deadline = counted(a_stage(TEN_DAYS, pauses=(pause,)), since)

    assert ends(deadline) == (march(18), march(20))
    assert Caution.INTERRUPTION_UNSETTLED in cautions(deadline)
    assert Caution.UNSETTLED_END not in cautions(deadline)
    bounds = {move.bound for move in deadline.moves if move.reason is Reason.PAUSED}
    assert bounds == {Bound.EARLIEST, Bound.LATEST}


def test_a_pause_that_may_restart_the_time_is_bounded_by_both_readings() -> None:
    stage = a_stage(TEN_WORKING_DAYS, pauses=(a_pause(PauseEffect.UNSETTLED),))
    since = happened(fee_noticed=march(7), fee_paid=march(12))

    deadline = counted(stage, since)

    assert ends(deadline) == (march(22), march(26))  # four days left out; ten again from the 12th
    assert {Reason.PAUSED, Reason.RESTARTED} <= {move.reason for move in deadline.moves}


def test_a_pause_of_which_the_law_is_silent_may_have_none() -> None:
    stage = a_stage(TEN_WORKING_DAYS, pauses=(a_pause(PauseEffect.IN_DOUBT),))

    ended = counted(stage, happened(fee_noticed=march(7), fee_paid=march(12)))
    going_on = counted(stage, happened(fee_noticed=march(7)))

    assert ends(ended) == (march(18), march(26))
    assert Caution.INTERRUPTION_UNSETTLED in cautions(ended)
    assert ends(going_on) == (march(18), None)


def test_a_restart_counts_the_whole_time_again() -> None:
    stage = a_stage(TEN_WORKING_DAYS, pauses=(a_pause(PauseEffect.RESTARTS),))

    deadline = counted(stage, happened(fee_noticed=march(7), fee_paid=march(12)))

    assert ends(deadline) == exactly(march(26))
    (restarted,) = [move for move in deadline.moves if move.reason is Reason.RESTARTED]
    assert restarted.day == march(12)
    skipped = {move.day for move in deadline.moves if move.reason is Reason.CLOSED}
    assert skipped == {march(n) for n in (16, 17, 23, 24)}


def test_while_a_pause_goes_on_there_is_no_latest_day() -> None:
    stage = a_stage(TEN_WORKING_DAYS, pauses=(a_pause(),))

    deadline = counted(stage, happened(fee_noticed=march(7)))

    assert ends(deadline) == (march(19), None)  # paid on the day itself, at the earliest
    assert deadline.provisional
    assert Caution.CLOCK_STOPPED in cautions(deadline)
    assert not deadline.missed_on(date(2030, 1, 1))
    assert Reason.STOPPED in {move.reason for move in deadline.moves}


@pytest.mark.parametrize("effect", PauseEffect)
def test_a_notice_after_the_time_was_over_stops_nothing(effect: PauseEffect) -> None:
    stage = a_stage(TEN_WORKING_DAYS, pauses=(a_pause(effect),))

    deadline = counted(stage, happened(fee_noticed=march(19), fee_paid=march(25)))

    assert ends(deadline) == exactly(march(18))
    assert deadline.sources == ("1",)


@pytest.mark.parametrize(
    "effect", [each for each in PauseEffect if each not in ("runs-on", "decides")]
)
def test_a_notice_on_the_last_day_still_counts(effect: PauseEffect) -> None:
    stage = a_stage(TEN_WORKING_DAYS, pauses=(a_pause(effect),))

    deadline = counted(stage, happened(fee_noticed=march(18), fee_paid=march(18)))

    assert deadline.latest is not None
    assert deadline.latest > march(18)


def test_days_of_two_pauses_that_overlap_are_left_out_once() -> None:
    other = Pause(
        "question",
        "clarification-asked",
        "clarification-given",
        PauseEffect.STOPS,
        PauseDay.LEFT_OUT,
        PauseDay.LEFT_OUT,
        en("a question"),
        ("2",),
    )
    since = happened(
        fee_noticed=march(7),
        clarification_asked=march(8),
        fee_paid=march(12),
        clarification_given=march(13),
    )

    deadline = counted(a_stage(TEN_DAYS, pauses=(a_pause(), other)), since)

    assert ends(deadline) == exactly(march(21))  # 7 to 13 March: seven days after 14 March


def test_two_fee_notices_are_two_pauses() -> None:
    since = (
        *happened(fee_noticed=march(5), fee_paid=march(6)),
        *happened(fee_noticed=march(11), fee_paid=march(11)),
    )

    deadline = counted(a_stage(TEN_DAYS, pauses=(a_pause(),)), since)

    assert ends(deadline) == exactly(march(17))


def test_an_end_that_was_spent_on_one_notice_ends_no_later_one() -> None:
    """Noticed on 5, 6 and 7 March, paid on 11, 12 and 14 March: ten days are left out."""
    since = (
        *happened(fee_noticed=march(5), fee_paid=march(11)),
        *happened(fee_noticed=march(6), fee_paid=march(12)),
        *happened(fee_noticed=march(7), fee_paid=march(14)),
    )

    deadline = counted(a_stage(TEN_DAYS, pauses=(a_pause(),)), since)

    assert ends(deadline) == exactly(march(24))


def test_an_end_that_belongs_to_another_pause_ends_a_third_one_perhaps() -> None:
    """The answer of 8 March is that to the first question; whether it ended the third matter too,
    which has its own end on the 13th, is in doubt: 5 to 11 March are left out, or 5 to 13."""
    first, second = (
        replace(a_pause(), key=key, begins_with=f"{key}-asked", ends_with=f"{key}-given")
        for key in ("one", "two")
    )
    third = replace(
        first,
        key="six",
        begins_with="six-asked",
        ends_with="six-given",
        or_ends_with=("one-given",),
    )
    since = happened(
        one_asked=march(5),
        two_asked=march(6),
        six_asked=march(7),
        one_given=march(8),
        two_given=march(11),
        six_given=march(13),
    )

    deadline = counted(a_stage(TEN_DAYS, pauses=(first, second, third)), since)

    assert ends(deadline) == (march(21), march(23))


def test_of_two_notices_of_one_day_nobody_can_tell_which_was_the_one_that_the_law_allows() -> None:
    """As if neither had stopped the time, or as if it had restarted on 8 March."""
    since = (
        *happened(fee_noticed=march(5), fee_paid=march(7)),
        *happened(fee_noticed=march(5), fee_paid=march(8)),
    )

    deadline = counted(a_stage(TEN_DAYS, pauses=(replace(a_pause(), at_most=1),)), since)

    assert ends(deadline) == (march(14), march(18))


def test_a_pause_that_began_with_the_event_leaves_out_no_day_twice() -> None:
    stage = a_stage(TEN_DAYS, pauses=(a_pause(),))

    deadline = counted(stage, happened(fee_noticed=MONDAY, fee_paid=march(5)))

    assert ends(deadline) == exactly(march(15))  # 4 March is not counted anyway


def test_a_pause_read_in_a_guide_makes_a_date_provisional_once_it_happened() -> None:
    stage = a_stage(TEN_DAYS, pauses=(a_pause(sources=("weak",)),))

    without = counted(stage, read_in=ReadIn.SECONDARY)
    paused = counted(
        stage,
        happened(fee_noticed=march(7), fee_paid=march(8)),
        read_in=ReadIn.SECONDARY,
    )

    assert not without.provisional
    assert paused.provisional


def test_a_month_goes_on_after_a_pause_by_as_many_days() -> None:
    month = a_limit(1, Unit.MONTH, month_end=MonthEnd.LAST_DAY)
    stage = a_stage(month, pauses=(a_pause(),))

    deadline = counted(stage, happened(fee_noticed=march(7), fee_paid=march(12)))

    assert ends(deadline) == exactly(april(10))  # 4 April and six days


def test_after_a_pause_a_closed_last_day_still_moves_on() -> None:
    moves_on = a_limit(10, Unit.DAY, last_day=LastDay.MOVES_ON)
    stage = a_stage(moves_on, pauses=(a_pause(),))

    deadline = counted(stage, happened(fee_noticed=march(7), fee_paid=march(8)))

    assert ends(deadline) == exactly(march(18))  # Saturday 16 March


# Transfers ------------------------------------------------------------------------------------


def a_transfer(effect: TransferEffect) -> Transfer:
    return Transfer(effect, en("handed on"), ("2",))


@pytest.mark.parametrize(
    ("effect", "earliest", "latest"),
    [
        (TransferEffect.CONTINUES, march(14), march(14)),
        (TransferEffect.RESTARTS, march(18), march(18)),
        (TransferEffect.UNSETTLED, march(14), march(18)),
    ],
)
def test_a_transfer_does_what_the_law_says(
    effect: TransferEffect, earliest: date, latest: date
) -> None:
    stage = a_stage(TEN_DAYS, transfer=a_transfer(effect))

    deadline = counted(stage, happened(transferred=march(8)))

    assert ends(deadline) == (earliest, latest)
    assert not deadline.provisional
    assert deadline.sources == ("1", "2")


def a_time_of_its_own(effect: TransferEffect = TransferEffect.CONTINUES) -> Stage:
    """Ten days, and fifteen of a body to which the request goes: to 14 and to 19 March."""
    transfer = replace(a_transfer(effect), limits=(a_limit(15, Unit.DAY),))
    return a_stage(TEN_DAYS, transfer=transfer, expedited=(a_limit(2, Unit.DAY),))


@pytest.mark.parametrize(
    ("effect", "earliest", "latest"),
    [
        (TransferEffect.CONTINUES, march(19), march(19)),
        (TransferEffect.RESTARTS, march(23), march(23)),
        (TransferEffect.UNSETTLED, march(19), march(23)),
    ],
)
def test_another_body_may_have_a_time_of_its_own_from_either_receipt(
    effect: TransferEffect, earliest: date, latest: date
) -> None:
    stage = a_time_of_its_own(effect)

    assert ends(counted(stage)) == exactly(march(14))
    assert ends(counted(stage, happened(transferred=march(8)))) == (earliest, latest)


def test_a_transfer_when_the_time_was_over_leaves_its_end_as_the_earliest_day() -> None:
    stage = a_time_of_its_own()

    for on in (march(15), DaySpan(march(13), march(15))):
        deadline = counted(stage, happened(transferred=on))
        assert ends(deadline) == (march(14), march(19))
        assert Caution.TRANSFER_IN_DOUBT in cautions(deadline)
        named = [(step.day, step.length) for step in deadline.moves if step.length]
        assert named == [(march(14), 10), (march(19), 15)]
    in_time = counted(stage, happened(transferred=march(14)))
    assert Caution.TRANSFER_IN_DOUBT not in cautions(in_time)


def test_a_body_that_was_handed_a_request_when_its_own_time_was_over_is_never_late() -> None:
    for stage, on, earliest in (
        (a_time_of_its_own(), march(20), march(14)),
        (a_time_of_its_own(), DaySpan(march(19), march(20)), march(14)),
        (
            a_stage(
                TEN_DAYS,
                transfer=replace(
                    a_transfer(TransferEffect.CONTINUES), limits=(a_limit(5, Unit.DAY),)
                ),
            ),
            march(12),
            march(9),
        ),
    ):
        deadline = counted(stage, happened(transferred=on))
        assert (deadline.earliest, deadline.latest) == (earliest, None)
        assert not deadline.missed_on(march(31))


def test_a_body_whose_time_may_have_been_over_when_it_got_the_request_is_never_late() -> None:
    """Fifteen days from a day between the 4th and the 8th end on a day between the 19th and the
    23rd. If nothing says whether a transfer or a fee notice restarts the time, it may end on the
    19th too."""
    received = DaySpan(march(4), march(8))
    continues, unsettled = a_time_of_its_own(), a_time_of_its_own(TransferEffect.UNSETTLED)
    for stage, event, since in (
        (continues, received, happened(transferred=march(20))),
        (continues, received, happened(transferred=march(23))),
        (unsettled, march(4), happened(transferred=march(20))),
        (
            replace(continues, pauses=(a_pause(PauseEffect.IN_DOUBT),)),
            march(4),
            happened(transferred=march(20), fee_noticed=march(11), fee_paid=march(13)),
        ),
    ):
        deadline = counted(stage, since, event=event)
        assert ends(deadline) == (march(14), None)
        assert Caution.TRANSFER_IN_DOUBT in cautions(deadline)
    on_the_last_day = happened(transferred=march(19))
    assert ends(counted(continues, on_the_last_day, event=received)) == (march(14), march(23))


def test_an_extension_is_added_to_the_time_of_another_body_and_urgency_shortens_it() -> None:
    stage = replace(a_time_of_its_own(), extension=an_extension(5, Unit.DAY))
    since = happened(transferred=march(8))

    assert ends(counted(stage, since, extended=True)) == exactly(march(24))
    noticed = happened(transferred=march(8), extension_noticed=march(18))
    assert ends(counted(stage, noticed)) == exactly(march(24))
    urgent = count_deadline(
        a_law(stage),
        stage,
        DaySpan.on(MONDAY),
        a_calendar().for_body(None),
        expedited=True,
        happened=since,
    )
    assert ends(urgent) == exactly(march(6))


def test_a_law_may_have_had_a_time_for_another_body_for_some_years_alone() -> None:
    own = replace(a_limit(15, Unit.DAY), span=Span(date(2024, 3, 5)))
    stage = a_stage(
        TEN_DAYS, transfer=replace(a_transfer(TransferEffect.CONTINUES), limits=(own,))
    )
    since = happened(transferred=march(8))

    assert ends(counted(stage, since)) == exactly(march(14))
    assert ends(counted(stage, since, event=march(5))) == exactly(march(20))


def test_a_notice_that_is_the_decision_leaves_no_latest_day_paid_or_not() -> None:
    """No non-response is logged against a body that decided in time; one that came after the time
    changes nothing."""
    stage = a_stage(TEN_WORKING_DAYS, pauses=(a_pause(PauseEffect.DECIDES),))

    for since in ({"fee_noticed": march(18)}, {"fee_noticed": march(6), "fee_paid": march(8)}):
        deadline = counted(stage, happened(**since))
        assert (deadline.earliest, deadline.latest) == (march(18), None)
        assert Caution.DECIDED_BY_NOTICE in cautions(deadline)
        assert deadline.moves[-1].reason is not Reason.RESTARTED
    late = counted(stage, happened(fee_noticed=march(19)))
    assert ends(late) == (march(18), march(18))
    assert Caution.DECIDED_BY_NOTICE not in cautions(late)


def test_a_transfer_under_a_law_that_has_none_does_not_restart_the_time() -> None:
    stage = a_stage(TEN_DAYS, transfer=a_transfer(TransferEffect.NONE))

    deadline = counted(stage, happened(transferred=march(8)))

    assert ends(deadline) == (march(14), march(14))
    # The body wrote that it passed the request on, so it is not certain that it was silent.
    assert deadline.provisional
    assert Caution.TRANSFER_OUTSIDE_THE_LAW in cautions(deadline)


def test_a_transfer_of_which_the_law_says_nothing_is_provisional() -> None:
    deadline = counted(a_stage(TEN_DAYS), happened(transferred=march(8)))

    assert ends(deadline) == (march(14), march(18))
    assert deadline.provisional
    assert Caution.NO_TRANSFER_RULE in cautions(deadline)
    assert all(move.cited for move in deadline.moves)


def test_a_body_that_is_handed_a_request_too_late_has_its_own_time_all_the_same() -> None:
    stage = a_stage(TEN_DAYS, transfer=a_transfer(TransferEffect.RESTARTS))

    deadline = counted(stage, happened(transferred=march(20)))

    assert ends(deadline) == exactly(march(30))


# Extensions -----------------------------------------------------------------------------------


def test_an_extension_may_be_the_whole_time_from_the_event() -> None:
    thirty = an_extension(30, runs_from=RunsFrom.EVENT)
    stage = a_stage(a_limit(20, Unit.WORKING_DAY), extension=thirty)

    # 30 working days after Monday 4 March: six whole weeks.
    assert ends(counted(stage, extended=True)) == exactly(april(15))


def test_an_extension_notice_in_time_extends_and_one_too_late_does_not() -> None:
    stage = a_stage(TEN_WORKING_DAYS, extension=an_extension())

    in_time = counted(stage, happened(extension_noticed=march(18)))
    too_late = counted(stage, happened(extension_noticed=march(19)))

    assert ends(in_time) == exactly(april(1))
    assert in_time.extended
    assert ends(too_late) == exactly(march(18))
    assert not too_late.extended
    assert Caution.EXTENSION_TOO_LATE in cautions(too_late)


def test_where_no_notice_is_needed_a_late_one_extends_too() -> None:
    stage = a_stage(TEN_WORKING_DAYS, extension=an_extension(announced=False))

    assert ends(counted(stage, happened(extension_noticed=march(19)))) == exactly(april(1))


def test_an_extension_without_a_number_has_no_day() -> None:
    stage = a_stage(TEN_WORKING_DAYS, extension=an_extension(None))

    with pytest.raises(NoLimitOnFile) as refusal:
        counted(stage, extended=True)
    assert str(refusal.value) == (
        "We do not know the length of the extension for “reply”, so no deadline can be calculated."
    )
    with pytest.raises(NoLimitOnFile, match="We do not know the length of the"):
        counted(stage, happened(extension_noticed=march(8)))


def test_where_a_body_may_take_longer_unsaid_and_no_number_is_on_file_it_is_never_silent() -> None:
    stage = a_stage(TEN_WORKING_DAYS, extension=an_extension(None, announced=False))
    workdays = a_calendar().for_body(None)

    limits = limits_of(a_law(stage), stage, DaySpan.on(MONDAY), workdays, ())

    assert ends(limits.ordinary) == exactly(march(18))
    assert limits.longest.latest is None


def test_a_stage_without_an_extension_cannot_be_extended() -> None:
    with pytest.raises(NoLimitOnFile) as refused:
        counted(a_stage(TEN_WORKING_DAYS), extended=True)

    assert str(refused.value) == "We know of no extension for “reply”."


def test_a_shorter_limit_cannot_be_extended() -> None:
    stage = a_stage(TEN_DAYS, extension=an_extension(), expedited=(a_limit(2, Unit.DAY),))
    law, workdays = a_law(stage), a_calendar().for_body(None)

    with pytest.raises(NoLimitOnFile) as refused:
        count_deadline(law, stage, DaySpan.on(MONDAY), workdays, extended=True, expedited=True)

    said = "We know of no extension to the shorter limit of “reply”."
    assert str(refused.value) == said


def test_a_pause_within_the_extension_lengthens_the_extension() -> None:
    stage = a_stage(TEN_WORKING_DAYS, extension=an_extension(5), pauses=(a_pause(),))

    # Ten days to 18 March, five to 25 March; 20 and 21 March are left out.
    deadline = counted(stage, happened(fee_noticed=march(20), fee_paid=march(21)), extended=True)

    assert ends(deadline) == exactly(march(27))


# Outer limits ---------------------------------------------------------------------------------


def an_outer(length: int, unit: Unit = Unit.DAY) -> Outer:
    return Outer("decided", length, unit, FirstDay.NEXT, LastDay.STANDS, ("2",))


def test_a_window_never_runs_past_its_outer_limit() -> None:
    stage = a_stage(a_limit(30, Unit.DAY), actor=Actor.REQUESTER, outer=an_outer(20))

    deadline = counted(stage, happened(decided=march(1)))

    assert ends(deadline) == exactly(march(21))
    assert deadline.last_safe_day == march(21)
    assert Reason.OUTER in {move.reason for move in deadline.moves}


def test_an_outer_limit_that_lies_further_off_changes_nothing() -> None:
    stage = a_stage(a_limit(10, Unit.DAY), actor=Actor.REQUESTER, outer=an_outer(365))

    deadline = counted(stage, happened(decided=march(1)))

    assert ends(deadline) == exactly(march(14))
    assert Reason.OUTER not in {move.reason for move in deadline.moves}


def test_without_the_day_of_its_event_an_outer_limit_makes_a_date_provisional() -> None:
    stage = a_stage(a_limit(10, Unit.DAY), actor=Actor.REQUESTER, outer=an_outer(365))

    deadline = counted(stage)

    assert deadline.provisional
    assert Caution.NO_OUTER_EVENT in cautions(deadline)
