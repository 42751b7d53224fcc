"""The count: from an event to the last day in time, as a span, with every step."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial
from operator import attrgetter
from typing import NamedTuple

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.calendar.workdays import Workdays
from tracker.domain.clock.cautions import Counted, cautions_of
from tracker.domain.clock.clock_run import Run, clock_run, in_time
from tracker.domain.clock.closed_last_day import Ends, last_safe_day, outer_ends, settled
from tracker.domain.clock.closed_receipts import (
    closed_receipts,
    perhaps_moved,
    perhaps_moved_events,
    received_steps,
)
from tracker.domain.clock.interruptions import (
    EXTENSION_NOTICED,
    TRANSFERRED,
    Happened,
    Interruption,
    interruptions,
)
from tracker.domain.clock.lengths import calendar_readings
from tracker.domain.clock.steps import (
    cited_sections,
    closed_around,
    counted_steps,
    interrupted_steps,
    moved,
    up_to_earliest,
)
from tracker.domain.law.count_step import PROVISIONAL, Caution, CountStep, Reason, Warn
from tracker.domain.law.law import Actor, Law, Stage
from tracker.domain.law.limits import AddedTo, Extension, LastDay, Limit, RunsFrom, Unit


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day in time of one stage, between `earliest` and `latest`.

    Both are equal if nothing is in doubt: `latest` is the last day under every reading on file,
    for a requester too. It is None if the calendar is not known that far, or while the clock is
    paused: no non-response can be logged then. `last_safe_day` is for a requester: the last day on
    which the receiving body is certainly open, on or before `earliest`.
    """

    law: Law
    stage: Stage
    event: DaySpan
    earliest: date
    latest: date | None
    moves: tuple[CountStep, ...]
    warnings: tuple[Warn, ...]
    sources: tuple[str, ...]
    last_safe_day: date | None = None
    extended: bool = False

    @property
    def provisional(self) -> bool:
        """Return whether the date rests on an unverified rule or an unchecked calendar."""
        return any(warning.caution in PROVISIONAL for warning in self.warnings)

    def missed_on(self, today: date) -> bool:
        """Return whether the last day has certainly passed when `today` begins."""
        return self.latest is not None and self.latest < today


class _Count(NamedTuple):
    """What one count rests on."""

    law: Law
    stage: Stage
    limit: Limit
    extension: Extension | None
    event: DaySpan
    happened: tuple[Happened, ...]
    workdays: Workdays
    too_late: date | None = None
    closed_receipt: bool = True


def count_deadline(
    law: Law,
    stage: Stage,
    event: DaySpan,
    workdays: Workdays,
    *,
    extended: bool = False,
    expedited: bool = False,
    happened: Iterable[Happened] = (),
) -> Deadline:
    """Return the deadline of `stage` when its count starts with `event`.

    `workdays` is the calendar of the body that must act or, for a requester's own stage, of the
    body that receives. `happened` is what came after the event: pauses, a transfer, the notice of
    an extension (which counts only if it came in time, if the law says that it must). The limit in
    force on the earliest day of the event governs, or after a transfer that of the other body, if
    it has one of its own. The bounds are the least and the greatest over all ways in which what is
    uncertain can turn out. Raises NoLimitOnFile if the law or the
    calendar has no number for the day, or the law was not yet in force on it.
    """
    law.require_in_force(event.earliest)
    limit = stage.limit_on(event.earliest, expedited=expedited)
    since = tuple(happened)
    asked = _Count(law, stage, limit, None, event, since, workdays)
    handed = next((each.on for each in since if each.kind == TRANSFERRED), None)
    own = stage.transfer.limit_on(event.earliest) if stage.transfer and not expedited else None
    counted = partial(_with_extension, extended=extended, expedited=expedited)
    if handed is None or own is None:
        return counted(asked)
    kept = tuple(each for each in since if each.kind != TRANSFERRED)
    first, other = counted(asked._replace(happened=kept)), counted(asked._replace(limit=own))
    found = other
    if handed.latest > first.earliest:
        doubt = Warn(Caution.TRANSFER_IN_DOUBT, handed.latest, first.earliest)
        found = _perhaps_longer(first, other, doubt)
    # A body that received the request only when this time was over is not late by it. There is no
    # latest day if that may be so: if the time can have ended before the transfer.
    return found if handed.latest <= other.earliest else replace(found, latest=None)


def _with_extension(asked: _Count, *, extended: bool, expedited: bool) -> Deadline:
    """Return the deadline by the limit of `asked`, with an extension that is claimed or was
    announced in time."""
    stage = asked.stage
    plain = _short(asked)
    notice = next((each.on for each in asked.happened if each.kind == EXTENSION_NOTICED), None)
    if not extended and (notice is None or stage.extension is None or expedited):
        return _deadline(plain)
    extension = _extension(stage, expedited=expedited)
    if extended or not extension.must_be_announced:
        return _deadline(plain._replace(extension=extension))
    without = _deadline(plain)
    if notice and without.latest and without.latest < notice.earliest:
        return _deadline(plain._replace(too_late=notice.earliest))
    announced = _deadline(plain._replace(extension=extension))
    if notice and notice.latest > without.earliest:
        doubt = Warn(Caution.EXTENSION_IN_DOUBT, notice.latest, without.earliest)
        return _perhaps_longer(without, announced, doubt)
    return announced


def _short(asked: _Count) -> _Count:
    """Return the count by the rule of the law on short periods, if it governs the limit."""
    rule = asked.law.short_periods
    if rule is None or not rule.governs(asked.limit):
        return asked
    rest = frozenset(day.number for day in rule.days_of_rest)
    workdays = asked.workdays.resting_surely_on(rest)
    return asked._replace(limit=rule.applied(asked.limit), workdays=workdays)


def _perhaps_longer(plain: Deadline, longer: Deadline, doubt: Warn) -> Deadline:
    """Return the deadline if the event that gives the longer time may have come too late for it:
    when the plain one was over."""
    steps = longer.moves + tuple(each for each in plain.moves if each not in longer.moves)
    ends = (plain.latest, longer.latest)
    return replace(
        longer,
        earliest=min(plain.earliest, longer.earliest),
        latest=None if None in ends else max(each for each in ends if each),
        moves=tuple(sorted(steps, key=attrgetter("day"))),
        warnings=(*longer.warnings, doubt),
    )


def _extension(stage: Stage, *, expedited: bool) -> Extension:
    if expedited:
        raise NoLimitOnFile(
            "We know of no extension to the shorter limit of “{stage}”.", stage=stage.key
        )
    if stage.extension is None:
        raise NoLimitOnFile("We know of no extension for “{stage}”.", stage=stage.key)
    if stage.extension.length is None:
        raise NoLimitOnFile(
            "We do not know the length of the extension for “{stage}”, so no deadline can be "
            "calculated.",
            stage=stage.key,
        )
    return stage.extension


def _deadline(asked: _Count) -> Deadline:
    """Return the deadline between all that the law leaves open about receipt and extension.

    If two readings of the law give the same days, no step and no caution speaks of them.
    """
    counted = _counted(asked)
    for simpler in _with_less_doubt(asked):
        plain = _deadline(simpler)
        if (plain.earliest, plain.latest) == (counted.earliest, counted.latest):
            return plain
    return counted


def _with_less_doubt(asked: _Count) -> Iterator[_Count]:
    """Yield the count as if one thing that the law leaves open were settled."""
    extension = asked.extension
    if _receipts(asked):
        yield asked._replace(closed_receipt=False)
    if extension and extension.runs_from is RunsFrom.EITHER:
        added = replace(extension, runs_from=RunsFrom.END_OF_LIMIT)
        yield asked._replace(extension=added)
    if extension and extension.may_follow_either(asked.limit):
        yield asked._replace(extension=replace(extension, added_to=AddedTo.UNMOVED))


def _counted(asked: _Count) -> Deadline:
    limit, workdays = asked.limit, asked.workdays
    if _by_calendar(asked):
        workdays.require(asked.event.earliest)
        workdays.require(asked.event.latest)
    received = _receipts(asked)
    event = perhaps_moved(asked.event, received)
    happened = perhaps_moved_events(asked.happened, received)
    came = interruptions(asked.stage, happened) if happened else ()
    eager_world, patient_world = calendar_readings(workdays)
    runs = (
        clock_run(event, limit, asked.extension, came, eager_world),
        clock_run(event, limit, asked.extension, came, patient_world),
    )
    counted = tuple(each for each in came if in_time(each, runs[1], patient_world))
    late = tuple(each for each in counted if not in_time(each, runs[0], eager_world))
    steps = counted_steps(asked.law, asked.event, limit, asked.extension, runs, workdays)
    steps += list(received_steps(asked.law, asked.stage, received, workdays, steps))
    if came:
        steps += interrupted_steps(asked.law, came, limit, runs, workdays)
    ends = _last_days(asked, runs, steps)
    sources = limit.sources + (asked.extension.sources if asked.extension else ())
    sources += tuple(key for each in counted for key in each.sources if key not in sources)
    stopped = any(each.stands_still for each in counted)
    told = not stopped and (not _ends_by_calendar(asked) or ends.latest <= workdays.known_until)
    if not told:
        steps = up_to_earliest(steps, ends.earliest)
    safe = last_safe_day(asked.stage, asked.event, ends.earliest, workdays)
    return Deadline(
        law=asked.law,
        stage=asked.stage,
        event=asked.event,
        earliest=ends.earliest,
        latest=ends.latest if told else None,
        moves=tuple(sorted(steps, key=attrgetter("day"))),
        warnings=tuple(_warnings(asked, ends, safe, sources, counted, late, steps)),
        sources=sources,
        last_safe_day=safe,
        extended=asked.extension is not None,
    )


def _receipts(asked: _Count) -> dict[date, date]:
    """Return the closed days of receipt that may count as the next open day."""
    if not asked.closed_receipt:
        return {}
    return closed_receipts(asked.stage, asked.event, asked.happened, asked.workdays)


def _warnings(
    asked: _Count,
    ends: Ends,
    safe: date | None,
    sources: tuple[str, ...],
    came: tuple[Interruption, ...],
    late: tuple[Interruption, ...],
    steps: Iterable[CountStep],
) -> Iterator[Warn]:
    limit = asked.limit
    return cautions_of(
        Counted(
            law=asked.law,
            stage=asked.stage,
            limit=limit,
            extension=asked.extension,
            event=asked.event,
            ends=ends,
            safe=safe,
            workdays=asked.workdays,
            sources=sources,
            by_calendar=_by_calendar(asked),
            ends_by_calendar=_ends_by_calendar(asked),
            came=came,
            stopped=next((each for each in came if each.stands_still), None),
            outer_missing=_outer_missing(asked),
            reasons=frozenset(step.reason for step in steps),
            after_end=late if limit.closed_end_may_move and _ends_on_any_day(asked) else (),
            too_late=asked.too_late,
            received=_receipts(asked),
        )
    )


def _by_calendar(asked: _Count) -> bool:
    """Return whether any date depends on the working calendar, as a last safe day does."""
    return _ends_by_calendar(asked) or asked.stage.actor is Actor.REQUESTER


def _ends_by_calendar(asked: _Count) -> bool:
    """Return whether the end depends on the working calendar.

    A count of calendar days whose last day is never moved does not.
    """
    limit, extension = asked.limit, asked.extension
    return (
        limit.unit is Unit.WORKING_DAY
        or limit.last_day is not LastDay.STANDS
        or bool(limit.may_move or _receipts(asked))
        or (extension is not None and extension.unit is Unit.WORKING_DAY)
    )


def _ends_on_any_day(asked: _Count) -> bool:
    """Return whether the count can end on a closed day: one of working days never does."""
    return (asked.extension or asked.limit).unit is not Unit.WORKING_DAY


def _last_days(asked: _Count, runs: tuple[Run, Run], steps: list[CountStep]) -> Ends:
    """Return where the count finally ends, and add what moved it there to `steps`."""
    limit, workdays, law = asked.limit, asked.workdays, asked.law
    ends = after = Ends(runs[0].end, runs[1].end)
    reason = None
    if _ends_on_any_day(asked):
        after, reason = settled(ends, limit, may_move=bool(limit.may_move), workdays=workdays)
        if runs[1].last > ends.latest:  # past a pause that began after the closed end
            after = Ends(after.earliest, max(after.latest, runs[1].last))
    if after != ends and reason:
        steps += closed_around(ends, after, workdays, steps)
        steps += moved(ends, after, reason, cited_sections(law, limit.may_move or limit.sources))
    outer = asked.stage.outer
    bound = outer_ends(outer, asked.happened, workdays) if outer else None
    if outer is None or bound is None:
        return after
    within = Ends(min(after.earliest, bound.earliest), min(after.latest, bound.latest))
    if within != after:
        steps += moved(after, within, Reason.OUTER, cited_sections(law, outer.sources))
    return within


def _outer_missing(asked: _Count) -> bool:
    outer = asked.stage.outer
    return outer is not None and all(each.kind != outer.counts_from for each in asked.happened)
