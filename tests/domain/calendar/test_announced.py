"""Days announced after a calendar was made: certain, uncertain or contradicted."""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.small_world import GAZETTE, a_calendar, a_day_off, en
from tracker.domain.calendar.announced import AnnouncedDays, Announcement, with_announced
from tracker.domain.calendar.workdays import Calendar, Workdays
from tracker.domain.law.count_step import Reason

MONDAY, TUESDAY, WEDNESDAY = date(2024, 3, 4), date(2024, 3, 5), date(2024, 3, 6)
FRIDAY, SATURDAY, NEXT_MONDAY = date(2024, 3, 8), date(2024, 3, 9), date(2024, 3, 11)


def announced(
    office_is: Announcement, *days: date, key: str = "closure", binds: tuple[str, ...] = ()
) -> AnnouncedDays:
    calendar = a_calendar().key
    name, by = en("Day of mourning"), en("Cabinet Division")
    return AnnouncedDays(key, calendar, name, days, office_is, by, GAZETTE, frozenset(binds))


def counted(
    *given: AnnouncedDays,
    unverified: str = "",
    calendar: Calendar | None = None,
    body: str | None = None,
) -> Workdays:
    unsure = frozenset(unverified.split())
    return with_announced(calendar or a_calendar(), given, unsure).for_body(body)


def the_days(workdays: Workdays, after: date = MONDAY) -> tuple[date, date]:
    """The earliest and the latest date of the next working day."""
    return workdays.earliest.nth_after(after, 1), workdays.latest.nth_after(after, 1)


def test_a_verified_closure_counts_as_closed_for_both_dates() -> None:
    workdays = counted(announced(Announcement.CLOSED, TUESDAY))

    assert the_days(workdays) == (WEDNESDAY, WEDNESDAY)
    step = workdays.skip(TUESDAY)
    assert step
    assert [str(name) for name in step.names] == ["Day of mourning"]


def test_an_unverified_closure_counts_as_open_only_for_the_earliest_date() -> None:
    workdays = counted(announced(Announcement.CLOSED, TUESDAY), unverified="closure")

    assert the_days(workdays) == (TUESDAY, WEDNESDAY)


def test_a_count_repeats_no_unverified_words() -> None:
    workdays = counted(announced(Announcement.CLOSED, TUESDAY), unverified="closure")

    step = workdays.skip(TUESDAY)

    assert step
    assert step.reason is Reason.UNCERTAIN
    assert "mourning" not in str(step)
    assert "gazette" not in str(step)


@pytest.mark.parametrize(
    ("body", "days"), [("bound", (WEDNESDAY, WEDNESDAY)), ("other", (TUESDAY, WEDNESDAY))]
)
def test_a_closure_of_some_bodies_is_uncertain_for_the_others(
    body: str, days: tuple[date, date]
) -> None:
    closure = announced(Announcement.CLOSED, TUESDAY, binds=("bound",))

    assert the_days(counted(closure, body=body)) == days


def test_a_half_day_is_uncertain_although_it_is_verified() -> None:
    assert the_days(counted(announced(Announcement.PART_OF_DAY, TUESDAY))) == (TUESDAY, WEDNESDAY)


def test_a_saturday_that_was_announced_as_a_day_of_work_is_open() -> None:
    workdays = counted(announced(Announcement.OPEN, SATURDAY))

    assert the_days(workdays, FRIDAY) == (SATURDAY, SATURDAY)


def test_an_unverified_day_of_work_is_uncertain() -> None:
    workdays = counted(announced(Announcement.OPEN, SATURDAY), unverified="closure")

    assert the_days(workdays, FRIDAY) == (SATURDAY, NEXT_MONDAY)


def test_a_day_of_work_replaces_a_holiday_of_the_calendar() -> None:
    calendar = a_calendar(days_off=[a_day_off(TUESDAY)])

    opened = with_announced(calendar, [announced(Announcement.OPEN, TUESDAY)], frozenset())

    assert the_days(opened.for_body(None)) == (TUESDAY, TUESDAY)
    assert TUESDAY not in [off.day for off in opened.days_off]


def test_a_day_with_contradicting_announcements_is_uncertain() -> None:
    closed = announced(Announcement.CLOSED, TUESDAY)
    opened = announced(Announcement.OPEN, TUESDAY, key="revoked")

    assert the_days(counted(closed, opened)) == (TUESDAY, WEDNESDAY)
    assert the_days(counted(closed, opened, unverified="revoked")) == (TUESDAY, WEDNESDAY)


def test_announcements_about_other_calendars_change_nothing() -> None:
    calendar = a_calendar()
    other = replace(announced(Announcement.CLOSED, TUESDAY), calendar="elsewhere")

    assert with_announced(calendar, [other], frozenset()) is calendar
