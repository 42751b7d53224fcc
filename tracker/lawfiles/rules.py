"""What the type of a field cannot say: the order of dates, months, limits that meet."""

from collections.abc import Iterator
from datetime import date
from functools import singledispatch
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from tracker.domain.block import Block
from tracker.domain.days import ONE_DAY, Span
from tracker.domain.law import Example, Extension, Law, Limit, Stage, Unit
from tracker.domain.workdays import Calendar

Broken = Iterator[tuple[str, str]]
"""The place within the table, and the complaint."""


@singledispatch
def broken_rules(filled: object) -> Broken:
    """Every rule that one filled table breaks; most kinds of table have none."""
    yield from ()


@broken_rules.register
def _(span: Span) -> Broken:
    if span.until and span.until < span.since:
        yield "until", f"{span.until} lies before the beginning, {span.since}."


@broken_rules.register
def _(limit: Limit) -> Broken:
    yield from _too_short(limit.length)
    if limit.unit is Unit.MONTH and limit.month_end is None:
        yield (
            "",
            "a limit in months needs “month_end”: last-day or next-day, for a month that has "
            "no such day.",
        )


@broken_rules.register
def _(extension: Extension) -> Broken:
    yield from _too_short(extension.length)


def _too_short(length: int) -> Broken:
    if length < 1:
        yield "length", f"must be 1 or more, not {length}."


@broken_rules.register
def _(example: Example) -> Broken:
    if example.latest < example.earliest:
        yield "latest", f"{example.latest} lies before “earliest”, {example.earliest}."
    if example.extended and example.expedited:
        yield "", "an example is either extended or expedited, not both."


@broken_rules.register
def _(block: Block) -> Broken:
    if block.until and block.until < block.since:
        yield "until", f"{block.until} lies before the beginning, {block.since}."
    if block.until and block.last_confirmed:
        yield "last_confirmed", "is for a block whose end nobody knows; this one has “until”."


@broken_rules.register
def _(calendar: Calendar) -> Broken:
    try:
        ZoneInfo(calendar.zone)
    except (ZoneInfoNotFoundError, ValueError):
        yield "zone", f"“{calendar.zone}” is no time zone, such as Asia/Karachi."
    if calendar.known.until is None:
        yield "known", "needs “until”: a calendar is never known for ever."
    elif not (calendar.checked.since in calendar.known and _checked_end(calendar)):
        yield "checked", "must lie within “known” and end on a day."
    seen: set[tuple[date, str]] = set()
    for n, off in enumerate(calendar.days_off, start=1):
        if off.day not in calendar.known:
            yield f"day_off[{n}]", f"{off.day} lies outside the days that the calendar knows."
        if (off.day, str(off.name)) in seen:
            yield f"day_off[{n}]", f"{off.day} stands here twice as “{off.name}”."
        seen.add((off.day, str(off.name)))


def _checked_end(calendar: Calendar) -> bool:
    return calendar.checked.until is not None and calendar.checked.until in calendar.known


@broken_rules.register
def _(stage: Stage) -> Broken:
    yield from _overlaps("limit", stage.limits)
    yield from _overlaps("expedited", stage.expedited)
    if stage.expedited and stage.expedited_when is None:
        yield "", "“expedited_when” must say when the shorter limit applies."
    in_months = stage.extension and stage.extension.unit is Unit.MONTH
    if in_months and any(limit.month_end is None for limit in stage.limits):
        yield "extension", "an extension in months needs “month_end” in every limit."
    if not stage.counts_from:
        yield "counts_from", "must name at least one event."


def _overlaps(word: str, limits: tuple[Limit, ...]) -> Broken:
    for n, limit in enumerate(limits, start=1):
        for m, earlier in enumerate(limits[: n - 1], start=1):
            if limit.span.overlaps(earlier.span):
                yield f"{word}[{n}]", f"overlaps with {word}[{m}]: on some days both would govern."


@broken_rules.register
def _(law: Law) -> Broken:
    if not law.stages:
        yield "", "has no stage: at least one [stage.…] is needed."
    for stage in law.stages.values():
        spans = [limit.span for limit in stage.limits] + [gap.span for gap in stage.gaps]
        if hole := _first_hole(law.in_force, spans):
            yield (
                f"stage.{stage.key}",
                f"no limit governs {hole}, and no [[stage.{stage.key}.gap]] says why.",
            )


def _first_hole(whole: Span, parts: list[Span]) -> date | None:
    """The first day of `whole` that none of `parts` covers."""
    day = whole.since
    for part in sorted(parts, key=lambda part: part.since):
        if day < part.since:
            break
        if part.until is None:
            return None
        day = max(day, part.until + ONE_DAY)
    return day if day in whole else None
