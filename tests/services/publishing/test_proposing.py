"""What the rules propose to black out in a text, and that what is shown was only cut."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.offices import AYESHA
from tracker.services.publishing.proposing import blacked_out, is_cut_from, proposals


def cut(words: str) -> str:
    return blacked_out(words, proposals(words, AYESHA))


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        ("CNIC 35202-1234567-1 of the person.", "CNIC […] of the person."),
        ("CNIC ۳۵۲۰۲-۱۲۳۴۵۶۷-۱ ہے", "CNIC […] ہے"),
        ("Call 0300-1234567 or +92 300 1234567.", "Call […] or […]."),
        ("Write to a.b+c@mail.example.org, please.", "Write to […], please."),
        ("Dear Ayesha Namoona, you asked.", "Dear […] […], you asked."),
        ("At House 7, Street 9 in Islamabad.", "At […]"),
        ("Mr. Asad Example signed.", "[…] signed."),
        ("Ali Khan s/o Omar Khan of Lahore", "Ali Khan […] of Lahore"),
        ("مکان نمبر 7، گلی 9", "[…]"),
        ("Section 54 of the Act of 1996 was named.", "Section 54 of the Act of 1996 was named."),
        (
            "Letter No. 5/2024 of 12.03.2024, diary 991.",
            "Letter No. 5/2024 of 12.03.2024, diary 991.",
        ),
    ],
)
def test_what_identifies_a_person_is_proposed_and_nothing_else(words: str, shown: str) -> None:
    assert cut(words) == shown


def test_an_address_ends_with_its_line() -> None:
    assert cut("House 7, Street 9\nThe order is secret.") == "[…]\nThe order is secret."


@given(st.text(max_size=80))
def test_proposals_stand_in_order_and_do_not_overlap(words: str) -> None:
    place = 0
    for found in proposals(words, AYESHA):
        assert place <= found.start < found.end <= len(words)
        place = found.end


@given(st.text("abc 0139-\n", min_size=1, max_size=30), st.data())
def test_whatever_was_cut_is_known_to_be_cut(original: str, data: st.DataObject) -> None:
    start = data.draw(st.integers(0, len(original)))
    end = data.draw(st.integers(start, len(original)))
    shown = f"{original[:start]}[…]{original[end:]}"

    assert is_cut_from(original, original)
    assert is_cut_from(shown, original)


@pytest.mark.parametrize(
    "shown",
    [
        "No order was made.",
        "An order was made",
        "An […] was never made.",
        "[…] made. And more.",
        "was […] order […]",
        "An order was made.[…]An order was made.",
    ],
)
def test_what_was_changed_beside_the_cuts_is_found(shown: str) -> None:
    assert not is_cut_from(shown, "An order was made.")
