"""The steps of a count laid out in months: the days that were counted, and those that were not."""

from calendar import monthrange
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache, partial
from typing import NamedTuple

from tracker.domain.base.days import ONE_DAY, DaySpan
from tracker.domain.base.text import Text
from tracker.domain.calendar.workdays import Calendar
from tracker.domain.clock.deadline import Deadline
from tracker.domain.law.count_step import STANDS_STILL, Bound, CountStep, Reason
from tracker.domain.law.law import Actor
from tracker.domain.law.limits import Unit
from tracker.services.deadlines.day_numbers import both, days_between, numbers

DAYS_A_WEEK = 7
SATURDAY, SUNDAY = 5, 6
SHOWN_WHOLE = 4
_MOST_SHOWN = 8


class DayMark(StrEnum):
    """What a count did with a day. OFF marks closed days at the end of the count."""

    BESIDE = "beside"
    EVENT = "event"
    RESTARTED = "restarted"
    TRANSFERRED = "handed-on"
    COUNTED = "counted"
    CLOSED = "closed"
    UNCERTAIN = "uncertain"
    PAUSED = "paused"
    PERHAPS_PAUSED = "doubtful"
    OFF = "off"


class Ending(StrEnum):
    """What ends on a day."""

    LAST = "last"
    EARLIEST = "earliest"
    LATEST = "latest"
    LIMIT = "limit"
    SAFE = "safe"


MARKS: dict[Reason, DayMark] = {
    Reason.EVENT: DayMark.EVENT,
    Reason.RESTARTED: DayMark.RESTARTED,
    Reason.TRANSFERRED: DayMark.TRANSFERRED,
    Reason.PAUSED: DayMark.PAUSED,
    Reason.STOPPED: DayMark.PAUSED,
    Reason.PERHAPS_STOPPED: DayMark.PERHAPS_PAUSED,
    Reason.CLOSED: DayMark.CLOSED,
    Reason.UNCERTAIN: DayMark.UNCERTAIN,
    Reason.END_CLOSED: DayMark.OFF,
}
GRAVITY = {mark: n for n, mark in enumerate(dict.fromkeys(MARKS.values()))}
"""If two steps concern one day, the mark with the lower number is shown."""

_BY_DATE = frozenset({Unit.MONTH, Unit.HOUR})
"""Units whose days have no numbers of their own."""


class GridDay(NamedTuple):
    """One day of a month, with what the count made of it.

    `number` is `6` for the sixth day counted, `+6` for the sixth of the extension, `7/6` if it is
    the seventh when every uncertain day was worked and the sixth when none was, and `6?` if only
    one of these readings counts it. It is empty if the day has no number.
    """

    day: date
    mark: DayMark
    number: str = ""
    names: tuple[Text, ...] = ()
    endings: tuple[Ending, ...] = ()


# A page has hundreds of days, and the constructor takes several times as long.
_grid_day: Callable[[tuple[date, DayMark, str, tuple[Text, ...], tuple[Ending, ...]]], GridDay]
_grid_day = partial(tuple.__new__, GridDay)

PASSED_OVER = frozenset(
    {DayMark.CLOSED, DayMark.UNCERTAIN, DayMark.PAUSED, DayMark.PERHAPS_PAUSED, DayMark.OFF}
)


@dataclass(frozen=True, slots=True)
class Month:
    """A month, by its first day, with the days that belong to the count, in order."""

    first: date
    days: tuple[GridDay, ...]


@dataclass(frozen=True, slots=True)
class Skipped:
    """Days that were skipped for the same reason, in order."""

    mark: DayMark
    names: tuple[Text, ...]
    days: tuple[DaySpan, ...]


@dataclass(frozen=True, slots=True)
class MonthGrid:
    """The months of one count, those left out by their first days, and the unit of its limit.

    `numbers` has the numbers of all days shown, joined.
    """

    months: tuple[Month, ...]
    left_out: tuple[DaySpan, ...]
    skipped: tuple[Skipped, ...]
    unit: Unit | None
    first_weekday: int
    numbers: str

    def days(self) -> Iterator[GridDay]:
        """Return the days of the count that are shown, in order."""
        return (day for month in self.months for day in month.days)

    @property
    def numbered(self) -> bool:
        """Return whether any day shown has a number."""
        return bool(self.numbers)

    @property
    def two_readings(self) -> bool:
        """Return whether the two readings of the calendar number some day differently."""
        return "/" in self.numbers or "?" in self.numbers

    @property
    def extended(self) -> bool:
        """Return whether some days are numbered as days of an extension."""
        return "+" in self.numbers


def first_weekday(calendar: Calendar, on: date) -> int:
    """Return the first weekday of a week (Monday is 0): the one after the days of rest."""
    rest = {
        weekday
        for rule in calendar.weekends
        if on in rule.span and not rule.binds
        for weekday in rule.weekdays
    }
    if SUNDAY not in rest and SATURDAY in rest:
        return SUNDAY
    if SUNDAY not in rest and rest:
        return SATURDAY
    return 0


def grid_of(deadline: Deadline, first_day_of_week: int = 0) -> MonthGrid:
    """Return the months of a deadline. A requester's own has the earlier reading alone."""
    by_earliest = deadline.stage.actor is Actor.REQUESTER
    return month_grid(
        deadline.moves,
        deadline.earliest,
        deadline.earliest if by_earliest else deadline.latest,
        event=DaySpan.on(deadline.event.earliest) if by_earliest else deadline.event,
        safe=deadline.last_safe_day,
        by_earliest=by_earliest,
        first_day_of_week=first_day_of_week,
    )


def month_grid(
    steps: Sequence[CountStep],
    earliest: date,
    latest: date | None,
    *,
    event: DaySpan | None = None,
    safe: date | None = None,
    by_earliest: bool = False,
    first_day_of_week: int = 0,
) -> MonthGrid:
    """Return the months of a count with these steps and ends.

    `latest` is None if it is not known: then nothing past `earliest` is shown. `by_earliest`
    leaves out the later reading, as for a requester's own deadline.
    """
    if not steps:
        return MonthGrid((), (), (), None, first_day_of_week, "")
    if by_earliest:
        steps = [step for step in steps if step.bound is not Bound.LATEST]
    counted = _Count(steps, earliest, latest or earliest, latest is not None, event, safe)
    marked = counted.marked(both_readings=not by_earliest)
    months = list(_months(min(marked), max(marked)))
    kept = _kept(months, marked)
    days = list(marked.values())
    shown = tuple([_month(month, days) for month in kept])
    return MonthGrid(
        months=shown,
        left_out=tuple(_gaps(months, kept)),
        skipped=tuple(_skipped(marked)),
        unit=next((step.unit for step in steps if step.reason is Reason.LIMIT), None),
        first_weekday=first_day_of_week,
        numbers="".join([day.number for month in shown for day in month.days]),
    )


class _Count(NamedTuple):
    """The steps of one count and the ends to which they lead."""

    steps: Sequence[CountStep]
    earliest: date
    latest: date
    latest_known: bool
    event: DaySpan | None
    safe: date | None

    def marked(self, *, both_readings: bool) -> dict[date, GridDay]:
        """Return every day from the event to the last end, in order and without a gap."""
        numbered = self._numbered(both_readings=both_readings)
        told, endings, counted_to = self._days_by_step(), self._endings(), self._by_date_to()
        first = min(told)
        found: dict[date, GridDay] = {}
        for day in days_between(first, max(self.latest, *self._reached(), first)):
            number, ends = numbered.get(day, ""), endings.get(day, ())
            held = told.get(day)
            if held is None:
                counted = number or day <= counted_to
                mark = DayMark.COUNTED if counted else DayMark.BESIDE
                found[day] = _grid_day((day, mark, number, (), ends))
            elif number or ends:
                found[day] = _grid_day((day, held.mark, number, held.names, ends))
            else:
                found[day] = held
        return found

    def _numbered(self, *, both_readings: bool) -> dict[date, str]:
        """Return the number of each day, with both readings if they differ."""
        earliest = numbers(self.steps, Bound.EARLIEST, self.event)
        # Without numbers for the earlier reading, none are shown.
        if not earliest or not both_readings or not self._parted():
            return earliest
        latest = numbers(self.steps, Bound.LATEST, self.event)
        days = earliest.keys() | latest.keys()
        return {day: both(earliest.get(day, ""), latest.get(day, "")) for day in days}

    def _parted(self) -> bool:
        """Return whether the two readings of the calendar can number a day differently."""
        if self.event and not self.event.exact:
            return True
        return any(step.bound or step.reason is Reason.UNCERTAIN for step in self.steps)

    def _by_date_to(self) -> date:
        """Return the last day that is counted without a number, date.min if there is none.

        There are such days if the time is counted in months or hours, or if the clock is paused
        without a known end.
        """
        stops = [step.day for step in self.steps if step.reason in STANDS_STILL]
        limits = [step.unit for step in self.steps if step.reason is Reason.LIMIT]
        if stops:
            return min(self.latest, min(stops) - ONE_DAY)
        return date.min if _BY_DATE.isdisjoint(limits) else self.latest

    def _days_by_step(self) -> dict[date, GridDay]:
        """Return the days that steps concern, each with the mark that matters most."""
        found: dict[date, GridDay] = {}
        for step in self.steps:
            for day in _closed(step) if step.reason is Reason.CLOSED else _days_of(step):
                held = found.get(day.day)
                if held is None or GRAVITY[day.mark] < GRAVITY[held.mark]:
                    found[day.day] = day
        if self.event:
            for on in (self.event.earliest, self.event.latest):
                found[on] = GridDay(on, DayMark.EVENT)
        return found

    def _reached(self) -> Iterator[date]:
        """Yield the ends of the limit and the extension, before they were moved or cut."""
        cut = any(step.reason is Reason.OUTER for step in self.steps)
        if self.latest_known and not cut:
            ends = (Reason.LIMIT, Reason.EXTENSION)
            yield from (step.day for step in self.steps if step.reason in ends)

    def _endings(self) -> dict[date, tuple[Ending, ...]]:
        """Return what ends on which day. Other endings replace the end of the limit."""
        limits = [step.day for step in self.steps if step.reason is Reason.LIMIT]
        found: dict[date, tuple[Ending, ...]] = dict.fromkeys(limits, (Ending.LIMIT,))
        found[self.latest] = (Ending.LATEST,)
        certain = self.latest_known and self.latest == self.earliest
        found[self.earliest] = (Ending.LAST if certain else Ending.EARLIEST,)
        if self.safe:
            found[self.safe] = (*found.get(self.safe, ()), Ending.SAFE)
        return found


def _days_of(step: CountStep) -> tuple[GridDay, ...]:
    """Return the days that a step concerns. A pause may skip none."""
    mark = MARKS.get(step.reason)
    if mark is None or (step.reason is Reason.PAUSED and not step.until):
        return ()
    days = days_between(step.day, step.until or step.day)
    return tuple([GridDay(day, mark, "", step.names) for day in days])


# A closed day is an equal step in every count that skips it.
@lru_cache(maxsize=8192)
def _closed(step: CountStep) -> tuple[GridDay, ...]:
    return _days_of(step)


def _months(first: date, last: date) -> Iterator[date]:
    """Yield the first day of every month between two dates."""
    for n in range(first.year * 12 + first.month - 1, last.year * 12 + last.month):
        yield date(n // 12, n % 12 + 1, 1)


def _kept(months: list[date], marked: dict[date, GridDay]) -> list[date]:
    """Return the months to show: all of a short count, else those with a marked day or an end."""
    if len(months) <= SHOWN_WHOLE:
        return months
    eventful = {day.day.replace(day=1) for day in marked.values() if _eventful(day)}
    kept = [month for month in months if month in eventful or month in (months[0], months[-1])]
    half = _MOST_SHOWN // 2
    return kept if len(kept) <= _MOST_SHOWN else kept[:half] + kept[-half:]


def _eventful(day: GridDay) -> bool:
    return day.mark not in (DayMark.COUNTED, DayMark.BESIDE) or bool(day.endings)


def _gaps(months: list[date], kept: list[date]) -> Iterator[DaySpan]:
    """Yield the runs of months that are not shown, by their first days."""
    run: list[date] = []
    for month in months:
        if month not in kept:
            run.append(month)
        elif run:
            yield DaySpan(run[0], run[-1])
            run = []


def _month(first: date, days: list[GridDay]) -> Month:
    """Return a month with its part of consecutive days."""
    start = (first - days[0].day).days
    length = monthrange(first.year, first.month)[1]
    return Month(first, tuple(days[max(start, 0) : start + length]))


def _skipped(marked: dict[date, GridDay]) -> Iterator[Skipped]:
    """Yield the skipped days by reason, in order of first appearance."""
    reasons: dict[tuple[DayMark, tuple[Text, ...]], list[date]] = {}
    # Identical tuples are found by id, which is faster than comparing them.
    known: dict[tuple[DayMark, int], list[date]] = {}
    for day in marked.values():
        if day.mark in PASSED_OVER:
            days = known.get((day.mark, id(day.names)))
            if days is None:
                days = reasons.setdefault((day.mark, day.names), [])
                known[day.mark, id(day.names)] = days
            days.append(day.day)
    for (mark, names), days in reasons.items():
        yield Skipped(mark, names, tuple(_runs(days)))


def _runs(days: list[date]) -> Iterator[DaySpan]:
    """Yield spans of consecutive days."""
    first = last = days[0]
    for day in days[1:]:
        if day != last + ONE_DAY:
            yield DaySpan(first, last)
            first = day
        last = day
    yield DaySpan(first, last)
