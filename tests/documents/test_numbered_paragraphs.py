"""Paragraphs whose numbers run on through the letter, with their items, in each format."""

from datetime import date
from pathlib import Path

import pytest

from tests.documents.facts import letter_facts
from tests.documents.reading import as_lines, root_of
from tracker.documents.docx import DocxLetters
from tracker.documents.plain import plain
from tracker.documents.preview import html
from tracker.documents.wording import Wordings
from tracker.domain.words.letter import ItemSign, Letter

SOURCE = """
# Subject

::: style paragraph
The first paragraph of {applicant_name}.

{applicant_identity}
:::

::: romans declarations
:::

## A heading between

::: style paragraph
The next paragraph.
:::

::: letters supporters
:::

::: paragraphs points
:::

::: items open_questions
:::
"""
GRAMMAR = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"


@pytest.fixture
def wordings(tmp_path: Path) -> Wordings:
    for language in ("en", "ur"):
        (tmp_path / language).mkdir()
        (tmp_path / language / "request.md").write_text(SOURCE, encoding="utf-8")
    return Wordings(tmp_path)


def written(wordings: Wordings, language: str = "en") -> Letter:
    without = {"applicant_identity": ""}
    return wordings.compose("request", language, letter_facts(language, values=without))


def test_numbers_run_on_past_headings_and_items_stand_under_their_paragraph(
    wordings: Wordings,
) -> None:
    assert plain(written(wordings)) == (
        "Subject\n\n"
        "1. The first paragraph of Amina Example.\n"
        "    (i) No other proceeding on this request is pending before any court.\n\n"
        "A heading between\n\n"
        "2. The next paragraph.\n"
        "    (a) Digital Rights Society\n"
        "    (b) Press Freedom Union\n\n"
        "3. A decision is due within ten working days (section 14(1)).\n\n"
        "4. What can be disclosed is to be separated from what is exempt (section\n"
        "   16(1)).\n"
        "    (1) The order, direction or notification.\n"
        "    (2) The file note of reasons.\n"
    )


def test_word_numbers_them_in_one_list_with_levels(wordings: Wordings) -> None:
    docx = DocxLetters().render(written(wordings), date(2024, 3, 18))
    lines = [line for line in as_lines(docx).splitlines() if "#" in line]
    assert len({line.split(" ")[1] for line in lines}) == 1
    document = root_of(docx, "word/document.xml")
    levels = [node.get(f"{GRAMMAR}val") for node in document.iter(f"{GRAMMAR}ilvl")]
    assert levels == ["0", "2", "0", "1", "1", "0", "0", "3", "3"]
    kinds = root_of(docx, "word/numbering.xml").iter(f"{GRAMMAR}abstractNum")
    shapes = [
        [level.get(f"{GRAMMAR}val") for level in kind.iter(f"{GRAMMAR}numFmt")] for kind in kinds
    ]
    assert ["decimal", "lowerLetter", "lowerRoman", "decimal"] in shapes


def test_where_words_start_at_the_right_items_have_numbers(wordings: Wordings) -> None:
    letter = written(wordings, "ur")
    assert "(1)" in plain(letter)
    assert "(a)" not in plain(letter)
    docx = DocxLetters().render(letter, date(2024, 3, 18))
    document = root_of(docx, "word/document.xml")
    assert {node.get(f"{GRAMMAR}val") for node in document.iter(f"{GRAMMAR}ilvl")} == {"0", "3"}
    assert '<ol type="1">' in html(letter, repr)


def test_the_preview_numbers_as_the_letter_does(wordings: Wordings) -> None:
    shown = html(written(wordings), repr)
    assert '<ol start="1"><li>The first paragraph of Amina Example.<ol type="i">' in shown
    assert '<ol start="2"><li>The next paragraph.<ol type="a">' in shown


def test_signs_go_on_after_the_alphabet_and_count_in_roman() -> None:
    assert [ItemSign.LETTER.at(place) for place in (1, 26, 27)] == ["(a)", "(z)", "(aa)"]
    assert [ItemSign.ROMAN.at(place) for place in (1, 4, 9, 14, 40)] == [
        "(i)",
        "(iv)",
        "(ix)",
        "(xiv)",
        "(xl)",
    ]
    assert ItemSign.NUMBER.at(12) == "(12)"
