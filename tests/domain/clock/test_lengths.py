"""Lengths of time by themselves: hours in both worlds, months by their rule."""

from datetime import date

import pytest

from tests.domain.small_world import a_calendar, a_limit
from tracker.domain.clock.lengths import calendar_readings, months_later, uncounted
from tracker.domain.law.limits import FirstDay, Unit


def test_a_length_in_months_without_its_rule_is_refused() -> None:
    with pytest.raises(ValueError, match=r"^a limit in months needs its month-end rule$"):
        months_later(date(2024, 3, 4), 1, None)


def test_there_is_an_eager_and_a_patient_world() -> None:
    workdays = a_calendar().for_body(None)

    earliest, latest = calendar_readings(workdays)

    assert (earliest.calendar, earliest.latest) == (workdays.earliest, False)
    assert (latest.calendar, latest.latest) == (workdays.latest, True)


@pytest.mark.parametrize(
    ("first_day", "last_uncounted"),
    [(FirstDay.NEXT, date(2024, 3, 4)), (FirstDay.SAME, date(2024, 3, 3))],
)
def test_the_last_day_that_is_not_counted(first_day: FirstDay, last_uncounted: date) -> None:
    limit = a_limit(5, Unit.DAY, first_day=first_day)

    assert uncounted(date(2024, 3, 4), limit) == last_uncounted
