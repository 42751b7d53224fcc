"""The public record of a request: the public forms of its events, and nothing private.

Each event type says what of it is public (`Event.public`); this module decides which entries are
published. A record never holds a name, an address, a courier or diary number, a file name or an
account: no field exists for them.
"""

import json
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from functools import cached_property
from typing import TypeVar, cast

from tracker.domain.base.canonical import Later, canonical, from_plain
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import GivenAs
from tracker.domain.base.text import Text
from tracker.domain.case.case_state import HistoryState, folded
from tracker.domain.case.case_status import (
    CaseStatus,
    Phase,
    granted_by_notice,
    phase_of,
    transfer_of,
)
from tracker.domain.case.history import SWEEPER, Entry, History, struck
from tracker.domain.case.unread_documents import doubted_lapses
from tracker.domain.clock.deadline import Deadline
from tracker.domain.events.copy import Copy
from tracker.domain.events.correspondence.body_stated import BodyStated
from tracker.domain.events.event import Event
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.release import Release
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.count_step import CountStep
from tracker.domain.law.law import Actor
from tracker.domain.law.outcome import Outcome, TypedSection, VagueGround
from tracker.domain.law.questions import Asked, Element

FORM_OF_RECORDS = 1

_Derived = TypeVar("_Derived")


@dataclass(frozen=True, slots=True)
class RecordedEntry:
    """A published entry: the public form of its event.

    `digest` is its commitment in the private history. `possible_response` is when a still unread
    document arrived that may be the response: until it is read, a missed deadline blames nobody.
    """

    seq: int
    event: Event
    entered_on: date
    digest: str
    corrected: bool = False
    possible_response: DaySpan | None = None

    @property
    def kind(self) -> str:
        """Return the kind of its event."""
        return self.event.kind

    @property
    def on(self) -> DaySpan:
        """Return when its event took legal effect."""
        return self.event.on

    @property
    def counts(self) -> bool:
        """Return whether it was not corrected, and no unread document casts doubt on it."""
        return not self.corrected and self.possible_response is None


@dataclass(frozen=True, slots=True)
class RecordedOutcome:
    """The outcome of one question in one reply: the page of its document, whether it gave the
    record or only a statement, the digest of its words if they were published, a ground that
    names no clause, and a section that the law's file does not list."""

    seq: int
    on: DaySpan
    outcome: Outcome
    exemptions: tuple[str, ...] = ()
    page: str = ""
    given_as: GivenAs | None = None
    words: str = ""
    vague: VagueGround | None = None
    section: TypedSection | None = None


@dataclass(frozen=True, slots=True)
class RecordedQuestion:
    """A question with its outcome in each reply, oldest reply first, and its number in the letter.

    `moved_to` is the body to which it was transferred without the others, None if it was not.
    """

    key: str
    elements: tuple[Element, ...]
    words: str
    outcomes: tuple[RecordedOutcome, ...] = ()
    number: int = 0
    moved_to: str | None = None


@dataclass(frozen=True, slots=True)
class RecordedDeadline:
    """A deadline as it was counted when the record was made."""

    stage: str
    actor: Actor
    sections: tuple[Text, ...]
    earliest: date
    latest: date | None
    provisional: bool
    steps: tuple[CountStep, ...]
    last_safe_day: date | None = None

    def __hash__(self) -> int:
        """Return the hash of stage and days: deadlines rarely differ in the rest alone."""
        return hash((self.stage, self.earliest, self.latest, len(self.steps)))


@dataclass(frozen=True)
class Record:
    """One request as the public sees it.

    `as_of` is the day of this version. `confirmed_on` is the last day on which a person of the
    office entered, published or corrected something of it: days without a response are counted
    to that day and no further, because nobody is known to have looked for a letter since.
    `answer_waits` and `decision_waits` say that the office has one that is not published yet:
    pages that say that none was recorded must mention it. `comes_from` is the record of the
    request whose body transferred or referred the items, and `numbers` are those of a part's items
    in the letter.
    """

    reference: str
    version: int
    as_of: date
    confirmed_on: date
    block: str
    body: str
    law: str
    language: str
    phase: Phase
    supporters: tuple[str, ...]
    questions: tuple[Asked, ...]
    entries: tuple[RecordedEntry, ...]
    deadlines: tuple[RecordedDeadline, ...]
    releases: tuple[Release, ...]
    library_version: str
    demonstration: bool
    withheld: bool = False
    copies: tuple[Copy, ...] = ()
    answer_waits: bool = False
    decision_waits: bool = False
    form: int = FORM_OF_RECORDS
    comes_from: Later[str] = ""
    numbers: Later[tuple[int, ...]] = ()

    @cached_property
    def state(self) -> HistoryState[RecordedEntry]:
        """Return the state of the published entries, without corrected ones."""
        return folded((each for each in self.entries if not each.corrected), self.body)

    @cached_property
    def answered(self) -> tuple[RecordedQuestion, ...]:
        """Return each question with its outcomes in the replies that count."""
        return tuple(
            RecordedQuestion(
                each.key,
                each.elements,
                each.words,
                tuple(self._outcomes(each.key)),
                number,
                self.state.parted.get(each.key),
            )
            for number, each in zip(self._numbers, self.questions, strict=True)
        )

    def derived_once(self, derive: "Callable[[Record], _Derived]") -> _Derived:
        """Return what a function derives from this record alone, derived once."""
        known = self._known
        if derive not in known:
            known[derive] = derive(self)
        return cast(_Derived, known[derive])

    @cached_property
    def _known(self) -> "dict[Callable[[Record], object], object]":
        return {}

    @property
    def _numbers(self) -> Sequence[int]:
        return self.numbers or range(1, len(self.questions) + 1)

    def _outcomes(self, question: str) -> Iterator[RecordedOutcome]:
        words = {one.entry: one.digest for one in self.releases if one.question == question}
        for entry, reply in self.state.of(Reply):
            for each in reply.outcomes:
                if each.question == question:
                    yield RecordedOutcome(
                        entry.seq,
                        reply.on,
                        each.outcome,
                        each.exemptions,
                        each.page,
                        each.given_as,
                        words.get(entry.seq, ""),
                        each.vague,
                        each.section,
                    )

    @property
    def criticised(self) -> tuple[str, ...]:
        """Return the bodies that missed a deadline, or whose response leaves something out, by
        uncorrected entries of the record."""
        found = {lapse.body for entry, lapse in self.state.of(MissedDeadline) if entry.counts}
        defective = (reply for _, reply in self.state.of(Reply) if reply.lacking)
        found |= {self.state.answering_on(reply.on.latest) for reply in defective}
        return tuple(sorted(filter(None, found)))

    @property
    def stated(self) -> tuple[str, ...]:
        """Return the bodies whose own, uncorrected statements are shown."""
        return tuple(sorted({event.body for _, event in self.state.of(BodyStated)}))

    @property
    def transferred_to(self) -> tuple[str, ...]:
        """Return the bodies to which it was transferred, in order, if they are in the library."""
        return tuple(filter(None, self.state.holders))

    def to_bytes(self) -> bytes:
        """Return the canonical bytes, whose SHA-256 a citation names."""
        return canonical(self, public=True)


def from_bytes(data: bytes) -> Record:
    """Return the record that `to_bytes` wrote."""
    return from_plain(Record, json.loads(data))


def record_of(
    reference: str,
    version: int,
    history: History,
    case_status: CaseStatus,
    *,
    as_of: date,
    library_version: str,
    demonstration: bool,
) -> Record:
    """Return the record of everything published from `history`, and nothing else."""
    now = case_status.case_state
    drafted = now.finalised
    if drafted is None:
        raise ValueError("nothing was asked yet")
    entries = tuple(_entries(history, case_status))
    record = Record(
        reference=reference,
        version=version,
        as_of=as_of,
        confirmed_on=_confirmed_on(history, now.published) or as_of,
        block=drafted.block,
        body=drafted.body,
        law=drafted.law,
        language=drafted.language,
        phase=_phase(entries, case_status),
        supporters=drafted.supporters,
        questions=drafted.questions,
        entries=entries,
        deadlines=tuple(_deadlines(case_status, entries)),
        releases=now.releases,
        copies=now.copies,
        library_version=library_version,
        demonstration=demonstration,
        withheld=now.withheld,
        answer_waits=_waits(now.replies, now.published),
        decision_waits=_waits(now.decisions, now.published),
        numbers=drafted.numbers,
    )
    return _emptied(record) if now.withheld else record


def _confirmed_on(history: History, published: frozenset[int]) -> date | None:
    """Return the last day of an entry by a person that changed what the public sees; None if
    there is none."""
    days = (
        entry.entered_at.date()
        for entry in history
        if entry.entered_by != SWEEPER
        and (entry.event.changes_record or published & {entry.seq, entry.event.shown_with})
    )
    return max(days, default=None)


def _emptied(record: Record) -> Record:
    """Return a withheld record, which says only that it was withheld, and its place."""
    return replace(
        record,
        supporters=(),
        questions=(),
        numbers=(),
        entries=(),
        deadlines=(),
        releases=(),
        copies=(),
        answer_waits=False,
        decision_waits=False,
    )


def _waits(entries: History, published: frozenset[int]) -> bool:
    return any(entry.seq not in published for entry in entries)


def _entries(history: History, case_status: CaseStatus) -> Iterator[RecordedEntry]:
    """Yield the published entries; what corrects or recalculates an entry is always shown with
    it."""
    wrong, published = struck(history), case_status.case_state.published
    doubted = {
        lapse.seq: document.event.on for lapse, document in doubted_lapses(case_status.case_state)
    }
    for entry in history:
        event = _shown(entry, published)
        if event:
            yield RecordedEntry(
                seq=entry.seq,
                event=event,
                entered_on=entry.entered_at.date(),
                digest=entry.digest,
                corrected=entry.seq in wrong,
                possible_response=doubted.get(entry.seq),
            )


def _shown(entry: Entry, published: frozenset[int]) -> Event | None:
    """Return the public form of an event if its entry, or the entry it is about, is published;
    otherwise None.

    The private reason of a correction is left out until it is published itself.
    """
    event = entry.event
    if not published & {entry.seq, event.shown_with}:
        return None
    if isinstance(event, Corrected) and event.private and entry.seq not in published:
        event = replace(event, why="")
    return event.public()


def _phase(entries: tuple[RecordedEntry, ...], case_status: CaseStatus) -> Phase:
    """Return the phase that the published entries support by themselves."""
    certain = [entry for entry in entries if entry.counts]
    transfer, granted = transfer_of(case_status.turn), granted_by_notice(case_status.turn)
    shown = any(entry.seq == transfer for entry in certain)
    phase = phase_of(folded(certain), transfer if shown else 0, granted=granted)
    # A payment that is not published must not make the body seem to wait for it.
    paid = phase is Phase.FEE_ASKED and case_status.case_state.fee_payment
    return Phase.AWAITING if paid else phase


def _deadlines(
    case_status: CaseStatus, shown: tuple[RecordedEntry, ...]
) -> Iterator[RecordedDeadline]:
    """Yield the deadlines whose opening event is published."""
    places = {entry.seq for entry in shown}
    for awaited in case_status.awaited:
        if awaited.opening.seq in places:
            yield _deadline(awaited.ordinary)
            if awaited.longest is not awaited.ordinary:
                yield _deadline(awaited.longest)
    for window in case_status.windows:
        if window.opening in places:
            yield _deadline(window.closes)


def _deadline(deadline: Deadline) -> RecordedDeadline:
    return RecordedDeadline(
        stage=deadline.stage.key,
        actor=deadline.stage.actor,
        sections=deadline.law.cites(deadline.sources),
        earliest=deadline.earliest,
        latest=deadline.latest,
        provisional=deadline.provisional,
        steps=deadline.moves,
        last_safe_day=deadline.last_safe_day,
    )
