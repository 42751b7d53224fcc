"""The count of time of a pleading, an annex of one page."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

from tracker.domain.base.messages import Message
from tracker.domain.case.case_status import CaseStatus
from tracker.domain.case.filing_days import Timing, days_to_file, timing_of
from tracker.domain.case.windows import Window
from tracker.domain.words.letter import LetterBlock, LetterTable, Paragraph, TextRun
from tracker.domain.words.pleading import Pleading
from tracker.services.letters.letter_months import calendar_of_all
from tracker.services.letters.pleading.annex_letters import COUNT_KEY, COUNT_TITLE
from tracker.services.letters.pleading.ending import duty_of_the_body
from tracker.services.letters.pleading.source import PleadingSource
from tracker.services.letters.pleading.timing import passed_over

SHEET_TITLE = Message("Annex {letter}: {title}")
# Words for dates that are not provisional, and for those that are.
RESULTS: Mapping[Timing, str] = {
    Timing.ADVISED: Message("Filed on {day}: in time on each count, and premature on none."),
    Timing.PERHAPS_EARLY: Message("Filed on {day}: in time on each count."),
    Timing.PERHAPS_LATE: Message("Filed on {day}: in time on the count relied on."),
}
_PROVISIONAL: Mapping[Timing, str] = {
    **RESULTS,
    Timing.ADVISED: Message("Filed on {day}: in time by this count, and not premature by it."),
    Timing.PERHAPS_EARLY: Message("Filed on {day}: in time by this count."),
}
# The same, for items without a decision whose time may have been longer by an extension.
_UNLESS_EXTENDED = Message(
    "On the items without a decision, it is premature only on the count with the longest "
    "extension, of which no notice was received."
)


def count_title(pleading: Pleading, source: PleadingSource) -> str:
    """Return the title of the sheet: its letter among the annexes, and what it is."""
    letters = {each.key: each.letter for each in pleading.annexes}
    return source.say(SHEET_TITLE, letter=letters[COUNT_KEY], title=source.say(COUNT_TITLE))


def count_blocks(table: LetterTable, source: PleadingSource) -> tuple[LetterBlock, ...]:
    """Return the table of dates, the result, and the calendar, which fit one page.

    The days that were not counted are marked in the calendar and listed below it."""
    case_status = source.plea.case_status
    result = result_of(source, case_status)
    said = (Paragraph((TextRun(result),)),) if result else ()
    rows = tuple((*row[:-1], " ".join(row[-1].split("\n"))) for row in table.rows)
    filed = longest_over_by(source)
    calendar = calendar_of_all(case_status, source.law, source.library, source.locale, filed)
    return (replace(table, rows=rows, small=True), *said, calendar)


def longest_over_by(source: PleadingSource) -> date | None:
    """Return the day of filing, by which a longer time that nobody announced must be over to be
    shown in the count. None, so that it is shown in any case, where the letter pleads that there
    is no decision on some items and that time would not be over."""
    duty = duty_of_the_body(source)
    if duty is None or duty.longest is duty.ordinary or duty.ordinary.extended:
        return source.today
    last = duty.longest.latest
    over = last is not None and last < source.today
    return source.today if over or not passed_over(source) else None


def result_of(source: PleadingSource, case_status: CaseStatus) -> str:
    """Return whether a filing of today is in time, as far as the count shows it; else empty.

    It is so “on each count” only where no date that bears on it is provisional, such as by a
    calendar that nobody compared with notices.
    """
    if source.window is None:
        return ""
    days = days_to_file(case_status, source.window, source.today)
    said = _PROVISIONAL if _provisional(source, source.window) else RESULTS
    timing = timing_of(source.window, days, source.today)
    extended = longest_over_by(source) is None
    words = said.get(Timing.PERHAPS_EARLY if extended and timing is Timing.ADVISED else timing)
    if not words:
        return ""
    result = source.say(words, day=source.locale.short_day(source.today))
    return f"{result} {source.say(_UNLESS_EXTENDED)}" if extended else result


def _provisional(source: PleadingSource, window: Window) -> bool:
    """Return whether a date on which the result rests is provisional: the end of the time to file,
    or of the time for a decision from which it is counted."""
    duty = duty_of_the_body(source)
    ends = (duty.ordinary, duty.longest) if duty and duty.opening.seq == window.opening else ()
    return any(each.provisional for each in (window.closes, *ends))
