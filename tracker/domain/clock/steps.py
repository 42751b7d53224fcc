"""The steps of a count in order, so that a reader can follow it with a paper calendar."""

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date

from tracker.domain.base.days import ONE_DAY, DaySpan
from tracker.domain.calendar.workdays import Workdays
from tracker.domain.clock.clock_run import Run, in_time
from tracker.domain.clock.closed_last_day import Ends
from tracker.domain.clock.interruptions import (
    Interruption,
    Stretch,
    begin_of,
    restart_of,
    stretch_of,
)
from tracker.domain.clock.lengths import World, uncounted, worlds_of
from tracker.domain.law.count_step import Bound, Move, Reason
from tracker.domain.law.law import Cited, Law
from tracker.domain.law.limits import Extension, Limit, Pause, Unit

ENDS = frozenset(
    {
        Reason.LIMIT,
        Reason.EXTENSION,
        Reason.OUTER,
        Reason.MOVES_ON,
        Reason.MOVES_BACK,
        Reason.MAY_MOVE_ON,
    }
)
"""The steps that name an end of the time limit."""
NOT_WORKED = frozenset({Reason.CLOSED, Reason.UNCERTAIN, Reason.END_CLOSED})


def cited(law: Law, keys: tuple[str, ...]) -> tuple[Cited, ...]:
    """Return the provisions with these keys, as a count cites them."""
    return tuple([law.provisions[key].cited for key in keys])


def counted_steps(
    law: Law,
    event: DaySpan,
    limit: Limit,
    extension: Extension | None,
    runs: tuple[Run, Run],
    workdays: Workdays,
) -> list[Move]:
    """Return the event, the days skipped, the end of the limit and that of its extension."""
    eager, patient = runs
    steps = [Move(event.earliest, Reason.EVENT, cited(law, limit.sources))]
    ends = Ends(eager.limit_end, patient.limit_end)
    steps += reached(ends, Reason.LIMIT, steps[0].cited, limit.length, limit.unit)
    before = uncounted(min(eager.start, patient.start), limit)
    steps += _skipped(limit.unit, before, patient.limit_end, workdays)
    if extension and extension.length:
        named = cited(law, extension.sources)
        ends = Ends(eager.end, patient.end)
        steps += reached(ends, Reason.EXTENSION, named, extension.length, extension.unit)
        skipped = _skipped(extension.unit, eager.limit_end, patient.end, workdays)
        steps += [skip for skip in skipped if skip not in steps]
    return steps


def _skipped(unit: Unit, after: date, until: date, workdays: Workdays) -> tuple[Move, ...]:
    """Return the closed and uncertain days that a count in `unit` passes over."""
    return workdays.skips_between(after, until) if unit is Unit.WORKING_DAY else ()


def reached(
    ends: Ends,
    reason: Reason,
    cited: tuple[Cited, ...],
    length: int,
    unit: Unit,
) -> list[Move]:
    """Return the steps that end a count: one if both worlds agree, else one for each."""
    if ends.eager == ends.patient:
        return [Move(ends.eager, reason, cited, length=length, unit=unit)]
    return [
        Move(day, reason, cited, length=length, unit=unit, bound=bound)
        for day, bound in zip(ends, Bound, strict=True)
    ]


def up_to_earliest(steps: Iterable[Move], earliest: date) -> list[Move]:
    """Return the steps of a count whose latest end is not known, up to its earliest.

    The latest end is not known if the clock is paused, or the calendar is not known that far.
    """
    return [
        replace(step, bound=Bound.EARLIEST) if step.reason in ENDS else step
        for step in steps
        if step.bound is not Bound.LATEST
        and (step.day <= earliest or step.reason not in NOT_WORKED)
    ]


def moved(before: Ends, after: Ends, reason: Reason, cited: tuple[Cited, ...]) -> list[Move]:
    """Return the steps that moved the ends to other days; none for an end that stayed."""
    if after.eager == after.patient:
        return [Move(after.eager, reason, cited)]
    return [
        Move(day, reason, cited, bound=bound)
        for end, day, bound in zip(before, after, Bound, strict=True)
        if day != end
    ]


def closed_around(before: Ends, after: Ends, workdays: Workdays, said: list[Move]) -> list[Move]:
    """Return the closed days over which the end moved, unless the count named them already.

    A count of calendar days counts them like others: they only move its end.
    """
    first, last = min(before.eager, after.eager), max(before.patient, after.patient)
    return [
        replace(skip, reason=Reason.END_CLOSED) if skip.reason is Reason.CLOSED else skip
        for skip in workdays.skips_between(first - ONE_DAY, last)
        if skip not in said
    ]


def interrupted_steps(
    law: Law,
    came: tuple[Interruption, ...],
    limit: Limit,
    runs: tuple[Run, Run],
    workdays: Workdays,
) -> Iterator[Move]:
    """Yield what paused the clock, or restarted it, while it ran.

    A transfer for which the law's file has no rule cites the limit that it leaves in doubt.
    """
    worlds = worlds_of(workdays)
    for each in came:
        if not any(map(in_time, (each, each), runs, worlds)):
            continue
        authority = cited(law, each.sources or limit.sources)
        says = (each.says,) if each.says else ()
        named = Move(each.begin.earliest, Reason.TRANSFERRED, authority, says)
        if not isinstance(each.rule, Pause):
            yield named
        elif each.stands_still:
            reason = Reason.PERHAPS_STOPPED if each.in_doubt else Reason.STOPPED
            yield replace(named, reason=reason)
        else:
            yield from _paused(each, named, limit.unit, worlds)


def _paused(
    each: Interruption, named: Move, unit: Unit, worlds: tuple[World, World]
) -> Iterator[Move]:
    """Yield the steps of a pause that ended: one if both worlds agree, else one for each."""
    eager, patient = (_pause_in(each, named, unit, world) for world in worlds)
    if eager == patient:
        yield eager
    else:
        yield replace(eager, bound=Bound.EARLIEST)
        yield replace(patient, bound=Bound.LATEST)


def _pause_in(each: Interruption, named: Move, unit: Unit, world: World) -> Move:
    restart = restart_of(each, world)
    if restart:
        return replace(named, day=restart, reason=Reason.RESTARTED)
    stretch = stretch_of(each, world)
    if stretch is None:
        return replace(named, day=begin_of(each, world), reason=Reason.RUNS_ON)
    return replace(
        named,
        day=stretch.first,
        reason=Reason.PAUSED,
        until=stretch.last,
        length=_left_out(stretch, unit, world),
        unit=Unit.WORKING_DAY if unit is Unit.WORKING_DAY else Unit.DAY,
    )


def _left_out(stretch: Stretch, unit: Unit, world: World) -> int:
    if unit is Unit.WORKING_DAY:
        return world.reading.count_between(stretch.first - ONE_DAY, stretch.last)
    return (stretch.last - stretch.first).days + 1
