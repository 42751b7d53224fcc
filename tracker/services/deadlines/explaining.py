"""The steps of a count and its cautions as sentences. They are worded only here.

Pages, letters, the command line and exports only lay them out.
"""

from collections.abc import Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tracker.domain.base.messages import Message
from tracker.domain.clock.deadline import Deadline
from tracker.domain.law.count_step import STANDS_STILL, Bound, Caution, CountStep, Reason, Warn
from tracker.domain.law.law import Cited
from tracker.domain.law.limits import Unit
from tracker.services.core.i18n import Locale

UNITS: dict[Unit, tuple[str, str]] = {
    Unit.HOUR: (Message("hour"), Message("hours")),
    Unit.DAY: (Message("day"), Message("days")),
    Unit.WORKING_DAY: (Message("working day"), Message("working days")),
    Unit.WEEK: (Message("week"), Message("weeks")),
    Unit.MONTH: (Message("month"), Message("months")),
}

STEPS: dict[Reason, str] = {
    Reason.EVENT: Message("The count starts from this day."),
    Reason.CLOSED: Message("Closed, so not counted: {names}."),
    Reason.UNCERTAIN: Message(
        "Perhaps closed, so counted for the earlier date and not for the later one: {names}."
    ),
    Reason.END_CLOSED: Message("The office is closed on this day: {names}."),
    Reason.LIMIT: Message("The time allowed, {length}, ends on this day."),
    Reason.EXTENSION: Message("With the extension of {length} the time ends on this day."),
    Reason.PAUSED: Message("The time stands still from this day to {until}, {length}: {names}"),
    Reason.RUNS_ON: Message("What happened on this day did not stop the time: {names}"),
    Reason.STOPPED: Message(
        "The time stands still from this day, and has not begun again: {names}"
    ),
    Reason.PERHAPS_STOPPED: Message(
        "Perhaps the time stands still from this day; if so, it has not begun again: {names}"
    ),
    Reason.RESTARTED: Message("The whole time begins anew with this day: {names}"),
    Reason.TRANSFERRED: Message("The request reached another body on this day. {names}"),
    Reason.OUTER: Message("The time ends on this day at the latest, whenever else it began."),
    Reason.MOVES_ON: Message(
        "The last day was a closed day, so the time ends on the next open day."
    ),
    Reason.MOVES_BACK: Message(
        "The last day was a closed day, so the time ends on the open day before."
    ),
    Reason.MAY_MOVE_ON: Message(
        "The last day was a closed day; it may be that the time ends only on this next open day."
    ),
}

BOUNDS: dict[Bound, str] = {
    Bound.EARLIEST: Message("By the earlier reading: {sentence}"),
    Bound.LATEST: Message("By the later reading: {sentence}"),
}
AT_THE_EARLIEST = Message(
    "At the earliest, for there is no latest day before the clock runs again: {sentence}"
)

CAUTIONS: dict[Caution, str] = {
    Caution.CLOCK_STOPPED: Message(
        "The time has stood still since {day}, and while it does there is no latest day. The "
        "earliest day holds if it began again at once."
    ),
    Caution.CLOCK_IN_DOUBT: Message(
        "The time may have stood still since {day}, and until that has ended there is no latest "
        "day. The earliest day holds if nothing stopped it."
    ),
    Caution.OPENING_UNKNOWN: Message(
        "No latest day is known on which the body must have acted, so no day is safe to file: a "
        "remedy may come too early, and by the earliest reading its time ends on {day}."
    ),
    Caution.NO_PAUSE_RULE: Message(
        "The law on file does not say whether a notice of a fee, or a question back to the "
        "requester, stops the time. Both ways are counted, and the date is provisional."
    ),
    Caution.NO_TRANSFER_RULE: Message(
        "What a transfer does to the time is not on file, so the date is provisional: "
        "counted from the first receipt it is {day}, counted from the new body's receipt {other}."
    ),
    Caution.NO_OUTER_EVENT: Message(
        "The law sets an outer limit too, counted from another event that was not given: the time "
        "may end earlier, so the date is provisional."
    ),
    Caution.RULE_UNVERIFIED: Message(
        "The rule was not read in an official copy of the law, so the date is provisional."
    ),
    Caution.LIMIT_UNCERTAIN: Message(
        "It is not certain that this limit is in force, so the date is provisional: {detail}"
    ),
    Caution.CALENDAR_UNCHECKED: Message(
        "The working calendar was compared with official notices only from {day} to {other}, "
        "so the date is provisional."
    ),
    Caution.CALENDAR_NEVER_CHECKED: Message(
        "The working calendar was never compared with official notices, "
        "so the date is provisional."
    ),
    Caution.CALENDAR_UNKNOWN: Message(
        "The working calendar is known only up to {day}, so the latest day cannot be told "
        "and no silence is entered."
    ),
    Caution.INTERRUPTION_UNSETTLED: Message(
        "It is not settled what the interruption does to the time: "
        "the last day lies between {day} and {other}."
    ),
    Caution.EXTENSION_TOO_LATE: Message(
        "The extension was announced on {day}, when the time had already passed; "
        "it is not counted."
    ),
    Caution.EXTENSION_IN_DOUBT: Message(
        "The extension may have been announced as late as {day}, and the time may have passed on "
        "{other} already: the earliest day holds if the extension came too late."
    ),
    Caution.HOURS: Message(
        "The time is set in hours and ends on {day} at the hour at which it began."
    ),
    Caution.UNCERTAIN_DAYS: Message(
        "It is not certain that the office worked on every day of the count: "
        "the last day lies between {day} and {other}."
    ),
    Caution.UNCERTAIN_END: Message(
        "It is not certain whether the office is open when the time would end: "
        "the last day lies between {day} and {other}."
    ),
    Caution.UNSETTLED_END: Message(
        "It is not settled whether a last day on which the office is closed moves on: "
        "the last day lies between {day} and {other}."
    ),
    Caution.INFERRED: Message(
        "The law does not say this in so many words; it is a reading of the text: {detail}."
    ),
    Caution.OPEN_DAYS_UNKNOWN: Message(
        "On which days the office is open is known only up to {other}, so the date is "
        "provisional. File on or before {day}: that is the last day on which it is surely open."
    ),
    Caution.LAST_DAY_CLOSED: Message(
        "The last day is a closed day. File on or before {day}: that is the last day on which "
        "the office is surely open. The next open day is {other}; do not rely on it."
    ),
    Caution.NO_SAFE_DAY: Message(
        "There is no day before {day} on which the office is surely open: file at once."
    ),
}

INFERRED_FIELDS: dict[str, str] = {
    "unit": Message("that days are calendar days"),
    "length": Message("the length of the time"),
    "first_day": Message("that the day of the event is not counted"),
    "last_day": Message("what happens when the last day is a closed day"),
    "must_be_announced": Message("whether an extension must be announced"),
    "runs_from": Message("from when an extension runs"),
    "month_end": Message("where a month ends"),
    "or_ends_with": Message("what else ends it"),
}


class Explained(NamedTuple):
    """One line of an explanation: the date, the sentence, and its sources."""

    day: date
    sentence: str
    sources: tuple[str, ...]
    mark: str


def explain(deadline: Deadline, locale: Locale) -> tuple[Explained, ...]:
    """Return how the deadline was calculated, line by line."""
    return explain_steps(deadline.moves, locale)


def explain_steps(steps: Iterable[CountStep], locale: Locale) -> tuple[Explained, ...]:
    """Return an explanation of the steps stored with a lapse or a record, line by line."""
    # Lists are faster than generators here and below, and every explained date needs this.
    steps = tuple(steps)
    stands = _stands_still(steps)
    return tuple(
        [
            _closed(step, locale)
            if step.reason is Reason.CLOSED
            else _explained(step, locale, stands)
            for step in steps
        ]
    )


def _explained(step: CountStep, locale: Locale, stands: bool = False) -> Explained:
    sentence = _sentence(step, locale, stands=stands)
    return Explained(step.day, sentence, _sources(step, locale), step.reason.value)


# Most steps are closed days, which are equal in every count on one calendar.
@lru_cache(maxsize=8192)
def _closed(step: CountStep, locale: Locale) -> Explained:
    return _explained(step, locale)


def brief(deadline: Deadline, locale: Locale) -> tuple[str, ...]:
    """Return how the deadline was calculated, with days skipped for one reason in one line.

    Dates have no weekday, which is not needed to follow the count.
    """
    skipped: dict[str, list[str]] = {}
    lines: list[tuple[str, list[str]]] = []
    stands = _stands_still(deadline.moves)
    for move in deadline.moves:
        sentence, day = _sentence(move, locale, stands=stands), locale.short_day(move.day)
        if move.reason in (Reason.CLOSED, Reason.UNCERTAIN) and sentence in skipped:
            skipped[sentence].append(day)
            continue
        lines.append((sentence, skipped.setdefault(sentence, [day])))
    return tuple(f"{locale.listed(days)}: {sentence}" for sentence, days in lines)


def _stands_still(steps: Iterable[CountStep]) -> bool:
    """Return whether the clock is paused after these steps, so that there is no latest day."""
    return any(step.reason in STANDS_STILL for step in steps)


def _sentence(step: CountStep, locale: Locale, *, stands: bool) -> str:
    names = locale.apart(locale.words(name) for name in step.names)
    length = said_length(step.length, step.unit, locale) if step.unit else ""
    until = locale.day(step.until) if step.until else ""
    sentence = locale.say(STEPS[step.reason], names=names, length=length, until=until)
    if step.bound is None or step.reason is Reason.MAY_MOVE_ON:
        return sentence
    if stands and step.bound is Bound.EARLIEST:
        return locale.say(AT_THE_EARLIEST, sentence=sentence)
    return locale.say(BOUNDS[step.bound], sentence=sentence)


def _sources(step: CountStep, locale: Locale) -> tuple[str, ...]:
    return tuple([_source(c, locale) for c in step.cited])


def _source(cited: Cited, locale: Locale) -> str:
    cite, where = cited.cite.in_language(locale.language), cited.where
    return where if cite == where else f"{cite} ({locale.together(where)})"


def said_length(length: int, unit: Unit, locale: Locale) -> str:
    """Return a length of time: `10 working days`."""
    singular, plural = UNITS[unit]
    return f"{length} {locale.say(singular if length == 1 else plural)}"


def cautions(deadline: Deadline, locale: Locale) -> tuple[str, ...]:
    """Return what a reader must know beside the date, most serious first."""
    return tuple(_caution(warning, locale) for warning in deadline.warnings)


def _caution(warning: Warn, locale: Locale) -> str:
    inferred = (locale.say(INFERRED_FIELDS.get(name, name)) for name in warning.fields)
    detail = locale.apart(inferred) if warning.fields else warning.detail
    sentence = locale.say(
        CAUTIONS[warning.caution],
        day=locale.day(warning.day) if warning.day else "",
        other=locale.day(warning.other_day) if warning.other_day else "",
        detail=detail,
    )
    cites = locale.listed([c.cite.in_language(locale.language) for c in warning.cited])
    return f"{sentence} ({cites})" if cites else sentence
