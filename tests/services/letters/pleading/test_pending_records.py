"""A letter under an order that says of records only that they are being dealt with.

The body received the order on Thursday 1 October 2026. Ten working days from 2 October end on
Tuesday 20 October if offices close on Fridays.
"""

from pathlib import Path

import pytest

from tests.services.letters.pleading.test_unanswered_points import application
from tracker.services.letters.enforcing.said_under_order import (
    PENDING,
    pending_in,
)


def test_a_record_under_process_is_met_with_the_day_of_the_order(tmp_path: Path) -> None:
    letter = "Item 1 is enclosed. Items 2 and 4 are under process."
    writer, words = application(tmp_path, letter, given=[1])
    assert writer.pleading
    rows = {e.number: e for e in writer.pleading.items}

    assert (
        "Of the records in items (2) and (4) the letter says: “Items 2 and 4 are under process” "
        "(paragraph 11). The order decided that they are to be supplied, and the time that it set "
        "for them ended on 20 October 2026. That a record is being dealt with does not carry out "
        "the order."
    ) in words
    for number in (2, 4):
        assert rows[number].named == "“Items 2 and 4 are under process”"
        assert "ground:letter" in rows[number].grounds
    assert rows[6].named == "–", "the letter says nothing of item 6"


def test_without_a_time_in_the_order_no_day_is_held_against_it(tmp_path: Path) -> None:
    ordered = "The appeal is allowed. The Secretary shall supply items 1 to 6."
    _, words = application(tmp_path, "Item 2 is under process.", ordered=ordered, missing=[])

    assert "The time that the order set" not in words
    assert "As the appellant counts it, the time for it ended on" in words


@pytest.mark.parametrize(
    ("letter", "kind"),
    [
        ("Item 2 is under process.", PENDING),
        ("Item 2 is under active consideration.", PENDING),
        ("The remaining records are being processed.", PENDING),
        ("The matter of item 2 is in process.", PENDING),
        ("Item 2 is under process. Item 3 will be supplied by 30 November 2026.", PENDING),
        ("Your order was received on 1 October 2026. Item 2 is under process.", PENDING),
        ("Item 2 is under process. The file was requested from the wing.", PENDING),
        ("Item 2 is in the process of being collected.", PENDING),
        ("Item 2 is under process and will be supplied within ten days.", PENDING),
        ("Item 2 is under process. It will follow by 30 November 2026.", PENDING),
        ("Item 2 is under process. The record is expected next week.", PENDING),
        ("Item 3 is under process.", None),
        ("In consideration of the order, item 2 follows.", None),
        ("جزو 2 زیر غور ہے۔", None),
    ],
)
def test_what_a_letter_says_of_a_process_is_quoted(letter: str, kind: str | None) -> None:
    found = pending_in(letter, 2)

    assert (found[0] if found else None) == kind


def test_a_reason_for_withholding_comes_before_the_process(tmp_path: Path) -> None:
    _, words = application(tmp_path, "Item 2 is under process, as it is confidential.")

    assert "meant as a reason for withholding them" in words
    assert "The time that the order set" not in words
