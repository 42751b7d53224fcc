"""The counts of a record, explained step by step, with numbered sources."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import lru_cache, partial
from typing import NamedTuple

from markupsafe import Markup, escape

from tracker.domain.law.count_step import CountStep, Reason
from tracker.domain.law.law import Actor, Law
from tracker.domain.library import Library
from tracker.domain.record.record import Record, RecordedDeadline
from tracker.domain.record.stage_times import began_on
from tracker.services.core.i18n import Locale
from tracker.services.deadlines.explaining import Explained, explain_steps
from tracker.services.deadlines.grid_words import GridShown, grid_in_words
from tracker.services.deadlines.month_grid import MonthGrid, first_weekday, month_grid
from tracker.web.base.language import gettext, page_locale, worded
from tracker.web.base.marking import said_on_page
from tracker.web.record.request.stage_words import SaidStage, limit_words


class Step(NamedTuple):
    """One line of a count, with the numbers of its sources in the list below all counts."""

    day: date
    sentence: str
    notes: tuple[int, ...]


# A step of its values: a page makes thirty.
_as_step: Callable[[tuple[date, str, tuple[int, ...]]], Step] = partial(tuple.__new__, Step)


@dataclass(frozen=True, slots=True)
class Count:
    """One deadline: what it is for, the day from which it is counted, its last day in words, its
    section, its calculation, and what had happened by then with the tone of these words."""

    title: str
    opened: date | None
    last: str
    reads: str
    happened: str
    tone: str
    section: Markup
    provisional: bool
    steps: tuple[Step, ...]
    weeks: GridShown | None

    def __hash__(self) -> int:
        """Return the hash of the words: counts rarely differ in steps and weeks alone."""
        return hash((self.title, self.opened, self.last, self.reads, self.happened))


class _Calculation(NamedTuple):
    """What a page says of one deadline by itself: its last day, its section, its steps and its
    weeks."""

    opened: date | None
    last: str
    reads: str
    section: Markup
    steps: tuple[Explained, ...]
    weeks: GridShown | None


class Sources:
    """The sources cited by the counts of one page, each numbered once."""

    def __init__(self) -> None:
        self._numbers = _Numbers()

    def __iter__(self) -> Iterator[str]:
        return iter(self._numbers)

    def steps(self, lines: Iterable[Explained]) -> tuple[Step, ...]:
        """Return a count line by line, with a new number for each source that was not cited
        before."""
        number = self._numbers.__getitem__
        return tuple(
            [
                _as_step((day, sentence, tuple(map(number, sources))))
                for day, sentence, sources, _ in lines
            ]
        )


class _Numbers(dict[str, int]):
    """The numbers of sources; an unknown one gets the next number."""

    def __missing__(self, source: str) -> int:
        number = self[source] = len(self) + 1
        return number


def counts_of(
    record: Record, stages: Iterable[SaidStage], library: Library, sources: Sources
) -> tuple[Count, ...]:
    """Return the deadlines frozen with the record, in the order in which they began to run;
    `stages` are its stages.

    The last deadline of each stage is also shown as weeks, which cover the days of the others.
    """
    last = {limit.stage: limit for limit in record.deadlines}
    happened = {
        id(limit): limit_words(stage, limit)
        for stage in stages
        for limit in (stage.time.standard, stage.time.maximum)
    }
    return tuple(
        _count(
            limit,
            record,
            library,
            sources,
            happened=happened.get(id(limit), ("", "")),
            as_weeks=last[limit.stage] is limit,
        )
        for limit in sorted(record.deadlines, key=_began)
    )


def steps_of(moves: Sequence[CountStep], sources: Sources) -> tuple[Step, ...]:
    """Return a count line by line."""
    return sources.steps(explain_steps(moves, page_locale())) if moves else ()


def _count(
    limit: RecordedDeadline,
    record: Record,
    library: Library,
    sources: Sources,
    *,
    happened: tuple[str, str],
    as_weeks: bool,
) -> Count:
    law = library.instrument(record.law)
    words, tone = happened
    week = _first_weekday(library, law, limit) if as_weeks else None
    calculation = _calculation(limit, page_locale(), week)
    return Count(
        title=_title(limit, record, law),
        opened=calculation.opened,
        last=calculation.last,
        reads=calculation.reads,
        happened=words,
        tone=tone,
        section=calculation.section,
        provisional=limit.provisional,
        steps=sources.steps(calculation.steps),
        weeks=calculation.weeks,
    )


def _first_weekday(library: Library, law: Law | None, limit: RecordedDeadline) -> int:
    return first_weekday(library.calendars[law.calendar], limit.earliest) if law else 0


# Requests under one law that were received on one day, such as those of a batch, have equal
# deadlines. Each takes some 20 KB.
@lru_cache(maxsize=256)
def _calculation(limit: RecordedDeadline, locale: Locale, week: int | None) -> _Calculation:
    """Return a calculation in words, in the locale of the page, with weeks that begin on this
    weekday, None for no weeks."""
    weeks = None if week is None else grid_in_words(_months(limit, week), locale)
    return _Calculation(
        opened=_opened(limit),
        last=_last(limit),
        reads=_reads(limit),
        section=_section(limit),
        steps=explain_steps(limit.steps, locale),
        weeks=weeks,
    )


def _began(limit: RecordedDeadline) -> date:
    return began_on(limit.steps, limit.earliest)


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


def _ended_by_notice(limit: RecordedDeadline) -> date | None:
    """Return the day of the notice that decided the request and ended the time limit; None if
    there is none."""
    if limit.latest is not None:
        return None
    return next((step.day for step in limit.steps if step.reason is Reason.DECIDED), None)


def _last_day(limit: RecordedDeadline) -> str:
    if ended := _ended_by_notice(limit):
        return gettext(
            "A notice ({day}) is the decision under this law, so this time limit no longer runs.",
            day=page_locale().day(ended),
        )
    span = page_locale().span(limit.earliest, limit.latest)
    if limit.actor is Actor.BODY:
        return gettext("Deadline for the public body: {span}.", span=span)
    if limit.actor is Actor.APPEAL_BODY:
        return gettext("Deadline for the appeal body: {span}.", span=span)
    return gettext("Deadline for the requester: {span}.", span=span)


def _title(limit: RecordedDeadline, record: Record, law: Law | None) -> str:
    stage = law.stages.get(limit.stage) if law else None
    parts = [worded(stage.title) if stage else limit.stage]
    if Reason.EXTENSION in [step.reason for step in limit.steps]:
        parts.append(_extended(limit, record))
    return page_locale().listed(parts)


def _opened(limit: RecordedDeadline) -> date | None:
    return next((step.day for step in limit.steps if step.reason is Reason.EVENT), None)


def _last(limit: RecordedDeadline) -> str:
    """Return the last day without its weekday, or the earliest and the latest one."""
    earliest = page_locale().short_day(limit.earliest)
    if limit.latest == limit.earliest:
        return earliest
    if ended := _ended_by_notice(limit):
        return gettext("Ended by a notice ({day})", day=page_locale().short_day(ended))
    if limit.latest is None:
        return gettext("{day} at the earliest", day=earliest)
    latest = page_locale().short_day(limit.latest)
    return gettext("{first} to {last}", first=earliest, last=latest)


def _extended(limit: RecordedDeadline, record: Record) -> str:
    """Return which extension lengthens the limit: an unannounced one is shown beside the ordinary
    limit, an announced one replaces it."""
    limits = [other for other in record.deadlines if other.stage == limit.stage]
    if len(limits) > 1:
        return gettext("with the extension that the law allows")
    return gettext("with the extension that was announced")
