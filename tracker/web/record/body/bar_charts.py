"""Bar charts of public pages.

Horizontal positions are percentages of the width, so that a chart fits every screen while its
text keeps its size; heights are in pixels. Charts are mirrored for text from right to left. A
chart says nothing that the table beside it does not say.
"""

from collections.abc import Sequence
from dataclasses import dataclass

_EDGE = 1.0
_GAP = 0.12
TOP, _HIGH, _FOOT = 22, 120, 24
# The possible widths of a bar, in days: the first with few enough bars is used.
REACHES = (1, 2, 5, 7, 10, 14, 30, 60, 90, 180, 365)
MOST_BARS = 12


@dataclass(frozen=True, slots=True)
class Bar:
    """One bar: the days from `first` to `last`, the number, and its position."""

    first: int
    last: int
    number: int
    x: str
    middle: str
    width: str
    y: int
    height: int

    @property
    def days(self) -> str:
        """Return the days the bar stands for: `7`, or `7–13`."""
        return str(self.first) if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class Bars:
    """How often each number of days was taken."""

    bars: tuple[Bar, ...]
    base: int
    height: int


def _place(along: float, *, mirrored: bool) -> float:
    """Return the position of a fraction (0 to 1) of the width from the left, in percent."""
    at = _EDGE + (100 - 2 * _EDGE) * along
    return 100 - at if mirrored else at


def bars(counts: Sequence[tuple[int, int]], *, mirrored: bool) -> Bars:
    """Return the chart of pairs of days and numbers; without pairs, it has no bars."""
    last = max((days for days, _ in counts), default=0)
    reach = next((each for each in REACHES if last // each < MOST_BARS), last // MOST_BARS + 1)
    numbers = [0] * (last // reach + 1)
    for days, number in counts:
        numbers[days // reach] += number
    top = max(numbers)
    drawn = tuple(
        _bar(slot, reach, number, len(numbers), top, mirrored=mirrored)
        for slot, number in enumerate(numbers)
    )
    return Bars(
        bars=drawn if counts else (),
        base=TOP + _HIGH,
        height=TOP + _HIGH + _FOOT,
    )


def _bar(slot: int, reach: int, number: int, slots: int, top: int, *, mirrored: bool) -> Bar:
    start, end = (
        _place((slot + part) / slots, mirrored=mirrored) for part in (_GAP / 2, 1 - _GAP / 2)
    )
    height = round(_HIGH * number / top) if top else 0
    return Bar(
        first=slot * reach,
        last=(slot + 1) * reach - 1,
        number=number,
        x=f"{min(start, end):.2f}%",
        middle=f"{(start + end) / 2:.2f}%",
        width=f"{abs(end - start):.2f}%",
        y=TOP + _HIGH - height,
        height=height,
    )
