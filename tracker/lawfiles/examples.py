"""The worked examples of a law's file: whether the count agrees, and whether there are enough."""

from collections.abc import Iterable, Iterator
from datetime import date

from tracker.domain.base.errors import Refusal
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.law.law import Example, Law, Stage
from tracker.domain.law.limits import Limit, PauseEffect
from tracker.domain.library import Library
from tracker.lawfiles.faults import Complaints
from tracker.services.deadlines.deadline_calculator import counted_example

EXAMPLES_NEEDED = 2


def wrong_examples(library: Library, law: Law) -> Complaints:
    """Yield every example that the program counts differently, or cannot count."""
    for stage in law.stages.values():
        for n, example in enumerate(stage.examples, start=1):
            if wrong := _disagreement(library, law, stage, example):
                yield f"stage.{stage.key}.example[{n}]", wrong


def _disagreement(library: Library, law: Law, stage: Stage, example: Example) -> str | None:
    try:
        counted = counted_example(library, law, stage, example)
    except Refusal as refusal:
        return f"cannot be counted from {example.event}: {refusal}"
    expected = (example.earliest, example.latest)
    if (counted.earliest, counted.latest) == expected:
        return None
    return (
        f"from {example.event} it expects {_ends(*expected)}, "
        f"but the count gives {_ends(counted.earliest, counted.latest)}."
    )


def _ends(earliest: date, latest: date | None) -> str:
    if latest == earliest:
        return str(earliest)
    return f"{earliest} to {latest or 'a day that the calendar does not know'}"


def missing_examples(law: Law) -> Complaints:
    """Yield every rule that moves a date and has fewer than two examples, one for an edge."""
    for stage in law.stages.values():
        place = f"stage.{stage.key}"
        yield from _of_limits(f"{place}.limit", stage, stage.limits, "ordinary")
        yield from _of_limits(f"{place}.expedited", stage, stage.expedited, "expedited")
        yield from _of_what_happened(place, stage)


def _of_limits(place: str, stage: Stage, limits: Iterable[Limit], kind: str) -> Complaints:
    for n, limit in enumerate(limits, start=1):
        shown = [
            example
            for example in stage.examples
            if example.event in limit.span and _kind_of(example) == kind
        ]
        yield from _too_few(f"{place}[{n}]", shown, kind)


def _kind_of(example: Example) -> str:
    """Return which rule an example shows. An example with a history shows its pauses."""
    if example.expedited:
        return "expedited"
    return "other" if example.extended or example.happened else "ordinary"


def _of_what_happened(place: str, stage: Stage) -> Complaints:
    if stage.extension and stage.extension.length is not None:
        extended = [example for example in stage.examples if example.extended]
        yield from _too_few(f"{place}.extension", extended, "extended")
    for n, pause in enumerate(stage.pauses, start=1):
        if pause.effect is PauseEffect.DECIDES:
            continue  # no time runs after a decision, so that there is no day to expect
        yield from _too_few_with(pause.begins_with, f"{place}.pause[{n}]", stage)
    if stage.transfer:
        yield from _too_few_with(Transferred.kind, f"{place}.transfer", stage)
    if stage.outer:
        yield from _too_few_with(stage.outer.counts_from, f"{place}.outer", stage)


def _too_few_with(kind: str, place: str, stage: Stage) -> Complaints:
    shown = [example for example in stage.examples if kind in example.happened]
    yield from _too_few(place, shown, f"“{kind}”")


def _too_few(place: str, examples: list[Example], kind: str) -> Iterator[tuple[str, str]]:
    if len(examples) < EXAMPLES_NEEDED:
        yield (
            place,
            f"needs at least {EXAMPLES_NEEDED} {kind} examples, one of them at an edge; "
            f"it has {len(examples)}.",
        )
