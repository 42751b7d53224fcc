"""The count: from an event to the last day in time, as a span, with every step on record."""

from calendar import monthrange
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from operator import attrgetter
from typing import NamedTuple

from tracker.domain.days import ONE_DAY, DaySpan
from tracker.domain.errors import NoLimitOnFile
from tracker.domain.law import (
    Actor,
    Cited,
    Extension,
    FirstDay,
    LastDay,
    Law,
    Limit,
    MonthEnd,
    Stage,
    Unit,
)
from tracker.domain.moves import PROVISIONAL, Bound, Caution, Move, Reason, Warn
from tracker.domain.workdays import Reading, Workdays


@dataclass(frozen=True, slots=True)
class Deadline:
    """The last day in time of one stage: `earliest` and `latest`, equal when nothing is in doubt.

    `latest` is None where the calendar is not known that far: then no silence can be entered.
    `last_safe_day` is for a requester: the last day on which the receiving body is surely open,
    on or before `earliest`.
    """

    law: Law
    stage: Stage
    event: DaySpan
    earliest: date
    latest: date | None
    moves: tuple[Move, ...]
    warnings: tuple[Warn, ...]
    sources: tuple[str, ...]
    last_safe_day: date | None = None
    extended: bool = False

    @property
    def provisional(self) -> bool:
        """Whether an unverified rule or an unchecked calendar stands behind the date."""
        return any(warning.caution in PROVISIONAL for warning in self.warnings)

    def missed_on(self, today: date) -> bool:
        """Whether the last day has surely passed when `today` has begun."""
        return self.latest is not None and self.latest < today


class _Ends(NamedTuple):
    """Where a count ends in the eager and in the patient reading."""

    eager: date
    patient: date


def count(
    law: Law,
    stage: Stage,
    event: DaySpan,
    workdays: Workdays,
    *,
    extended: bool = False,
    expedited: bool = False,
) -> Deadline:
    """The deadline of `stage` when its count starts with `event`.

    `workdays` is the calendar of the body that must act or, for a requester's own stage, of the
    body that receives. The limit in force on the earliest day of the event governs. Bounds are the
    least and the greatest over all ways in which the uncertain days can turn out.
    Raises NoLimitOnFile where the law or the calendar holds no number for the day.
    """
    limit = stage.limit_on(event.earliest, expedited=expedited)
    workdays.require(event.earliest)
    workdays.require(event.latest)
    extension = _extension(stage, extended=extended, expedited=expedited)
    steps = [Move(event.earliest, Reason.EVENT, _cited(law, limit.sources))]
    ends = _limit_end(event, limit, workdays)
    steps += _reached(ends, Reason.LIMIT, steps[0].cited, limit.length, limit.unit)
    steps += _skipped(limit.unit, _before_count(event.earliest, limit), ends.patient, workdays)
    if extension:
        before, ends = ends, _extended_end(ends, extension, limit, workdays)
        cited = _cited(law, extension.sources)
        steps += _reached(ends, Reason.EXTENSION, cited, extension.length, extension.unit)
        skipped = _skipped(extension.unit, before.eager, ends.patient, workdays)
        steps += [skip for skip in skipped if skip not in steps]
    settled, reason = ends, None
    if (extension or limit).unit is not Unit.WORKING_DAY:  # such a count ends on an open day
        settled, reason = _settled(ends, limit, stage.actor, workdays)
    if settled != ends and reason:
        steps += _closed_around(ends, settled, workdays, steps)
        steps += _moved(ends, settled, reason, _cited(law, limit.may_move or limit.sources))
    return _deadline(law, stage, limit, extension, event, settled, steps, workdays)


def _deadline(
    law: Law,
    stage: Stage,
    limit: Limit,
    extension: Extension | None,
    event: DaySpan,
    ends: _Ends,
    steps: list[Move],
    workdays: Workdays,
) -> Deadline:
    sources = limit.sources + (extension.sources if extension else ())
    safe = _last_safe_day(stage, event, ends, workdays)
    return Deadline(
        law=law,
        stage=stage,
        event=event,
        earliest=ends.eager,
        latest=ends.patient if ends.patient <= workdays.known_until else None,
        moves=tuple(sorted(steps, key=attrgetter("day"))),
        warnings=tuple(_warnings(law, stage, limit, event, ends, safe, workdays, sources)),
        sources=sources,
        last_safe_day=safe,
        extended=extension is not None,
    )


def _extension(stage: Stage, *, extended: bool, expedited: bool) -> Extension | None:
    if extended and expedited:
        raise NoLimitOnFile(
            f"The shorter limit of the stage “{stage.key}” has no extension on file."
        )
    return stage.extension if extended else None


def _skipped(unit: Unit, after: date, until: date, workdays: Workdays) -> tuple[Move, ...]:
    """The closed and uncertain days that a count in `unit` passes over."""
    return workdays.skips_between(after, until) if unit is Unit.WORKING_DAY else ()


def _cited(law: Law, keys: tuple[str, ...]) -> tuple[Cited, ...]:
    return tuple([law.provisions[key].cited for key in keys])


def _reached(
    ends: _Ends,
    reason: Reason,
    cited: tuple[Cited, ...],
    length: int = 0,
    unit: Unit | None = None,
) -> list[Move]:
    """The step that ends a count: one where both readings agree, else one for each."""
    if ends.eager == ends.patient:
        return [Move(ends.eager, reason, cited, length=length, unit=unit)]
    return [
        Move(day, reason, cited, length=length, unit=unit, bound=bound)
        for day, bound in zip(ends, Bound, strict=True)
    ]


def _moved(ends: _Ends, settled: _Ends, reason: Reason, cited: tuple[Cited, ...]) -> list[Move]:
    """The steps by which ends moved off closed days; an end that stayed has none."""
    if settled.eager == settled.patient:
        return [Move(settled.eager, reason, cited)]
    return [
        Move(day, reason, cited, bound=bound)
        for end, day, bound in zip(ends, settled, Bound, strict=True)
        if day != end
    ]


def _limit_end(event: DaySpan, limit: Limit, workdays: Workdays) -> _Ends:
    return _Ends(
        _end_of_limit(event.earliest, limit, workdays.eager),
        _end_of_limit(event.latest, limit, workdays.patient),
    )


def _end_of_limit(event: date, limit: Limit, reading: Reading) -> date:
    length, unit, month_end = limit.length, limit.unit, limit.month_end
    if limit.first_day is FirstDay.NEXT:
        return _later(event, length, unit, month_end, reading)
    if unit is Unit.MONTH and event.day == 1:
        # A month that counts its first day runs to the end of the month, however long that is.
        return _months_later(event, length, month_end) - ONE_DAY
    return _later(_before_count(event, limit), length, unit, month_end, reading)


def _before_count(event: date, limit: Limit) -> date:
    """The last day that is not counted: that of the event, or the day before it."""
    return event if limit.first_day is FirstDay.NEXT else event - ONE_DAY


def _extended_end(ends: _Ends, extension: Extension, limit: Limit, workdays: Workdays) -> _Ends:
    length, unit = extension.length, extension.unit
    return _Ends(
        _later(ends.eager, length, unit, limit.month_end, workdays.eager),
        _later(ends.patient, length, unit, limit.month_end, workdays.patient),
    )


def _later(
    start: date, length: int, unit: Unit, month_end: MonthEnd | None, reading: Reading
) -> date:
    """The day on which `length` units after `start` end; `start` itself is not counted."""
    match unit:
        case Unit.WORKING_DAY:
            return reading.nth_after(start, length)
        case Unit.DAY:
            return start + timedelta(days=length)
        case Unit.WEEK:
            return start + timedelta(weeks=length)
        case Unit.MONTH:
            return _months_later(start, length, month_end)


def _months_later(start: date, length: int, month_end: MonthEnd | None) -> date:
    """The day of the same number, `length` months on; a month too short follows the law's rule."""
    if month_end is None:
        raise ValueError("a limit in months needs its month-end rule")
    years, month = divmod(start.month - 1 + length, 12)
    year, month = start.year + years, month + 1
    last = monthrange(year, month)[1]
    if start.day <= last:
        return date(year, month, start.day)
    end = date(year, month, last)
    return end if month_end is MonthEnd.LAST_DAY else end + ONE_DAY


def _settled(
    ends: _Ends, limit: Limit, actor: Actor, workdays: Workdays
) -> tuple[_Ends, Reason | None]:
    """Both ends after the law's rule for a last day on which the office is closed."""
    eager, patient = ends
    if limit.last_day is LastDay.MOVES_ON:
        moved = _Ends(workdays.eager.on_or_after(eager), workdays.patient.on_or_after(patient))
        return moved, Reason.MOVES_ON
    if limit.last_day is LastDay.MOVES_BACK:
        # Backwards the readings change places: the more days are closed, the earlier the end.
        first, last = workdays.patient.on_or_before(eager), workdays.eager.on_or_before(patient)
        return _Ends(first or eager, last or patient), Reason.MOVES_BACK
    if limit.may_move and actor is not Actor.REQUESTER:
        return _Ends(eager, workdays.patient.on_or_after(patient)), Reason.MAY_MOVE_ON
    return ends, None


def _closed_around(
    ends: _Ends, settled: _Ends, workdays: Workdays, said: list[Move]
) -> list[Move]:
    """The closed days over which the end moved, unless the count named them already.

    In a count of calendar days they are counted like others: they only move its end.
    """
    first, last = min(ends.eager, settled.eager), max(ends.patient, settled.patient)
    return [
        replace(skip, reason=Reason.END_CLOSED) if skip.reason is Reason.CLOSED else skip
        for skip in workdays.skips_between(first - ONE_DAY, last)
        if skip not in said
    ]


def _last_safe_day(stage: Stage, event: DaySpan, ends: _Ends, workdays: Workdays) -> date | None:
    """For a requester: the last surely open day that is in time by the earliest reading."""
    if stage.actor is not Actor.REQUESTER:
        return None
    day = workdays.patient.on_or_before(ends.eager)
    return day if day and day >= event.latest else None


def _warnings(
    law: Law,
    stage: Stage,
    limit: Limit,
    event: DaySpan,
    ends: _Ends,
    safe: date | None,
    workdays: Workdays,
    sources: tuple[str, ...],
) -> Iterator[Warn]:
    """What a reader must know beside the date, the gravest first."""
    if not law.weakest(sources).verified:
        weak = [key for key in sources if not law.provisions[key].source.read_in.verified]
        yield Warn(Caution.RULE_UNVERIFIED, cited=_cited(law, tuple(weak)))
    if limit.uncertain:
        yield Warn(Caution.LIMIT_UNCERTAIN, detail=limit.uncertain)
    if ends.patient > workdays.known_until:
        yield Warn(Caution.CALENDAR_UNKNOWN, workdays.known_until)
    elif not workdays.checked(event.earliest, ends.patient):
        yield Warn(Caution.CALENDAR_UNCHECKED, workdays.calendar.checked.until)
    known = ends.patient <= workdays.known_until
    if event.exact and known and ends.eager != ends.patient:
        counted_in_working_days = limit.unit is Unit.WORKING_DAY
        caution = Caution.UNCERTAIN_DAYS if counted_in_working_days else Caution.UNSETTLED_END
        yield Warn(caution, ends.eager, ends.patient, _cited(law, limit.may_move))
    if limit.inferred:
        yield Warn(Caution.INFERRED, detail=", ".join(sorted(limit.inferred)))
    if stage.actor is Actor.REQUESTER and safe is None:
        yield Warn(Caution.NO_SAFE_DAY, ends.eager)
    elif safe and safe != ends.eager:
        next_open = workdays.patient.on_or_after(ends.eager)
        yield Warn(Caution.LAST_DAY_CLOSED, safe, next_open, _cited(law, limit.may_move))
