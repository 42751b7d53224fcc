"""Sentences on deadlines that a library change moved, and why."""

from collections.abc import Sequence

from tracker.domain.base.messages import Message
from tracker.domain.case.recalculation import Doubt
from tracker.domain.clock.deadline_changes import (
    Bounds,
    DeadlineChange,
    DeadlineSnapshot,
    Length,
    Shift,
    Term,
    Why,
    shifts,
)
from tracker.domain.law.count_step import Reason
from tracker.domain.law.law import Law
from tracker.services.core.i18n import Locale
from tracker.services.core.naming import by_silence_alone
from tracker.services.deadlines.explaining import said_length

# Names of deadlines. `stage` is the law's own name of the stage.
TERMS: dict[Term, str] = {
    Term.ORDINARY: Message("{stage}, deadline"),
    Term.LONGEST: Message("{stage}, maximum time limit"),
    Term.URGENT: Message("{stage}, deadline where life or liberty is at stake"),
    Term.AFTER_SILENCE: Message("{stage}, filing deadline after no response"),
    Term.AFTER_DECISION: Message("{stage}, filing deadline after a decision"),
    Term.AFTER_NOTICE: Message("{stage}, deadline after the notice"),
}

# For stages whose name already says what they follow.
TO_FILE = Message("{stage}, filing deadline")

WHYS: dict[Why, str] = {
    Why.DAY_OFF: Message("{day} is now recorded as a non-working day: {names}."),
    Why.DAY_IN_DOUBT: Message("{day} is now recorded as a possible non-working day: {names}."),
    Why.DAY_WORKED: Message("{day} is no longer recorded as a non-working day."),
    Why.LIMIT: Message("The time allowed was {was} and is now {now}."),
    Why.EXTENSION: Message("The longest extension was {was} and is now {now}."),
    Why.SECTION: Message("It is now calculated under another section."),
    Why.START: Message("The count now starts from {day} instead of {other}."),
    Why.EXTENDED_FROM: Message(
        "On the later reading, the extension is now counted from {day} instead of {other}."
    ),
    Why.CLOSED_END: Message(
        "Another rule now says what happens when the last day is a closed day."
    ),
    Why.NO_NUMBER_BEFORE: Message("No number of days was known for it before."),
    Why.NO_NUMBER_NOW: Message("No number of days is known for it any longer."),
    Why.COUNTING: Message("The rule for calculating it has changed in the law library."),
}
MOVED = Message("{what}: was {was}, now {now}.")
APPEARED = Message("{what}: {now}.")
_GONE = Message("{what}: was {was}. Cannot be calculated now.")
# For a deadline that an entry ended, without any change of the law.
_ENDED = Message("{what}: was {was}. No longer applies.")
_NONE = Message("none")
DOUBTED = Message("Under the current law and calendar, the deadline was {now}, not {was}: {why}")
DOUBTED_FOR_GOOD = Message(
    "Under the current law and calendar, no deadline can be calculated: {why}"
)


def said_moves(
    before: Sequence[DeadlineSnapshot],
    now: Sequence[DeadlineSnapshot],
    law: Law | None,
    locale: Locale,
) -> tuple[str, ...]:
    """Return a sentence for each deadline that an entry moved, started or ended."""
    moved = (shift for _, shift in shifts(before, now))
    return tuple(said_shift(shift, law, locale, by_law=False) for shift in moved)


def said_shift(shift: Shift, law: Law | None, locale: Locale, *, by_law: bool = True) -> str:
    """Return a sentence on a shift of a deadline.

    Example: `Reply, last day: it was Monday 11 March 2024 and is now Tuesday 12 March 2024.`
    """
    what = said_term(shift, law, locale)
    granted = not by_law and any(step.reason is Reason.DECIDED for step in shift.count)
    if shift.was and shift.now and not granted:
        was, now = (said_bounds(each, locale) for each in (shift.was, shift.now))
        return locale.say(MOVED, what=what, was=was, now=now)
    if shift.now and not shift.was:
        return locale.say(APPEARED, what=what, now=said_bounds(shift.now, locale))
    was = said_bounds(shift.was, locale) if shift.was else locale.say(_NONE)
    if by_law:
        return locale.say(_GONE, what=what, was=was)
    return locale.say(_ENDED, what=what, was=was)


def said_term(shift: Shift, law: Law | None, locale: Locale) -> str:
    """Return the name of the deadline that moved.

    A stage that the library no longer has is named by its key.
    """
    stage = law.stages.get(shift.stage) if law else None
    title = stage.title.in_language(locale.language) if stage else shift.stage
    if stage and shift.term is Term.AFTER_SILENCE and by_silence_alone(stage):
        return locale.say(TO_FILE, stage=title)
    return locale.say(TERMS[shift.term], stage=title)


def said_bounds(bounds: Bounds, locale: Locale) -> str:
    """Return a deadline, or the two dates between which it lies."""
    return locale.span(bounds.earliest, bounds.latest)


def said_causes(shifts: Sequence[Shift], locale: Locale) -> tuple[str, ...]:
    """Return why deadlines moved, each reason once."""
    found = dict.fromkeys(change for shift in shifts for change in shift.why)
    return tuple(said_change(change, locale) for change in found)


def said_change(change: DeadlineChange, locale: Locale) -> str:
    """Return one reason, with its source if there is one."""
    said = locale.say(
        WHYS[change.why],
        day=locale.day(change.day) if change.day else "",
        other=locale.day(change.other_day) if change.other_day else "",
        names=locale.apart(locale.words(name) for name in change.names),
        was=_length(change.was, locale),
        now=_length(change.now, locale),
    )
    cites = ", ".join(cited.cite.in_language(locale.language) for cited in change.cited)
    return f"{said} ({cites})" if cites else said


def said_doubt(doubt: Doubt, locale: Locale) -> str:
    """Return why a recorded non-response does not hold: the proposed reason for its correction."""
    why = " ".join(said_change(change, locale) for change in doubt.why)
    if doubt.now is None:
        return locale.say(DOUBTED_FOR_GOOD, why=why)
    was, now = (said_bounds(each, locale) for each in (doubt.was, doubt.now))
    return locale.say(DOUBTED, was=was, now=now, why=why)


def _length(length: Length | None, locale: Locale) -> str:
    return said_length(length.number, length.unit, locale) if length else locale.say(_NONE)
