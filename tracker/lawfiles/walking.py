"""A walk through time: one count a month of every stage, in every way it can be counted."""

from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.base.days import DaySpan, Span
from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.calendar.workdays import Workdays
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.clock.default_pauses import pauses_of
from tracker.domain.clock.interruptions import Happened
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.law.count_step import Caution
from tracker.domain.law.law import Actor, Law, Stage
from tracker.domain.library import Library
from tracker.lawfiles.faults import Complaint

_PLAIN, _EXTENDED, EXPEDITED, INTERRUPTED, _NO_NUMBER = WAYS = (
    "plain",
    "extended",
    "expedited",
    "interrupted",
    "no number",
)
A_PAUSE_BEGINS = timedelta(days=3)
A_PAUSE_ENDS = timedelta(days=10)


@dataclass(frozen=True, slots=True)
class _Way:
    """One way to count a stage: what is claimed, and what happens on which day after the event."""

    kind: str
    happened: Mapping[str, timedelta]


@dataclass(frozen=True, slots=True)
class Walked:
    """The result of a walk through one stage: counts of each kind, and faults."""

    law: str
    stage: str
    span: Span
    counts: Mapping[str, int]
    faults: tuple[Complaint, ...]


def walk(library: Library) -> Iterator[Walked]:
    """Count every stage of every law, in all its ways, on the first of each known month."""
    for law in library.laws.values():
        for stage in law.stages.values():
            yield _walk_stage(law, stage, library.workdays(law, stage, None))


def _walk_stage(law: Law, stage: Stage, workdays: Workdays) -> Walked:
    span = _known(law, workdays)
    counts: Counter[str] = Counter()
    faults = []
    for event in month_starts(span):
        plain = None
        for way in ways_of(stage):
            counted, fault = _try(law, stage, event, way, workdays, plain)
            counts[way.kind if counted else _NO_NUMBER] += 1
            plain = plain or counted
            if fault:
                place = f"stage.{stage.key}"
                faults.append(Complaint(f"laws/{law.key}.toml", place, f"{way.kind}: {fault}"))
    return Walked(law.key, stage.key, span, counts, tuple(faults))


def _known(law: Law, workdays: Workdays) -> Span:
    """Return the days on which the law is in force and its calendar has data."""
    first = max(law.in_force.since, workdays.calendar.known.since)
    return Span(first, min(law.in_force.until or date.max, workdays.known_until))


def month_starts(span: Span) -> Iterator[date]:
    """Yield the first day of the span, and the first of each later month."""
    day = span.since
    while day in span:
        yield day
        day = (day.replace(day=28) + timedelta(days=4)).replace(day=1)


def ways_of(stage: Stage) -> Iterator[_Way]:
    """Yield every way in which a stage can be counted, the plain one first."""
    yield _Way(_PLAIN, {})
    if stage.extension and stage.extension.length is not None:
        yield _Way(_EXTENDED, {})
    if stage.expedited:
        yield _Way(EXPEDITED, {})
    for pause in pauses_of(stage):
        begins = {pause.begins_with: A_PAUSE_BEGINS}
        for ending in pause.endings:
            yield _Way(INTERRUPTED, begins | {ending: A_PAUSE_ENDS})
    if stage.actor is Actor.BODY:  # a stage without a rule on transfers is counted as unsettled
        yield _Way(INTERRUPTED, {Transferred.kind: A_PAUSE_BEGINS})
    if stage.outer:
        yield _Way(INTERRUPTED, {stage.outer.counts_from: timedelta(0)})


def _try(
    law: Law, stage: Stage, event: date, way: _Way, workdays: Workdays, plain: Deadline | None
) -> tuple[Deadline | None, str | None]:
    """Return one count and what is wrong with it; no count if the day has no number."""
    happened = tuple(
        Happened(kind, DaySpan.on(event + after)) for kind, after in way.happened.items()
    )
    try:
        counted = count_deadline(
            law,
            stage,
            DaySpan.on(event),
            workdays,
            extended=way.kind == _EXTENDED,
            expedited=way.kind == EXPEDITED,
            happened=happened,
        )
    except NoLimitOnFile as refusal:
        said = way.kind != _PLAIN or any(event in gap.span for gap in stage.gaps)
        return None, None if said else f"from {event}: no gap says why: {refusal}"
    wrong = next(_wrong(counted, workdays), None) or _shortened(counted, way, plain)
    return counted, f"from {event}: {wrong}" if wrong else None


def _wrong(counted: Deadline, workdays: Workdays) -> Iterator[str]:
    """Yield what no count may be, in any law."""
    event, earliest, latest = counted.event.latest, counted.earliest, counted.latest
    if earliest <= event:
        yield f"ends on {earliest}, which is not after the event."
    if latest and latest < earliest:
        yield f"ends at the latest on {latest}, before its earliest end, {earliest}."
    for move in counted.moves:
        if not move.cited:
            yield f"the step of {move.day} ({move.reason}) names no source."
    if counted.stage.actor is Actor.REQUESTER:
        yield from _unsafe(counted, workdays)


def _unsafe(counted: Deadline, workdays: Workdays) -> Iterator[str]:
    """Yield a fault unless the last safe day is open and in time, or said to be missing."""
    safe, in_time = counted.last_safe_day, min(counted.earliest, workdays.known_until)
    if safe is None:
        if Caution.NO_SAFE_DAY not in {warning.caution for warning in counted.warnings}:
            yield "has no safe day, and does not say so."
    elif not counted.event.latest <= safe <= in_time or workdays.skip(safe):
        yield f"{safe} is no safe day: it is closed, in doubt, or out of time."


def _shortened(counted: Deadline, way: _Way, plain: Deadline | None) -> str | None:
    """Return a fault if an extension, a pause or a transfer takes time away from a body."""
    gives_time = way.kind == _EXTENDED or (way.kind == INTERRUPTED and not _bounded(counted, way))
    if plain and gives_time and counted.earliest < plain.earliest:
        return f"ends on {counted.earliest}, earlier than without ({plain.earliest})."
    return None


def _bounded(counted: Deadline, way: _Way) -> bool:
    outer = counted.stage.outer
    return outer is not None and outer.counts_from in way.happened


def table_of(walked: list[Walked]) -> list[str]:
    """Return the walk as lines of text: how far each stage was covered."""
    wide = max((len(f"{each.law} {each.stage}") for each in walked), default=0)
    head = f"{'law and stage':{wide}}  {'from':10}  {'to':10}"
    lines = [head + "".join(f"  {way:>11}" for way in WAYS)]
    for each in walked:
        ends = f"{each.span.since}  {each.span.until}"
        counts = "".join(f"  {each.counts.get(way, 0):>11}" for way in WAYS)
        lines.append(f"{f'{each.law} {each.stage}':{wide}}  {ends}{counts}")
    return lines
