"""Whether the time for a decision has ended on every count, and what a letter says until then.

A letter written before the latest end states nowhere that the time has ended: it has places to
fill in, and cannot be finalised while they are empty.
"""

from collections.abc import Iterable
from dataclasses import replace

from tracker.domain.base.messages import Message
from tracker.domain.case.pending_duties import PendingDuty
from tracker.domain.law.pleas import Circumstance
from tracker.domain.words.brackets import brackets_in
from tracker.domain.words.pleading import PleadingPart, PleadingRow, RowForm
from tracker.services.letters.pleading.argument import Argument
from tracker.services.letters.pleading.source import PleadingSource

_ONE_COUNT = Message(
    "[On one count the time for a decision ({fixed_by}) ends only on {day}: file after that day, "
    "or state here why it has ended.]"
)
_UNKNOWN = Message(
    "[On one count the end of the time for a decision ({fixed_by}) is not known: state here why "
    "it has ended.]"
)
_TRUE_AFTER = Message("[True only after {day}.]")
_NOT_KNOWN_YET = Message("[State here why the time has ended.]")
_LONGEST_TOO = Message(
    "Even with the longer time of {section}, which had on any count ended by {day}, the decision "
    "came late."
)


def duty_of_the_body(source: PleadingSource) -> PendingDuty | None:
    """Return the duty to decide whose time the remedy is about, None if it is not counted."""
    if source.plea.silent:
        return source.plea.silent
    first = source.law.first_stage().key
    return next((d for d in source.plea.case_status.awaited if d.stage.key == first), None)


def still_open(source: PleadingSource, duty: PendingDuty) -> str:
    """Return a place to fill in while the time may not have ended; empty once it has."""
    ordinary = duty.ordinary
    if ordinary.missed_on(source.today):
        return ""
    fixed_by = source.cite(ordinary.sources[:1])
    if ordinary.latest is None:
        return source.say(_UNKNOWN, fixed_by=fixed_by)
    day = source.locale.short_day(ordinary.latest)
    return source.say(_ONE_COUNT, day=day, fixed_by=fixed_by)


def after_the_longest(source: PleadingSource) -> str:
    """Return that a late decision came after the longest time too; empty unless it did so on
    every count."""
    duty, late = duty_of_the_body(source), source.pleaded.get(Circumstance.LATE)
    extension = source.law.first_stage().extension
    if duty is None or late is None or extension is None or duty.ordinary.extended:
        return ""
    last = duty.longest.latest
    if last is None or last >= late.event.on.earliest:
        return ""
    section, day = source.cite(extension.sources), source.locale.short_day(last)
    return source.say(_LONGEST_TOO, section=section, day=day)


def with_what_is_open(
    source: PleadingSource,
    part: PleadingPart,
    rows: Iterable[PleadingRow],
    found: Iterable[Argument],
) -> tuple[PleadingRow, ...]:
    """Return the rows of a part; while the time may not have ended, each row that rests on its
    end has a place to fill in."""
    place = _place(source)
    if not place:
        return tuple(rows)
    resting = {f"ground:{each.key}:1" for each in found if each.when in _OF_THE_END}
    return tuple(
        replace(row, words=f"{row.words} {place}") if _asserts(part, row, resting) else row
        for row in rows
    )


_OF_THE_END = frozenset({Circumstance.SILENCE, Circumstance.LATE})


def _place(source: PleadingSource) -> str:
    """Return the short place to fill in, empty if nothing is pleaded of an end still open."""
    duty = duty_of_the_body(source)
    pleaded = _OF_THE_END & source.pleaded.keys() or (source.plea.silent and not source.plea.first)
    if duty is None or not pleaded or duty.ordinary.missed_on(source.today):
        return ""
    latest = duty.ordinary.latest
    if latest is None:
        return source.say(_NOT_KNOWN_YET)
    return source.say(_TRUE_AFTER, day=source.locale.short_day(latest))


def _asserts(part: PleadingPart, row: PleadingRow, resting: set[str]) -> bool:
    """Return whether a row asserts that no decision came in time, without a place to fill in."""
    if brackets_in(row.words):
        return False
    if part is PleadingPart.GROUNDS:
        return row.key in resting
    if part is PleadingPart.QUESTIONS:
        return row.form is RowForm.PARAGRAPH
    return row.key in ("parties:jurisdiction", "facts:opening", "relief:step-before")
