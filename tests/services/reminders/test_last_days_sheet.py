"""The printed sheet lists the coming last days in order, and names nobody."""

from datetime import date, timedelta
from io import BytesIO
from zipfile import ZipFile

import pytest

from tests.offices import AYESHA, Clock, a_request, received
from tests.one_request import a_received_request
from tests.services.cases.test_hearing_diary import an_appeal, fixed
from tracker.domain.case.agenda import Matter
from tracker.services.cases.silence import sweep
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Office
from tracker.services.ports.cases import RowFilter
from tracker.services.reminders import last_days_sheet as sheets
from tracker.services.reminders.last_days_sheet import (
    LastDaysSheet,
    last_days_sheet,
    sheet_document,
)

ENGLISH = Locale("en")


def sheet(office: Office, today: date, days: int = 14) -> LastDaysSheet:
    return last_days_sheet(office, today, days, ENGLISH)


@pytest.fixture
def waiting(office: Office, clock: Clock) -> str:
    """A request received on Monday 26 February 2024; ten working days end on Monday 11 March."""
    return a_received_request(office, clock, date(2024, 3, 1))


def test_the_last_day_of_a_body_is_on_the_sheet_of_those_days(
    office: Office, waiting: str
) -> None:
    found = sheet(office, date(2024, 3, 1))

    (line,) = found.of_bodies
    assert (line.day, line.reference) == (date(2024, 3, 11), waiting.upper())
    assert line.note == "section 14(1)"
    assert found.own == ()
    # Ten days after 1 March is 11 March, so a sheet of nine days does not have it.
    assert len(last_days_sheet(office, date(2024, 3, 1), 10, ENGLISH).of_bodies) == 1
    assert last_days_sheet(office, date(2024, 3, 1), 9, ENGLISH).of_bodies == ()


def test_our_own_last_day_to_file_is_the_safe_one_of_the_list(
    office: Office, clock: Clock, waiting: str
) -> None:
    clock.set(date(2024, 4, 2))
    sweep(office)
    ((row,), _) = office.case_rows.rows(RowFilter(matter=Matter.FILE), 0, 5)
    assert row.last_safe_day

    found = sheet(office, row.last_safe_day - timedelta(days=3))

    (line,) = found.own
    assert line.day == row.last_safe_day
    assert line.reference == waiting.upper()
    assert line.what
    # One day later it is no longer on the sheet.
    assert sheet(office, row.last_safe_day + timedelta(days=1)).own == ()


def test_a_hearing_is_a_day_of_our_own(office: Office, clock: Clock) -> None:
    clock.set(date(2024, 4, 16))
    reference = an_appeal(office)
    fixed(office, reference)

    # The hearing is on Monday 6 May.
    (line,) = sheet(office, date(2024, 4, 25)).own
    assert (line.day, line.what) == (date(2024, 5, 6), "Hearing")


def test_the_lines_are_in_the_order_of_days(office: Office, clock: Clock, waiting: str) -> None:
    clock.set(date(2024, 2, 28))
    other = a_request(office, on=date(2024, 2, 26), body="pk-interior")
    received(office, other, date(2024, 2, 27))
    clock.set(date(2024, 3, 1))

    lines = sheet(office, date(2024, 3, 1), 30).of_bodies

    assert [each.reference for each in lines] == [waiting.upper(), other.upper()]
    assert lines[0].day < lines[1].day


def test_lines_without_room_are_counted(
    office: Office, clock: Clock, waiting: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sheets, "MOST_DAYS_OF_BODIES", 1)
    clock.set(date(2024, 2, 28))
    received(office, a_request(office, on=date(2024, 2, 26)), date(2024, 2, 27))

    found = sheet(office, date(2024, 3, 1), 30)

    assert (len(found.of_bodies), found.left) == (1, 1)
    words = document(office, found)
    assert "1 line has no room here" in words


def document(office: Office, found: LastDaysSheet) -> str:
    data = office.documents.docx(sheet_document(office, found, ENGLISH), found.today)
    with ZipFile(BytesIO(data)) as parts:
        return " ".join(
            parts.read(name).decode("utf-8", "replace")
            for name in parts.namelist()
            if name.endswith(".xml")
        )


def test_the_document_names_nobody(office: Office, waiting: str) -> None:
    words = document(office, sheet(office, date(2024, 3, 1)))

    assert waiting.upper() in words
    for private in (*AYESHA.name.split(), "Islamabad", AYESHA.contact, "CN-778899"):
        assert private not in words


def test_an_empty_sheet_says_so(office: Office) -> None:
    words = document(office, sheet(office, date(2024, 3, 1)))

    assert words.count("No deadlines on these days.") == 2
