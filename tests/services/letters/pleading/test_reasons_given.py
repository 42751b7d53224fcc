"""Reasons of an order or a reply that no section knows, and what a letter says against each."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.services.letters.pleading.test_words_of_orders import after_dismissal
from tests.services.letters.pleading.test_words_of_replies import last_letter, petition, reply
from tests.services.letters.scenes_of_petitions import (
    ORDERED,
    REPLIED,
    Vacant,
    appealed,
    decided,
)
from tests.services.letters.scenes_to_score import outcome, said
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.law.outcome import Outcome

DISCLOSED, NOT_HELD = Outcome.DISCLOSED, Outcome.NOT_HELD
REFUSED, REFERRED = Outcome.REFUSED, Outcome.REFERRED_ELSEWHERE
NO_REASONS = "in no case is an applicant required to give reasons for the request (section 11(5))"


@pytest.mark.parametrize(
    "words",
    [
        "The appellant has not stated why he needs the record.",
        "The appellant was asked to state the purpose for which it is required.",
        "The purpose for which the information is sought was not given.",
    ],
)
def test_an_order_that_asks_for_a_reason_is_met_by_the_section(words: str, tmp_path: Path) -> None:
    _, letter = last_letter(after_dismissal(f"{words} It is dismissed."), tmp_path)

    assert f"So far as the words “{words[:-1]}” rest on an interest" in letter
    assert NO_REASONS in letter


def test_a_reply_that_asks_for_the_purpose_is_met_by_the_section(tmp_path: Path) -> None:
    words = "Section 7(g). You are requested to state the purpose for which it is required."
    answered = said("refused", REPLIED, outcome(REFUSED, "s7-g"), details=reply(words))
    details = PaperDetails("4412-07/26", ORDERED, "Information Commissioner", "It is dismissed.")
    happened = appealed(answered, decided(DecisionOutcome.DISMISSED, details))
    _, letter = last_letter(replace(after_dismissal("No."), happened=happened), tmp_path)

    assert "So far as the reply rests on an interest, a need, a purpose or a reason" in letter
    assert NO_REASONS in letter


def test_an_order_that_the_matter_is_infructuous_is_answered(tmp_path: Path) -> None:
    words = "The measure has been lifted, so the matter has become infructuous"
    _, letter = last_letter(after_dismissal(f"{words}. It is dismissed."), tmp_path)

    assert letter.count("The request is for records, and not for the end of the Restriction") == 1
    assert f"So far as the words “{words}” rest on the end of the Restriction" in letter
    assert "none of them is that a measure has ended" in letter


@pytest.mark.parametrize(
    ("words", "met"),
    [
        (
            "The documents are with the Ministry of Interior",
            "So far as the words “{}” take a record to be with another body: that is no ground",
        ),
        (
            "A question of security is not for this Commission to decide",
            "So far as the words “{}” decline a question that the Act commits to the Commission:",
        ),
        (
            "The appellant was called and did not appear",
            "So far as the words “{}” rest on who attended a hearing: section 17(3) requires",
        ),
        (
            "The same matter is before a court",
            "So far as the words “{}” rest on proceedings before a court",
        ),
    ],
)
def test_each_reason_of_an_order_has_its_own_answer(words: str, met: str, tmp_path: Path) -> None:
    _, letter = last_letter(after_dismissal(f"{words}. It is dismissed."), tmp_path)

    assert met.format(words) in letter


def test_without_such_words_nothing_is_said_of_the_end_of_the_measure(tmp_path: Path) -> None:
    _, letter = last_letter(after_dismissal("It is sensitive. It is dismissed."), tmp_path)

    assert "and not for the end of the Restriction" not in letter


@pytest.fixture(scope="module")
def in_part(tmp_path_factory: pytest.TempPathFactory) -> str:
    scene = petition(
        "A copy of the letter (item 1) is attached. The sheet annexed to it is not attached, "
        "being internal. Item 2 is with the Authority. Item 3 names officers whose safety would "
        "be at risk, section 16(1)(f). No separate decision was taken, so no record on item 4 "
        "exists. The measure has been lifted, so item 5 is not given, section 7(a). Items 6 to 8 "
        "would endanger officers, section 7(a).",
        outcome(DISCLOSED),
        outcome(REFERRED, to="pk-pta"),
        outcome(REFUSED, "s16-1-f"),
        outcome(NOT_HELD),
        outcome(REFUSED, "s7-a"),
        outcome(REFUSED, "s7-a"),
        kind=Vacant,
    )
    return last_letter(scene, tmp_path_factory.mktemp("petition"))[1]


def test_an_annex_withheld_as_internal_is_asked_for(in_part: str) -> None:
    assert "for what was held back of the records in item (1), too, a ground of section" in in_part
    assert "So far as the reply calls the record internal or departmental" in in_part


def test_a_reply_that_the_measure_has_ended_is_answered(in_part: str) -> None:
    assert "So far as the reply rests on the end of the Restriction" in in_part


def test_a_communication_referred_elsewhere_is_asked_for_as_received(in_part: str) -> None:
    assert (
        "So far as the records in item (2) are communications that came to the second respondent"
        in in_part
    )


def test_of_the_request_is_said_only_what_it_says(in_part: str) -> None:
    assert "The request does not ask for the identity of private persons." in in_part
    assert "posts and not" not in in_part


def test_a_danger_is_met_with_the_test_of_the_clause_that_is_claimed(in_part: str) -> None:
    assert "rest on danger to people: that a danger is spoken of shows the test of no" in in_part
    assert (
        "the clause that is claimed for the records in items (6) to (8) is met is for" in in_part
    )
    assert "is not claimed" not in in_part


def test_no_decision_is_held_against_the_note_that_the_same_reply_withholds(in_part: str) -> None:
    assert "So far as the reply says that no decision was taken, or none of its own" in in_part
    assert "itself withholds the records in item (3), which are asked for as notes" in in_part
    assert "so far as these led to a decision, it is for the second respondent to say" in in_part


def test_without_a_note_that_is_withheld_there_is_no_contradiction(tmp_path: Path) -> None:
    scene = petition(
        "No separate decision was taken, so no record on item 4 exists. Item 3 is not held.",
        outcome(DISCLOSED),
        outcome(DISCLOSED),
        outcome(NOT_HELD),
        outcome(NOT_HELD),
        outcome(DISCLOSED),
    )
    _, letter = last_letter(scene, tmp_path)

    assert "So far as the reply says that no decision was taken, or none of its own" in letter
    assert "so far as these led to a decision" not in letter


def test_a_regulator_is_asked_for_what_it_received_and_not_for_what_it_sent(
    tmp_path: Path,
) -> None:
    answered = outcome(DISCLOSED), outcome(REFERRED, to="pk-moitt"), outcome(DISCLOSED)
    scene = replace(petition("Item 2 is with the Ministry.", *answered), body="pk-pta")
    _, letter = last_letter(scene, tmp_path)

    assert "So far as the records in item (2) are communications that came to the" in letter
    assert "itself sent" not in letter


def test_an_order_in_urdu_is_met_as_one_in_english_is(tmp_path: Path) -> None:
    order = "یہ نہیں بتایا گیا کہ ریکارڈ کیوں درکار ہے۔ پابندی ختم ہو چکی ہے۔ اپیل خارج۔"
    _, letter = last_letter(after_dismissal(order), tmp_path)

    assert NO_REASONS in letter
    assert "rest on the end of the Restriction, the appeal was not about that" in letter
