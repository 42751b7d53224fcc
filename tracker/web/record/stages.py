"""The stages of a law in words: time limits, what lengthens or stops them, silence, examples."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.days import Span
from tracker.domain.deadline import Deadline
from tracker.domain.errors import NoLimitOnFile
from tracker.domain.law import Example, Law, Stage
from tracker.domain.library import Library
from tracker.domain.limits import Extension, Limit, Outer, Pause, Transfer, Unit
from tracker.domain.text import Text
from tracker.domain.unruled import pauses_of
from tracker.services.explaining import INFERRED_FIELDS, said_length
from tracker.services.grid_words import GridShown, in_words
from tracker.services.month_grid import first_weekday, grid_of
from tracker.services.reckoning import counted_example
from tracker.services.speaking import Speech
from tracker.web.record.law_words import (
    FIRST_DAY,
    HOW_READ,
    LAST_DAY,
    LONGER,
    MONTH_END,
    NO_TRANSFER_RULE,
    PAUSE_AT_MOST,
    PAUSE_DAYS,
    PAUSE_EFFECTS,
    RUNS_FROM,
    TRANSFERS,
    counted_from,
)
from tracker.web.record.wording import ACTORS, SILENCE_MEANS


@dataclass(frozen=True, slots=True)
class Footing:
    """What a rule rests on: its provisions, how the weakest was read, what of it is a reading."""

    section: str
    how_read: str
    verified: bool
    inferred: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class LimitShown:
    """A limit in words, for an event on a day within `span`."""

    span: Span
    length: str
    rules: tuple[str, ...]
    footing: Footing
    may_move: str
    uncertain: str


@dataclass(frozen=True, slots=True)
class ExtensionShown:
    """How much longer a body may take, and who must say so; `length` is empty without a number."""

    length: str
    runs: str
    grounds: tuple[str, ...]
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
class ExampleShown:
    """A count that somebody worked out by hand."""

    example: Example
    assumes: tuple[str, ...]
    days: str


@dataclass(frozen=True, slots=True)
class ExampleMonths:
    """One example as months."""

    shown: ExampleShown
    months: GridShown


@dataclass(frozen=True, slots=True)
class StageShown:
    """A stage in words; `calendar` shows one of its examples as months."""

    stage: Stage
    actor: str
    counted_from: str
    silence_of: tuple[str, ...]
    receiver: tuple[str, str] | None
    limits: tuple[LimitShown, ...]
    expedited: tuple[LimitShown, ...]
    extension: ExtensionShown | None
    rules: tuple[RuleShown, ...]
    silence_means: str
    silence_footing: Footing | None
    next_stages: tuple[Stage, ...]
    examples: tuple[tuple[str, tuple[ExampleShown, ...]], ...]
    calendar: ExampleMonths | None


def stage_shown(law: Law, stage: Stage, library: Library, speech: Speech) -> StageShown:
    """A stage ready to be laid out."""
    silence, first = stage.silence, law.first_stage()
    receiver = library.bodies.get(stage.receiver or "")
    return StageShown(
        stage=stage,
        actor=ACTORS[stage.actor],
        counted_from=" or ".join(counted_from(kind) for kind in stage.counts_from),
        silence_of=tuple(str(law.stages[key].title) for key in stage.opened_by_silence_of),
        receiver=(receiver.key, str(receiver.name)) if receiver else None,
        limits=tuple(_limit(law, limit, speech) for limit in stage.limits),
        expedited=tuple(_limit(law, limit, speech) for limit in stage.expedited),
        extension=_extension(law, stage.extension, speech) if stage.extension else None,
        rules=tuple(_rules(law, stage, speech)),
        silence_means=SILENCE_MEANS[silence.means] if silence else "",
        silence_footing=footing(law, silence.sources) if silence else None,
        next_stages=tuple(law.stages[key] for key in stage.leads_to),
        examples=tuple(_examples(stage, library, speech)),
        calendar=_calendar(law, stage, library, speech) if stage is first else None,
    )


def footing(law: Law, sources: tuple[str, ...], inferred: frozenset[str] = frozenset()) -> Footing:
    """What provisions a rule rests on, and how sure they are."""
    weakest = law.weakest(sources)
    return Footing(
        section=law.cite(sources),
        how_read=HOW_READ[weakest],
        verified=weakest.verified,
        inferred=tuple(
            INFERRED_FIELDS.get(name) or name.replace("_", " ") for name in sorted(inferred)
        ),
    )


def _limit(law: Law, limit: Limit, speech: Speech) -> LimitShown:
    return LimitShown(
        span=limit.span,
        length=said_length(limit.length, limit.unit, speech),
        rules=tuple(_counting(limit)),
        footing=footing(law, limit.sources, limit.inferred),
        may_move=law.cite(limit.may_move),
        uncertain=limit.uncertain,
    )


def _counting(limit: Limit | Outer) -> Iterator[str]:
    yield FIRST_DAY[limit.first_day]
    if limit.unit is not Unit.WORKING_DAY:  # a count of working days ends on an open day anyway
        yield LAST_DAY[limit.last_day]
    if limit.month_end:
        yield MONTH_END[limit.month_end]


def _extension(law: Law, extension: Extension, speech: Speech) -> ExtensionShown:
    length = extension.length
    return ExtensionShown(
        length=said_length(length, extension.unit, speech) if length else "",
        runs=RUNS_FROM[extension.runs_from],
        grounds=tuple(str(ground.says) for ground in extension.grounds),
        must_be_announced=extension.must_be_announced,
        announcement=extension.announcement,
        footing=footing(law, extension.sources, extension.inferred),
    )


def _rules(law: Law, stage: Stage, speech: Speech) -> Iterator[RuleShown]:
    """What stops the clock, starts it anew, gives more of it, or ends it whatever happens."""
    for longer in stage.longer:
        other = law.stage(longer.stage).title
        after = f"After {counted_from(longer.when)} the time is that of “{other}”."
        yield RuleShown((after, LONGER), None, None)
    for pause in stage.pauses:
        rests = footing(law, pause.sources, pause.inferred)
        yield RuleShown(tuple(_pause(pause)), pause.says, rests)
    if stage is law.first_stage():
        silent = (pause for pause in pauses_of(stage) if not pause.sources)
        yield from (RuleShown((_no_rule(pause),), pause.says, None) for pause in silent)
    if stage.transfer:
        yield _transfer(law, stage.transfer)
    elif stage is law.first_stage():
        yield RuleShown((NO_TRANSFER_RULE,), None, None)
    if stage.outer:
        yield _outer(law, stage.outer, speech)


def _no_rule(pause: Pause) -> str:
    begins, ends = counted_from(pause.begins_with), counted_from(pause.ends_with)
    return f"No rule on the time from {begins} to {ends} is on file."


def _pause(pause: Pause) -> Iterator[str]:
    begins = counted_from(pause.begins_with)
    ends = " or ".join(counted_from(kind) for kind in pause.endings)
    yield f"Pause from {begins} to {ends}."
    if pause.at_most:
        yield PAUSE_AT_MOST.format(pause.at_most)
    yield PAUSE_EFFECTS[pause.effect]
    first, last = PAUSE_DAYS[pause.begin_day], PAUSE_DAYS[pause.end_day]
    yield f"The day on which it begins {first}; the day on which it ends {last}."


def _transfer(law: Law, transfer: Transfer) -> RuleShown:
    sentences = ("If the request goes to another body.", TRANSFERS[transfer.effect])
    return RuleShown(sentences, transfer.says, footing(law, transfer.sources, transfer.inferred))


def _outer(law: Law, outer: Outer, speech: Speech) -> RuleShown:
    length, event = said_length(outer.length, outer.unit, speech), counted_from(outer.counts_from)
    sentences = (f"In any case it ends {length} after {event}.", f"{'; '.join(_counting(outer))}.")
    return RuleShown(sentences, None, footing(law, outer.sources, outer.inferred))


def _examples(
    stage: Stage, library: Library, speech: Speech
) -> Iterator[tuple[str, tuple[ExampleShown, ...]]]:
    """The examples, those that were worked out in the same way together."""
    for how in dict.fromkeys(example.worked_out_by for example in stage.examples):
        found = [each for each in stage.examples if each.worked_out_by == how]
        yield how, tuple(_example(example, library, speech) for example in found)


def _example(example: Example, library: Library, speech: Speech) -> ExampleShown:
    assumes = [f"{counted_from(kind)} on {speech.day(day)}" for kind, day in _since(example)]
    if example.extended:
        assumes.append("extended")
    if example.expedited:
        assumes.append("urgent")
    if body := library.bodies.get(example.body or ""):
        assumes.append(f"for {body.name}")
    return ExampleShown(example, tuple(assumes), speech.span(example.earliest, example.latest))


def _since(example: Example) -> list[tuple[str, date]]:
    return sorted(example.happened.items(), key=lambda found: found[1])


def _calendar(law: Law, stage: Stage, library: Library, speech: Speech) -> ExampleMonths | None:
    """The example that shows most of what a count may meet, and of those the shortest."""
    counted = [(_counted(law, stage, example, library), example) for example in stage.examples]
    known = [(deadline, example) for deadline, example in counted if deadline]
    if not known:
        return None
    deadline, example = max(known, key=lambda pair: _variety(pair[0]))
    week = first_weekday(library.calendars[law.calendar], deadline.earliest)
    months = in_words(grid_of(deadline, week), speech)
    return ExampleMonths(_example(example, library, speech), months)


def _variety(deadline: Deadline) -> tuple[int, int]:
    kinds = {move.reason for move in deadline.moves}
    return len(kinds), -(deadline.earliest - deadline.event.earliest).days


def _counted(law: Law, stage: Stage, example: Example, library: Library) -> Deadline | None:
    """An example's count; None where the calendar does not hold its days."""
    try:
        return counted_example(library, law, stage, example)
    except NoLimitOnFile:
        return None
