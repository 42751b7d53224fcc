"""Words in square brackets are blanks to fill in, unless a citation or a quotation needs them."""

import pytest

from tracker.domain.words.brackets import bracket_parts, brackets_in
from tracker.domain.words.quotations import filled


@pytest.mark.parametrize(
    ("words", "places"),
    [
        ("", ()),
        ("No blank to fill in: ________", ()),
        ("The delay: [state the reasons here].", ("[state the reasons here]",)),
        ("Rs [sum] and [Quote from Annex C.]", ("[sum]", "[Quote from Annex C.]")),
        ("[یہاں وجوہات لکھیں]۔", ("[یہاں وجوہات لکھیں]",)),
        ("[two\nlines of words]", ("[two\nlines of words]",)),
        ("[2020] 1 SCR 812, [2016 UKUT 12], […] and [T]he order [sic] [Emphasis added]", ()),
        ("the convict[ion] stands", ()),
        ("[[nested words]] and [open", ("[nested words]",)),
        ("<b>[name]</b> {known}", ("[name]",)),
    ],
)
def test_places_are_told_from_citations_and_quotations(
    words: str, places: tuple[str, ...]
) -> None:
    assert brackets_in(words) == places
    assert "".join(part.words for part in bracket_parts(words)) == words


def test_an_answer_takes_its_place_and_the_others_stay() -> None:
    words = "Paid [sum] on [day of payment] to [sum]."

    assert filled(words, {0: "Rs 50"}) == "Paid Rs 50 on [day of payment] to [sum]."
    assert filled(words, {1: "3 May", 2: "[none]"}) == "Paid [sum] on 3 May to [none]."
    assert filled(words, {7: "nothing"}) == words


@pytest.mark.parametrize(
    ("answer", "quoted"),
    [
        ("The request is regretted.", "It reads: “The request is regretted.” What"),
        ("regretted", "It reads: “regretted”. What"),
        ('"It is refused."', "It reads: “It is refused.” What"),
        ("“It is refused”", "It reads: “It is refused”. What"),
        ("The “order” is secret", "It reads: “The ‘order’ is secret”. What"),
    ],
)
def test_an_answer_between_quotation_marks_is_a_quotation(answer: str, quoted: str) -> None:
    assert filled("It reads: “[Quote it.]”. What", {0: answer}) == quoted
    assert filled("It reads: “[Quote it.]”. What", {}) == "It reads: “[Quote it.]”. What"
    assert filled("The sum: [sum].", {0: "“Rs 50.”"}) == "The sum: “Rs 50.”."


def test_long_words_are_read_in_one_pass() -> None:
    words = "[" * 50_000 + "words" + "]" * 50_000

    assert brackets_in(words) == ("[words]",)
