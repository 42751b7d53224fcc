"""One run of a clock in one reading: from the event to the end of limit and extension."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import product
from operator import attrgetter
from typing import NamedTuple

from tracker.domain.base.days import ONE_DAY, DaySpan, days_in
from tracker.domain.clock.interruptions import (
    Interruption,
    PauseSpan,
    begin_of,
    begun_interruptions,
    perhaps_restart_of,
    restarts,
    stretch_of,
)
from tracker.domain.clock.lengths import CalendarReading, after_length, end_of, uncounted
from tracker.domain.law.limits import (
    AddedTo,
    Extension,
    LastDay,
    Limit,
    Pause,
    RunsFrom,
    Unit,
)


class Run(NamedTuple):
    """A run that counts from `start`: the event, or the last day that restarted the clock.

    An extension is counted from `extended_from`: the end of the limit, or the next open day. A
    pause may begin until `last`: the end, or in the latest reading the open day after it.
    """

    start: date
    limit_end: date
    extended_from: date
    end: date
    last: date


def clock_run(
    event: DaySpan,
    limit: Limit,
    extension: Extension | None,
    came: tuple[Interruption, ...],
    reading: CalendarReading,
) -> Run:
    """Return the run of a limit and any extension: the first to end, or the last if latest.

    A pause counts only if it began before the time was over. A transfer always counts, because the
    new body must have its time. A pause that still goes on is taken as ended on the very day on
    which it began, the earliest possible day: the actual run ends no sooner than the one returned.
    """
    start = event.latest if reading.latest else event.earliest
    if not came:
        return _run_from(start, limit, extension, (), reading)
    # Months from several days may end on one day, so with a pause the later start may end first.
    starts = days_in(event) if limit.unit is Unit.MONTH else [start]
    ways = [list(way) for way in product(*(begun_interruptions(each) for each in came))]
    runs = [
        each
        for start in starts
        for way in ways
        for each in _interrupted(start, limit, extension, way, reading)
    ]
    return (max if reading.latest else min)(runs, key=attrgetter("end"))


def _interrupted(
    event: date,
    limit: Limit,
    extension: Extension | None,
    came: list[Interruption],
    reading: CalendarReading,
) -> list[Run]:
    """Return every possible run, if it is unclear whether `came` restarts the time."""
    stretches = _merged(stretch_of(each, reading) for each in came)
    runs = [_run_from(event, limit, extension, stretches, reading)]
    for each in sorted(came, key=partial(begin_of, reading=reading)):
        day = perhaps_restart_of(each, reading)
        if day is None:
            continue
        late = [run for run in runs if day <= run.start or not in_time(each, run, reading)]
        if len(late) < len(runs):
            restarted = _run_from(day, limit, extension, stretches, reading)
            runs = [*(late if restarts(each) else runs), restarted]
    return runs


def in_time(interruption: Interruption, running: Run, reading: CalendarReading) -> bool:
    """Return whether the interruption came before the time was over; a transfer always does."""
    is_pause = isinstance(interruption.rule, Pause)
    return not is_pause or begin_of(interruption, reading) <= running.last


def _run_from(
    start: date,
    limit: Limit,
    extension: Extension | None,
    stretches: tuple[PauseSpan, ...],
    reading: CalendarReading,
) -> Run:
    before = uncounted(start, limit)
    limit_end = _resumed(end_of(limit, start, reading), limit.unit, stretches, before, reading)
    base = _extended_from(limit_end, limit, extension, stretches, reading)
    end = limit_end
    if extension and extension.length:
        ways = _extended_ends(start, base, limit, extension, stretches, reading)
        end = max(end, max(ways) if reading.latest else min(ways))
    moves = limit.closed_end_may_move and (extension or limit).unit is not Unit.WORKING_DAY
    last = _next_open(end, stretches, reading) if moves and reading.latest else end
    return Run(start, limit_end, base, end, last)


def _extended_ends(
    start: date,
    base: date,
    limit: Limit,
    extension: Extension,
    stretches: tuple[PauseSpan, ...],
    reading: CalendarReading,
) -> Iterator[date]:
    """Yield where the extended time ends: added to the limit, as a whole from the event, or each
    if nothing says which of the two it is."""
    length, unit = extension.length or 0, extension.unit
    if extension.runs_from is not RunsFrom.EVENT:
        longer = after_length(base, length, unit, limit.month_end, reading)
        still_to_come = tuple(stretch for stretch in stretches if stretch.last > base)
        yield _resumed(longer, unit, still_to_come, base, reading)
        length += limit.length
    if extension.runs_from is not RunsFrom.END_OF_LIMIT:
        whole = end_of(replace(limit, length=length, unit=unit), start, reading)
        yield _resumed(whole, unit, stretches, uncounted(start, limit), reading)


def _extended_from(
    end: date,
    limit: Limit,
    extension: Extension | None,
    stretches: tuple[PauseSpan, ...],
    reading: CalendarReading,
) -> date:
    """Return the day to which the extension of a limit with that end is added.

    For a closed day that the law moves on, or may, that is the next open day outside a pause. If
    nothing says which of the two it is, the latest reading alone takes the moved day.
    """
    if extension is None or not extension.length or extension.runs_from is RunsFrom.EVENT:
        return end
    sure = extension.added_to is AddedTo.MOVED and limit.last_day is LastDay.MOVES_ON
    stays = extension.added_to is AddedTo.UNMOVED or not limit.may_move_on
    if stays or not (sure or reading.latest):
        return end
    return _next_open(end, stretches, reading)


def _next_open(day: date, stretches: tuple[PauseSpan, ...], reading: CalendarReading) -> date:
    """Return that day, or the next one that is open and that no pause leaves out."""
    day = reading.calendar.on_or_after(day)
    for stretch in stretches:
        if stretch.first <= day <= stretch.last:
            day = reading.calendar.on_or_after(stretch.last + ONE_DAY)
    return day


def _resumed(
    end: date, unit: Unit, stretches: tuple[PauseSpan, ...], before: date, reading: CalendarReading
) -> date:
    """Return where a count ends that leaves out the days of `stretches` after `before`.

    The days left out are added after the end; a stretch that begins after it changes nothing.
    """
    for stretch in stretches:
        if stretch.first > end:
            break
        left_out_after = max(stretch.first - ONE_DAY, before)
        if unit is Unit.WORKING_DAY:
            left_out = reading.calendar.count_between(left_out_after, stretch.last)
            end = reading.calendar.nth_after(end, left_out) if left_out else end
        else:
            end += max(stretch.last - left_out_after, timedelta(0))
    return end


def _merged(stretches: Iterable[PauseSpan | None]) -> tuple[PauseSpan, ...]:
    """Return the stretches in order, with those that touch or overlap joined."""
    merged: list[PauseSpan] = []
    for stretch in sorted(stretch for stretch in stretches if stretch):
        if merged and stretch.first <= merged[-1].last + ONE_DAY:
            merged[-1] = PauseSpan(merged[-1].first, max(merged[-1].last, stretch.last))
        else:
            merged.append(stretch)
    return tuple(merged)
