"""The months of a count in letters: as tables in a DOCX, in the preview, and not in an e-mail."""

import io
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from docx import Document

from tests.documents.facts import letter_facts
from tests.documents.reading import W, root_of
from tracker.documents.docx import DocxLetters
from tracker.documents.plain import plain
from tracker.documents.preview import html
from tracker.documents.wording import Wordings
from tracker.domain.base.errors import BadInput
from tracker.domain.words.letter import DayBox, DayCalendar, Letter, MonthTable, Shade

WORDINGS = Wordings(Path(__file__).parents[2] / "templates" / "letters")
WEEKDAYS = ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun")


def a_week(*boxes: DayBox | None) -> tuple[DayBox | None, ...]:
    return (*boxes, *(None,) * (7 - len(boxes)))


# The first week of April 2024, and the Wednesday of Eid after it.
APRIL = MonthTable(
    "April 2024",
    WEEKDAYS,
    (
        a_week(DayBox("1", "2", "", Shade.COUNTED), DayBox("2", "3", "last", Shade.END)),
        a_week(None, None, DayBox("10", "×", "", Shade.LEFT_OUT)),
    ),
)
MARCH = MonthTable("March 2024", WEEKDAYS, (a_week(DayBox("28", "", "start")),))
COUNTED = DayCalendar("Days counted. <Reply>", (MARCH, APRIL, APRIL), ("Not counted: 10 April.",))


def a_letter(*blocks: DayCalendar, language: str = "en") -> Letter:
    return Letter("appeal", language, "Subject", blocks)


def docx_of(letter: Letter) -> bytes:
    return DocxLetters().render(letter, date(2024, 5, 1))


def test_two_months_stand_beside_each_other_and_a_third_below() -> None:
    document = Document(io.BytesIO(docx_of(a_letter(COUNTED))))

    first, second = document.tables
    assert [len(first.columns), len(second.columns)] == [15, 7]
    assert first.cell(0, 0).text == "March 2024"
    assert first.cell(0, 8).text == "April 2024"
    assert [cell.text for cell in first.rows[1].cells[:7]] == list(WEEKDAYS)
    assert first.cell(2, 9).text == "2\n3\nlast"
    # The shorter month of a row is filled up with empty places.
    assert first.cell(3, 0).text == ""
    assert first.cell(3, 10).text == "10\n×"


def test_three_small_months_stand_beside_each_other_within_the_text() -> None:
    small = replace(COUNTED, beside=3)

    (table,) = Document(io.BytesIO(docx_of(a_letter(small)))).tables

    widths = [int(column.width or 0) for column in table.columns]
    (wide, _) = Document(io.BytesIO(docx_of(a_letter(COUNTED)))).tables
    assert len(widths) == 23
    assert sum(widths) <= sum(int(column.width or 0) for column in wide.columns) + 20_000
    assert table.cell(0, 16).text == "April 2024"


def test_a_month_keeps_together_and_its_shades_can_be_told_apart_without_colour() -> None:
    root = root_of(docx_of(a_letter(COUNTED)), "word/document.xml")
    shades = {shade.get(f"{W}val") for shade in root.iter(f"{W}shd")}
    rows = list(root.iter(f"{W}tr"))

    assert {"thinReverseDiagStripe", "clear"} <= shades
    assert all(row.find(f"{W}trPr/{W}cantSplit") is not None for row in rows)


def test_a_month_in_urdu_runs_from_right_to_left() -> None:
    root = root_of(docx_of(a_letter(COUNTED, language="ur")), "word/document.xml")

    assert all(table.find(f"{W}tblPr/{W}bidiVisual") is not None for table in root.iter(f"{W}tbl"))


def test_a_sign_in_urdu_keeps_its_order() -> None:
    week = a_week(DayBox("26", "6?", "", Shade.DOUBTFUL))
    doubtful = DayCalendar("شمار", (MonthTable("دسمبر 2025", WEEKDAYS, (week,)),))
    root = root_of(docx_of(a_letter(doubtful, language="ur")), "word/document.xml")
    (sign,) = [run for run in root.iter(f"{W}r") if "6?" in "".join(map(str, run.itertext()))]

    assert sign.find(f"{W}rPr/{W}rtl") is None


def test_the_same_calendar_gives_the_same_bytes() -> None:
    assert docx_of(a_letter(COUNTED)) == docx_of(a_letter(COUNTED))


def test_the_preview_shows_the_months_with_their_weekdays_and_escapes_words() -> None:
    page = html(a_letter(COUNTED), repr)

    assert "<h3>Days counted. &lt;Reply&gt;</h3>" in page
    assert page.count('<table class="weeks"><caption>April 2024</caption>') == 2
    assert '<th scope="col">Mon</th>' in page
    assert '<td class="end">2<b>3</b><i>last</i></td>' in page
    assert '<td class="left-out">10<b>×</b></td>' in page
    assert "Not counted: 10 April." in page


def test_an_email_has_no_months() -> None:
    assert plain(a_letter(COUNTED)).strip() == ""


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_letter_with_a_chronology_ends_with_its_months(language: str) -> None:
    facts = replace(letter_facts(language), calendars={"days-counted": (COUNTED,)})

    letter = WORDINGS.compose("notice", language, facts)

    assert letter.blocks[-1] == COUNTED


def test_facts_without_calendars_are_refused_and_not_passed_over() -> None:
    with pytest.raises(BadInput, match="the calendars “days-counted”"):
        WORDINGS.compose("notice", "en", replace(letter_facts(), calendars={}))
