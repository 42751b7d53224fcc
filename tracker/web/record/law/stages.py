"""The stages of a law in words: time limits, what lengthens or stops them, silence."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import reduce

from tracker.domain.base.days import Span
from tracker.domain.base.text import Text
from tracker.domain.clock.default_pauses import pauses_of
from tracker.domain.law.law import Law, Stage
from tracker.domain.law.limits import (
    Extension,
    Limit,
    Outer,
    Pause,
    PauseEffect,
    RunsFrom,
    Transfer,
    Unit,
)
from tracker.domain.library import Library
from tracker.services.core.i18n import Locale
from tracker.services.deadlines.explaining import INFERRED_FIELDS, said_length
from tracker.web.base.language import gettext, ngettext, worded
from tracker.web.record.law.law_words import (
    ACTOR_SENTENCES,
    ADDED_TO,
    BEGIN_DAY,
    CLOSED_RECEIPTS,
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
    TRANSFERS_TO_OWN_TIME,
    counted_from,
)
from tracker.web.record.words.wording import ACTORS, SILENCE_MEANS


@dataclass(frozen=True, slots=True)
class Footing:
    """The basis of a rule: its provisions, how the weakest was read, and what is inferred."""

    section: str
    how_read: str
    verified: bool
    inferred: str = ""


@dataclass(frozen=True, slots=True)
class LimitShown:
    """A limit in words, for an event within `span`."""

    span: Span
    length: str
    rules: str
    footing: Footing
    may_move: str
    uncertain: str


@dataclass(frozen=True, slots=True)
class ExtensionShown:
    """How much longer a body may take, and who must announce it; `length` is empty if unknown."""

    length: str
    runs: str
    added_to: str
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
    """A stage in words: who acts, `section` and reliability of its time, and what opens it.

    `verified` is false if any limit was not read in an official copy.
    """

    stage: Stage
    actor: str
    section: str
    verified: bool
    opens: str
    receiver: tuple[str, str] | None
    limits: tuple[LimitShown, ...]
    expedited: tuple[LimitShown, ...]
    extension: ExtensionShown | None
    rules: tuple[RuleShown, ...]
    silence_means: str
    silence_footing: Footing | None
    next_stages: tuple[Stage, ...]


def stage_shown(law: Law, stage: Stage, library: Library, locale: Locale) -> StageShown:
    """Return a stage, ready for the template."""
    silence = stage.silence
    limits = tuple(_limit(law, limit, locale) for limit in stage.limits)
    extension = _extension(law, stage, stage.extension, locale) if stage.extension else None
    receiver = library.bodies.get(stage.receiver or "")
    return StageShown(
        stage=stage,
        actor=ACTORS[stage.actor],
        section=limits[-1].footing.section if limits else "",
        verified=all(found.footing.verified for found in limits),
        opens=_opens(law, stage, locale),
        receiver=(receiver.key, worded(receiver.mention)) if receiver else None,
        limits=limits,
        expedited=tuple(_limit(law, limit, locale) for limit in stage.expedited),
        extension=extension,
        rules=tuple(_rules(law, stage, locale)),
        silence_means=SILENCE_MEANS[silence.means] if silence else "",
        silence_footing=footing(law, silence.sources, locale) if silence else None,
        next_stages=tuple(law.stages[key] for key in stage.leads_to),
    )


def _opens(law: Law, stage: Stage, locale: Locale) -> str:
    acts = ACTOR_SENTENCES[stage.actor]
    event = _one_of(stage.counts_from)
    if not stage.opened_by_silence_of:
        return gettext("{acts} Counted from {event}.", acts=acts, event=event)
    return gettext(
        "{acts} Counted from {event}. Also opened by silence at: {stages}.",
        acts=acts,
        event=event,
        stages=_titles(law, stage.opened_by_silence_of, locale),
    )


def _titles(law: Law, keys: Iterable[str], locale: Locale) -> str:
    return locale.listed([locale.together(f"“{worded(law.stages[key].title)}”") for key in keys])


def _one_of(kinds: Iterable[str]) -> str:
    """Return alternative events, joined by “or”."""
    first, *others = (counted_from(kind) for kind in kinds)
    return reduce(
        lambda said, other: gettext("{one} or {other}", one=said, other=other), others, first
    )


def footing(
    law: Law, sources: tuple[str, ...], locale: Locale, inferred: frozenset[str] = frozenset()
) -> Footing:
    """Return the provisions of a rule, and how reliable they are."""
    weakest = law.weakest(sources)
    return Footing(
        section=_cited(law, sources, locale),
        how_read=HOW_READ[weakest],
        verified=weakest.verified,
        inferred=locale.apart(
            gettext(INFERRED_FIELDS[name]) if name in INFERRED_FIELDS else name.replace("_", " ")
            for name in sorted(inferred)
        ),
    )


def _cited(law: Law, sources: tuple[str, ...], locale: Locale) -> str:
    """Return the provisions in order, each once, without line breaks inside a citation."""
    cites = (law.provisions[key].cite.in_language(locale.language) for key in sources)
    return locale.listed([locale.together(cite) for cite in dict.fromkeys(cites)])


def _limit(law: Law, limit: Limit, locale: Locale) -> LimitShown:
    return LimitShown(
        span=limit.span,
        length=said_length(limit.length, limit.unit, locale),
        rules=locale.apart(_counting(limit)),
        footing=footing(law, limit.sources, locale, limit.inferred),
        may_move=_cited(law, limit.may_move, locale),
        uncertain=limit.uncertain,
    )


def _counting(limit: Limit | Outer) -> Iterator[str]:
    yield str(FIRST_DAY[limit.first_day])
    if limit.unit is not Unit.WORKING_DAY:  # a count of working days ends on an open day anyway
        yield str(LAST_DAY[limit.last_day])
    if limit.month_end:
        yield str(MONTH_END[limit.month_end])


def _extension(law: Law, stage: Stage, extension: Extension, locale: Locale) -> ExtensionShown:
    length = extension.length
    follows = length and extension.runs_from is not RunsFrom.EVENT
    after_closed = follows and any(limit.may_move_on for limit in stage.limits)
    return ExtensionShown(
        length=said_length(length, extension.unit, locale) if length else "",
        runs=RUNS_FROM[extension.runs_from],
        added_to=str(ADDED_TO[extension.added_to]) if after_closed else "",
        grounds=tuple(ground.says for ground in extension.grounds),
        must_be_announced=extension.must_be_announced,
        announcement=extension.announcement,
        footing=footing(law, extension.sources, locale, extension.inferred),
    )


def _rules(law: Law, stage: Stage, locale: Locale) -> Iterator[RuleShown]:
    """Yield the rules that stop or restart the clock, lengthen the time, or end it in any case."""
    for longer in stage.longer:
        after = gettext(
            "After {event}, the time limit of “{stage}” applies.",
            event=counted_from(longer.when),
            stage=law.stage(longer.stage).title,
        )
        yield RuleShown((after, LONGER), None, None)
    if closed := stage.closed_receipt:
        rests = footing(law, closed.sources, locale)
        yield RuleShown((str(CLOSED_RECEIPTS[closed.counts_as]),), closed.says, rests)
    for pause in stage.pauses:
        rests = footing(law, pause.sources, locale, pause.inferred)
        yield RuleShown(tuple(_pause(pause)), pause.says, rests)
    if stage is law.first_stage():
        silent = (pause for pause in pauses_of(stage) if not pause.sources)
        yield from (RuleShown((_no_rule(pause),), pause.says, None) for pause in silent)
    if stage.transfer:
        yield _transfer(law, stage.transfer, locale)
    elif stage is law.first_stage():
        yield RuleShown((NO_TRANSFER_RULE,), None, None)
    if stage.outer:
        yield _outer(law, stage.outer, locale)


def _no_rule(pause: Pause) -> str:
    begins, ends = counted_from(pause.begins_with), counted_from(pause.ends_with)
    return gettext(
        "We know of no rule for the time from {begins} to {ends}.", begins=begins, ends=ends
    )


def _pause(pause: Pause) -> Iterator[str]:
    begins, ends = counted_from(pause.begins_with), _one_of(pause.endings)
    if pause.effect is PauseEffect.DECIDES:
        yield gettext("If the body sends this in time: {begins}.", begins=begins)
        yield str(PAUSE_EFFECTS[pause.effect])
        return
    yield gettext("Pause from {begins} to {ends}.", begins=begins, ends=ends)
    if pause.at_most:
        yield ngettext(
            "Counted at most {number} time. Later ones do not pause the clock.",
            "Counted at most {number} times. Later ones do not pause the clock.",
            pause.at_most,
        )
    yield from map(str, (PAUSE_EFFECTS[pause.effect], BEGIN_DAY[pause.begin_day]))
    yield str(END_DAY[pause.end_day])


def _transfer(law: Law, transfer: Transfer, locale: Locale) -> RuleShown:
    rests = footing(law, transfer.sources, locale, transfer.inferred)
    sentences = [gettext("If the request goes to another body.")]
    for limit in transfer.limits:
        length = said_length(limit.length, limit.unit, locale)
        sentences.append(
            gettext("That body has a time limit of its own: {length}.", length=length)
        )
        sentences.append(gettext("{rules}.", rules=locale.apart(_counting(limit))))
    by_effect = TRANSFERS_TO_OWN_TIME if transfer.limits else TRANSFERS
    return RuleShown((*sentences, str(by_effect[transfer.effect])), transfer.says, rests)


def _outer(law: Law, outer: Outer, locale: Locale) -> RuleShown:
    length, event = said_length(outer.length, outer.unit, locale), counted_from(outer.counts_from)
    ends = gettext("In any case it ends {length} after {event}.", length=length, event=event)
    rules = gettext("{rules}.", rules=locale.apart(_counting(outer)))
    return RuleShown((ends, rules), None, footing(law, outer.sources, locale, outer.inferred))
