"""The days that a step before a petition has: those that a reply names, beside the days of the
restriction, and those of hearings."""

import re
from collections.abc import Iterator
from datetime import date

from tracker.domain.base.messages import Message
from tracker.domain.case.hearings import hearings
from tracker.domain.case.history import Entry
from tracker.domain.words.pleading import PleadingBasis, PleadingRow, at_annex
from tracker.services.letters.earlier_remedies import steps_before
from tracker.services.letters.pleading.lettering import annex_key
from tracker.services.letters.pleading.reaching import said_together
from tracker.services.letters.pleading.source import PleadingSource

_MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
_DAY_FIRST = re.compile(rf"\b(\d{{1,2}})(?:st|nd|rd|th)?,?\s+({_MONTHS}),?\s+(\d{{4}})\b", re.I)
_MONTH_FIRST = re.compile(rf"\b({_MONTHS})\s+(\d{{1,2}})(?:st|nd|rd|th)?,?\s+(\d{{4}})\b", re.I)
_NAMED = Message("Of the dates that the reply names{see}, {dates}.")
_BEFORE = Message("{day} is before the Restriction began on {first}")
_ON_FIRST = Message("{day} is the first day of the Restriction")
_WITHIN = Message("{day} is within the Restriction")
_ON_LAST = Message("{day} is the last day of the Restriction")
_AFTER = Message("{day} is after the Restriction ended on {last}")
_FIXED = Message("A hearing of the {what} was fixed for {day}{annex}.")
_PUT_OFF = Message("It was adjourned {day:on}{annex}.")
_HELD = Message("It was held {day:on}{annex}.")


def days_of_steps(source: PleadingSource, filing: str) -> Iterator[PleadingRow]:
    """Yield the dates that the replies name, held against those of the restriction, and the
    hearings of the step before, which the law calls `filing`."""
    if source.plea.first or source.forum.decider is None:
        return
    for entry in source.plea.replies():
        days = days_named(source.details_of(entry).words)
        said = [words for day in days if (words := _beside_the_block(source, day))]
        if said:
            see = "{see:steps:1}"
            words = source.say(_NAMED, dates=said_together(source, said), see=see)
            yield PleadingRow(
                f"steps:dates:{entry.seq}", words, rests_on=PleadingBasis((entry.seq,))
            )
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


def _beside_the_block(source: PleadingSource, day: date) -> str:
    """Return where a date stands to the days of the restriction; empty for one that concerns the
    request, and for a restriction of which a day is not known or known only about."""
    block, sent = source.block, source.plea.case_status.case_state.sent[:1]
    if block.since_about or block.until_about or (sent and day >= sent[0].event.on.earliest):
        return ""
    first, last, shown = block.since, block.until, source.locale.short_day
    values = {"day": shown(day), "first": shown(first), "last": shown(last) if last else ""}
    if day < first:
        return source.say(_BEFORE, **values)
    if day == first:
        return source.say(_ON_FIRST, **values)
    if last is None:
        return ""
    if day > last:
        return source.say(_AFTER, **values)
    return source.say(_ON_LAST if day == last else _WITHIN, **values)


def _hearings(source: PleadingSource, filing: str) -> Iterator[PleadingRow]:
    """Yield each hearing of the step before: the day for which it was fixed, and its outcome."""
    steps = steps_before(source.plea)[:1]
    found = hearings(source.plea.case_status.case_state)
    mine = [each for each in found if steps and each.appeal in (0, steps[0].seq)]
    for each in mine:
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
