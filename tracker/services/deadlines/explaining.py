"""The steps of a count and its cautions as sentences. They are worded only here.

Pages, letters, the command line and exports only lay them out.
"""

from collections.abc import Collection, Iterable
from datetime import date
from functools import lru_cache
from typing import NamedTuple

from tracker.domain.base.messages import Message
from tracker.domain.clock.deadline import Deadline
from tracker.domain.law.commencement import FirstDayKnown
from tracker.domain.law.count_step import STANDS_STILL, Bound, Caution, CountStep, Reason, Warn
from tracker.domain.law.law import Cited, Law
from tracker.domain.law.limits import Unit
from tracker.services.core.i18n import Locale

STEPS: dict[Reason, str] = {
    Reason.EVENT: Message("The time limit is counted from this day."),
    Reason.PERHAPS_RECEIVED: Message(
        "What came in on a closed day may count as received on this next open day. The later date "
        "counts it so."
    ),
    Reason.CLOSED: Message("Not counted, office closed: {names}."),
    Reason.UNCERTAIN: Message(
        "May be closed. Counted for the earlier date but not for the later one: {names}."
    ),
    Reason.END_CLOSED: Message("The office is closed on this day: {names}."),
    Reason.LIMIT: Message("The time limit of {length} ends on this day."),
    Reason.EXTENDED_FROM: Message(
        "The time limit ended on a closed day, so the extension is counted from this next open "
        "day."
    ),
    Reason.PERHAPS_EXTENDED_FROM: Message(
        "The time limit ended on a closed day. The law is unclear on whether the extension is "
        "counted from that day or from this next open day. The later date counts it from here."
    ),
    Reason.EXTENSION: Message("With the extension of {length}, the time limit ends on this day."),
    Reason.PAUSED: Message("The clock is paused from this day to {until} ({length}): {names}"),
    Reason.RUNS_ON: Message("This did not stop the clock: {names}"),
    Reason.STOPPED: Message("The clock is paused from this day and has not restarted: {names}"),
    Reason.PERHAPS_STOPPED: Message(
        "The clock may be paused from this day. If so, it has not restarted: {names}"
    ),
    Reason.DECIDED: Message("The body’s decision by a notice counts from this day: {names}"),
    Reason.RESTARTED: Message("The time limit starts again from this day: {names}"),
    Reason.TRANSFERRED: Message(
        "By this day the request had been passed on to another body. {names}"
    ),
    Reason.OUTER: Message("The time limit ends on this day at the latest, whenever it started."),
    Reason.MOVES_ON: Message(
        "The last day was a closed day, so the time limit moves to the next open day."
    ),
    Reason.MOVES_BACK: Message(
        "The last day was a closed day, so the time limit moves back to the open day before."
    ),
    Reason.MAY_MOVE_ON: Message(
        "The last day was a closed day, so the time limit may move to this next open day."
    ),
}

# The steps that are explained once for all their days.
_ALIKE = frozenset({Reason.CLOSED, Reason.UNCERTAIN, Reason.END_CLOSED})

# The steps whose sentence itself says that it is one reading of two.
_SAYS_ITS_READING = frozenset(
    {Reason.MAY_MOVE_ON, Reason.PERHAPS_EXTENDED_FROM, Reason.PERHAPS_RECEIVED}
)

BOUNDS: dict[Bound, str] = {
    Bound.EARLIEST: Message("On the earlier reading: {sentence}"),
    Bound.LATEST: Message("On the later reading: {sentence}"),
}
AT_THE_EARLIEST = Message(
    "Earliest date only, because no latest date can be calculated until the clock restarts: "
    "{sentence}"
)

CAUTIONS: dict[Caution, str] = {
    Caution.CLOCK_STOPPED: Message(
        "The clock has been paused since {day}, so there is no latest date yet. The earliest "
        "date assumes that it restarts at once."
    ),
    Caution.CLOCK_IN_DOUBT: Message(
        "The clock may have been paused since {day}, so there is no latest date yet. The "
        "earliest date assumes that it was not paused."
    ),
    Caution.DECIDED_BY_NOTICE: Message(
        "The body’s notice, which counts from {day}, is its decision on the request, so no time "
        "to reply runs after it and no non-response is logged."
    ),
    Caution.OPENING_UNKNOWN: Message(
        "We do not know the latest date by which the body had to act, so no day is safe to file: "
        "an appeal may be too early, and on the earliest reading the window closes on {day}."
    ),
    Caution.RECEIPT_READING: Message(
        "This date is provisional because it is counted from a receipt that rests on our own "
        "reading of the law, not on a rule in our library."
    ),
    Caution.NO_PAUSE_RULE: Message(
        "This date is provisional because we do not know whether a fee notice or a request for "
        "clarification pauses the clock under this law. Both possibilities are counted."
    ),
    Caution.NO_TRANSFER_RULE: Message(
        "This date is provisional because we do not know how a transfer affects the time limit. "
        "Counted from the first receipt it is {day}; from receipt by the new body it is {other}."
    ),
    Caution.TRANSFER_OUTSIDE_THE_LAW: Message(
        "This date is provisional because the body passed the request to another one, and this "
        "law has no transfer. It is counted from receipt by the body asked, which remains the one "
        "that must answer. Send the other body a request of its own."
    ),
    Caution.NO_OUTER_EVENT: Message(
        "This date is provisional. The law also sets an outer limit, counted from an event you "
        "did not give, so the time limit may end earlier."
    ),
    Caution.RULE_UNVERIFIED: Message(
        "This date is provisional because the rule was not read in an official copy of the law."
    ),
    Caution.LIMIT_UNCERTAIN: Message(
        "This date is provisional because it is not certain that this limit is in force: {detail}"
    ),
    Caution.CALENDAR_UNCHECKED: Message(
        "This date is provisional because the working calendar was checked against official "
        "notices only from {day} to {other}."
    ),
    Caution.CALENDAR_NEVER_CHECKED: Message(
        "This date is provisional because the working calendar was never checked against "
        "official notices."
    ),
    Caution.CALENDAR_UNKNOWN: Message(
        "The working calendar goes only as far as {day}. The latest date cannot be calculated, "
        "so no non-response is logged."
    ),
    Caution.INTERRUPTION_UNSETTLED: Message(
        "The law is unclear on how this affects the time limit. The deadline is between {day} "
        "and {other}."
    ),
    Caution.EXTENSION_TOO_LATE: Message(
        "The extension was announced on {day}, after the time limit had passed, so it is not "
        "counted."
    ),
    Caution.EXTENSION_IN_DOUBT: Message(
        "The extension may have been announced as late as {day}, and the time limit may already "
        "have passed on {other}. The earliest date applies if the extension came too late."
    ),
    Caution.TRANSFER_IN_DOUBT: Message(
        "The request may have been transferred as late as {day}, and the time limit may already "
        "have passed on {other}. The earliest date applies if the transfer came too late."
    ),
    Caution.HOURS: Message(
        "The time limit is set in hours. It ends on {day} at the same time of day that it started."
    ),
    Caution.UNCERTAIN_DAYS: Message(
        "We cannot be certain that the office was open on every day counted. The deadline is "
        "between {day} and {other}."
    ),
    Caution.UNCERTAIN_END: Message(
        "We cannot be certain that the office is open when the time limit ends. The deadline is "
        "between {day} and {other}."
    ),
    Caution.UNSETTLED_END: Message(
        "The law is unclear on whether a deadline that falls on a closed day moves. The deadline "
        "is between {day} and {other}."
    ),
    Caution.UNSETTLED_EXTENSION: Message(
        "The law is unclear on whether an extension is counted from a closed last day or from the "
        "next open day. The deadline is between {day} and {other}."
    ),
    Caution.EXTENSION_EITHER_WAY: Message(
        "The law is unclear on whether an extension is counted from the end of the time limit or "
        "makes one longer time from the first day. The deadline is between {day} and {other}."
    ),
    Caution.RECEIVED_ON_CLOSED_DAY: Message(
        "The body was or may have been closed on {day}. Under a rule of this law, what comes in "
        "on a closed day counts as received on {other}, but we do not know whether that covers "
        "this letter. The later date counts from {other}. Check the date that the body stamped."
    ),
    Caution.INFERRED: Message(
        "The law does not say this expressly. It is our reading of the text: {detail}."
    ),
    Caution.OPEN_DAYS_UNKNOWN: Message(
        "This date is provisional because we know the office’s open days only up to {other}. "
        "File by {day}, the last day when it is certainly open."
    ),
    Caution.LAST_DAY_CLOSED: Message(
        "The last day is a closed day. File by {day}, the last day when the office is certainly "
        "open. Do not rely on the next open day, {other}."
    ),
    Caution.NO_SAFE_DAY: Message(
        "There is no day before {day} when the office is certainly open. File at once."
    ),
}

INFERRED_FIELDS: dict[str, str] = {
    "unit": Message("which days are counted"),
    "length": Message("the length of the time limit"),
    "first_day": Message("that the day of the event is not counted"),
    "last_day": Message("what happens when the last day is a closed day"),
    "must_be_announced": Message("whether an extension must be announced"),
    "runs_from": Message("from when an extension runs"),
    "month_end": Message("where a month ends"),
    "or_ends_with": Message("what else ends it"),
}


COMMENCED: dict[FirstDayKnown, str] = {
    FirstDayKnown.DAY: Message("In force since {day}."),
    FirstDayKnown.YEAR: Message(
        "We know only the year in which it came into force. Time limits are counted from the end "
        "of that year, {day}."
    ),
    FirstDayKnown.AT_LATEST: Message(
        "In force by {day}. We do not know when it came into force. Time limits are counted from "
        "{day}."
    ),
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


def brief(deadline: Deadline, locale: Locale, told: Collection[CountStep] = ()) -> tuple[str, ...]:
    """Return how the deadline was calculated, with days skipped for one reason in one line.

    Dates have no weekday, which is not needed to follow the count. The steps in `told` are
    explained elsewhere and left out.
    """
    skipped: dict[str, list[str]] = {}
    lines: list[tuple[str, list[str]]] = []
    stands = _stands_still(deadline.moves)
    for move in deadline.moves:
        if move in told:
            continue
        sentence, day = _sentence(move, locale, stands=stands), locale.short_day(move.day)
        if move.reason not in _ALIKE:
            lines.append((sentence, [day]))
        elif sentence in skipped:
            skipped[sentence].append(day)
        else:
            skipped[sentence] = [day]
            lines.append((sentence, skipped[sentence]))
    return tuple(f"{locale.listed(days)}: {sentence}" for sentence, days in lines)


def _stands_still(steps: Iterable[CountStep]) -> bool:
    """Return whether the clock is paused after these steps, so that there is no latest day."""
    return any(step.reason in STANDS_STILL - {Reason.DECIDED} for step in steps)


def _sentence(step: CountStep, locale: Locale, *, stands: bool) -> str:
    names = locale.apart(locale.words(name) for name in step.names)
    length = said_length(step.length, step.unit, locale) if step.unit else ""
    until = locale.day(step.until) if step.until else ""
    sentence = locale.say(STEPS[step.reason], names=names, length=length, until=until)
    if step.bound is None or step.reason in _SAYS_ITS_READING:
        return sentence
    if stands and step.bound is Bound.EARLIEST:
        return locale.say(AT_THE_EARLIEST, sentence=sentence)
    return locale.say(BOUNDS[step.bound], sentence=sentence)


def _sources(step: CountStep, locale: Locale) -> tuple[str, ...]:
    return tuple([_source(c, locale) for c in step.cited])


def _source(cited: Cited, locale: Locale) -> str:
    cite, where = cited.cite.in_language(locale.language), cited.where
    return where if cite == where else f"{cite} ({locale.together(where)})"


def commencement_words(law: Law, locale: Locale) -> str:
    """Return from which day a law is in force, how exactly that is known, and until when."""
    span = law.in_force
    said = locale.say(COMMENCED[law.commencement.known], day=locale.short_day(span.since))
    if span.until is None:
        return said
    return f"{said} {locale.say('In force until {day}.', day=locale.short_day(span.until))}"


def said_length(length: int, unit: Unit, locale: Locale) -> str:
    """Return a length of time: `10 working days`."""
    match unit:
        case Unit.HOUR:
            return locale.say_count("{number} hour", "{number} hours", length)
        case Unit.DAY:
            return locale.say_count("{number} day", "{number} days", length)
        case Unit.WORKING_DAY:
            return locale.say_count("{number} working day", "{number} working days", length)
        case Unit.WEEK:
            return locale.say_count("{number} week", "{number} weeks", length)
        case Unit.MONTH:
            return locale.say_count("{number} month", "{number} months", length)


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
