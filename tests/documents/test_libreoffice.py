"""The letters opened by a word processor other than the one they were written for."""

import subprocess
from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.documents.facts import letter_facts
from tracker.documents.docx import DocxLetters
from tracker.documents.wording import Wordings

WORDINGS = Wordings(Path(__file__).parents[2] / "templates" / "letters")
LETTERS = DocxLetters(office_lines=("Example Law Chambers", "4 Court Street, Capital City"))
PAGES = {"en-request": 2, "en-appeal": 3, "ur-request": 3, "ur-appeal": 4}


@pytest.fixture(scope="module")
def printed(
    needs: Callable[..., Path], tmp_path_factory: pytest.TempPathFactory
) -> dict[str, Path]:
    """The letters as PDF, by language and kind."""
    office = str(needs("soffice", "libreoffice"))
    folder = tmp_path_factory.mktemp("printed")
    for name in PAGES:
        language, kind = name.split("-")
        letter = WORDINGS.compose(kind, language, letter_facts(language, banner=True))
        (folder / f"{name}.docx").write_bytes(LETTERS.render(letter, date(2024, 3, 18)))
    subprocess.run(
        [
            office,
            "--headless",
            f"-env:UserInstallation={(folder / 'profile').as_uri()}",
            "--convert-to",
            "pdf",
            "--outdir",
            str(folder),
            *(str(folder / f"{name}.docx") for name in PAGES),
        ],
        check=True,
        capture_output=True,
        timeout=120,
    )
    return {name: folder / f"{name}.pdf" for name in PAGES}


@pytest.mark.parametrize("name", PAGES)
def test_a_letter_fills_about_the_pages_it_should(printed: dict[str, Path], name: str) -> None:
    # Fonts differ between machines: one page more or less is no fault of the letter.
    assert abs(len(PdfReader(printed[name]).pages) - PAGES[name]) <= 1


def text_of(pdf: Path, pdftotext: Path) -> str:
    command = [str(pdftotext), "-layout", str(pdf), "-"]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=60).stdout


def test_english_pages_say_what_the_letter_says(
    printed: dict[str, Path], needs: Callable[..., Path]
) -> None:
    said = text_of(printed["en-appeal"], needs("pdftotext"))
    pages = said.split("\f")[:-1]
    assert "Before the Information Commission" in pages[0]
    assert "Example Law Chambers" in pages[0]
    for number, page in enumerate(pages, 1):
        assert "DEMONSTRATION" in page
        assert f"Page {number} of {len(pages)}" in page
    flat = " ".join(said.split())
    assert "1. The appellant made the request." in flat
    assert "I. No decision was given" in flat
    assert "(a) to order disclosure" in flat
    assert "No Document Date" in flat


def test_urdu_pages_hold_their_words_and_section_numbers(
    printed: dict[str, Path], needs: Callable[..., Path]
) -> None:
    said = text_of(printed["ur-request"], needs("pdftotext"))
    # The last bracket is pdftotext's own guess: it reads a line of two directions by the signs.
    assert "54(3" in said
    assert "X (formerly Twitter" in said
    assert "PTA" in said
