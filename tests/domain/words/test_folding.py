"""Words that are the same in whatever letters they are written."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.words.folding import folded_words, search_words
from tracker.services.core.word_index import GAP

# Each pair is one word in two ways of writing it, by the letters' names in the Unicode tables.
SAME = {
    "Arabic and Persian yeh": ("\u067e\u064a \u0679\u064a", "\u067e\u06cc \u0679\u06cc"),
    "alef maksura": ("\u062f\u0639\u0648\u0649", "\u062f\u0639\u0648\u06cc"),
    "yeh with hamza": ("\u0645\u0633\u0626\u0644", "\u0645\u0633\u06cc\u0644"),
    "Arabic and Persian kaf": ("\u0643\u062a\u0627\u0628", "\u06a9\u062a\u0627\u0628"),
    "Arabic heh and heh goal": ("\u0648\u062c\u0647", "\u0648\u062c\u06c1"),
    "two-eyed heh": ("\u06be\u0645", "\u06c1\u0645"),
    "teh marbuta and heh": ("\u0632\u06a9\u0648\u0629", "\u0632\u06a9\u0648\u06c1"),
    "teh marbuta goal": ("\u0632\u06a9\u0648\u06c3", "\u0632\u06a9\u0648\u06c1"),
    "alef with madda": ("\u0622\u0631\u0688\u0631", "\u0627\u0631\u0688\u0631"),
    "alef with hamza": ("\u0623\u0645\u0631 \u0625\u0646", "\u0627\u0645\u0631 \u0627\u0646"),
    "waw with hamza": ("\u0645\u0624\u062e\u0631", "\u0645\u0648\u062e\u0631"),
    "a hamza of its own": ("\u0639\u0644\u0645\u0627\u0621", "\u0639\u0644\u0645\u0627"),
    "zabar, zer, pesh and shadda": (
        "\u0645\u064e\u0639\u0650\u0644\u064f\u0648\u0651\u0645",
        "\u0645\u0639\u0644\u0648\u0645",
    ),
    "khari zabar": ("\u0631\u062d\u0645\u0670\u0646", "\u0631\u062d\u0645\u0646"),
    "tatweel": ("\u062d\u0640\u0640\u06a9\u0645", "\u062d\u06a9\u0645"),
    "zero-width non-joiner": (
        "\u0645\u06cc\u200c\u06af\u0648\u06cc\u062f",
        "\u0645\u06cc\u06af\u0648\u06cc\u062f",
    ),
    "presentation forms": ("\ufee3\ufecc\ufee0\ufeee\ufee1", "\u0645\u0639\u0644\u0648\u0645"),
    "a ligature of lam and alef": ("\ufefb", "\u0644\u0627"),
    "Eastern Arabic digits": ("\u0662\u0660\u0662\u0664", "2024"),
    "Persian digits": ("\u06f2\u06f0\u06f2\u06f4", "2024"),
    "Devanagari digits": ("\u0968\u0966\u0968\u096a", "2024"),
    "wide digits and letters": ("\uff30\uff34\uff21 \uff12", "pta 2"),
    "capitals": ("PTA", "pta"),
    "accents": ("Caf\u00e9 na\u00efve", "cafe naive"),
    "accents apart": ("Cafe\u0301", "cafe"),
    "a sharp s": ("Stra\u00dfe", "strasse"),
    "a dotless i": ("\u0131zmir \u0130zmir", "izmir izmir"),
    "signs between words": ("pk-x-2024, (PTA)!", "pk x 2024 pta"),
    "an apostrophe": ("body\u2019s", "body s"),
}


@pytest.mark.parametrize("pair", SAME.values(), ids=SAME)
def test_two_ways_of_writing_a_word_are_one(pair: tuple[str, str]) -> None:
    assert folded_words(pair[0]) == folded_words(pair[1]) != ""


def test_letters_that_tell_words_apart_stay() -> None:
    """ke and ki; the vowel signs of Hindi are letters to their readers."""
    assert folded_words("\u06a9\u06d2") != folded_words("\u06a9\u06cc")
    assert folded_words("\u0915\u093f") != folded_words("\u0915\u0941")
    assert search_words("\u0938\u0942\u091a\u0928\u093e") == ("\u0938\u0942\u091a\u0928\u093e",)


@given(st.text())
def test_folded_words_hold_no_sign_that_a_database_could_read(text: str) -> None:
    for word in search_words(text):
        assert word
        assert not set(word) & set("\"'*:^(){}+-&|!<>\\\0 " + GAP)
        assert word.isascii() <= word.isalnum()
