"""The deadline calculator: counts from a law, a stage, a date, and events since."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.days import ONE_DAY, DaySpan
from tracker.domain.base.errors import BadInput, NoLimitOnFile, Refusal
from tracker.domain.case.pending_duties import Limits, limits_of
from tracker.domain.case.windows import Window, after_silence
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.clock.default_pauses import pauses_of
from tracker.domain.clock.interruptions import EXTENSION_NOTICED, TRANSFERRED, Happened
from tracker.domain.law.law import Actor, Example, Law, Stage
from tracker.domain.library import Library


@dataclass(frozen=True, slots=True)
class CalculatorQuestion:
    """The deadline to count. `extended` means that an extension was announced in time."""

    law: Law
    stage: Stage
    on: DaySpan
    body: str | None = None
    extended: bool = False
    expedited: bool = False
    happened: tuple[Happened, ...] = ()


@dataclass(frozen=True, slots=True)
class CalculatedRemedy:
    """A remedy open to a requester if the body does not respond in time.

    `window` is None if it cannot be calculated; `why_not` says why.
    """

    stage: Stage
    window: Window | None
    why_not: Refusal | None = None


@dataclass(frozen=True, slots=True)
class CalculatedDeadline:
    """The calculated deadline, with the maximum one and the remedies after a non-response.

    `longest` is set if the law allows an extension that nobody must announce.
    """

    deadline: Deadline
    longest: Deadline | None
    remedies: tuple[CalculatedRemedy, ...]


def question(
    library: Library,
    law: str,
    stage: str,
    on: DaySpan,
    *,
    body: str | None = None,
    extended: bool = False,
    expedited: bool = False,
    events: Mapping[str, DaySpan] | None = None,
) -> CalculatorQuestion:
    """Return the question for the calculator.

    Raises NotOnFile for an unknown key, BadInput for an event that the stage does not take into
    account, that precedes its start or ends nothing, and for an extension that the stage does not
    have.
    """
    found = library.law(law)
    asked = found.stage(stage)
    if body:
        library.body(body)
    if extended and asked.extension is None:
        raise BadInput(
            "We know of no extension for “{asked}” under {found}.",
            asked=asked.key,
            found=found.key,
        )
    if extended and expedited:
        raise BadInput(
            "We know of no extension to the shorter limit of “{asked}”.", asked=asked.key
        )
    happened = tuple(_happened(asked, on, events or {}))
    for each, begins in unbegun(asked, happened):
        raise BadInput(
            "“{kind}” on {day} ends nothing. Also enter what it ends, on or before that date "
            "({begins}).",
            kind=each.kind,
            day=each.on,
            begins=", ".join(begins),
        )
    return CalculatorQuestion(found, asked, on, body, extended, expedited, happened)


def events_of(stage: Stage) -> tuple[str, ...]:
    """Return the kinds of events that may affect the time of a stage once it runs."""
    kinds = [kind for each in pauses_of(stage) for kind in (each.begins_with, *each.endings)]
    if stage.extension:
        kinds.insert(0, EXTENSION_NOTICED)
    if stage.outer:
        kinds.append(stage.outer.counts_from)
    kinds += [longer.when for longer in stage.longer]
    if stage.transfer or stage.actor is Actor.BODY:
        kinds.append(TRANSFERRED)
    return tuple(dict.fromkeys(kinds))


def _happened(stage: Stage, on: DaySpan, events: Mapping[str, DaySpan]) -> Iterator[Happened]:
    known = events_of(stage)
    outer = stage.outer.counts_from if stage.outer else None
    for kind, day in events.items():
        if kind not in known:
            allowed = ", ".join(known) or "none"
            raise BadInput(
                "“{kind}” does not count at the stage “{stage}”. It allows: {allowed}.",
                kind=kind,
                stage=stage.key,
                allowed=allowed,
            )
        if kind != outer and day.latest < on.earliest:
            raise BadInput(
                "“{kind}” on {day} is before {on}, when the count starts.",
                kind=kind,
                day=day,
                on=on,
            )
        yield Happened(kind, day)


def unbegun(
    stage: Stage, happened: tuple[Happened, ...]
) -> Iterator[tuple[Happened, tuple[str, ...]]]:
    """Yield the events that end something not begun, with the kinds that could have begun it.

    A count would silently ignore them.
    """
    for each in happened:
        begins = {
            pause.begins_with
            for pause in pauses_of(stage)
            if each.kind in pause.endings and each.kind not in stage.counts_from
        }
        began = any(
            other.kind in begins and other.on.earliest <= each.on.latest for other in happened
        )
        if begins and not began:
            yield each, tuple(sorted(begins))


def calculate_deadline(library: Library, asked: CalculatorQuestion) -> CalculatedDeadline:
    """Calculate the deadline. Raises NoLimitOnFile if the law or the calendar has no number."""
    if asked.stage.actor is Actor.REQUESTER:
        return CalculatedDeadline(_count(library, asked), None, ())
    limits = _limits(library, asked)
    longest = limits.longest if limits.longest is not limits.ordinary else None
    return CalculatedDeadline(limits.ordinary, longest, tuple(_remedies(library, asked, limits)))


def counted_example(library: Library, law: Law, stage: Stage, example: Example) -> Deadline:
    """Return the deadline that the program calculates for a worked example.

    Raises NoLimitOnFile if the law or the calendar has no number.
    """
    on, happened = DaySpan.on(example.event), example.happened.items()
    since = tuple(Happened(kind, DaySpan.on(day)) for kind, day in happened)
    question = CalculatorQuestion(
        law, stage, on, example.body, example.extended, example.expedited, since
    )
    return _count(library, question)


def _count(library: Library, asked: CalculatorQuestion) -> Deadline:
    return count_deadline(
        asked.law,
        asked.stage,
        asked.on,
        library.workdays(asked.law, asked.stage, asked.body),
        extended=asked.extended,
        expedited=asked.expedited,
        happened=asked.happened,
    )


def _limits(library: Library, asked: CalculatorQuestion) -> Limits:
    """Return the time limits of a body, expedited or extended as asked."""
    if asked.expedited:
        urgent = _count(library, asked)
        return Limits(urgent, urgent, urgent)
    extended = _count(library, asked) if asked.extended else None
    workdays = library.workdays(asked.law, asked.stage, asked.body)
    limits = limits_of(asked.law, asked.stage, asked.on, workdays, asked.happened)
    return Limits(limits.plain, extended, extended) if extended else limits


def _remedies(
    library: Library, asked: CalculatorQuestion, limits: Limits
) -> Iterator[CalculatedRemedy]:
    for stage in asked.law.stages.values():
        if stage.actor is Actor.REQUESTER and asked.stage.key in stage.opened_by_silence_of:
            workdays = library.workdays(asked.law, stage, asked.body)
            try:
                yield CalculatedRemedy(
                    stage, after_silence(asked.law, stage, limits, workdays, asked.happened, 0)
                )
            except NoLimitOnFile as refusal:
                yield CalculatedRemedy(stage, None, refusal)


def silent_from(deadline: Deadline) -> date | None:
    """Return the first date on which a non-response is certain, None if there is no latest day."""
    return deadline.latest + ONE_DAY if deadline.latest else None
