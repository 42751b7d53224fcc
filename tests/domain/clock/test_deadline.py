"""The count: cases worked by hand, and properties that hold for every law and calendar."""

from datetime import date, timedelta
from itertools import pairwise

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from tests.domain.small_world import (
    LONG_AGO,
    ONE_DAY,
    a_calendar,
    a_law,
    a_limit,
    a_stage,
    days_of,
    outcomes,
)
from tracker.domain.base.days import DaySpan, Span
from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.calendar.workdays import Calendar
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.law.count_step import Bound, Caution, Reason
from tracker.domain.law.law import Actor, ReadIn
from tracker.domain.law.limits import Extension, FirstDay, LastDay, Limit, MonthEnd, RunsFrom, Unit

MONDAY = date(2024, 3, 4)


def counted(
    event: date | DaySpan,
    limit: Limit,
    calendar: Calendar | None = None,
    *,
    actor: Actor = Actor.BODY,
    extension: Extension | None = None,
) -> Deadline:
    stage = a_stage(limit, actor=actor, extension=extension)
    span = event if isinstance(event, DaySpan) else DaySpan.on(event)
    workdays = (calendar or a_calendar()).for_body(None)
    return count_deadline(a_law(stage), stage, span, workdays, extended=extension is not None)


def ends(deadline: Deadline) -> tuple[date, date | None]:
    return deadline.earliest, deadline.latest


def exactly(day: date) -> tuple[date, date]:
    return day, day


def ten(unit: Unit) -> Extension:
    return Extension(unit, RunsFrom.END_OF_LIMIT, False, ("2",), length=10)


# Cases worked by hand -------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("event", "limit", "due"),
    [
        (MONDAY, a_limit(5, Unit.WORKING_DAY), date(2024, 3, 11)),
        (MONDAY, a_limit(5, Unit.WORKING_DAY, first_day=FirstDay.SAME), date(2024, 3, 8)),
        (MONDAY, a_limit(5, Unit.DAY), date(2024, 3, 9)),
        (MONDAY, a_limit(5, Unit.DAY, first_day=FirstDay.SAME), date(2024, 3, 8)),
        (MONDAY, a_limit(5, Unit.DAY, last_day=LastDay.MOVES_ON), date(2024, 3, 11)),
        (MONDAY, a_limit(5, Unit.DAY, last_day=LastDay.MOVES_BACK), date(2024, 3, 8)),
        (MONDAY, a_limit(2, Unit.WEEK), date(2024, 3, 18)),
        (date(2024, 2, 26), a_limit(3, Unit.DAY), date(2024, 2, 29)),
        (date(2023, 2, 26), a_limit(3, Unit.DAY), date(2023, 3, 1)),
        (date(2023, 12, 31), a_limit(1, Unit.DAY), date(2024, 1, 1)),
    ],
)
def test_a_count_ends_where_a_paper_calendar_says(event: date, limit: Limit, due: date) -> None:
    assert ends(counted(event, limit)) == exactly(due)


@pytest.mark.parametrize(
    ("event", "months", "last_day", "next_day"),
    [
        (date(2024, 1, 15), 1, date(2024, 2, 15), date(2024, 2, 15)),
        (date(2024, 1, 31), 1, date(2024, 2, 29), date(2024, 3, 1)),
        (date(2023, 1, 31), 1, date(2023, 2, 28), date(2023, 3, 1)),
        (date(2023, 1, 29), 1, date(2023, 2, 28), date(2023, 3, 1)),
        (date(2024, 8, 31), 1, date(2024, 9, 30), date(2024, 10, 1)),
        (date(2023, 10, 31), 4, date(2024, 2, 29), date(2024, 3, 1)),
        (date(2023, 12, 31), 12, date(2024, 12, 31), date(2024, 12, 31)),
        (date(2024, 2, 29), 12, date(2025, 2, 28), date(2025, 3, 1)),
    ],
)
def test_a_month_too_short_follows_the_rule_of_the_law(
    event: date, months: int, last_day: date, next_day: date
) -> None:
    by_last_day = a_limit(months, Unit.MONTH, month_end=MonthEnd.LAST_DAY)
    by_next_day = a_limit(months, Unit.MONTH, month_end=MonthEnd.NEXT_DAY)

    assert ends(counted(event, by_last_day)) == exactly(last_day)
    assert ends(counted(event, by_next_day)) == exactly(next_day)


@pytest.mark.parametrize(
    ("event", "due"),
    [
        (date(2024, 3, 1), date(2024, 3, 31)),
        (date(2023, 2, 1), date(2023, 2, 28)),
        (date(2024, 3, 2), date(2024, 4, 1)),
        (date(2024, 4, 15), date(2024, 5, 14)),
    ],
)
def test_a_month_that_counts_its_first_day_ends_the_day_before(event: date, due: date) -> None:
    limit = a_limit(1, Unit.MONTH, first_day=FirstDay.SAME, month_end=MonthEnd.LAST_DAY)

    assert ends(counted(event, limit)) == exactly(due)


def test_the_limit_in_force_on_the_day_of_the_event_governs() -> None:
    old = a_limit(20, Unit.DAY, span=Span(LONG_AGO, date(2024, 3, 4)))
    new = a_limit(10, Unit.DAY, span=Span(date(2024, 3, 5)))
    stage, workdays = a_stage(old, new), a_calendar().for_body(None)
    law = a_law(stage)

    before = count_deadline(law, stage, DaySpan.on(date(2024, 3, 4)), workdays)
    after = count_deadline(law, stage, DaySpan.on(date(2024, 3, 5)), workdays)

    assert ends(before) == exactly(date(2024, 3, 24))
    assert ends(after) == exactly(date(2024, 3, 15))


def test_a_day_for_which_no_limit_is_on_file_is_refused() -> None:
    limit = a_limit(10, Unit.DAY, span=Span(date(2024, 1, 1)))

    with pytest.raises(NoLimitOnFile, match="No time limit is known for that date, 31"):
        counted(date(2023, 12, 31), limit)


def test_a_day_that_the_calendar_does_not_know_is_refused() -> None:
    with pytest.raises(NoLimitOnFile, match="has no data for"):
        counted(date(2025, 7, 1), a_limit(1, Unit.WORKING_DAY))


def test_plain_days_need_no_calendar_and_are_certain_without_one() -> None:
    deadline = counted(date(2031, 5, 18), a_limit(30, Unit.DAY))

    assert ends(deadline) == exactly(date(2031, 6, 17))
    assert not deadline.provisional


def test_a_shorter_limit_is_not_extended() -> None:
    urgent = a_limit(3, Unit.WORKING_DAY)
    stage = a_stage(urgent, expedited=(urgent,), extension=ten(Unit.WORKING_DAY))

    with pytest.raises(NoLimitOnFile, match="no extension to the shorter limit of “reply”"):
        count_deadline(
            a_law(stage),
            stage,
            DaySpan.on(MONDAY),
            a_calendar().for_body(None),
            extended=True,
            expedited=True,
        )


def test_an_extension_is_counted_from_the_end_of_the_limit() -> None:
    limit = a_limit(10, Unit.WORKING_DAY)

    in_working_days = counted(MONDAY, limit, extension=ten(Unit.WORKING_DAY))
    in_days = counted(MONDAY, limit, extension=ten(Unit.DAY))

    assert ends(in_working_days) == exactly(date(2024, 4, 1))
    assert ends(in_days) == exactly(date(2024, 3, 28))
    assert in_working_days.sources == ("1", "2")
    assert in_working_days.extended


def test_an_extension_in_working_days_names_the_days_it_skips() -> None:
    deadline = counted(MONDAY, a_limit(4, Unit.DAY), extension=ten(Unit.WORKING_DAY))

    skipped = [move.day for move in deadline.moves if move.reason is Reason.CLOSED]
    assert ends(deadline) == exactly(date(2024, 3, 22))
    assert skipped == [date(2024, 3, n) for n in (9, 10, 16, 17)]


def test_an_event_whose_day_is_a_span_is_counted_from_both_ends() -> None:
    event = DaySpan(MONDAY, date(2024, 3, 6))

    deadline = counted(event, a_limit(10, Unit.DAY))

    assert ends(deadline) == (date(2024, 3, 14), date(2024, 3, 16))


def test_a_requester_is_shown_the_last_open_day_that_is_surely_in_time() -> None:
    thirty_days = a_limit(30, Unit.DAY, may_move=("2",))
    eid = a_calendar([date(2024, 4, 10), date(2024, 4, 11), date(2024, 4, 12)])

    deadline = counted(date(2024, 3, 11), thirty_days, eid, actor=Actor.REQUESTER)

    # By hand: 11 March and thirty days is 10 April; 13 and 14 April are a weekend.
    assert ends(deadline) == (date(2024, 4, 10), date(2024, 4, 15))
    assert deadline.last_safe_day == date(2024, 4, 9)
    (closed,) = [each for each in deadline.warnings if each.caution is Caution.LAST_DAY_CLOSED]
    assert (closed.day, closed.other_day) == (date(2024, 4, 9), date(2024, 4, 15))


def test_where_no_day_is_safe_a_requester_is_told() -> None:
    saturday = date(2024, 3, 9)

    deadline = counted(saturday, a_limit(1, Unit.DAY), actor=Actor.REQUESTER)

    assert deadline.last_safe_day is None
    assert Caution.NO_SAFE_DAY in {warning.caution for warning in deadline.warnings}


@pytest.mark.parametrize(
    ("hours", "earliest", "latest"),
    [
        (24, date(2024, 3, 5), date(2024, 3, 5)),
        (48, date(2024, 3, 6), date(2024, 3, 6)),
        (36, date(2024, 3, 5), date(2024, 3, 6)),  # received at 01:00, or at 23:00
    ],
)
def test_hours_end_on_a_day_at_the_hour_of_the_event(
    hours: int, earliest: date, latest: date
) -> None:
    deadline = counted(MONDAY, a_limit(hours, Unit.HOUR))

    assert ends(deadline) == (earliest, latest)
    assert Caution.HOURS in {warning.caution for warning in deadline.warnings}


@pytest.mark.parametrize("actor", list(Actor))
def test_a_doubtful_rule_on_the_last_day_shows_both_days(actor: Actor) -> None:
    """Five days after Monday 4 March end on Saturday the 9th; the next open day is Monday."""
    deadline = counted(MONDAY, a_limit(5, Unit.DAY, may_move=("2",)), actor=actor)

    assert ends(deadline) == (date(2024, 3, 9), date(2024, 3, 11))
    assert deadline.last_safe_day == (date(2024, 3, 8) if actor is Actor.REQUESTER else None)
    (moved,) = [move for move in deadline.moves if move.reason is Reason.MAY_MOVE_ON]
    assert (moved.day, moved.bound) == (date(2024, 3, 11), Bound.LATEST)
    assert Caution.UNSETTLED_END in {warning.caution for warning in deadline.warnings}


def test_an_end_that_did_not_move_has_no_step_that_says_so() -> None:
    deadline = counted(MONDAY, a_limit(5, Unit.DAY, may_move=("2",)))

    (moved,) = [move for move in deadline.moves if move.reason is Reason.MAY_MOVE_ON]
    assert (moved.day, moved.bound) == (date(2024, 3, 11), Bound.LATEST)


def test_past_the_checked_days_a_date_is_provisional() -> None:
    calendar = a_calendar(checked=Span(LONG_AGO, date(2024, 3, 10)))

    assert not counted(MONDAY, a_limit(4, Unit.WORKING_DAY), calendar).provisional
    assert counted(MONDAY, a_limit(5, Unit.WORKING_DAY), calendar).provisional


def test_past_the_known_days_the_latest_is_not_told_and_no_silence_can_be_entered() -> None:
    known = Span(LONG_AGO, date(2024, 3, 10))
    calendar = a_calendar(known=known, checked=known)

    deadline = counted(MONDAY, a_limit(5, Unit.WORKING_DAY), calendar)

    assert deadline.latest is None
    assert not deadline.missed_on(date(2030, 1, 1))
    assert Caution.CALENDAR_UNKNOWN in {warning.caution for warning in deadline.warnings}


def test_past_the_known_days_no_step_names_more_than_the_earliest_end() -> None:
    """Five working days end on Monday 11 March, or on the 12th where the 6th was a day off."""
    known = Span(LONG_AGO, date(2024, 3, 10))
    calendar = a_calendar(uncertain=[date(2024, 3, 6)], known=known, checked=known)

    deadline = counted(MONDAY, a_limit(5, Unit.WORKING_DAY), calendar)

    ended = [(each.day, each.bound) for each in deadline.moves if each.reason is Reason.LIMIT]
    assert ended == [(date(2024, 3, 11), Bound.EARLIEST)]


@pytest.mark.parametrize(
    ("read_in", "provisional"),
    [
        (ReadIn.OFFICIAL_TEXT, False),
        (ReadIn.OFFICIAL_COPY, False),
        (ReadIn.QUOTED, True),
        (ReadIn.TRANSLATION, True),
        (ReadIn.SECONDARY, True),
    ],
)
def test_a_rule_read_weaker_than_an_official_copy_makes_a_date_provisional(
    read_in: ReadIn, provisional: bool
) -> None:
    stage = a_stage(a_limit(7, Unit.DAY, sources=("1", "weak")))
    law = a_law(stage, read_in=read_in)

    deadline = count_deadline(law, stage, DaySpan.on(MONDAY), a_calendar().for_body(None))

    assert deadline.provisional is provisional


def test_a_limit_that_may_not_be_law_makes_a_date_provisional() -> None:
    deadline = counted(MONDAY, a_limit(7, Unit.DAY, uncertain="the amendment was not found"))

    assert deadline.provisional
    assert [each.detail for each in deadline.warnings] == ["the amendment was not found"]


def test_a_deadline_is_missed_from_the_day_after_its_latest_day() -> None:
    deadline = counted(
        MONDAY, a_limit(1, Unit.WORKING_DAY), a_calendar(uncertain=[MONDAY + ONE_DAY])
    )

    assert ends(deadline) == (date(2024, 3, 5), date(2024, 3, 6))
    assert not deadline.missed_on(date(2024, 3, 6))
    assert deadline.missed_on(date(2024, 3, 7))


# Properties -----------------------------------------------------------------------------------

FIRST, LAST = date(2024, 1, 1), date(2024, 12, 31)
days = st.dates(FIRST, LAST)
closures = st.frozensets(st.dates(FIRST, LAST), max_size=25)
last_days = st.sampled_from(LastDay)


@st.composite
def limits(draw: st.DrawFn, *, units: tuple[Unit, ...] = tuple(Unit)) -> Limit:
    unit = draw(st.sampled_from(units))
    if unit is Unit.HOUR:
        return a_limit(24 * draw(st.integers(1, 4)), unit)
    return a_limit(
        draw(st.integers(1, 3 if unit is Unit.MONTH else 12)),
        unit,
        first_day=draw(st.sampled_from(FirstDay)),
        last_day=draw(last_days),
        month_end=draw(st.sampled_from(MonthEnd)) if unit is Unit.MONTH else None,
    )


def latest_of(deadline: Deadline) -> date:
    assert deadline.latest is not None
    return deadline.latest


@given(days, limits(), closures, closures)
def test_a_deadline_comes_after_its_event(
    event: date, limit: Limit, closed: frozenset[date], uncertain: frozenset[date]
) -> None:
    assume(limit.last_day is not LastDay.MOVES_BACK)

    deadline = counted(event, limit, a_calendar(closed, uncertain))

    same_day_counts = limit.first_day is FirstDay.SAME
    assert deadline.earliest >= event + (timedelta() if same_day_counts else ONE_DAY)


@given(days, st.integers(0, 60), limits(), closures, closures)
def test_a_later_receipt_is_never_due_earlier(
    event: date,
    delay: int,
    limit: Limit,
    closed: frozenset[date],
    uncertain: frozenset[date],
) -> None:
    calendar = a_calendar(closed, uncertain)

    first = counted(event, limit, calendar)
    second = counted(event + timedelta(days=delay), limit, calendar)

    assert first.earliest <= second.earliest
    assert latest_of(first) <= latest_of(second)


@given(days, limits(), closures, days)
def test_a_new_closure_brings_no_date_forward_unless_the_law_moves_it_back(
    event: date, limit: Limit, closed: frozenset[date], new: date
) -> None:
    before = counted(event, limit, a_calendar(closed))
    after = counted(event, limit, a_calendar(closed | {new}))

    if limit.last_day is LastDay.MOVES_BACK and limit.unit is not Unit.WORKING_DAY:
        assert after.earliest <= before.earliest
    else:
        assert after.earliest >= before.earliest


@given(days, limits(), closures, closures)
def test_the_earliest_day_is_never_after_the_latest(
    event: date, limit: Limit, closed: frozenset[date], uncertain: frozenset[date]
) -> None:
    deadline = counted(event, limit, a_calendar(closed, uncertain))

    assert deadline.earliest <= latest_of(deadline)


@given(days, limits(), closures)
def test_where_nothing_is_uncertain_both_ends_are_the_same_day(
    event: date, limit: Limit, closed: frozenset[date]
) -> None:
    deadline = counted(event, limit, a_calendar(closed))

    assert deadline.earliest == deadline.latest


@st.composite
def doubtful_counts(draw: st.DrawFn) -> tuple[DaySpan, Limit, frozenset[date], frozenset[date]]:
    """An event, a limit, and closed and uncertain days close enough to matter."""
    first = draw(days)
    event = DaySpan(first, first + timedelta(days=draw(st.integers(0, 4))))
    near = st.integers(-8, 30).map(lambda n: first + timedelta(days=n))
    closed = draw(st.frozensets(near, max_size=6))
    uncertain = draw(st.frozensets(near, min_size=1, max_size=6)) - closed
    limit = draw(limits(units=(Unit.WORKING_DAY, Unit.DAY, Unit.WEEK)))
    return event, limit, closed, uncertain


@given(doubtful_counts())
def test_the_ends_are_the_least_and_the_greatest_of_all_possible_worlds(
    case: tuple[DaySpan, Limit, frozenset[date], frozenset[date]],
) -> None:
    event, limit, closed, uncertain = case

    deadline = counted(event, limit, a_calendar(closed, uncertain))

    possible = outcomes(event, limit, closed, uncertain)
    assert ends(deadline) == (min(possible), max(possible))


@given(doubtful_counts())
def test_where_it_is_not_settled_whether_a_last_day_moves_both_ways_are_bounded(
    case: tuple[DaySpan, Limit, frozenset[date], frozenset[date]],
) -> None:
    event, drawn, closed, uncertain = case
    length, unit, first_day = drawn.length, drawn.unit, drawn.first_day
    stands = a_limit(length, unit, first_day=first_day, may_move=("2",))
    moves_on = a_limit(length, unit, first_day=first_day, last_day=LastDay.MOVES_ON)

    deadline = counted(event, stands, a_calendar(closed, uncertain))

    possible = outcomes(event, stands, closed, uncertain)
    possible |= outcomes(event, moves_on, closed, uncertain)
    assert ends(deadline) == (min(possible), max(possible))


@given(days, limits(), closures, closures, st.booleans())
def test_every_step_names_its_authority_and_steps_stand_in_order(
    event: date,
    limit: Limit,
    closed: frozenset[date],
    uncertain: frozenset[date],
    extended: bool,
) -> None:
    extension = ten(Unit.WORKING_DAY) if extended else None

    deadline = counted(event, limit, a_calendar(closed, uncertain), extension=extension)

    assert all(move.cited for move in deadline.moves)
    assert all(first.day <= second.day for first, second in pairwise(deadline.moves))
    assert {deadline.earliest, latest_of(deadline)} <= {move.day for move in deadline.moves}


@given(days, limits(units=(Unit.WORKING_DAY,)), closures)
def test_the_steps_can_be_followed_with_a_paper_calendar(
    event: date, limit: Limit, closed: frozenset[date]
) -> None:
    deadline = counted(event, limit, a_calendar(closed))

    skipped = {move.day for move in deadline.moves if move.reason is Reason.CLOSED}
    start = event if limit.first_day is FirstDay.SAME else event + ONE_DAY
    passed = [each for each in days_of(DaySpan(start, deadline.earliest)) if each not in skipped]
    assert len(passed) == limit.length
    assert passed[-1] == deadline.earliest


@given(days, limits(), closures, closures)
def test_a_requesters_last_safe_day_is_open_and_in_time_in_every_world(
    event: date, limit: Limit, closed: frozenset[date], uncertain: frozenset[date]
) -> None:
    calendar = a_calendar(closed, uncertain)

    deadline = counted(event, limit, calendar, actor=Actor.REQUESTER)

    if deadline.last_safe_day:
        assert deadline.last_safe_day <= deadline.earliest
        assert calendar.for_body(None).skip(deadline.last_safe_day) is None
