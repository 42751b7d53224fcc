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
    PauseSpan,
    begin_of,
    restart_of,
    stretch_of,
)
from tracker.domain.clock.lengths import CalendarReading, calendar_readings, uncounted
from tracker.domain.law.count_step import Bound, CountStep, Reason
from tracker.domain.law.law import Cited, Law
from tracker.domain.law.limits import AddedTo, Extension, Limit, Pause, Unit

ENDS = frozenset(
    {
        Reason.LIMIT,
        Reason.EXTENDED_FROM,
        Reason.EXTENSION,
        Reason.OUTER,
        Reason.MOVES_ON,
        Reason.MOVES_BACK,
        Reason.MAY_MOVE_ON,
    }
)
"""The steps that name an end of the time limit."""
NOT_WORKED = frozenset({Reason.CLOSED, Reason.UNCERTAIN, Reason.END_CLOSED})


def cited_sections(law: Law, keys: tuple[str, ...]) -> tuple[Cited, ...]:
    """Return the provisions with these keys, as a count cites them."""
    return tuple([law.provisions[key].cited for key in keys])


def counted_steps(
    law: Law,
    event: DaySpan,
    limit: Limit,
    extension: Extension | None,
    runs: tuple[Run, Run],
    workdays: Workdays,
) -> list[CountStep]:
    """Return the event, the days skipped, the end of the limit and that of its extension."""
    earliest, latest = runs
    steps = [CountStep(event.earliest, Reason.EVENT, cited_sections(law, limit.sources))]
    ends = Ends(earliest.limit_end, latest.limit_end)
    steps += reached(ends, Reason.LIMIT, steps[0].cited, limit.length, limit.unit)
    before = uncounted(min(earliest.start, latest.start), limit)
    steps += _skipped(limit.unit, before, latest.limit_end, workdays)
    if extension and extension.length:
        named = cited_sections(law, extension.sources)
        ends = Ends(earliest.end, latest.end)
        steps += reached(ends, Reason.EXTENSION, named, extension.length, extension.unit)
        skipped = _skipped(extension.unit, earliest.limit_end, latest.end, workdays)
        steps += [skip for skip in skipped if skip not in steps]
        steps += _extended_from(extension, named, runs, workdays, steps)
    return steps


def _extended_from(
    extension: Extension,
    cited: tuple[Cited, ...],
    runs: tuple[Run, Run],
    workdays: Workdays,
    said: list[CountStep],
) -> Iterator[CountStep]:
    """Yield the open day from which an extension is or may be counted, and the closed days before
    it; nothing if it is counted from the end of the limit."""
    ended = [run.limit_end for run in runs if run.extended_from != run.limit_end]
    if not ended:
        return
    before = Ends(*(run.limit_end for run in runs))
    after = Ends(*(run.extended_from for run in runs))
    sure = extension.added_to is AddedTo.MOVED
    reason = Reason.EXTENDED_FROM if sure else Reason.PERHAPS_EXTENDED_FROM
    first = min(ended)
    yield from closed_around(Ends(first, first), Ends(first, after.latest), workdays, said)
    yield from moved(before, after, reason, cited)


def _skipped(unit: Unit, after: date, until: date, workdays: Workdays) -> tuple[CountStep, ...]:
    """Return the closed and uncertain days that a count in `unit` passes over."""
    return workdays.skips_between(after, until) if unit is Unit.WORKING_DAY else ()


def reached(
    ends: Ends,
    reason: Reason,
    cited: tuple[Cited, ...],
    length: int,
    unit: Unit,
) -> list[CountStep]:
    """Return the steps that end a count: one if both readings agree, else one for each."""
    if ends.earliest == ends.latest:
        return [CountStep(ends.earliest, reason, cited, length=length, unit=unit)]
    return [
        CountStep(day, reason, cited, length=length, unit=unit, bound=bound)
        for day, bound in zip(ends, Bound, strict=True)
    ]


def up_to_earliest(steps: Iterable[CountStep], earliest: date) -> list[CountStep]:
    """Return the steps of a count whose latest end is not known, up to its earliest.

    The latest end is not known if the clock is paused, or the calendar is not known that far.
    """
    return [
        replace(step, bound=Bound.EARLIEST) if step.reason in ENDS else step
        for step in steps
        if step.bound is not Bound.LATEST
        and (step.day <= earliest or step.reason not in NOT_WORKED)
    ]


def moved(before: Ends, after: Ends, reason: Reason, cited: tuple[Cited, ...]) -> list[CountStep]:
    """Return the steps that moved the ends to other days; none for an end that stayed."""
    if after.earliest == after.latest:
        return [CountStep(after.earliest, reason, cited)]
    return [
        CountStep(day, reason, cited, bound=bound)
        for end, day, bound in zip(before, after, Bound, strict=True)
        if day != end
    ]


def closed_around(
    before: Ends, after: Ends, workdays: Workdays, said: list[CountStep]
) -> list[CountStep]:
    """Return the closed days over which the end moved, unless the count named them already.

    A count of calendar days counts them like others: they only move its end.
    """
    first, last = min(before.earliest, after.earliest), max(before.latest, after.latest)
    skipped = [each for each in workdays.skips_between(first - ONE_DAY, last) if each not in said]
    ended = [
        replace(each, reason=Reason.END_CLOSED) if each.reason is Reason.CLOSED else each
        for each in skipped
    ]
    return [each for each in ended if each not in said]


def interrupted_steps(
    law: Law,
    came: tuple[Interruption, ...],
    limit: Limit,
    runs: tuple[Run, Run],
    workdays: Workdays,
) -> Iterator[CountStep]:
    """Yield what paused the clock, or restarted it, while it ran.

    A transfer for which the law's file has no rule cites the limit that it leaves in doubt.
    """
    readings = calendar_readings(workdays)
    for each in came:
        counted = list(map(in_time, (each, each), runs, readings))
        if not any(counted):
            continue
        authority = cited_sections(law, each.sources or limit.sources)
        says = (each.says,) if each.says else ()
        named = CountStep(each.begin.earliest, Reason.TRANSFERRED, authority, says)
        if not isinstance(each.rule, Pause):
            yield named
        elif each.stands_still:
            yield replace(named, reason=_reason_of(each))
        else:
            told = _paused(each, named, limit.unit, readings)
            yield from told if all(counted) else _of_latest(told)


def _reason_of(stopped: Interruption) -> Reason:
    if stopped.decides:
        return Reason.DECIDED
    return Reason.PERHAPS_STOPPED if stopped.in_doubt else Reason.STOPPED


def _paused(
    each: Interruption,
    named: CountStep,
    unit: Unit,
    readings: tuple[CalendarReading, CalendarReading],
) -> Iterator[CountStep]:
    """Yield the steps of a pause that ended: one if both readings agree, else one for each."""
    earliest, latest = (_pause_in(each, named, unit, reading) for reading in readings)
    if earliest == latest:
        yield earliest
    else:
        yield replace(earliest, bound=Bound.EARLIEST)
        yield replace(latest, bound=Bound.LATEST)


def _of_latest(told: Iterable[CountStep]) -> Iterator[CountStep]:
    """Yield the last of the steps of a pause that came in time on the later reading alone."""
    *_, last = told
    yield replace(last, bound=Bound.LATEST)


def _pause_in(
    each: Interruption, named: CountStep, unit: Unit, reading: CalendarReading
) -> CountStep:
    restart = restart_of(each, reading)
    if restart:
        return replace(named, day=restart, reason=Reason.RESTARTED)
    stretch = stretch_of(each, reading)
    if stretch is None:
        return replace(named, day=begin_of(each, reading), reason=Reason.RUNS_ON)
    return replace(
        named,
        day=stretch.first,
        reason=Reason.PAUSED,
        until=stretch.last,
        length=_left_out(stretch, unit, reading),
        unit=Unit.WORKING_DAY if unit is Unit.WORKING_DAY else Unit.DAY,
    )


def _left_out(stretch: PauseSpan, unit: Unit, reading: CalendarReading) -> int:
    if unit is Unit.WORKING_DAY:
        return reading.calendar.count_between(stretch.first - ONE_DAY, stretch.last)
    return (stretch.last - stretch.first).days + 1
