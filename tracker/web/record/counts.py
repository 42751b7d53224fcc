"""The deadlines of a record, each explained step by step, with numbered sources."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.law import Actor, Law
from tracker.domain.library import Library
from tracker.domain.moves import Move, Reason
from tracker.domain.record import Record, RecordedDeadline
from tracker.services.explaining import explain_steps
from tracker.services.speaking import Speech

READS = {
    Actor.BODY: "Last day for the public body: {span}.",
    Actor.APPEAL_BODY: "Last day for the appeal body: {span}.",
    Actor.REQUESTER: "Last day for the requester, by the earlier reading: {earliest}.",
}
CERTAIN = "Last day for the requester: {earliest}."


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a count, with the numbers of its sources in the list below all counts."""

    day: date
    sentence: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """One deadline: what it is for, until when, under which section, and how it was reached."""

    title: str
    reads: str
    section: str
    provisional: bool
    steps: tuple[Step, ...]


@dataclass(frozen=True, slots=True)
class Counts:
    """All deadlines of a record, and the sources that their steps cite, each named once."""

    counts: tuple[Count, ...]
    sources: tuple[str, ...]


def counts_of(record: Record, library: Library, speech: Speech) -> Counts:
    """The deadlines as they were frozen with the record."""
    law = library.laws.get(record.law)
    sources: list[str] = []
    counts = tuple(_count(limit, law, sources, speech) for limit in record.deadlines)
    return Counts(counts, tuple(sources))


def _count(limit: RecordedDeadline, law: Law | None, sources: list[str], speech: Speech) -> Count:
    actor = Actor(limit.actor)
    certain = limit.earliest == limit.latest
    sentence = CERTAIN if actor is Actor.REQUESTER and certain else READS[actor]
    return Count(
        title=_title(limit, law, speech),
        reads=speech.say(
            sentence,
            span=speech.span(limit.earliest, limit.latest),
            earliest=speech.day(limit.earliest),
        ),
        section=limit.section,
        provisional=limit.provisional,
        steps=tuple(_steps(limit.steps, sources, speech)),
    )


def _title(limit: RecordedDeadline, law: Law | None, speech: Speech) -> str:
    stage = law.stages.get(limit.stage) if law else None
    name = stage.title.in_language(speech.language) if stage else limit.stage
    extended = any(step.reason is Reason.EXTENSION for step in limit.steps)
    opened = next((step.day for step in limit.steps if step.reason is Reason.EVENT), None)
    parts = [name]
    if extended:
        parts.append("with the extension that the law allows")
    if opened:
        parts.append(f"counted from {speech.short_day(opened)}")
    return ", ".join(parts)


def _steps(steps: tuple[Move, ...], sources: list[str], speech: Speech) -> Iterator[Step]:
    for line in explain_steps(steps, speech):
        for source in line.sources:
            if source not in sources:
                sources.append(source)
        notes = tuple(sources.index(source) + 1 for source in line.sources)
        yield Step(line.day, line.sentence, notes)
