"""The stages of a law as lanes of days: a run in which nobody answers and each last day is used.

It starts on day 0 and knows no holidays, in weeks of five working days, so that it shows how the
stages follow each other; it never says when a limit ends.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from functools import cache

from tracker.domain.calendar.workdays import Reading
from tracker.domain.clock.lengths import CalendarReading, after_length, end_of
from tracker.domain.law.law import Actor, Law, Stage
from tracker.domain.law.limits import Limit, RunsFrom
from tracker.services.core.i18n import Locale
from tracker.services.deadlines.explaining import said_length
from tracker.web.base.charts import (
    DAY_ZERO,
    AxisTick,
    BarFill,
    MarkShape,
    Track,
    day_scale,
    day_ticks,
)
from tracker.web.base.language import gettext

# Longer than any run: the stages of a law end within some years.
_DAYS = 40 * 365
_WORKING_DAYS_A_WEEK = 5
_FILLS: Mapping[Actor, BarFill] = {
    Actor.BODY: "allowed",
    Actor.REQUESTER: "run",
    Actor.APPEAL_BODY: "given",
}
# Events that nobody awaits: a stage that starts from them alone has no place in the run.
_ASIDE = frozenset({"fee-noticed", "third-party-heard"})


@dataclass(frozen=True, slots=True)
class RunLane:
    """One stage: its number, its days, its time in words, and what it leads to."""

    number: int
    stage: Stage
    track: Track
    time: str
    leads: str


@dataclass(frozen=True, slots=True)
class LawRun:
    """All stages on one scale of days."""

    lanes: tuple[RunLane, ...]
    ticks: tuple[AxisTick, ...]


@dataclass(frozen=True, slots=True)
class _Placed:
    """A stage with its first day, the end of its limit, and the end of an extension."""

    begins: date | None
    ends: date | None = None
    longest: date | None = None


def law_run(law: Law, today: date, locale: Locale) -> LawRun:
    """Return the run of a law, by the limits that apply to an event of today."""
    placed: dict[str, _Placed] = {}
    for stage in law.stages.values():
        placed[stage.key] = _placed(stage, _begins(law, stage, placed), limit_now(stage, today))
    days = (day for each in placed.values() for day in (each.begins, each.ends, each.longest))
    last = max((day for day in days if day), default=DAY_ZERO)
    scale = day_scale(max((last - DAY_ZERO).days, 1))
    lanes = tuple(
        RunLane(
            number,
            stage,
            scale.track(_spans(placed[stage.key], stage), _marks(placed[stage.key])),
            time_in_short(stage, today, locale),
            _leads_on(law, stage, locale),
        )
        for number, stage in enumerate(law.stages.values(), start=1)
    )
    return LawRun(lanes, day_ticks(scale))


def limit_now(stage: Stage, today: date) -> Limit | None:
    """Return the limit for an event of today; None if the library has none."""
    return next((limit for limit in stage.limits if today in limit.span), None)


def reply_time(law: Law, today: date, locale: Locale) -> str:
    """Return the time to answer a request in few words, or that a petition has none."""
    if law.petition:
        return gettext("no time limit: a petition")
    return time_in_short(law.first_stage(), today, locale)


def time_in_short(stage: Stage, today: date, locale: Locale) -> str:
    """Return the time of a stage in few words: `10 working days, + 10`."""
    limit = limit_now(stage, today)
    if limit is None:
        return gettext("no number known")
    length, extension = said_length(limit.length, limit.unit, locale), stage.extension
    if not extension or not extension.length:
        return length
    if extension.unit is limit.unit:
        more = str(extension.length)
    else:
        more = said_length(extension.length, extension.unit, locale)
    if extension.runs_from is RunsFrom.EVENT:
        return gettext("{length}, at most {more}", length=length, more=more)
    return gettext("{length}, + {more}", length=length, more=more)


def _begins(law: Law, stage: Stage, placed: Mapping[str, _Placed]) -> date | None:
    """Return the day on which a stage begins, after the stages that lead to it or open it by their
    silence; None if it begins with something that happens beside the run."""
    if _ASIDE.issuperset(stage.counts_from):
        return None
    if set(stage.counts_from) <= set(law.first_stage().counts_from):
        return DAY_ZERO
    ends = [placed[key].ends for key in placed if _leads(law.stages[key], stage)]
    return max((day for day in ends if day), default=DAY_ZERO)


def _leads(before: Stage, stage: Stage) -> bool:
    return stage.key in before.leads_to or before.key in stage.opened_by_silence_of


def _leads_on(law: Law, stage: Stage, locale: Locale) -> str:
    """Return in words which stages follow, by their numbers."""
    numbers = {key: str(number) for number, key in enumerate(law.stages, start=1)}
    opened = [
        numbers[key] for key, each in law.stages.items() if stage.key in each.opened_by_silence_of
    ]
    said = []
    if stage.leads_to:
        next_ones = [numbers[key] for key in stage.leads_to]
        said.append(gettext("Leads to {numbers}.", numbers=locale.listed(next_ones)))
    if opened:
        said.append(gettext("Its silence opens {numbers}.", numbers=locale.listed(opened)))
    return " ".join(said)


def _placed(stage: Stage, begins: date | None, limit: Limit | None) -> _Placed:
    if begins is None or limit is None:
        return _Placed(begins, begins)
    reading = CalendarReading(_five_day_weeks(), latest=False)
    ends, extension = end_of(limit, begins, reading), stage.extension
    if not extension or not extension.length:
        return _Placed(begins, ends)
    start = begins if extension.runs_from is RunsFrom.EVENT else ends
    month_end = limit.month_end
    longest = after_length(start, extension.length, extension.unit, month_end, reading)
    return _Placed(begins, ends, longest)


@cache
def _five_day_weeks() -> Reading:
    """Return a calendar without holidays, whose weeks end with two closed days."""
    days = (DAY_ZERO + timedelta(days=number) for number in range(_DAYS))
    closed = {day for day in days if day.weekday() >= _WORKING_DAYS_A_WEEK}
    return Reading(DAY_ZERO, DAY_ZERO + timedelta(days=_DAYS), closed)


def _spans(placed: _Placed, stage: Stage) -> Iterator[tuple[date, date, BarFill]]:
    if placed.begins and placed.ends and placed.begins < placed.ends:
        yield placed.begins, placed.ends, _FILLS[stage.actor]
        if placed.longest and placed.ends < placed.longest:
            yield placed.ends, placed.longest, "ext"


def _marks(placed: _Placed) -> Iterator[tuple[date, MarkShape]]:
    if placed.begins and placed.begins == placed.ends:
        yield placed.begins, "open"
    elif placed.ends:
        yield placed.ends, "limit"
