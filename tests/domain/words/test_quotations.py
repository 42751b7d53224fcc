"""Quotations keep their words when a letter renames the parties outside of them."""

import pytest

from tracker.domain.words.quotations import in_marks, quoted, said_instead

PAIRS = (("the respondent", "the Ministry"), ("the appellant asks", "I ask"))


def test_words_are_replaced_outside_of_quotations_alone() -> None:
    said = "The respondent wrote: “The respondent regrets.” On this the appellant asks for more."

    assert said_instead(said, PAIRS) == (
        "The Ministry wrote: “The respondent regrets.” On this I ask for more."
    )


@pytest.mark.parametrize(
    "words", ["the respondent “as named” refuses", "the respondent ” and “ the respondent", "“"]
)
def test_marks_within_a_quotation_do_not_end_it(words: str) -> None:
    said = f"It reads: {quoted(words)}"

    assert said_instead(said, PAIRS) == said
    assert said.count("“") == said.count("”") == 1


def test_a_quotation_without_an_end_keeps_its_words() -> None:
    assert said_instead("the respondent said “the respondent", PAIRS) == (
        "the Ministry said “the respondent"
    )


def test_a_phrase_that_contains_the_one_that_it_replaces_is_set_once() -> None:
    """As in Urdu, which has no capitals: “the respondent” is within “the respondent no. 1”."""
    assert said_instead("مسئول علیہ نے", (("مسئول علیہ", "مسئول علیہ نمبر 1"),)) == (
        "مسئول علیہ نمبر 1 نے"
    )


def test_words_within_a_sentence_stand_in_one_pair_of_marks() -> None:
    assert in_marks("public {order} “as such”") == "“public (order) ‘as such’”"
