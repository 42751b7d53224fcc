"""Lengths of time: the day on which a number of hours, days, weeks or months ends."""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from tracker.domain.base.days import ONE_DAY
from tracker.domain.calendar.workdays import Reading, Workdays
from tracker.domain.law.limits import FirstDay, Limit, MonthEnd, Outer, Unit

HOURS_A_DAY = 24


class CalendarReading(NamedTuple):
    """One way in which everything uncertain may turn out: a bound of every count.

    In the latest reading uncertain days were closed, hours ran from the end of the day of the
    event, and a pause was as long as it can have been. In the earliest reading it is all the other
    way round.
    """

    calendar: Reading
    latest: bool


def calendar_readings(workdays: Workdays) -> tuple[CalendarReading, CalendarReading]:
    """Return the earliest reading and the latest reading."""
    return CalendarReading(workdays.earliest, latest=False), CalendarReading(
        workdays.latest, latest=True
    )


def end_of(limit: Limit | Outer, event: date, reading: CalendarReading) -> date:
    """Return the last day of a limit whose count starts with `event`."""
    length, unit, month_end = limit.length, limit.unit, limit.month_end
    if limit.first_day is FirstDay.NEXT:
        return after_length(event, length, unit, month_end, reading)
    if unit is Unit.MONTH and event.day == 1:
        # A month that counts its first day runs to the end of the month, whatever its length.
        return months_later(event, length, month_end) - ONE_DAY
    return after_length(event - ONE_DAY, length, unit, month_end, reading)


def uncounted(event: date, limit: Limit) -> date:
    """Return the last day that is not counted: the day of the event, or the day before it."""
    return event if limit.first_day is FirstDay.NEXT else event - ONE_DAY


def after_length(
    start: date, length: int, unit: Unit, month_end: MonthEnd | None, reading: CalendarReading
) -> date:
    """Return the day on which `length` units after `start` end; `start` is not counted."""
    match unit:
        case Unit.WORKING_DAY:
            return reading.calendar.nth_after(start, length)
        case Unit.DAY:
            return start + timedelta(days=length)
        case Unit.HOUR:
            return start + timedelta(days=_days_of_hours(length, latest=reading.latest))
        case Unit.WEEK:
            return start + timedelta(weeks=length)
        case Unit.MONTH:
            return months_later(start, length, month_end)


def _days_of_hours(hours: int, *, latest: bool) -> int:
    """Return after how many days `hours` end, from an unknown hour: 36 after 1 or 2."""
    return -(-hours // HOURS_A_DAY) if latest else hours // HOURS_A_DAY


def months_later(start: date, length: int, month_end: MonthEnd | None) -> date:
    """Return the same day of the month, `length` months later.

    In a month that is too short, `month_end` decides: its last day, which is the rule of the
    German Civil Code, s. 188(2) and (3), or the day after it. Raises ValueError without a
    month-end rule.
    """
    if month_end is None:
        raise ValueError("a limit in months needs its month-end rule")
    years, month = divmod(start.month - 1 + length, 12)
    year, month = start.year + years, month + 1
    last = monthrange(year, month)[1]
    if start.day <= last:
        return date(year, month, start.day)
    end = date(year, month, last)
    return end if month_end is MonthEnd.LAST_DAY else end + ONE_DAY
