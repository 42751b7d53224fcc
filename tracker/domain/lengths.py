"""Lengths of time: the day on which so many hours, days, weeks or months end."""

from calendar import monthrange
from datetime import date, timedelta
from typing import NamedTuple

from tracker.domain.days import ONE_DAY
from tracker.domain.limits import FirstDay, Limit, MonthEnd, Outer, Unit
from tracker.domain.workdays import Reading, Workdays

HOURS_A_DAY = 24


class World(NamedTuple):
    """One way in which all that is uncertain turns out: a bound of every count.

    In the patient world uncertain days were closed, hours ran from the end of the day of the
    event, and a pause was as long as it can have been; in the eager one all went the other way.
    """

    reading: Reading
    patient: bool


def worlds_of(workdays: Workdays) -> tuple[World, World]:
    """The eager world and the patient one."""
    return World(workdays.eager, patient=False), World(workdays.patient, patient=True)


def end_of(limit: Limit | Outer, event: date, world: World) -> date:
    """The last day of a limit whose count starts with `event`."""
    length, unit, month_end = limit.length, limit.unit, limit.month_end
    if limit.first_day is FirstDay.NEXT:
        return later(event, length, unit, month_end, world)
    if unit is Unit.MONTH and event.day == 1:
        # A month that counts its first day runs to the end of the month, however long that is.
        return months_later(event, length, month_end) - ONE_DAY
    return later(event - ONE_DAY, length, unit, month_end, world)


def uncounted(event: date, limit: Limit) -> date:
    """The last day that is not counted: that of the event, or the day before it."""
    return event if limit.first_day is FirstDay.NEXT else event - ONE_DAY


def later(start: date, length: int, unit: Unit, month_end: MonthEnd | None, world: World) -> date:
    """The day on which `length` units after `start` end; `start` itself is not counted."""
    match unit:
        case Unit.WORKING_DAY:
            return world.reading.nth_after(start, length)
        case Unit.DAY:
            return start + timedelta(days=length)
        case Unit.HOUR:
            return start + timedelta(days=_days_of_hours(length, patient=world.patient))
        case Unit.WEEK:
            return start + timedelta(weeks=length)
        case Unit.MONTH:
            return months_later(start, length, month_end)


def _days_of_hours(hours: int, *, patient: bool) -> int:
    """Hours that begin at an hour nobody noted: 36 end one day later, or two days later."""
    return -(-hours // HOURS_A_DAY) if patient else hours // HOURS_A_DAY


def months_later(start: date, length: int, month_end: MonthEnd | None) -> date:
    """The day of the same number, `length` months on; a month too short follows the law's rule.

    With the last day of the month it is the rule of the German Civil Code, s. 188(2) and (3).
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
