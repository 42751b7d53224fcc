"""What came of a request at each body that had to act on it, told from its public record alone.

Nobody is called late or silent on a date that is in doubt: what is not known is a fate of its own.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.days import DaySpan
from tracker.domain.events.correspondence.acknowledged import Acknowledged
from tracker.domain.events.correspondence.delivery_reported import DeliveryReported
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.resent import Resent
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.overdue import Overdue
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.request.withdrawn import Withdrawn
from tracker.domain.events.responses.answered import Answered
from tracker.domain.events.responses.not_held import NotHeld
from tracker.domain.events.responses.partly_answered import PartlyAnswered
from tracker.domain.events.responses.refused import Refused
from tracker.domain.law import Actor
from tracker.domain.record import Record, RecordedDeadline, RecordedEntry
from tracker.domain.record_facts import OVERTAKEN
from tracker.domain.standing import Phase
from tracker.domain.terms import DeliveryResult

REPLIES = frozenset({Answered.kind, PartlyAnswered.kind, Refused.kind, NotHeld.kind})
LAPSES = frozenset({Overdue.kind, FellSilent.kind})
DESPATCHES = frozenset({Sent.kind, Resent.kind})
# By these alone a request is known to have come to the body.
ARRIVED = frozenset({Received.kind, Acknowledged.kind}) | REPLIES | LAPSES
NOT_THERE = frozenset({DeliveryResult.RETURNED.value, DeliveryResult.UNDELIVERABLE.value})
# What a last day may wait for, and what ends all waiting.
MEETING = REPLIES | {AppealFiled.kind, Decided.kind, Withdrawn.kind}
SILENCES = frozenset({Phase.SILENT, Phase.APPEAL_SILENT})


class Fate(StrEnum):
    """What came of a request, or of an appeal, at one body."""

    IN_TIME = "in-time"
    LATE = "late"
    ANSWER_IN_DOUBT = "answer-in-doubt"
    SILENT = "silent"
    SILENCE_IN_DOUBT = "silence-in-doubt"
    OPEN = "open"
    HANDED_ON = "handed-on"
    WITHDRAWN = "withdrawn"


ANSWERED = frozenset({Fate.IN_TIME, Fate.LATE, Fate.ANSWER_IN_DOUBT})
UNANSWERED = frozenset({Fate.SILENT, Fate.SILENCE_IN_DOUBT})
IN_DOUBT = frozenset({Fate.ANSWER_IN_DOUBT, Fate.SILENCE_IN_DOUBT})
# Of these alone it is known whether the body kept its time.
KNOWN = frozenset({Fate.IN_TIME, Fate.LATE, Fate.SILENT})


@dataclass(frozen=True, slots=True)
class Turn:
    """The time in which one body had to answer a request, or to decide an appeal.

    `days` are calendar days from the last day on which it may have come to the first on which the
    word of the body may have been given; None where one of them is not on record.
    """

    body: str
    fate: Fate
    began: date
    answered: date | None = None
    days: int | None = None


@dataclass(frozen=True, slots=True)
class Came:
    """One thing that came of a request: the entry that tells it, its kind, the body whose it is
    (empty where that one is not on file), and its day."""

    seq: int
    kind: str
    body: str
    on: DaySpan


def turns(record: Record) -> tuple[Turn, ...]:
    """One for each body that had to answer the request, in their order; none of a withheld one,
    nor of one that went to nobody."""
    if record.withheld or not went_out(record):
        return ()
    bodies = tuple(dict.fromkeys((record.body, *record.handed_on)))
    return tuple(_turn(record, body) for body in bodies)


def appeal_turns(record: Record) -> tuple[Turn, ...]:
    """One for each appeal to a body that had not itself to answer, in the order of filing."""
    return tuple(_appeal_turn(record, filed) for filed in _appeals(record))


def went_out(record: Record) -> bool:
    """Whether it is on record that the request was asked of a body: that it came there, or was
    sent and not brought back."""
    if counting(record, ARRIVED):
        return True
    reports = counting(record, frozenset({DeliveryReported.kind}))
    back = {each.facts["despatch"] for each in reports if each.facts["result"] in NOT_THERE}
    return any(str(sent.seq) not in back for sent in counting(record, DESPATCHES))


def silent_now(record: Record) -> bool:
    """Whether it is silence, sure and unbroken, on which the request or its last appeal rests: not
    where the request was withdrawn or answered since."""
    if record.phase not in SILENCES or record.answer_waits or record.decision_waits:
        return False
    last = _last_turn(record)
    return last is not None and last.fate is Fate.SILENT


def came_of(record: Record) -> Iterator[Came]:
    """Each reply that stands, whatever followed it, and the silence on which the request or its
    last appeal rests, from the day after the last day to act."""
    for reply in counting(record, REPLIES):
        body = record.answering_on(reply.on.latest)
        yield Came(reply.seq, reply.kind, body, reply.on)
    last = _last_turn(record)
    if last and silent_now(record):
        lapses = lapses_of(record, next(reversed(_appeals(record)), None))
        *_, lapse = (each for each in lapses if each.facts["body"] == last.body and _accuses(each))
        yield Came(lapse.seq, lapse.kind, last.body, lapse.on)


def replies_of(record: Record, body: str) -> tuple[RecordedEntry, ...]:
    """The replies that stand and came while that body had to answer, oldest first."""
    found = counting(record, REPLIES)
    return tuple(entry for entry in found if record.answering_on(entry.on.latest) == body)


def counting(record: Record, kinds: frozenset[str]) -> tuple[RecordedEntry, ...]:
    """The entries of those kinds that say what they say."""
    return tuple(entry for entry in record.entries if entry.kind in kinds and entry.counts)


def decision_on(record: Record, filed: RecordedEntry) -> RecordedEntry | None:
    """What was decided last on that appeal; None while that is not on record."""
    found = [
        entry
        for entry in counting(record, frozenset({Decided.kind}))
        if entry.seq > filed.seq and entry.facts.get("appeal", str(filed.seq)) == str(filed.seq)
    ]
    return found[-1] if found else None


def asked_on(record: Record) -> date:
    """The day by which a request is put into a year: of its receipt; else of its despatch, of the
    first day on record, or of the record itself."""
    for kind in (Received.kind, Sent.kind):
        if found := counting(record, frozenset({kind})):
            return found[0].on.latest
    return min((entry.on.latest for entry in record.entries), default=record.as_of)


def lapses_of(record: Record, filed: RecordedEntry | None) -> tuple[RecordedEntry, ...]:
    """What says, uncorrected, that the time passed which that appeal opened, or, without one, the
    request itself; oldest first. A paper may have overtaken it."""
    found = (entry for entry in record.entries if entry.kind in LAPSES and not entry.corrected)
    return tuple(lapse for lapse in found if _opener(record, lapse) is filed)


def open_until(record: Record) -> date | None:
    """The last day, by the earlier reading, of the remedies that are not used yet; None where the
    record tells of none."""
    if record.withheld or counting(record, frozenset({Withdrawn.kind})):
        return None
    used = {entry.facts["stage"] for entry in counting(record, frozenset({AppealFiled.kind}))}
    ends = (
        limit.last_safe_day or limit.earliest
        for limit in record.deadlines
        if limit.actor == Actor.REQUESTER.value and limit.stage not in used
    )
    return max(ends, default=None)


def falls_away(record: Record, limit: RecordedDeadline) -> bool:
    """Whether nobody has to look out for a last day: what it waits for came by then, is waited for
    no more, or lies at the office and is not shown yet."""
    met = (
        entry.on.latest <= limit.earliest and _meets(record, entry, limit)
        for entry in counting(record, MEETING)
    )
    waits = {Actor.BODY.value: record.answer_waits, Actor.APPEAL_BODY.value: record.decision_waits}
    lies_there = waits.get(limit.actor, False) and limit.earliest >= record.as_of
    return lies_there or any(met)


def _meets(record: Record, entry: RecordedEntry, limit: RecordedDeadline) -> bool:
    if entry.kind == Withdrawn.kind:
        return True
    began = limit.steps[0].day if limit.steps else date.min
    if entry.kind != Decided.kind:
        return entry.facts["stage"] == limit.stage and began <= entry.on.earliest
    if limit.actor == Actor.REQUESTER.value:
        return False
    # The time for a decision begins with the appeal on which it is.
    filed = counting(record, frozenset({AppealFiled.kind}))
    return any(
        began in (each.on.earliest, each.on.latest)
        for each in filed
        if str(each.seq) == entry.facts.get("appeal")
    )


def _appeals(record: Record) -> tuple[RecordedEntry, ...]:
    """Those that were filed with a body which had not itself to answer."""
    own = {record.body, *record.handed_on, ""}
    filed = counting(record, frozenset({AppealFiled.kind}))
    return tuple(entry for entry in filed if entry.facts["to"] not in own)


def _last_turn(record: Record) -> Turn | None:
    return next(reversed((*turns(record), *appeal_turns(record))), None)


def _turn(record: Record, body: str) -> Turn:
    since = _since(record, body)
    began = since.latest if since else asked_on(record)
    reply = next(iter(replies_of(record, body)), None)
    lapses = [lapse for lapse in lapses_of(record, None) if lapse.facts["body"] == body]
    if reply is None:
        return Turn(body, _unanswered(record, body, lapses), began)
    limits = _limits(record, Actor.BODY, reply.facts["stage"], since)
    return _answered(body, began, since, reply.on, _kept(lapses, limits, reply.on))


def _appeal_turn(record: Record, filed: RecordedEntry) -> Turn:
    body, decided = filed.facts["to"], decision_on(record, filed)
    lapses = [lapse for lapse in lapses_of(record, filed) if lapse.facts["body"] == body]
    if decided is None:
        return Turn(body, _waited_for(record, lapses), filed.on.latest)
    limits = _limits(record, Actor.APPEAL_BODY, "", filed.on)
    fate = _kept(lapses, limits, decided.on)
    return _answered(body, filed.on.latest, filed.on, decided.on, fate)


def _answered(body: str, began: date, since: DaySpan | None, on: DaySpan, fate: Fate) -> Turn:
    days = max((on.earliest - since.latest).days, 0) if since else None
    return Turn(body, fate, began, on.earliest, days)


def _since(record: Record, body: str) -> DaySpan | None:
    """When the request came to that body, where that is on record."""
    for entry in counting(record, frozenset({"transferred"})):
        if entry.facts["to"] == body:
            return entry.on
    received = counting(record, frozenset({Received.kind}))
    return received[0].on if received and body == record.body else None


def _kept(lapses: Iterable[RecordedEntry], limits: Iterable[date], on: DaySpan) -> Fate:
    """Whether a word that came on that day was in time: late only after a longest limit that
    surely passed, in time only before the first end that a limit may have."""
    passed = [lapse for lapse in lapses if _end(lapse) < on.earliest]
    if any(_accuses(lapse) for lapse in passed):
        return Fate.LATE
    first = min(limits, default=None)
    if not passed and first and on.latest <= first:
        return Fate.IN_TIME
    return Fate.ANSWER_IN_DOUBT


def _unanswered(record: Record, body: str, lapses: Iterable[RecordedEntry]) -> Fate:
    fate = _waited_for(record, lapses)
    if fate in UNANSWERED:
        return fate
    return fate if record.acting_body == body else Fate.HANDED_ON


def _waited_for(record: Record, lapses: Iterable[RecordedEntry]) -> Fate:
    """What may be said of a body that gave no word."""
    silences = [lapse for lapse in lapses if lapse.kind == FellSilent.kind]
    if any(_accuses(lapse) for lapse in silences):
        return Fate.SILENT
    if silences:
        return Fate.SILENCE_IN_DOUBT
    withdrawn = counting(record, frozenset({Withdrawn.kind}))
    return Fate.WITHDRAWN if withdrawn else Fate.OPEN


def _accuses(lapse: RecordedEntry) -> bool:
    """Whether a longest limit surely passed: its date is sure, and no unread paper is there."""
    sure = lapse.facts["provisional"] != str(True) and OVERTAKEN not in lapse.facts
    return lapse.kind == FellSilent.kind and sure


def _opener(record: Record, lapse: RecordedEntry) -> RecordedEntry | None:
    """The appeal on which no decision came in time; None where it was the request.

    A record of before that fact is told by its days: a lapse of a body after an appeal to it.
    """
    filed = counting(record, frozenset({AppealFiled.kind}))
    if opening := lapse.facts.get("opening"):
        return next((entry for entry in filed if str(entry.seq) == opening), None)
    body = lapse.facts["body"]
    before = [e for e in filed if e.facts["to"] == body and e.on.earliest <= lapse.on.latest]
    return before[-1] if before else None


def _end(lapse: RecordedEntry) -> date:
    return date.fromisoformat(lapse.facts["latest"])


def _limits(record: Record, actor: Actor, stage: str, since: DaySpan | None) -> Iterator[date]:
    """The first days on which the limits of that stage may have ended, of any without a stage,
    counted from that day on; none where that day is not known or a limit is provisional."""
    if since is None:
        return iter(())
    limits = [
        limit
        for limit in record.deadlines
        if limit.actor == actor.value
        and (not stage or limit.stage == stage)
        and limit.earliest >= since.earliest
    ]
    sure = not any(limit.provisional for limit in limits)
    return (limit.earliest for limit in limits if sure)
