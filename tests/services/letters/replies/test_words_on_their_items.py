"""What letters make of a sentence that is about certain items alone, of bodies that the law does
not bind, of proceedings before a court, and of a reply that does many things at once.

The Pakistani replies came on Tuesday 20 October 2026, the Indian one on Tuesday 14 July 2026.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.offices import an_office
from tests.services.letters.pleading.test_words_of_replies import last_letter
from tests.services.letters.replies.test_what_letters_answer import pakistani
from tests.services.letters.scenes_to_score import SCENES_TO_SCORE, outcome, paper, said, written
from tracker.domain.law.outcome import (
    GroundCategory,
    Outcome,
    QuestionOutcome,
    TypedSection,
    VagueGround,
)
from tracker.services.letters.pleading.quoting import sentences_on_items

REFUSED, NOT_HELD = outcome(Outcome.REFUSED), outcome(Outcome.NOT_HELD)
PARTLY, SECURITY = outcome(Outcome.PARTLY_DISCLOSED), outcome(Outcome.REFUSED, "s16-1-e")
PROVINCE = outcome(
    Outcome.REFERRED_ELSEWHERE, to="Home Department of the Government of Balochistan"
)
COMPANIES = outcome(Outcome.REFERRED_ELSEWHERE, to="cellular operators")
MINISTRY = outcome(Outcome.REFERRED_ELSEWHERE, to="pk-interior")
NOTING = outcome(Outcome.REFUSED, "s7-a")


def make(folder: Path) -> Path:
    folder.mkdir()
    return folder


def vaguely(words: str, of: QuestionOutcome = REFUSED) -> QuestionOutcome:
    return replace(of, vague=VagueGround(GroundCategory.OTHER, words))


def test_what_a_semicolon_joins_is_about_the_items_before_it() -> None:
    words = "Item 2 is enclosed; its cover letter is confidential. Item 3 is noting; nothing else."

    assert [about for _, about in sentences_on_items(words)] == [{2}, {2}, {3}, {3}]
    assert [about for _, about in sentences_on_items("All is secret. Item 1 too.")] == [set(), {1}]


def test_a_passage_is_quoted_under_the_items_that_it_is_about(tmp_path: Path) -> None:
    words = (
        "Item 2 is enclosed; the letter that prompted it is confidential and stays here. Items 3 "
        "and 4 are noting, section 7(a). The remaining items are refused under section 16(1)(e)."
    )
    answers = (SECURITY, PARTLY, NOTING, NOTING, SECURITY)
    found = pakistani(tmp_path, "pk-moitt", "partly-answered", words, *answers)

    assert "A word that describes a record is no ground of refusal" not in found
    assert "So far as the words “the letter that prompted it" not in found


def test_a_passage_on_the_item_itself_is_still_quoted(tmp_path: Path) -> None:
    words = "Items 1 to 8 are strictly confidential and fall under section 16(1)(e)."
    found = pakistani(tmp_path, "pk-moitt", "refused", words, SECURITY)

    assert "So far as the words “Items 1 to 8 are strictly confidential" in found


def test_words_on_the_office_of_another_item_say_nothing_of_a_record_that_is_not_held(
    tmp_path: Path,
) -> None:
    words = (
        "Item 2 is enclosed without its attachments, as these belong to another office. No paper "
        "of items 1 and 3 to 8 exists."
    )
    found = pakistani(tmp_path, "pk-pta", "partly-answered", words, NOT_HELD, PARTLY, NOT_HELD)

    assert "speak for one office" not in found


def test_a_search_for_one_item_is_not_told_of_another(tmp_path: Path) -> None:
    words = (
        "Item 2 was searched for in the registry of this wing and is enclosed in part. Nothing is "
        "held on items 1 and 3 to 8."
    )
    found = pakistani(tmp_path, "pk-pta", "partly-answered", words, NOT_HELD, PARTLY, NOT_HELD)

    assert "tell of a search" not in found


def test_bodies_that_the_law_does_not_bind_are_not_joined(tmp_path: Path) -> None:
    """The federal Act covers no department of a province and no company."""
    words = "For items 1 to 4 go to the Home Department. For the others ask the companies."
    answers = (PROVINCE, PROVINCE, PROVINCE, PROVINCE, COMPANIES)
    found = pakistani(tmp_path, "pk-pta", "refused", words, *answers)

    assert "4 items referred to the Home Department of the Government of Balochistan" in found
    assert "to join" not in found
    assert "to give notice of this appeal" not in found
    assert "Which body holds or controls each record" not in found
    assert "which other body is known to hold it" in found


def test_of_several_bodies_those_that_the_law_binds_are_joined(tmp_path: Path) -> None:
    words = "For item 1 go to the Ministry, for item 2 to the Home Department, else the companies."
    found = pakistani(tmp_path, "pk-pta", "refused", words, MINISTRY, PROVINCE, COMPANIES)

    assert "to join the Ministry of Interior to this appeal, to decide" in found
    assert "to give notice of this appeal to the Ministry of Interior, and to direct" in found


SEIZED = "The Authority lets out no paper on a cause while the Court is seized of it."


@pytest.mark.parametrize(
    "words", [SEIZED, "The matter is sub judice.", "It is pending before a court."]
)
def test_that_a_court_has_a_case_is_met_in_whatever_words_it_is_said(
    words: str, tmp_path: Path
) -> None:
    found = pakistani(tmp_path, "pk-pta", "refused", words, vaguely(words.rstrip(".")))

    assert "That proceedings are pending is no exception of the Act" in found
    assert f"So far as the words “{words.rstrip('.')}” rest on proceedings before a court" in found
    assert "Appeal No. 1669-01/22" in found
    assert "A pending writ petition is no reason to refuse" in found


def test_one_paragraph_answers_what_was_not_claimed(tmp_path: Path) -> None:
    lacking = frozenset({"exact-exception"})
    details = paper("No. 3-7/2026", date(2026, 10, 19), "Section Officer (RTI)", SEIZED)
    happened = said(
        "refused", date(2026, 10, 20), vaguely(SEIZED[:-1]), details=details, lacking=lacking
    )
    scene = replace(
        SCENES_TO_SCORE["pk-bare-refusal"],
        happened=happened,
        sent=date(2026, 10, 5),
        received=date(2026, 10, 6),
        filed=date(2026, 11, 12),
    )
    _, found = last_letter(scene, tmp_path)

    assert found.count("it excludes noting, minutes and intermediary opinions only") == 1


def test_a_reply_that_does_many_things_raises_five_questions(tmp_path: Path) -> None:
    words = (
        "Item 2 is enclosed in part. Items 3 and 4 fall under section 7(a), item 6 under section "
        "7(g). Item 7 would be a burden. Ask the Ministry for item 8. Items 1 and 5 do not exist."
    )
    answers = (
        NOT_HELD,
        vaguely("in part", PARTLY),
        NOTING,
        NOTING,
        NOT_HELD,
        outcome(Outcome.REFUSED, "s7-g"),
        vaguely("would be a burden"),
        MINISTRY,
    )
    found = pakistani(tmp_path, "pk-pta", "partly-answered", words, *answers)
    asked = found.partition("The questions for the")[2].partition("The items")[0]

    assert asked.count("?") == 5
    assert "record by record, that the exception claimed applies?" in asked
    assert "that it does not hold the records?" in asked
    assert "Is a referral to another body a decision" in asked
    assert "Are the records in issue to be disclosed" in asked


def first_appeal(folder: Path, *outcomes: QuestionOutcome) -> str:
    """The first appeal in India after a refusal with these outcomes, in one line."""
    make(folder)
    words = "The orders are strictly confidential under rule 16 of the Blocking Rules, 2009."
    decided = date(2026, 7, 14)
    details = paper("RTI/2026/78", decided, "Public Information Officer", words)
    happened = said("refused", decided, *outcomes, details=details)
    scene = replace(SCENES_TO_SCORE["in-refused"], happened=happened)
    with an_office(folder, library=scene.library()) as (office, clock):
        letters = dict(written(office, clock, scene))
        return " ".join(office.documents.plain(letters["appeal"].letter()).split())


def of_section(number: str, words: str) -> QuestionOutcome:
    return replace(REFUSED, section=TypedSection(number, words))


def test_the_adverse_indian_decision_is_met_once_where_a_rule_is_named(tmp_path: Path) -> None:
    rule = of_section("rule 16 of the Blocking Rules, 2009", "strictly confidential")
    found = first_appeal(tmp_path / "rule", rule, of_section("rule 16 of the Rules", "so too"))
    without = first_appeal(tmp_path / "other", of_section("section 4 of another Act", "so"))

    named = "draws attention to an adverse decision: Central Information Commission"
    assert found.count(named) == 1
    assert "So far as rule 16 was relied on, section 22 prevails" in found
    assert named not in without


def test_a_decision_from_abroad_on_the_principle_stands_where_the_grounds_have_few(
    tmp_path: Path,
) -> None:
    """Grounds with eight decisions of the country need none from India on the principle."""
    few = pakistani(make(tmp_path / "few"), "pk-pta", "refused", "Section 7(a).", NOTING)
    words = (
        "Items 1 and 5 are not held. Item 2 is confidential. Items 3 and 4 are noting, section "
        "7(a). Item 6 falls under section 16(1)(e). Item 7 came in confidence, section 16(1)(g). "
        "For item 8 ask the Ministry of Interior."
    )
    many = pakistani(
        make(tmp_path / "many"),
        "pk-pta",
        "refused",
        words,
        NOT_HELD,
        vaguely("is confidential"),
        NOTING,
        NOTING,
        NOT_HELD,
        SECURITY,
        outcome(Outcome.REFUSED, "s16-1-g"),
        MINISTRY,
    )

    assert "See, as persuasive, Supreme Court of India" in few
    assert "See, as persuasive, Supreme Court of India" not in many
    assert "General Comment 34" in many
