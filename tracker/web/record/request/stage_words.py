"""What may be said of one actor's time in one stage, in few words, with the tone of its text."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from functools import lru_cache

from tracker.domain.law.count_step import Bound, Reason
from tracker.domain.law.law import Actor
from tracker.domain.law.limits import Unit
from tracker.domain.library import Library
from tracker.domain.record.record import Record, RecordedDeadline
from tracker.domain.record.stage_times import (
    StageResult,
    StageTime,
    days_without,
    stage_times,
)
from tracker.services.deadlines.day_numbers import numbers
from tracker.web.base.language import gettext, ngettext, page_locale
from tracker.web.record.request.said_once import said_once
from tracker.web.record.words.suspended import GRANTED_PHASES

_TONES: Mapping[StageResult, str] = {
    StageResult.IN_TIME: "good",
    StageResult.WITHIN_MAXIMUM: "good",
    StageResult.LATE: "late",
    StageResult.SILENT: "late",
    StageResult.OVERDUE: "wait",
    StageResult.SILENCE_IN_DOUBT: "wait",
    StageResult.IN_DOUBT: "wait",
}


# The number of the day in the count, the days of the limit, and their unit.
_Place = tuple[int, int, Unit]


@dataclass(frozen=True, slots=True)
class SaidStage:
    """A stage with its result in words and the tone of these words.

    `day` says on which day of the count it came; empty if that is not certain.
    """

    time: StageTime
    words: str
    tone: str
    day: str


@said_once
def said_stages(record: Record, _: Library) -> tuple[SaidStage, ...]:
    """Return the stages of a record, each in words."""
    return tuple(_stage(record, time) for time in stage_times(record))


def _stage(record: Record, time: StageTime) -> SaidStage:
    place = _place(time) if time.result is StageResult.IN_TIME else None
    words, tone = _said(record, time, place), _TONES.get(time.result, "")
    return SaidStage(time, words, tone, _day_words(place) if place else "")


def limit_words(stage: SaidStage, limit: RecordedDeadline) -> tuple[str, str]:
    """Return what had happened by the end of one limit of a stage, and the tone of the words."""
    time = stage.time
    answered = time.result is StageResult.IN_TIME
    known = answered or time.missed or time.result is StageResult.WITHIN_MAXIMUM
    if time.two_limits and known and time.actor is not Actor.REQUESTER:
        if limit is time.standard and not answered:
            return gettext("No response by then"), "wait"
        if limit is time.maximum and answered:
            return gettext("Not needed"), ""
    return stage.words, stage.tone


def _said(record: Record, time: StageTime, place: _Place | None) -> str:
    match time.result:
        case StageResult.IN_TIME:
            return _in_time(place)
        case StageResult.WITHIN_MAXIMUM:
            return gettext("Within the maximum limit, after the standard one")
        case StageResult.LATE:
            return late_words(time)
        case StageResult.SILENT:
            return _silent(record, time)
        case StageResult.OVERDUE if record.phase in GRANTED_PHASES:
            return gettext("Granted by a fee notice after the standard limit")
        case StageResult.OVERDUE:
            return _overdue(time)
        case StageResult.NOT_SHOWN:
            return gettext("Received, not shown here yet")
        case StageResult.TRANSFERRED if time.came:
            on = page_locale().short_span(time.came.on)
            return gettext("Transferred {day:on}", day=on)
        case StageResult.UNUSED:
            last = time.standard.latest or time.standard.earliest
            return gettext("Not filed by {day}", day=page_locale().short_day(last))
        case StageResult.OPEN:
            return _open(record, time)
        case _:
            return gettext("Not certain")


def late_words(time: StageTime) -> str:
    """Return by how many days what came was late, and after which limit."""
    if time.two_limits:
        return ngettext(
            "{number} day after the maximum limit",
            "{number} days after the maximum limit",
            time.late_days,
        )
    return ngettext(
        "{number} day after the time limit",
        "{number} days after the time limit",
        time.late_days,
    )


def _silent(record: Record, time: StageTime) -> str:
    days = days_without(record, time.missed) if time.missed else 0
    if not days and time.maximum.latest:
        day = page_locale().short_day(time.maximum.latest)
        return gettext("No response by {day}", day=day)
    if time.actor is Actor.APPEAL_BODY:
        return ngettext("No decision for {number} day", "No decision for {number} days", days)
    return ngettext("No response for {number} day", "No response for {number} days", days)


def _overdue(time: StageTime) -> str:
    if time.maximum.latest is None or not time.two_limits:
        return gettext("No response by the standard limit")
    day = page_locale().short_day(time.maximum.latest)
    return gettext("No response by the standard limit; the maximum limit is {day}", day=day)


def _open(record: Record, time: StageTime) -> str:
    if time.actor is Actor.REQUESTER and time.standard.earliest >= record.confirmed_on:
        day = page_locale().short_day(time.standard.last_safe_day or time.standard.earliest)
        return gettext("Can be filed until {day}", day=day)
    if time.actor is Actor.BODY and record.phase in GRANTED_PHASES:
        return gettext("Granted by a fee notice")
    if time.maximum.latest is None:
        return gettext("The last day is not known")
    day = page_locale().short_day(time.maximum.latest)
    if time.standard.earliest == time.maximum.latest:
        return gettext("Last day: {day}", day=day)
    first = page_locale().short_day(time.standard.earliest)
    return gettext("Last day: {first} to {day}", first=first, day=day)


def _day_words(place: _Place) -> str:
    number, whole, unit = place
    if unit is Unit.WORKING_DAY:
        return gettext("working day {number} of {whole}", number=number, whole=whole)
    return gettext("day {number} of {whole}", number=number, whole=whole)


def _in_time(place: _Place | None) -> str:
    if place is None:
        return gettext("In time")
    number, whole, unit = place
    if unit is Unit.WORKING_DAY:
        return gettext("In time: working day {number} of {whole}", number=number, whole=whole)
    return gettext("In time: day {number} of {whole}", number=number, whole=whole)


def _place(time: StageTime) -> _Place | None:
    """Return the place of the day in the count; None if the two readings of the calendar may part,
    or the days have no numbers."""
    steps, came = time.standard.steps, time.came
    end = next((step for step in steps if step.reason is Reason.LIMIT), None)
    if came is None or not came.on.exact or end is None or end.unit is None:
        return None
    if any(step.bound or step.reason is Reason.UNCERTAIN for step in steps):
        return None
    counted = _counted(time.standard)
    last = came.on.latest
    until = [number for day, number in counted.items() if day <= last]
    return (max(until), max(counted.values()), end.unit) if until else None


# As in `counts`: requests of a batch have equal deadlines.
@lru_cache(maxsize=256)
def _counted(limit: RecordedDeadline) -> Mapping[date, int]:
    """Return the number of each day of a count; days of an extension follow those of the limit."""
    said = numbers(limit.steps, Bound.EARLIEST, None)
    plain = {day: int(number) for day, number in said.items() if number.isdigit()}
    whole = max(plain.values(), default=0)
    longer = {day: whole + int(number) for day, number in said.items() if number.startswith("+")}
    return plain | longer
