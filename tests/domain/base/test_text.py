"""Texts in several languages, which run the way that the Unicode Consortium's data say."""

import pickle
from dataclasses import FrozenInstanceError
from gc import get_referents

import pytest
from babel import Locale
from babel.localedata import locale_identifiers

from tracker.domain.base.messages import Message
from tracker.domain.base.text import RIGHT_TO_LEFT, Mention, Text, direction
from tracker.domain.law.law_file import LawFact, NotKnown


@pytest.mark.parametrize("code", ["ur", "ur-PK", "ar", "fa", "he", "sd"])
def test_urdu_and_its_neighbours_run_from_right_to_left(code: str) -> None:
    assert direction(code) == "rtl"
    assert direction("en") == direction("eo") == "ltr"


@pytest.mark.slow
def test_every_language_that_runs_from_right_to_left_is_known() -> None:
    """It reads the data of every language, which takes a second."""
    plain = (code for code in locale_identifiers() if "_" not in code)
    found = {code for code in plain if Locale.parse(code).text_direction == "rtl"}

    assert found == RIGHT_TO_LEFT
    assert {direction(code) for code in found} == {"rtl"}


def test_a_text_is_shown_in_the_language_asked_for_in_english_or_in_the_original() -> None:
    both, urdu = Text({"en": "Act", "ur": "قانون"}), Text({"ur": "قانون", "ar": "قانون ع"})

    assert [both.in_language(each) for each in ("en", "ur", "bn")] == ["Act", "قانون", "Act"]
    assert [both.spoken_in(each) for each in ("en", "ur", "bn")] == ["en", "ur", "en"]
    assert (urdu.in_language("bn"), urdu.spoken_in("bn")) == ("قانون", "ur")
    assert dict(urdu.words) == {"ur": "قانون", "ar": "قانون ع"}
    assert urdu.languages() == ("ur", "ar")


def test_texts_with_the_same_words_in_any_order_are_equal() -> None:
    text, turned = Text({"en": "Act", "ur": "قانون"}), Text({"ur": "قانون", "en": "Act"})

    assert text == turned
    assert hash(text) == hash(turned)
    assert text != Text({"en": "Act"})
    assert Text({"en": "Act"}) != Text({"ur": "Act"})
    assert Mention({"en": "Act"}, text) != Text({"en": "Act"})


@pytest.mark.parametrize(
    "text",
    [
        Text({"en": "Act", "ur": "قانون"}),
        Text({"en": Message("Act")}),
        Mention({"en": "the Act"}, Text({"en": "Act"})),
        NotKnown({"en": "See the rules."}, (LawFact.FORM,)),
    ],
)
def test_a_text_reaches_another_process_as_it_was(text: Text) -> None:
    there = pickle.loads(pickle.dumps(text))  # noqa: S301  # what was written just before

    assert there == text
    assert type(there) is type(text)
    assert repr(there) == repr(text)


def test_what_is_not_known_differs_by_what_it_is_about() -> None:
    said = {"en": "See the rules."}

    assert NotKnown(said, (LawFact.FORM,)) != NotKnown(said, (LawFact.COSTS,))
    assert NotKnown(said, (LawFact.FORM,)) == NotKnown(said, (LawFact.FORM,))
    assert Text(said) != NotKnown(said, ())


def test_nothing_changes_the_words_of_a_text() -> None:
    given = {"en": "Act"}
    text = Text(given)
    given["en"] = "Order"

    assert text.words == {"en": "Act"}
    with pytest.raises(FrozenInstanceError):
        text.words = given  # type: ignore[misc]


def test_a_text_holds_its_words_and_no_mapping_of_its_own() -> None:
    """The library has some 16,000 texts, and all processes share its memory."""
    first, second = Text({"en": "Act"}), Text({"en": "Order"})
    held = [each for each in get_referents(first) if not isinstance(each, type)]

    assert [each for each in held if isinstance(each, str)] == ["Act"]
    assert all(each in get_referents(second) for each in held if not isinstance(each, str))
    assert not hasattr(first, "__dict__")
