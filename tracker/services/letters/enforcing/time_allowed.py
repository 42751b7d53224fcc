"""The time that the words of an order allow, counted from the day after its date."""

import re
from calendar import month_name
from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.base.days import DaySpan, Span
from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.law.law import Law, Stage
from tracker.domain.law.limits import FirstDay, LastDay, Limit, Unit
from tracker.domain.library import Library

_SMALL = re.findall(
    r"\w+",
    "one two three four five six seven eight nine ten eleven twelve thirteen fourteen fifteen "
    "sixteen seventeen eighteen nineteen",
)
_TENS = {"twenty": 20, "thirty": 30, "forty": 40, "fifty": 50, "sixty": 60}
_WITHIN = re.compile(
    r"\bwithin\s+(?:a\s+(?:period|time)\s+of\s+)?"
    r"(?P<number>\d{1,3}|[a-z]+(?:[- ](?!working|calendar)[a-z]+)?)"
    r"(?:\s*\(\s*[\w -]+\s*\))?\s+(?P<unit>(?:working|calendar)\s+)?days?\b(?P<rest>[^.;]*)",
    re.IGNORECASE,
)
# A time that runs from the receipt of the order begins on a day that the body’s letter may show.
_FROM_RECEIPT = re.compile(
    r"^\W*(?:from|of|after)\s+(?:the\s+)?(?:date\s+of\s+|day\s+of\s+)?(?:the\s+|its\s+)?"
    r"recei(?:pt|ving)(?:\s+of)?(?:\s+(?:this|the)\s+(?:order|decision))?(?=\W|$)",
    re.IGNORECASE,
)
# A time that runs from one of these days begins on a day that the order does not show.
_FROM_ELSEWHERE = re.compile(
    r"recei|communicat(ed|ion)|service|served|notif|intimat|deliver|(?<!duly )certified|today|"
    r"hearing",
    re.IGNORECASE,
)
# What an order puts before the day that it names as the last one.
_AT_LATEST = r"\b(by|on or before|not later than|no later than|until|till)\s+(the\s+|\w+day,?\s+)?"
_DAY_NAMED = re.compile(
    r"\b(?:by|on or before|not later than|no later than|until|till)\s+(?:the\s+|\w+day,?\s+)?"
    r"(?:(\d{1,2})(?:st|nd|rd|th)?\s+([A-Z][a-z]+)|([A-Z][a-z]+)\s+(\d{1,2})),?\s+(\d{4})\b"
)


@dataclass(frozen=True, slots=True)
class TimeAllowed:
    """A length of time that an order allows, with the earliest and the latest last day of it.

    They differ if nobody knows whether offices were closed on a day, or if a closed last day may
    move. `received` is the day of the receipt from which it is counted, None if it is counted from
    the date of the order.
    """

    length: int
    unit: Unit
    earliest: date
    latest: date
    received: date | None = None

    @property
    def one_day(self) -> bool:
        """Return whether the last day is the same on each count."""
        return self.earliest == self.latest


def time_allowed(
    words: str,
    made: date,
    by: date,
    law: Law,
    library: Library,
    challenge: Stage | None,
    received: date | None = None,
) -> TimeAllowed | None:
    """Return the time that the words of an order of the day `made` allow, if its last day is the
    day `by` that a person logged; None if it is not, or if the words name no such time.

    A time from the receipt of the order is counted from the day `received`, None if that is not
    known. `challenge` is the stage whose closed last day moves, None under a law without one.
    """
    found = [*_lengths(words)]
    if len(found) != 1:
        return None
    length, unit, from_receipt = found[0]
    if from_receipt and received is None:
        return None
    since = received if from_receipt else None
    counted = _counted(length, unit, since or made, law, library, challenge)
    if counted is None or counted.latest is None:
        return None
    # The day that a person logged before the receipt was known can be any day.
    if since or counted.earliest <= by <= counted.latest:
        return TimeAllowed(length, unit, counted.earliest, counted.latest, since)
    return None


def _counted(
    length: int, unit: Unit, made: date, law: Law, library: Library, challenge: Stage | None
) -> Deadline | None:
    """Return a time counted from the day after a date, None if the library cannot count it."""
    stage = law.first_stage()
    try:
        moving = challenge.limit_on(made).may_move if challenge and unit is Unit.DAY else ()
        limit = Limit(
            Span(made, None), length, unit, FirstDay.NEXT, LastDay.STANDS, (), may_move=moving
        )
        return count_deadline(
            law,
            replace(stage, limits=(limit,), extension=None),
            DaySpan.on(made),
            library.workdays(law, stage, None),
        )
    except NoLimitOnFile:
        return None


def _lengths(words: str) -> Iterator[tuple[int, Unit, bool]]:
    """Yield each length of time in words, with its unit and whether it runs from the receipt of
    the order; 0 for one that cannot be counted."""
    for found in _WITHIN.finditer(words):
        number = _number(found["number"].lower().replace("-", " ").split())
        working = (found["unit"] or "").lower().startswith("working")
        receipt = _FROM_RECEIPT.search(found["rest"])
        if number and not _FROM_ELSEWHERE.search(found["rest"], receipt.end() if receipt else 0):
            yield number, Unit.WORKING_DAY if working else Unit.DAY, bool(receipt)
        else:
            # A second length that is not understood leaves it open which one is meant.
            yield from ((0, Unit.DAY, False), (0, Unit.DAY, False))


def _number(words: list[str]) -> int:
    """Return the number that one or two words say, 0 if they say none."""
    first, *rest = words
    if first.isdigit() and not rest:
        return int(first)
    if first in _SMALL and not rest:
        return _SMALL.index(first) + 1
    ones = _SMALL.index(rest[0]) + 1 if rest and rest[0] in _SMALL[:9] else 0
    return _TENS.get(first, 0) + ones if first in _TENS and bool(ones) == bool(rest) else 0


def names_day(words: str, day: date) -> bool:
    """Return whether the words of an order name a day, in English, as the last one."""
    month, number = f"{day:%B}", day.day
    written = rf"(0?{number}(st|nd|rd|th)?\s+{month},?|{month}\s+0?{number},?)\s+{day.year}\b"
    return bool(re.search(rf"{_AT_LATEST}{written}", words, re.IGNORECASE))


def day_named_in(words: str) -> date | None:
    """Return the day that words name as the last one, in English; None unless they name one."""
    found = {_day(*each) for each in _DAY_NAMED.findall(words)}
    return found.pop() if len(found) == 1 else None


def _day(number: str, month: str, month_first: str, number_second: str, year: str) -> date | None:
    named = month or month_first
    try:
        return date(int(year), list(month_name).index(named), int(number or number_second))
    except ValueError:
        return None
