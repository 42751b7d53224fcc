"""OONI's counts as a picture: stacked bars by day or by week, drawn as theirs.

Bars stand for usable measurements: with a known block page or answer, with signs, without signs.
Time runs from left to right in every language, and is that of the query, so that days on which
nobody measured are seen. The source's name and the day of asking are inside the picture.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.measurements.answers import CountRow
from tracker.domain.measurements.findings import FEWEST_A_DAY, CountSums, by_month, summed
from tracker.services.core.i18n import END_ISOLATE
from tracker.web.base.language import gettext, page_locale

# Up to so many days are drawn one by one; longer times by ISO week.
MOST_DAYS = 120
# The height of the bars in the picture, and the width on which they are laid out.
BARS_HEIGHT, BARS_WIDTH = 140, 1000
# A label nearer to an end of the picture than this, in per cent, is anchored there.
_NEAR = 14.0
_LABELS = 3
_WEEK = 7
_RTL = "\u2067"


@dataclass(frozen=True, slots=True)
class BarSeries:
    """One kind of result as two paths: full bars, and hollow ones of too few measurements."""

    kind: str
    full: str
    hollow: str


@dataclass(frozen=True, slots=True)
class DayLabel:
    """A day at `x` per cent from the left: its words, and the side at which they are anchored."""

    x: float
    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class MeasuredChart:
    """The counts of one domain or test.

    `most` is the height of the scale, `empty` a path of short lines under days or weeks without
    measurements, `first` and `last` the known edges of the block within the picture.
    """

    subject: str
    weeks: bool
    series: tuple[BarSeries, ...]
    empty: str
    most: int
    first: DayLabel | None
    last: DayLabel | None
    ticks: tuple[DayLabel, ...]
    sums: CountSums
    months: tuple[tuple[str, CountSums], ...]
    stamp: str
    says: str


@dataclass(frozen=True, slots=True)
class DrawnTime:
    """The time of a picture: from `since` up to, and without, `until`; and the block's edges."""

    since: date
    until: date
    first: date | None = None
    last: date | None = None

    def within(self, day: date | None) -> bool:
        """Return whether a day is in the picture."""
        return day is not None and self.since <= day < self.until


@dataclass(frozen=True, slots=True)
class _Scale:
    """Days or weeks of equal width, from the first day of the first one."""

    start: date
    slots: int
    days: int

    @classmethod
    def of(cls, time: DrawnTime) -> "_Scale":
        """Return days if they fit, or else whole weeks from Monday."""
        if (time.until - time.since).days <= MOST_DAYS:
            return cls(time.since, (time.until - time.since).days, 1)
        monday = time.since - timedelta(days=time.since.weekday())
        return cls(monday, -(-(time.until - monday).days // _WEEK), _WEEK)

    def slot(self, day: date) -> int:
        return (day - self.start).days // self.days

    def x(self, day: date) -> float:
        """Return the place of a day's beginning, in per cent from the left."""
        return round(100 * (day - self.start).days / (self.slots * self.days), 2)


@dataclass(frozen=True, slots=True)
class _Slot:
    """A day or a week: its counts in the order in which they are stacked."""

    rows: int
    confirmed: int
    anomaly: int
    ok: int

    @property
    def usable(self) -> int:
        return self.confirmed + self.anomaly + self.ok


def measured_chart(
    subject: str, rows: Sequence[CountRow], time: DrawnTime, asked_on: date
) -> MeasuredChart:
    """Return the picture of some counts by day."""
    scale = _Scale.of(time)
    slots = tuple(_slots(rows, scale))
    most = max((slot.usable for slot in slots), default=0)
    return MeasuredChart(
        subject=subject,
        weeks=scale.days > 1,
        series=tuple(_series(slots, max(most, 1))),
        empty=_marks_of_empty(slots),
        most=most,
        first=_edge(scale, time, time.first),
        last=_edge(scale, time, time.last),
        ticks=tuple(_ticks(scale, time)),
        sums=summed(rows),
        months=tuple((page_locale().month(month), sums) for month, sums in by_month(rows)),
        stamp=_isolated(
            gettext("OONI, retrieved on {day}", day=page_locale().short_day(asked_on))
        ),
        says=_says(time, subject),
    )


def _slots(rows: Sequence[CountRow], scale: _Scale) -> Iterator[_Slot]:
    found: dict[int, list[CountRow]] = {}
    for row in rows:
        found.setdefault(scale.slot(row.day), []).append(row)
    for number in range(scale.slots):
        within = found.get(number, [])
        yield _Slot(
            len(within),
            sum(row.confirmed for row in within),
            sum(row.anomaly for row in within),
            sum(row.ok for row in within),
        )


def _series(slots: Sequence[_Slot], most: int) -> Iterator[BarSeries]:
    """Yield the bars of each kind, from the bottom up."""
    for kind in ("confirmed", "anomaly", "ok"):
        paths = {True: "", False: ""}
        for number, slot in enumerate(slots):
            below, height = _stacked(slot, kind)
            if height:
                paths[slot.usable >= FEWEST_A_DAY] += _bar(
                    number, len(slots), BARS_HEIGHT * below / most, BARS_HEIGHT * height / most
                )
        yield BarSeries(kind, paths[True], paths[False])


def _stacked(slot: _Slot, kind: str) -> tuple[int, int]:
    """Return how many measurements are below a part of a bar, and how many are in it."""
    if kind == "confirmed":
        return 0, slot.confirmed
    if kind == "anomaly":
        return slot.confirmed, slot.anomaly
    return slot.confirmed + slot.anomaly, slot.ok


def _bar(number: int, of: int, below: float, height: float) -> str:
    left, width = _across(number, of)
    # The top is rounded, not the height, so that the parts of a bar meet.
    top, foot = round(BARS_HEIGHT - below - height), round(BARS_HEIGHT - below)
    return f"M{left} {top}h{width}v{max(foot - top, 1)}h-{width}z"


def _marks_of_empty(slots: Sequence[_Slot]) -> str:
    places = (_across(number, len(slots)) for number, slot in enumerate(slots) if not slot.rows)
    return "".join(f"M{left} {BARS_HEIGHT + 6}h{width}" for left, width in places)


def _across(number: int, of: int) -> tuple[int, int]:
    """Return where a bar begins and how wide it is, with a gap after it if there is room."""
    left, after = round(BARS_WIDTH * number / of), round(BARS_WIDTH * (number + 1) / of)
    gap = 2 if after - left > 5 else 1 if after - left > 2 else 0
    return left, after - left - gap


def _edge(scale: _Scale, time: DrawnTime, day: date | None) -> DayLabel | None:
    return _label(scale, day) if day and time.within(day) else None


def _ticks(scale: _Scale, time: DrawnTime) -> Iterator[DayLabel]:
    """Yield a few days along the axis, the ends among them."""
    span = (time.until - time.since).days - 1
    for number in range(_LABELS):
        day = time.since + timedelta(days=round(span * number / (_LABELS - 1)))
        yield _label(scale, day)


def _label(scale: _Scale, day: date) -> DayLabel:
    x, words = scale.x(day), _isolated(page_locale().short_day(day))
    return DayLabel(x, words, "start" if x < _NEAR else "end" if x > 100 - _NEAR else "middle")


def _isolated(words: str) -> str:
    """Return words in their own direction: the picture runs from left to right."""
    return f"{_RTL}{words}{END_ISOLATE}" if page_locale().direction == "rtl" else words


def _says(time: DrawnTime, subject: str) -> str:
    return gettext(
        "Measurements of {subject} from {first} to {last}, in UTC. The table has the figures.",
        subject=page_locale().together(subject),
        first=page_locale().short_day(time.since),
        last=page_locale().short_day(time.until - timedelta(days=1)),
    )
