"""Short periods that leave days of rest out, although longer ones count every day."""

from dataclasses import replace
from datetime import date

import pytest

from tests.domain.small_world import a_calendar, a_law, a_limit, a_stage
from tracker.domain.base.days import DaySpan
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.law.limits import Limit, ShortPeriods, Unit, Weekday

SUNDAYS = ShortPeriods(6, (Weekday.SUNDAY,), ("2",))
BOTH = ShortPeriods(6, (Weekday.SATURDAY, Weekday.SUNDAY), ("2",))
WEDNESDAY = date(2024, 3, 6)


def march(day: int) -> date:
    return date(2024, 3, day)


def counted(limit: Limit, rule: ShortPeriods, closed: tuple[date, ...] = ()) -> Deadline:
    """A count from Wednesday 6 March 2024 by offices that close on Saturdays and Sundays."""
    stage = a_stage(limit)
    law = replace(a_law(stage), short_periods=rule)
    workdays = a_calendar(closed).for_body(None)
    return count_deadline(law, stage, DaySpan.on(WEDNESDAY), workdays)


@pytest.mark.parametrize(
    ("length", "rule", "closed", "earliest", "latest"),
    [
        # 7, 8, Saturday 9, 11, 12 March; without the Saturday 7, 8, 11, 12, 13.
        (5, SUNDAYS, (), 12, 13),
        # A public holiday on Thursday is left out in either reading: one day later each.
        (5, SUNDAYS, (march(7),), 13, 14),
        # Both days of the weekend are surely left out: 7, 8, 11, 12, 13.
        (5, BOTH, (), 13, 13),
        # Two days do not reach the weekend.
        (2, SUNDAYS, (), 8, 8),
        # Six days are the longest short period: to Wednesday, or to Thursday.
        (6, SUNDAYS, (), 13, 14),
        # Seven days are not short: every day counts, to Wednesday 13 March.
        (7, SUNDAYS, (march(7),), 13, 13),
    ],
)
def test_a_short_period_leaves_out_holidays_and_days_of_rest(
    length: int,
    rule: ShortPeriods,
    closed: tuple[date, ...],
    earliest: int,
    latest: int,
) -> None:
    deadline = counted(a_limit(length, Unit.DAY), rule, closed)

    assert (deadline.earliest, deadline.latest) == (march(earliest), march(latest))


def test_the_rule_is_named_among_the_sources_of_the_date() -> None:
    assert counted(a_limit(5, Unit.DAY), SUNDAYS).sources == ("1", "2")
    assert counted(a_limit(7, Unit.DAY), SUNDAYS).sources == ("1",)


def test_a_limit_in_hours_is_no_short_period_of_days() -> None:
    """48 hours from Wednesday end on Friday, whatever the rule says of days."""
    deadline = counted(a_limit(48, Unit.HOUR), SUNDAYS, (march(7),))

    assert (deadline.earliest, deadline.latest) == (march(8), march(8))
