"""What a library that can be read may still get wrong: examples, languages, weak readings."""

from collections.abc import Iterable, Iterator
from datetime import date

from tracker.domain.days import DaySpan
from tracker.domain.deadline import count
from tracker.domain.errors import Refusal
from tracker.domain.law import Example, Extension, Law, Limit, ReadIn, Stage
from tracker.domain.library import Library
from tracker.domain.text import Text
from tracker.lawfiles.faults import Complaint

EXAMPLES_NEEDED = 2
STALE_AFTER_MONTHS = 12


def complaints_of(library: Library) -> list[Complaint]:
    """Every fault of the library's laws that reading them does not show."""
    return [
        Complaint(_file(law), place, message)
        for law in library.laws.values()
        for place, message in (
            *_wrong_examples(library, law),
            *_missing_examples(law),
            *_remembered_numbers(law),
            *_missing_languages(law),
        )
    ]


def warnings_of(library: Library, today: date) -> list[Complaint]:
    """What somebody should look at again, although nothing is known to be wrong."""
    return [warning for law in library.laws.values() for warning in _stale(law, today)]


def _file(law: Law) -> str:
    return f"laws/{law.key}.toml"


Found = Iterator[tuple[str, str]]
"""The place in the law file, and the complaint."""


def _wrong_examples(library: Library, law: Law) -> Found:
    for stage in law.stages.values():
        for n, example in enumerate(stage.examples, start=1):
            if wrong := _disagreement(library, law, stage, example):
                yield f"stage.{stage.key}.example[{n}]", wrong


def _disagreement(library: Library, law: Law, stage: Stage, example: Example) -> str | None:
    try:
        counted = count(
            law,
            stage,
            DaySpan.on(example.event),
            library.workdays(law, stage, example.body),
            extended=example.extended,
            expedited=example.expedited,
        )
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


def _missing_examples(law: Law) -> Found:
    """Two examples for every limit, so that one can stand at an edge."""
    for stage in law.stages.values():
        for n, limit in enumerate(stage.limits, start=1):
            plain = [each for each in _governed(stage, limit) if not each.expedited]
            ordinary = [each for each in plain if not each.extended]
            yield from _too_few(f"stage.{stage.key}.limit[{n}]", ordinary, "ordinary")
            if stage.extension and stage.extension.length is not None:
                extended = [each for each in plain if each.extended]
                yield from _too_few(f"stage.{stage.key}.extension", extended, "extended")
        for n, limit in enumerate(stage.expedited, start=1):
            urgent = [each for each in _governed(stage, limit) if each.expedited]
            yield from _too_few(f"stage.{stage.key}.expedited[{n}]", urgent, "expedited")


def _governed(stage: Stage, limit: Limit) -> Iterator[Example]:
    return (example for example in stage.examples if example.event in limit.span)


def _too_few(place: str, examples: list[Example], kind: str) -> Found:
    if len(examples) < EXAMPLES_NEEDED:
        yield (
            place,
            f"needs at least {EXAMPLES_NEEDED} {kind} examples, one of them at an edge; "
            f"it has {len(examples)}.",
        )


def _remembered_numbers(law: Law) -> Found:
    """A number that nobody read anywhere is no number (not even one marked as memory)."""
    for stage in law.stages.values():
        for place, rule in _numbers(stage):
            if all(law.provisions[key].source.read_in is ReadIn.MEMORY for key in rule.sources):
                yield (
                    place,
                    "rests on memory alone, which carries no number: take the limit out and "
                    "declare a gap, or read the provision.",
                )


def _numbers(stage: Stage) -> Iterator[tuple[str, Limit | Extension]]:
    for word, limits in (("limit", stage.limits), ("expedited", stage.expedited)):
        for n, limit in enumerate(limits, start=1):
            yield f"stage.{stage.key}.{word}[{n}]", limit
    if stage.extension:
        yield f"stage.{stage.key}.extension", stage.extension


def _missing_languages(law: Law) -> Found:
    for place, text in _said_in_letters(law):
        for language in ("en", *law.languages):
            if language not in text.languages():
                yield place, f"has no words in “{language}”, and letters are written in it."


def _said_in_letters(law: Law) -> Iterator[tuple[str, Text]]:
    """Every text of a law that a letter may set, with its place in the file."""
    yield "title", law.title
    yield "eligibility.says", law.eligibility.says
    for kind, text in law.eligibility.kinds.items():
        yield f"eligibility.kinds.{kind}", text
    for key, provision in law.provisions.items():
        yield f"provision.{key}.cite", provision.cite
    for key, stage in law.stages.items():
        yield from _said_of_stage(f"stage.{key}", stage)
    yield from _numbered("exemption", "cite", (each.cite for each in law.exemptions))
    yield from _numbered("exemption", "covers", (each.covers for each in law.exemptions))
    yield from _numbered("refusal_duty", "says", (each.says for each in law.refusal_duties))
    yield from _numbered("point", "says", (each.says for each in law.points))


def _said_of_stage(place: str, stage: Stage) -> Iterator[tuple[str, Text]]:
    yield f"{place}.title", stage.title
    if stage.silence:
        yield f"{place}.silence.says", stage.silence.says
    if stage.extension:
        grounds = (ground.says for ground in stage.extension.grounds)
        yield from _numbered(f"{place}.extension.ground", "says", grounds)


def _numbered(table: str, word: str, texts: Iterable[Text]) -> Iterator[tuple[str, Text]]:
    return ((f"{table}[{n}].{word}", text) for n, text in enumerate(texts, start=1))


def _stale(law: Law, today: date) -> Iterator[Complaint]:
    compared = law.compared_on
    if compared is None:
        yield Complaint(_file(law), "compared_on", "was never compared with the official text.")
    elif _months_between(compared, today) >= STALE_AFTER_MONTHS:
        yield Complaint(
            _file(law),
            "compared_on",
            f"was compared with the official text on {compared}, more than a year ago: "
            "compare it again, and write the new day here.",
        )


def _months_between(first: date, last: date) -> int:
    """Whole months that have passed."""
    months = (last.year - first.year) * 12 + last.month - first.month
    return months - (last.day < first.day)
