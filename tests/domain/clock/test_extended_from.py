"""The day from which an extension runs if the time limit ends on a closed day: dates by hand.

Offices are closed on Saturdays and Sundays. Each case gives two days: the extension counted from
the closed last day itself, and from the next open day.
"""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.small_world import a_calendar, a_law, a_limit, a_pause, a_stage
from tracker.domain.base.days import DaySpan
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.clock.deadline_changes import (
    DeadlineChange,
    DeadlineSnapshot,
    Term,
    Why,
    changes_between,
)
from tracker.domain.clock.interruptions import EXTENSION_NOTICED, Happened
from tracker.domain.law.count_step import Bound, Caution, CountStep, Reason
from tracker.domain.law.limits import (
    AddedTo,
    Extension,
    FirstDay,
    LastDay,
    Limit,
    MonthEnd,
    Pause,
    RunsFrom,
    Unit,
)

MONDAY = date(2024, 3, 4)
EASTER = (date(2024, 3, 29), date(2024, 4, 1))
TWELVE_DAYS = a_limit(12, Unit.DAY, last_day=LastDay.MOVES_ON)  # from MONDAY to Saturday the 16th
PERHAPS_MOVED = a_limit(12, Unit.DAY, may_move=("2",))


def more(length: int, unit: Unit = Unit.DAY, added_to: AddedTo | None = None) -> Extension:
    return Extension(unit, RunsFrom.END_OF_LIMIT, True, ("2",), length=length, added_to=added_to)


def a_month() -> Limit:
    return a_limit(1, Unit.MONTH, last_day=LastDay.MOVES_ON, month_end=MonthEnd.LAST_DAY)


def march(day: int) -> date:
    return date(2024, 3, day)


def april(day: int) -> date:
    return date(2024, 4, day)


def counted(
    limit: Limit,
    extension: Extension,
    event: date = MONDAY,
    closed: Iterable[date] = (),
    uncertain: Iterable[date] = (),
    pauses: tuple[Pause, ...] = (),
    happened: Iterable[tuple[str, date]] = (),
) -> Deadline:
    stage = a_stage(limit, extension=extension, pauses=pauses)
    since = [Happened(kind, DaySpan.on(day)) for kind, day in happened]
    workdays = a_calendar(closed, uncertain).for_body(None)
    return count_deadline(
        a_law(stage), stage, DaySpan.on(event), workdays, extended=True, happened=since
    )


def ends(deadline: Deadline) -> tuple[date, date | None]:
    return deadline.earliest, deadline.latest


def steps(deadline: Deadline, *reasons: Reason) -> list[CountStep]:
    return [each for each in deadline.moves if each.reason in reasons]


@pytest.mark.parametrize(
    ("event", "closed", "limit", "extension", "earliest", "latest"),
    [
        # Saturday 16 March, ten days more: Tuesday 26. From Monday the 18th: Thursday 28.
        pytest.param(MONDAY, (), TWELVE_DAYS, more(10), march(26), march(28), id="a Saturday"),
        # Sunday 17 March, ten days more: Wednesday 27. From Monday the 18th: Thursday 28.
        pytest.param(march(5), (), TWELVE_DAYS, more(10), march(27), march(28), id="a Sunday"),
        # Four weeks to Good Friday, 29 March; next open day: Tuesday 2 April. Two weeks more.
        pytest.param(
            march(1),
            EASTER,
            a_limit(4, Unit.WEEK, last_day=LastDay.MOVES_ON),
            more(2, Unit.WEEK),
            april(12),
            april(16),
            id="four days off in a row",
        ),
        # A month to Saturday 16 March, or Monday the 18th; one more to 16 or 18 April.
        pytest.param(
            date(2024, 2, 16),
            (),
            a_month(),
            more(1, Unit.MONTH),
            april(16),
            april(18),
            id="a month",
        ),
        # A month to 29 February, a day off like 1 March: Monday 4 March. 29 March, or 4 April.
        pytest.param(
            date(2024, 1, 31),
            (date(2024, 2, 29), march(1)),
            a_month(),
            more(1, Unit.MONTH),
            march(29),
            april(4),
            id="the end of February",
        ),
        # After Saturday the 16th 18, 19, 20, 21, 22; after Monday the 18th 19, 20, 21, 22, 25.
        pytest.param(
            MONDAY,
            (),
            TWELVE_DAYS,
            more(5, Unit.WORKING_DAY),
            march(22),
            march(25),
            id="working days",
        ),
        # To Sunday the 17th, which moves to Monday the 18th; or from that Monday to Tuesday.
        pytest.param(MONDAY, (), TWELVE_DAYS, more(1), march(18), march(19), id="one day"),
        # Where the law only may move a closed day: Tuesday 26, and from Monday Thursday 28.
        pytest.param(MONDAY, (), PERHAPS_MOVED, more(10), march(26), march(28), id="may move"),
        # 16 March and fifteen days are Sunday the 31st, which may stand; 18 March and fifteen
        # Tuesday 2 April.
        pytest.param(
            MONDAY, (), PERHAPS_MOVED, more(15), march(31), april(2), id="both ends may move"
        ),
    ],
)
def test_both_days_are_given_if_nothing_says_from_which_an_extension_runs(
    event: date,
    closed: tuple[date, ...],
    limit: Limit,
    extension: Extension,
    earliest: date,
    latest: date,
) -> None:
    deadline = counted(limit, extension, event, closed)

    assert ends(deadline) == (earliest, latest)
    assert Caution.UNSETTLED_EXTENSION in {each.caution for each in deadline.warnings}
    assert not deadline.missed_on(latest)


def test_an_uncertain_day_puts_off_the_open_day_in_the_later_reading_alone() -> None:
    """If Monday the 18th was closed too, ten days follow Tuesday the 19th: Friday the 29th."""
    deadline = counted(TWELVE_DAYS, more(10), uncertain=[march(18)])

    assert ends(deadline) == (march(26), march(29))


@pytest.mark.parametrize(
    ("begins", "earliest"),
    [
        # After the 16th: 20, 21, … and the tenth is Friday the 29th.
        (march(17), march(29)),
        # After the 16th: 17, 20, 21, … and the tenth is Thursday the 28th.
        (march(18), march(28)),
    ],
)
def test_a_last_day_that_moves_into_a_pause_moves_on_to_the_open_day_after_it(
    begins: date, earliest: date
) -> None:
    """Paused up to Tuesday 19 March, the next open day is Wednesday the 20th. Ten days more end on
    Saturday 30 March, which moves to Monday 1 April."""
    happened = [
        (EXTENSION_NOTICED, march(15)),
        ("fee-noticed", begins),
        ("fee-paid", march(19)),
    ]

    deadline = counted(TWELVE_DAYS, more(10), pauses=(a_pause(),), happened=happened)

    assert ends(deadline) == (earliest, april(1))


@pytest.mark.parametrize(
    ("added_to", "end"), [(AddedTo.UNMOVED, march(26)), (AddedTo.MOVED, march(28))]
)
def test_a_law_that_says_from_which_day_leaves_one_date(added_to: AddedTo, end: date) -> None:
    deadline = counted(TWELVE_DAYS, more(10, added_to=added_to))

    assert ends(deadline) == (end, end)
    assert deadline.warnings == ()
    named = steps(deadline, Reason.EXTENDED_FROM, Reason.PERHAPS_EXTENDED_FROM)
    moved = added_to is AddedTo.MOVED
    assert [(each.day, each.bound) for each in named] == [(march(18), None)] * moved


def test_the_steps_name_the_closed_days_and_the_open_day_that_may_follow_them() -> None:
    deadline = counted(TWELVE_DAYS, more(10))

    (base,) = steps(deadline, Reason.PERHAPS_EXTENDED_FROM)
    assert (base.day, base.bound) == (march(18), Bound.LATEST)
    assert [each.cite.in_language("en") for each in base.cited] == ["section 2"]
    assert [each.day for each in steps(deadline, Reason.END_CLOSED)] == [march(16), march(17)]
    assert [(each.day, each.bound) for each in steps(deadline, Reason.EXTENSION)] == [
        (march(26), Bound.EARLIEST),
        (march(28), Bound.LATEST),
    ]


def test_one_caution_says_why_there_are_two_days_and_on_which_section() -> None:
    (caution,) = counted(TWELVE_DAYS, more(5, Unit.WORKING_DAY)).warnings

    assert (caution.caution, caution.day, caution.other_day) == (
        Caution.UNSETTLED_EXTENSION,
        march(22),
        march(25),
    )
    assert [each.cite.in_language("en") for each in caution.cited] == ["section 2"]


@pytest.mark.parametrize(
    ("limit", "extension"),
    [
        # Saturday 16 and seven days: Saturday 23, so Monday 25; Monday 18 and seven days: 25 too.
        (TWELVE_DAYS, more(7)),
        # Fourteen days end on Monday the 18th, an open day.
        (replace(TWELVE_DAYS, length=14), more(10)),
        # Ten working days end on Monday the 18th.
        (a_limit(10, Unit.WORKING_DAY, last_day=LastDay.MOVES_ON), more(10)),
        # A last day that stands is extended from itself.
        (a_limit(12, Unit.DAY), more(10)),
        # The whole time is counted from the event.
        (TWELVE_DAYS, replace(more(22), runs_from=RunsFrom.EVENT)),
    ],
    ids=["the same day", "an open day", "working days", "stands", "from the event"],
)
def test_nothing_is_said_if_both_readings_give_one_day(limit: Limit, extension: Extension) -> None:
    deadline = counted(limit, extension)

    assert deadline.earliest == deadline.latest
    assert deadline.warnings == ()
    assert steps(deadline, Reason.EXTENDED_FROM, Reason.PERHAPS_EXTENDED_FROM) == []
    assert [each.bound for each in deadline.moves if each.bound] == []


def test_while_the_clock_is_paused_only_the_earliest_day_is_counted() -> None:
    """Paused from the 20th with no end: no latest day, and no step or caution about one."""
    happened = [("fee-noticed", march(20))]

    deadline = counted(TWELVE_DAYS, more(10), pauses=(a_pause(),), happened=happened)

    assert ends(deadline) == (march(27), None)
    assert Caution.UNSETTLED_EXTENSION not in {each.caution for each in deadline.warnings}
    assert steps(deadline, Reason.PERHAPS_EXTENDED_FROM, Reason.END_CLOSED) == []


# An edition of the library that says another day ---------------------------------------------


def told(deadline: Deadline) -> DeadlineSnapshot:
    return DeadlineSnapshot(
        "reply", 1, Term.LONGEST, deadline.earliest, deadline.latest, deadline.moves
    )


def test_a_count_of_both_days_says_that_it_goes_on_from_the_open_day_too() -> None:
    """The closed days before it were closed all the time, and are not named as new ones."""
    old, new = (told(counted(TWELVE_DAYS, more(10, added_to=x))) for x in (AddedTo.UNMOVED, None))
    cited = steps(counted(TWELVE_DAYS, more(10)), Reason.EXTENSION)[0].cited

    assert changes_between(old, new) == (
        DeadlineChange(Why.EXTENDED_FROM, march(18), march(16), cited=cited),
    )
    assert changes_between(new, old) == (
        DeadlineChange(Why.EXTENDED_FROM, march(16), march(18), cited=cited),
    )


def test_a_new_day_off_after_the_closed_end_is_the_only_reason_named() -> None:
    """Monday the 18th is closed after all, so the extension may follow Tuesday the 19th."""
    old, new = (told(counted(TWELVE_DAYS, more(10), closed=x)) for x in ((), [march(18)]))

    (why,) = changes_between(old, new)

    assert (why.why, why.day) == (Why.DAY_OFF, march(18))
    assert (old.latest, new.latest) == (march(28), march(29))


# Properties -----------------------------------------------------------------------------------


@st.composite
def extended(draw: st.DrawFn) -> tuple[date, Limit, Extension, frozenset[date], frozenset[date]]:
    """An event, a limit in days, weeks or months that moves on, or may, and its extension."""
    event = draw(st.dates(date(2024, 1, 1), date(2024, 6, 30)))
    unit = draw(st.sampled_from([Unit.DAY, Unit.WEEK, Unit.MONTH]))
    last_day = draw(st.sampled_from([LastDay.MOVES_ON, LastDay.STANDS]))
    limit = a_limit(
        draw(st.integers(1, {Unit.DAY: 30, Unit.WEEK: 4, Unit.MONTH: 2}[unit])),
        unit,
        first_day=draw(st.sampled_from(FirstDay)),
        last_day=last_day,
        month_end=draw(st.sampled_from(MonthEnd)) if unit is Unit.MONTH else None,
        may_move=("2",) if last_day is LastDay.STANDS else (),
    )
    longer = draw(st.sampled_from([Unit.DAY, Unit.WORKING_DAY, unit]))
    near = st.integers(0, 120).map(lambda n: event + timedelta(days=n))
    closed = draw(st.frozensets(near, max_size=15))
    uncertain = draw(st.frozensets(near, max_size=5)) - closed
    length = draw(st.integers(1, 2 if longer is Unit.MONTH else 9))
    return event, limit, more(length, longer), closed, uncertain


@given(extended())
def test_both_days_are_those_of_the_two_rules_and_nothing_else_is_said(
    case: tuple[date, Limit, Extension, frozenset[date], frozenset[date]],
) -> None:
    event, limit, extension, closed, uncertain = case

    found = counted(limit, extension, event, closed, uncertain)
    unmoved, moved = (
        counted(limit, replace(extension, added_to=each), event, closed, uncertain)
        for each in AddedTo
    )

    assert found.latest is not None
    assert unmoved.latest is not None
    assert moved.latest is not None
    assert unmoved.earliest == found.earliest <= moved.earliest
    assert unmoved.latest <= found.latest == moved.latest
    assert found.earliest <= found.latest
    if (found.earliest, found.latest) == ends(unmoved):
        assert (found.moves, found.warnings) == (unmoved.moves, unmoved.warnings)
