"""The sheet of coming deadlines, to print for days without a network. It names no person."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.domain.base.text import at_start
from tracker.domain.case.agenda import Matter
from tracker.domain.case.block_challenges import challenges_ending
from tracker.domain.words.letter import (
    Heading,
    Letter,
    LetterBlock,
    LetterTable,
    Paragraph,
    TextRun,
)
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.services.deadlines.challenge_words import (
    challenge_assumes,
    challenge_cite,
    challenge_title,
)
from tracker.services.ports.cases import CaseRow, RowFilter

SHEET_DAYS = (7, 14, 30)
USUAL_DAYS = 7
# These fit on two pages together.
MOST_OWN_DAYS, MOST_DAYS_OF_BODIES = 36, 24
LONGEST_SPAN = timedelta(days=30)
_MOST_READ = 200
_OWN = (Matter.FILE, Matter.HEAR)
_OF_BODIES = (Matter.REPLY, Matter.COMPLY)


@dataclass(frozen=True, slots=True)
class SheetLine:
    """One deadline of the sheet, with its request, body and block, and the step that is due.

    `last` is the end of a span of days, or equals `day`. `note` has the section and any caution.
    """

    day: date
    last: date
    reference: str
    body: str
    block: str
    what: str
    note: str


@dataclass(frozen=True, slots=True)
class LastDaysSheet:
    """The deadlines of the office and those of bodies, each in order. `left` counts the lines
    left out for lack of room."""

    today: date
    until: date
    own: tuple[SheetLine, ...]
    of_bodies: tuple[SheetLine, ...]
    left: int


def last_days_sheet(office: Office, today: date, days: int, locale: Locale) -> LastDaysSheet:
    """Return the sheet from today to so many days later. The number of database statements does
    not depend on the number of requests."""
    until = today + timedelta(days=days)
    besides = tuple(_challenges(office, locale, today, until))
    own, left = _lines(office, locale, _OWN, (today, until), MOST_OWN_DAYS, besides)
    theirs, more = _lines(office, locale, _OF_BODIES, (today, until), MOST_DAYS_OF_BODIES)
    return LastDaysSheet(today, until, own, theirs, left + more)


def _challenges(office: Office, locale: Locale, today: date, until: date) -> Iterator[SheetLine]:
    """Yield the last days to challenge a block about which the office has an open request."""
    library, language = office.library, locale.language
    for block, found in challenges_ending(library, today, until):
        rows, _ = office.case_rows.rows(RowFilter(block=block.key), 0, _MOST_READ)
        row = next((each for each in rows if each.open), None)
        if row and found.last:
            assumes = challenge_assumes(library, found, locale)
            note = "; ".join(filter(None, (challenge_cite(found, locale), assumes)))
            body = library.body_short_name(found.challenge.ordered_by)
            title = library.block_title(block.key, language)
            what = at_start(challenge_title(found, locale))
            reference = row.reference.upper()
            yield SheetLine(found.last, found.last, reference, body, title, what, note)


def _lines(
    office: Office,
    locale: Locale,
    matters: Sequence[Matter],
    between: tuple[date, date],
    most: int,
    besides: Sequence[SheetLine] = (),
) -> tuple[tuple[SheetLine, ...], int]:
    today, until = between
    found, left = list(besides), 0
    for matter in matters:
        # A span of days may have begun before today.
        since = today - LONGEST_SPAN if matter is Matter.REPLY else today
        wanted = RowFilter(matter=matter, since=since, until=until, still_on=today)
        rows, number = office.case_rows.rows(wanted, 0, most)
        left += number - len(rows)
        found += [_line(office, locale, matter, row) for row in rows]
    ordered = sorted(found, key=lambda each: (each.day, each.last, each.reference))
    return tuple(ordered[:most]), left + len(ordered[most:])


def _line(office: Office, locale: Locale, matter: Matter, row: CaseRow) -> SheetLine:
    library, language = office.library, locale.language
    first, last, what, note = _said(office, locale, matter, row)
    return SheetLine(
        first,
        last,
        row.reference.upper(),
        library.body_short_name(row.body),
        library.block_title(row.block, language),
        what,
        note,
    )


def _said(
    office: Office, locale: Locale, matter: Matter, row: CaseRow
) -> tuple[date, date, str, str]:
    """Return the first and last day of a matter, the step that is due, and the note."""
    agenda, library, language = row.agenda, office.library, locale.language
    if matter is Matter.FILE:
        day = _known(row.last_safe_day or row.window_closes)
        title = library.stage_title(row.law, agenda.file_stage, language)
        section = library.section(row.law, agenda.file_section, language)
        return day, day, title, "; ".join((*_of_window(locale, row), *filter(None, [section])))
    if matter is Matter.HEAR:
        day = _known(agenda.hear_on)
        return day, day, locale.say("Hearing"), ""
    if matter is Matter.COMPLY:
        day = _known(agenda.comply_by)
        return day, day, locale.say("Order of the appeal body"), ""
    title = library.stage_title(row.law, agenda.reply_stage, language)
    section = library.section(row.law, agenda.reply_section, language)
    doubt = [locale.say("provisional")] if row.provisional else []
    first = _known(agenda.reply_earliest)
    return (
        first,
        agenda.reply_latest or first,
        title,
        "; ".join((*doubt, *filter(None, [section]))),
    )


def _of_window(locale: Locale, row: CaseRow) -> Iterator[str]:
    if row.last_safe_day is None:
        yield locale.say("no safe day left")
    elif row.window_closes and row.window_closes > row.last_safe_day:
        yield locale.say("last safe day to file")
    opens = row.agenda.file_from or row.agenda.file_opens
    if opens:
        yield locale.say("not before {day}", day=locale.short_day(opens))
    if row.provisional:
        yield locale.say("provisional")


def _known(day: date | None) -> date:
    if day is None:
        raise ValueError("a row of a matter has a day")
    return day


def sheet_document(office: Office, sheet: LastDaysSheet, locale: Locale) -> Letter:
    """Return the sheet as a document of its own, without the office's letterhead."""
    title = sheet_title(sheet, locale)
    banner = "" if office.live else locale.say("DEMONSTRATION: no request here was really filed.")
    blocks = tuple(_blocks(sheet, locale))
    return Letter("last-days", locale.language, title, blocks, banner, plain_paper=True)


def sheet_title(sheet: LastDaysSheet, locale: Locale) -> str:
    """Return the title of the sheet, with its days."""
    days = {"first": locale.short_day(sheet.today), "last": locale.short_day(sheet.until)}
    return locale.say("Deadlines from {first} to {last}", **days)


def _blocks(sheet: LastDaysSheet, locale: Locale) -> Iterator[LetterBlock]:
    yield Heading(_run(sheet_title(sheet, locale)), level=1)
    yield Paragraph(
        _run(locale.say("This sheet names no person. Print it again after each change."))
    )
    parts = (
        (locale.say("Our deadlines"), sheet.own),
        (locale.say("Deadlines of public bodies"), sheet.of_bodies),
    )
    for heading, lines in parts:
        yield Heading(_run(heading))
        if lines:
            yield LetterTable(
                _head(locale), tuple(_row(locale, each) for each in lines), small=True
            )
        else:
            yield Paragraph(_run(locale.say("No deadlines on these days.")))
    if sheet.left:
        yield Paragraph(_run(left_out_words(sheet, locale)))


def left_out_words(sheet: LastDaysSheet, locale: Locale) -> str:
    """Return the sentence that says how many lines were left out."""
    return locale.say_count(
        "{number} line has no room here. Choose fewer days.",
        "{number} lines have no room here. Choose fewer days.",
        sheet.left,
    )


def _head(locale: Locale) -> tuple[str, ...]:
    return (
        locale.say("Day"),
        locale.say("Request"),
        locale.say("Public body"),
        locale.say("What is due"),
    )


def _row(locale: Locale, line: SheetLine) -> tuple[str, ...]:
    day = locale.day(line.day)
    if line.last != line.day:
        day = f"{locale.short_day(line.day)} – {locale.short_day(line.last)}"
    what = f"{line.what} ({line.note})" if line.note else line.what
    return day, line.reference, f"{line.body}: {line.block}", what


def _run(words: str) -> tuple[TextRun, ...]:
    return (TextRun(words),)
