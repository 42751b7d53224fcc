"""The remedies of a law drawn as a ladder: the positions of its rungs, and the arrows between
them.

All lengths are in the units of the drawing; the template puts them into an SVG of that size.
"""

import textwrap
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Self

from flask_babel import gettext

from tracker.domain.law.law import Law, Stage
from tracker.domain.law.limits import Extension, Limit, RunsFrom
from tracker.services.core.i18n import Locale
from tracker.services.deadlines.explaining import said_length
from tracker.web.record.words.wording import ACTORS

RUNG_LEFT, RUNG_WIDTH = 8, 316
LANE, _EDGE = 18, 12
_LINE, PADDING, _BETWEEN = 19, 12, 34
# Urdu letters reach far above and below the line.
TALL_LINE = 27
_LETTERS = 40
TITLE_LETTERS = 36
SOLID_AT, DASHED_AT = 60, 100
TIP = 5
APART = 9


@dataclass(frozen=True, slots=True)
class _Line:
    """A line of text in a rung: its height, and whether it belongs to the title."""

    y: int
    words: str
    strong: bool


@dataclass(frozen=True, slots=True)
class Rung:
    """A stage as a box."""

    stage: Stage
    number: int
    y: int
    height: int
    lines: tuple[_Line, ...]


@dataclass(frozen=True, slots=True)
class _Step:
    """An arrow from one stage to another; `opened` if the first stage's silence opens the
    second."""

    start: int
    end: int
    opened: bool

    @property
    def neighbours(self) -> bool:
        """Return whether it goes to the next rung."""
        return self.end == self.start + 1


@dataclass(frozen=True, slots=True)
class _Way:
    """Steps of one kind that lead to the same rung and share a lane."""

    starts: tuple[int, ...]
    end: int
    opened: bool

    @property
    def first(self) -> int:
        """Return the highest rung that it touches."""
        return min(self.end, *self.starts)

    @property
    def last(self) -> int:
        """Return the lowest rung that it touches."""
        return max(self.end, *self.starts)

    def meets(self, other: Self) -> bool:
        """Return whether both pass or touch the same rung."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Arrow:
    """A drawn way: its path, and the triangle at its end."""

    path: str
    tip: str
    opened: bool


@dataclass(frozen=True, slots=True)
class Ladder:
    """The whole drawing, with its content in sentences; `mirrored` for text from right to left."""

    width: int
    height: int
    rung_left: int
    rung_width: int
    words_at: int
    rungs: tuple[Rung, ...]
    arrows: tuple[Arrow, ...]
    sentences: tuple[str, ...]
    mirrored: bool


def ladder(law: Law, today: date, locale: Locale) -> Ladder:
    """Return the ladder of a law's stages, in the order of its file."""
    stages = list(law.stages.values())
    rungs = tuple(_rungs(law, stages, today, locale))
    steps = _steps(stages)
    lanes = _lanes(_ways(steps))
    arrows = [_straight(step, rungs) for step in steps if step.neighbours]
    arrows += [_around(way, lane, rungs) for way, lane in lanes.items()]
    used = max(lanes.values(), default=-1) + 1
    width, mirrored = RUNG_LEFT + RUNG_WIDTH + used * LANE + _EDGE, locale.direction == "rtl"
    words_at = RUNG_LEFT + PADDING
    return Ladder(
        width=width,
        height=rungs[-1].y + rungs[-1].height + TIP,
        rung_left=RUNG_LEFT,
        rung_width=RUNG_WIDTH,
        words_at=width - words_at if mirrored else words_at,
        rungs=rungs,
        arrows=tuple(arrows),
        sentences=tuple(_sentence(rung, steps, locale) for rung in rungs),
        mirrored=mirrored,
    )


def _rungs(law: Law, stages: list[Stage], today: date, locale: Locale) -> Iterator[Rung]:
    y, line = TIP, TALL_LINE if locale.direction == "rtl" else _LINE
    for number, stage in enumerate(stages, start=1):
        name = stage.title.in_language(locale.language)
        title = textwrap.wrap(f"{number}. {name}", TITLE_LETTERS)
        facts = [
            gettext("Acts: {actor}", actor=ACTORS[stage.actor]),
            *_time(law, stage, today, locale),
        ]
        facts = [words for fact in facts for words in textwrap.wrap(fact, _LETTERS)]
        first = y + PADDING + line - 5
        lines = tuple(
            _Line(first + n * line, words, n < len(title)) for n, words in enumerate(title + facts)
        )
        height = 2 * PADDING + len(lines) * line
        yield Rung(stage, number, y, height, lines)
        y += height + _BETWEEN


def _time(law: Law, stage: Stage, today: date, locale: Locale) -> Iterator[str]:
    """Yield the limit for an event of today, as short as possible."""
    limit = _limit_now(stage, today)
    if limit is None:
        yield gettext("Time limit: not known")
        return
    length = said_length(limit.length, limit.unit, locale)
    section = law.cite(limit.sources, locale.language)
    yield gettext("Time: {length} ({section})", length=length, section=section)
    if stage.extension:
        yield _extended(stage.extension, locale)


def _extended(extension: Extension, locale: Locale) -> str:
    if not extension.length:
        return gettext("If extended: not known")
    length = said_length(extension.length, extension.unit, locale)
    if extension.runs_from is RunsFrom.EVENT:
        return gettext("If extended: {length} in total", length=length)
    return gettext("If extended: {length} more", length=length)


def _limit_now(stage: Stage, today: date) -> Limit | None:
    return next((limit for limit in stage.limits if today in limit.span), None)


def _steps(stages: list[Stage]) -> list[_Step]:
    places = {stage.key: place for place, stage in enumerate(stages)}
    found = [
        _Step(places[stage.key], places[following], opened=False)
        for stage in stages
        for following in stage.leads_to
    ]
    found += [
        _Step(places[silent], places[stage.key], opened=True)
        for stage in stages
        for silent in stage.opened_by_silence_of
    ]
    return list(dict.fromkeys(found))


def _ways(steps: list[_Step]) -> list[_Way]:
    """Return steps that skip rungs, merged by their target, short ones first."""
    together: dict[tuple[int, bool], list[int]] = {}
    for step in steps:
        if not step.neighbours:
            together.setdefault((step.end, step.opened), []).append(step.start)
    ways = [_Way(tuple(starts), end, opened) for (end, opened), starts in together.items()]
    return sorted(ways, key=lambda way: way.last - way.first)


def _lanes(ways: list[_Way]) -> dict[_Way, int]:
    """Return a lane beside the rungs for each way, so that ways in one lane never overlap."""
    taken: list[list[_Way]] = []
    lanes: dict[_Way, int] = {}
    for way in ways:
        free = (n for n, held in enumerate(taken) if not any(way.meets(other) for other in held))
        lanes[way] = next(free, len(taken))
        if lanes[way] == len(taken):
            taken.append([])
        taken[lanes[way]].append(way)
    return lanes


def _straight(step: _Step, rungs: tuple[Rung, ...]) -> Arrow:
    x = RUNG_LEFT + (DASHED_AT if step.opened else SOLID_AT)
    start = rungs[step.start].y + rungs[step.start].height
    end = rungs[step.end].y
    tip = f"M{x - TIP} {end - 2 * TIP}L{x + TIP} {end - 2 * TIP}L{x} {end}Z"
    return Arrow(f"M{x} {start}V{end - 2 * TIP}", tip, step.opened)


def _around(way: _Way, lane: int, rungs: tuple[Rung, ...]) -> Arrow:
    """Return an arrow out of the side of each starting rung, along a lane, and into the side of
    the last."""
    edge = RUNG_LEFT + RUNG_WIDTH
    out = edge + (lane + 1) * LANE
    end = rungs[way.end].y + PADDING + _shift(rungs[way.end], lane)
    leaves = [rungs[start] for start in way.starts]
    heights = [rung.y + rung.height - PADDING - _shift(rung, lane) for rung in leaves]
    path = "".join(f"M{edge} {height}H{out}" for height in heights)
    path += f"M{out} {min(end, *heights)}V{max(end, *heights)}M{out} {end}H{edge + 2 * TIP}"
    tip = f"M{edge + 2 * TIP} {end - TIP}L{edge + 2 * TIP} {end + TIP}L{edge} {end}Z"
    return Arrow(path, tip, way.opened)


def _shift(rung: Rung, lane: int) -> int:
    """Return the offset at which ways in this lane meet the side of a rung."""
    return min(lane * APART, rung.height - 2 * PADDING)


def _sentence(rung: Rung, steps: list[_Step], locale: Locale) -> str:
    place = rung.number - 1
    leads = [f"{step.end + 1}" for step in steps if step.start == place and not step.opened]
    opens = [f"{step.end + 1}" for step in steps if step.start == place and step.opened]
    words = [f"{rung.number}. {rung.stage.title.in_language(locale.language)}."]
    if leads:
        words.append(gettext("Leads to {numbers}.", numbers=locale.listed(leads)))
    if opens:
        words.append(gettext("Its silence opens {numbers}.", numbers=locale.listed(opens)))
    return " ".join(words)
