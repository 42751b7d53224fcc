"""The worked examples of a law's file: whether each can be counted and agrees with the count, and
whether there are enough.
"""

from collections.abc import Iterable, Iterator
from datetime import date

from tracker.domain.base.errors import Refusal
from tracker.domain.clock.default_pauses import pauses_of
from tracker.domain.events import KINDS
from tracker.domain.events.clock.extension_noticed import ExtensionNoticed
from tracker.domain.events.clock.transferred import Transferred
from tracker.domain.law.law import Example, Law, Stage
from tracker.domain.law.limits import Limit, PauseEffect, Transfer
from tracker.domain.library import Library
from tracker.lawfiles.faults import Complaints, suggestion
from tracker.services.deadlines.deadline_calculator import counted_example

EXAMPLES_NEEDED = 2


def broken_example(stage: Stage, example: Example) -> Complaints:
    """Yield what an example uses although its stage does not have it."""
    if example.extended and stage.extension is None:
        yield "", "is extended, but the stage has no extension."
    elif example.extended and stage.extension and stage.extension.length is None:
        yield "", "is extended, but the extension has no length: there is no day to expect."
    if example.expedited and not stage.expedited:
        yield "", "is expedited, but the stage has no shorter limit."
    usable = _events_that_matter(stage)
    for kind in example.happened:
        if kind in KINDS and kind not in usable:
            allowed = suggestion(kind, usable)
            yield ".happened", f"“{kind}” changes nothing in this stage. {allowed}"
    yield from _half_intervals(stage, example)


def _events_that_matter(stage: Stage) -> set[str]:
    """Return the kinds of event that may change a running count of this stage."""
    kinds = {kind for each in pauses_of(stage) for kind in (each.begins_with, *each.endings)}
    kinds.add(Transferred.kind)  # even if the file has no rule: the count is then unsettled
    if stage.extension:
        kinds.add(ExtensionNoticed.kind)
    if stage.outer:
        kinds.add(stage.outer.counts_from)
    return kinds


def _half_intervals(stage: Stage, example: Example) -> Complaints:
    """Yield pauses for which an example gives only one end, or both ends in the wrong order."""
    pauses, happened = pauses_of(stage), example.happened
    for pause in pauses:
        begins = happened.get(pause.begins_with)
        ends = {kind: happened[kind] for kind in pause.endings if kind in happened}
        runs_on = pause.effect is PauseEffect.RUNS_ON
        if begins and not ends and not runs_on:
            yield (
                ".happened",
                f"“{pause.begins_with}” has no end: while a pause runs, no day can be expected.",
            )
        for kind, day in ends.items():
            if begins and day < begins:
                yield (
                    ".happened",
                    f"“{kind}” on {day} lies before “{pause.begins_with}” on {begins}.",
                )
    begun = {kind for pause in pauses if pause.begins_with in happened for kind in pause.endings}
    for kind in sorted({kind for pause in pauses for kind in pause.endings} & happened.keys()):
        if kind not in begun:
            yield ".happened", f"“{kind}” ends a pause that did not begin."


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
        yield from _of_transfer(f"{place}.transfer", stage, stage.transfer)
    if stage.outer:
        yield from _too_few_with(stage.outer.counts_from, f"{place}.outer", stage)


def _of_transfer(place: str, stage: Stage, transfer: Transfer) -> Complaints:
    if not transfer.limits:
        yield from _too_few_with(Transferred.kind, place, stage)
    for n, limit in enumerate(transfer.limits, start=1):
        since = [example for example in stage.examples if example.event in limit.span]
        shown = [example for example in since if Transferred.kind in example.happened]
        yield from _too_few(f"{place}.limit[{n}]", shown, f"“{Transferred.kind}”")


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
