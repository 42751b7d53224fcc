"""The stages of a law in words: time limits, what lengthens or stops them, silence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce

from tracker.domain.base.days import Span
from tracker.domain.base.text import Text
from tracker.domain.clock.default_pauses import pauses_of
from tracker.domain.law.law import Law, Stage
from tracker.domain.law.limits import Extension, Limit, Outer, Pause, RunsFrom, Transfer, Unit
from tracker.domain.library import Library
from tracker.services.core.speaking import Speech
from tracker.services.deadlines.explaining import INFERRED_FIELDS, said_length
from tracker.web.base.language import say, say_count, worded
from tracker.web.record.law.law_words import (
    ACTS,
    BEGIN_DAY,
    END_DAY,
    FIRST_DAY,
    HOW_READ,
    LAST_DAY,
    LONGER,
    MONTH_END,
    NO_TRANSFER_RULE,
    PAUSE_EFFECTS,
    RUNS_FROM,
    TRANSFERS,
    counted_from,
)
from tracker.web.record.words.wording import SILENCE_MEANS


@dataclass(frozen=True, slots=True)
class Footing:
    """What a rule rests on: its provisions, how the weakest was read, what of it is a reading."""

    section: str
    how_read: str
    verified: bool
    inferred: str = ""


@dataclass(frozen=True, slots=True)
class LimitShown:
    """A limit in words, for an event on a day within `span`."""

    span: Span
    length: str
    rules: str
    footing: Footing
    may_move: str
    uncertain: str


@dataclass(frozen=True, slots=True)
class ExtensionShown:
    """How much longer a body may take, and who must say so; `length` is empty without a number."""

    length: str
    runs: str
    grounds: tuple[Text, ...]
    must_be_announced: bool
    announcement: Text | None
    footing: Footing


@dataclass(frozen=True, slots=True)
class RuleShown:
    """A rule on longer times, pauses, transfers or the end of a window, in sentences."""

    sentences: tuple[str, ...]
    says: Text | None
    footing: Footing | None


@dataclass(frozen=True, slots=True)
class StageShown:
    """A stage in words: who acts and what opens it, and the same in short with its time."""

    stage: Stage
    opens: str
    in_short: str
    receiver: tuple[str, str] | None
    limits: tuple[LimitShown, ...]
    expedited: tuple[LimitShown, ...]
    extension: ExtensionShown | None
    rules: tuple[RuleShown, ...]
    silence_means: str
    silence_footing: Footing | None
    next_stages: tuple[Stage, ...]


def stage_shown(law: Law, stage: Stage, library: Library, speech: Speech) -> StageShown:
    """A stage ready to be laid out."""
    silence = stage.silence
    limits = tuple(_limit(law, limit, speech) for limit in stage.limits)
    extension = _extension(law, stage.extension, speech) if stage.extension else None
    receiver = library.bodies.get(stage.receiver or "")
    return StageShown(
        stage=stage,
        opens=_opens(law, stage, speech),
        in_short=_in_short(law, stage, limits, extension, speech),
        receiver=(receiver.key, worded(receiver.name)) if receiver else None,
        limits=limits,
        expedited=tuple(_limit(law, limit, speech) for limit in stage.expedited),
        extension=extension,
        rules=tuple(_rules(law, stage, speech)),
        silence_means=SILENCE_MEANS[silence.means] if silence else "",
        silence_footing=footing(law, silence.sources, speech) if silence else None,
        next_stages=tuple(law.stages[key] for key in stage.leads_to),
    )


def _opens(law: Law, stage: Stage, speech: Speech) -> str:
    acts = ACTS[stage.actor]
    event = _one_of(stage.counts_from)
    if not stage.opened_by_silence_of:
        return say("{acts} Counted from {event}.", acts=acts, event=event)
    return say(
        "{acts} Counted from {event}; opened as well by the silence of: {stages}.",
        acts=acts,
        event=event,
        stages=_titles(law, stage.opened_by_silence_of, speech),
    )


def _in_short(
    law: Law,
    stage: Stage,
    limits: tuple[LimitShown, ...],
    extension: ExtensionShown | None,
    speech: Speech,
) -> str:
    said = [limits[-1].length if limits else say("no number on file")]
    if limits and stage.extension and extension and extension.length:
        if stage.extension.runs_from is RunsFrom.EVENT:
            said.append(say("{length} in all if extended", length=extension.length))
        else:
            said.append(say("{length} more if extended", length=extension.length))
    if stage.leads_to:
        said.append(say("leads to: {stages}", stages=_titles(law, stage.leads_to, speech)))
    if stage.opened_by_silence_of:
        silent = _titles(law, stage.opened_by_silence_of, speech)
        said.append(say("opened as well by the silence of: {stages}", stages=silent))
    return speech.apart(said)


def _titles(law: Law, keys: Iterable[str], speech: Speech) -> str:
    return speech.listed([speech.together(f"“{worded(law.stages[key].title)}”") for key in keys])


def _one_of(kinds: Iterable[str]) -> str:
    """Events of which any one will do."""
    first, *others = (counted_from(kind) for kind in kinds)
    return reduce(
        lambda said, other: say("{one} or {other}", one=said, other=other), others, first
    )


def footing(
    law: Law, sources: tuple[str, ...], speech: Speech, inferred: frozenset[str] = frozenset()
) -> Footing:
    """What provisions a rule rests on, and how sure they are."""
    weakest = law.weakest(sources)
    return Footing(
        section=_cited(law, sources, speech),
        how_read=HOW_READ[weakest],
        verified=weakest.verified,
        inferred=speech.apart(
            say(INFERRED_FIELDS.get(name) or name.replace("_", " ")) for name in sorted(inferred)
        ),
    )


def _cited(law: Law, sources: tuple[str, ...], speech: Speech) -> str:
    """The provisions in order, each once, each with its signs together."""
    cites = (law.provisions[key].cite.in_language(speech.language) for key in sources)
    return speech.listed([speech.together(cite) for cite in dict.fromkeys(cites)])


def _limit(law: Law, limit: Limit, speech: Speech) -> LimitShown:
    return LimitShown(
        span=limit.span,
        length=said_length(limit.length, limit.unit, speech),
        rules=speech.apart(_counting(limit)),
        footing=footing(law, limit.sources, speech, limit.inferred),
        may_move=_cited(law, limit.may_move, speech),
        uncertain=limit.uncertain,
    )


def _counting(limit: Limit | Outer) -> Iterator[str]:
    yield str(FIRST_DAY[limit.first_day])
    if limit.unit is not Unit.WORKING_DAY:  # a count of working days ends on an open day anyway
        yield str(LAST_DAY[limit.last_day])
    if limit.month_end:
        yield str(MONTH_END[limit.month_end])


def _extension(law: Law, extension: Extension, speech: Speech) -> ExtensionShown:
    length = extension.length
    return ExtensionShown(
        length=said_length(length, extension.unit, speech) if length else "",
        runs=RUNS_FROM[extension.runs_from],
        grounds=tuple(ground.says for ground in extension.grounds),
        must_be_announced=extension.must_be_announced,
        announcement=extension.announcement,
        footing=footing(law, extension.sources, speech, extension.inferred),
    )


def _rules(law: Law, stage: Stage, speech: Speech) -> Iterator[RuleShown]:
    """What stops the clock, starts it anew, gives more of it, or ends it whatever happens."""
    for longer in stage.longer:
        after = say(
            "After {event} the time is that of “{stage}”.",
            event=counted_from(longer.when),
            stage=law.stage(longer.stage).title,
        )
        yield RuleShown((after, LONGER), None, None)
    for pause in stage.pauses:
        rests = footing(law, pause.sources, speech, pause.inferred)
        yield RuleShown(tuple(_pause(pause)), pause.says, rests)
    if stage is law.first_stage():
        silent = (pause for pause in pauses_of(stage) if not pause.sources)
        yield from (RuleShown((_no_rule(pause),), pause.says, None) for pause in silent)
    if stage.transfer:
        yield _transfer(law, stage.transfer, speech)
    elif stage is law.first_stage():
        yield RuleShown((NO_TRANSFER_RULE,), None, None)
    if stage.outer:
        yield _outer(law, stage.outer, speech)


def _no_rule(pause: Pause) -> str:
    begins, ends = counted_from(pause.begins_with), counted_from(pause.ends_with)
    return say("No rule on the time from {begins} to {ends} is on file.", begins=begins, ends=ends)


def _pause(pause: Pause) -> Iterator[str]:
    begins, ends = counted_from(pause.begins_with), _one_of(pause.endings)
    yield say("Pause from {begins} to {ends}.", begins=begins, ends=ends)
    if pause.at_most:
        yield say_count(
            "Counted at most {number} time: what comes after it stops nothing.",
            "Counted at most {number} times: what comes after it stops nothing.",
            pause.at_most,
        )
    yield from map(str, (PAUSE_EFFECTS[pause.effect], BEGIN_DAY[pause.begin_day]))
    yield str(END_DAY[pause.end_day])


def _transfer(law: Law, transfer: Transfer, speech: Speech) -> RuleShown:
    rests = footing(law, transfer.sources, speech, transfer.inferred)
    sentences = (say("If the request goes to another body."), TRANSFERS[transfer.effect])
    return RuleShown(sentences, transfer.says, rests)


def _outer(law: Law, outer: Outer, speech: Speech) -> RuleShown:
    length, event = said_length(outer.length, outer.unit, speech), counted_from(outer.counts_from)
    ends = say("In any case it ends {length} after {event}.", length=length, event=event)
    rules = say("{rules}.", rules=speech.apart(_counting(outer)))
    return RuleShown((ends, rules), None, footing(law, outer.sources, speech, outer.inferred))
