"""The results of a request at each body that had to act, computed from its public record alone.

No body is called late or silent on a doubtful date: unknown is a separate result.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import DeliveryResult
from tracker.domain.case.case_status import Phase
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.correspondence.acknowledged import Acknowledged
from tracker.domain.events.correspondence.delivery_reported import DeliveryReported
from tracker.domain.events.correspondence.resent import Resent
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.event import Event
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.request.withdrawn import Withdrawn
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import Actor
from tracker.domain.law.petition import is_petition
from tracker.domain.record.record import Record, RecordedDeadline, RecordedEntry

SILENCES = frozenset({Phase.SILENT, Phase.APPEAL_SILENT})
_WITHOUT_RESPONSE = SILENCES | {Phase.APPEALED}

_Filed = tuple[RecordedEntry, AppealFiled]
Lapsed = tuple[RecordedEntry, MissedDeadline]
Replied = tuple[RecordedEntry, Reply]


class BodyResult(StrEnum):
    """The result of a request, or of an appeal, at one body. A petition that was answered has no
    limit by which the answer could be in time."""

    IN_TIME = "in-time"
    LATE = "late"
    ANSWER_IN_DOUBT = "answer-in-doubt"
    SILENT = "silent"
    SILENCE_IN_DOUBT = "silence-in-doubt"
    OPEN = "open"
    TRANSFERRED = "handed-on"
    WITHDRAWN = "withdrawn"
    WITHOUT_LIMIT = "without-limit"


ANSWERED = frozenset(
    {
        BodyResult.IN_TIME,
        BodyResult.LATE,
        BodyResult.ANSWER_IN_DOUBT,
        BodyResult.WITHOUT_LIMIT,
    }
)
UNANSWERED = frozenset({BodyResult.SILENT, BodyResult.SILENCE_IN_DOUBT})
IN_DOUBT = frozenset({BodyResult.ANSWER_IN_DOUBT, BodyResult.SILENCE_IN_DOUBT})
# Only for these is it known whether the body kept its time.
KNOWN = frozenset({BodyResult.IN_TIME, BodyResult.LATE, BodyResult.SILENT})


@dataclass(frozen=True, slots=True)
class BodyPeriod:
    """The time in which one body had to answer a request, or decide an appeal.

    `days` are calendar days from the last day on which it may have arrived to the first on which
    the answer may have been given; None if one of them is not in the record.
    """

    body: str
    body_result: BodyResult
    began: date
    answered: date | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class BodyOutcome:
    """One result of a request: its entry, its kind, the body it belongs to (empty if not in the
    library), and its day."""

    seq: int
    kind: str
    body: str
    on: DaySpan


def turns(record: Record) -> tuple[BodyPeriod, ...]:
    """Return the period of each body that had to answer the request, in order; empty for a
    withheld record, or for a request that reached nobody."""
    return record.derived_once(_turns)


def _turns(record: Record) -> tuple[BodyPeriod, ...]:
    if record.withheld or not went_out(record):
        return ()
    bodies = dict.fromkeys(filter(None, record.state.answerers))
    return tuple(_turn(record, body) for body in bodies)


def appeal_turns(record: Record) -> tuple[BodyPeriod, ...]:
    """Return the period of each appeal to a body other than those that had to answer, in the
    order of filing."""
    return tuple(_appeal_turn(record, entry, filed) for entry, filed in appeals_elsewhere(record))


def went_out(record: Record) -> bool:
    """Return whether the record shows that the request was made: it arrived, or it was sent and
    not returned."""
    state = record.state
    arrived = state.replies or state.received or state.first(Acknowledged.kind)
    if arrived or any(entry.counts for entry in state.lapses):
        return True
    reports = (report for _, report in state.of(DeliveryReported))
    back = {each.dispatch for each in reports if each.result is not DeliveryResult.DELIVERED}
    return any(sent.seq not in back for sent in state.all(Sent.kind, Resent.kind))


def silent_now(record: Record) -> bool:
    """Return whether the request, or its last appeal, stands at a certain and unbroken
    non-response; False if it was withdrawn or answered since."""
    if record.phase not in SILENCES or record.answer_waits or record.decision_waits:
        return False
    last = _last_turn(record)
    return last is not None and last.body_result is BodyResult.SILENT


def came_of(record: Record) -> Iterator[BodyOutcome]:
    """Yield each uncorrected reply and decision of an appeal, whatever followed it, and each
    non-response that stands, dated the day after the last day to act."""
    for entry, reply in record.state.of(Reply):
        yield BodyOutcome(
            entry.seq, reply.kind, record.state.answering_on(reply.on.latest), reply.on
        )
    for entry, decided in record.state.of(Decided):
        heard = (
            filed.to for each, filed in record.state.of(AppealFiled) if each.seq == decided.appeal
        )
        yield BodyOutcome(entry.seq, decided.kind, next(heard, ""), decided.on)
    for filed, body in _silent_bodies(record):
        lapses = record.state.lapses_of(filed)
        *_, lapse = (each for each, event in lapses if event.body == body and _accuses(each))
        yield BodyOutcome(lapse.seq, lapse.kind, body, lapse.on)


def _silent_bodies(record: Record) -> Iterator[tuple[RecordedEntry | None, str]]:
    """Yield the last body asked, with None, and the body of the last appeal, with that appeal,
    where each certainly missed its time and nothing came since.

    An appeal against a body that does not answer does not end its silence; a decision does.
    """
    unread = record.answer_waits or record.decision_waits
    if record.withheld or unread or record.phase not in _WITHOUT_RESPONSE:
        return
    if (held := turns(record)) and held[-1].body_result is BodyResult.SILENT:
        yield None, held[-1].body
    if (heard := appeal_turns(record)) and heard[-1].body_result is BodyResult.SILENT:
        yield appeals_elsewhere(record)[-1][0], heard[-1].body


def replies_of(record: Record, body: str) -> tuple[Replied, ...]:
    """Return the uncorrected replies that came while that body had to answer, oldest first."""
    state = record.state
    found = state.of(Reply)
    return tuple(each for each in found if state.answering_on(each[1].on.latest) == body)


def asked_on(record: Record) -> date:
    """Return the day that decides a request's year: its receipt; else its dispatch, its first
    recorded day, or the day of the record."""
    state = record.state
    if known := state.received or next(iter(state.sent), None):
        return known.on.latest
    return min((entry.on.latest for entry in record.entries), default=record.as_of)


def open_until(record: Record) -> date | None:
    """Return the last day, by the earlier reading, of the unused remedies; None if the record
    shows none."""
    state = record.state
    if record.withheld or state.withdrawn:
        return None
    used = {filed.stage for _, filed in state.of(AppealFiled)}
    ends = (
        limit.last_safe_day or limit.earliest
        for limit in record.deadlines
        if limit.actor is Actor.REQUESTER and limit.stage not in used
    )
    return max(ends, default=None)


def falls_away(record: Record, limit: RecordedDeadline) -> bool:
    """Return whether a last day no longer matters: what it waits for has come in time, is no
    longer awaited, or is with the office and not published yet."""
    met = (
        event.on.latest <= limit.earliest and _meets(record, event, limit)
        for _, event in record.state.of(Event)
    )
    waits = {Actor.BODY: record.answer_waits, Actor.APPEAL_BODY: record.decision_waits}
    lies_there = waits.get(limit.actor, False) and limit.earliest >= record.as_of
    return lies_there or any(met)


def _meets(record: Record, event: Event, limit: RecordedDeadline) -> bool:
    if isinstance(event, Withdrawn):
        return True
    began = limit.steps[0].day if limit.steps else date.min
    if isinstance(event, Reply | AppealFiled):
        return event.stage == limit.stage and began <= event.on.earliest
    if not isinstance(event, Decided) or limit.actor is Actor.REQUESTER:
        return False
    # The time for a decision begins with the appeal that it decides.
    return any(
        began in (filed.on.earliest, filed.on.latest)
        for entry, filed in record.state.of(AppealFiled)
        if entry.seq == event.appeal
    )


def appeals_elsewhere(record: Record) -> tuple[_Filed, ...]:
    """Return the appeals filed with a body other than those that had to answer."""
    own = {record.body, *record.transferred_to, ""}
    return tuple(each for each in record.state.of(AppealFiled) if each[1].to not in own)


def _last_turn(record: Record) -> BodyPeriod | None:
    return next(reversed((*turns(record), *appeal_turns(record))), None)


def _turn(record: Record, body: str) -> BodyPeriod:
    since = _since(record, body)
    began = since.latest if since else asked_on(record)
    lapses = [each for each in record.state.lapses_of(None) if each[1].body == body]
    replies = replies_of(record, body)
    if not replies:
        return BodyPeriod(body, _unanswered(record, body, lapses), began)
    _, reply = replies[0]
    if is_petition(record.law):
        return _answered(body, began, since, reply.on, BodyResult.WITHOUT_LIMIT)
    limits = _limits(record, Actor.BODY, reply.stage, since)
    return _answered(body, began, since, reply.on, _kept(lapses, limits, reply.on))


def _appeal_turn(record: Record, entry: RecordedEntry, filed: AppealFiled) -> BodyPeriod:
    body, decided = filed.to, record.state.decision_on(entry)
    lapses = [each for each in record.state.lapses_of(entry) if each[1].body == body]
    if decided is None:
        return BodyPeriod(body, _waited_for(record, lapses), filed.on.latest)
    limits = _limits(record, Actor.APPEAL_BODY, "", filed.on)
    body_result = _kept(lapses, limits, decided.on)
    return _answered(body, filed.on.latest, filed.on, decided.on, body_result)


def _answered(
    body: str, began: date, since: DaySpan | None, on: DaySpan, body_result: BodyResult
) -> BodyPeriod:
    days = max((on.earliest - since.latest).days, 0) if since else None
    return BodyPeriod(body, body_result, began, on.earliest, days)


def _since(record: Record, body: str) -> DaySpan | None:
    """Return when the request came to that body; None if it is not in the record."""
    for _, transfer in record.state.of(Transferred):
        if transfer.to == body:
            return transfer.on
    received = record.state.received
    return received.on if received and body == record.body else None


def _kept(lapses: Iterable[Lapsed], limits: Iterable[date], on: DaySpan) -> BodyResult:
    """Return whether a response of that day was in time: late only after a longest limit that
    certainly passed, in time only before the earliest possible end of a limit."""
    passed = [entry for entry, lapse in lapses if lapse.latest < on.earliest]
    if any(map(_accuses, passed)):
        return BodyResult.LATE
    first = min(limits, default=None)
    if not passed and first and on.latest <= first:
        return BodyResult.IN_TIME
    return BodyResult.ANSWER_IN_DOUBT


def _unanswered(record: Record, body: str, lapses: Iterable[Lapsed]) -> BodyResult:
    body_result = _waited_for(record, lapses)
    if body_result in UNANSWERED:
        return body_result
    return body_result if record.state.holder == body else BodyResult.TRANSFERRED


def _waited_for(record: Record, lapses: Iterable[Lapsed]) -> BodyResult:
    """Return what may be said of a body that did not respond."""
    silences = [entry for entry, lapse in lapses if isinstance(lapse, FellSilent)]
    if any(map(_accuses, silences)):
        return BodyResult.SILENT
    if silences:
        return BodyResult.SILENCE_IN_DOUBT
    return BodyResult.WITHDRAWN if record.state.withdrawn else BodyResult.OPEN


def _accuses(entry: RecordedEntry) -> bool:
    """Return whether a longest limit certainly passed: its date is certain, and no document is
    unread."""
    lapse = entry.event
    return isinstance(lapse, FellSilent) and not lapse.provisional and entry.counts


def _limits(record: Record, actor: Actor, stage: str, since: DaySpan | None) -> Iterator[date]:
    """Return the earliest possible ends of the limits of that stage, or of any stage if it is
    empty, counted from that day on; none if the day is unknown or a limit is provisional."""
    if since is None:
        return iter(())
    limits = [
        limit
        for limit in record.deadlines
        if limit.actor is actor
        and (not stage or limit.stage == stage)
        and limit.earliest >= since.earliest
    ]
    sure = not any(limit.provisional for limit in limits)
    return (limit.earliest for limit in limits if sure)
