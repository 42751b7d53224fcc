"""What an order asks for besides the records: a document by a fixed day, an affidavit on an item
that need not be supplied, and an officer in person.

The application is made on Tuesday 10 November 2026, 29 days after Monday 12 October.
"""

from datetime import date
from pathlib import Path

import pytest

from tests.services.letters.pleading.test_unanswered_points import application
from tracker.domain.base.terms import RequiredPaper
from tracker.services.letters.enforcing.order_words import (
    days_of_papers,
    ordered_in_person,
    sworn_on,
)

ORDER = (
    "The appeal is allowed. The respondent shall supply certified copies of items 1, 2 and 3 "
    "within ten working days of receipt of this order, and shall file an affidavit on item 4. The "
    "officer responsible shall explain the delay in person. Compliance shall be reported to the "
    "Commission by 12 October 2026."
)
LETTER = (
    "Copies of items 1 and 3 are enclosed. Certain portions have been masked for reasons of "
    "security. Item 2 is classified as secret. As for item 4, the record could not be traced."
)
MISSING = [RequiredPaper.CERTIFICATE, RequiredPaper.AFFIDAVIT, RequiredPaper.REPORT]


def test_what_an_order_asks_for_besides_records_is_told_counted_and_asked_for_again(
    tmp_path: Path,
) -> None:
    _, words = application(tmp_path, LETTER, [1, 3], ["pk-11"], ordered=ORDER, missing=MISSING)
    assert "the certificate of the copies, the affidavit on the records in item (4) and" in words
    assert (
        "Of an officer in person it says: “The officer responsible shall explain the delay in "
        "person” (paragraph"
    ) in words
    assert "names 12 October 2026 as the last day for the report of compliance (para" in words
    assert "This application is made 29 days after that day." in words
    assert (
        "The letter says: “As for item 4, the record could not be traced” (paragraph 11). To say "
        "so is not to give the affidavit on the records in item (4). Without it"
    ) in words
    assert "See Appeal No. 662-10/20, Kashmir Affairs" in words
    assert (
        "to fix a day on which the officer concerned does in person what the order requires, so "
        "far as this was not done: “The officer responsible shall explain the delay in person”"
    ) in words


def test_the_table_has_what_the_order_asks_for_besides_records(tmp_path: Path) -> None:
    writer, words = application(tmp_path, LETTER, [1, 3], ordered=ORDER, missing=MISSING)
    assert writer.pleading
    rows = {each.record: each for each in writer.pleading.items if not each.number}

    assert list(rows) == [
        "The certificate of the copies",
        "The report of compliance, by 12 October 2026",
        "An officer in person",
    ]
    sworn = next(each for each in writer.pleading.items if each.number == 4)
    assert sworn.answer == "An affidavit was ordered, and was not received"
    assert sworn.named == "“As for item 4, the record could not be traced”"
    assert sworn.relief == ("relief:missing",)
    assert "The report of compliance, by 12 October 2026: No copy received" in words


def test_removed_passages_and_a_classified_record_are_answered(tmp_path: Path) -> None:
    _, words = application(tmp_path, LETTER, [1, 3], ordered=ORDER, missing=MISSING)

    assert "What is annexed to a record is a part of it" not in words
    assert "that passage alone could be withheld, with the exact exception for it" in words
    assert "So far as these words call a record classified or secret, section 7(f) asks" in words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("The officer responsible shall explain the delay in person.", True),
        ("The Secretary shall supply item 1, and shall appear in person on 5 October.", True),
        ("The appellant shall appear in person.", False),
        ("The officer need not appear in person but shall write.", False),
        ("The officer explained the delay in person.", False),
    ],
)
def test_an_officer_in_person_is_found(words: str, *, said: bool) -> None:
    assert bool(ordered_in_person(words)) is said


@pytest.mark.parametrize(
    ("words", "days"),
    [
        ("Compliance shall be reported by 7 September 2026.", {"report": date(2026, 9, 7)}),
        (
            "It shall supply item 1 by 1 September 2026, and file a compliance report not later "
            "than Monday, September 7, 2026.",
            {"report": date(2026, 9, 7)},
        ),
        ("It shall file an affidavit by 31 September 2026.", {}),
        ("It shall file an affidavit within seven days.", {}),
        ("The respondent filed its compliance report by 7 September 2026.", {}),
    ],
)
def test_the_fixed_day_of_a_document_is_found(words: str, days: dict[str, date]) -> None:
    assert days_of_papers(words) == days


def test_the_items_of_an_affidavit_are_found() -> None:
    assert sworn_on("It shall supply item 1, and shall file an affidavit on items 4 and 5.") == {
        4,
        5,
    }
    assert sworn_on("It shall supply item 1 and file an affidavit.") == set()
