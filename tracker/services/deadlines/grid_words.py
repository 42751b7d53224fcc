"""The month grids of a count in words: captions, weekdays, labels of days, notes."""

from calendar import monthrange
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from typing import NamedTuple

import babel
from babel.dates import format_date

from tracker.domain.base.days import DaySpan
from tracker.domain.base.messages import Message
from tracker.domain.base.text import FULL_STOPS, Text
from tracker.domain.law.limits import Unit
from tracker.services.core.i18n import Locale
from tracker.services.deadlines.month_grid import (
    DAYS_A_WEEK,
    DayMark,
    Ending,
    GridDay,
    Month,
    MonthGrid,
    Skipped,
)

SIGNS: dict[DayMark, str] = {
    DayMark.CLOSED: "×",
    DayMark.UNCERTAIN: "?",
    DayMark.PAUSED: "‖",
    DayMark.PERHAPS_PAUSED: "‖?",
}
"""The sign in a day that has no number."""

_SHORT: dict[DayMark, str] = {
    DayMark.EVENT: Message("start"),
    DayMark.RESTARTED: Message("restart"),
    DayMark.TRANSFERRED: Message("sent on"),
}
SHORT_ENDINGS: dict[Ending, str] = {
    Ending.LAST: Message("last"),
    Ending.EARLIEST: Message("earliest"),
    Ending.LATEST: Message("latest"),
    Ending.LIMIT: Message("limit"),
    Ending.SAFE: Message("safe"),
}
_TOLD: dict[DayMark, str] = {
    DayMark.EVENT: Message("The time limit is counted from this day."),
    DayMark.RESTARTED: Message("The time limit starts again from this day."),
    DayMark.TRANSFERRED: Message("By this day the request had been passed on."),
    DayMark.CLOSED: Message("Not counted: {names}."),
    DayMark.UNCERTAIN: Message("May not be counted: {names}."),
    DayMark.PAUSED: Message("Clock paused: {names}."),
    DayMark.PERHAPS_PAUSED: Message("Clock may be paused from here: {names}."),
    DayMark.OFF: Message("The office is closed on this day: {names}."),
}
TOLD_ENDINGS: dict[Ending, str] = {
    Ending.LAST: Message("Last day."),
    Ending.EARLIEST: Message("Last day on the earlier reading."),
    Ending.LATEST: Message("Last day on the later reading."),
    Ending.LIMIT: Message(
        "The time limit ends here before any extension or closed last day moves it."
    ),
    Ending.SAFE: Message("Last day when the office is certainly open."),
}
SKIPPED: dict[DayMark, str] = {
    DayMark.CLOSED: Message("Not counted: {days} ({names})."),
    DayMark.UNCERTAIN: Message("May not be counted: {days} ({names})."),
    DayMark.PAUSED: Message("Clock paused: {days} ({names})."),
    DayMark.PERHAPS_PAUSED: Message("Clock may be paused from {days} ({names})."),
    DayMark.OFF: Message("The office is closed: {days} ({names})."),
}

NUMBERED = Message("The number under a date is its place in the count.")
_EXTENDED = Message("A number with a plus sign is a day of the extension.")
TWO_READINGS = Message(
    "Where two readings differ, 7/6 means day 7 on the earlier reading and day 6 on the later. "
    "6? means counted on one reading only."
)
_BY_DATE: dict[Unit, str] = {
    Unit.MONTH: Message("The time limit is counted in months, so its days have no numbers."),
    Unit.HOUR: Message("The time limit is counted in hours, so its days have no numbers."),
}
NOT_SHOWN = Message("Months not shown: {months}.")


class DayCell(NamedTuple):
    """One day: its number in the month, its sign and short label, and a full description."""

    day: int
    mark: DayMark
    sign: str
    word: str
    told: str
    ends: bool

    @property
    def label(self) -> str:
        """Return the label of a day in the strip of weeks."""
        return str(self.day)

    @property
    def box(self) -> "DayCell":
        """Return the day itself, as `StripCell` has it."""
        return self


class Head(NamedTuple):
    """The name of a weekday, short and in full."""

    short: str
    full: str


@dataclass(frozen=True, slots=True)
class MonthShown:
    """A month, by its first day: its caption, its name in short, its weekdays, and the days that
    belong to the count.

    `lead` is the number of days of its first week that belong to the month before.
    """

    first: date
    caption: str
    short: str
    heads: tuple[Head, ...]
    lead: int
    boxes: tuple[DayCell, ...]

    @property
    def weeks(self) -> tuple[tuple[DayCell | None, ...], ...]:
        """Return all its days in weeks of seven, with None for days of other months."""
        _, length = monthrange(self.first.year, self.first.month)
        places: list[DayCell | None] = [None] * self.lead
        places += [_plain(n + 1, DayMark.BESIDE, "") for n in range(length)]
        places += [None] * (-len(places) % DAYS_A_WEEK)
        for box in self.boxes:
            places[self.lead + box.day - 1] = box
        weeks = range(0, len(places), DAYS_A_WEEK)
        return tuple(tuple(places[n : n + DAYS_A_WEEK]) for n in weeks)


class StripCell(NamedTuple):
    """The first day of a month in the strip of weeks: its label also names the month."""

    label: str
    box: DayCell


Week = tuple[StripCell | DayCell | None, ...]


@dataclass(frozen=True, slots=True)
class GridShown:
    """The months of one count under one caption, with notes for the reader.

    `weeks` are only those of the count, over the turns of months, with None for days outside it.
    An empty week stands for months that are not shown.
    """

    caption: str
    months: tuple[MonthShown, ...]
    weeks: tuple[Week, ...]
    notes: tuple[str, ...]


def grid_in_words(grid: MonthGrid, locale: Locale) -> GridShown:
    """Return the grid in the words of a language."""
    months = tuple([_month(month, grid.first_weekday, locale) for month in grid.months])
    return GridShown(
        caption=_caption(grid, locale),
        months=months,
        weeks=weeks_of(months),
        notes=tuple(_notes(grid, locale)),
    )


def weeks_of(months: tuple[MonthShown, ...]) -> tuple[Week, ...]:
    """Return the weeks of a count with these months, as `GridShown` has them."""
    rows: list[Week] = []
    run: list[StripCell | DayCell | None] = []
    before = 0
    for month in months:
        first, *others = month.boxes
        day = month.first.toordinal() - 1 + first.day
        if run and day != before + 1:
            rows += (*_rows(run), (None,) * DAYS_A_WEEK)
            run = []
        if not run:
            run = [None] * ((month.lead + first.day - 1) % DAYS_A_WEEK)
        run += (StripCell(f"{first.day} {month.short}", first), *others)
        before = day + len(others)
    return (*rows, *_rows(run))


def _rows(run: Sequence[StripCell | DayCell | None]) -> Iterator[Week]:
    """Yield consecutive days in weeks, the last one filled up."""
    for start in range(0, len(run), DAYS_A_WEEK):
        week = tuple(run[start : start + DAYS_A_WEEK])
        yield week + (None,) * (DAYS_A_WEEK - len(week))


def _caption(grid: MonthGrid, locale: Locale) -> str:
    """Return the months of a grid, from the first to the last; empty if there are none."""
    firsts = [month.first for month in grid.months]
    return _months(DaySpan(firsts[0], firsts[-1]), locale) if firsts else ""


@lru_cache(maxsize=64)
def _heads(first_weekday: int, language: str) -> tuple[Head, ...]:
    locale = babel.Locale.parse(language, sep="-")
    names = locale.days["stand-alone"]
    order = [(first_weekday + n) % DAYS_A_WEEK for n in range(DAYS_A_WEEK)]
    return tuple(Head(names["abbreviated"][day], names["wide"][day]) for day in order)


def _month(month: Month, first_weekday: int, locale: Locale) -> MonthShown:
    first = month.first
    return MonthShown(
        first=first,
        caption=_written(first, "LLLL y", locale.language),
        short=_written(first, "MMM", locale.language),
        heads=_heads(first_weekday, locale.language),
        lead=(first.weekday() - first_weekday) % DAYS_A_WEEK,
        # A list is faster than a generator, and a page has a hundred days.
        boxes=tuple(
            [
                _plain(day.day, mark, number)
                if not endings and mark not in _TOLD
                else _box(GridDay(day, mark, number, names, endings), locale)
                for day, mark, number, names, endings in month.days
            ]
        ),
    )


def _box(day: GridDay, locale: Locale) -> DayCell:
    if day.mark is DayMark.CLOSED and not day.endings and not day.number:
        return _closed_box(day, locale)
    return _told_box(day, locale)


@lru_cache(maxsize=2048)
def _plain(day: int, mark: DayMark, number: str) -> DayCell:
    """Return a day without a description, cached: every page repeats a few hundred of them."""
    return DayCell(day, mark, number or SIGNS.get(mark, ""), "", "", ends=False)


def _told_box(day: GridDay, locale: Locale) -> DayCell:
    return DayCell(
        day=day.day.day,
        mark=day.mark,
        sign=day.number or SIGNS.get(day.mark, ""),
        word=_word(day, locale),
        told=" ".join(_sentences(day, locale)),
        ends=any(ending is not Ending.LIMIT for ending in day.endings),
    )


# A closed day is equal in every count that skips it.
@lru_cache(maxsize=8192)
def _closed_box(day: GridDay, locale: Locale) -> DayCell:
    return _told_box(day, locale)


def _word(day: GridDay, locale: Locale) -> str:
    if day.endings:
        return locale.say(SHORT_ENDINGS[day.endings[0]])
    return locale.say(_SHORT[day.mark]) if day.mark in _SHORT else ""


def _sentences(day: GridDay, locale: Locale) -> Iterator[str]:
    if day.mark in _TOLD:
        yield locale.say(_TOLD[day.mark], names=_names(day, locale))
    for ending in day.endings:
        yield locale.say(TOLD_ENDINGS[ending])


def _names(found: GridDay | Skipped, locale: Locale) -> str:
    """Return the reasons, without the full stop that the surrounding sentence adds."""
    return _joined(found.names, locale)


def _joined(names: tuple[Text, ...], locale: Locale) -> str:
    said = locale.apart(locale.words(name) for name in names)
    return said.rstrip(FULL_STOPS)


def _notes(grid: MonthGrid, locale: Locale) -> Iterator[str]:
    if grid.numbered:
        yield locale.say(NUMBERED)
    elif grid.unit in _BY_DATE:
        yield locale.say(_BY_DATE[grid.unit])
    if grid.extended:
        yield locale.say(_EXTENDED)
    if grid.two_readings:
        yield locale.say(TWO_READINGS)
    same_year = len({month.first.year for month in grid.months}) == 1
    for skipped in grid.skipped:
        days = [_stretch(span, locale, year=not same_year) for span in skipped.days]
        names = _names(skipped, locale)
        yield locale.say(SKIPPED[skipped.mark], days=locale.listed(days), names=names)
    if grid.left_out:
        months = locale.listed([_months(span, locale) for span in grid.left_out])
        yield locale.say(NOT_SHOWN, months=months)


def _stretch(span: DaySpan, locale: Locale, *, year: bool) -> str:
    whole = "d MMMM y" if year else "d MMMM"
    first, until = span.earliest, span.latest
    last = _written(until, whole, locale.language)
    if span.exact:
        return last
    pattern = "d" if (first.year, first.month) == (until.year, until.month) else whole
    begun = _written(first, pattern, locale.language)
    return locale.say("{first} to {last}", first=begun, last=last)


def _months(span: DaySpan, locale: Locale) -> str:
    first, last = (
        _written(month, "LLLL y", locale.language) for month in (span.earliest, span.latest)
    )
    return first if span.exact else locale.say("{first} to {last}", first=first, last=last)


@lru_cache(maxsize=4096)
def _written(day: date, pattern: str, language: str) -> str:
    """Return a date as a language writes it, cached: pages repeat dates often."""
    return format_date(day, pattern, locale=language)
