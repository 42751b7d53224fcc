"""No letter of the program is conditional on an acknowledgement: it might count as never sent."""

import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

from tracker.domain.words.conditions import conditional_sentences

ROOT = Path(__file__).parents[4]
TEMPLATES = sorted((ROOT / "templates/letters").rglob("*.md"))
LETTERS = sorted((ROOT / "tests/documents/golden").glob("*.txt"))
LAWS = sorted((ROOT / "tracker/library/laws").glob("*.toml"))
# Tables that state the law, and never go into a letter.
OF_THE_LAW = {"provision", "electronic_receipt", "change"}


def texts(value: object) -> Iterator[str]:
    """Every text within a value."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict):
        for each in value.values():
            yield from texts(each)
    elif isinstance(value, list):
        for each in value:
            yield from texts(each)


@pytest.mark.parametrize("file", [*TEMPLATES, *LETTERS], ids=lambda file: file.name)
def test_no_template_and_no_letter_is_conditional_on_an_acknowledgement(file: Path) -> None:
    assert conditional_sentences(file.read_text("utf-8")) == ()


@pytest.mark.parametrize("file", LAWS, ids=lambda file: file.stem)
def test_no_law_file_makes_a_letter_conditional_on_an_acknowledgement(file: Path) -> None:
    tables = tomllib.loads(file.read_text("utf-8"))
    said = {key: value for key, value in tables.items() if key not in OF_THE_LAW}

    assert [each for text in texts(said) for each in conditional_sentences(text)] == []


def test_the_requests_of_each_language_ask_for_an_acknowledgement_all_the_same() -> None:
    """The test above would also pass if no letter spoke of an acknowledgement."""
    asked = (ROOT / "tests/documents/golden").glob("en-request*.txt")

    assert any("acknowledge" in file.read_text("utf-8").lower() for file in asked)
