"""A letter as e-mail text and as HTML: readable, in order, and harmless."""

from html.parser import HTMLParser
from pathlib import Path

import pytest

from tests.documents.facts import BANNERS, letter_facts
from tracker.documents.plain import plain
from tracker.documents.preview import html
from tracker.documents.wording import Wordings
from tracker.domain.law.law import LetterKind
from tracker.domain.words.letter import (
    BulletList,
    Letter,
    LetterBlock,
    LetterTable,
    NumberedList,
    Paragraph,
    TextRun,
)

WORDINGS = Wordings(Path(__file__).parents[2] / "templates" / "letters")
KINDS = [kind.value for kind in LetterKind]


def letter_of(*blocks: LetterBlock, language: str = "en") -> Letter:
    return Letter("request", language, "Subject", blocks)


@pytest.mark.parametrize("kind", KINDS)
def test_english_lines_are_at_most_72_letters(kind: str) -> None:
    text = plain(WORDINGS.compose(kind, "en", letter_facts(banner=True)))
    assert max(map(len, text.split("\n"))) <= 72
    assert text.startswith(BANNERS["en"])


def test_a_web_address_is_never_broken() -> None:
    address = "https://example.org/" + "a-b/" * 30
    assert address in plain(letter_of(Paragraph((TextRun(f"See {address} for more."),))))


def test_lists_are_numbered_and_wrapped_under_their_words() -> None:
    items = ((TextRun("word " * 20),), (TextRun("two\nlines"),))
    assert plain(letter_of(NumberedList(items), BulletList(items[1:]))) == (
        "1. word word word word word word word word word word word word word word\n"
        "   word word word word word word\n"
        "2. two lines\n"
        "\n"
        "- two lines\n"
    )


def test_a_table_is_told_row_by_row() -> None:
    table = LetterTable(
        ("Day", "Timeline", "How counted"),
        (("1 May", "Sent", ""), ("2 May", "Came", "Card")),
    )
    assert plain(letter_of(table)) == ("1 May: Sent\n2 May: Came\n    How counted: Card\n")


@pytest.mark.parametrize("kind", KINDS)
def test_every_urdu_line_starts_at_the_right_and_is_drawn_with_nothing(kind: str) -> None:
    text = plain(WORDINGS.compose(kind, "ur", letter_facts("ur")))
    assert all(line.startswith("\u200f") for line in text.split("\n") if line)
    blanks = [line for line in text.split("\n") if "__" in line]
    assert all("____" in line and "نمبر" in line for line in blanks), "blanks are for numbers"
    assert "    " not in text


def test_an_item_that_begins_with_a_number_keeps_apart_from_its_own() -> None:
    item = (TextRun("8 فروری"),)
    assert plain(letter_of(NumberedList((item,)), language="ur")) == "\u200f1.\u200f 8 فروری\n"


TAGS = frozenset(
    {"article", "p", "h2", "h3", "h4", "strong", "em", "br", "ol", "ul", "li", "bdi", "mark"}
    | {"table", "thead", "tbody", "tr", "th", "td"}
)


class _Tags(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.open: list[str] = []
        self.seen: list[tuple[str, dict[str, str | None]]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.seen.append((tag, dict(attrs)))
        if tag != "br":
            self.open.append(tag)

    def handle_endtag(self, tag: str) -> None:
        assert self.open.pop() == tag


@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("kind", KINDS)
def test_the_preview_is_well_formed_and_carries_no_style_and_no_script(
    kind: str, language: str
) -> None:
    hostile = "<script>alert(1)</script><img src=x onerror=y> \"'> & {applicant_name}"
    facts = letter_facts(
        language,
        values={"applicant_name": hostile, "body_name": hostile},
        lists={"records": (hostile,), "signature": (hostile,), "supporters": (hostile,)},
        banner=True,
    )
    tags = _Tags()
    tags.feed(html(WORDINGS.compose(kind, language, facts), repr))
    tags.close()
    assert tags.open == []
    assert {tag for tag, _ in tags.seen} <= TAGS
    assert {name for _, attributes in tags.seen for name in attributes} <= {
        "class",
        "dir",
        "lang",
        "scope",
        "start",
        "tabindex",
        "type",
    }


def test_the_preview_says_its_language_and_direction() -> None:
    urdu = html(WORDINGS.compose("request", "ur", letter_facts("ur")), repr)
    assert urdu.startswith('<article class="letter" tabindex="0" lang="ur" dir="rtl">')
    assert '<bdi dir="ltr">54(3)</bdi>' in urdu
    english = html(WORDINGS.compose("notice", "en", letter_facts()), repr)
    assert english.startswith('<article class="letter" tabindex="0" lang="en" dir="ltr">')
    assert '<th scope="col">Document</th>' in english
