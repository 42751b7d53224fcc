"""The stages in which a body must act: its ordinary limit, and the longest that the law allows."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import NamedTuple

from tracker.domain.days import DaySpan
from tracker.domain.deadline import Deadline, count
from tracker.domain.errors import NoLimitOnFile
from tracker.domain.events import AccessGranted, AppealFiled, Decided, ExtensionNoticed
from tracker.domain.history import Entry
from tracker.domain.interruptions import Happened
from tracker.domain.law import Actor, Law, Stage
from tracker.domain.library import Library
from tracker.domain.situation import Situation
from tracker.domain.workdays import Workdays


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
    ordinary limit.
    """

    stage: Stage
    body: str
    opening: Entry
    plain: Deadline
    ordinary: Deadline
    longest: Deadline
    done: bool
    urgent: Deadline | None = None

    @property
    def limits(self) -> Limits:
        """The three limits together."""
        return Limits(self.plain, self.ordinary, self.longest)


def awaited_in(
    situation: Situation, law: Law, library: Library, missing: list[str]
) -> Iterator[Awaited]:
    """Every stage in which a body must act or had to; `missing` gains why one is not counted."""
    for stage, opening, done in _opened(situation, law, missing):
        try:
            yield _awaited(situation, law, library, stage, opening, done)
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


def _awaited(
    situation: Situation, law: Law, library: Library, stage: Stage, opening: Entry, done: bool
) -> Awaited:
    asked = situation.acting_body
    workdays = library.workdays(law, stage, asked)
    on, happened = opening.event.on, happened_since(situation, stage, opening)
    limits = limits_of(law, stage, on, workdays, happened)
    urgent = bool(situation.drafted and situation.drafted.urgent and stage.expedited)
    soon = count(law, stage, on, workdays, expedited=True, happened=happened) if urgent else None
    return Awaited(stage, stage.receiver or asked, opening, *limits, done, soon)


def limits_of(
    law: Law,
    stage: Stage,
    on: DaySpan,
    workdays: Workdays,
    happened: tuple[Happened, ...],
) -> Limits:
    """The limits of a stage in which a body must act. Raises NoLimitOnFile as the count does."""
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


def happened_since(situation: Situation, stage: Stage, opening: Entry) -> tuple[Happened, ...]:
    """What may bear on a count that `opening` started, in the order of the days."""
    return tuple(
        Happened(entry.event.kind, entry.event.on)
        for entry in situation.entries
        if entry.event.on.latest >= opening.event.on.earliest
        and (not isinstance(entry.event, ExtensionNoticed) or entry.event.stage == stage.key)
    )
