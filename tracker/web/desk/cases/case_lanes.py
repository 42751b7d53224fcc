"""The deadlines of a request as lanes on one scale of days, with today."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.base.days import Span
from tracker.domain.case.windows import Window
from tracker.web.base.charts import AxisTick, BarFill, MarkShape, Scale, Track, axis_ticks
from tracker.web.desk.base.day_words import day_range
from tracker.web.desk.cases.counted_dates import CountedDate

# Beside the first and the last day, so that no mark stands at the edge.
_MARGIN = timedelta(days=4)


@dataclass(frozen=True, slots=True)
class CaseLane:
    """One deadline: whose it is, its picture, and in words what the picture says."""

    title: str
    of: str
    track: Track
    days: str
    section: str
    late: bool


@dataclass(frozen=True, slots=True)
class CaseLanes:
    """The figure of a request: its lanes, its axis, and what its legend explains."""

    lanes: tuple[CaseLane, ...]
    ticks: tuple[AxisTick, ...]
    legend: tuple[str, ...]


def case_lanes(found: Sequence[CountedDate], today: date) -> CaseLanes | None:
    """Return the figure of these deadlines; None if there are none.

    Today is in it unless that would make all else too small to be seen.
    """
    days = [day for each in found for day in _days(each)]
    if not days:
        return None
    first, last = min(days), max(days)
    near = first <= today <= last + (last - first)
    scale = Scale(first - _MARGIN, (max(last, today) if near else last) + _MARGIN)
    drawn = [_drawn(each, scale) for each in found]
    now: list[tuple[date, MarkShape]] = [(today, "now")] if near else []
    lanes = (
        CaseLane(
            each.title,
            each.of,
            scale.track(spans, [*marks, *now]),
            _says(each),
            each.section,
            _missed(each, today),
        )
        for each, (spans, marks) in zip(found, drawn, strict=True)
    )
    return CaseLanes(tuple(lanes), axis_ticks(scale), tuple(_legend(drawn, near=near)))


def _days(each: CountedDate) -> Iterator[date]:
    window, deadline = each.window, each.deadline
    yield window.opens_earliest if window else deadline.event.earliest
    yield deadline.latest or deadline.earliest
    if each.came:
        yield each.came


_Drawn = tuple[list[tuple[date, date, BarFill]], list[tuple[date, MarkShape]]]


def _drawn(each: CountedDate, scale: Scale) -> _Drawn:
    """Return the spans and marks of one deadline.

    A body's time is full to its earliest last day and hatched to its latest, at which the stroke
    stands; a requester's is full while filing is safe, and the stroke stands at the last safe day.
    """
    deadline, window = each.deadline, each.window
    latest = deadline.latest or scale.last
    spans: list[tuple[date, date, BarFill]] = []
    marks: list[tuple[date, MarkShape]] = [(each.came, "")] if each.came else []
    if window is None:
        spans.append((deadline.event.earliest, deadline.earliest, "allowed"))
        spans += [(deadline.earliest, latest, "ext")] if latest > deadline.earliest else []
        return spans, [(deadline.latest, "limit"), *marks] if deadline.latest else marks
    opens, safe = window.opens_earliest, deadline.last_safe_day
    if not (window.safe and safe):
        return [(opens, latest, "ext")], marks
    begins = _first_safe(each, window, window.safe)
    spans = [(opens, begins, "ext"), (begins, safe, "run"), (safe, latest, "ext")]
    return [span for span in spans if span[0] < span[1]], [(safe, "limit"), *marks]


def _says(each: CountedDate) -> str:
    deadline, window = each.deadline, each.window
    if window and window.safe and deadline.last_safe_day:
        return day_range(_first_safe(each, window, window.safe), deadline.last_safe_day)
    return day_range(deadline.earliest, deadline.latest)


def _first_safe(each: CountedDate, window: Window, safe: Span) -> date:
    """Return the first day to file or, if no day is certain, the first of the safe days.

    It is not before the window opens, even where an earlier window of the same appeal is open.
    """
    days = each.days
    first = days.first if days and days.certain and days.first else safe.since
    return max(first, window.opens_earliest)


def _missed(each: CountedDate, today: date) -> bool:
    last = each.deadline.last_safe_day if each.window else each.deadline.latest
    return bool(last and last < today and not each.came and not each.over)


def _legend(drawn: Sequence[_Drawn], *, near: bool) -> Iterator[str]:
    """Yield the fills and signs in the figure, by the names that the legend's macro has."""
    fills = {fill for spans, _ in drawn for _, _, fill in spans}
    shapes = {shape for _, marks in drawn for _, shape in marks}
    yield from (fill for fill in ("allowed", "ext", "run") if fill in fills)
    yield from (name for shape, name in (("limit", "limit"), ("", "disc")) if shape in shapes)
    if near:
        yield "now"
