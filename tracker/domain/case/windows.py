"""The windows in which a requester may take the next remedy, by the cause that opened them."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain

from tracker.domain.base.days import ONE_DAY, DaySpan, Span
from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.base.kept import kept_for_each
from tracker.domain.base.terms import Cause
from tracker.domain.calendar.workdays import Workdays
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.history import Entry
from tracker.domain.case.pending_duties import Limits, PendingDuty, decided_in, happened_since
from tracker.domain.clock.cautions import OF_LATER_DAYS
from tracker.domain.clock.deadline import Deadline
from tracker.domain.clock.interruptions import Happened, deciding_kinds
from tracker.domain.clock.kept_counts import kept_deadline
from tracker.domain.clock.steps import up_to_earliest
from tracker.domain.events.clock.access_granted import AccessGranted
from tracker.domain.events.clock.clock_event import ClockEvent
from tracker.domain.events.event import kinds_of
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.responses.answered import Answered
from tracker.domain.events.responses.not_held import NotHeld
from tracker.domain.events.responses.refused import Refused
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.count_step import Caution, Warn
from tracker.domain.law.law import Actor, Law, Stage
from tracker.domain.library import Library

# What a body may ask of a requester before it answers, and the event that answers it.
ANSWERED_BY = {
    name: kind.answered_by.kind for name, kind in kinds_of(ClockEvent).items() if kind.answered_by
}
_LATE = frozenset({Cause.SILENCE, Cause.DECISION})
_BY_READING = Warn(Caution.RECEIPT_READING)


@dataclass(frozen=True, slots=True)
class Window:
    """The time in which a requester may take the next remedy, or must do what a notice asks.

    `opens_latest` is None if the calendar is not known that far or the clock is paused: no day is
    safe then. `safe` runs from the day after the latest last day of the reply to the earliest end;
    None when it is empty. `certain_from` is the first day on which filing is premature on no
    reading: even an extension that nobody announced is over. It is None while that day is not
    known. A `quiet` window follows an answer that gave every record: it is open to a requester who
    is not satisfied, and nobody is reminded.
    """

    stage: Stage
    cause: Cause
    opening: int
    opens_earliest: date
    opens_latest: date | None
    closes: Deadline
    safe: Span | None
    certain_from: date | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class UntimedRemedy:
    """A remedy that is open, but whose time limit is not known; `why` says so.

    `safe_from` is the first day on which it is certainly open; None if the calendar is not known
    that far.
    """

    stage: Stage
    cause: Cause
    opening: int
    opens_earliest: date
    why: NoLimitOnFile
    safe_from: date | None


def windows_in(
    case_state: CaseState,
    law: Law,
    library: Library,
    awaited: tuple[PendingDuty, ...],
    missing: list[NoLimitOnFile],
) -> Iterator[Window]:
    """Yield the windows opened by each silence, decision and notice.

    Appends to `missing`, once for each stage, why a window is not counted.
    """
    told: set[str] = set()
    asked = (_from(case_state, law, library, *step) for step in notices_asking(case_state, law))
    for remedy in chain(remedies_in(case_state, law, library, awaited), asked):
        if isinstance(remedy, Window):
            yield remedy
        elif remedy.stage.key not in told:
            told.add(remedy.stage.key)
            missing.append(remedy.why)


def remedies_in(
    case_state: CaseState, law: Law, library: Library, awaited: tuple[PendingDuty, ...]
) -> Iterator[Window | UntimedRemedy]:
    """Yield what each silence, decision and notice opened to the requester, in law order.

    What a notice asks of the requester is not a remedy: see `notices_asking`.
    """
    for stage in _remedies(law):
        for source in awaited:
            if source.stage.key in stage.opened_by_silence_of and _stayed_silent(
                case_state, source
            ):
                yield _by_silence_of(source, case_state, law, library, stage)
        for opening in _openings(case_state, law, stage):
            yield _from(case_state, law, library, stage, opening)


def notices_asking(case_state: CaseState, law: Law) -> Iterator[tuple[Stage, Entry]]:
    """Yield what a notice asks of the requester in a time of its own, with that notice.

    Nothing is asked once the requester has done it, or the body has replied later. A partial
    answer may leave open what was asked.
    """
    for stage in _asked(law):
        for notice in case_state.all(*stage.counts_from):
            if not _done_about(notice, case_state):
                yield stage, notice


def _done_about(notice: Entry, case_state: CaseState) -> bool:
    on = notice.event.on
    done = case_state.all(ANSWERED_BY[notice.event.kind])
    replies = case_state.all(Answered.kind, Refused.kind, NotHeld.kind)
    return any(each.event.on.latest >= on.earliest for each in done) or any(
        each.event.on.earliest > on.latest for each in replies
    )


def is_asked(stage: Stage, law: Law) -> bool:
    """Return whether a stage is what a notice asks of the requester, not a remedy against it.

    Such a stage goes back to the body, and nobody decides it.
    """
    by_notice = ANSWERED_BY.keys() >= set(stage.counts_from)
    heard = stage.receiver or stage.office or stage.court or decided_in(law, stage)
    return stage.actor is Actor.REQUESTER and by_notice and not heard


@kept_for_each
def _asked(law: Law) -> tuple[Stage, ...]:
    """Return what notices ask of the requester under a law."""
    return tuple(stage for stage in law.stages.values() if is_asked(stage, law))


@kept_for_each
def _remedies(law: Law) -> tuple[Stage, ...]:
    """Return the requester's other stages: the remedies."""
    theirs = (stage for stage in law.stages.values() if stage.actor is Actor.REQUESTER)
    return tuple(stage for stage in theirs if not is_asked(stage, law))


def is_remedy(window: Window) -> bool:
    """Return whether a window is for a remedy, not for what a notice asks of the requester."""
    return window.cause is not Cause.NOTICE or not ANSWERED_BY.keys() >= set(
        window.stage.counts_from
    )


def _by_silence_of(
    source: PendingDuty, case_state: CaseState, law: Law, library: Library, stage: Stage
) -> Window | UntimedRemedy:
    try:
        return _after_silence_of(source, case_state, law, library, stage)
    except NoLimitOnFile as refusal:
        first, last = source.plain.earliest + ONE_DAY, source.ordinary.latest
        safe = last + ONE_DAY if last else None
        return UntimedRemedy(
            stage, Cause.SILENCE, source.opening.seq, first, refusal.with_traceback(None), safe
        )


def _from(
    case_state: CaseState, law: Law, library: Library, stage: Stage, opening: Entry
) -> Window | UntimedRemedy:
    """Return what a decision or a notice opened."""
    notice = opening.event.kind in ANSWERED_BY
    cause = Cause.NOTICE if notice else Cause.DECISION
    try:
        return _counted_from(case_state, law, library, stage, opening, cause)
    except NoLimitOnFile as refusal:
        on = opening.event.on
        return UntimedRemedy(
            stage, cause, opening.seq, on.earliest, refusal.with_traceback(None), on.latest
        )


def _stayed_silent(case_state: CaseState, source: PendingDuty) -> bool:
    """Return whether nothing came in time; a later answer does not close the window."""
    on_appeal = AppealFiled.kind in source.stage.counts_from
    notices = deciding_kinds(source.stage) | {AccessGranted.kind}
    answers = (*case_state.replies, *case_state.all(*notices))
    decided = case_state.decision_on(source.opening)
    awaited = ((decided,) if decided else ()) if on_appeal else answers
    came = (each.event.on.latest for each in awaited if each.seq > source.opening.seq)
    first = min(came, default=None)
    return first is None or first > source.ordinary.earliest


def _openings(case_state: CaseState, law: Law, stage: Stage) -> Iterator[Entry]:
    """Yield the replies, appeal decisions and notices that open `stage`.

    A full answer with a statement in place of a record opens what a partial one does. A decision
    opens only the stages that follow it in the law.
    """
    came = (*case_state.replies, *case_state.all(*ANSWERED_BY))
    opens = frozenset(stage.counts_from)
    yield from (each for each in came if opens & each.event.opens_as)
    if Decided.kind not in stage.counts_from:
        return
    for decision in case_state.decisions:
        if isinstance(decision.event, Decided) and stage.key in _after(law, decision.event.stage):
            yield decision


def _after(law: Law, filed: str) -> frozenset[str]:
    """Return the stages that follow the decision on what was filed in the stage `filed`."""
    if filed not in law.stages:
        return frozenset()
    return frozenset(
        key for decided in law.stages[filed].leads_to for key in law.stages[decided].leads_to
    )


def after_silence(
    law: Law,
    stage: Stage,
    limits: Limits,
    workdays: Workdays,
    happened: tuple[Happened, ...],
    opening: int,
) -> Window:
    """Return the window that a body's silence opens, given the body's limits.

    It closes by the earliest reading, and is safe from the day after the latest one. While the
    latest day is not known, no day is safe.
    """
    plain, ordinary, longest = limits
    last = ordinary.latest
    event = DaySpan(plain.earliest, max(last or plain.earliest, plain.earliest))
    closes = kept_deadline(law, stage, event, workdays, happened=happened)
    if last is None:
        closes = _never_safe(closes)
    elif closes.last_safe_day and closes.last_safe_day <= last:
        closes = _unsafe(closes, Warn(Caution.NO_SAFE_DAY, closes.earliest))
    if _BY_READING in plain.warnings:
        closes = replace(closes, warnings=(*closes.warnings, _BY_READING))
    safe = Span(last + ONE_DAY, closes.earliest) if last and last < closes.earliest else None
    return Window(
        stage=stage,
        cause=Cause.SILENCE,
        opening=opening,
        opens_earliest=plain.earliest + ONE_DAY,
        opens_latest=last + ONE_DAY if last else None,
        closes=closes,
        safe=safe,
        certain_from=longest.latest + ONE_DAY if longest.latest else None,
    )


def _never_safe(closes: Deadline) -> Deadline:
    """Return the end of a window whose first certain day is not known yet."""
    return replace(
        _unsafe(closes, Warn(Caution.OPENING_UNKNOWN, closes.earliest)),
        latest=None,
        moves=tuple(up_to_earliest(closes.moves, closes.earliest)),
    )


def _unsafe(closes: Deadline, why: Warn) -> Deadline:
    """Return the end of a window without a last safe day, and `why` in place of its cautions."""
    said = (each for each in closes.warnings if each.caution not in OF_LATER_DAYS)
    return replace(closes, last_safe_day=None, warnings=(why, *said))


def _after_silence_of(
    source: PendingDuty, case_state: CaseState, law: Law, library: Library, stage: Stage
) -> Window:
    workdays = library.workdays(law, stage, _filed_with(case_state, stage))
    happened = happened_since(case_state, stage, source.opening)
    return after_silence(law, stage, source.limits, workdays, happened, source.opening.seq)


def _counted_from(
    case_state: CaseState, law: Law, library: Library, stage: Stage, opening: Entry, cause: Cause
) -> Window:
    on = opening.event.on
    workdays = library.workdays(law, stage, _filed_with(case_state, stage))
    closes = kept_deadline(
        law, stage, on, workdays, happened=happened_since(case_state, stage, opening)
    )
    return Window(
        stage=stage,
        cause=cause,
        opening=opening.seq,
        opens_earliest=on.earliest,
        opens_latest=on.latest,
        closes=closes,
        safe=Span(on.latest, closes.earliest) if on.latest <= closes.earliest else None,
        certain_from=on.latest,
        quiet=isinstance(opening.event, Answered) and opening.event.gives_every_record,
    )


def _filed_with(case_state: CaseState, stage: Stage) -> str | None:
    """Return the body whose calendar counts: the one that hears the remedy, or was asked.

    Returns None if there is neither.
    """
    return stage.receiver or case_state.acting_body or None


def of_one_default(
    case_state: CaseState,
    awaited: tuple[PendingDuty, ...],
    one: Window | UntimedRemedy,
    other: Window | UntimedRemedy,
) -> bool:
    """Return whether two causes of one remedy are a non-response and the late response to it.

    A late reply belongs to the silence of the body that sent it, a late decision to the silence
    on the appeal that it decides.
    """
    if one.stage.key != other.stage.key or {one.cause, other.cause} != _LATE:
        return False
    silence, response = (one, other) if one.cause is Cause.SILENCE else (other, one)
    came = case_state.at(response.opening)
    if came and isinstance(came.event, Decided):
        return came.event.appeal == silence.opening
    stages = silence.stage.opened_by_silence_of
    owed = (
        duty.body
        for duty in awaited
        if duty.opening.seq == silence.opening and duty.stage.key in stages
    )
    if came is None or not isinstance(came.event, Reply):
        return False
    return case_state.answering_on(came.event.on.latest) in owed
