"""The count of time of a pleading, an annex of one page."""

from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import date

from tracker.domain.base.messages import Message
from tracker.domain.case.case_status import CaseStatus
from tracker.domain.case.filing_days import Timing, days_to_file, timing_of
from tracker.domain.case.history import History
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.case.windows import Window
from tracker.domain.clock.deadline import Deadline
from tracker.domain.law.law import Law
from tracker.domain.law.pleas import Circumstance
from tracker.domain.words.letter import LetterBlock, LetterTable, Paragraph, TextRun
from tracker.domain.words.pleading import Pleading
from tracker.services.core.i18n import Locale
from tracker.services.letters.chronology import chronology
from tracker.services.letters.letter_months import calendar_of_all
from tracker.services.letters.pleading.annex_letters import COUNT_KEY, COUNT_TITLE
from tracker.services.letters.pleading.ending import duty_of_the_body, passed_over
from tracker.services.letters.pleading.source import PleadingSource
from tracker.services.letters.pleading.timing import uninterrupted

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
    "The time limit with an extension is shown because items in issue have no decision. No "
    "notice of an extension was received."
)
# The time for a decision where it is pleaded beside a notice of a fee.
_OTHERWISE: Mapping[Circumstance, Message] = {
    Circumstance.NO_DECISION_OTHERWISE: Message(
        "Last day, should the fee notice be found to be no decision: {stage}"
    ),
    Circumstance.FEE_AWAITED: Message(
        "Last day, should the fee notice not have stopped the time: {stage}"
    ),
}
_OF_SILENCE = frozenset({Circumstance.SILENCE, Circumstance.LATE, *_OTHERWISE})


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


def counted_days(
    source: PleadingSource,
    history: History,
    case_status: CaseStatus,
    details: Mapping[int, PaperDetails],
    law: Law,
    locale: Locale,
) -> LetterTable:
    """Return the table of what was logged and of every date that the letter counts or pleads."""
    told = (history, case_status, details, law, locale, longest_over_by(source))
    return chronology(*told, beside_calendar=True, pleaded=tuple(pleaded_ends(source)))


def longest_over_by(source: PleadingSource) -> date | None:
    """Return the day of filing. The count shows a longer time that nobody announced only if it is
    over by that day. None if the count must show it in any case, because the letter pleads that
    there is no decision on some items and an extension would not be over. A longer time for
    another reason, such as a third party that is heard, is no extension."""
    duty = duty_of_the_body(source)
    if duty is None or duty.ordinary.extended or not duty.longest.extended:
        return source.today
    last = duty.longest.latest
    over = last is not None and last < source.today
    return source.today if over or not passed_over(source) else None


def result_of(source: PleadingSource, case_status: CaseStatus) -> str:
    """Return whether a filing of today is in time, as far as the count shows it; else empty.

    It is so “on each count” only where no date that bears on it is provisional, such as by a
    calendar that nobody compared with notices. It is premature on none only once the longest time
    of every count that the letter pleads is over.
    """
    if source.window is None:
        return ""
    days = days_to_file(case_status, source.window, source.today)
    timing = timing_of(source.window, days, source.today)
    said = _PROVISIONAL if _provisional(source, source.window) else RESULTS
    if timing is Timing.ADVISED and _before_the_longest(source):
        timing, said = Timing.PERHAPS_EARLY, _PROVISIONAL
    words = said.get(timing)
    if not words:
        return ""
    result = source.say(words, day=source.locale.short_day(source.today))
    unclaimed = longest_over_by(source) is None
    return f"{result} {source.say(_UNLESS_EXTENDED)}" if unclaimed else result


def pleaded_ends(source: PleadingSource) -> Iterator[tuple[Deadline, str]]:
    """Yield the end of the time for a decision that a letter pleads in the alternative, with words
    for its row: that of a time which a notice ended or may have stopped."""
    duty = duty_of_the_body(source)
    found = (words for when, words in _OTHERWISE.items() if when in source.pleaded)
    if duty and (words := next(found, None)):
        end = uninterrupted(source, duty)
        yield end, source.say(words, stage=source.text(end.stage.title))


def _before_the_longest(source: PleadingSource) -> bool:
    """Return whether a letter pleads that no decision was given in time, before the longest time
    for one was over on every count."""
    duty = duty_of_the_body(source)
    pleaded = _OF_SILENCE & source.pleaded.keys() or passed_over(source)
    if duty is None or not (source.plea.first and pleaded):
        return False
    longest, extension = duty.longest, duty.stage.extension
    if _OTHERWISE.keys() & source.pleaded.keys():
        counted = extension is not None and extension.length is not None
        if extension and not counted and not extension.must_be_announced:
            return True
        longest = uninterrupted(source, duty, extended=counted)
    return not longest.missed_on(source.today)


def _provisional(source: PleadingSource, window: Window) -> bool:
    """Return whether a date on which the result rests is provisional: the end of the time to file,
    or of the time for a decision from which it is counted."""
    duty = duty_of_the_body(source)
    ends = (duty.ordinary, duty.longest) if duty and duty.opening.seq == window.opening else ()
    return any(each.provisional for each in (window.closes, *ends))
