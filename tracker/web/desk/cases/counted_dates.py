"""The deadlines of a request and how each was calculated, ready to display."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date
from functools import partial

from tracker.domain.calendar.workdays import Calendar
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.case_status import granted_by_notice
from tracker.domain.case.filing_days import FilingDays, days_to_file, filing_days
from tracker.domain.case.pending_duties import PendingDuty
from tracker.domain.case.windows import UntimedRemedy, Window, is_remedy
from tracker.domain.clock.deadline import Deadline
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.services.core.naming import opened_title
from tracker.services.core.office import Office
from tracker.services.deadlines.explaining import Explained, cautions, explain
from tracker.services.deadlines.filing_words import advice, explain_filing
from tracker.services.deadlines.grid_words import GridShown, grid_in_words
from tracker.services.deadlines.month_grid import first_weekday, grid_of
from tracker.web.base.language import gettext, page_language, page_locale, worded
from tracker.web.desk.base.dossier import Dossier


@dataclass(frozen=True, slots=True)
class CountedDate:
    """A deadline with its calculation, the window that it closes, if any, with the days advised
    for filing, and the day on which what it waited for came."""

    title: str
    of: str
    deadline: Deadline
    section: str
    lines: tuple[Explained, ...]
    cautions: tuple[str, ...]
    months: GridShown
    over: bool
    window: Window | None = None
    came: date | None = None
    days: FilingDays | None = None
    advice: str = ""


def counted_dates(office: Office, dossier: Dossier) -> tuple[CountedDate, ...]:
    """Return every deadline and window of the request, in the law's order."""
    return tuple(_counted_dates(office, dossier))


def _counted_dates(office: Office, dossier: Dossier) -> Iterator[CountedDate]:
    if not dossier.body.calendar:
        return
    shown = partial(_shown, office.library.calendars[dossier.body.calendar])
    for awaited in dossier.case_status.awaited:
        if granted_by_notice(awaited):
            continue
        body = office.library.body_short_name(awaited.body)
        about = partial(
            shown, of=body, over=awaited.done, came=_answered_on(awaited, dossier.case_state)
        )
        if awaited.urgent:
            urgent = gettext("{stage}, life or liberty", stage=awaited.stage.title)
            yield about(urgent, awaited.urgent)
        yield about(worded(awaited.ordinary.stage.title), awaited.ordinary)
        if awaited.longest is not awaited.ordinary:
            longest = gettext("{stage}, maximum time limit", stage=awaited.longest.stage.title)
            yield about(longest, awaited.longest)
    for window in dossier.case_status.windows:
        filed = dossier.case_state.appealed(window.stage.key, window.opening)
        title = opened_title(window.stage, window.cause, locale=page_locale())
        on = filed.event.on.latest if filed else None
        counted = shown(title, window.closes, over=filed is not None, window=window, came=on)
        yield _to_file(counted, dossier, window) if is_remedy(window) else counted


def _to_file(counted: CountedDate, dossier: Dossier, window: Window) -> CountedDate:
    """Return the window with the days advised for filing, and a line on each of them."""
    days = filing_days(window)
    if window in dossier.case_status.unfiled():
        days = days_to_file(dossier.case_status, window, dossier.today)
    lines = explain_filing(dossier.law, window, days, page_locale())
    said = advice(days, page_locale())
    return replace(counted, days=days, advice=said, lines=(*counted.lines, *lines))


def _answered_on(awaited: PendingDuty, now: CaseState) -> date | None:
    """Return the last day on which the body can have answered or decided; None if it did not."""
    decided = now.decision_on(awaited.opening)
    if isinstance(awaited.opening.event, AppealFiled):
        return decided.event.on.latest if decided else None
    replies = (each.event.on.latest for each in now.replies if each.seq > awaited.opening.seq)
    return next(replies, None) if awaited.done else None


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
        if isinstance(each.opened, UntimedRemedy)
    )


def _title(opened: UntimedRemedy) -> str:
    return opened_title(opened.stage, opened.cause, locale=page_locale())


def _shown(
    calendar: Calendar,
    title: str,
    deadline: Deadline,
    *,
    over: bool,
    of: str = "",
    window: Window | None = None,
    came: date | None = None,
) -> CountedDate:
    week = first_weekday(calendar, deadline.earliest)
    return CountedDate(
        title=title,
        of=of,
        deadline=deadline,
        section=deadline.law.cite(deadline.sources, page_language()),
        lines=explain(deadline, page_locale()),
        cautions=cautions(deadline, page_locale()),
        months=grid_in_words(grid_of(deadline, week), page_locale()),
        over=over,
        window=window,
        came=came,
    )
