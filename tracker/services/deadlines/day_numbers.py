"""The number of each counted day, as a reader would write it into a paper calendar.

Numbers are counted back from the end that the steps name, leaving out the days that they leave
out. If that does not lead to the day on which the count began, no numbers are given: a wrong one
would be worse than none.
"""

from collections.abc import Iterator, Sequence
from datetime import date

from tracker.domain.base.days import ONE_DAY, DaySpan
from tracker.domain.law.count_step import STANDS_STILL, Bound, CountStep, Reason
from tracker.domain.law.limits import Unit

DAYS_IN: dict[Unit, int] = {Unit.DAY: 1, Unit.WORKING_DAY: 1, Unit.WEEK: 7}
"""The days in one unit. Hours and months are not counted in days."""

_EXTENDED_FROM = frozenset({Reason.LIMIT, Reason.EXTENDED_FROM, Reason.PERHAPS_EXTENDED_FROM})
_RESTARTS = frozenset({Reason.RESTARTED, Reason.TRANSFERRED, Reason.PERHAPS_RECEIVED})


def numbers(steps: Sequence[CountStep], bound: Bound, event: DaySpan | None) -> dict[date, str]:
    """Return the number of each day in one reading of the calendar: `6`, or `+6` in the extension.

    `event` is None if only its earliest date is known. Empty while the clock is paused, because
    the end of the count is unknown.
    """
    if any(step.reason in STANDS_STILL for step in steps):
        return {}
    read = _Reading([step for step in steps if step.bound in (None, bound)], bound, event)
    limit, extension = read.counted(Reason.LIMIT), read.counted(Reason.EXTENSION)
    if extension and limit and extension[0] > limit[-1]:
        plain = {day: f"{n}" for n, day in enumerate(limit, start=1)}
        return plain | {day: f"+{n}" for n, day in enumerate(extension, start=1)}
    # An extension that replaces the time limit counts all days from the beginning.
    return {day: f"{n}" for n, day in enumerate(extension or limit, start=1)}


def both(earliest: str, latest: str) -> str:
    """Return the numbers of two readings as one.

    Examples: `6`, `7/6`, or `6?` if only one counts the day.
    """
    if earliest == latest:
        return earliest
    return f"{earliest}/{latest}" if earliest and latest else f"{earliest or latest}?"


def days_between(first: date, last: date) -> Iterator[date]:
    """Yield every day from `first` to `last`, both included."""
    return map(date.fromordinal, range(first.toordinal(), last.toordinal() + 1))


class _Reading:
    """The steps that belong to one reading of the calendar."""

    def __init__(self, steps: Sequence[CountStep], bound: Bound, event: DaySpan | None) -> None:
        self._steps = steps
        self._bound = bound
        self._begun = steps[0].day
        self._starts = {step.day for step in steps if step.reason in _RESTARTS}
        if event is None:
            self._starts.add(self._begun)
        else:
            self._starts.add(event.earliest if bound is Bound.EARLIEST else event.latest)
        parted = any(step.bound for step in steps)
        self._start_known = event is not None or bound is Bound.EARLIEST or not parted

    def counted(self, reason: Reason) -> list[date]:
        """Return the days counted up to the end of the limit or extension, oldest first."""
        end = next((step for step in self._steps if step.reason is reason), None)
        if end is None or end.unit not in DAYS_IN:
            return []
        left_out, length = self._left_out(end.unit), end.length * DAYS_IN[end.unit]
        counted: list[date] = []
        day = end.day
        while len(counted) < length and day >= self._begun:
            if day not in left_out:
                counted.append(day)
            day -= ONE_DAY
        counted.reverse()
        whole = len(counted) == length and end.day not in left_out
        return counted if whole and self._begins_well(counted[0], reason, left_out) else []

    def _begins_well(self, first: date, reason: Reason, left_out: frozenset[date]) -> bool:
        """Return whether every day between the start of the count and `first` is accounted for."""
        starts = set(self._starts)
        if reason is Reason.EXTENSION:
            starts |= {step.day for step in self._steps if step.reason in _EXTENDED_FROM}
        elif not self._start_known:
            return True
        day = first
        while day not in starts:
            day -= ONE_DAY
            if day < self._begun or (day not in left_out and day not in starts):
                return False
        return True

    def _left_out(self, unit: Unit) -> frozenset[date]:
        closed = {Reason.CLOSED} if unit is Unit.WORKING_DAY else set()
        if closed and self._bound is Bound.LATEST:
            closed.add(Reason.UNCERTAIN)
        found = {step.day for step in self._steps if step.reason in closed}
        for step in self._steps:
            if step.reason is Reason.PAUSED and step.until:
                found.update(days_between(step.day, step.until))
        return frozenset(found)
