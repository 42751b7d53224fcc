"""When to file, in words: the days advised, why, and what speaks against a day."""

from collections.abc import Iterator
from datetime import date

from tracker.domain.base.days import ONE_DAY
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import Cause
from tracker.domain.base.text import at_start
from tracker.domain.case.filing_days import FilingDays, Timing, filing_days, timing_of
from tracker.domain.case.windows import Window
from tracker.domain.law.law import Law, Stage
from tracker.services.core.i18n import Locale
from tracker.services.deadlines.explaining import Explained

_BETWEEN = Message("file between {first} and {last}")
_BY = Message("file by {last}")

_CERTAIN = Message("On no reading of the law is that too early or too late.")
_NONE_CERTAIN = Message(
    "No day is free of risk: the body’s time may end only on {end}, after the time to file may "
    "have ended."
)
_FIRST_UNKNOWN = Message(
    "No day is free of risk: we do not know when the body’s maximum time limit ends."
)

_FIRST_DAY: dict[str, Message] = {
    "extended": Message(
        "First day to file: the maximum time limit has certainly ended, with the extension that "
        "the body may take without telling you."
    ),
    "silence": Message("First day to file: the body’s time limit has certainly ended."),
    "decision": Message("First day to file: the decision has certainly been received."),
}
_LAST_DAY: dict[str, Message] = {
    "end": Message("Last day to file: the time to file ends on this day on the earliest reading."),
    "open": Message(
        "Last day to file: the last day when the office is certainly open. On the earliest "
        "reading, the time to file ends on {end}."
    ),
    "together": Message(
        "Last day to file: one appeal covers the non-response and the later response, so the "
        "earlier deadline applies."
    ),
}

_AGAINST: dict[Timing, Message] = {
    Timing.TOO_EARLY: Message("It is too early to file. This remedy opens on {opens}."),
    Timing.PERHAPS_EARLY: Message(
        "If you file today, the body may say that it still had time until {end}. File between "
        "{first} and {last}."
    ),
    Timing.PERHAPS_LATE: Message(
        "The last safe day was {last}. File at once: on another reading there may still be time."
    ),
    Timing.TOO_LATE: Message("The time to file has ended ({closed})."),
}
_EXCUSED = Message("{cite}: {says} Give the reason for the delay, and do not rely on it.")
_NOT_EXCUSED = Message(
    "We know of no provision of {law} that excuses delay. Repeat the request, or decide not to "
    "file."
)


def said_days(days: FilingDays, today: date, locale: Locale) -> str:
    """Return the days advised, for a sentence: `file between 2 and 10 December`.

    Once the first day has come, or if no day is certain, it is `file by 10 December`.
    """
    first, last = days.first, days.last
    near = abs((last - today).days) < 300
    named = locale.short_day(last, year=not near)
    if first is None or not days.certain or first <= today or first == last:
        return locale.say(_BY, last=named)
    return locale.say(_BETWEEN, first=_first_of(first, last, locale, near=near), last=named)


def _first_of(first: date, last: date, locale: Locale, *, near: bool) -> str:
    """Return the first of two days, without what it shares with the last."""
    if (first.year, first.month) == (last.year, last.month):
        return str(first.day)
    return locale.short_day(first, year=not near and first.year != last.year)


def advice(days: FilingDays, locale: Locale) -> str:
    """Return why these days are advised, or why none is free of risk, in one sentence."""
    if days.certain:
        return locale.say(_CERTAIN)
    if days.first is None:
        return locale.say(_FIRST_UNKNOWN)
    return locale.say(_NONE_CERTAIN, end=locale.day(days.first - ONE_DAY))


def filing_advice(days: FilingDays, today: date, locale: Locale) -> Iterator[str]:
    """Yield what a reminder adds to the last safe day: the days to wait for, or the risk."""
    if not days.certain:
        yield advice(days, locale)
    elif days.first and today < days.first:
        yield f"{at_start(said_days(days, today, locale))}. {advice(days, locale)}"


def explain_filing(
    law: Law, window: Window, days: FilingDays, locale: Locale
) -> Iterator[Explained]:
    """Yield a line for the first day to file, if it is known, and one for the last.

    The first day rests on the count of the body's own time, which has its sources.
    """
    sources = (law.cite(window.closes.sources, locale.language),)
    if days.first:
        yield Explained(days.first, locale.say(_why_first(window, days)), (), "first")
    end = locale.day(window.closes.earliest)
    sentence = locale.say(_why_last(window, days), end=end)
    yield Explained(days.last, sentence, sources, "last")


def _why_first(window: Window, days: FilingDays) -> Message:
    if window.cause is not Cause.SILENCE or days.first != window.certain_from:
        return _FIRST_DAY["decision"]
    extended = window.certain_from != window.opens_latest
    return _FIRST_DAY["extended" if extended else "silence"]


def _why_last(window: Window, days: FilingDays) -> Message:
    if days.last != filing_days(window).last:
        return _LAST_DAY["together"]
    return _LAST_DAY["end" if days.last == window.closes.earliest else "open"]


def against_filing(
    law: Law, window: Window, days: FilingDays, on: date, locale: Locale
) -> tuple[str, ...]:
    """Return what speaks against filing on a day; nothing on the days advised."""
    timing = timing_of(window, days, on)
    if timing is Timing.ADVISED:
        return () if days.certain else (advice(days, locale),)
    said = locale.say(
        _AGAINST[timing],
        opens=locale.day(window.opens_earliest),
        end=locale.day(days.first - ONE_DAY) if days.first else "",
        first=locale.day(days.first) if days.first else "",
        last=locale.day(days.last),
        closed=locale.day(window.closes.latest or window.closes.earliest),
    )
    may_help = timing is Timing.PERHAPS_LATE and window.stage.excuses_delay
    late = timing is Timing.TOO_LATE or may_help
    return (said, on_delay(law, window.stage, locale)) if late else (said,)


def on_delay(law: Law, stage: Stage, locale: Locale) -> str:
    """Return by which provisions a late filing may be admitted, or that none is known."""
    if not stage.excuses_delay:
        return locale.say(_NOT_EXCUSED, law=locale.words(law.mention))
    says = " ".join(
        law.provisions[key].says.in_language(locale.language) for key in stage.excuses_delay
    )
    return locale.say(_EXCUSED, cite=law.cite(stage.excuses_delay, locale.language), says=says)
