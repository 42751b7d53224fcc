"""The calendars of a letter's chronology, one for each computed deadline."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date

from tracker.domain.base.messages import Message
from tracker.domain.case.case_status import CaseStatus
from tracker.domain.case.windows import Window
from tracker.domain.clock.deadline import Deadline
from tracker.domain.law.count_step import Reason
from tracker.domain.law.law import Actor, Law
from tracker.domain.library import Library
from tracker.domain.words.letter import DayBox, DayCalendar, MonthTable, Shade
from tracker.services.core.i18n import Locale
from tracker.services.deadlines.grid_words import DayCell, MonthShown, grid_in_words
from tracker.services.deadlines.month_grid import DayMark, first_weekday, grid_of
from tracker.services.letters.chronology import computed

TITLE = Message("Days counted. {what}")
ALL_COUNTED = Message("Days counted")
_EACH_DAY = Message("Each day was counted in the months not shown: {months}.")
# The table beside it has both ends.
_EARLIER_ONLY = Message("The calendar of “{stage}” shows the earlier reading alone.")
# How many small calendars stand side by side, and how many months run on in one.
_SMALL, _RUN_ON = 3, 2
_Week = tuple[DayBox | None, ...]
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


def calendar_of_all(
    case_status: CaseStatus, law: Law, library: Library, locale: Locale, filed: date | None
) -> DayCalendar:
    """Return one calendar with the days of every deadline of what is `filed`, for one sheet.

    Two months of one count run on if there is no room beside each other. Weeks without a day of
    the count are left out. A count of each day, whose row in the table says everything, has no
    calendar if its remedy was filed. If it is the time for a decision, only its end is shown.
    """
    found: list[tuple[str, tuple[MonthShown, ...]]] = []
    notes: dict[str, None] = {}
    windows = {id(each.closes): each for each in case_status.windows}
    for deadline, _ in _counted(case_status, locale, filed):
        window = windows.get(id(deadline))
        if window and _counts_each_day(deadline) and _was_filed(case_status, window):
            continue
        week = first_weekday(library.calendars[law.calendar], deadline.earliest)
        shown = grid_in_words(grid_of(deadline, week), locale)
        title = deadline.stage.title.in_language(locale.language)
        months = shown.months if window else _at_the_end(deadline, shown.months)
        found.append((title, months))
        notes |= dict.fromkeys(shown.notes)
        if deadline.stage.actor is Actor.REQUESTER and deadline.latest != deadline.earliest:
            notes[locale.say(_EARLIER_ONLY, stage=title)] = None
        if left_out := shown.months[: -len(months)]:
            said = locale.apart(month.caption for month in left_out)
            notes[locale.say(_EACH_DAY, months=said)] = None
    run_on = _RUN_ON if sum(len(months) for _, months in found) > _SMALL else 1
    tables = (
        _small(group, title, locale)
        for title, months in found
        for group in _together(months, run_on)
    )
    noted = (" ".join(notes),) if notes else ()
    return DayCalendar(locale.say(ALL_COUNTED), tuple(tables), noted, beside=_SMALL)


def _counts_each_day(deadline: Deadline) -> bool:
    """Return whether no day before the end of a count was skipped or doubtful, and nothing
    interrupted it."""
    ends = [move.day for move in deadline.moves if move.reason is Reason.LIMIT]
    between = (m for m in deadline.moves if not ends or m.day < min(ends))
    return all(move.reason is Reason.EVENT for move in between)


def _was_filed(case_status: CaseStatus, window: Window) -> bool:
    return case_status.case_state.appealed(window.stage.key, window.opening) is not None


def _at_the_end(deadline: Deadline, months: tuple[MonthShown, ...]) -> tuple[MonthShown, ...]:
    """Return the months in which a count of each day ends, and all months of another count."""
    if not _counts_each_day(deadline):
        return months
    ends = deadline.earliest.replace(day=1)
    return tuple(month for month in months if month.first >= ends) or months


def _together(months: Sequence[MonthShown], run_on: int) -> Iterator[tuple[MonthShown, ...]]:
    """Yield the months in groups that follow each other, of `run_on` months at most."""
    found: tuple[MonthShown, ...] = ()
    for month in months:
        if found and (len(found) == run_on or not _follows(month.first, found[-1].first)):
            yield found
            found = ()
        found = (*found, month)
    if found:
        yield found


def _follows(month: date, before: date) -> bool:
    return month.year * 12 + month.month == before.year * 12 + before.month + 1


def _small(months: Sequence[MonthShown], title: str, locale: Locale) -> MonthTable:
    """Return a table of a month, or of two months that run on, without empty weeks at its ends."""
    first, *rest = (_month(month) for month in months)
    caption, weeks = first.caption, list(first.weeks)
    for month, table in zip(months[1:], rest, strict=True):
        caption = locale.say("{first} to {last}", first=caption, last=table.caption)
        weeks = _running_on(weeks, _named_first(table.weeks, month.short))
    marked = [n for n, week in enumerate(weeks) if any(map(_is_marked, week))]
    kept = weeks[marked[0] : marked[-1] + 1] if marked else weeks
    return MonthTable(f"{caption}: {title}", first.head, tuple(kept))


def _running_on(before: Sequence[_Week], after: Sequence[_Week]) -> list[_Week]:
    """Return the weeks of two months, with the week that they share as one."""
    last, first = before[-1], after[0]
    shared = all(a is None or b is None for a, b in zip(last, first, strict=True))
    if not shared or None not in last:
        return [*before, *after]
    joined = tuple(a or b for a, b in zip(last, first, strict=True))
    return [*before[:-1], joined, *after[1:]]


def _named_first(weeks: Sequence[_Week], month: str) -> list[_Week]:
    """Return the weeks of a month whose first day says its name."""
    first = tuple(
        replace(box, day=f"{box.day} {month}") if box and box.day == "1" else box
        for box in weeks[0]
    )
    return [first, *weeks[1:]]


def _is_marked(box: DayBox | None) -> bool:
    return box is not None and (box.sign, box.word, box.shade) != ("", "", Shade.NONE)


def _calendars(
    case_status: CaseStatus, law: Law, library: Library, locale: Locale, filed: date | None
) -> Iterator[DayCalendar]:
    for deadline, said in _counted(case_status, locale, filed):
        week = first_weekday(library.calendars[law.calendar], deadline.earliest)
        yield _calendar(deadline, said, week, locale)


def _counted(
    case_status: CaseStatus, locale: Locale, filed: date | None
) -> Iterator[tuple[Deadline, str]]:
    """Yield the deadlines of the chronology that no longer one contains."""
    shown = tuple(computed(case_status, locale, filed))
    kept = {id(deadline) for deadline, _ in shown}
    longer = {
        id(a.ordinary)
        for a in case_status.awaited
        if a.longest is not a.ordinary and id(a.longest) in kept
    }
    yield from (each for each in shown if id(each[0]) not in longer)


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
