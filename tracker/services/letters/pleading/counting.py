"""Annex D of a pleading: the count of time on a sheet of its own."""

from collections.abc import Mapping

from tracker.domain.base.messages import Message
from tracker.domain.case.case_status import CaseStatus
from tracker.domain.case.filing_days import Timing, days_to_file, timing_of
from tracker.domain.words.letter import LetterBlock, LetterFacts, Paragraph, TextRun
from tracker.domain.words.pleading import Pleading
from tracker.services.letters.pleading.lettering import COUNT_KEY, COUNT_TITLE
from tracker.services.letters.pleading.source import PleadingSource

SHEET_TITLE = Message("Annex {letter}: {title}")
RESULTS: Mapping[Timing, str] = {
    Timing.ADVISED: Message("Filed on {day}: in time on each count, and premature on none."),
    Timing.PERHAPS_EARLY: Message("Filed on {day}: in time on each count."),
    Timing.PERHAPS_LATE: Message("Filed on {day}: in time on the count relied on."),
}


def count_title(pleading: Pleading, source: PleadingSource) -> str:
    """Return the title of the sheet: its letter among the annexes, and what it is."""
    letters = {each.key: each.letter for each in pleading.annexes}
    return source.say(SHEET_TITLE, letter=letters[COUNT_KEY], title=source.say(COUNT_TITLE))


def count_blocks(facts: LetterFacts, source: PleadingSource) -> tuple[LetterBlock, ...]:
    """Return the table of dates, the result, and the calendars."""
    result = result_of(source, source.plea.case_status)
    said = (Paragraph((TextRun(result),)),) if result else ()
    return (facts.tables["chronology"], *said, *facts.calendars["days-counted"])


def result_of(source: PleadingSource, case_status: CaseStatus) -> str:
    """Return whether a filing of today is in time, as far as the count shows it; else empty."""
    if source.window is None:
        return ""
    days = days_to_file(case_status, source.window, source.today)
    words = RESULTS.get(timing_of(source.window, days, source.today))
    return source.say(words, day=source.locale.short_day(source.today)) if words else ""
