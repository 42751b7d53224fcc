"""A request that comes in on a closed day, and a time that is extended by months: dates by hand.

Offices are closed on Saturdays and Sundays.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.small_world import a_calendar, a_law, a_limit, a_pause, a_stage, en
from tracker.domain.base.days import DaySpan
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.clock.interruptions import Happened
from tracker.domain.law.count_step import Bound, Caution, Reason
from tracker.domain.law.law import Stage
from tracker.domain.law.limits import (
    ClosedDayCounts,
    ClosedReceipt,
    Extension,
    FirstDay,
    LastDay,
    Limit,
    MonthEnd,
    PauseEffect,
    RunsFrom,
    Transfer,
    TransferEffect,
    Unit,
)

SATURDAY, SUNDAY, MONDAY = date(2024, 3, 2), date(2024, 3, 3), date(2024, 3, 4)
FIVE_DAYS = a_limit(5, Unit.WORKING_DAY)
RESTARTS = Transfer(TransferEffect.RESTARTS, en("It starts again."), ("2",))


def march(day: int) -> date:
    return date(2024, 3, day)


def stage_of(limit: Limit, counts_as: ClosedDayCounts | None, **more: object) -> Stage:
    rule = ClosedReceipt(counts_as, en("…"), ("2",)) if counts_as else None
    return replace(a_stage(limit, **more), closed_receipt=rule)  # type: ignore[arg-type]


def counted(
    event: date | DaySpan,
    counts_as: ClosedDayCounts | None = ClosedDayCounts.EITHER_DAY,
    limit: Limit = FIVE_DAYS,
    happened: Iterable[tuple[str, date]] = (),
    closed: Iterable[date] = (),
    uncertain: Iterable[date] = (),
    **more: object,
) -> Deadline:
    stage = stage_of(limit, counts_as, **more)
    on = event if isinstance(event, DaySpan) else DaySpan.on(event)
    since = [Happened(kind, DaySpan.on(day)) for kind, day in happened]
    workdays = a_calendar(closed, uncertain).for_body(None)
    return count_deadline(a_law(stage), stage, on, workdays, happened=since)


def ends(deadline: Deadline) -> tuple[date, date | None]:
    return deadline.earliest, deadline.latest


def said(deadline: Deadline) -> set[Caution]:
    return {each.caution for each in deadline.warnings}


@pytest.mark.parametrize(
    ("event", "closed", "uncertain", "earliest", "latest"),
    [
        # 4 to 8 March; or from Monday the 4th, 5 to 8 and 11.
        pytest.param(SUNDAY, (), (), march(8), march(11), id="a Sunday"),
        pytest.param(SATURDAY, (), (), march(8), march(11), id="a Saturday"),
        # Monday is a day off: 5 to 8 and 11; or from Tuesday the 5th, 6 to 8, 11 and 12.
        pytest.param(SUNDAY, (MONDAY,), (), march(11), march(12), id="before a day off"),
        # A Wednesday off: 7, 8, 11, 12, 13; or from Thursday the 7th, 8, 11, 12, 13, 14.
        pytest.param(march(6), (march(6),), (), march(13), march(14), id="a day off in the week"),
        # Perhaps off, the same days: only the later reading takes it as closed.
        pytest.param(march(6), (), (march(6),), march(13), march(14), id="a day in doubt"),
        # An open day: 5, 6, 7, 8, 11.
        pytest.param(MONDAY, (), (), march(11), march(11), id="an open day"),
    ],
)
def test_a_receipt_on_a_closed_day_is_counted_from_it_and_from_the_next_open_day(
    event: date,
    closed: tuple[date, ...],
    uncertain: tuple[date, ...],
    earliest: date,
    latest: date,
) -> None:
    deadline = counted(event, closed=closed, uncertain=uncertain)

    assert ends(deadline) == (earliest, latest)
    assert (Caution.RECEIVED_ON_CLOSED_DAY in said(deadline)) == (earliest != latest)
    assert not deadline.missed_on(latest)


@pytest.mark.parametrize("counts_as", [None, ClosedDayCounts.THAT_DAY])
def test_without_a_rule_or_if_that_day_counts_the_day_of_receipt_stands(
    counts_as: ClosedDayCounts | None,
) -> None:
    deadline = counted(SUNDAY, counts_as)

    assert ends(deadline) == (march(8), march(8))
    assert said(deadline) == set()


def test_the_steps_name_the_closed_day_and_the_open_day_as_which_it_may_count() -> None:
    steps = counted(SUNDAY).moves

    assert [(each.day, each.reason) for each in steps[:3]] == [
        (SUNDAY, Reason.EVENT),
        (SUNDAY, Reason.END_CLOSED),
        (MONDAY, Reason.PERHAPS_RECEIVED),
    ]
    assert steps[2].bound is Bound.LATEST
    assert [each.cite.in_language("en") for each in steps[2].cited] == ["section 2"]


def test_one_caution_names_both_days_and_the_section() -> None:
    (caution,) = counted(SUNDAY).warnings

    assert (caution.day, caution.other_day) == (SUNDAY, MONDAY)
    assert [each.cite.in_language("en") for each in caution.cited] == ["section 2"]


def test_a_month_from_a_closed_day_is_counted_from_both_days() -> None:
    """From Sunday 3 March to Wednesday 3 April, and from Monday the 4th to Thursday 4 April."""
    month = a_limit(1, Unit.MONTH, month_end=MonthEnd.LAST_DAY)

    assert ends(counted(SUNDAY, limit=month)) == (date(2024, 4, 3), date(2024, 4, 4))


def test_nothing_is_said_if_both_days_lead_to_one() -> None:
    """Six days from Sunday end on Saturday the 9th, and move to Monday the 11th; six from Monday
    end on Sunday the 10th, and move to the same Monday."""
    days = a_limit(6, Unit.DAY, last_day=LastDay.MOVES_ON)

    deadline = counted(SUNDAY, limit=days)

    assert ends(deadline) == (march(11), march(11))
    assert said(deadline) == set()
    assert Reason.PERHAPS_RECEIVED not in {each.reason for each in deadline.moves}


def test_a_request_sent_on_to_another_body_on_a_closed_day_is_counted_in_the_same_way() -> None:
    """Received on Monday the 4th, and by the other body on Saturday the 9th: 11 to 15; or from
    Monday the 11th, 12 to 15 and 18."""
    deadline = counted(MONDAY, happened=[("transferred", march(9))], transfer=RESTARTS)

    assert ends(deadline) == (march(15), march(18))
    assert Caution.RECEIVED_ON_CLOSED_DAY in said(deadline)


def test_an_answer_to_a_question_on_a_closed_day_restarts_the_time_from_both_days() -> None:
    """Asked on Tuesday the 5th, answered on Saturday the 9th: 11 to 15, or 12 to 15 and 18."""
    pause = replace(
        a_pause(),
        begins_with="clarification-asked",
        ends_with="clarification-given",
        effect=PauseEffect.RESTARTS,
    )
    happened = [("clarification-asked", march(5)), ("clarification-given", march(9))]

    assert ends(counted(MONDAY, happened=happened, pauses=(pause,))) == (march(15), march(18))


def test_a_fee_paid_on_a_closed_day_counts_on_that_day() -> None:
    happened = [("fee-noticed", march(5)), ("fee-paid", march(9))]

    by_rule, without = (
        counted(MONDAY, rule, happened=happened, pauses=(a_pause(),))
        for rule in (ClosedDayCounts.EITHER_DAY, None)
    )

    assert ends(by_rule) == ends(without)


def test_of_a_receipt_that_is_a_span_only_the_last_day_moves() -> None:
    """From Friday the 1st, 4 to 8 March; from Monday the 4th, to the 11th."""
    deadline = counted(DaySpan(march(1), SUNDAY))

    assert ends(deadline) == (march(8), march(11))


@given(
    event=st.dates(date(2024, 1, 1), date(2024, 6, 30)),
    length=st.integers(1, 30),
    unit=st.sampled_from([Unit.DAY, Unit.WORKING_DAY, Unit.WEEK]),
    first_day=st.sampled_from(FirstDay),
    near=st.frozensets(st.integers(0, 60), max_size=10),
)
def test_both_days_are_those_of_a_count_from_each_day(
    event: date, length: int, unit: Unit, first_day: FirstDay, near: frozenset[int]
) -> None:
    closed = [event + timedelta(days=each) for each in near]
    limit = a_limit(length, unit, first_day=first_day, last_day=LastDay.MOVES_ON)
    open_day = event
    while open_day.weekday() > 4 or open_day in closed:
        open_day += timedelta(days=1)

    found = counted(event, limit=limit, closed=closed)
    as_logged, as_open = (counted(day, None, limit, closed=closed) for day in (event, open_day))

    assert ends(found) == (as_logged.earliest, as_open.latest)


# Another month ---------------------------------------------------------------------------------


def another_month(
    event: date, runs_from: RunsFrom = RunsFrom.EITHER, last_day: LastDay = LastDay.MOVES_ON
) -> Deadline:
    limit = a_limit(1, Unit.MONTH, last_day=last_day, month_end=MonthEnd.LAST_DAY)
    extension = Extension(Unit.MONTH, runs_from, True, ("2",), length=1)
    stage = a_stage(limit, extension=extension)
    workdays = a_calendar().for_body(None)
    return count_deadline(a_law(stage), stage, DaySpan.on(event), workdays, extended=True)


@pytest.mark.parametrize(
    ("event", "earliest", "latest", "cautions"),
    [
        # To Tuesday 28 February; to Tuesday 28 March, or two months to Friday 31 March.
        pytest.param(
            date(2023, 1, 31),
            date(2023, 3, 28),
            date(2023, 3, 31),
            {Caution.EXTENSION_EITHER_WAY},
            id="31 January",
        ),
        # To Thursday 30 November; to 30 December, a Saturday, by both: Monday 1 January.
        pytest.param(
            date(2023, 10, 30), date(2024, 1, 1), date(2024, 1, 1), set(), id="the same day"
        ),
        # To Saturday 16 March, or Monday the 18th: to 16 or 18 April; two months to 16 April.
        pytest.param(
            date(2024, 2, 16),
            date(2024, 4, 16),
            date(2024, 4, 18),
            {Caution.UNSETTLED_EXTENSION},
            id="a closed end",
        ),
        # To Sunday 30 April, or Monday 1 May; to Tuesday 30 May or Thursday 1 June; two months
        # to Wednesday 31 May.
        pytest.param(
            date(2023, 3, 31),
            date(2023, 5, 30),
            date(2023, 6, 1),
            {Caution.UNSETTLED_EXTENSION},
            id="a closed end of a short month",
        ),
    ],
)
def test_another_month_follows_the_first_or_makes_two_months(
    event: date, earliest: date, latest: date, cautions: set[Caution]
) -> None:
    deadline = another_month(event)

    assert ends(deadline) == (earliest, latest)
    assert said(deadline) == cautions


@given(event=st.dates(date(2023, 1, 1), date(2024, 12, 31)))
def test_another_month_ends_between_both_ways_of_counting(event: date) -> None:
    stands = LastDay.STANDS
    found = another_month(event, last_day=stands)
    added = another_month(event, RunsFrom.END_OF_LIMIT, stands)
    limit = a_limit(2, Unit.MONTH, month_end=MonthEnd.LAST_DAY)
    stage = a_stage(limit)
    whole = count_deadline(a_law(stage), stage, DaySpan.on(event), a_calendar().for_body(None))

    assert found.earliest == min(added.earliest, whole.earliest)
    assert found.latest == max(added.earliest, whole.earliest)
