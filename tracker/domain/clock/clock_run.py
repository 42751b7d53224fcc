"""One run of a clock in one world: from the event to the end of limit and extension."""

from collections.abc import Iterable
from dataclasses import replace
from datetime import date, timedelta
from functools import partial
from itertools import product
from operator import attrgetter
from typing import NamedTuple

from tracker.domain.base.days import ONE_DAY, DaySpan, days_of
from tracker.domain.clock.interruptions import (
    Interruption,
    Stretch,
    begin_of,
    begun,
    perhaps_restart_of,
    restarts,
    stretch_of,
)
from tracker.domain.clock.lengths import World, end_of, later, uncounted
from tracker.domain.law.limits import Extension, Limit, Pause, RunsFrom, Unit


class Run(NamedTuple):
    """A run that counts from `start`: the event, or the last day that restarted the clock."""

    start: date
    limit_end: date
    end: date


def run(
    event: DaySpan,
    limit: Limit,
    extension: Extension | None,
    came: tuple[Interruption, ...],
    world: World,
) -> Run:
    """Return the run of a limit and any extension: the first to end, or the last if patient.

    A pause counts only if it began before the time was over. A transfer always counts, because the
    new body must have its time. A pause that still goes on is taken as ended on the very day on
    which it began, the earliest possible day: the actual run ends no sooner than the one returned.
    """
    start = event.latest if world.patient else event.earliest
    if not came:
        return _run_from(start, limit, extension, (), world)
    # Months from several days may end on one day, so with a pause the later start may end first.
    starts = days_of(event) if limit.unit is Unit.MONTH else [start]
    ways = [list(way) for way in product(*(begun(each) for each in came))]
    runs = [
        each
        for start in starts
        for way in ways
        for each in _interrupted(start, limit, extension, way, world)
    ]
    return (max if world.patient else min)(runs, key=attrgetter("end"))


def _interrupted(
    event: date,
    limit: Limit,
    extension: Extension | None,
    came: list[Interruption],
    world: World,
) -> list[Run]:
    """Return every possible run, if it is unclear whether `came` restarts the time."""
    stretches = _merged(stretch_of(each, world) for each in came)
    runs = [_run_from(event, limit, extension, stretches, world)]
    for each in sorted(came, key=partial(begin_of, world=world)):
        day = perhaps_restart_of(each, world)
        if day is None:
            continue
        late = [run for run in runs if day <= run.start or not in_time(each, run, world)]
        if len(late) < len(runs):
            anew = _run_from(day, limit, extension, stretches, world)
            runs = [*(late if restarts(each) else runs), anew]
    return runs


def in_time(interruption: Interruption, running: Run, world: World) -> bool:
    """Return whether the interruption came before the time was over; a transfer always does."""
    is_pause = isinstance(interruption.rule, Pause)
    return not is_pause or begin_of(interruption, world) <= running.end


def _run_from(
    start: date,
    limit: Limit,
    extension: Extension | None,
    stretches: tuple[Stretch, ...],
    world: World,
) -> Run:
    before = uncounted(start, limit)
    end = _resumed(end_of(limit, start, world), limit.unit, stretches, before, world)
    if extension is None or extension.length is None:
        return Run(start, end, end)
    length, unit = extension.length, extension.unit
    if extension.runs_from is RunsFrom.EVENT:
        whole = end_of(replace(limit, length=length, unit=unit), start, world)
        return Run(start, end, max(end, _resumed(whole, unit, stretches, before, world)))
    longer = later(end, length, unit, limit.month_end, world)
    still_to_come = tuple(stretch for stretch in stretches if stretch.first > end)
    return Run(start, end, _resumed(longer, unit, still_to_come, end, world))


def _resumed(
    end: date, unit: Unit, stretches: tuple[Stretch, ...], before: date, world: World
) -> date:
    """Return where a count ends that leaves out the days of `stretches` after `before`.

    The days left out are added after the end; a stretch that begins after it changes nothing.
    """
    for stretch in stretches:
        if stretch.first > end:
            break
        left_out_after = max(stretch.first - ONE_DAY, before)
        if unit is Unit.WORKING_DAY:
            left_out = world.reading.count_between(left_out_after, stretch.last)
            end = world.reading.nth_after(end, left_out) if left_out else end
        else:
            end += max(stretch.last - left_out_after, timedelta(0))
    return end


def _merged(stretches: Iterable[Stretch | None]) -> tuple[Stretch, ...]:
    """Return the stretches in order, with those that touch or overlap joined."""
    merged: list[Stretch] = []
    for stretch in sorted(stretch for stretch in stretches if stretch):
        if merged and stretch.first <= merged[-1].last + ONE_DAY:
            merged[-1] = Stretch(merged[-1].first, max(merged[-1].last, stretch.last))
        else:
            merged.append(stretch)
    return tuple(merged)
