"""Words of a body stand in one pair of quotation marks, also where they have marks."""

import pytest

from tracker.domain.words.quotations import in_marks, quoted


@pytest.mark.parametrize(
    "words", ["the respondent “as named” refuses", "the respondent ” and “ the respondent", "“"]
)
def test_marks_within_a_quotation_do_not_end_it(words: str) -> None:
    said = quoted(words)

    assert said.count("“") == said.count("”") == 1
    assert said.startswith("“")


def test_words_within_a_sentence_stand_in_one_pair_of_marks() -> None:
    assert in_marks("public {order} “as such”") == "“public (order) ‘as such’”"
