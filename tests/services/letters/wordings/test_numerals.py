"""Numbers in sentences of letters: Bangla and Nepali have their own digits, others Latin ones."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.abroad import library_abroad
from tests.offices import a_request, an_office, received
from tests.services.letters.scenes import answered, outcome
from tracker.domain.base.messages import Message
from tracker.domain.base.text import Text
from tracker.domain.law.law import LetterKind
from tracker.domain.law.questions import Outcome
from tracker.domain.library import Library
from tracker.domain.words.letter import LetterChoices
from tracker.services.drafting.sample_letters import sample_letters
from tracker.services.letters.letter_facts import compose
from tracker.translations import locale

LATIN = re.compile(r"\d", re.ASCII)
# Numbers of paragraphs, of items and of enclosures, and an address, a reference or an email.
KEPT = re.compile(
    r"^ *\(?\d+[.)]|\(\d\)|[A-Z]\d{7}|House 7, Street 9|\S+@\S+"
    r"|(?:प्रकरण|অনুচ্ছেদ) [\d থেকে ও देखि र,]+"
)


def _block(where: dict[str, str]) -> Library:
    """The library with a block without reported facts, at a place named in both languages."""
    abroad = library_abroad()
    like = abroad.block("bd-test")
    country = "bd" if "bn" in where else "np"
    plain = replace(
        like, key=f"{country}-plain", country=country, reported=(), until=None, where=Text(where)
    )
    return replace(abroad, blocks={**abroad.blocks, plain.key: plain})


@pytest.mark.parametrize(
    ("body", "language", "where", "said"),
    [
        (
            "bd-btrc",
            "bn",
            {"en": "Bangladesh", "bn": "বাংলাদেশ"},
            ("৩০ দিনের মধ্যে", "১২ সেপ্টেম্বর ২০২৫"),
        ),
        (
            "np-nta",
            "ne",
            {"en": "Nepal", "ne": "नेपाल"},
            ("१५ दिन भित्र", "(सन् २०२५)", "८ बुँदा", "बुँदा (1) देखि (8)"),
        ),
    ],
)
def test_numbers_in_sentences_have_the_digits_of_the_language(
    tmp_path: Path, body: str, language: str, where: dict[str, str], said: tuple[str, ...]
) -> None:
    with an_office(tmp_path, library=_block(where)) as (bare, clock):
        clock.set(date(2025, 9, 12))
        office = replace(bare, locale=locale)
        block = f"{body.partition('-')[0]}-plain"
        reference = a_request(office, block=block, body=body, on=date(2025, 9, 3))
        received(office, reference, date(2025, 9, 3))
        answered(office, reference, "refused", date(2025, 9, 9), outcome(Outcome.REFUSED))
        with office.cases.look(reference) as case:
            choices = LetterChoices(language=language)
            letter = compose(office, case, LetterKind.APPEAL, chosen=choices)
        assert letter.language == language
        lines = office.documents.plain(letter).splitlines()

    words = " ".join(" ".join(lines).split())
    for each in said:
        assert each in words
    assert reference.upper() in words
    assert [line for line in lines if LATIN.search(KEPT.sub("", line))] == []


@pytest.mark.parametrize(("law", "language"), [("pk-raia-2017", "ur"), ("jo-atia-2007", "ar")])
def test_letters_in_urdu_and_arabic_have_latin_digits(
    tmp_path: Path, law: str, language: str
) -> None:
    with an_office(tmp_path) as (bare, clock):
        clock.set(date(2025, 9, 12))
        office = replace(bare, locale=locale)
        samples = sample_letters(office, office.library.law(law), language)
        words = " ".join(office.documents.plain(each.own) for each in samples)

    assert LATIN.search(words)
    assert not re.search("[٠-٩۰-۹]", words)


def test_a_sentence_without_a_translation_keeps_latin_digits() -> None:
    bangla = locale("bn")

    assert bangla.say_count("{number} day", "{number} days", 30) == "৩০ দিন"
    assert bangla.say("An unknown sentence of {number:,}.", number=1500) == (
        "An unknown sentence of 1,500."
    )
    assert bangla.words(Message("An unknown sentence of {number}.", number=15)) == (
        "An unknown sentence of 15."
    )
    assert locale("ur").say_count("{number} day", "{number} days", 30).startswith("30")
