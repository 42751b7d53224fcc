"""The calendars of a letter's chronology, one for each computed deadline."""

from collections.abc import Iterator
from datetime import date

from tracker.domain.base.messages import Message
from tracker.domain.case.case_status import CaseStatus
from tracker.domain.clock.deadline import Deadline
from tracker.domain.law.law import Law
from tracker.domain.library import Library
from tracker.domain.words.letter import DayBox, DayCalendar, MonthTable, Shade
from tracker.services.core.i18n import Locale
from tracker.services.deadlines.grid_words import DayCell, MonthShown, grid_in_words
from tracker.services.deadlines.month_grid import DayMark, first_weekday, grid_of
from tracker.services.letters.chronology import computed

TITLE = Message("Days counted. {what}")
SHADES: dict[DayMark, Shade] = {
    DayMark.COUNTED: Shade.COUNTED,
    DayMark.CLOSED: Shade.LEFT_OUT,
    DayMark.PAUSED: Shade.LEFT_OUT,
    DayMark.UNCERTAIN: Shade.DOUBTFUL,
    DayMark.PERHAPS_PAUSED: Shade.DOUBTFUL,
}


def calendars(
    case_status: CaseStatus,
    law: Law,
    library: Library,
    locale: Locale,
    filed: date | None = None,
) -> tuple[DayCalendar, ...]:
    """Return a calendar for each deadline of the chronology of what is `filed` on a day.

    One that a longer one contains is left out.
    """
    return tuple(_calendars(case_status, law, library, locale, filed))


def _calendars(
    case_status: CaseStatus, law: Law, library: Library, locale: Locale, filed: date | None
) -> Iterator[DayCalendar]:
    shown = tuple(computed(case_status, locale, filed))
    kept = {id(deadline) for deadline, _ in shown}
    longer = {
        id(a.ordinary)
        for a in case_status.awaited
        if a.longest is not a.ordinary and id(a.longest) in kept
    }
    for deadline, said in shown:
        if id(deadline) not in longer:
            week = first_weekday(library.calendars[law.calendar], deadline.earliest)
            yield _calendar(deadline, said, week, locale)


def _calendar(deadline: Deadline, said: str, week: int, locale: Locale) -> DayCalendar:
    shown = grid_in_words(grid_of(deadline, week), locale)
    title = locale.say(TITLE, what=said)
    return DayCalendar(title, tuple(_month(month) for month in shown.months), shown.notes)


def _month(month: MonthShown) -> MonthTable:
    weeks = tuple(tuple(_day(box) if box else None for box in week) for week in month.weeks)
    return MonthTable(month.caption, tuple(head.short for head in month.heads), weeks)


def _day(box: DayCell) -> DayBox:
    shade = Shade.END if box.ends else SHADES.get(box.mark, Shade.NONE)
    return DayBox(str(box.day), box.sign, box.word, shade)
