"""How long a body took, as a picture that starts every request on day 0.

Of few requests each is a lane with its limits. Of many, lanes say how many answers came in which
weeks.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.case.case_status import FEE_PHASES, Phase
from tracker.domain.law.block import Block
from tracker.domain.library import Library
from tracker.domain.record.answer_times import AnswerTime
from tracker.domain.record.body_results import BodyResult
from tracker.domain.record.scorecard import Spread
from tracker.services.core.naming import DECISIONS, PUBLIC_PHASES
from tracker.services.ports.sought import RecordLine
from tracker.web.base.charts import (
    DAY_ZERO,
    AxisTick,
    Bar,
    BarFill,
    MarkShape,
    Scale,
    Track,
    day_scale,
)
from tracker.web.base.charts import day_ticks as ticks_of
from tracker.web.base.filters import PHASE_TONES
from tracker.web.base.language import gettext, lazy_gettext, ngettext, page_locale, worded

# From so many requests on, a lane stands for weeks.
MANY_REQUESTS = 40
_WEEK, MOST_LANES = 7, 12
_SHORTEST = 14

# The words and the tone of a result without an answer.
_WITHOUT: Mapping[BodyResult, tuple[str, str]] = {
    BodyResult.SILENCE_IN_DOUBT: (lazy_gettext("In doubt"), ""),
    BodyResult.OPEN: (lazy_gettext("Awaiting response"), "open"),
    BodyResult.TRANSFERRED: (lazy_gettext("Transferred"), ""),
    BodyResult.WITHDRAWN: (lazy_gettext("Withdrawn"), ""),
}
_SIGNS: Mapping[BodyResult, MarkShape] = {BodyResult.IN_TIME: "good", BodyResult.LATE: "late"}


@dataclass(frozen=True, slots=True)
class AnswerLane:
    """One request in the picture: its state in words and tone, when it ended, and its days."""

    reference: str
    about: str
    state: str
    tone: str
    ended: str
    track: Track


@dataclass(frozen=True, slots=True)
class WeekLane:
    """The answers that came from one day to another, `days`, with their number in words."""

    days: str
    words: str
    track: Track


@dataclass(frozen=True, slots=True)
class AnswerLanes:
    """The picture: lanes of requests with an axis, or lanes of weeks without one."""

    lanes: tuple[AnswerLane, ...] = ()
    ticks: tuple[AxisTick, ...] = ()
    weeks: tuple[WeekLane, ...] = ()


def answer_lanes(
    times: Sequence[tuple[AnswerTime, RecordLine]], library: Library, *, decides: bool = False
) -> AnswerLanes:
    """Return a lane for each request, the last received first; `decides` for appeals."""
    longest = max((_longest(time) for time, _ in times), default=0)
    scale = day_scale(max(longest, _SHORTEST))
    newest = sorted(times, key=lambda each: each[0].began, reverse=True)
    lanes = tuple(_lane(time, line, scale, library, decides) for time, line in newest)
    return AnswerLanes(lanes, ticks_of(scale))


def week_lanes(spread: Spread) -> AnswerLanes:
    """Return how many answers came in which weeks: at most twelve lanes of equally many weeks."""
    last = max((days for days, _ in spread.counts), default=0)
    width = _WEEK * (last // (_WEEK * MOST_LANES) + 1)
    numbers = [0] * (last // width + 1)
    for days, number in spread.counts:
        numbers[days // width] += number
    most = max(numbers) or 1
    return AnswerLanes(
        weeks=tuple(
            WeekLane(
                gettext("days {first} to {last}", first=slot * width, last=(slot + 1) * width - 1),
                ngettext("{number} answer", "{number} answers", number),
                Track((Bar("run", 0, round(100 * number / most, 2)),) if number else ()),
            )
            for slot, number in enumerate(numbers)
        )
    )


def _service(block: Block) -> str:
    """Return the name of a service without what stands in brackets, with a capital letter."""
    name = worded(block.service).partition(" (")[0]
    return name[:1].upper() + name[1:]


def _longest(time: AnswerTime) -> int:
    found = (time.due, time.longest, time.silent_from, time.answered)
    return max(((day - time.began).days for day in found if day), default=0)


def _lane(
    time: AnswerTime, line: RecordLine, scale: Scale, library: Library, decides: bool
) -> AnswerLane:
    state, tone, ended = _ending(time, decides)
    if time.result is BodyResult.OPEN and not decides and line.phase in FEE_PHASES:
        state, tone = gettext(PUBLIC_PHASES[Phase(line.phase)]), PHASE_TONES[Phase(line.phase)]
    block = library.blocks.get(line.block)
    return AnswerLane(
        reference=line.reference,
        about=_service(block) if block else line.block,
        state=state,
        tone=tone,
        ended=ended,
        track=scale.track(_spans(time, scale), _marks(time)),
    )


def _spans(time: AnswerTime, scale: Scale) -> Iterator[tuple[date, date, BarFill]]:
    if time.due:
        yield DAY_ZERO, _on(time, time.due), "allowed"
        if time.longest and time.longest > time.due:
            yield _on(time, time.due), _on(time, time.longest), "ext"
    if time.silent_from:
        until = _on(time, time.answered) if time.answered else scale.last
        yield _on(time, time.silent_from), until, "none"


def _marks(time: AnswerTime) -> Iterator[tuple[date, MarkShape]]:
    if time.due:
        yield _on(time, time.due), "limit"
    if time.answered:
        yield _on(time, time.answered), _SIGNS.get(time.result, "")


def _on(time: AnswerTime, day: date) -> date:
    """Return a day as its distance from the day on which the time began."""
    return DAY_ZERO + timedelta(days=max((day - time.began).days, 0))


def _ending(time: AnswerTime, decides: bool) -> tuple[str, str, str]:
    """Return the state of a request in words, its tone, and on which day it ended."""
    if time.result is BodyResult.SILENT:
        return gettext("No decision") if decides else gettext("No response"), "late", ""
    if time.result in _WITHOUT:
        words, tone = _WITHOUT[time.result]
        return str(words), tone, ""
    day = _day(time)
    if decides:
        said = [each for each in (_decided(time), day) if each]
        return gettext("Decided"), "", page_locale().listed(said)
    phase = Phase(time.kind)
    return gettext(PUBLIC_PHASES[phase]), PHASE_TONES.get(phase, ""), day


def _day(time: AnswerTime) -> str:
    """Return the day on which an answer came; empty if the day of receipt is not known."""
    if time.days is None:
        return ""
    if time.result is BodyResult.LATE:
        return gettext("day {number}, late", number=time.days)
    if time.result is BodyResult.ANSWER_IN_DOUBT:
        return gettext("day {number}, in doubt", number=time.days)
    # On one line beside the pill, which is much wider in some states.
    return gettext("day {number}", number=time.days).replace(" ", "\u00a0")


def _decided(time: AnswerTime) -> str:
    return gettext(DECISIONS[time.kind]) if time.kind else ""
