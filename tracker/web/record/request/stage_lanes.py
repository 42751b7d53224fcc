"""The stages of a record as lanes of one figure: the time allowed, and what came."""

from collections.abc import Hashable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import partial

from tracker.domain.law.law import Actor
from tracker.domain.library import Library
from tracker.domain.record.record import Record
from tracker.domain.record.stage_times import StageResult, StageTime
from tracker.web.base.charts import (
    AxisTick,
    BarFill,
    MarkShape,
    Scale,
    Track,
    axis_ticks,
    legend_of,
    words_of_signs,
)
from tracker.web.base.fragments import made_by_values, made_once
from tracker.web.base.language import lazy_gettext
from tracker.web.record.request.stage_words import SaidStage
from tracker.web.record.words.words import short_name

_ENDED = frozenset({StageResult.SILENT, StageResult.LATE})
# The part of the picture kept free after the last limit for days without a response.
_RUNS_ON = 0.4
_KEYS: tuple[tuple[BarFill | MarkShape, str], ...] = (
    ("allowed", lazy_gettext("Time allowed")),
    ("ext", lazy_gettext("Extension, or a date that is not certain")),
    ("none", lazy_gettext("No response; the bar may continue")),
    ("limit", lazy_gettext("Deadline")),
    ("good", lazy_gettext("Done in time")),
    ("late", lazy_gettext("Done late")),
    ("", lazy_gettext("Done")),
)
_SHAPES: dict[StageResult, MarkShape] = {
    StageResult.IN_TIME: "good",
    StageResult.WITHIN_MAXIMUM: "good",
    StageResult.LATE: "late",
}


@dataclass(frozen=True, slots=True)
class StageLane:
    """One lane: who has to act, the picture, and in words what it shows."""

    actor: Actor
    name: str
    track: Track
    words: str
    tone: str


@dataclass(frozen=True, slots=True)
class StageFigure:
    """The lanes of a record on one scale, with their axis and the legend of what they use."""

    lanes: tuple[StageLane, ...]
    ticks: tuple[AxisTick, ...]
    legend: tuple[tuple[str, str], ...]


def stage_figure(
    record: Record, stages: Sequence[SaidStage], library: Library
) -> StageFigure | None:
    """Return the lanes of a record; None if nothing was counted."""
    if not stages:
        return None
    shown = tuple(map(_values, stages))
    make = partial(_figure, record, stages, library)
    return made_by_values(make, "figure", record.confirmed_on, shown)


def _values(stage: SaidStage) -> tuple[Hashable, ...]:
    """Return what the figure shows of a stage."""
    time = stage.time
    what = (time.actor, time.body, time.began, time.result, stage.words, stage.tone)
    came = time.came.on if time.came else None
    return *what, time.standard, time.maximum, came, time.missed is not None


def _figure(record: Record, stages: Sequence[SaidStage], library: Library) -> StageFigure:
    scale = _scale(record, [stage.time for stage in stages])
    lanes = tuple(_lane(record, stage, scale, library) for stage in stages)
    signs = made_once(partial(words_of_signs, _KEYS), "signs-of-stages")
    legend = legend_of(signs, [lane.track for lane in lanes])
    return StageFigure(lanes, axis_ticks(scale), legend)


def _lane(record: Record, stage: SaidStage, scale: Scale, library: Library) -> StageLane:
    time = stage.time
    name = short_name(library, time.body) if time.actor is not Actor.REQUESTER else ""
    track = scale.track(_spans(record, time, scale), _marks(time))
    return StageLane(time.actor, name, track, stage.words, stage.tone)


def _scale(record: Record, times: Sequence[StageTime]) -> Scale:
    first = min(time.began for time in times)
    ends = [day for time in times for day in _ends(time)]
    last = max(ends)
    width = max((last - first).days, 10)
    if any(time.result is StageResult.SILENT for time in times):
        last = max(last, min(record.confirmed_on, last + timedelta(int(width * _RUNS_ON))))
    margin = timedelta(max(width // 25, 1))
    return Scale(first - margin, last + margin)


def _ends(time: StageTime) -> Iterator[date]:
    for limit in (time.standard, time.maximum):
        yield limit.earliest
        yield limit.latest or limit.earliest
    if time.came:
        yield time.came.on.latest


def _spans(record: Record, time: StageTime, scale: Scale) -> Iterator[tuple[date, date, BarFill]]:
    """Yield the time allowed up to its earliest end, hatched to its latest, then the silence."""
    sure, end = time.standard.earliest, time.maximum.latest or scale.last
    yield time.began, sure, "allowed"
    if end > sure:
        yield sure, end, "ext"
    if time.missed and time.result in _ENDED:
        yield end, time.came.on.earliest if time.came else record.confirmed_on, "none"


def _marks(time: StageTime) -> Iterator[tuple[date, MarkShape]]:
    met = time.result is StageResult.IN_TIME
    limit = time.standard if met else time.maximum
    if limit.latest:
        yield limit.latest, "limit"
    if time.came:
        yield time.came.on.latest, _SHAPES.get(time.result, "")
