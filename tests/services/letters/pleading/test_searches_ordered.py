"""An order that requires proof of a search, and a letter that says a record was sent away."""

from pathlib import Path

import pytest

from tests.services.letters.pleading.test_unanswered_points import application
from tracker.domain.base.terms import RequiredPaper
from tracker.services.letters.enforcing.order_words import search_paper_named

SEARCH_ORDERED = (
    "The appeal is allowed. The Secretary shall supply items 1, 2, 4 and 6 within ten working "
    "days of receipt of this order. As to items 3 and 5 a certificate that a search was made "
    "shall be filed. A compliance report shall be filed."
)


def test_to_say_that_there_was_a_search_is_not_to_certify_it(tmp_path: Path) -> None:
    letter = "Item 1 is enclosed. A search for items 3 and 5 was made and nothing was found."
    writer, words = application(
        tmp_path, letter, [1], ordered=SEARCH_ORDERED, missing=[RequiredPaper.REPORT]
    )
    certificate = "the certificate on the search for the records in items (3) and (5)"

    assert "certificate of the copies" not in words
    assert f"The order also requires {certificate} and the report of compliance" in words
    assert "By 10 November 2026 the appellant had received no copy of any of these doc" in words
    assert f"Not received: {certificate} and the report of compliance." in words
    assert (
        "The letter says: “A search for items 3 and 5 was made and nothing was found” (paragraph "
        f"11). To say that there was a search is not to give {certificate}. Without it"
    ) in words
    assert (
        f"to direct the Secretary to give {certificate} within the same time, as the order "
        "requires, and to state in it, for each of these records, where, by whom and how it was"
    ) in words
    assert writer.pleading
    rows = {e.number: e for e in writer.pleading.items}
    assert set(rows) == {0, 1, 2, 3, 4, 5, 6}, "0: what the order requires besides the items"
    for number in (3, 5):
        assert rows[number].answer == "Proof of a search was ordered, and was not received"
        assert rows[number].named.startswith("“A search for items 3 and 5")
        assert rows[number].grounds == ("ground:passed",)
        assert rows[number].relief == ("relief:missing",)


def test_a_certificate_that_came_with_the_letter_is_not_missing(tmp_path: Path) -> None:
    letter = "Item 1 is enclosed. Items 3 and 5 were searched for; the certificate is attached."
    writer, words = application(
        tmp_path, letter, [1], ordered=SEARCH_ORDERED, missing=[RequiredPaper.REPORT]
    )

    assert "To say that there was a search" not in words
    assert "had not received the report of compliance." in words
    assert (
        "has not been complied with in full, and that, of what the order requires besides the "
        "records, it is not shown that the respondent gave the report of compliance"
    ) in words
    assert writer.pleading
    rows = {e.number: e for e in writer.pleading.items}
    assert (rows[3].answer, rows[3].relief) == ("Proof of a search was ordered", ())


@pytest.mark.parametrize(
    ("letter", "answered"),
    [
        (
            "The file (item 2) has been sent to the Ministry of Law and is no longer with us.",
            "The reply to the request withheld the records in item (2) (paragraph",
        ),
        (
            "The minutes (items 1 and 2) were transferred to the Cabinet Division.",
            "whether, when, to whom and why each of them left it",
        ),
        (
            "The file (item 2) is no longer with this office.",
            "to recover, by the same day, each of the records in item (2) that left it, to state",
        ),
        ("A copy of item 2 was sent to the Ministry of Law.", ""),
        ("The file (item 2) was sent to the Law Division for its comments.", ""),
        ("Item 2 was sent to the appellant.", ""),
    ],
)
def test_a_record_that_was_sent_away_is_answered(
    letter: str, answered: str, tmp_path: Path
) -> None:
    writer, words = application(tmp_path, letter)
    assert writer.pleading
    reasons = {e.number: e.named for e in writer.pleading.items}

    assert answered in words
    assert (reasons[2] == "–") is (not answered)
    assert ("; and to recover, by the same day, each of" in words) is bool(answered)


def test_a_record_that_the_reply_did_not_withhold_is_not_said_to_have_been_there(
    tmp_path: Path,
) -> None:
    letter = "The file (item 4) has been sent to the Ministry of Law and is no longer with us."
    _, words = application(tmp_path, letter)

    assert "Of the records in item (4) the letter says: “The file" in words
    assert "The reply to the request withheld the records in item (4)" not in words
    assert "to recover, by the same day" not in words


@pytest.mark.parametrize(
    ("order", "called"),
    [
        ("A certificate that a search was made shall be filed.", "certificate"),
        ("It shall certify that the record was searched for.", "certificate"),
        ("A statement of the search for item 2 shall be filed.", "statement"),
        ("It shall supply certified copies of item 1 with a statement of search.", "statement"),
        (
            "It shall file the certificate of section 13(3), with a statement of the search.",
            "statement",
        ),
        (
            "It shall file a statement of the search, with a certificate of the copies.",
            "statement",
        ),
        ("It shall file a declaration that a search was made.", "declaration"),
        ("It shall file a report on the search.", "report"),
        ("It shall supply item 1 with its certificate, and search the file.", None),
        (
            "A certificate of search shall be filed. For item 2 a statement of the search is "
            "required.",
            None,
        ),
        ("نقول کا تصدیق نامہ اور جزو 2 کی تلاش کا تحریری بیان داخل کیا جائے۔", "statement"),
        ("اجزاء 4 اور 5 کی تلاش کا تصدیق نامہ داخل کیا جائے۔", "certificate"),
    ],
)
def test_what_an_order_requires_on_a_search_keeps_its_name(order: str, called: str | None) -> None:
    assert search_paper_named(order) == called


@pytest.mark.parametrize("items", [" for items 3 and 5", ""])
def test_a_statement_of_the_search_is_not_called_a_certificate(items: str, tmp_path: Path) -> None:
    ordered = (
        "The appeal is allowed. The Secretary shall supply certified copies of items 1, 2, 4 and "
        f"6 within ten working days of receipt of this order, with a statement of the "
        f"search{items}."
    )
    missing = [RequiredPaper.SEARCH]
    _, words = application(tmp_path, "Item 1 is enclosed.", [1], ordered=ordered, missing=missing)
    statement = "the statement on the search" + (items and " for the records in items (3) and (5)")

    assert f"The order also requires the certificate of the copies and {statement} (" in words
    assert f"had not received {statement}." in words
    assert f"Not received: {statement}." in words
    assert "certificate on the search" not in words
    assert "certificate or statement" not in words
    assert "(2), (4), (6): Not supplied" in words
    assert "(2) to (6)" not in words
