"""How typed words become a query, and where in a text they are found."""

from collections.abc import Iterable
from importlib import import_module

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.words.citations import CITED
from tracker.services.core.excerpts import excerpt
from tracker.services.core.search_query import (
    LONGEST_QUERY,
    MOST_TERMS,
    WordsOfText,
    query_of,
    tier_of,
)
from tracker.services.core.word_index import LONGEST_INDEXED, indexed, is_plain
from tracker.services.ports.search import Passage, QueryTerm, Tier


def said(terms: Iterable[QueryTerm]) -> list[str]:
    """Each term as a reader could type it: a word, “words in a row”, begin*, s.37.1."""
    return [_said(term) for term in terms]


def _said(term: QueryTerm) -> str:
    if term.typed:
        return term.typed
    if term.row[0].startswith(CITED):
        return term.row[0][1:].replace(CITED, ".")
    return f"“{' '.join(term.row)}”{'*' * term.begins}"


def found_in(typed: str, *passages: str, names: str = "") -> Tier | None:
    """Where a query is found in a text with these names and passages."""
    own = WordsOfText(indexed([names]))
    return tier_of(query_of(typed), own, WordsOfText(indexed([names, *passages])))


@pytest.mark.parametrize(
    ("typed", "wanted", "unwanted"),
    [
        ("Legal basis", ["legal", "basis"], []),
        ("“legal basis” PTA", ["“legal basis”", "pta"], []),
        ('"legal basis', ["“legal basis”"], []),
        ("block -throttling", ["block"], ["throttling"]),
        ("block -“no reason”", ["block"], ["“no reason”"]),
        ("block \u2212throttling", ["block"], ["throttling"]),
        ("pk-x-2024", ["“pk x 2024”"], []),
        ("co-sign", ["“co sign”"], []),
        ("block block BLOCK", ["block"], []),
        ("- -- \u2013 \"\" '' * :", [], []),
        ("\u067e\u064a\u200c\u0679\u06cc", ["\u067e\u06cc\u0679\u06cc"], []),
        ("b AND c OR d NEAR e NOT f", ["b", "c", "d", "near", "e", "not", "f"], []),
        ("names:order", ["“names order”"], []),
        ("ban* “right to inf*”", ["“ban”*", "“right to inf”"], []),
        ("x* *", ["x"], []),
        ("", [], []),
        ("who ordered the block of X", ["ordered", "block", "x"], []),
        ("who is the", ["who", "is", "the"], []),
        ("کس نے حکم دیا", ["حکم", "دیا"], []),
        ("section 37", ["section.37"], []),
        ("PECA s. 37(1)(a) order", ["peca", "section.37.1.a", "order"], []),
        ("“section 37” s 37", ["“section 37”", "section.37"], []),
        ("دفعہ ۳۷(۱)", ["section.37.1"], []),
        ("37(1)", ["“37 1”"], []),
        ("section", ["section"], []),
    ],
)
def test_what_is_typed_is_words_words_in_a_row_and_words_that_must_not_be_there(
    typed: str, wanted: list[str], unwanted: list[str]
) -> None:
    query = query_of(typed)

    assert (said(query.wanted), said(query.unwanted)) == (wanted, unwanted)


@given(st.text(max_size=400))
def test_nothing_that_is_typed_is_an_error_and_a_query_has_an_end(typed: str) -> None:
    query = query_of(typed)

    assert len(query.wanted) + len(query.unwanted) <= MOST_TERMS
    assert sum(len(word) for term in query.wanted for word in term.row) <= 20 * LONGEST_QUERY
    found_in(typed, typed)
    excerpt(query, [Passage(typed)])


@pytest.mark.parametrize(
    "typed",
    [
        '"' * 10_000,
        "section 37(" * 1000,
        "\u202e\u2066order\u2069",
        "\0\x07\x1b",
        "a OR b) NOT (c",
    ],
    ids=["quotation marks", "brackets", "marks of direction", "control signs", "operators"],
)
def test_hostile_words_are_words_or_nothing(typed: str) -> None:
    query = query_of(typed)

    assert len(query.wanted) <= MOST_TERMS
    assert all(word.strip() for term in query.wanted for word in term.row)


def test_marks_of_direction_do_not_hide_a_word() -> None:
    assert said(query_of("\u202eorder\u202c \u200fحکم").wanted) == ["order", "حکم"]


def test_all_words_are_wanted_in_any_order_and_a_row_of_words_within_one_passage() -> None:
    words = ("The order of 17 February", "was given by the ministry")

    assert found_in("ministry order", *words)
    assert found_in("“17 february” -secret", *words)
    assert not found_in("order secret", *words)
    assert not found_in("order -ministry", *words)
    assert not found_in("“february was”", *words), "a row does not cross passages"
    assert not found_in("“rder of”", *words), "a row begins where a word begins"
    assert not found_in("“order o”", *words), "and ends where one ends"
    assert found_in("“the ministry”", *words), "the last words of a text are a row as well"
    assert not found_in("inistr*", *words)
    assert found_in("-secret", *words), "all that lacks a word"
    assert found_in("order", *words) is Tier.ELSEWHERE
    assert found_in("order", names="The order of 17 February") is Tier.NAMES
    assert found_in("-secret", names="The order") is Tier.ANYWHERE


@pytest.mark.parametrize(
    ("typed", "text"),
    [
        ("blocked", "blocking"),
        ("blocks", "The block of X"),
        ("orders", "an order was given"),
        ("refusal", "refusals"),
        ("authorities", "Authority"),
        ("appealing", "Appealed."),
    ],
)
def test_all_forms_of_an_english_word_are_found(typed: str, text: str) -> None:
    assert found_in(typed, text) is Tier.ELSEWHERE
    assert found_in(f"“{typed}”", text) is None, "in quotation marks a word is as it is"
    assert found_in(f"-{typed}", text) is None, "and no form of it when it must not be there"


@pytest.mark.parametrize(
    ("typed", "text", "found"),
    [
        ("telecom", "Telecommunication Authority", Tier.BEGINNINGS),
        ("telecom", "the telecom sector", Tier.ELSEWHERE),
        ("ban", "Bangladesh", None),
        ("ban*", "Bangladesh", Tier.ELSEWHERE),
        ("b*", "Bangladesh", None),
        ("بند", "بندش کا حکم", Tier.BEGINNINGS),
        ("2024", "20245", None),
        ("-telecom", "Telecommunication", Tier.ANYWHERE),
        ("“right to inf*”", "right to information", None),
    ],
)
def test_words_are_found_by_their_beginning_after_those_that_are_whole(
    typed: str, text: str, found: Tier | None
) -> None:
    assert found_in(typed, text) is found


@pytest.mark.parametrize(
    "typed",
    [
        "section 37",
        "s 37",
        "s. 37",
        "s37",
        "sec 37",
        "Sec. 37",
        "§ 37",
        "§37",
        "دفعہ 37",
        "دفعه ۳۷",
        "section\u00a037",
    ],
)
def test_a_provision_is_found_however_it_is_cited(typed: str) -> None:
    for text in (
        "under section 37(1) of the Act",
        "(s. 37)",
        "دفعہ 37 کے تحت",
        "ss. 12 and 37(5)",
    ):
        assert found_in(typed, text), text
    for other in ("section 137", "section 3, 7 days", "article 37", "rule 37", "37 days"):
        assert not found_in(typed, other), other


def test_a_part_of_a_provision_is_not_the_whole_of_it() -> None:
    assert found_in("section 37(1)", "s. 37(1)(a)")
    assert not found_in("section 37(1)", "section 37")
    assert not found_in("section 37(1)", "section 37(2)")
    assert found_in("article 19A", "Article 19-A of the Constitution")


def test_an_index_of_a_very_long_text_has_an_end() -> None:
    words = indexed(["word " * 3 * LONGEST_INDEXED])

    assert len(list(filter(is_plain, words))) == LONGEST_INDEXED
    assert len(indexed(["s. 1(a) " * 2 * LONGEST_INDEXED])) < 3 * LONGEST_INDEXED


def shown(query: str, *passages: str) -> str:
    pieces = excerpt(query_of(query), map(Passage, passages)).pieces
    return "".join(f"[{piece.said}]" if piece.sought else piece.said for piece in pieces)


def test_an_excerpt_marks_the_words_as_they_are_written_without_their_signs() -> None:
    assert shown("pta", "To (the PTA), today.") == "To (the [PTA]), today."
    assert (
        shown("\u06a9\u062a\u0627\u0628", "\u0643\u0650\u062a\u0627\u0628!")
        == "[\u0643\u0650\u062a\u0627\u0628]!"
    )
    assert shown("“legal basis”", "basis and legal basis") == "basis and [legal] [basis]"
    assert shown("<b>", "a <b> b") == "a <[b]> [b]"


def test_an_excerpt_marks_forms_beginnings_and_citations() -> None:
    assert shown("blocked", "Blocks were blocking it") == "[Blocks] were [blocking] it"
    assert shown("telecom", "the Telecommunication Act") == "the [Telecommunication] Act"
    assert shown("tel*", "the Telecommunication Act") == "the [Telecommunication] Act"
    assert shown("s 37", "under section 37(1), today") == "under [section] [37(1)], today"
    assert shown("s 51", "sections 37(2) and 51 of it") == "sections 37(2) and [51] of it"


def test_an_excerpt_comes_from_the_passage_that_holds_the_most_and_from_around_it() -> None:
    long = "word " * 100 + "the secret order " + "after " * 100

    assert shown("secret order", "an order", long).startswith("… word word ")
    assert shown("secret order", "an order", long).endswith("after …")
    assert "[secret] [order]" in shown("secret order", "an order", long)
    assert shown("pta", "nothing of the kind") == ""


def test_an_excerpt_is_around_the_place_where_most_words_are() -> None:
    assert "[secret] [order]" in shown("secret order", "order " + "word " * 100 + "secret order")


def test_an_excerpt_says_its_language() -> None:
    passages = [Passage("the order", "en"), Passage("یہ حکم نامہ", "ur")]

    assert excerpt(query_of("حکم"), passages).language == "ur"
    assert excerpt(query_of("order"), passages).language == "en"
    assert excerpt(query_of("nothing"), passages).language == ""


def test_the_package_of_stemmers_is_whole_although_only_one_of_them_was_loaded() -> None:
    """Another library of the same process may want another language."""
    package = import_module("snowballstemmer")

    assert package.stemmer("english").stemWord("refused") == "refus"
    assert package.stemmer("german").stemWord("verweigert") == "verweigert"
