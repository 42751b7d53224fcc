"""Dates as lists write them. Ambiguous ones are refused until a person says how to read them."""

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

from tracker.domain.base.days import MONTHS, URDU_MONTHS
from tracker.domain.base.errors import BadInput
from tracker.domain.base.messages import Message


class DayOrder(StrEnum):
    """The order of day and month in a list's numeric dates."""

    UNSAID = ""
    DAY_FIRST = "day-first"
    MONTH_FIRST = "month-first"


_NAMED = {
    **{name.lower(): number for number, name in enumerate(MONTHS, start=1)},
    **{name[:3].lower(): number for number, name in enumerate(MONTHS, start=1)},
    **{name: number for number, name in enumerate(URDU_MONTHS, start=1)},
    "sept": 9,
}
_TIME = re.compile(r"[ T]+\d{1,2}:\d{2}(:\d{2}(\.\d+)?)?( ?[ap]m|Z)?$", re.IGNORECASE)
YEAR_FIRST = re.compile(r"(\d{4})[-/. ](\d{1,2})[-/. ](\d{1,2})|(\d{4})(\d{2})(\d{2})")
_FIGURES = re.compile(r"(\d{1,2})[-/. ](\d{1,2})[-/. ](\d{4}|\d{2})")
DAY_MONTH = re.compile(r"(\d{1,2})(?:st|nd|rd|th)?[-/., ]*([^\W\d]+)[-/., ]*(\d{4}|\d{2})")
MONTH_DAY = re.compile(r"([^\W\d]+)[-/. ]*(\d{1,2})(?:st|nd|rd|th)?[-/., ]+(\d{4})")
SERIAL = re.compile(r"\d{5}(\.\d+)?")
_NO_DAY = Message("“{value}” is not a real date. Write it as 2024-03-18.")


def day_in(value: str, order: DayOrder = DayOrder.UNSAID) -> date:
    """Return the date in a cell.

    Raises BadInput, saying what to do, for what is no date or can be read in two ways.
    """
    words = _TIME.sub("", value.strip())
    if SERIAL.fullmatch(words):
        raise BadInput(
            "“{value}” is a spreadsheet date number. Format the column as a date and save the "
            "list again.",
            value=value,
        )
    try:
        if found := YEAR_FIRST.fullmatch(words):
            year, month, day = (int(part) for part in found.groups() if part)
            return date(year, month, day)
        if found := _FIGURES.fullmatch(words):
            return _by_order(value, int(found[1]), int(found[2]), found[3], order)
        return _by_name(value, words, order)
    except ValueError:
        raise BadInput(_NO_DAY, value=value) from None


def _by_order(value: str, first: int, second: int, year: str, order: DayOrder) -> date:
    if order is DayOrder.UNSAID:
        if (first <= 12 and second <= 12 and first != second) or len(year) == 2:
            raise BadInput(
                "“{value}” can be read in more than one way. Choose whether the day or the "
                "month comes first.",
                value=value,
            )
        order = DayOrder.MONTH_FIRST if second > 12 else DayOrder.DAY_FIRST
    day, month = (first, second) if order is DayOrder.DAY_FIRST else (second, first)
    if month > 12 >= day:
        raise BadInput(
            "“{value}” is not a date with the {part} first. Correct it, or choose the other "
            "order.",
            value=value,
            part=Message("day") if order is DayOrder.DAY_FIRST else Message("month"),
        )
    return date(_year(year), month, day)


def _by_name(value: str, words: str, order: DayOrder) -> date:
    if found := DAY_MONTH.fullmatch(words):
        if len(found[3]) == 2 and order is DayOrder.UNSAID:
            raise BadInput(
                "“{value}” has a 2-digit year. Choose whether the day or the month comes "
                "first, or write the year in full.",
                value=value,
            )
        return date(_year(found[3]), _month(found[2]), int(found[1]))
    if found := MONTH_DAY.fullmatch(words):
        return date(int(found[3]), _month(found[1]), int(found[2]))
    raise ValueError(words)


def _month(name: str) -> int:
    if name.lower() not in _NAMED:
        raise ValueError(name)
    return _NAMED[name.lower()]


def _year(written: str) -> int:
    return int(written) + (2000 if len(written) == 2 else 0)


def both_orders(values: Iterable[str]) -> bool:
    """Return whether some values can only be read day first, and others only month first."""
    seen = set()
    for value in values:
        found = _FIGURES.fullmatch(_TIME.sub("", value.strip()))
        if found and int(found[1]) > 12 >= int(found[2]):
            seen.add(DayOrder.DAY_FIRST)
        if found and int(found[2]) > 12 >= int(found[1]):
            seen.add(DayOrder.MONTH_FIRST)
    return len(seen) == 2
