"""The counts of a record, explained step by step, with numbered sources."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date

from flask_babel import gettext
from markupsafe import Markup, escape

from tracker.domain.law.count_step import CountStep, Reason
from tracker.domain.law.law import Actor, Law
from tracker.domain.library import Library
from tracker.domain.record.record import Record, RecordedDeadline
from tracker.services.deadlines.explaining import explain_steps
from tracker.services.deadlines.grid_words import GridShown, grid_in_words
from tracker.services.deadlines.month_grid import MonthGrid, first_weekday, month_grid
from tracker.web.base.language import page_locale, worded
from tracker.web.base.marking import said_on_page


@dataclass(frozen=True, slots=True)
class Step:
    """One line of a count, with the numbers of its sources in the list below all counts."""

    day: date
    sentence: str
    notes: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class Count:
    """One deadline: what it is for, its last day, its section, and its calculation."""

    title: str
    reads: str
    section: Markup
    provisional: bool
    steps: tuple[Step, ...]
    months: GridShown | None


class Sources:
    """The sources cited by the counts of one page, each numbered once."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def number(self, source: str) -> int:
        """Return the number of a source, a new one if it was not cited before."""
        return self._numbers.setdefault(source, len(self._numbers) + 1)


def counts_of(record: Record, library: Library, sources: Sources) -> tuple[Count, ...]:
    """Return the deadlines frozen with the record, in the order in which they began to run.

    The last deadline of each stage is also shown as months, which cover the days of the others.
    """
    law = library.laws.get(record.law)
    last = {limit.stage: limit for limit in record.deadlines}
    return tuple(
        _count(limit, record, law, library, sources, as_months=last[limit.stage] is limit)
        for limit in sorted(record.deadlines, key=_began)
    )


def steps_of(moves: Iterable[CountStep], sources: Sources) -> tuple[Step, ...]:
    """Return a count line by line."""
    return tuple(
        Step(line.day, line.sentence, tuple(map(sources.number, line.sources)))
        for line in explain_steps(moves, page_locale())
    )


def _count(
    limit: RecordedDeadline,
    record: Record,
    law: Law | None,
    library: Library,
    sources: Sources,
    *,
    as_months: bool,
) -> Count:
    week = first_weekday(library.calendars[law.calendar], limit.earliest) if law else 0
    return Count(
        title=_title(limit, record, law),
        reads=_reads(limit),
        section=_section(limit),
        provisional=limit.provisional,
        steps=steps_of(limit.steps, sources),
        months=grid_in_words(_months(limit, week), page_locale()) if as_months else None,
    )


def _began(limit: RecordedDeadline) -> date:
    return min((step.day for step in limit.steps), default=limit.earliest)


def _section(limit: RecordedDeadline) -> Markup:
    """Return the provisions that the record cites, in the page's language where available."""
    between = escape(page_locale().listed(("", "")))
    return between.join(map(said_on_page, limit.sections))


def _months(limit: RecordedDeadline, week: int) -> MonthGrid:
    by_earliest = limit.actor is Actor.REQUESTER
    return month_grid(
        limit.steps,
        limit.earliest,
        limit.earliest if by_earliest else limit.latest,
        safe=limit.last_safe_day,
        by_earliest=by_earliest,
        first_day_of_week=week,
    )


def _reads(limit: RecordedDeadline) -> str:
    safe, said = limit.last_safe_day, _last_day(limit)
    if safe is None or safe == limit.earliest:
        return said
    day = page_locale().day(safe)
    surely = gettext("The receiving body was last certainly open before it on {day}.", day=day)
    return f"{said} {surely}"


def _last_day(limit: RecordedDeadline) -> str:
    span = page_locale().span(limit.earliest, limit.latest)
    if limit.actor is Actor.BODY:
        return gettext("Deadline for the public body: {span}.", span=span)
    if limit.actor is Actor.APPEAL_BODY:
        return gettext("Deadline for the appeal body: {span}.", span=span)
    earliest = page_locale().day(limit.earliest)
    if limit.earliest == limit.latest:
        return gettext("Deadline for the requester: {earliest}.", earliest=earliest)
    return gettext(
        "Deadline for the requester, on the earlier reading: {earliest}.", earliest=earliest
    )


def _title(limit: RecordedDeadline, record: Record, law: Law | None) -> str:
    stage = law.stages.get(limit.stage) if law else None
    opened = next((step.day for step in limit.steps if step.reason is Reason.EVENT), None)
    parts = [worded(stage.title) if stage else limit.stage]
    if any(step.reason is Reason.EXTENSION for step in limit.steps):
        parts.append(_extended(limit, record))
    if opened:
        parts.append(gettext("counted from {day}", day=page_locale().short_day(opened)))
    return page_locale().listed(parts)


def _extended(limit: RecordedDeadline, record: Record) -> str:
    """Return which extension lengthens the limit: an unannounced one is shown beside the ordinary
    limit, an announced one replaces it."""
    limits = [other for other in record.deadlines if other.stage == limit.stage]
    if len(limits) > 1:
        return gettext("with the extension that the law allows")
    return gettext("with the extension that was announced")
