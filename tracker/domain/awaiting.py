"""The stages in which a body must act: its ordinary limit, and the longest that the law allows."""

from collections.abc import Iterator
from dataclasses import dataclass

from tracker.domain.deadline import Deadline, count
from tracker.domain.errors import NoLimitOnFile
from tracker.domain.history import AccessGranted, AppealFiled, Decided, Entry, ExtensionNoticed
from tracker.domain.interruptions import Happened
from tracker.domain.law import Actor, Law, Stage
from tracker.domain.library import Library
from tracker.domain.situation import Situation


@dataclass(frozen=True, slots=True)
class Awaited:
    """A stage in which a body must act: its ordinary and its longest limit.

    They differ where the law lets the body take longer without saying so. `plain` is the limit
    without any extension: a requester's window closes by it. `urgent` is the shorter limit of a
    request where life or liberty is at stake: it drives reminders, while silence is still entered
    by the ordinary limit.
    """

    stage: Stage
    body: str
    opening: Entry
    plain: Deadline
    ordinary: Deadline
    longest: Deadline
    done: bool
    urgent: Deadline | None = None


def awaited_in(
    situation: Situation, law: Law, library: Library, missing: list[str]
) -> Iterator[Awaited]:
    """Every stage in which a body must act or had to; `missing` gains why one is not counted."""
    for stage, opening, done in _opened(situation, law, missing):
        try:
            yield _limits(situation, law, library, stage, opening, done)
        except NoLimitOnFile as refusal:
            missing.append(str(refusal))


def _opened(
    situation: Situation, law: Law, missing: list[str]
) -> Iterator[tuple[Stage, Entry, bool]]:
    """The stage, the entry that opened it, and whether the body has done its part."""
    reply = law.first_stage()
    granted = situation.first(AccessGranted.kind)
    replied = bool(situation.replies)
    if opening := situation.first(*reply.counts_from):
        yield reply, opening, replied or granted is not None
    elif situation.received:
        kinds = " or ".join(reply.counts_from)
        missing.append(
            f"The time of the stage “{reply.key}” runs from: {kinds}. No such day is on record."
        )
    for stage in law.stages.values():
        if granted and stage.actor is Actor.BODY and AccessGranted.kind in stage.counts_from:
            yield stage, granted, replied
    for appeal in situation.appeals:
        if deciding := decision_stage(law, appeal):
            yield deciding, appeal, _decided(situation, appeal)


def decision_stage(law: Law, appeal: Entry) -> Stage | None:
    """The stage in which somebody must decide that appeal; None where the law has none."""
    filed = law.stages.get(appeal.event.stage) if isinstance(appeal.event, AppealFiled) else None
    next_stages = (law.stages[key] for key in filed.leads_to) if filed else ()
    return next(
        (
            stage
            for stage in next_stages
            if stage.actor is not Actor.REQUESTER and AppealFiled.kind in stage.counts_from
        ),
        None,
    )


def _decided(situation: Situation, appeal: Entry) -> bool:
    return any(
        isinstance(entry.event, Decided)
        and isinstance(appeal.event, AppealFiled)
        and entry.event.stage == appeal.event.stage
        and entry.seq > appeal.seq
        for entry in situation.decisions
    )


def _limits(
    situation: Situation, law: Law, library: Library, stage: Stage, opening: Entry, done: bool
) -> Awaited:
    asked = situation.acting_body
    workdays = library.workdays(law, stage, asked)
    on, happened = opening.event.on, happened_since(situation, stage, opening)
    silent = tuple(each for each in happened if each.kind != ExtensionNoticed.kind)
    plain = count(law, stage, on, workdays, happened=silent)
    ordinary = count(law, stage, on, workdays, happened=happened) if happened != silent else plain
    extension = stage.extension
    may_stay_silent = extension is not None and not extension.must_be_announced
    longer = may_stay_silent and extension and extension.length and not ordinary.extended
    longest = (
        count(law, stage, on, workdays, extended=True, happened=silent) if longer else ordinary
    )
    urgent = bool(situation.drafted and situation.drafted.urgent and stage.expedited)
    soon = count(law, stage, on, workdays, expedited=True, happened=silent) if urgent else None
    body = stage.receiver or asked
    return Awaited(stage, body, opening, plain, ordinary, longest, done, soon)


def happened_since(situation: Situation, stage: Stage, opening: Entry) -> tuple[Happened, ...]:
    """What may bear on a count that `opening` started, in the order of the days."""
    return tuple(
        Happened(entry.event.kind, entry.event.on)
        for entry in situation.entries
        if entry.event.on.latest >= opening.event.on.earliest
        and (not isinstance(entry.event, ExtensionNoticed) or entry.event.stage == stage.key)
    )
