"""Events of which a law's file says nothing, ends of several kinds, and pauses allowed only once.

All counts start on Monday 4 March 2024: ten days end on Thursday the 14th, ten working days on
Monday the 18th.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.clock.all_worlds import Case, last_days
from tests.domain.small_world import a_calendar, a_law, a_limit, a_pause, a_stage
from tracker.domain.base.days import DaySpan
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.clock.default_pauses import pauses_of
from tracker.domain.clock.interruptions import Happened
from tracker.domain.law.count_step import Bound, Caution, Reason
from tracker.domain.law.law import Actor, Stage
from tracker.domain.law.limits import Pause, PauseDay, PauseEffect, Unit

MONDAY = date(2024, 3, 4)
TEN_DAYS = a_limit(10, Unit.DAY)
TEN_WORKING_DAYS = a_limit(10, Unit.WORKING_DAY)
UNSETTLED = PauseDay.UNSETTLED


def march(first: int, last: int | None = None) -> DaySpan:
    return DaySpan(date(2024, 3, first), date(2024, 3, last or first))


def counted(stage: Stage, *since: tuple[str, DaySpan]) -> Deadline:
    happened = [Happened(kind, on) for kind, on in since]
    workdays = a_calendar().for_body(None)
    return count_deadline(a_law(stage), stage, DaySpan.on(MONDAY), workdays, happened=happened)


def ends(deadline: Deadline) -> tuple[int, int | None]:
    """The last day in March, at the earliest and at the latest."""
    return deadline.earliest.day, deadline.latest.day if deadline.latest else None


def cautions(deadline: Deadline) -> list[Caution]:
    return [each.caution for each in deadline.warnings]


# What the file does not speak of --------------------------------------------------------------


@pytest.mark.parametrize(
    ("begins", "ended"),
    [("fee-noticed", "fee-paid"), ("clarification-asked", "clarification-given")],
)
def test_what_a_law_does_not_speak_of_is_counted_both_ways(begins: str, ended: str) -> None:
    """From 7 to 12 March. It did nothing: the 18th. It restarted the time: ten working days after
    Tuesday the 12th end on Tuesday the 26th."""
    deadline = counted(a_stage(TEN_WORKING_DAYS), (begins, march(7)), (ended, march(12)))

    assert ends(deadline) == (18, 26)
    assert deadline.provisional
    assert cautions(deadline) == [Caution.NO_PAUSE_RULE]
    assert all(move.cited for move in deadline.moves)
    told = [(m.day.day, m.reason, m.bound) for m in deadline.moves]
    assert (7, Reason.RUNS_ON, Bound.EARLIEST) in told
    assert (12, Reason.RESTARTED, Bound.LATEST) in told


def test_while_it_is_not_ended_no_silence_can_be_entered() -> None:
    deadline = counted(a_stage(TEN_WORKING_DAYS), ("fee-noticed", march(7)))

    assert ends(deadline) == (18, None)
    assert not deadline.missed_on(date(2030, 1, 1))
    assert cautions(deadline) == [Caution.CLOCK_IN_DOUBT, Caution.NO_PAUSE_RULE]
    (stopped,) = [m for m in deadline.moves if m.reason is Reason.PERHAPS_STOPPED]
    assert stopped.day == date(2024, 3, 7)


def test_it_changes_nothing_when_the_time_was_over() -> None:
    deadline = counted(a_stage(TEN_DAYS), ("fee-noticed", march(15)))

    assert ends(deadline) == (14, 14)
    assert cautions(deadline) == []


def test_a_rule_in_the_file_stands_before_the_doubt_and_leaves_the_other_event_in_doubt() -> None:
    """The fee of 7 to 12 March leaves six days out, and four working days: the 20th, the 22nd."""
    fee = (("fee-noticed", march(7)), ("fee-paid", march(12)))

    assert ends(counted(a_stage(TEN_DAYS, pauses=(a_pause(),)), *fee)) == (20, 20)
    assert ends(counted(a_stage(TEN_WORKING_DAYS, pauses=(a_pause(),)), *fee)) == (22, 22)
    asked = counted(a_stage(TEN_DAYS, pauses=(a_pause(),)), ("clarification-asked", march(7)))
    assert ends(asked) == (14, None)


def test_a_file_may_say_that_an_event_does_nothing() -> None:
    stage = a_stage(TEN_DAYS, pauses=(a_pause(PauseEffect.RUNS_ON, UNSETTLED, UNSETTLED),))

    going_on = counted(stage, ("fee-noticed", march(7)))
    ended = counted(stage, ("fee-noticed", march(7)), ("fee-paid", march(12)))

    assert ends(going_on) == ends(ended) == (14, 14)
    assert cautions(going_on) == cautions(ended) == []
    assert going_on.sources == ("1", "2")
    (told,) = [move for move in going_on.moves if move.reason is Reason.RUNS_ON]
    assert (told.day.day, told.bound) == (7, None)


def test_no_doubt_ever_lengthens_the_time_of_a_requester() -> None:
    stage = a_stage(TEN_DAYS, actor=Actor.REQUESTER)

    deadline = counted(stage, ("fee-noticed", march(7)), ("clarification-asked", march(7)))

    assert ends(deadline) == (14, 14)
    assert pauses_of(stage) == ()


def test_a_fee_of_the_body_is_nothing_to_those_who_hear_appeals_but_their_question_is() -> None:
    stage = a_stage(TEN_DAYS, actor=Actor.APPEAL_BODY)

    assert ends(counted(stage, ("fee-noticed", march(7)))) == (14, 14)
    assert ends(counted(stage, ("clarification-asked", march(7)))) == (14, None)


@st.composite
def unruled(draw: st.DrawFn) -> Case:
    """A stage without rules, a fee noticed and paid, and a question asked and answered."""
    limit = a_limit(draw(st.integers(1, 8)), draw(st.sampled_from([Unit.WORKING_DAY, Unit.DAY])))
    event = DaySpan(MONDAY, MONDAY + timedelta(days=draw(st.integers(0, 1))))
    fee = a_pause(PauseEffect.IN_DOUBT, UNSETTLED, UNSETTLED)
    asked = replace(fee, begins_with="clarification-asked", ends_with="clarification-given")
    happened: dict[str, DaySpan] = {}
    pauses = draw(st.sampled_from([(fee,), (asked,), (fee, asked)]))
    for pause in pauses:
        begin = event.latest + timedelta(days=draw(st.integers(0, 12)))
        begun = DaySpan(begin, begin + timedelta(days=draw(st.integers(0, 1))))
        end = begun.latest + timedelta(days=draw(st.integers(0, 6)))
        happened |= {pause.begins_with: begun, pause.ends_with: DaySpan.on(end)}
    near = st.integers(0, 20).map(lambda n: MONDAY + timedelta(days=n))
    uncertain = draw(st.frozensets(near, max_size=2))
    return Case(event, limit, uncertain=uncertain, pauses=pauses, happened=happened)


@given(unruled())
def test_the_bounds_are_those_of_all_worlds_and_silence_waits_for_the_last(case: Case) -> None:
    stage = a_stage(case.limit)  # the worlds know of the pauses, the stage says nothing of them
    since = [Happened(kind, on) for kind, on in case.happened.items()]
    workdays = a_calendar((), case.uncertain).for_body(None)

    deadline = count_deadline(a_law(stage), stage, case.event, workdays, happened=since)

    possible = last_days(case)
    assert (deadline.earliest, deadline.latest) == (min(possible), max(possible))


# Ends of several kinds, and once only ---------------------------------------------------------

ASKED = Pause(
    "question",
    "clarification-asked",
    "clarification-given",
    PauseEffect.STOPS,
    PauseDay.LEFT_OUT,
    PauseDay.LEFT_OUT,
    a_pause().says,
    ("2",),
    at_most=1,
)
FEE = replace(a_pause(), ends_with="clarification-given", or_ends_with=("fee-paid",))
BOTH = a_stage(TEN_DAYS, pauses=(ASKED, FEE))


@pytest.mark.parametrize("ended", ["fee-paid", "clarification-given"])
def test_a_pause_ends_with_whichever_of_its_ends_comes_first(ended: str) -> None:
    """From 7 to 12 March six days are left out: the 20th. What comes later ends nothing."""
    other = {"fee-paid", "clarification-given"} - {ended}

    deadline = counted(
        BOTH, ("fee-noticed", march(7)), (ended, march(12)), (other.pop(), march(25))
    )

    assert ends(deadline) == (20, 20)


def test_one_answer_ends_the_question_and_perhaps_the_matter_of_the_fee_too() -> None:
    """A question of 5 March answered on the 8th, a fee of the 6th paid on the 11th. From the 5th
    to the 8th four days are left out, to the 11th seven: the 18th, or the 21st."""
    since = (
        ("clarification-asked", march(5)),
        ("fee-noticed", march(6)),
        ("clarification-given", march(8)),
    )

    going_on = counted(BOTH, *since)
    paid = counted(BOTH, *since, ("fee-paid", march(11)))
    answered_twice = counted(BOTH, *since, ("clarification-given", march(8)))

    assert going_on.earliest.day == 18
    assert going_on.latest is None
    assert ends(paid) == (18, 21)
    assert ends(answered_twice) == (18, 18)


@st.composite
def answered_once(draw: st.DrawFn) -> Case:
    """A question and a fee, one answer to the question and a payment no earlier than it."""

    def after(day: date, within: int) -> DaySpan:
        first = day + timedelta(days=draw(st.integers(0, within)))
        return DaySpan(first, first + timedelta(days=draw(st.integers(0, 1))))

    asked, fee = after(MONDAY, 8), after(MONDAY, 8)
    given = DaySpan.on(after(asked.latest, 6).latest)
    happened = {
        "clarification-asked": asked,
        "clarification-given": given,
        "fee-noticed": fee,
        "fee-paid": DaySpan.on(after(max(fee.latest, given.latest), 6).latest),
    }
    limit = a_limit(draw(st.integers(1, 8)), draw(st.sampled_from([Unit.WORKING_DAY, Unit.DAY])))
    return Case(DaySpan.on(MONDAY), limit, happened=happened)


@given(answered_once())
def test_the_bounds_hold_whether_one_answer_ended_both_or_not(case: Case) -> None:
    asked = replace(ASKED, at_most=None)
    possible = set[date]()
    for end in FEE.endings:
        ended = replace(FEE, ends_with=end, or_ends_with=())
        possible |= last_days(case._replace(pauses=(asked, ended)))

    deadline = counted(a_stage(case.limit, pauses=(asked, FEE)), *case.happened.items())

    assert (deadline.earliest, deadline.latest) == (min(possible), max(possible))


def test_what_the_law_allows_once_does_nothing_the_second_time() -> None:
    """From 5 to 6 March two days are left out: the 16th. From 11 to 13 March none is."""
    first = (("clarification-asked", march(5)), ("clarification-given", march(6)))
    second = ("clarification-asked", march(11))

    going_on = counted(BOTH, *first, second)
    ended = counted(BOTH, *first, second, ("clarification-given", march(13)))

    assert ends(going_on) == ends(ended) == (16, 16)
    told = [move for move in going_on.moves if move.reason is Reason.RUNS_ON]
    assert [move.day.day for move in told] == [11]
    assert cautions(going_on) == []


def test_where_nobody_knows_which_of_two_came_first_both_may_have_done_nothing() -> None:
    """Asked from 5 to 6 March and on the 6th, answered on the 7th and on the 8th."""
    deadline = counted(
        BOTH,
        ("clarification-asked", march(5, 6)),
        ("clarification-asked", march(6)),
        ("clarification-given", march(7)),
        ("clarification-given", march(8)),
    )

    assert deadline.earliest.day == 14
    assert deadline.latest is not None
    # The longer of the two stops, from the 6th to the 8th, leaves three days out: the 17th.
    assert deadline.latest.day >= 17
