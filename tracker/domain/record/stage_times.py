"""The time of each actor in each stage of a record: its limits, and its result.

Nobody is said to be late before a maximum limit certainly passed; what is doubtful has a result
of its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.lapses.overdue import Overdue
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.count_step import CountStep
from tracker.domain.law.law import Actor
from tracker.domain.record.record import Record, RecordedDeadline, RecordedEntry


class StageResult(StrEnum):
    """What may be said of one actor's time in one stage."""

    IN_TIME = "in-time"
    WITHIN_MAXIMUM = "within-maximum"
    LATE = "late"
    IN_DOUBT = "in-doubt"
    SILENT = "silent"
    SILENCE_IN_DOUBT = "silence-in-doubt"
    OVERDUE = "overdue"
    NOT_SHOWN = "not-shown"
    TRANSFERRED = "handed-on"
    UNUSED = "unused"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class StageTime:
    """The time of one actor: `began` with its first count, with its standard and maximum limit,
    which are one limit in most laws.

    `came` is what was awaited: the answer, the appeal, the decision or the transfer. `missed` is
    the certain non-response, whose day is the first one without a response.
    """

    actor: Actor
    stage: str
    body: str
    began: date
    standard: RecordedDeadline
    maximum: RecordedDeadline
    result: StageResult
    came: RecordedEntry | None = None
    missed: RecordedEntry | None = None

    @property
    def two_limits(self) -> bool:
        """Return whether the law has a standard and a maximum limit here."""
        return self.standard is not self.maximum

    @property
    def late_days(self) -> int:
        """Return the days between the end of the maximum limit and what came late."""
        if self.came is None or self.maximum.latest is None:
            return 0
        return (self.came.on.earliest - self.maximum.latest).days


def stage_times(record: Record) -> tuple[StageTime, ...]:
    """Return the stages of a record in the order in which they began."""
    return record.derived_once(_stage_times)


def _stage_times(record: Record) -> tuple[StageTime, ...]:
    groups: dict[tuple[str, date], list[RecordedDeadline]] = {}
    for limit in record.deadlines:
        groups.setdefault((limit.stage, began_on(limit.steps, limit.earliest)), []).append(limit)
    times = (_time(record, began, limits) for (_, began), limits in groups.items())
    return tuple(sorted(times, key=lambda time: time.began))


def began_on(steps: Iterable[CountStep], otherwise: date) -> date:
    """Return the first day of a count; `otherwise` if it has no steps."""
    return min([step.day for step in steps], default=otherwise)


def days_without(record: Record, missed: RecordedEntry) -> int:
    """Return the days without a response: from the first such day that is certain to the last day
    that a person of the office confirmed.

    Both days count, so that it is also the number of days since the time limit, by which a late
    response is measured.
    """
    return max((record.confirmed_on - missed.on.latest).days + 1, 0)


def _time(record: Record, began: date, limits: list[RecordedDeadline]) -> StageTime:
    standard, maximum = limits[0], limits[-1]
    came = next(_came(record, began, standard), None)
    lapses = list(_lapses(record, began, standard))
    missed = next((entry for entry, lapse in lapses if _accuses(entry, lapse)), None)
    return StageTime(
        actor=standard.actor,
        stage=standard.stage,
        body=_body(record, began, standard, lapses),
        began=began,
        standard=standard,
        maximum=maximum,
        result=_result(record, limits, came, lapses, missed),
        came=came,
        missed=missed,
    )


def _came(record: Record, began: date, limit: RecordedDeadline) -> Iterator[RecordedEntry]:
    """Yield what ended this time, earliest first."""
    state = record.state
    match limit.actor:
        case Actor.REQUESTER:
            wanted: type[AppealFiled | Reply] = AppealFiled
        case Actor.APPEAL_BODY:
            yield from _decisions(record, began)
            return
        case _:
            wanted = Reply
            held = [entry for entry, event in state.of(Transferred) if event.on.earliest > began]
            yield from (entry for entry in held[:1] if not _answered_before(record, entry))
    for entry, event in state.of(wanted):
        if event.stage == limit.stage and began <= event.on.latest:
            yield entry


def _answered_before(record: Record, transfer: RecordedEntry) -> bool:
    return any(reply.on.latest < transfer.on.earliest for _, reply in record.state.of(Reply))


def _decisions(record: Record, began: date) -> Iterator[RecordedEntry]:
    """Yield the decision on the appeal with which this time began."""
    opened = {
        entry.seq
        for entry, filed in record.state.of(AppealFiled)
        if filed.on.earliest <= began <= filed.on.latest
    }
    for entry, decided in record.state.of(Decided):
        if decided.appeal in opened:
            yield entry


def _lapses(
    record: Record, began: date, limit: RecordedDeadline
) -> Iterator[tuple[RecordedEntry, MissedDeadline]]:
    for entry, lapse in record.state.of(MissedDeadline):
        if lapse.stage == limit.stage and began_on(lapse.count, began) == began:
            yield entry, lapse


def _accuses(entry: RecordedEntry, lapse: MissedDeadline) -> bool:
    """Return whether a maximum limit certainly passed: its date is certain, and no document is
    unread."""
    return isinstance(lapse, FellSilent) and not lapse.provisional and entry.counts


def _body(
    record: Record,
    began: date,
    limit: RecordedDeadline,
    lapses: Iterable[tuple[RecordedEntry, MissedDeadline]],
) -> str:
    """Return who had to act; empty for the requester, or if that body is not in the library."""
    if limit.actor is Actor.REQUESTER:
        return ""
    if limit.actor is Actor.BODY:
        return next((lapse.body for _, lapse in lapses), record.state.answering_on(began))
    filed = (
        filed.to
        for _, filed in record.state.of(AppealFiled)
        if filed.on.earliest <= began <= filed.on.latest
    )
    return next(filed, "")


def _result(
    record: Record,
    limits: list[RecordedDeadline],
    came: RecordedEntry | None,
    lapses: list[tuple[RecordedEntry, MissedDeadline]],
    missed: RecordedEntry | None,
) -> StageResult:
    if came:
        return _result_of(limits, came, missed)
    standard = limits[0]
    if standard.actor is Actor.REQUESTER:
        past = standard.latest is not None and standard.latest < record.confirmed_on
        return StageResult.UNUSED if past else StageResult.OPEN
    waits = {Actor.BODY: record.answer_waits, Actor.APPEAL_BODY: record.decision_waits}
    if waits.get(standard.actor):
        return StageResult.NOT_SHOWN
    if missed:
        return StageResult.SILENT
    if any(isinstance(lapse, FellSilent) for _, lapse in lapses):
        return StageResult.SILENCE_IN_DOUBT
    late = any(isinstance(lapse, Overdue) and entry.counts for entry, lapse in lapses)
    return StageResult.OVERDUE if late else StageResult.OPEN


def _result_of(
    limits: list[RecordedDeadline], came: RecordedEntry, missed: RecordedEntry | None
) -> StageResult:
    """Return whether what came was in time: late only after a maximum limit that certainly
    passed, in time only before the earliest possible end of a limit."""
    if isinstance(came.event, Transferred):
        return StageResult.TRANSFERRED
    standard, maximum = limits[0], limits[-1]
    if standard.actor is not Actor.REQUESTER and missed and missed.on.latest <= came.on.earliest:
        return StageResult.LATE
    if any(limit.provisional for limit in limits) or missed:
        return StageResult.IN_DOUBT
    if came.on.latest <= standard.earliest:
        return StageResult.IN_TIME
    within = came.on.latest <= maximum.earliest and maximum is not standard
    return StageResult.WITHIN_MAXIMUM if within else StageResult.IN_DOUBT
