"""The page of a law's examples: counts worked out by hand, stage by stage."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.errors import NoLimitOnFile, NotOnFile
from tracker.domain.clock.deadline import Deadline
from tracker.domain.law.law import Example, Law, Stage
from tracker.domain.library import Library
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.services.deadlines.deadline_calculator import counted_example
from tracker.services.deadlines.grid_words import GridShown, grid_in_words
from tracker.services.deadlines.month_grid import first_weekday, grid_of
from tracker.web.base.language import gettext, page_locale
from tracker.web.record.law.law_words import counted_from


@dataclass(frozen=True, slots=True)
class ExampleShown:
    """A count worked out by hand: the `event`, the assumptions, and the resulting days."""

    example: Example
    event: str
    days: str


@dataclass(frozen=True, slots=True)
class ExampleMonths:
    """One example as months."""

    shown: ExampleShown
    months: GridShown


@dataclass(frozen=True, slots=True)
class StageWorked:
    """The examples of a stage, grouped by who worked them out; `calendar` shows one of them as
    months."""

    stage: Stage
    examples: tuple[tuple[str, tuple[ExampleShown, ...]], ...]
    calendar: ExampleMonths | None


@dataclass(frozen=True, slots=True)
class WorkedPage:
    """The examples of one law."""

    law: Law
    stages: tuple[StageWorked, ...]


def worked_page(office: Office, key: str) -> WorkedPage:
    """Return the examples of a law.

    Raises NotOnFile if there is no such law, or no example of it.
    """
    library, spoken = office.library, page_locale()
    law = library.law(key)
    if not (stages := stages_worked(law)):
        raise NotOnFile("There are no examples for this law.")
    return WorkedPage(law, tuple(_worked(law, stage, library, spoken) for stage in stages))


def stages_worked(law: Law) -> list[Stage]:
    """Return the stages with examples."""
    return [stage for stage in law.stages.values() if stage.examples]


def _worked(law: Law, stage: Stage, library: Library, locale: Locale) -> StageWorked:
    first = stage is law.first_stage()
    calendar = _calendar(law, stage, library, locale) if first else None
    return StageWorked(stage, tuple(_examples(stage, library, locale)), calendar)


def _examples(
    stage: Stage, library: Library, locale: Locale
) -> Iterator[tuple[str, tuple[ExampleShown, ...]]]:
    for how in dict.fromkeys(example.worked_out_by for example in stage.examples):
        found = [each for each in stage.examples if each.worked_out_by == how]
        yield how, tuple(_example(example, library, locale) for example in found)


def _example(example: Example, library: Library, locale: Locale) -> ExampleShown:
    assumes = [
        gettext("{event} on {day}", event=counted_from(kind), day=locale.day(day))
        for kind, day in _since(example)
    ]
    if example.extended:
        assumes.append(gettext("extended"))
    if example.expedited:
        assumes.append(gettext("urgent"))
    if body := library.bodies.get(example.body or ""):
        assumes.append(gettext("for {body}", body=body.mention))
    event = locale.short_day(example.event)
    if assumes:
        event = gettext("{day} ({assumed})", day=event, assumed=locale.listed(assumes))
    return ExampleShown(example, event, locale.span(example.earliest, example.latest))


def _since(example: Example) -> list[tuple[str, date]]:
    return sorted(example.happened.items(), key=lambda found: found[1])


def _calendar(law: Law, stage: Stage, library: Library, locale: Locale) -> ExampleMonths | None:
    """Return the example with the most kinds of counting steps, and the shortest of those, as
    months; None if there is none."""
    counted = [(_counted(law, stage, example, library), example) for example in stage.examples]
    known = [(deadline, example) for deadline, example in counted if deadline]
    if not known:
        return None
    deadline, example = max(known, key=lambda pair: _variety(pair[0]))
    week = first_weekday(library.calendars[law.calendar], deadline.earliest)
    months = grid_in_words(grid_of(deadline, week), locale)
    return ExampleMonths(_example(example, library, locale), months)


def _variety(deadline: Deadline) -> tuple[int, int]:
    kinds = {move.reason for move in deadline.moves}
    return len(kinds), -(deadline.earliest - deadline.event.earliest).days


def _counted(law: Law, stage: Stage, example: Example, library: Library) -> Deadline | None:
    """Return the count of an example; None if the calendar does not cover its days."""
    try:
        return counted_example(library, law, stage, example)
    except NoLimitOnFile:
        return None
