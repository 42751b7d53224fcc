"""The remedies of a law as a ladder: where its rungs stand, and how one leads to another.

All lengths are in the units of the drawing; the template sets them into an SVG of that size.
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
    """A line of words in a rung: where it stands, and whether it is of the title."""

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
    """A way from one stage to another: `opened` where the silence of the first opens it."""

    start: int
    end: int
    opened: bool

    @property
    def neighbours(self) -> bool:
        """Whether it goes to the very next rung."""
        return self.end == self.start + 1


@dataclass(frozen=True, slots=True)
class _Way:
    """Steps of one kind that lead to the same rung, and are drawn along one lane."""

    starts: tuple[int, ...]
    end: int
    opened: bool

    @property
    def first(self) -> int:
        """The highest rung that it touches."""
        return min(self.end, *self.starts)

    @property
    def last(self) -> int:
        """The lowest rung that it touches."""
        return max(self.end, *self.starts)

    def meets(self, other: Self) -> bool:
        """Whether both pass or touch the same rung."""
        return self.first <= other.last and other.first <= self.last


@dataclass(frozen=True, slots=True)
class Arrow:
    """A drawn way: a path, and the triangle at its end."""

    path: str
    tip: str
    opened: bool


@dataclass(frozen=True, slots=True)
class Ladder:
    """The whole picture, with the same in sentences. `mirrored` for words from right to left."""

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
    """The stages of a law in the order of its file, from the first down."""
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
    """The limit for an event of today, as short as it can be said."""
    limit = _limit_now(stage, today)
    if limit is None:
        yield gettext("Time: no number on file")
        return
    length = said_length(limit.length, limit.unit, locale)
    section = law.cite(limit.sources, locale.language)
    yield gettext("Time: {length} ({section})", length=length, section=section)
    if stage.extension:
        yield _extended(stage.extension, locale)


def _extended(extension: Extension, locale: Locale) -> str:
    if not extension.length:
        return gettext("If extended: no number on file")
    length = said_length(extension.length, extension.unit, locale)
    if extension.runs_from is RunsFrom.EVENT:
        return gettext("If extended: {length} in all", length=length)
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
    """The steps that do not go to the next rung, those to one rung together, short ones first."""
    together: dict[tuple[int, bool], list[int]] = {}
    for step in steps:
        if not step.neighbours:
            together.setdefault((step.end, step.opened), []).append(step.start)
    ways = [_Way(tuple(starts), end, opened) for (end, opened), starts in together.items()]
    return sorted(ways, key=lambda way: way.last - way.first)


def _lanes(ways: list[_Way]) -> dict[_Way, int]:
    """A lane beside the rungs for each way, so that no two ways share a stretch of one."""
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
    """Out of the side of each rung that it leaves, along a lane, and into the side of the last."""
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
    """Ways meet the side of a rung at heights of their own."""
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
