"""The days that a step before a petition has: those that a reply names, beside the days of the
restriction, and those of hearings."""

import re
from collections.abc import Iterator, Sequence
from datetime import date

from tracker.domain.base.messages import Message
from tracker.domain.case.hearings import Hearing, hearings
from tracker.domain.case.history import Entry
from tracker.domain.events.lapses.missed_deadline import MissedDeadline
from tracker.domain.law.pleas import Circumstance
from tracker.domain.words.pleading import PleadingBasis, PleadingRow, at_annex
from tracker.services.letters.earlier_remedies import steps_before
from tracker.services.letters.pleading.annex_letters import annex_key
from tracker.services.letters.pleading.quoting import said_on_item
from tracker.services.letters.pleading.reaching import (
    at_issue,
    in_items,
    items_refused_under,
    said_together,
)
from tracker.services.letters.pleading.source import PleadingSource

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?,?\s+({_MONTHS}),?\s+(\d{{4}})\b", re.I)
_MONTH_FIRST = re.compile(rf"\b({_MONTHS})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.I)
_NAMED = Message(
    "In its words on {items} the reply has the dates of {days}{see}. The Restriction is reported "
    "from {first}."
)
# The row on the days that a reply names before the restriction.
DATES_KEY = "steps:dates"
_FIXED = Message("A hearing of the {what} was fixed for {day}{annex}.")
_PUT_OFF = Message("It was adjourned {day:on}{annex}.")
_HELD = Message("It was held {day:on}{annex}.")


def days_of_steps(source: PleadingSource, filing: str) -> Iterator[PleadingRow]:
    """Yield how late the reply came, the dates that it names, held against those of the
    restriction, and the hearings of the step before, which the law calls `filing`."""
    if source.plea.first or source.forum.decider is None:
        return
    yield from _came_late(source)
    yield from _dates_used(source)
    yield from _hearings(source, filing)


def days_named(words: str) -> tuple[date, ...]:
    """Return the dates that words name with an English month, each once, in order."""
    found = [(m.start(), m[1], m[2], m[3]) for m in _DAY_FIRST.finditer(words)]
    found += [(m.start(), m[2], m[1], m[3]) for m in _MONTH_FIRST.finditer(words)]
    return tuple(dict.fromkeys(filter(None, (_date(*each[1:]) for each in sorted(found)))))


def _date(day: str, month: str, year: str) -> date | None:
    try:
        return date(int(year), _MONTHS.split("|").index(month.capitalize()) + 1, int(day))
    except ValueError:
        return None


def days_before_the_block(source: PleadingSource, items: Sequence[str]) -> tuple[date, ...]:
    """Return the days before the restriction that the replies name in what they say of these items
    at issue; none in a first remedy, or where the first day of the restriction is only about."""
    if source.plea.first or source.forum.decider is None:
        return ()
    if source.block.since_about or source.block.since_unknown:
        return ()
    wanted, said = set(items) & at_issue(source).keys(), list[date]()
    numbers = {number for number, each in source.drafted.numbered if each.key in wanted}
    for entry in source.plea.replies():
        for number in sorted(numbers):
            said += days_named(said_on_item(source.details_of(entry).words, number))
    return tuple(sorted({day for day in said if day < source.block.since}))


def _came_late(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield how many days after the end of the time to answer the reply was received, if it was
    late on every count."""
    late, stage = source.pleaded.get(Circumstance.LATE), source.law.first_stage()
    lapses = (e.event for e in source.plea.case_status.case_state.lapses)
    ends = [e.latest for e in lapses if isinstance(e, MissedDeadline) and e.stage == stage.key]
    days = (late.event.on.earliest - max(ends)).days if late and ends else 0
    if late and days > 0:
        words = source.locale.say_count(
            "The reply was received {number} day after {day}, by which the time to answer the "
            "request had ended ({section}).",
            "The reply was received {number} days after {day}, by which the time to answer the "
            "request had ended ({section}).",
            days,
            day=source.locale.short_day(max(ends)),
            section=source.cite(stage.limit_on(max(ends)).sources[:1]),
        )
        yield PleadingRow("steps:late", words, rests_on=PleadingBasis((late.seq,)))


def _dates_used(source: PleadingSource) -> Iterator[PleadingRow]:
    """Yield the days before the restriction that the replies name for items refused under a clause
    that ends with a decision: a ground uses them."""
    clauses = {e.key: e for e in source.law.exemptions}
    ending = [e.key for e in clauses.values() if clauses.get(e.answered_by, e).prepared]
    items = [key for clause in ending for key in items_refused_under(source, clause)]
    numbered = [(n, each.key) for n, each in source.drafted.numbered if each.key in items]
    used = [n for n, key in numbered if days_before_the_block(source, [key])]
    days = days_before_the_block(source, items)
    if not days:
        return
    shown = source.locale.short_day
    words = source.say(
        _NAMED,
        items=in_items(source, used),
        days=said_together(source, [shown(day) for day in days]),
        first=shown(source.block.since),
        see="{see:steps:1}",
    )
    entries = tuple(each.seq for each in source.plea.replies())
    yield PleadingRow(DATES_KEY, words, rests_on=PleadingBasis(entries))


def hearings_told(source: PleadingSource) -> frozenset[int]:
    """Return the entries on hearings that the facts on the step before mention."""
    if source.plea.first or source.forum.decider is None:
        return frozenset()
    papers = (
        (each.fixed, *each.adjourned, *((each.held,) if each.held else ()))
        for each in _of_step_before(source)
    )
    return frozenset(entry.seq for found in papers for entry in found)


def _of_step_before(source: PleadingSource) -> list[Hearing]:
    steps = steps_before(source.plea)[:1]
    found = hearings(source.plea.case_status.case_state)
    return [each for each in found if steps and each.appeal in (0, steps[0].seq)]


def _hearings(source: PleadingSource, filing: str) -> Iterator[PleadingRow]:
    """Yield each hearing of the step before: the day for which it was fixed, and its outcome."""
    for each in _of_step_before(source):
        fixed = each.fixed.event.hearing  # type: ignore[attr-defined]
        day = source.locale.short_day(fixed)
        said = [source.say(_FIXED, what=filing, day=day, annex=_annex(source, each.fixed))]
        said += [source.say(_PUT_OFF, **_day_of(source, e)) for e in each.adjourned]
        if each.held:
            said.append(source.say(_HELD, **_day_of(source, each.held)))
        rests = PleadingBasis((each.fixed.seq,))
        yield PleadingRow(f"steps:hearing:{each.fixed.seq}", " ".join(said), rests_on=rests)


def _day_of(source: PleadingSource, entry: Entry) -> dict[str, str]:
    return {"day": source.locale.short_span(entry.event.on), "annex": _annex(source, entry)}


def _annex(source: PleadingSource, entry: Entry) -> str:
    return at_annex(annex_key(entry)) if entry in source.annexed else ""
