"""Events that stop, restart or start a clock: notices of the body, and what ends them."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import reduce

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import CorrectedBecause
from tracker.domain.case.case_state import CaseState, case_state_of
from tracker.domain.case.case_status import CaseStatus, case_status_of
from tracker.domain.case.history import Entry, History
from tracker.domain.case.paper_details import NO_DETAILS, PaperDetails
from tracker.domain.case.pending_duties import happened_since, reply_opening
from tracker.domain.case.recalculation import undone_by
from tracker.domain.case.windows import ANSWERED_BY, is_asked, notices_asking
from tracker.domain.clock.default_pauses import pauses_of
from tracker.domain.clock.interruptions import Interruption, interruptions
from tracker.domain.events import KINDS
from tracker.domain.events.clock.access_granted import AccessGranted
from tracker.domain.events.clock.clock_event import ClockEvent
from tracker.domain.events.clock.fee_noticed import FeeNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.event import Event, NotBefore, kinds_of
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.law.body import Role
from tracker.domain.law.law import Actor, Law, Stage
from tracker.domain.law.limits import Pause, Transfer
from tracker.services.core.anonymity import require_anonymous
from tracker.services.core.evidence import Upload
from tracker.services.core.office import Office
from tracker.services.core.paper_details import LONGEST_NAME, LONGEST_SUM, keep_paper_details
from tracker.services.core.recording import record_in
from tracker.services.deadlines.deadline_calculator import events_of
from tracker.services.ports.cases import CaseFile


@dataclass(frozen=True, slots=True)
class Notable:
    """A kind of clock event with its effects on a request under the law.

    It starts the time of the stages in `starts`, gives the body the time of those in `longer`,
    begins `pauses`, ends `goes_on`, and meets the requester's stages in `asked`. `begun` are
    interruptions of this kind that have not ended, and `started` says that its stages run already.
    `transfer` is the law's rule on transfers, None if the law has none.
    """

    event: type[ClockEvent]
    starts: tuple[Stage, ...] = ()
    longer: tuple[Stage, ...] = ()
    asked: tuple[Stage, ...] = ()
    pauses: tuple[Pause, ...] = ()
    goes_on: tuple[Interruption, ...] = ()
    begun: tuple[Interruption, ...] = ()
    transfer: Transfer | None = None
    started: bool = False

    @property
    def kind(self) -> str:
        """Return the name of the kind."""
        return self.event.kind


def notable(case_status: CaseStatus, law: Law) -> tuple[Notable, ...]:
    """Return the kinds of clock events that can be recorded now, each with its effects.

    The law must take them into account. A beginning is offered unless one is open, an end only
    while something is open that it ends.
    """
    if case_status.case_state.received is None:
        return ()
    known = _known(case_status, law)
    return tuple(
        known[kind]
        for kind in kinds_of(ClockEvent)
        if kind in known and not _why_not(known[kind], case_status.case_state)
    )


def _known(case_status: CaseStatus, law: Law) -> dict[str, Notable]:
    """Return each kind that an open stage takes into account, or that would open a stage."""
    found: dict[str, Notable] = {}
    clock = kinds_of(ClockEvent)
    for kind in (kind for kind, event in clock.items() if event.starts_time):
        goes_on, starts = _ended_by(kind, case_status, law), tuple(_started_by(kind, law))
        started = _has_started(kind, case_status.case_state, law)
        if started and goes_on:
            starts = ()  # a second event of a kind starts no stage, and only ends a pause
        if starts or goes_on:
            found[kind] = Notable(clock[kind], starts=starts, goes_on=goes_on, started=started)
    kinds = [kind for stage, _ in _running(case_status, law) for kind in events_of(stage)]
    for stage in law.stages.values():
        if is_asked(stage, law):
            kinds += [each for kind in stage.counts_from for each in (kind, ANSWERED_BY[kind])]
    for kind in dict.fromkeys(kinds):
        if kind in clock and not clock[kind].starts_time:
            found[kind] = _rule(clock[kind], case_status, law)
    return found


def _running(case_status: CaseStatus, law: Law) -> Iterator[tuple[Stage, Entry]]:
    """Yield each stage whose time runs, with the entry that opened it. The stage of the reply is
    also yielded if the library has no number of days for it."""
    yield from ((awaited.stage, awaited.opening) for awaited in case_status.awaited)
    reply = law.first_stage()
    opening = reply_opening(reply, case_status.case_state)
    if opening and all(awaited.stage is not reply for awaited in case_status.awaited):
        yield reply, opening


def _has_started(kind: str, case_state: CaseState, law: Law) -> bool:
    """Return whether the time that such an event starts is already running."""
    first = law.first_stage()
    if kind in first.counts_from:
        return reply_opening(first, case_state) is not None
    return case_state.first(kind) is not None


def _started_by(kind: str, law: Law) -> Iterator[Stage]:
    """Yield the stages whose time runs from an event of that kind."""
    first = law.first_stage()
    for stage in law.stages.values():
        opens = stage is first or kind == AccessGranted.kind
        if opens and stage.actor is Actor.BODY and kind in stage.counts_from:
            yield stage


def _rule(event: type[ClockEvent], case_status: CaseStatus, law: Law) -> Notable:
    kind, running = event.kind, [stage for stage, _ in _running(case_status, law)]
    pauses = {
        pause: None for stage in running for pause in pauses_of(stage) if pause.begins_with == kind
    }
    transfers = (stage.transfer for stage in running if stage.transfer)
    going_on = _going_on(case_status, law)
    return Notable(
        event,
        starts=tuple(
            stage
            for stage in law.stages.values()
            if kind in ANSWERED_BY and kind in stage.counts_from
        ),
        longer=tuple(
            law.stage(longer.stage)
            for stage in running
            for longer in stage.longer
            if longer.when == kind
        ),
        asked=tuple(
            stage
            for stage, notice in notices_asking(case_status.case_state, law)
            if ANSWERED_BY[notice.event.kind] == kind
        ),
        pauses=tuple(pauses),
        goes_on=_ended_by(kind, case_status, law),
        begun=tuple(each for each in going_on if _pause(each).begins_with == kind),
        transfer=next(transfers, None) if kind == Transferred.kind else None,
    )


def _ended_by(kind: str, case_status: CaseStatus, law: Law) -> tuple[Interruption, ...]:
    return tuple(each for each in _going_on(case_status, law) if kind in _pause(each).endings)


def _going_on(case_status: CaseStatus, law: Law) -> Iterator[Interruption]:
    """Yield the interruptions that have begun and not ended."""
    for stage, opening in _running(case_status, law):
        happened = happened_since(case_status.case_state, stage, opening)
        for each in interruptions(stage, happened):
            if each.end is None:
                yield each


def _pause(interruption: Interruption) -> Pause:
    if not isinstance(interruption.rule, Pause):
        raise TypeError("only a pause goes on")
    return interruption.rule


def _why_not(known: Notable, case_state: CaseState) -> NotAllowed | None:
    """Return why an event of a kind cannot be recorded now, None if it can."""
    name = known.event.label
    if known.event.starts_time:
        if known.started and known.starts:
            return NotAllowed(
                "“{name}” is already logged, and the time limit runs from the first. If that "
                "entry is wrong, correct it and log it again.",
                name=name,
            )
        return None
    if known.begun:
        kinds = dict.fromkeys(kind for each in known.begun for kind in _pause(each).endings)
        ends = reduce(_either, (BadInput("“{name}”", name=KINDS[kind].label) for kind in kinds))
        return NotAllowed(
            "“{name}” is already logged and has not ended. Log {ends} first, or correct the "
            "entry if it is wrong.",
            name=name,
            ends=ends,
        )
    if known.event.lengthens:
        again = case_state.first(known.kind)
        if again is None:
            return None
        return NotAllowed("“{name}” is already logged and gives no more time.", name=name)
    does = known.starts or known.asked or known.pauses or known.goes_on
    if known.kind != Transferred.kind and not does:
        return NotAllowed(
            "There is nothing that “{name}” would end. Log what the body asked for first.",
            name=name,
        )
    return None


def record_clock_event(
    office: Office,
    reference: str,
    event: ClockEvent,
    papers: Sequence[Upload],
    details: PaperDetails = NO_DETAILS,
    *,
    by: str,
) -> Entry:
    """Record an event that stops, restarts or starts the clock, and update the deadlines.

    A non-response recorded although this event came in time is corrected by a new entry. Raises as
    `record` does, NotAllowed for a kind that the law of the request does not know or that does not
    fit the current state, and BadInput for a body to which nothing can have been transferred.
    """
    with office.cases.open(reference) as case:
        case_status = case_status_of(case.history, office.library)
        found = _allowed(case_status, office, type(event))
        if bound := _begun(found):
            bound.require(event.on.earliest)
        if isinstance(event, Transferred):
            check_receiver(office, case_status.case_state, event.to)
        _check_words(case, event)
        undone = _undone(office, case.history, event)
        entry = record_in(office, case, event, papers, *undone, by=by)
        keep_paper_details(case, entry, details)
        return entry


def _allowed(case_status: CaseStatus, office: Office, event: type[ClockEvent]) -> Notable:
    case_state = case_status.case_state
    event.follows(case_state)
    law = office.library.law(case_state.drafted.law if case_state.drafted else "")
    known = _known(case_status, law).get(event.kind)
    if known is None:
        raise NotAllowed(
            "“{events}” has no effect on the time limit under {law}, so it is not logged as a "
            "clock event.",
            events=event.label,
            law=law.mention,
        )
    if why := _why_not(known, case_state):
        raise why
    return known


def _either(one: BadInput, other: BadInput) -> BadInput:
    return BadInput("{one} or {other}", one=one, other=other)


def _begun(found: Notable) -> NotBefore | None:
    """Return the bound set by the pause that such an event ends, None if it ends none."""
    if not found.goes_on or (found.event.starts_time and found.starts):
        return None
    first = min(found.goes_on, key=lambda each: each.begin.earliest)
    name = KINDS[_pause(first).begins_with].label
    return NotBefore(first.begin.earliest, BadInput("this began (“{name}”)", name=name))


def check_receiver(office: Office, case_state: CaseState, to: str) -> None:
    """Raise BadInput if the request or its items cannot be transferred to a body."""
    if not to:
        return
    body = office.library.body(to)
    asked = office.library.body(case_state.acting_body)
    if body.key == asked.key:
        raise BadInput(
            "The request is already with {body}. Choose the body it was transferred to.",
            body=body.mention,
        )
    if body.role is Role.APPEAL_BODY or body.country != asked.country:
        raise BadInput(
            "Requests cannot be transferred to {body}. Choose another body.", body=body.mention
        )


def _check_words(case: CaseFile, event: ClockEvent) -> None:
    """Raise BadInput for a name or a sum that is too long, or that identifies a person."""
    if isinstance(event, Transferred):
        require_anonymous(event.named, case.applicant())
        if len(event.named) > LONGEST_NAME:
            raise BadInput(
                "The name of a body must be {most} characters or fewer.", most=LONGEST_NAME
            )
    if isinstance(event, FeeNoticed):
        require_anonymous(event.sum, case.applicant())
        if len(event.sum) > LONGEST_SUM:
            raise BadInput("Sum must be {most} characters or fewer.", most=LONGEST_SUM)


def _undone(office: Office, history: History, event: Event) -> Iterator[Corrected]:
    """Yield corrections of the lapses that this event disproves.

    An event after the end of the time limit disproves nothing.
    """
    case_state = case_state_of(history)
    today = DaySpan.on(office.today_at(case_state.acting_body))
    for entry in undone_by(event, history, office.library):
        if isinstance(entry.event, MissedDeadline) and event.on.earliest <= entry.event.latest:
            yield Corrected(on=today, entry=entry.seq, because=CorrectedBecause.NOTICED_IN_TIME)
