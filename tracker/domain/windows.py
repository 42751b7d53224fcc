"""The time in which a requester may take the next remedy, by the cause that opened it."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.awaiting import Awaited, Limits, happened_since
from tracker.domain.days import ONE_DAY, DaySpan, Span
from tracker.domain.deadline import Deadline, count
from tracker.domain.errors import NoLimitOnFile
from tracker.domain.events import AccessGranted, Answered, AppealFiled, Decided
from tracker.domain.history import Entry
from tracker.domain.interruptions import Happened
from tracker.domain.law import Actor, Law, Stage
from tracker.domain.library import Library
from tracker.domain.situation import Situation
from tracker.domain.workdays import Workdays


class Cause(StrEnum):
    """What opened a requester's window."""

    SILENCE = "silence"
    DECISION = "decision"


@dataclass(frozen=True, slots=True)
class Window:
    """The time in which a requester may take the next remedy.

    `opens_latest` is None where the calendar is not known that far. `safe` runs from the day after
    the latest last day of the reply to the earliest end; None when it is empty. `undisputed_from`
    is the first day on which even an extension that nobody announced would be over. A `quiet`
    window follows a full answer: it stands for whoever is not satisfied, and nobody is reminded.
    """

    stage: Stage
    cause: Cause
    opening: int
    opens_earliest: date
    opens_latest: date | None
    closes: Deadline
    safe: Span | None
    undisputed_from: date | None = None
    quiet: bool = False


@dataclass(frozen=True, slots=True)
class Untold:
    """A remedy that is open, and for whose time no number is on file: `why` says so."""

    stage: Stage
    cause: Cause
    opening: int
    opens_earliest: date
    why: str


def windows_in(
    situation: Situation,
    law: Law,
    library: Library,
    awaited: tuple[Awaited, ...],
    missing: list[str],
) -> Iterator[Window]:
    """The windows opened by each silence and by each decision; `missing` gains, once for each
    stage, why one is not counted."""
    told: set[str] = set()
    for remedy in remedies_in(situation, law, library, awaited):
        if isinstance(remedy, Window):
            yield remedy
        elif remedy.stage.key not in told:
            told.add(remedy.stage.key)
            missing.append(remedy.why)


def remedies_in(
    situation: Situation, law: Law, library: Library, awaited: tuple[Awaited, ...]
) -> Iterator[Window | Untold]:
    """What each silence and each decision opened to the requester, in the order of the law."""
    for stage in law.stages.values():
        if stage.actor is not Actor.REQUESTER:
            continue
        for source in awaited:
            if source.stage.key in stage.opened_by_silence_of and _stayed_silent(
                situation, source
            ):
                yield _by_silence_of(source, situation, law, library, stage)
        for decision in _decisions(situation, law, stage):
            yield _by_decision(situation, law, library, stage, decision)


def _by_silence_of(
    source: Awaited, situation: Situation, law: Law, library: Library, stage: Stage
) -> Window | Untold:
    try:
        return _after_silence_of(source, situation, law, library, stage)
    except NoLimitOnFile as refusal:
        first = source.plain.earliest + ONE_DAY
        return Untold(stage, Cause.SILENCE, source.opening.seq, first, str(refusal))


def _by_decision(
    situation: Situation, law: Law, library: Library, stage: Stage, decision: Entry
) -> Window | Untold:
    try:
        return _after_decision(situation, law, library, stage, decision)
    except NoLimitOnFile as refusal:
        first = decision.event.on.earliest
        return Untold(stage, Cause.DECISION, decision.seq, first, str(refusal))


def _stayed_silent(situation: Situation, source: Awaited) -> bool:
    """A window by silence stands once nothing came in time; a later answer does not close it."""
    on_appeal = AppealFiled.kind in source.stage.counts_from
    answers = (*situation.replies, *situation.all(AccessGranted.kind))
    awaited = situation.decisions if on_appeal else answers
    came = (each.event.on.latest for each in awaited if each.seq > source.opening.seq)
    first = min(came, default=None)
    return first is None or first > source.ordinary.earliest


def _decisions(situation: Situation, law: Law, stage: Stage) -> Iterator[Entry]:
    """The replies and appeal decisions that open `stage`; a decision opens only what follows it
    on the ladder."""
    yield from (reply for reply in situation.replies if reply.event.kind in stage.counts_from)
    if Decided.kind not in stage.counts_from:
        return
    for decision in situation.decisions:
        if isinstance(decision.event, Decided) and stage.key in _after(law, decision.event.stage):
            yield decision


def _after(law: Law, filed: str) -> frozenset[str]:
    """The stages that follow the decision of what was filed in the stage `filed`."""
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
    """The window that a body's silence opens, when its limits were these.

    It closes by the earliest reading, and is safe from the day after the latest one.
    """
    plain, ordinary, longest = limits
    last = ordinary.latest or ordinary.earliest
    event = DaySpan(plain.earliest, max(last, plain.earliest))
    closes = count(law, stage, event, workdays, happened=happened)
    safe = Span(last + ONE_DAY, closes.earliest) if last < closes.earliest else None
    unannounced = longest is not ordinary and longest.latest
    return Window(
        stage=stage,
        cause=Cause.SILENCE,
        opening=opening,
        opens_earliest=plain.earliest + ONE_DAY,
        opens_latest=ordinary.latest + ONE_DAY if ordinary.latest else None,
        closes=closes,
        safe=safe if ordinary.latest else None,
        undisputed_from=unannounced + ONE_DAY if unannounced else None,
    )


def _after_silence_of(
    source: Awaited, situation: Situation, law: Law, library: Library, stage: Stage
) -> Window:
    workdays = library.workdays(law, stage, _filed_with(situation, stage))
    happened = happened_since(situation, stage, source.opening)
    return after_silence(law, stage, source.limits, workdays, happened, source.opening.seq)


def _after_decision(
    situation: Situation, law: Law, library: Library, stage: Stage, decision: Entry
) -> Window:
    on = decision.event.on
    workdays = library.workdays(law, stage, _filed_with(situation, stage))
    closes = count(law, stage, on, workdays, happened=happened_since(situation, stage, decision))
    return Window(
        stage=stage,
        cause=Cause.DECISION,
        opening=decision.seq,
        opens_earliest=on.earliest,
        opens_latest=on.latest,
        closes=closes,
        safe=Span(on.latest, closes.earliest) if on.latest <= closes.earliest else None,
        quiet=isinstance(decision.event, Answered),
    )


def _filed_with(situation: Situation, stage: Stage) -> str | None:
    """The body whose calendar counts: the one that hears the remedy, else the one asked."""
    return stage.receiver or situation.acting_body or None
