"""Geometry of the pictures on pages, which templates/macros/charts.html draws.

A picture is as wide as its place on every screen, so positions are per cents of its width.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Literal, NamedTuple

from tracker.web.base.language import gettext, page_locale

# A bar shorter than this share of its scale, in per cent, cannot be seen: it is drawn as a disc.
SMALLEST_BAR = 0.5
# Labels of an axis that fit the width of a phone.
MOST_ON_A_PHONE = 6
# Words of a label take this share of a wide and of a narrow axis, in per cent, and a label after
# the third would be cut.
_WORDS, _WORDS_ON_A_PHONE, _BEFORE_THE_END = 18, 30, 86
# Day 0 of pictures that count days from an event: a Monday, the first day of a year.
DAY_ZERO = date(2001, 1, 1)
# The possible distances between the labels of such a picture, in days.
_DAYS_APART = (1, 2, 7, 14, 28, 56, 91, 182, 364)

BarFill = Literal["allowed", "ext", "given", "part", "refused", "other", "none", "run", "stood"]
MarkShape = Literal["", "good", "late", "open", "limit", "now"]


class Bar(NamedTuple):
    """A span of days: where it begins and how wide it is, in per cent; a disc if `width` is 0."""

    fill: BarFill
    x: float
    width: float


class Mark(NamedTuple):
    """A day: a disc, square, ring or stroke at `x` per cent."""

    shape: MarkShape
    x: float


class AxisTick(NamedTuple):
    """A label of an axis at `x` per cent; `text_x` is where its words stand in the direction of
    the page. Narrow screens leave out the words of a tick that is not `main`. The words of a tick
    at the `end` of the axis end there, so that they are not cut.
    """

    x: float
    text_x: float
    words: str
    main: bool = True
    end: bool = False


class Track(NamedTuple):
    """One lane of a picture: bars, then marks above them."""

    bars: tuple[Bar, ...] = ()
    marks: tuple[Mark, ...] = ()


class BarShare(NamedTuple):
    """A part of a whole, in per cent of its width."""

    fill: BarFill
    x: float
    width: float


@dataclass(frozen=True, slots=True)
class Scale:
    """The days from `first` to `last` as the width of a picture."""

    first: date
    last: date

    def at(self, day: date) -> float:
        """Return where a day stands, in per cent; a day outside stands at the nearer end."""
        width = max(1, (self.last - self.first).days)
        return round(100 * min(max((day - self.first).days / width, 0), 1), 2)

    def track(
        self,
        spans: Iterable[tuple[date, date, BarFill]] = (),
        marks: Iterable[tuple[date, MarkShape]] = (),
    ) -> Track:
        """Return a lane: spans of days from the first to the last, and days with their shape."""
        bars = [self._bar(first, last, fill) for first, last, fill in spans]
        return Track(tuple(bars), tuple(Mark(shape, self.at(day)) for day, shape in marks))

    def _bar(self, first: date, last: date, fill: BarFill) -> Bar:
        x, end = self.at(first), self.at(last)
        width = round(end - x, 2)
        return Bar(fill, x, width) if width >= SMALLEST_BAR else Bar(fill, x, 0)


def words_of_signs(
    meanings: Iterable[tuple[BarFill | MarkShape, str]],
) -> tuple[tuple[BarFill | MarkShape, str], ...]:
    """Return the signs of a figure with their meanings in the language of the page."""
    return tuple([(key, str(words)) for key, words in meanings])


def legend_of(
    signs: Iterable[tuple[BarFill | MarkShape, str]], tracks: Sequence[Track]
) -> tuple[tuple[str, str], ...]:
    """Return the signs that these lanes use; the disc has a name of its own."""
    used: set[BarFill | MarkShape] = {bar.fill for track in tracks for bar in track.bars}
    used |= {mark.shape for track in tracks for mark in track.marks}
    return tuple([(key or "disc", words) for key, words in signs if key in used])


def axis_ticks(scale: Scale, most: int = 12) -> tuple[AxisTick, ...]:
    """Return the axis of a figure in the language of the page, with at most `most` labels: years,
    or months of few years. From right to left there are fewer, because their words are wider."""
    locale = page_locale()
    days = first_days(scale, min(most, 7) if locale.right_to_left else most)
    on_a_phone = MOST_ON_A_PHONE // 2 if locale.right_to_left else MOST_ON_A_PHONE
    by_year = len(days) > 1 and all(day.month == 1 for day in days)
    found = []
    for number, day in enumerate(days):
        x = scale.at(day)
        with_year = by_year or number == 0 or day.month == 1
        words = str(day.year) if by_year else locale.month(day, short=True, year=with_year)
        narrow = len(days) <= on_a_phone or number % 2 == 0
        text_x = round(100 - x, 2) if locale.direction == "rtl" else x
        found.append(AxisTick(x, text_x, words, narrow))
    return _ended(found)


def _ended(ticks: list[AxisTick]) -> tuple[AxisTick, ...]:
    """Return an axis whose last words end inside it; they replace words that they would touch."""
    if not ticks or ticks[-1].x <= _BEFORE_THE_END:
        return tuple(ticks)
    before, last = ticks[:-1], ticks[-1]._replace(main=True, end=True)
    if before and last.x - before[-1].x < _WORDS_ON_A_PHONE:
        wide = last.x - before[-1].x >= _WORDS
        words = before[-1].words if wide else ""
        before[-1] = before[-1]._replace(words=words, main=False)
    return (*before, last)


def first_days(scale: Scale, most: int = 12) -> tuple[date, ...]:
    """Return first days of months, quarters or years within a scale, in the finest steps that give
    at most `most` days."""
    for months in (1, 2, 3, 6, 12, 24, 60, 120):
        days = tuple(_steps(scale, months))
        if len(days) <= most:
            return days
    return ()


def _steps(scale: Scale, months: int) -> Iterable[date]:
    number = scale.first.year * 12 + scale.first.month - 1
    number += -number % months
    while number // 12 <= scale.last.year:
        day = date(number // 12, number % 12 + 1, 1)
        if scale.first <= day <= scale.last:
            yield day
        number += months


def day_scale(longest: int) -> Scale:
    """Return the days from day 0 to some days after the longest time."""
    apart = _apart(longest)
    return Scale(DAY_ZERO, DAY_ZERO + timedelta(days=apart * (longest // apart + 1)))


def day_ticks(scale: Scale) -> tuple[AxisTick, ...]:
    """Return the axis of a figure that counts days: numbers of days, the first with its word."""
    last = (scale.last - scale.first).days
    mirrored = page_locale().direction == "rtl"
    found = []
    for days in range(0, last, _apart(last - 1)):
        x = scale.at(scale.first + timedelta(days=days))
        words = str(days) if days else gettext("day 0")
        found.append(AxisTick(x, round(100 - x, 2) if mirrored else x, words))
    return tuple(found)


def _apart(longest: int) -> int:
    fitting = (days for days in _DAYS_APART if longest // days < MOST_ON_A_PHONE)
    return next(fitting, longest // MOST_ON_A_PHONE + 1)


def shares(parts: Sequence[tuple[BarFill, int]]) -> tuple[BarShare, ...]:
    """Return the parts of a whole side by side, without those of no size."""
    whole = sum(number for _, number in parts) or 1
    found, before = [], 0
    for fill, number in parts:
        if number:
            x, width = 100 * before / whole, 100 * number / whole
            found.append(BarShare(fill, round(x, 2), round(width, 2)))
        before += number
    return tuple(found)
