"""The stages in which a body must act: its ordinary limit, and the longest that the law allows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from tracker.domain.days import DaySpan
from tracker.domain.deadline import Deadline, count
from tracker.domain.errors import NoLimitOnFile
from tracker.domain.events.clock.access_granted import AccessGranted
from tracker.domain.events.clock.clock_event import ClockEvent
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.events.event import kinds_of
from tracker.domain.events.lapses.lapse import Lapse
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.history import Entry
from tracker.domain.interruptions import Happened
from tracker.domain.law import Actor, Law, Stage
from tracker.domain.library import Library
from tracker.domain.limits import Longer, TransferEffect
from tracker.domain.situation import Situation
from tracker.domain.workdays import Workdays

# What may give a body the longer time of another stage; a second time it gives no more.
LENGTHENING = frozenset(name for name, kind in kinds_of(ClockEvent).items() if kind.lengthens)


class Limits(NamedTuple):
    """When a body must have acted: without any extension, as it was announced, and at the longest.

    The last two differ where the law lets the body take longer without saying so.
    """

    plain: Deadline
    ordinary: Deadline
    longest: Deadline


@dataclass(frozen=True, slots=True)
class Awaited:
    """A stage in which a body must act, with its limits.

    A requester's window closes by the plain one. `urgent` is the shorter limit of a request where
    life or liberty is at stake: it drives reminders, while silence is still entered by the
    ordinary limit. A `waiting` runs beside the reply and only delays a remedy: a reader sees one
    silence of the body, entered when the reply failed, and at the end of the waiting no second
    accusation but a remedy that the requester may now use.
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
        """The three limits together."""
        return Limits(self.plain, self.ordinary, self.longest)


def awaited_in(
    situation: Situation, law: Law, library: Library, missing: list[NoLimitOnFile]
) -> Iterator[Awaited]:
    """Every stage in which a body must act or had to; `missing` gains why one is not counted."""
    waits = waitings(law)
    for opened in _opened(situation, law, missing):
        try:
            found = _awaited(situation, law, library, opened)
            yield replace(found, waiting=opened.stage in waits)
        except NoLimitOnFile as refusal:
            missing.append(refusal.with_traceback(None))


def waitings(law: Law) -> tuple[Stage, ...]:
    """The stages beside the reply that delay a remedy which the reply's silence does not open.

    They need no condition: whoever waits long enough has that remedy. A stage of the body that
    opens nothing of its own is no waiting: it is for some requests only (the reply of another kind
    of body, a notice to somebody else, a decision that must be asked for), and no limit of it is
    told unless the file of the law names the event that brings it about (`Stage.longer`).
    """
    reply = law.first_stage()
    by_reply = _opened_by_silence_of(reply, law)
    return tuple(
        stage
        for stage in law.stages.values()
        if runs_beside(stage, reply) and _opened_by_silence_of(stage, law) - by_reply
    )


def runs_beside(stage: Stage, reply: Stage) -> bool:
    """Whether the body must act in that stage from the event that opens its reply, and from none
    that comes later, as what is decided on an appeal does."""
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

    Its time is counted from `start`; what came after `until` is none of that body's.
    """

    stage: Stage
    opening: Entry
    done: bool
    body: str
    start: Entry
    until: Entry | None = None


def _opened(situation: Situation, law: Law, missing: list[NoLimitOnFile]) -> Iterator[_Opened]:
    reply, asked = law.first_stage(), situation.acting_body
    granted = situation.first(AccessGranted.kind)
    replied = bool(situation.replies)
    if opening := opening_of(reply, situation):
        done = replied or granted is not None
        yield from _turns(situation, reply, opening, done=done)
        for stage in waitings(law):
            yield _Opened(stage, opening, done, asked, opening)
    elif situation.received:
        missing.append(
            NoLimitOnFile(
                "The time of the stage “{stage}” does not run from the receipt, and the day from "
                "which it runs is not on record.",
                stage=reply.title,
            )
        )
    for stage in law.stages.values():
        if granted and stage.actor is Actor.BODY and AccessGranted.kind in stage.counts_from:
            yield _Opened(stage, granted, replied, asked, granted)
    for appeal in situation.appeals:
        if deciding := decision_stage(law, appeal):
            decided = situation.decision_on(appeal) is not None
            yield _Opened(deciding, appeal, decided, asked, appeal)


def _turns(situation: Situation, reply: Stage, start: Entry, *, done: bool) -> Iterator[_Opened]:
    """The time to reply of each body that had the request: a body that let its time pass and
    handed it on then has done with it, and the next one has a time that the transfer opens.

    A body that handed it on in time leaves no time of its own behind, nor does one from which
    the law lets a single time run on.
    """
    opening, body = start, situation.drafted.body if situation.drafted else ""
    for handed in situation.all(Transferred.kind):
        to = handed.event.to if isinstance(handed.event, Transferred) else ""
        if to and not _runs_on(reply):
            lapsed = any(each < handed.seq for each in _lapses(situation, reply, opening))
            if lapsed:
                yield _Opened(reply, opening, done=True, body=body, start=start, until=handed)
            # A silence of the next body stands whatever becomes of the one before.
            if lapsed or any(_lapses(situation, reply, handed)):
                opening = handed
        body = to or body
    yield _Opened(reply, opening, done, situation.acting_body, start)


def _runs_on(reply: Stage) -> bool:
    return reply.transfer is not None and reply.transfer.effect is TransferEffect.CONTINUES


def _lapses(situation: Situation, reply: Stage, opening: Entry) -> Iterator[int]:
    """The places of what says that the time passed which that entry opened."""
    for lapse in situation.lapses:
        if isinstance(lapse.event, Lapse) and (
            (lapse.event.stage, lapse.event.opening) == (reply.key, opening.seq)
        ):
            yield lapse.seq


def opening_of(reply: Stage, situation: Situation) -> Entry | None:
    """The entry from which the time of the first reply runs.

    What was recorded after an appeal was filed, of that day or a later one, belongs to the appeal.
    """
    appeal = next(iter(situation.appeals), None)
    found = (
        entry
        for entry in situation.all(*reply.counts_from)
        if appeal is None
        or entry.seq < appeal.seq
        or entry.event.on.earliest < appeal.event.on.earliest
    )
    return next(found, None)


def decision_stage(law: Law, appeal: Entry) -> Stage | None:
    """The stage in which somebody must decide that appeal; None where the law has none."""
    filed = law.stages.get(appeal.event.stage) if isinstance(appeal.event, AppealFiled) else None
    return decided_in(law, filed) if filed else None


def decided_in(law: Law, remedy: Stage) -> Stage | None:
    """The stage in which somebody must decide what is filed in `remedy`; None where none is."""
    return next(
        (
            stage
            for stage in (law.stages[key] for key in remedy.leads_to)
            if stage.actor is not Actor.REQUESTER and AppealFiled.kind in stage.counts_from
        ),
        None,
    )


def _awaited(situation: Situation, law: Law, library: Library, opened: _Opened) -> Awaited:
    stage, asked = opened.stage, opened.body
    workdays = library.workdays(law, stage, asked)
    on = opened.start.event.on
    happened = happened_since(situation, stage, opened.start, opened.until)
    limits = limits_of(law, stage, on, workdays, happened)
    urgent = bool(situation.drafted and situation.drafted.urgent and stage.expedited)
    soon = count(law, stage, on, workdays, expedited=True, happened=happened) if urgent else None
    body = stage.receiver or asked
    return Awaited(stage, body, opened.opening, *limits, opened.done, soon)


def limits_of(
    law: Law,
    stage: Stage,
    on: DaySpan,
    workdays: Workdays,
    happened: tuple[Happened, ...],
) -> Limits:
    """The limits of a stage in which a body must act. Raises NoLimitOnFile as the count does.

    Where the law gives a longer time for an event of which nobody need tell the requester, that
    time is the ordinary limit once the event is on record, and the longest one before.
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
    """The limits beside a longer time that holds, if the event that brings it about is `known`."""
    law = limits.plain.law
    try:
        longest = _own_limits(law, law.stage(longer.stage), on, workdays, happened).longest
    except NoLimitOnFile:
        longest = replace(limits.longest, latest=None)
    ordinary = _later(limits.ordinary, longest) if known else limits.ordinary
    return Limits(limits.plain, ordinary, _later(limits.longest, longest))


def _later(one: Deadline, other: Deadline) -> Deadline:
    """The one that ends last; a count that has no end yet is the last of all."""
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
    """The limits by the stage's own number and extension."""
    silent = tuple(each for each in happened if each.kind != ExtensionNoticed.kind)
    plain = count(law, stage, on, workdays, happened=silent)
    ordinary = plain
    if len(silent) < len(happened):
        ordinary = count(law, stage, on, workdays, happened=happened)
    extension = stage.extension
    if extension is None or extension.must_be_announced or ordinary.extended:
        return Limits(plain, ordinary, ordinary)
    if extension.length is None:
        # The body may take longer without a word, and no number says how long: never silent.
        return Limits(plain, ordinary, replace(ordinary, latest=None))
    longest = count(law, stage, on, workdays, extended=True, happened=silent)
    return Limits(plain, ordinary, longest)


def happened_since(
    situation: Situation, stage: Stage, opening: Entry, until: Entry | None = None
) -> tuple[Happened, ...]:
    """What may bear on a count that `opening` started, in the order of the days; nothing that
    came later than `until`, by which the request went to another body."""
    return tuple(
        Happened(entry.event.kind, entry.event.on)
        for entry in situation.entries
        if entry.event.on.latest >= opening.event.on.earliest
        and (until is None or _before(entry, until))
        and (not isinstance(entry.event, ExtensionNoticed) or entry.event.stage == stage.key)
    )


def _before(entry: Entry, handed: Entry) -> bool:
    """Whether it happened to the body that handed the request on by `handed`."""
    if isinstance(entry.event, Transferred):
        return entry.seq < handed.seq
    return entry.event.on.earliest <= handed.event.on.latest
