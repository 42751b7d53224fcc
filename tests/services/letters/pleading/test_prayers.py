"""The questions and orders of a petition and of an application for enforcement: few, the main one
first, and what tells against the party told with its answer."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.offices import an_office
from tests.services.letters.pleading.test_unanswered_points import application
from tests.services.letters.pleading.test_words_of_replies import last_letter, petition
from tests.services.letters.scenes_of_petitions import (
    AFTER_ORDER,
    ORDERED,
    RECEIVED,
    REPLIED,
    SCENES_OF_PETITIONS,
    SENT,
    appealed,
    decided,
)
from tests.services.letters.scenes_scored import CHECKED_HERE
from tests.services.letters.scenes_to_score import Scene, outcome, paper, said, written
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.law.outcome import Outcome
from tracker.domain.words.pleading import PleadingPart, RowForm
from tracker.services.letters.letter_facts import Writer
from tracker.services.letters.pleading.petitions.on_joined_parties import DIVISION_KEY

REFUSED, NOT_HELD, DISCLOSED = Outcome.REFUSED, Outcome.NOT_HELD, Outcome.DISCLOSED
PETITIONS = [name for name in SCENES_OF_PETITIONS if "petition" in name]
# How the main order of a petition begins.
MAIN = (
    "to declare that the order",
    "to direct the Chairman",
    "to direct the Secretary",
    "to direct the first respondent to decide",
)


def rows(writer: Writer, part: PleadingPart, form: RowForm) -> list[str]:
    assert writer.pleading
    return [row.words for row in writer.pleading.parts[part] if row.form is form]


def letter(scene: Scene, folder: Path, *checked: str) -> tuple[Writer, str]:
    """The letter of the remedy of a scene, once a lawyer has checked further decisions."""
    with an_office(folder, library=scene.library()) as (office, clock):
        *_, (_, writer) = written(office, clock, scene, (*CHECKED_HERE, *checked))
        return writer, " ".join(office.documents.plain(writer.letter()).split())


@pytest.mark.samples("02-", "04-")
@pytest.mark.parametrize("name", PETITIONS)
def test_a_petition_has_at_most_five_questions_and_seven_orders(name: str, tmp_path: Path) -> None:
    writer, _ = letter(SCENES_OF_PETITIONS[name], tmp_path)
    orders = rows(writer, PleadingPart.RELIEF, RowForm.LETTER)

    assert 2 <= len(rows(writer, PleadingPart.QUESTIONS, RowForm.ROMAN)) <= 5
    assert len(orders) <= 7
    assert orders[0].startswith(MAIN)
    assert orders[-1].startswith("to fix a day for a report of compliance; and to give")
    assert "order on costs" in orders[-1]
    assert "order on costs" not in " ".join(orders[:-1])
    assert len(rows(writer, PleadingPart.INTERIM, RowForm.LETTER)) <= 6
    assert writer.pleading
    known = {row.key for row in writer.pleading.parts[PleadingPart.RELIEF]}
    assert all(key in known for item in writer.pleading.items for key in item.relief)


def dismissed(words: str, reply: str) -> Scene:
    answered = said(
        "refused",
        REPLIED,
        outcome(REFUSED, "s16-1-e"),
        details=paper("8/22/2026-IS", date(2026, 7, 13), "Deputy Secretary", reply),
    )
    order = PaperDetails("4424-08/26", ORDERED, "Information Commissioner", words)
    return Scene(
        "pk-interior",
        appealed(answered, decided(DecisionOutcome.DISMISSED, order)),
        "pk-x-2024",
        sent=SENT,
        received=RECEIVED,
        filed=AFTER_ORDER,
    )


def test_both_halves_of_a_decision_are_told_once_with_the_answer(tmp_path: Path) -> None:
    """As reported, an applicant who claims directly under Article 19A gives reasons."""
    scene = dismissed("The appellant has shown no need for the record.", "Section 16(1)(e).")
    _, words = letter(scene, tmp_path, "pk-c1")

    assert (
        "draws attention to a decision that is adverse in part: Supreme Court of Pakistan, 16 "
        "October 2023 (Annex" in words
    )
    assert words.count("the applicant gives reasons, and the holder of the information") == 1
    assert "by which an applicant need in no case give reasons (section 11(5))" in words
    assert words.count("Access is the rule.") == 1
    assert "See again Supreme Court of Pakistan, 16 October 2023 (Annex" in words


def test_a_decision_that_a_letter_only_cites_is_told_with_its_other_half(tmp_path: Path) -> None:
    _, words = letter(SCENES_OF_PETITIONS["04-petition-vacancy"], tmp_path, "pk-c1")

    told = words.index("The same decision is adverse in part. On a claim made directly under")
    assert told > words.index("Article 19A binds even where the Act does not reach.")
    assert words.count("The same decision is adverse in part.") == 1


def test_the_same_heading_is_one_ground_and_reports_of_agencies_have_an_answer(
    tmp_path: Path,
) -> None:
    reply = (
        "The measure rests on reports of intelligence agencies. Section 16(1)(e). State the "
        "purpose for which the information is required."
    )
    _, words = letter(dismissed("The appellant has shown no need.", reply), tmp_path)

    assert words.count(" An applicant need give no reasons ") == 1
    assert "So far as the reply rests on an interest, a need" in words
    assert (
        "So far as the words “The measure rests on reports of intelligence agencies” say on what "
        "the measure rested, that is a reason for the measure, and in itself no ground of "
        "section 13(2)(b)."
    ) in words
    assert "intelligence" not in letter(dismissed("It is refused.", "No."), tmp_path)[1]


def test_severance_and_public_importance_are_argued_for_the_items_at_issue(tmp_path: Path) -> None:
    scene = dismissed("The claim is accepted.", "Section 16(1)(e).")
    _, words = letter(replace(scene, without_items=(2, 6)), tmp_path)

    assert "Of the records in items (1), (5) and (7), the number, the date, the office" in words
    assert "Of the records in items (3), (4) and (8), the date, the posts that took part" in words
    assert "the offices that wrote and received" not in words
    assert (
        "is a matter of public importance within Article 19A of the Constitution, and the records "
        "in items (1), (3) to (5), (7) and (8) are asked for on it" in words
    )
    assert "whether the records bear them out is of public importance too (paragraph" in words


@pytest.mark.parametrize(
    ("reply", "answered"),
    [
        ("No record on item 2 is with this office.", "speak for one office"),
        ("Item 2 is kept by another wing of the Ministry.", "speak for one office"),
        ("Item 2 originated from the Cabinet Division.", "turn on who wrote, sent or received"),
        ("No letter on item 2 was issued by the Ministry.", ""),
        ("The Ministry holds nothing on item 2.", ""),
    ],
)
def test_one_office_and_the_author_of_a_record_are_no_answer_for_the_body(
    reply: str, answered: str, tmp_path: Path
) -> None:
    outcomes = (outcome(REFUSED, "s7-a"), outcome(NOT_HELD), outcome(DISCLOSED))
    _, words = last_letter(
        petition(f"Item 1 is noting, section 7(a). {reply}", *outcomes), tmp_path
    )

    found = re.findall(r"speak for one office|turn on who wrote, sent or received", words)
    assert found == ([answered] if answered else [])


def test_a_direction_that_was_sent_was_not_obtained_in_confidence(tmp_path: Path) -> None:
    words = last_letter(
        petition("Section 16(1)(g).", outcome(DISCLOSED), *([outcome(REFUSED, "s16-1-g")] * 7)),
        tmp_path,
    )[1]

    assert (
        "A direction is sent, and not obtained from a third party: so far as the records in item "
        "(5)" in words
    )


@pytest.mark.parametrize(
    ("received", "said_so"),
    [(date(2026, 7, 14), ""), (date(2026, 8, 6), "The reply was received")],
)
def test_a_late_reply_is_said_to_be_late_with_the_count(
    received: date, said_so: str, tmp_path: Path
) -> None:
    answered = said(
        "partly-answered",
        received,
        outcome(REFUSED, "s7-a"),
        outcome(DISCLOSED),
        details=paper("8/22/2026-IS", received, "Deputy Secretary", "Section 7(a)."),
    )
    scene = replace(
        petition("Section 7(a).", outcome(REFUSED, "s7-a"), outcome(DISCLOSED)),
        happened=appealed(answered),
    )
    words = last_letter(scene, tmp_path)[1]

    found = re.findall(r"The reply was received \d+ days? after [^.]*\.", words)
    assert bool(found) is bool(said_so), found


def test_an_application_has_questions_and_few_orders_with_the_records_before_the_punishment(
    tmp_path: Path,
) -> None:
    writer, words = application(tmp_path, "Item 2 does not exist.", [1])
    orders = rows(writer, PleadingPart.RELIEF, RowForm.LETTER)

    assert 2 <= len(rows(writer, PleadingPart.QUESTIONS, RowForm.ROMAN)) <= 4
    assert len(orders) <= 6
    supply = next(n for n, each in enumerate(orders) if "to supply" in each)
    punish = next(n for n, each in enumerate(orders) if "contempt of court" in each)
    assert supply < punish
    assert words.count("Article 19A") == 1
    assert "may itself fine an official who wilfully obstructs or delays" in words
    assert "after the last day. " not in words[words.index("Compliance in part (") :]


def test_compliance_after_the_last_day_is_said_to_be_late_with_the_count(tmp_path: Path) -> None:
    """The last day is Monday 12 October 2026, and the letter came on Tuesday 20 October."""
    order = "The appeal is allowed. The Secretary shall supply items 1 to 6 by 12 October 2026."
    words = application(tmp_path, "Item 2 does not exist.", [1], ordered=order)[1]

    assert "knew of the order. This compliance came 8 days after the last day. The" in words


def test_the_decision_on_a_petition_to_implement_an_order_is_told_once_checked(
    tmp_path: Path,
) -> None:
    letter = "Item 2 is no longer with this office."
    unchecked = application(tmp_path / "a", letter, [1])[1]
    words = application(tmp_path / "b", letter, [1], ["pk-c13"])[1]

    told = "draws attention to an adverse decision: Islamabad High Court, on an order against the"
    assert told not in unchecked
    assert f"{told} Survey of Pakistan (Annex E" in words
    assert "This application is made under section 20(2) to the Commission, whose order" in words
    assert "That one office no longer has it, or never had it, does not show that" in words
    assert "The letter is signed by the Section Officer" in words


@pytest.mark.parametrize(
    ("words", "titled"),
    [
        (None, "for the Division charged with the appointment of members"),
        ("It is the Cabinet Division.", "for the Cabinet Division, charged with the appointment"),
        (
            "It is the Information and Broadcasting Division, by its letter of 1 September 2026.",
            "for the Information and Broadcasting Division, charged with the appointment",
        ),
        ("That is the Division which wrote.", "for the Division charged with the appointment"),
    ],
)
def test_the_division_that_appoints_is_named_only_if_counsel_names_it(
    words: str | None, titled: str, tmp_path: Path
) -> None:
    scene = replace(
        petition("Section 7(a).", outcome(REFUSED, "s7-a"), outcome(DISCLOSED)), body="pk-pta"
    )
    scene = replace(scene, filled={DIVISION_KEY: words} if words else {})

    assert f"Federation of Pakistan {titled}" in last_letter(scene, tmp_path)[1]


def test_a_body_that_appoints_the_members_is_joined_once(tmp_path: Path) -> None:
    scene = replace(
        petition("Section 7(a).", outcome(REFUSED, "s7-a"), outcome(DISCLOSED)),
        body="pk-cabinet-division",
        filled={DIVISION_KEY: "It is the Cabinet Division."},
    )
    words = last_letter(scene, tmp_path)[1]

    assert "Federation of Pakistan for the Cabinet Division, through its Secretary" in words
    assert "It is the Cabinet Division." in words
    assert "(b) for the" not in words
