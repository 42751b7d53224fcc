"""The calendars of a letter: those of the days that it computes, and all of them on one sheet."""

from datetime import date

import pytest

from tests.abroad import asked_abroad, library_abroad, refused
from tests.offices import a_request, received
from tracker.domain.law.law import LetterKind
from tracker.domain.library import Library
from tracker.domain.words.letter import DayCalendar, Shade
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.letters.letter_facts import Writer, writer_of


@pytest.fixture
def office_library() -> Library:
    return library_abroad()


@pytest.fixture
def appealed(office: Office) -> Writer:
    """The writer of an appeal against a silence after a receipt on 28 March 2024."""
    reference = a_request(office, on=date(2024, 3, 27))
    received(office, reference, date(2024, 3, 28))
    sweep(office, date(2024, 5, 10))
    with office.cases.look(reference) as case:
        return writer_of(office, case, LetterKind.APPEAL)


@pytest.fixture
def calendars(appealed: Writer) -> tuple[DayCalendar, ...]:
    return appealed.facts().calendars["days-counted"]


@pytest.fixture
def on_one_sheet(appealed: Writer) -> DayCalendar:
    _, blocks = appealed.count_of_time()
    (found,) = [block for block in blocks if isinstance(block, DayCalendar)]
    return found


def test_each_computed_day_has_its_months(calendars: tuple[DayCalendar, ...]) -> None:
    reply, appeal = calendars

    assert reply.title == (
        "Days counted. Last day, with the longest extension: Reply of the public body"
    )
    assert appeal.title.startswith("Days counted. Last day: Appeal")
    # The reply of ten working days and ten more; the appeal runs into May.
    assert [month.caption for month in reply.months] == ["March 2024", "April 2024"]
    assert [month.caption for month in appeal.months] == ["April 2024", "May 2024"]


def test_the_days_are_those_of_a_paper_calendar(calendars: tuple[DayCalendar, ...]) -> None:
    boxes = [box for month in calendars[0].months for week in month.weeks for box in week if box]
    april = {box.day: (box.sign, box.word, box.shade) for box in boxes[31:]}

    # Received 28 March: day 10 is 16 April (Eid 10 to 12), day 10 of the extension 30 April.
    assert april["9"] == ("8", "", Shade.COUNTED)
    assert april["10"] == ("×", "", Shade.LEFT_OUT)
    assert april["16"] == ("10", "limit", Shade.COUNTED)
    assert april["17"] == ("+1", "", Shade.COUNTED)
    assert april["30"] == ("+10", "last", Shade.END)


def test_the_sheet_has_every_count_with_two_months_running_on(on_one_sheet: DayCalendar) -> None:
    reply, appeal = on_one_sheet.months

    assert reply.caption == "March 2024 to April 2024: Reply of the public body"
    assert appeal.caption.startswith("April 2024 to May 2024: Appeal")
    assert on_one_sheet.beside == 3
    assert len(on_one_sheet.notes) == 1


def test_the_sheet_leaves_out_weeks_without_a_day_of_the_count(on_one_sheet: DayCalendar) -> None:
    reply = on_one_sheet.months[0]
    days = [[box.day if box else None for box in week] for week in reply.weeks]

    # From the week of Thursday 28 March to that of Tuesday 30 April; 1 April is a Monday.
    assert days[0] == ["25", "26", "27", "28", "29", "30", "31"]
    assert days[1][:2] == ["1 Apr", "2"]
    assert days[-1] == ["29", "30", None, None, None, None, None]
    assert len(days) == 6


def test_a_week_of_two_months_is_one_week(on_one_sheet: DayCalendar) -> None:
    appeal = on_one_sheet.months[1]
    days = [[box.day if box else None for box in week] for week in appeal.weeks]

    # Tuesday 30 April 2024 and Wednesday 1 May.
    assert ["29", "30", "1 May", "2", "3", "4", "5"] in days


def test_a_sheet_has_every_day_of_its_calendars(
    calendars: tuple[DayCalendar, ...], on_one_sheet: DayCalendar
) -> None:
    def marked(*found: DayCalendar) -> list[tuple[str, str, str, Shade]]:
        boxes = (
            box
            for calendar in found
            for month in calendar.months
            for week in month.weeks
            for box in week
        )
        days = [(b.day.split()[0], b.sign, b.word, b.shade) for b in boxes if b]
        return [day for day in days if day[1:] != ("", "", Shade.NONE)]

    assert marked(on_one_sheet) == marked(*calendars)


def test_months_between_which_others_are_not_shown_do_not_run_on(office: Office) -> None:
    german = asked_abroad(office, "de-bnetza", date(2026, 9, 1))
    refused(office, german, date(2026, 9, 10))
    with office.cases.look(german) as case:
        writer = writer_of(office, case, LetterKind.APPEAL, on=date(2026, 9, 24))
        _, blocks = writer.count_of_time()
    (found,) = [block for block in blocks if isinstance(block, DayCalendar)]

    # Where the instruction on remedies is missing, the time ends a year after the refusal.
    captions = [month.caption.partition(":")[0] for month in found.months]
    assert captions[-2:] == ["September 2026", "September 2027"]
