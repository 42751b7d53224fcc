"""How typed words become a query, which words are the same, and where in a text they stand."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.words.folding import folded_words, search_words
from tracker.domain.words.search_query import (
    GAP,
    LONGEST_INDEXED,
    LONGEST_QUERY,
    MOST_TERMS,
    Query,
    excerpt,
    found_in,
    indexed,
    named_by,
    query_of,
)

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


@pytest.mark.parametrize(
    ("typed", "wanted", "unwanted"),
    [
        ("Legal basis", [("legal",), ("basis",)], []),
        ("“legal basis” PTA", [("legal", "basis"), ("pta",)], []),
        ('"legal basis', [("legal", "basis")], []),
        ("block -throttling", [("block",)], [("throttling",)]),
        ("block -“no reason”", [("block",)], [("no", "reason")]),
        ("block \u2212throttling", [("block",)], [("throttling",)]),
        ("pk-x-2024", [("pk", "x", "2024")], []),
        ("co-sign", [("co", "sign")], []),
        ("block block BLOCK", [("block",)], []),
        ("- -- \u2013 \"\" '' * :", [], []),
        ("\u067e\u064a\u200c\u0679\u06cc", [("\u067e\u06cc\u0679\u06cc",)], []),
        ("a AND b OR c NEAR d", [(w,) for w in ("a", "and", "b", "or", "c", "near", "d")], []),
        ("names:order", [("names", "order")], []),
        ("", [], []),
    ],
)
def test_what_is_typed_is_words_words_in_a_row_and_words_that_must_not_be_there(
    typed: str, wanted: list[tuple[str, ...]], unwanted: list[tuple[str, ...]]
) -> None:
    assert query_of(typed) == Query(tuple(wanted), tuple(unwanted))


@given(st.text(max_size=400))
def test_nothing_that_is_typed_is_an_error_and_a_query_has_an_end(typed: str) -> None:
    query = query_of(typed)

    assert len(query.wanted) + len(query.unwanted) <= MOST_TERMS
    assert sum(len(word) for term in query.wanted for word in term) <= 20 * LONGEST_QUERY
    found_in(query, indexed([typed]))
    excerpt(query, [typed])


def test_all_words_are_wanted_in_any_order_and_a_row_of_words_within_one_passage() -> None:
    words = indexed(["The order of 17 February", "was given by the ministry"])

    assert found_in(query_of("ministry order"), words)
    assert found_in(query_of("“17 february” -secret"), words)
    assert not found_in(query_of("order secret"), words)
    assert not found_in(query_of("order -ministry"), words)
    assert not found_in(query_of("“february was”"), words), "a row does not cross passages"
    assert found_in(query_of("-secret"), words), "all that lacks a word"
    assert named_by(query_of("order"), words)
    assert not named_by(query_of("-secret"), words)


def test_an_index_of_a_very_long_text_has_an_end() -> None:
    assert len(indexed(["word " * 3 * LONGEST_INDEXED])) == LONGEST_INDEXED


def shown(query: str, *passages: str) -> str:
    return "".join(
        f"[{p.said}]" if p.sought else p.said for p in excerpt(query_of(query), passages)
    )


def test_an_excerpt_marks_the_words_as_they_are_written_without_their_signs() -> None:
    assert shown("pta", "To (the PTA), today.") == "To (the [PTA]), today."
    assert (
        shown("\u06a9\u062a\u0627\u0628", "\u0643\u0650\u062a\u0627\u0628!")
        == "[\u0643\u0650\u062a\u0627\u0628]!"
    )
    assert shown("“legal basis”", "basis and legal basis") == "basis and [legal] [basis]"
    assert shown("<b>", "a <b> b") == "a <[b]> [b]"


def test_an_excerpt_comes_from_the_passage_that_holds_the_most_and_from_around_it() -> None:
    long = "word " * 100 + "the secret order " + "after " * 100

    assert shown("secret order", "an order", long).startswith("… word word ")
    assert shown("secret order", "an order", long).endswith("after …")
    assert "[secret] [order]" in shown("secret order", "an order", long)
    assert shown("pta", "nothing of the kind") == ""
