"""What locates the records that a request asks for: the reports of the days of a block, and
reported facts about what an item asks for."""

import re
from collections.abc import Collection
from datetime import date

from tracker.domain.base.days import day_in_words
from tracker.domain.base.messages import Message
from tracker.domain.base.text import SOURCE
from tracker.domain.law.block import Block, ReportedFact, day_in
from tracker.domain.law.pleas import Bearing
from tracker.services.core.i18n import Locale

# The list of annexes of an appeal gives the address of a report; a request has two pages.
_ADDRESS = re.compile(r", https?://[^\s;]+")
_BETWEEN_REPORTS = "; "
# A report that needs an explanation, or more of them than this, would take too much room.
_EXPLAINED, _MOST_REPORTS = re.compile(r"[(]|\bcop(?:y|ies)\b"), 3
_AT_LEAST = re.compile(r"\b(?:at least|at the latest|no later than|before|after|by)\s\Z")
_REPORTED = Message("As reported, {fact}{annex}.")


def publication(where: str) -> str:
    """Return a source as a letter names it: without the addresses of its pages."""
    return _ADDRESS.sub("", where)


def reports_of_days(block: Block, day: date) -> str:
    """Return where the days of a block were reported, as a letter of `day` names it; empty if its
    reports do not tell so plainly, or are too many."""
    known = block.until if block.until and block.until <= day else None
    days = [each for each in (block.since, known) if each]
    told = [_telling(block, each, day) for each in days]
    if any(fact and _hedged(fact, each) for fact, each in zip(told, days, strict=True)):
        return ""
    if all(told):
        found = [publication(block.reports_of(fact)) for fact in told if fact]
        named = list(dict.fromkeys(_BETWEEN_REPORTS.join(found).split(_BETWEEN_REPORTS)))
    else:
        named = publication(block.source.where).split(_BETWEEN_REPORTS)
        dated = [each for each in map(day_in, named) if each]
        if not dated or max(dated) > day or (known and max(dated) < known):
            return ""
    if len(named) > _MOST_REPORTS or any(map(_EXPLAINED.search, named)):
        return ""
    return _BETWEEN_REPORTS.join(named)


def _telling(block: Block, day: date, today: date) -> ReportedFact | None:
    """Return the first reported fact that names a day, by the day of a letter."""
    named = re.compile(rf"(?<!\d){re.escape(day_in_words(day))}\b")
    reported = block.reported_by(today)
    return next((fact for fact in reported if named.search(fact.says.in_language(SOURCE))), None)


def _hedged(fact: ReportedFact, day: date) -> bool:
    """Return whether a fact tells a day as one by which something had happened, not as its day."""
    before, _, _ = fact.says.in_language(SOURCE).partition(day_in_words(day))
    return _AT_LEAST.search(before) is not None


def fact_that_locates(
    block: Block, body: str, items: Collection[str], locale: Locale, day: date
) -> str:
    """Return the first thing reported about records that these items ask a body for, with the
    source. What the request names as a record stands in its item, and what a court did with a
    record does not locate it."""
    named = {record.item for record, _ in block.records_for(body, day)}
    found = [
        fact
        for fact in block.reported_by(day)
        if set(fact.items) & set(items) - named
        and fact.record is None
        and (not fact.bodies or body in fact.bodies)
        and Bearing.SHOWN_TO_COUNSEL not in fact.shows
        and locale.language in fact.says.languages()
    ]
    if not found:
        return ""
    where = locale.together(publication(found[0].source.where))
    said = found[0].says.in_language(locale.language)
    return locale.say(_REPORTED, fact=said, annex=f" ({where})")
