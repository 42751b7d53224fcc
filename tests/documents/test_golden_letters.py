"""Every letter as it is set, compared with the text that a person has read and accepted.

After a wanted change: `WRITE_GOLDEN=1 make test`, then read the difference before it is committed.
"""

import os
from datetime import date
from pathlib import Path

import pytest

from tests.documents.facts import letter_facts
from tests.documents.reading import as_lines
from tracker.documents.docx import DocxLetters
from tracker.documents.plain import plain
from tracker.documents.preview import html
from tracker.documents.wording import Wordings
from tracker.domain.law.bundle import CourtPaper
from tracker.domain.law.law import LetterKind

GOLDEN = Path(__file__).parent / "golden"
WORDINGS = Wordings(Path(__file__).parents[2] / "templates" / "letters")
LETTERS = DocxLetters(office_lines=("Example Law Chambers", "4 Court Street, Capital City"))


def compare(name: str, found: str) -> None:
    path = GOLDEN / name
    if os.environ.get("WRITE_GOLDEN"):
        path.parent.mkdir(exist_ok=True)
        path.write_text(found, encoding="utf-8")
    assert found == path.read_text(encoding="utf-8")


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize(
    "kind", [*(kind.value for kind in LetterKind), *(paper.value for paper in CourtPaper)]
)
def test_the_document_reads_as_accepted(kind: str, language: str) -> None:
    letter = WORDINGS.compose(kind, language, letter_facts(language, banner=kind == "notice"))
    compare(f"{language}-{kind}.docx.txt", as_lines(LETTERS.render(letter, date(2024, 3, 18))))


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_mail_text_reads_as_accepted(language: str) -> None:
    letter = WORDINGS.compose("appeal", language, letter_facts(language, banner=True))
    compare(f"{language}-appeal.txt", plain(letter))


@pytest.mark.parametrize("language", ["en", "ur"])
def test_the_preview_reads_as_accepted(language: str) -> None:
    letter = WORDINGS.compose("reminder", language, letter_facts(language, banner=True))
    compare(f"{language}-reminder.html", html(letter, repr))
