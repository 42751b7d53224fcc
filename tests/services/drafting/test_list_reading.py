"""Lists as spreadsheets save them: letters, separators, quotation marks, and days."""

from datetime import date

import pytest

from tracker.domain.base.errors import BadInput
from tracker.services.drafting.list_columns import guessed
from tracker.services.drafting.list_days import DayOrder, both_orders, day_in
from tracker.services.drafting.list_reading import MOST_ROWS, Sheet, read_sheet

TEXT = "Body;Sent\nPTA;“18 März 2024”\n"


@pytest.mark.parametrize(
    ("codec", "name"),
    [
        ("utf-8", "UTF-8"),
        ("utf-8-sig", "UTF-8"),
        ("utf-16", "UTF-16"),
        ("utf-16-le", "UTF-16"),
        ("utf-16-be", "UTF-16"),
        ("cp1252", "Windows-1252"),
    ],
)
def test_letters_are_read_whatever_the_encoding(codec: str, name: str) -> None:
    sheet = read_sheet(TEXT.encode(codec))

    assert sheet == Sheet(("Body", "Sent"), ((2, ("PTA", "“18 März 2024”")),), ";", name)


@pytest.mark.parametrize("separator", [",", ";", "\t", "|"])
def test_the_separator_is_found(separator: str) -> None:
    rows = ["Body Sent Note".replace(" ", separator), separator.join(["PTA", "x", '"a, b; c"'])]

    sheet = read_sheet("\r\n".join(rows).encode())

    assert sheet.headings == ("Body", "Sent", "Note")
    assert sheet.rows == ((2, ("PTA", "x", "a, b; c")),)


def test_what_spreadsheets_add_is_taken_away() -> None:
    data = 'sep=;\r\nBody;;Number;;\r\n;;;;\r\n PTA\u00a0;x;="0012";;\r\n"two\r\nlines";y;3;;\r\n'

    sheet = read_sheet(data.encode())

    assert sheet.headings == ("Body", "Column 2", "Number")
    # The line of `sep=` is not counted, nor is the blank row taken for one.
    assert sheet.rows == ((3, ("PTA", "x", "0012")), (4, ("two\nlines", "y", "3")))


@pytest.mark.parametrize(
    ("data", "says"),
    [
        (b"  \n", "is empty"),
        (b"PK\x03\x04rest", "workbook"),
        (b"\xd0\xcf\x11\xe0rest", "workbook"),
        (b"a,b\x81\x8d\n", "cannot be read"),
        (b"a,b\n", "at least one row"),
        (b'a,b\n1,"never closed\n', "read from line 2"),
        (b"a,b\n1,2,3\n", "Line 2 has 3 cells under 2 headings"),
        (b"a,b\n" + b"1,2\n" * (MOST_ROWS + 1), "Split it"),
        (b"a" * (5 * 1024 * 1024 + 1), "5 MB"),
    ],
)
def test_what_is_no_list_is_refused_with_the_way_out(data: bytes, says: str) -> None:
    with pytest.raises(BadInput, match=says):
        read_sheet(data)


@pytest.mark.parametrize(
    "written",
    [
        "2024-03-18", "2024/3/18", "20240318", "2024-03-18 00:00:00", "18/03/2024", "03/18/2024",
        "18.3.2024", "18 March 2024", "18-Mar-2024", "18th March, 2024", "March 18, 2024",
        "18 مارچ 2024", "۱۸/۰۳/۲۰۲۴",
    ],
)  # fmt: skip
def test_a_day_is_read_in_each_of_its_spellings(written: str) -> None:
    assert day_in(written) == date(2024, 3, 18)


def test_a_day_that_can_be_read_in_two_ways_waits_for_a_person() -> None:
    with pytest.raises(BadInput, match="more than one way"):
        day_in("03/04/2024")

    assert day_in("03/04/2024", DayOrder.DAY_FIRST) == date(2024, 4, 3)
    assert day_in("03/04/2024", DayOrder.MONTH_FIRST) == date(2024, 3, 4)
    assert day_in("05/05/2024") == date(2024, 5, 5)


@pytest.mark.parametrize("written", ["4-Mar-24", "13/04/24"])
def test_a_year_of_two_figures_waits_for_a_person(written: str) -> None:
    with pytest.raises(BadInput):
        day_in(written)

    assert day_in(written, DayOrder.DAY_FIRST).year == 2024


@pytest.mark.parametrize(
    "written", ["45369", "30/02/2024", "2024-02-30", "soon", "18 Brumaire 2024", "1/2/3/2024"]
)
def test_what_is_no_day_is_refused(written: str) -> None:
    with pytest.raises(BadInput):
        day_in(written, DayOrder.DAY_FIRST)


def test_a_day_against_the_order_that_was_said_is_refused() -> None:
    with pytest.raises(BadInput, match="other order"):
        day_in("03/18/2024", DayOrder.DAY_FIRST)


def test_a_list_that_writes_days_in_both_orders_is_noticed() -> None:
    assert both_orders(["18/03/2024", "03/18/2024"])
    assert not both_orders(["18/03/2024", "2024-03-18", "05/05/2024"])


def test_columns_are_guessed_from_their_headings() -> None:
    sheet = read_sheet(b"Public Body,E-mail,Date Sent,Date Received,Remarks\na,b,c,d,e\n")

    assert guessed(sheet).columns == {
        "body": 0,
        "contact": 1,
        "sent": 2,
        "received": 3,
        "note": 4,
    }


@pytest.mark.parametrize("mark", ['"', "\r"])
def test_a_mark_that_cannot_stand_between_cells_is_not_taken_for_one(mark: str) -> None:
    with pytest.raises(BadInput):
        read_sheet(f"sep={mark}\r\nBody,Number\r\npk-pta,1\r\n".encode())
