"""The calendar: open, closed and uncertain days, and the two readings of them."""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.small_world import (
    END,
    GAZETTE,
    LONG_AGO,
    a_calendar,
    a_day_off,
    a_weekend,
    en,
)
from tracker.domain.base.days import Span
from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.calendar.workdays import Assurance, Holiday, Reading, Worked
from tracker.domain.law.count_step import Reason

MONDAY, TUESDAY, WEDNESDAY = date(2024, 3, 4), date(2024, 3, 5), date(2024, 3, 6)
FRIDAY, SATURDAY, NEXT_MONDAY = date(2024, 3, 8), date(2024, 3, 9), date(2024, 3, 11)


def test_the_day_itself_is_not_counted() -> None:
    workdays = a_calendar().for_body(None)

    assert workdays.earliest.nth_after(MONDAY, 1) == TUESDAY
    assert workdays.earliest.nth_after(FRIDAY, 1) == NEXT_MONDAY
    assert workdays.earliest.nth_after(SATURDAY, 1) == NEXT_MONDAY


def test_an_uncertain_day_is_open_to_the_eager_and_closed_to_the_patient_reading() -> None:
    workdays = a_calendar(uncertain=[TUESDAY]).for_body(None)

    assert workdays.earliest.nth_after(MONDAY, 1) == TUESDAY
    assert workdays.latest.nth_after(MONDAY, 1) == WEDNESDAY


def test_a_closed_day_is_closed_to_both_readings() -> None:
    workdays = a_calendar([TUESDAY]).for_body(None)

    assert workdays.earliest.nth_after(MONDAY, 1) == WEDNESDAY
    assert workdays.latest.nth_after(MONDAY, 1) == WEDNESDAY


@pytest.mark.parametrize(
    ("body", "earliest", "latest"),
    [("bound", WEDNESDAY, WEDNESDAY), ("other", TUESDAY, WEDNESDAY), (None, TUESDAY, WEDNESDAY)],
)
def test_a_closure_that_binds_some_bodies_is_sure_for_those_alone(
    body: str | None, earliest: date, latest: date
) -> None:
    closure = a_day_off(TUESDAY, Assurance.BODY_DEPENDENT, ["bound"])

    workdays = a_calendar(days_off=[closure]).for_body(body)

    assert workdays.earliest.nth_after(MONDAY, 1) == earliest
    assert workdays.latest.nth_after(MONDAY, 1) == latest


def test_a_weekend_that_changes_on_a_date_is_followed_on_both_sides_of_it() -> None:
    until_sunday = a_weekend(5, 6, span=Span(LONG_AGO, date(2024, 3, 10)))
    friday_saturday = a_weekend(4, 5, span=Span(date(2024, 3, 11)))
    workdays = a_calendar(weekends=(until_sunday, friday_saturday)).for_body(None)

    assert workdays.earliest.nth_after(date(2024, 3, 7), 1) == date(2024, 3, 8)  # a Friday, open
    assert workdays.earliest.nth_after(date(2024, 3, 8), 1) == date(2024, 3, 11)
    assert workdays.earliest.nth_after(date(2024, 3, 14), 1) == date(2024, 3, 17)  # a Sunday, open


def test_after_its_last_confirmation_a_weekend_rule_is_uncertain() -> None:
    fridays = a_weekend(4, span=Span(MONDAY), last_confirmed=FRIDAY)
    workdays = a_calendar(weekends=(a_weekend(5, 6), fridays)).for_body(None)

    first, second = workdays.skip(FRIDAY), workdays.skip(date(2024, 3, 15))

    assert first is not None
    assert first.reason is Reason.CLOSED
    assert second is not None
    assert second.reason is Reason.UNCERTAIN


def test_a_sure_reason_pushes_out_a_doubtful_one_and_two_sure_ones_are_both_named() -> None:
    days_off = [
        a_day_off(TUESDAY, name="sure"),
        a_day_off(TUESDAY, name="sure too"),
        a_day_off(TUESDAY, Assurance.REPORTED, name="doubtful"),
    ]

    skip = a_calendar(days_off=days_off).for_body(None).skip(TUESDAY)

    assert skip is not None
    assert skip.reason is Reason.CLOSED
    assert [str(name) for name in skip.names] == ["sure", "sure too"]
    assert len(skip.cited) == 2


def test_an_open_day_has_no_reason_to_be_skipped() -> None:
    assert a_calendar().for_body(None).skip(MONDAY) is None


def test_the_days_skipped_between_two_days_leave_out_the_first_and_hold_the_last() -> None:
    workdays = a_calendar([TUESDAY]).for_body(None)

    skipped = workdays.skips_between(TUESDAY, SATURDAY)

    assert [move.day for move in skipped] == [SATURDAY]


def test_on_or_before_and_on_or_after_stay_on_an_open_day_and_leave_a_closed_one() -> None:
    reading = a_calendar().for_body(None).latest

    assert reading.on_or_after(FRIDAY) == reading.on_or_before(FRIDAY) == FRIDAY
    assert reading.on_or_after(SATURDAY) == NEXT_MONDAY
    assert reading.on_or_before(SATURDAY) == FRIDAY


def test_before_the_first_open_day_on_file_there_is_none() -> None:
    saturday = date(2023, 7, 1)
    workdays = a_calendar(known=Span(saturday, END)).for_body(None)

    assert workdays.latest.on_or_before(saturday) is None


@pytest.mark.parametrize(
    ("day", "said"),
    [(date(2022, 11, 30), "30 November 2022"), (date(2025, 7, 1), "1 July 2025")],
)
def test_a_day_that_the_calendar_does_not_know_is_refused_with_the_days_it_knows(
    day: date, said: str
) -> None:
    with pytest.raises(NoLimitOnFile) as refusal:
        a_calendar().for_body(None).require(day)

    assert str(refusal.value) == (
        f"Calendar “xx” has no data for {said}. It covers 1 December 2022 to 30 June 2025."
    )


def test_a_count_past_all_days_is_refused() -> None:
    with pytest.raises(NoLimitOnFile) as refused:
        a_calendar().for_body(None).earliest.nth_after(MONDAY, 9999)

    said = "The calendar ends before 9999 working days after 4 March 2024."
    assert str(refused.value) == said


def test_a_calendar_that_nobody_compared_with_notices_is_checked_nowhere() -> None:
    workdays = a_calendar(checked=None).for_body(None)

    assert not workdays.checked(TUESDAY, TUESDAY)


@pytest.mark.parametrize("day", [TUESDAY, SATURDAY])
def test_a_day_on_which_the_office_worked_is_open_whatever_else_is_said(day: date) -> None:
    plain = a_calendar([TUESDAY])
    workdays = replace(plain, worked=(Worked(day, en("worked"), GAZETTE),)).for_body(None)

    assert plain.for_body(None).skip(day) is not None
    assert workdays.skip(day) is None
    assert workdays.latest.on_or_after(day) == day


def test_bodies_of_which_the_calendar_says_nothing_of_their_own_share_one_index() -> None:
    closure = a_day_off(TUESDAY, Assurance.BODY_DEPENDENT, ["bound"])
    calendar = a_calendar(days_off=[closure])

    assert calendar.for_body("one") is calendar.for_body("other") is calendar.for_body(None)
    assert calendar.for_body("bound") is not calendar.for_body(None)


def test_a_weekend_that_binds_a_body_gives_it_an_index_of_its_own() -> None:
    fridays = a_weekend(4, binds=["bound"])
    calendar = a_calendar(weekends=(a_weekend(5, 6), fridays))

    assert (
        calendar.for_body("bound").earliest.nth_after(FRIDAY - timedelta(days=1), 1) == NEXT_MONDAY
    )
    assert calendar.for_body("other").earliest.nth_after(FRIDAY - timedelta(days=1), 1) == FRIDAY


def test_a_list_of_holidays_is_the_same_as_its_days_one_by_one() -> None:
    holiday = Holiday(
        en("holiday"), (MONDAY, FRIDAY), Assurance.REPORTED, GAZETTE, frozenset({"bound"})
    )

    assert list(holiday.days_off()) == [
        a_day_off(day, Assurance.REPORTED, ["bound"], "holiday") for day in (MONDAY, FRIDAY)
    ]


def test_checked_means_both_ends_and_so_every_day_between() -> None:
    workdays = a_calendar(checked=Span(TUESDAY, FRIDAY)).for_body(None)

    assert workdays.checked(TUESDAY, FRIDAY)
    assert not workdays.checked(MONDAY, FRIDAY)
    assert not workdays.checked(TUESDAY, SATURDAY)


def test_working_days_between_leave_out_the_first_day_and_hold_the_last() -> None:
    reading = a_calendar([TUESDAY]).for_body(None).latest

    assert reading.count_between(MONDAY, TUESDAY) == 0
    assert reading.count_between(MONDAY, WEDNESDAY) == 1
    assert reading.count_between(MONDAY, SATURDAY) == 3  # Wednesday, Thursday, Friday
    assert reading.count_between(FRIDAY, NEXT_MONDAY) == 1
    assert reading.count_between(NEXT_MONDAY, FRIDAY) == 0


def test_a_reading_ends_with_its_last_day() -> None:
    reading = Reading(MONDAY, FRIDAY, frozenset())

    assert reading.nth_after(MONDAY - timedelta(days=1), 5) == FRIDAY
    with pytest.raises(NoLimitOnFile):
        reading.nth_after(MONDAY - timedelta(days=1), 6)


def test_weekends_are_known_for_two_years_past_the_days_on_file_and_no_longer() -> None:
    """Two years of 365 days after Thursday 7 March 2024 end on Saturday 7 March 2026."""
    known = Span(LONG_AGO, date(2024, 3, 7))
    workdays = a_calendar(known=known).for_body(None)

    assert workdays.skip(date(2026, 3, 7)) is not None
    assert workdays.skip(date(2026, 3, 8)) is None


def test_skipped_days_are_found_across_years_and_outside_the_calendar_there_are_none() -> None:
    """1 January 2024 is a Monday; 2022 begins before the days on file, which begin on a Thursday,
    1 December, and what is known ends on Monday 30 June 2025, two years before the last index."""
    workdays = a_calendar([date(2024, 1, 1)]).for_body(None)

    across = workdays.skips_between(date(2023, 12, 29), date(2024, 1, 2))
    two_years = workdays.skips_between(date(2022, 12, 31), date(2024, 1, 1))

    assert [skip.day for skip in across] == [
        date(2023, 12, 30),
        date(2023, 12, 31),
        date(2024, 1, 1),
    ]
    # The Sundays and Saturdays of 2023, which begins and ends on a Sunday, and a Monday of 2024.
    assert len(two_years) == 53 + 52 + 1
    assert workdays.skips_between(date(2024, 1, 2), date(2023, 12, 29)) == ()
    assert [skip.day for skip in workdays.skips_between(date(2020, 1, 1), date(2022, 12, 3))] == [
        date(2022, 12, 3)
    ]
    assert workdays.skips_between(date(2030, 1, 1), date(2031, 1, 1)) == ()
    assert workdays.skip(date(2022, 11, 27)) is None
    assert workdays.skip(date(2022, 12, 4)) is not None
    assert workdays.skip(date(2030, 1, 5)) is None


some_days = st.dates(date(2024, 1, 1), date(2024, 6, 30))


@given(some_days, st.integers(1, 40), st.frozensets(some_days, max_size=20))
def test_the_look_up_finds_what_a_walk_finds(day: date, n: int, closed: frozenset[date]) -> None:
    found = a_calendar(closed).for_body(None).latest.nth_after(day, n)

    walk, left = day, n
    while left:
        walk += timedelta(days=1)
        left -= walk.weekday() < 5 and walk not in closed
    assert found == walk


@given(some_days, st.integers(1, 40), st.frozensets(some_days, max_size=20))
def test_the_eager_reading_is_never_later_than_the_patient_one(
    day: date, n: int, uncertain: frozenset[date]
) -> None:
    workdays = a_calendar(uncertain=uncertain).for_body(None)

    assert workdays.earliest.nth_after(day, n) <= workdays.latest.nth_after(day, n)


def test_calendars_share_the_objects_of_days_and_names() -> None:
    """An office holds dozens of calendars of some ten thousand days each."""
    first, second = (a_calendar([closed]).for_body(None) for closed in (TUESDAY, WEDNESDAY))
    [saturday] = first.skips_between(FRIDAY, SATURDAY)
    [next_saturday] = first.skips_between(date(2024, 3, 15), date(2024, 3, 16))
    [same] = second.skips_between(FRIDAY, SATURDAY)

    assert saturday.day is same.day
    assert saturday.names is next_saturday.names
    assert first.earliest.nth_after(MONDAY, 5) is second.latest.nth_after(MONDAY, 5)


def test_a_reading_has_each_day_of_its_span_and_no_other() -> None:
    first, last = date(2023, 12, 30), date(2025, 1, 2)
    reading = Reading(first, last, {date(2024, 2, 29)})

    # 2 days of 2023, 366 of 2024 and 2 of 2025, one of them closed.
    assert reading.count_between(first - timedelta(days=1), last) == 369
    assert reading.nth_after(first - timedelta(days=1), 1) == first
    assert reading.nth_after(date(2024, 2, 28), 1) == date(2024, 3, 1)
    assert reading.nth_after(first, 368) == last
    with pytest.raises(NoLimitOnFile):
        reading.nth_after(first, 369)
