"""Words that are spelled nearly alike."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.words.spelling import (
    SpellingIndex,
    is_spelled,
    letters_apart,
    nearest,
    spelling_keys,
)

WORDS = (
    "pakistan",
    "telecommunication",
    "authority",
    "interior",
    "wikipedia",
    "ministry",
    "حکومت",
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("pakistn", "pakistan"),
        ("apkistan", "pakistan"),
        ("pakkistan", "pakistan"),
        ("telecomunicaton", "telecommunication"),
        ("athority", "authority"),
        ("authoritty", "authority"),
        ("wikipdia", "wikipedia"),
        ("حکمت", "حکومت"),
        ("zzzzzz", ""),
        ("pakistan", ""),
    ],
)
def test_the_nearest_word_is_found(typed: str, meant: str) -> None:
    assert nearest(typed, SpellingIndex(WORDS).near(typed)) == meant


@given(st.lists(st.text("abcd", max_size=8), max_size=12), st.text("abcd", min_size=1, max_size=8))
def test_the_index_finds_the_words_that_share_a_key(words: list[str], typed: str) -> None:
    sharing = {
        word for word in words if is_spelled(word) and spelling_keys(word) & spelling_keys(typed)
    }

    assert SpellingIndex(words).near(typed) == sharing


def test_a_known_name_comes_before_another_word_that_is_as_near() -> None:
    assert nearest("banc", ["bank", "band"]) == "band"
    assert nearest("banc", ["bank", "band"], {"bank"}) == "bank"
    assert nearest("cart", ["calm"]) == "", "two letters of a short word are too many"


@pytest.mark.parametrize(
    ("one", "other", "apart"),
    [
        ("order", "order", 0),
        ("order", "odrer", 1),
        ("order", "orders", 1),
        ("a", "", 1),
        ("abc", "xyz", 3),
    ],
)
def test_letters_are_counted(one: str, other: str, apart: int) -> None:
    assert letters_apart(one, other) == letters_apart(other, one) == apart


@given(st.text("abc", min_size=4, max_size=9), st.integers(0, 8), st.sampled_from("abcd"))
def test_words_that_differ_in_one_letter_share_a_key(word: str, at: int, letter: str) -> None:
    for other in (word[:at] + letter + word[at:], word[:at] + letter + word[at + 1 :]):
        assert spelling_keys(word) & spelling_keys(other)


def test_numbers_and_very_short_or_long_words_are_not_compared() -> None:
    assert not any(map(is_spelled, ("pta", "2024", "s37a", "x" * 25, "")))
    assert is_spelled("order")
