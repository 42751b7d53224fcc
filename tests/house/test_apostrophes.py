"""English for readers has curly apostrophes: pages, letters, the library, the data package."""

import ast
import re
import tomllib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
from babel.messages.pofile import read_po

ROOT = Path(__file__).parents[2]
# Between two letters, or after the s of a plural.
STRAIGHT = re.compile(r"[^\W\d_]'[^\W\d_]|[^\W\d_]s'(?=[\s,.;)])")
TAGS, CODE = re.compile(r"<[^>]*>"), re.compile(r"\{[{%#].*?[}%#]\}|`[^`]*`", re.DOTALL)
# The data package and what the pages say of it, whose words are in no catalogue.
ROOMS = ("services/public", "services/office_data", "web")


def straight_in(text: str) -> list[str]:
    return [text[max(0, m.start() - 20) : m.end() + 20] for m in STRAIGHT.finditer(text)]


def of_pages() -> Iterator[str]:
    """Yield every sentence of the pages and of letters, without its elements."""
    with (ROOT / "tracker/translations/ur/LC_MESSAGES/messages.po").open("rb") as file:
        for message in read_po(file):
            ids = [message.id] if isinstance(message.id, str) else message.id
            yield from (TAGS.sub("", each) for each in ids)


def of_letters() -> Iterator[str]:
    """Yield the sources of the letters in English, without what is set in."""
    for path in sorted((ROOT / "templates/letters/en").rglob("*.md")):
        yield CODE.sub("", path.read_text("utf-8"))


def of_the_library() -> Iterator[str]:
    """Yield every text of the library but for snapshots, which hold the words of a package."""
    for path in sorted((ROOT / "tracker/library").rglob("*.toml")):
        if "snapshots" not in path.parts:
            yield from _texts(tomllib.loads(path.read_text("utf-8")))


def _texts(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _texts(each)


def of_the_data() -> Iterator[str]:
    """Yield the texts in the code of the data package and the pages, without docstrings."""
    for room in ROOMS:
        for path in sorted((ROOT / "tracker" / room).rglob("*.py")):
            tree = ast.parse(path.read_text("utf-8"))
            told = {id(each.value) for each in ast.walk(tree) if isinstance(each, ast.Expr)}
            for each in ast.walk(tree):
                if isinstance(each, ast.Constant) and isinstance(each.value, str):
                    yield "" if id(each) in told else each.value


@pytest.mark.parametrize("texts", [of_pages, of_letters, of_the_library, of_the_data])
def test_english_for_readers_has_curly_apostrophes(texts: Any) -> None:
    found = list(texts())

    assert found, "nothing was read"
    assert [words for text in found for words in straight_in(text)] == []


def test_a_straight_apostrophe_is_found_in_a_genitive_and_after_a_plural() -> None:
    assert straight_in("the body's days") == ["the body's days"]
    assert straight_in("the bodies' days") == ["the bodies' days"]
    assert straight_in("section 'a', 5' long, the body’s day") == []
