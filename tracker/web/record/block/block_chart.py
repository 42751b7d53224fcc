"""The life of a block as a chart and a table: its days, and below them the requests about it with
their time limits and results.

Positions along the axis are percentages of its width, so that the chart fits every screen while
its text keeps its size. It is mirrored for text from right to left.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta

from flask_babel import gettext, ngettext

from tracker.domain.base.days import DaySpan
from tracker.domain.events import KINDS
from tracker.domain.events.correspondence.received import Received
from tracker.domain.events.correspondence.sent import Sent
from tracker.domain.events.event import Event
from tracker.domain.events.lapses.fell_silent import FellSilent
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.events.lapses.overdue import Overdue
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.block import Block
from tracker.domain.law.law import Actor
from tracker.domain.library import Library
from tracker.domain.record.record import Record
from tracker.web.base.language import lazy_gettext, page_locale
from tracker.web.record.request.entries import latest, named_entry
from tracker.web.record.request.timeline_source import source_of
from tracker.web.record.words.words import short_name

_EDGE, NEAR = 2.0, 8.0
TICKS = 5
# The possible distances between marks on the axis, in months.
_STEPS = (1, 2, 3, 6, 12, 24, 60)
_SHORT = timedelta(days=62)
_HEAD, _ROW, _FOOT = 54, 46, 30

# The shape of each kind of entry.
SHAPES = {
    "sent": "circle",
    "received": "disc",
    **dict.fromkeys((kind.kind for kind in (Overdue, FellSilent)), "diamond"),
    **dict.fromkeys((kind for kind in KINDS if issubclass(KINDS[kind], Reply)), "square"),
    "appeal-filed": "triangle",
    "decided": "star",
}
PATHS = {
    "circle": "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    "disc": "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0z",
    "diamond": "M0-7 7 0 0 7-7 0z",
    "square": "M-5.5-5.5h11v11h-11z",
    "triangle": "M0-7 6.5 5h-13z",
    "star": "M0-8 2.2-2.6 8-2.5 3.4 1.2 5 7 0 3.6-5 7-3.4 1.2-8-2.5-2.2-2.6z",
}
MEANS = {
    "circle": lazy_gettext("sent"),
    "disc": lazy_gettext("received"),
    "diamond": lazy_gettext("no response by the deadline"),
    "square": lazy_gettext("reply"),
    "triangle": lazy_gettext("appeal"),
    "star": lazy_gettext("decision on the appeal"),
}


@dataclass(frozen=True, slots=True)
class LifeText:
    """One request in the chart and its table; unknown days are None."""

    reference: str
    body: str
    body_name: str
    transferred_to: str
    phase: str
    sent: DaySpan | None
    received: DaySpan | None
    limit: DaySpan | None
    came: tuple[tuple[str, str, DaySpan], ...]


@dataclass(frozen=True, slots=True)
class _Mark:
    """A symbol at a position on the axis."""

    at: str
    shape: str
    tone: str


@dataclass(frozen=True, slots=True)
class _Stretch:
    """A part of the axis: its left edge `at`, and its width."""

    at: str
    width: str


@dataclass(frozen=True, slots=True)
class _Tick:
    """A day of the axis in words, and how the text is anchored to its position."""

    at: str
    words: str
    anchor: str


@dataclass(frozen=True, slots=True)
class Lane:
    """A request in the chart, at its height."""

    y: int
    label: str
    line: _Stretch | None
    limit: _Stretch | None
    marks: tuple[_Mark, ...]


@dataclass(frozen=True, slots=True)
class Life:
    """The whole chart; `unsure` is the part after the last day on which the block was
    confirmed."""

    height: int
    stood: _Stretch
    unsure: _Stretch | None
    ticks: tuple[_Tick, ...]
    lanes: tuple[Lane, ...]
    sentence: str
    signs: tuple[tuple[str, str, str], ...]
    mirrored: bool


@dataclass(frozen=True)
class Axis:
    """The axis from the first day to the last."""

    first: date
    last: date
    mirrored: bool
    days: int = field(init=False)

    def __post_init__(self) -> None:
        object.__setattr__(self, "days", max((self.last - self.first).days, 1))

    def along(self, day: date) -> float:
        """Return how far a day is from the side where text begins, in percent."""
        return _EDGE + (100 - 2 * _EDGE) * (day - self.first).days / self.days

    def anchor(self, day: date) -> str:
        """Return the text anchor for a day, so that its text stays inside the chart."""
        along = self.along(day)
        return "start" if along < NEAR else "end" if along > 100 - NEAR else "middle"

    def place(self, day: date) -> float:
        """Return the position of a day from the left, in percent."""
        return 100 - self.along(day) if self.mirrored else self.along(day)

    def at(self, day: date) -> str:
        """Return the position of a day as SVG takes it."""
        return f"{self.place(day):.2f}%"

    def stretch(self, since: date, until: date) -> _Stretch:
        """Return the part between two days, wide enough to be visible."""
        left, right = sorted((self.place(since), self.place(until)))
        return _Stretch(f"{left:.2f}%", f"{max(right - left, 0.4):.2f}%")


def told_in(record: Record, library: Library) -> LifeText:
    """Return the days of a request, from its record."""
    lapse, acting = source_of(record, library).lapse(), record.state.holder
    return LifeText(
        reference=record.reference,
        body=record.body,
        body_name=short_name(library, record.body),
        transferred_to=short_name(library, acting) if acting != record.body else "",
        phase=record.phase.value,
        sent=_day_of(record, Sent),
        received=_day_of(record, Received),
        limit=_limit(record, lapse[1] if lapse else None),
        came=tuple(_came(record, library)),
    )


def _day_of(record: Record, kind: type[Event]) -> DaySpan | None:
    return next((event.on for _, event in record.state.of(kind)), None)


def _limit(record: Record, lapse: MissedDeadline | None) -> DaySpan | None:
    """Return when the body's time ended, according to the record."""
    if lapse:
        return DaySpan(lapse.earliest, lapse.latest)
    limits = [limit for limit in record.deadlines if limit.actor is Actor.BODY]
    return DaySpan(limits[0].earliest, limits[0].latest or limits[0].earliest) if limits else None


def _came(record: Record, library: Library) -> Iterator[tuple[str, str, DaySpan]]:
    """Yield the non-response, the last reply, the last appeal and its result, in order; an entry
    of a body other than the one asked names that body."""
    source, appeal = source_of(record, library), latest(record, AppealFiled)
    unheard = source.lapse(appeal[0]) if appeal else None
    found = (source.lapse(), latest(record, Reply), appeal, unheard, latest(record, Decided))
    case_status = [each[0] for each in found if each]
    for entry in sorted(case_status, key=lambda entry: (entry.on.earliest, entry.seq)):
        yield entry.kind, named_entry(entry, record, library), entry.on


def life(block: Block, told: Sequence[LifeText], today: date) -> Life:
    """Return the chart of a block up to `today`, with these requests below it."""
    days = [day for each in told for day in _days(each)]
    stood_until = block.until or block.last_confirmed or today
    first, last = min([block.since, *days]), max([stood_until, *days])
    axis = Axis(first, last, mirrored=page_locale().direction == "rtl")
    sure = block.until is not None or block.last_confirmed is None
    lanes = tuple(_lane(axis, _HEAD + _ROW * place, each) for place, each in enumerate(told))
    return Life(
        height=_HEAD + _ROW * len(lanes) + _FOOT,
        stood=axis.stretch(block.since, stood_until),
        unsure=None if sure else axis.stretch(stood_until, last),
        ticks=tuple(_ticks(axis)),
        lanes=lanes,
        sentence=_sentence(axis, len(told)),
        signs=tuple(_signs(lanes)),
        mirrored=axis.mirrored,
    )


def _days(told: LifeText) -> Iterator[date]:
    for span in (told.sent, told.received, told.limit, *(on for _, _, on in told.came)):
        if span:
            yield from (span.earliest, span.latest)


def _lane(axis: Axis, y: int, told: LifeText) -> Lane:
    days = sorted(_days(told))
    return Lane(
        y=y,
        label=_label(told),
        line=axis.stretch(days[0], days[-1]) if days else None,
        limit=axis.stretch(told.limit.earliest, told.limit.latest) if told.limit else None,
        marks=tuple(_mark(axis, kind, on) for kind, on in _marks(told)),
    )


def _label(told: LifeText) -> str:
    if told.transferred_to:
        return gettext(
            "{body}, transferred to {to}, {reference}",
            body=told.body_name,
            to=told.transferred_to,
            reference=told.reference,
        )
    return page_locale().listed([told.body_name, told.reference])


def _marks(told: LifeText) -> Iterator[tuple[str, DaySpan]]:
    for kind, on in (("sent", told.sent), ("received", told.received)):
        if on:
            yield kind, on
    yield from ((kind, on) for kind, _, on in told.came)


def _mark(axis: Axis, kind: str, on: DaySpan) -> _Mark:
    shape = SHAPES[kind]
    return _Mark(axis.at(on.earliest), shape, KINDS[kind].tone)


def _ticks(axis: Axis) -> Iterator[_Tick]:
    """Yield the first days of months along the axis, or its two ends if it is short."""
    if axis.last - axis.first <= _SHORT:
        yield _Tick(axis.at(axis.first), page_locale().short_day(axis.first), "start")
        yield _Tick(axis.at(axis.last), page_locale().short_day(axis.last), "end")
        return
    for day in _months(axis):
        yield _Tick(axis.at(day), page_locale().month(day, short=True), axis.anchor(day))


def _months(axis: Axis) -> list[date]:
    first, last = _number(axis.first) + (axis.first.day > 1), _number(axis.last)
    days: list[date] = []
    for step in _STEPS:
        numbers = range(-(-first // step) * step, last + 1, step)
        days = [date(number // 12, number % 12 + 1, 1) for number in numbers]
        if len(days) <= TICKS:
            break
    return days


def _number(day: date) -> int:
    """Return the number of a month, counted from year 0."""
    return day.year * 12 + day.month - 1


def _sentence(axis: Axis, requests: int) -> str:
    return ngettext(
        "From {first} to {last}: the days of the block, and under them {number} request.",
        "From {first} to {last}: the days of the block, and under them {number} requests.",
        requests,
        first=page_locale().short_day(axis.first),
        last=page_locale().short_day(axis.last),
    )


def _signs(lanes: Sequence[Lane]) -> Iterator[tuple[str, str, str]]:
    """Yield the symbols in use, each with its path and meaning."""
    used = {mark.shape for lane in lanes for mark in lane.marks}
    for shape in dict.fromkeys(SHAPES.values()):
        if shape in used:
            yield shape, PATHS[shape], str(MEANS[shape])
