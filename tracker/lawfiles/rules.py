"""Rules that types cannot express: the order of dates, month ends, limits without holes."""

import re
from collections.abc import Iterator
from datetime import date
from functools import singledispatch

from tracker.domain.base.days import Span, first_hole, hole_between
from tracker.domain.calendar.announced import AnnouncedDays
from tracker.domain.calendar.forecast import Forecast
from tracker.domain.calendar.workdays import (
    Assurance,
    Calendar,
    DayOff,
    Doubtful,
    Holiday,
    Weekend,
    Worked,
)
from tracker.domain.law.authority import Authority
from tracker.domain.law.block import Block, BlockWatch, Measurement
from tracker.domain.law.body import CopiedAddress, PublicBody
from tracker.domain.law.commencement import FirstDayKnown
from tracker.domain.law.electronic_receipt import ElectronicReceipt
from tracker.domain.law.exemption_terms import ExemptionEnd, ExemptionTerms, ExemptionTest
from tracker.domain.law.judgment import Judgment
from tracker.domain.law.law import Actor, Example, Fact, Law, ReadIn, Source, Stage
from tracker.domain.law.limits import (
    AddedTo,
    ClosedReceipt,
    Extension,
    FirstDay,
    LastDay,
    Limit,
    Outer,
    Pause,
    RunsFrom,
    ShortPeriods,
    Transfer,
    TransferEffect,
    Unit,
)
from tracker.domain.law.petition import Petition, is_petition
from tracker.domain.law.precedent import Precedent
from tracker.domain.law.readings import limits_by_place
from tracker.domain.law.request_email import FilingAddress
from tracker.lawfiles.block_rules import broken_block, broken_judgment, broken_precedent
from tracker.lawfiles.examples import broken_example
from tracker.lawfiles.watch_rules import (
    broken_announced,
    broken_archive,
    broken_authority,
    broken_body,
    broken_copy,
    broken_end,
    broken_filing,
    broken_forecast,
    broken_petition,
    broken_receipt,
    broken_terms,
    broken_test,
    broken_watch,
    is_zone,
)

# Words by which a source tells that another document quotes it.
AS_QUOTED = re.compile(r"\b(?:as|section|rule)\b[^.;]*\bquoted\b|\ba quotation\b")

Broken = Iterator[tuple[str, str]]
"""Places within the table, each with a complaint."""


@singledispatch
def broken_rules(filled: object) -> Broken:
    """Yield every rule that one filled table breaks. Most kinds of table have none."""
    yield from ()


@broken_rules.register
def _(span: Span) -> Broken:
    if span.until and span.until < span.since:
        yield "until", f"{span.until} lies before the beginning, {span.since}."


@broken_rules.register
def _(limit: Limit) -> Broken:
    yield from _countable(limit)


@broken_rules.register
def _(outer: Outer) -> Broken:
    yield from _countable(outer)
    if outer.last_day is LastDay.MOVES_BACK:
        yield (
            "last_day",
            "must be stands or moves-on: an outer limit that moves back cannot be counted "
            "exactly. Write stands: the last safe day is an open one before it all the same.",
        )


def _countable(limit: Limit | Outer) -> Broken:
    """Yield what a limit lacks for its length and unit to mean exactly one day."""
    yield from _too_short(limit.length)
    if limit.unit is Unit.MONTH and limit.month_end is None:
        yield (
            "",
            "a limit in months needs “month_end”: last-day or next-day, for a month that has "
            "no such day.",
        )
    if limit.unit is Unit.HOUR and limit.first_day is not FirstDay.NEXT:
        yield "first_day", "must be next: hours run from the hour of the event."
    if limit.unit is Unit.HOUR and limit.last_day is not LastDay.STANDS:
        yield "last_day", "must be stands: hours end at an hour, on whatever day it falls."


@broken_rules.register
def _(rule: ShortPeriods) -> Broken:
    if rule.at_most < 1:
        yield "at_most", f"must be 1 or more, not {rule.at_most}."


@broken_rules.register
def _(source: Source) -> Broken:
    if source.read_in.verified and AS_QUOTED.search(f"{source.where} {source.note}"):
        yield "read_in", "says that the words were read as a quotation: write “quoted”."
    yield from broken_archive(source)


@broken_rules.register
def _(extension: Extension) -> Broken:
    if extension.length is not None:
        yield from _too_short(extension.length)
    if extension.added_to and extension.runs_from is RunsFrom.EVENT:
        yield (
            "added_to",
            "cannot stand beside an extension that runs from the event: leave it out.",
        )
    if "added_to" in extension.inferred:
        yield "inferred", "cannot name “added_to”: leave that out if no provision says it."


def _too_short(length: int) -> Broken:
    if length < 1:
        yield "length", f"must be 1 or more, not {length}."


@broken_rules.register
def _(pause: Pause) -> Broken:
    said = "begins the pause and cannot end it as well."
    if pause.begins_with == pause.ends_with:
        yield "ends_with", f"“{pause.ends_with}” {said}"
    if pause.begins_with in pause.or_ends_with:
        yield "or_ends_with", f"“{pause.begins_with}” {said}"
    if pause.ends_with in pause.or_ends_with:
        yield "or_ends_with", f"“{pause.ends_with}” ends the pause already."
    if pause.at_most is not None and pause.at_most < 1:
        yield "at_most", f"must be 1 or more, not {pause.at_most}."


@broken_rules.register
def _(transfer: Transfer) -> Broken:
    if transfer.limits and transfer.effect is TransferEffect.NONE:
        yield "limit", "is for another body, and by “none” the law has no transfer to one."
    yield from _overlaps("limit", transfer.limits)


@broken_rules.register
def _(fact: Fact) -> Broken:
    if fact.since and fact.until and fact.until < fact.since:
        yield "until", f"{fact.until} lies before the beginning, {fact.since}."


@broken_rules.register
def _(example: Example) -> Broken:
    if example.latest < example.earliest:
        yield "latest", f"{example.latest} lies before “earliest”, {example.earliest}."
    if example.extended and example.expedited:
        yield "", "an example is either extended or expedited, not both."


broken_rules.register(Block, broken_block)
broken_rules.register(BlockWatch, broken_watch)
broken_rules.register(Judgment, broken_judgment)
broken_rules.register(Precedent, broken_precedent)
broken_rules.register(Authority, broken_authority)
broken_rules.register(Petition, broken_petition)
broken_rules.register(ElectronicReceipt, broken_receipt)
broken_rules.register(PublicBody, broken_body)
broken_rules.register(FilingAddress, broken_filing)
broken_rules.register(CopiedAddress, broken_copy)
broken_rules.register(ExemptionTerms, broken_terms)
broken_rules.register(ExemptionTest, broken_test)
broken_rules.register(ExemptionEnd, broken_end)


@broken_rules.register
def _(measurement: Measurement) -> Broken:
    if measurement.address and not measurement.address.startswith("https://"):
        yield "address", "must be a whole address that begins with https://, or be left out."


@broken_rules.register
def _(calendar: Calendar) -> Broken:
    if not is_zone(calendar.zone):
        yield "zone", f"“{calendar.zone}” is no time zone, such as Asia/Karachi."
    if calendar.known.until is None:
        yield "known", "needs “until”: a calendar is never known for ever."
    elif calendar.checked and not _within(calendar.checked, calendar.known):
        yield "checked", "must lie within “known” and end on a day."
    if (calendar.checked is None) is not (calendar.checked_by is None):
        yield "checked_by", "says who compared the days of “checked”: write both words or none."
    yield from _days_off(calendar)
    yield from _remembered_days(calendar)


def _remembered_days(calendar: Calendar) -> Broken:
    """Refuse days of rest that nobody read anywhere: they move a date as a limit does."""
    entries: tuple[tuple[str, tuple[Weekend | DayOff | Holiday | Worked, ...]], ...] = (
        ("weekend", calendar.weekends),
        ("day_off", calendar.days_off),
        ("holiday", calendar.holidays),
        ("worked", calendar.worked),
    )
    for word, rules in entries:
        for n, rule in enumerate(rules, start=1):
            if rule.source.read_in is ReadIn.MEMORY:
                yield (
                    f"{word}[{n}]",
                    "rests on memory alone, which closes and opens no day: take it out, or name "
                    "where it was read.",
                )


def _within(inner: Span, outer: Span) -> bool:
    return inner.until is not None and inner.since in outer and inner.until in outer


def _days_off(calendar: Calendar) -> Broken:
    seen: set[tuple[date, str]] = set()
    for place, off in _by_hand(calendar):
        if off.day not in calendar.known:
            yield place, f"{off.day} lies outside the days that the calendar knows."
        if (off.day, str(off.name)) in seen:
            yield place, f"{off.day} stands here twice as “{off.name}”."
        seen.add((off.day, str(off.name)))
    closed = {day for day, _ in seen}
    for n, worked in enumerate(calendar.worked, start=1):
        if worked.day in closed:
            yield f"worked[{n}]", f"{worked.day} is a day off here as well: only one can be true."


def _by_hand(calendar: Calendar) -> Iterator[tuple[str, DayOff]]:
    """Yield every day off that the file itself gives, with its place."""
    for n, off in enumerate(calendar.days_off, start=1):
        yield f"day_off[{n}]", off
    for n, holiday in enumerate(calendar.holidays, start=1):
        for off in holiday.days_off():
            yield f"holiday[{n}]", off


@broken_rules.register
def _(doubtful: Doubtful) -> Broken:
    if doubtful.assurance in (Assurance.GAZETTED, Assurance.EXPECTED):
        yield "assurance", f"“{doubtful.assurance}” is no doubt: write reported or body-dependent."


broken_rules.register(Forecast, broken_forecast)
broken_rules.register(AnnouncedDays, broken_announced)


@broken_rules.register
def _(rule: ClosedReceipt) -> Broken:
    if not rule.sources:
        yield "sources", "must name the provision that says it."


@broken_rules.register
def _(stage: Stage) -> Broken:
    if not stage.counts_from:
        yield "counts_from", "must name at least one event."
    yield from _overlaps("limit", stage.limits)
    yield from _overlaps("expedited", stage.expedited)
    yield from _limits_in_gaps(stage)
    if sum(bool(said) for said in (stage.receiver, stage.office, stage.court)) > 1:
        yield "", "write one of “receiver”, “office” and “court”: one alone hears a remedy."
    if stage.expedited and stage.expedited_when is None:
        yield "", "“expedited_when” must say when the shorter limit applies."
    if hole := hole_between([limit.span for limit in stage.expedited]):
        yield "expedited", f"no shorter limit governs {hole}, a day between two that have one."
    in_months = stage.extension and stage.extension.unit is Unit.MONTH
    if in_months and any(limit.month_end is None for limit in stage.limits):
        yield "extension", "an extension in months needs “month_end” in every limit."
    yield from _moved_back_and_extended(stage)
    yield from _added_to(stage)
    yield from _either_way(stage)
    if stage.closed_receipt and stage.actor is Actor.REQUESTER:
        yield "closed_receipt", "is for what comes in at a body: the requester must act here."
    yield from _same_interval(stage.pauses)
    for n, example in enumerate(stage.examples, start=1):
        for place, message in broken_example(stage, example):
            yield f"example[{n}]{place}", message


def _moved_back_and_extended(stage: Stage) -> Broken:
    """Refuse an extension in another unit of a limit that moves back: no end would be exact."""
    extension = stage.extension
    if extension is None or extension.length is None:
        return
    for n, limit in enumerate(stage.limits, start=1):
        if limit.last_day is LastDay.MOVES_BACK and limit.unit is not extension.unit:
            yield (
                "extension.length",
                f"cannot be counted exactly in another unit than limit[{n}], whose last day moves "
                "back: leave “length” out, and say in “announcement” how long it is.",
            )


def _added_to(stage: Stage) -> Broken:
    """Refuse a day to which an extension is added if there is one alone, or no moved one."""
    place, added = "extension.added_to", stage.extension and stage.extension.added_to
    moving = [each for each in stage.limits if each.may_move_on]
    if added and not moving:
        yield (
            place,
            "changes nothing here: no limit ends on a closed day that moves. Leave it out.",
        )
    elif added is AddedTo.MOVED and any(each.may_move for each in moving):
        yield place, "cannot be “moved” if it is not certain that a closed last day moves on."


def _either_way(stage: Stage) -> Broken:
    """Refuse an extension that runs either way if both ways end on one day."""
    extension = stage.extension
    if extension is None or extension.runs_from is not RunsFrom.EITHER:
        return
    units = {extension.unit, *(limit.unit for limit in stage.limits)}
    if units != {Unit.MONTH} or extension.length is None:
        yield (
            "extension.runs_from",
            "can be “either” only for a number of months after a limit in months: write "
            "end-of-limit or event.",
        )


def _limits_in_gaps(stage: Stage) -> Broken:
    for n, gap in enumerate(stage.gaps, start=1):
        for m, limit in enumerate(stage.limits, start=1):
            if gap.span.overlaps(limit.span):
                yield f"gap[{n}]", f"overlaps with limit[{m}]: on some days both would hold."


def _same_interval(pauses: tuple[Pause, ...]) -> Broken:
    for n, pause in enumerate(pauses, start=1):
        for m, earlier in enumerate(pauses[: n - 1], start=1):
            shared = set(pause.endings) & set(earlier.endings)
            if pause.begins_with == earlier.begins_with and shared:
                yield f"pause[{n}]", f"is the interval of pause[{m}] again."


def _overlaps(word: str, limits: tuple[Limit, ...]) -> Broken:
    for n, limit in enumerate(limits, start=1):
        for m, earlier in enumerate(limits[: n - 1], start=1):
            if limit.span.overlaps(earlier.span):
                yield f"{word}[{n}]", f"overlaps with {word}[{m}]: on some days both would govern."


@broken_rules.register
def _(law: Law) -> Broken:
    if not law.stages:
        yield "", "has no stage: at least one [stage.…] is needed."
    if is_petition(law.key):
        yield "key", "ends in “petition”, as only a petition has: choose another key."
    yield from _before_commencement(law)
    for stage in law.stages.values():
        spans = [limit.span for limit in stage.limits] + [gap.span for gap in stage.gaps]
        if hole := first_hole(law.in_force, spans):
            yield (
                f"stage.{stage.key}",
                f"no limit governs {hole}, and no [[stage.{stage.key}.gap]] says why.",
            )


def _before_commencement(law: Law) -> Broken:
    """Yield what would count from a day on which the law may not have been in force."""
    first = law.in_force.since
    if law.commencement.known is FirstDayKnown.YEAR and (first.month, first.day) != (12, 31):
        yield (
            "in_force.since",
            f"must be the last day of the year, {first.year}-12-31, if only the year is known.",
        )
    for key, stage in law.stages.items():
        for word, limits in limits_by_place(stage).items():
            for n, limit in enumerate(limits, start=1):
                if (since := limit.span.since) < first:
                    place = f"stage.{key}.{word}[{n}]"
                    yield place, f"begins on {since}, before the law was in force ({first})."
