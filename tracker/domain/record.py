"""The public record of a request: built from publishable fields alone.

This, with `record_facts`, is the only place that decides what is public. A record never holds a
name, an address, a courier or diary number, a file name or an account: no field exists for them.
"""

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.domain.canonical import canonical, from_plain
from tracker.domain.changes import Shift
from tracker.domain.days import DaySpan
from tracker.domain.deadline import Deadline
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.copy import Copy
from tracker.domain.events.correspondence.body_stated import BodyStated
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.lapse import Lapse
from tracker.domain.events.lapses.overdue import Overdue
from tracker.domain.events.lapses.recounted import Recounted
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.release import Release
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.events.responses.reply import Reply
from tracker.domain.history import Entry, History, struck
from tracker.domain.moves import Move
from tracker.domain.overtaken import overtaken
from tracker.domain.questions import Outcome
from tracker.domain.record_facts import OVERTAKEN, shown_of
from tracker.domain.situation import Situation
from tracker.domain.standing import Phase, Standing
from tracker.domain.terms import GivenAs


@dataclass(frozen=True, slots=True)
class RecordedOutcome:
    """What one answer did with one question: on which page of its paper, whether it gave the
    record or only a statement, and the digest of its words where these were released."""

    seq: int
    on: DaySpan
    outcome: Outcome
    exemptions: tuple[str, ...] = ()
    page: str = ""
    given_as: GivenAs | None = None
    words: str = ""


@dataclass(frozen=True, slots=True)
class RecordedQuestion:
    """A question as it was asked, and what became of it, oldest answer first."""

    key: str
    element: str
    words: str
    outcomes: tuple[RecordedOutcome, ...] = ()


@dataclass(frozen=True, slots=True)
class RecordedEntry:
    """A released entry of the history. `digest` is its commitment in the private history."""

    seq: int
    kind: str
    on: DaySpan
    entered_on: date
    digest: str
    facts: Mapping[str, str]
    count: tuple[Move, ...] = ()
    corrected: bool = False
    shifts: tuple[Shift, ...] = ()

    @property
    def counts(self) -> bool:
        """Whether it says what it says: it was not corrected, and no unread paper overtook it."""
        return not self.corrected and OVERTAKEN not in self.facts


@dataclass(frozen=True, slots=True)
class RecordedDeadline:
    """A deadline as it was counted when the record was made."""

    stage: str
    actor: str
    section: str
    earliest: date
    latest: date | None
    provisional: bool
    steps: tuple[Move, ...]
    last_safe_day: date | None = None


@dataclass(frozen=True, slots=True)
class Record:
    """One request as the public sees it.

    `answer_waits` and `decision_waits` say that the office has one which nobody has shown yet:
    whoever is told that none was recorded has to be told of that.
    """

    reference: str
    version: int
    as_of: date
    block: str
    body: str
    law: str
    language: str
    phase: Phase
    supporters: tuple[str, ...]
    questions: tuple[RecordedQuestion, ...]
    entries: tuple[RecordedEntry, ...]
    deadlines: tuple[RecordedDeadline, ...]
    releases: tuple[Release, ...]
    edition: str
    demonstration: bool
    withheld: bool = False
    copies: tuple[Copy, ...] = ()
    answer_waits: bool = False
    decision_waits: bool = False

    @property
    def criticised(self) -> tuple[str, ...]:
        """The bodies of which it says, uncorrected, that a limit passed without an answer or that
        a paper of theirs lacks something."""
        standing = [entry for entry in self.entries if entry.counts]
        lapses = (Overdue.kind, FellSilent.kind)
        found = {entry.facts["body"] for entry in standing if entry.kind in lapses}
        defective = (entry for entry in standing if entry.facts.get("lacking"))
        found |= {self.answering_on(entry.on.latest) for entry in defective}
        return tuple(sorted(filter(None, found)))

    @property
    def stated(self) -> tuple[str, ...]:
        """The bodies whose own statements stand beside it, uncorrected."""
        standing = (entry for entry in self.entries if not entry.corrected)
        found = {entry.facts["body"] for entry in standing if entry.kind == BodyStated.kind}
        return tuple(sorted(found))

    @property
    def acting_body(self) -> str:
        """The body that must answer: the one asked, or the one to which it was handed on; empty
        where that one is not on file."""
        transfers = self._transfers()
        return transfers[-1].facts["to"] if transfers else self.body

    @property
    def held_since(self) -> DaySpan | None:
        """When the body that must answer had the request, where it was handed on to it."""
        transfers = self._transfers()
        return transfers[-1].on if transfers else None

    @property
    def handed_on(self) -> tuple[str, ...]:
        """The bodies to which it was handed on, one after the other, as far as on file."""
        return tuple(filter(None, self.holders))

    @property
    def holders(self) -> tuple[str, ...]:
        """The same, with an empty word for each that is not on file."""
        return tuple(entry.facts["to"] for entry in self._transfers())

    def answering_on(self, day: date) -> str:
        """The body that had to answer on that day: a silence or a reply then is that body's, and
        not that of a body which had handed the request on. Empty where it is not on file."""
        held = [entry for entry in self._transfers() if entry.on.latest <= day]
        return held[-1].facts["to"] if held else self.body

    def _transfers(self) -> list[RecordedEntry]:
        moved = (entry for entry in self.entries if entry.kind == Transferred.kind)
        return [entry for entry in moved if not entry.corrected]

    def to_bytes(self) -> bytes:
        """The canonical bytes, whose SHA-256 is what a citation names."""
        return canonical(self)


def from_bytes(data: bytes) -> Record:
    """The record that `to_bytes` wrote."""
    return from_plain(Record, json.loads(data))


def record_of(
    reference: str,
    version: int,
    history: History,
    standing: Standing,
    *,
    as_of: date,
    edition: str,
    demonstration: bool,
) -> Record:
    """The record with what has been released of `history`, and nothing else."""
    drafted = standing.situation.drafted
    if drafted is None:
        raise ValueError("nothing was asked yet")
    shown = _shown(history, standing)
    withheld = standing.situation.withheld
    doubted = {lapse.seq: paper.event.on for lapse, paper in overtaken(standing.situation)}
    return Record(
        reference=reference,
        version=version,
        as_of=as_of,
        block=drafted.block,
        body=drafted.body,
        law=drafted.law,
        language=drafted.language,
        phase=_public_phase(tuple(each for each in shown if each.seq not in doubted)),
        supporters=() if withheld else drafted.supporters,
        questions=() if withheld else tuple(_questions(standing, shown)),
        entries=() if withheld else tuple(_entries(history, standing, shown, doubted)),
        deadlines=() if withheld else tuple(_deadlines(standing, shown)),
        releases=() if withheld else standing.situation.releases,
        copies=() if withheld else standing.situation.copies,
        edition=edition,
        demonstration=demonstration,
        withheld=withheld,
        answer_waits=not withheld and _waits(standing.situation.replies, standing.situation),
        decision_waits=not withheld and _waits(standing.situation.decisions, standing.situation),
    )


def _waits(entries: History, situation: Situation) -> bool:
    return any(entry.seq not in situation.published for entry in entries)


def _shown(history: History, standing: Standing) -> History:
    """Released entries; what corrects or counts anew a released one is always shown with it."""
    released = standing.situation.published
    return tuple(
        entry
        for entry in history
        if entry.seq in released
        or (isinstance(entry.event, Corrected) and entry.event.entry in released)
        or (isinstance(entry.event, Recounted) and entry.event.opening in released)
    )


_PHASE_AFTER: dict[str, Phase] = {
    "drafted": Phase.DRAFTED,
    "sent": Phase.SENT,
    "received": Phase.AWAITING,
    "overdue": Phase.OVERDUE,
    "fell-silent": Phase.SILENT,
    "answered": Phase.ANSWERED,
    "partly-answered": Phase.PARTLY_ANSWERED,
    "refused": Phase.REFUSED,
    "not-held": Phase.NOT_HELD,
    "appeal-filed": Phase.APPEALED,
    "decided": Phase.DECIDED,
    "withdrawn": Phase.WITHDRAWN,
}


def _public_phase(shown: History) -> Phase:
    """The latest word that the released entries alone support."""
    wrong = struck(shown)
    phase, appeal = Phase.DRAFTED, 0
    for entry in (entry for entry in shown if entry.seq not in wrong):
        event = entry.event
        if isinstance(event, Lapse):
            phase = _after_lapse(phase, event, appeal)
        elif isinstance(event, Sent | Received):
            # A card that comes late proves receipt; it does not undo the answer before it.
            before = phase in (Phase.DRAFTED, Phase.SENT)
            phase = _PHASE_AFTER[event.kind] if before else phase
        elif isinstance(event, Decided) and event.appeal and appeal not in (0, event.appeal):
            continue  # it decided an earlier appeal, and the last one is still pending
        else:
            phase = _PHASE_AFTER.get(event.kind, phase)
            appeal = entry.seq if isinstance(event, AppealFiled) else appeal
    return phase


def _after_lapse(phase: Phase, lapse: Lapse, appeal: int) -> Phase:
    """A silence of the body asked is none of the appeal body, and the other way about."""
    if lapse.opening == appeal:
        return Phase.APPEAL_SILENT if phase is Phase.APPEALED else phase
    if phase in (Phase.AWAITING, Phase.OVERDUE):
        return _PHASE_AFTER[lapse.kind]
    return phase


def _questions(standing: Standing, shown: History) -> Iterator[RecordedQuestion]:
    wrong = struck(shown)
    replies = [(e, e.event) for e in shown if isinstance(e.event, Reply) and e.seq not in wrong]
    words = {(one.entry, one.question): one.digest for one in standing.situation.releases}
    drafted = standing.situation.drafted
    for asked in drafted.questions if drafted else ():
        outcomes = tuple(
            RecordedOutcome(
                entry.seq,
                entry.event.on,
                found.outcome,
                found.exemptions,
                found.page,
                found.given_as,
                words.get((entry.seq, asked.key), ""),
            )
            for entry, reply in replies
            for found in reply.outcomes
            if found.question == asked.key
        )
        yield RecordedQuestion(asked.key, asked.element.value, asked.words, outcomes)


def _entries(
    history: History, standing: Standing, shown: History, doubted: Mapping[int, DaySpan]
) -> Iterator[RecordedEntry]:
    wrong, released = struck(history), standing.situation.published
    for entry in shown:
        facts = shown_of(entry, released, doubted)
        yield _entry(entry, facts, corrected=entry.seq in wrong)


def _entry(entry: Entry, facts: Mapping[str, str], *, corrected: bool) -> RecordedEntry:
    event = entry.event
    return RecordedEntry(
        seq=entry.seq,
        kind=event.kind,
        on=event.on,
        entered_on=entry.entered_at.date(),
        digest=entry.digest,
        facts=facts,
        count=event.count if isinstance(event, Lapse) else (),
        corrected=corrected,
        shifts=event.shifts if isinstance(event, Recounted) else (),
    )


def _deadlines(standing: Standing, shown: History) -> Iterator[RecordedDeadline]:
    """The deadlines whose opening event is on the record."""
    places = {entry.seq for entry in shown}
    for awaited in standing.awaited:
        if awaited.opening.seq in places:
            yield _deadline(awaited.ordinary)
            if awaited.longest is not awaited.ordinary:
                yield _deadline(awaited.longest)
    for window in standing.windows:
        if window.opening in places:
            yield _deadline(window.closes)


def _deadline(deadline: Deadline) -> RecordedDeadline:
    return RecordedDeadline(
        stage=deadline.stage.key,
        actor=deadline.stage.actor.value,
        section=deadline.law.cite(deadline.sources),
        earliest=deadline.earliest,
        latest=deadline.latest,
        provisional=deadline.provisional,
        steps=deadline.moves,
        last_safe_day=deadline.last_safe_day,
    )
