"""The deadlines of a request and how each was calculated, ready to display."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import partial

from flask_babel import gettext

from tracker.domain.calendar.workdays import Calendar
from tracker.domain.case.windows import Untold, Window
from tracker.domain.clock.deadline import Deadline
from tracker.services.core.naming import opened_title
from tracker.services.core.office import Office
from tracker.services.deadlines.explaining import Explained, cautions, explain
from tracker.services.deadlines.grid_words import GridShown, grid_in_words
from tracker.services.deadlines.month_grid import first_weekday, grid_of
from tracker.web.base.language import page_language, page_locale, worded
from tracker.web.desk.base.dossier import Dossier


@dataclass(frozen=True, slots=True)
class _Reckoned:
    """A deadline with its calculation, and the window that it closes, if any."""

    title: str
    deadline: Deadline
    section: str
    lines: tuple[Explained, ...]
    cautions: tuple[str, ...]
    months: GridShown
    over: bool
    window: Window | None = None


def reckoned(office: Office, dossier: Dossier) -> tuple[_Reckoned, ...]:
    """Return every deadline and window of the request, in the law's order."""
    calendar = office.library.calendars[dossier.body.calendar]
    return tuple(_reckoned(dossier, calendar))


def _reckoned(dossier: Dossier, calendar: Calendar) -> Iterator[_Reckoned]:
    shown = partial(_shown, calendar)
    for awaited in dossier.case_status.awaited:
        if awaited.urgent:
            urgent = gettext("{stage}, life or liberty", stage=awaited.stage.title)
            yield shown(urgent, awaited.urgent, over=awaited.done)
        yield shown(worded(awaited.ordinary.stage.title), awaited.ordinary, over=awaited.done)
        if awaited.longest is not awaited.ordinary:
            longest = gettext("{stage}, maximum time limit", stage=awaited.longest.stage.title)
            yield shown(longest, awaited.longest, over=awaited.done)
    for window in dossier.case_status.windows:
        filed = dossier.case_state.appealed(window.stage.key, window.opening)
        title = opened_title(window.stage, window.cause, locale=page_locale())
        yield shown(title, window.closes, over=filed, window=window)


@dataclass(frozen=True, slots=True)
class OpenEnded:
    """A remedy whose end is unknown, and the first day on which it is certainly open; None if
    unknown."""

    title: str
    first: date | None


def open_ended(dossier: Dossier) -> tuple[OpenEnded, ...]:
    """Return the unused remedies whose end is unknown, in the law's order."""
    return tuple(
        OpenEnded(_title(each.opened), each.opened.safe_from)
        for each in dossier.remedies
        if isinstance(each.opened, Untold)
    )


def _title(opened: Untold) -> str:
    return opened_title(opened.stage, opened.cause, locale=page_locale())


def _shown(
    calendar: Calendar,
    title: str,
    deadline: Deadline,
    *,
    over: bool,
    window: Window | None = None,
) -> _Reckoned:
    week = first_weekday(calendar, deadline.earliest)
    return _Reckoned(
        title=title,
        deadline=deadline,
        section=deadline.law.cite(deadline.sources, page_language()),
        lines=explain(deadline, page_locale()),
        cautions=cautions(deadline, page_locale()),
        months=grid_in_words(grid_of(deadline, week), page_locale()),
        over=over,
        window=window,
    )
