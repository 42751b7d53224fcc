"""Says what moved when the library changed, and why: for the desk, the record and the terminal."""

from collections.abc import Sequence

from tracker.domain.case.recalculation import Doubt
from tracker.domain.clock.deadline_changes import (
    Bounds,
    Change,
    Length,
    Shift,
    Term,
    Told,
    Why,
    shifts,
)
from tracker.domain.law.law import Law
from tracker.services.core.naming import by_silence_alone
from tracker.services.core.speaking import Speech
from tracker.services.deadlines.explaining import said_length

# What a last day is the last day of; `stage` is the law's own name of the stage.
TERMS: dict[Term, str] = {
    Term.ORDINARY: "{stage}, last day",
    Term.LONGEST: "{stage}, last day of the longest time",
    Term.URGENT: "{stage}, last day where life or liberty is at stake",
    Term.AFTER_SILENCE: "{stage}, end of the time to file after silence",
    Term.AFTER_DECISION: "{stage}, end of the time to file after a decision",
    Term.AFTER_NOTICE: "{stage}, end of the time after the notice",
}

# Where the name of the stage says by itself after what it comes.
TO_FILE = "{stage}, end of the time to file"

WHYS: dict[Why, str] = {
    Why.DAY_OFF: "{day} is now on file as a day off: {names}.",
    Why.DAY_IN_DOUBT: "{day} is now on file as perhaps a day off: {names}.",
    Why.DAY_WORKED: "{day} is no longer on file as a day off.",
    Why.LIMIT: "The time allowed was {was} and is now {now}.",
    Why.EXTENSION: "The longest extension was {was} and is now {now}.",
    Why.SECTION: "It is now counted under another section.",
    Why.START: "The count now starts from {day} instead of {other}.",
    Why.CLOSED_END: "Another rule now says what happens when the last day is a closed day.",
    Why.NO_NUMBER_BEFORE: "Before, no number of days was on file for it.",
    Why.NO_NUMBER_NOW: "No number of days is on file for it any more.",
    Why.COUNTING: "The rule by which it is counted was changed on file.",
}
MOVED = "{what}: it was {was} and is now {now}."
APPEARED = "{what}: it is now {now}."
GONE = "{what}: it was {was} and cannot be told now."
# A last day that an entry of the history ended, where nothing about the law is in question.
ENDED = "{what}: it was {was} and does not run any more."
NONE = "none"
DOUBTED = (
    "By the law and the calendar as they are on file now, the last day was {now} and not {was}: "
    "{why}"
)
DOUBTED_FOR_GOOD = (
    "By the law and the calendar as they are on file now, no last day can be told: {why}"
)


def said_moves(
    before: Sequence[Told], now: Sequence[Told], law: Law | None, speech: Speech
) -> tuple[str, ...]:
    """Which last days an entry moved, brought about or ended, each in a sentence."""
    moved = (shift for _, shift in shifts(before, now))
    return tuple(said_shift(shift, law, speech, by_law=False) for shift in moved)


def said_shift(shift: Shift, law: Law | None, speech: Speech, *, by_law: bool = True) -> str:
    """`Reply, last day: it was Monday 11 March 2024 and is now Tuesday 12 March 2024.`"""
    what = said_term(shift, law, speech)
    if shift.was and shift.now:
        was, now = (said_bounds(each, speech) for each in (shift.was, shift.now))
        return speech.say(MOVED, what=what, was=was, now=now)
    if shift.now:
        return speech.say(APPEARED, what=what, now=said_bounds(shift.now, speech))
    was = said_bounds(shift.was, speech) if shift.was else speech.say(NONE)
    if by_law:
        return speech.say(GONE, what=what, was=was)
    return speech.say(ENDED, what=what, was=was)


def said_term(shift: Shift, law: Law | None, speech: Speech) -> str:
    """What moved; a stage that is not on file any more is called by its key."""
    stage = law.stages.get(shift.stage) if law else None
    title = stage.title.in_language(speech.language) if stage else shift.stage
    if stage and shift.term is Term.AFTER_SILENCE and by_silence_alone(stage):
        return speech.say(TO_FILE, stage=title)
    return speech.say(TERMS[shift.term], stage=title)


def said_bounds(bounds: Bounds, speech: Speech) -> str:
    """A last day, or the two between which it lies."""
    return speech.span(bounds.earliest, bounds.latest)


def said_causes(shifts: Sequence[Shift], speech: Speech) -> tuple[str, ...]:
    """Why days moved, each reason once."""
    found = dict.fromkeys(change for shift in shifts for change in shift.why)
    return tuple(said_change(change, speech) for change in found)


def said_change(change: Change, speech: Speech) -> str:
    """One reason, with its source where there is one."""
    said = speech.say(
        WHYS[change.why],
        day=speech.day(change.day) if change.day else "",
        other=speech.day(change.other_day) if change.other_day else "",
        names=speech.apart(name.in_language(speech.language) for name in change.names),
        was=_length(change.was, speech),
        now=_length(change.now, speech),
    )
    cites = ", ".join(cited.cite.in_language(speech.language) for cited in change.cited)
    return f"{said} ({cites})" if cites else said


def said_doubt(doubt: Doubt, speech: Speech) -> str:
    """Why a silence on record does not stand: the reason that is proposed for its correction."""
    why = " ".join(said_change(change, speech) for change in doubt.why)
    if doubt.now is None:
        return speech.say(DOUBTED_FOR_GOOD, why=why)
    was, now = (said_bounds(each, speech) for each in (doubt.was, doubt.now))
    return speech.say(DOUBTED, was=was, now=now, why=why)


def _length(length: Length | None, speech: Speech) -> str:
    return said_length(length.number, length.unit, speech) if length else speech.say(NONE)
