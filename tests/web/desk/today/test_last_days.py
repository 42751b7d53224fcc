"""The page of the printed sheet, which Today links to."""

from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.offices import AYESHA, Clock
from tests.web.browser import Browser
from tracker.documents.printing import prints
from tracker.services.core.office import Office


def test_the_sheet_is_linked_from_today_and_has_a_week(
    lawyer: Browser, clock: Clock, waiting: str
) -> None:
    clock.set(date(2024, 3, 8))
    (link,) = lawyer.get("/desk").tree.xpath("//a[@href='/desk/last-days']/@href")

    page = lawyer.get(link)

    assert "Deadlines from 8 March 2024 to 15 March 2024" in page.words
    assert "Monday 11 March 2024" in page.words
    assert waiting.upper() in page.words
    assert AYESHA.name not in page.text
    assert "to 15 March 2024" in lawyer.get(f"{link}?days=7").words


@pytest.mark.parametrize("days", ["0", "-3", "9999999999", "two"])
def test_an_unknown_number_of_days_gives_the_usual_sheet(
    lawyer: Browser, clock: Clock, days: str
) -> None:
    clock.set(date(2024, 3, 8))

    assert "to 15 March 2024" in lawyer.get(f"/desk/last-days?days={days}").words


def test_the_sheet_is_downloaded_as_word(lawyer: Browser, waiting: str) -> None:
    answer = lawyer.client.get("/desk/last-days/last-days.docx")

    assert answer.status_code == 200
    assert answer.data.startswith(b"PK")


@pytest.mark.skipif(not prints(), reason="LibreOffice is not installed")
def test_the_sheet_is_downloaded_as_a_pdf_of_at_most_two_pages(
    lawyer: Browser, office: Office, clock: Clock, waiting: str
) -> None:
    clock.set(date(2024, 3, 8))
    page = lawyer.get("/desk/last-days")
    token = page.value("csrf_token")

    answer = lawyer.client.post(
        "/desk/last-days/last-days.pdf", data={"csrf_token": token, "days": "14"}
    )

    pdf = PdfReader(BytesIO(answer.data))
    assert len(pdf.pages) <= 2
    words = pdf.pages[0].extract_text()
    assert waiting.upper() in words
    assert AYESHA.name not in words
