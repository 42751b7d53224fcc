"""Quoted text is separated from new text, and no word is lost."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.domain.correspondence.read_mails import read_mail
from tracker.domain.correspondence.quoted_text import new_and_quoted

OLD = "Any refusal must name the exemption."


@pytest.mark.parametrize(
    "above",
    [
        "-----Original Message-----",
        "On Tuesday 1 December 2026, the office wrote:",
        "On Tuesday 1 December 2026 at 10:00 the office\n<x@rti.office.example> wrote:",
        "From: The office\nSent: Tuesday\nTo: PTA\nSubject: Application",
        "منجانب: دفتر\nتاریخ: منگل\nبنام: ادارہ\nموضوع: درخواست",
        "منگل کو دفتر نے لکھا:",
    ],
)
def test_an_older_mail_below_is_quoted(above: str) -> None:
    mail = read_mail(f"Received, thanks.\n\n{above}\n{OLD}")

    assert mail.new_text.strip() == "Received, thanks."
    assert OLD in mail.whole_text


def test_answers_between_quoted_lines_are_new() -> None:
    mail = read_mail(f"> {OLD}\nIt is refused.\n> {OLD}\nSo is this.")

    assert mail.new_text == "It is refused.\nSo is this."


@pytest.mark.parametrize(
    "text",
    [
        "---------- Forwarded message ---------\nFrom: Legal\nDate: Monday\nTo: RTI\nRefused.",
        "From: the record it appears that it is closed.\nTo: whom it may concern",
        "On the subject of fees we wrote: nothing.",
    ],
)
def test_a_forwarded_answer_and_ordinary_sentences_are_new(text: str) -> None:
    assert read_mail(text).new_text == text


@given(st.text(alphabet=st.sampled_from("ab >|\n-:")))
def test_no_word_is_lost(text: str) -> None:
    joined = "\n".join(piece.words for piece in new_and_quoted(text))

    assert joined.split() == text.split()
