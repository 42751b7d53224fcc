"""The stages in which a body must act, each with its ordinary and its longest limit."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.base.kept import kept_for_each
from tracker.domain.calendar.workdays import Workdays
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.history import Entry
from tracker.domain.clock.deadline import Deadline
from tracker.domain.clock.interruptions import Happened
from tracker.domain.clock.kept_counts import kept_deadline
from tracker.domain.events.clock.access_granted import AccessGranted
from tracker.domain.events.clock.clock_event import ClockEvent
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.event import Event, kinds_of
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.law.count_step import Caution, Warn
from tracker.domain.law.law import Actor, Law, Stage
from tracker.domain.law.limits import Longer, TransferEffect
from tracker.domain.library import Library

# What may give a body the longer time of another stage; a second such event gives no more.
LENGTHENING = frozenset(name for name, kind in kinds_of(ClockEvent).items() if kind.lengthens)


class Limits(NamedTuple):
    """When a body must have acted: without any extension, as announced, and at the longest.

    The last two differ if the law lets the body take longer without saying so.
    """

    plain: Deadline
    ordinary: Deadline
    longest: Deadline


@dataclass(frozen=True, slots=True)
class PendingDuty:
    """A stage in which a body must act, with its limits.

    A requester's window closes by the plain one. `urgent` is the shorter limit of a request where
    life or liberty is at stake: it drives reminders, while a non-response is still logged by the
    ordinary limit. A `waiting` runs beside the reply and only delays a remedy. Readers see one
    non-response of the body, logged when the reply failed; the end of the waiting is not a second
    one, but gives the requester a remedy.
    """

    stage: Stage
    body: str
    opening: Entry
    plain: Deadline
    ordinary: Deadline
    longest: Deadline
    done: bool
    urgent: Deadline | None = None
    waiting: bool = False

    @property
    def limits(self) -> Limits:
        """Return the three limits together."""
        return Limits(self.plain, self.ordinary, self.longest)


def awaited_in(
    case_state: CaseState, law: Law, library: Library, missing: list[NoLimitOnFile]
) -> Iterator[PendingDuty]:
    """Yield every stage in which a body must act or had to.

    Appends to `missing` why a stage is not counted.
    """
    for opened in _opened(case_state, law, missing):
        try:
            yield _awaited(case_state, law, library, opened)
        except NoLimitOnFile as refusal:
            missing.append(refusal.with_traceback(None))


@kept_for_each
def waitings(law: Law) -> tuple[Stage, ...]:
    """Return the stages beside the reply that delay a remedy not opened by its silence.

    They need no condition: anyone who waits long enough has that remedy. A body's stage that opens
    nothing of its own is no waiting, because it is for some requests only: the reply of another
    kind of body, a notice to someone else, a decision that must be asked for. No limit of such a
    stage is shown unless the law's file names the event that brings it about (`Stage.longer`).
    """
    reply = law.first_stage()
    by_reply = _opened_by_silence_of(reply, law)
    return tuple(
        stage
        for stage in law.stages.values()
        if runs_beside(stage, reply) and _opened_by_silence_of(stage, law) - by_reply
    )


def runs_beside(stage: Stage, reply: Stage) -> bool:
    """Return whether the body's time in `stage` starts only from events that also start `reply`.

    A stage that starts from a later event, such as an appeal, does not run beside the reply.
    """
    same_event = set(stage.counts_from) <= set(reply.counts_from)
    return stage is not reply and stage.actor is Actor.BODY and same_event


def _opened_by_silence_of(silent: Stage, law: Law) -> frozenset[str]:
    return frozenset(
        stage.key
        for stage in law.stages.values()
        if stage.actor is Actor.REQUESTER and silent.key in stage.opened_by_silence_of
    )


class _Opened(NamedTuple):
    """A stage, the entry that opened it to `body`, and whether that body has done its part.

    Its time is counted from `start`; nothing that came after `until` concerns that body.
    """

    stage: Stage
    opening: Entry
    done: bool
    body: str
    start: Entry
    until: Entry | None = None


def _opened(case_state: CaseState, law: Law, missing: list[NoLimitOnFile]) -> Iterator[_Opened]:
    reply, asked = law.first_stage(), answering_body(case_state, law)
    granted = case_state.first(AccessGranted.kind)
    replied = bool(case_state.replies)
    if opening := reply_opening(reply, case_state):
        done = replied or granted is not None
        yield from _turns(case_state, law, opening, done=done)
        for stage in waitings(law):
            yield _Opened(stage, opening, done, asked, opening)
    elif case_state.received:
        missing.append(
            NoLimitOnFile(
                "The time limit for “{stage}” does not run from receipt, and the date it runs "
                "from has not been logged.",
                stage=reply.title,
            )
        )
    for stage in law.stages.values():
        if granted and stage.actor is Actor.BODY and AccessGranted.kind in stage.counts_from:
            yield _Opened(stage, granted, replied, asked, granted)
    for appeal in case_state.appeals:
        if deciding := decision_stage(law, appeal):
            decided = case_state.decision_on(appeal) is not None
            yield _Opened(deciding, appeal, decided, asked, appeal)


def _turns(case_state: CaseState, law: Law, start: Entry, *, done: bool) -> Iterator[_Opened]:
    """Yield the time to reply of each body that had the request.

    A body that transferred the request after its time had passed keeps a time of its own, which is
    done, and the transfer opens the time of the next body. A body that transferred it in time
    leaves no time of its own behind, nor does one from which the law lets a single time run on for
    both bodies.
    """
    reply = law.first_stage()
    opening, body = start, case_state.drafted.body if case_state.drafted else ""
    if without_transfer(law):
        yield _Opened(reply, start, done, body, start)
        return
    for handed in case_state.all(Transferred.kind):
        to = handed.event.to if isinstance(handed.event, Transferred) else ""
        if to and not _runs_on(reply):
            lapsed = any(each < handed.seq for each in _lapses(case_state, reply, opening))
            if lapsed:
                yield _Opened(reply, opening, done=True, body=body, start=start, until=handed)
            # A lapse of the next body counts, whatever happens to that of the body before.
            if lapsed or any(_lapses(case_state, reply, handed)):
                opening = handed
        body = to or body
    yield _Opened(reply, opening, done, case_state.acting_body, start)


def without_transfer(law: Law) -> bool:
    """Return whether the law has no transfer of a request to another body."""
    transfer = law.first_stage().transfer
    return transfer is not None and transfer.effect is TransferEffect.NONE


def answering_body(case_state: CaseState, law: Law) -> str:
    """Return the body whose time is counted now: the one asked where the law has no transfer."""
    if without_transfer(law) and case_state.drafted:
        return case_state.drafted.body
    return case_state.acting_body


def _runs_on(reply: Stage) -> bool:
    rule = reply.transfer
    return rule is not None and rule.effect is TransferEffect.CONTINUES and not rule.limits


def _lapses(case_state: CaseState, reply: Stage, opening: Entry) -> Iterator[int]:
    """Yield the numbers of the lapses of the reply's time that `opening` started."""
    for lapse in case_state.lapses:
        if isinstance(lapse.event, MissedDeadline) and (
            (lapse.event.stage, lapse.event.opening) == (reply.key, opening.seq)
        ):
            yield lapse.seq


def reply_opening(reply: Stage, case_state: CaseState) -> Entry | None:
    """Return the entry from which the time of the first reply runs; None if there is none.

    An entry logged after an appeal was filed, of the day of the appeal or a later one, belongs to
    the appeal.
    """
    appeal = next(iter(case_state.appeals), None)
    found = (
        entry
        for entry in case_state.all(*reply.counts_from)
        if appeal is None
        or entry.seq < appeal.seq
        or entry.event.on.earliest < appeal.event.on.earliest
    )
    return next(found, None)


def decision_stage(law: Law, appeal: Entry) -> Stage | None:
    """Return the stage in which that appeal must be decided; None if the law has none."""
    filed = law.stages.get(appeal.event.stage) if isinstance(appeal.event, AppealFiled) else None
    return decided_in(law, filed) if filed else None


def decided_in(law: Law, remedy: Stage) -> Stage | None:
    """Return the stage in which what is filed in `remedy` must be decided, or None."""
    return next(
        (
            stage
            for stage in (law.stages[key] for key in remedy.leads_to)
            if stage.actor is not Actor.REQUESTER and AppealFiled.kind in stage.counts_from
        ),
        None,
    )


def _awaited(case_state: CaseState, law: Law, library: Library, opened: _Opened) -> PendingDuty:
    stage, asked = opened.stage, opened.body
    workdays = library.workdays(law, stage, asked)
    on = opened.start.event.on
    happened = happened_since(case_state, stage, opened.start, opened.until)
    limits = limits_of(law, stage, on, workdays, happened)
    urgent = bool(case_state.drafted and case_state.drafted.urgent and stage.expedited)
    soon = (
        kept_deadline(law, stage, on, workdays, expedited=True, happened=happened)
        if urgent
        else None
    )
    if rests_on_reading(opened.start.event):
        limits = Limits(*map(_by_reading, limits))
        soon = soon and _by_reading(soon)
    body = stage.receiver or asked
    waiting = any(stage is each for each in waitings(law))
    return PendingDuty(stage, body, opened.opening, *limits, opened.done, soon, waiting)


def rests_on_reading(event: Event) -> bool:
    """Return whether an event is a receipt that rests on a person’s reading of the law."""
    return isinstance(event, Received) and event.own_reading


def _by_reading(deadline: Deadline) -> Deadline:
    return replace(deadline, warnings=(Warn(Caution.RECEIPT_READING), *deadline.warnings))


def limits_of(
    law: Law,
    stage: Stage,
    on: DaySpan,
    workdays: Workdays,
    happened: tuple[Happened, ...],
) -> Limits:
    """Return the limits of a stage in which a body must act.

    The law may give a longer time for an event that nobody has to announce to the requester. That
    time is the ordinary limit once the event is logged, and the longest one before. Raises
    NoLimitOnFile as `count_deadline` does.
    """
    limits = _own_limits(law, stage, on, workdays, happened)
    kinds = {each.kind for each in happened}
    for longer in stage.longer:
        limits = _lengthened(limits, longer, on, workdays, happened, known=longer.when in kinds)
    return limits


def _lengthened(
    limits: Limits,
    longer: Longer,
    on: DaySpan,
    workdays: Workdays,
    happened: tuple[Happened, ...],
    *,
    known: bool,
) -> Limits:
    """Return the limits with a longer time, which is ordinary if its event is `known`."""
    law = limits.plain.law
    try:
        longest = _own_limits(law, law.stage(longer.stage), on, workdays, happened).longest
    except NoLimitOnFile:
        longest = replace(limits.longest, latest=None)
    ordinary = _later(limits.ordinary, longest) if known else limits.ordinary
    return Limits(limits.plain, ordinary, _later(limits.longest, longest))


def _later(one: Deadline, other: Deadline) -> Deadline:
    """Return the deadline that ends last; one that has no end yet is the last of all."""
    if one.latest is None or (other.latest and other.latest <= one.latest):
        return one
    return other


def _own_limits(
    law: Law,
    stage: Stage,
    on: DaySpan,
    workdays: Workdays,
    happened: tuple[Happened, ...],
) -> Limits:
    """Return the limits by the stage's own number and extension."""
    silent = tuple(each for each in happened if each.kind != ExtensionNoticed.kind)
    plain = kept_deadline(law, stage, on, workdays, happened=silent)
    ordinary = plain
    if len(silent) < len(happened):
        ordinary = kept_deadline(law, stage, on, workdays, happened=happened)
    extension = stage.extension
    if extension is None or extension.must_be_announced or ordinary.extended:
        return Limits(plain, ordinary, ordinary)
    if extension.length is None:
        # The body may take longer without a word, and no number says how long: no latest day.
        return Limits(plain, ordinary, replace(ordinary, latest=None))
    longest = kept_deadline(law, stage, on, workdays, extended=True, happened=silent)
    return Limits(plain, ordinary, longest)


def happened_since(
    case_state: CaseState, stage: Stage, opening: Entry, until: Entry | None = None
) -> tuple[Happened, ...]:
    """Return what may affect a count that `opening` started, in the order of the days.

    Nothing after `until` is included, by which the request went to another body.
    """
    return tuple(
        Happened(entry.event.kind, entry.event.on)
        for entry in case_state.entries
        if entry.event.on.latest >= opening.event.on.earliest
        and (until is None or _before(entry, until))
        and (not isinstance(entry.event, ExtensionNoticed) or entry.event.stage == stage.key)
    )


def _before(entry: Entry, handed: Entry) -> bool:
    """Return whether an entry concerns the body that transferred the request by `handed`."""
    if isinstance(entry.event, Transferred):
        return entry.seq < handed.seq
    return entry.event.on.earliest <= handed.event.on.latest
