"""What an appeal makes of a partial reply, a referral, and a reply that nothing is held.

Handed in at the Ministry on Tuesday 6 October 2026. Ten working days end on Tuesday 20 October,
or, with Fridays closed, on Thursday 22 October. Ten more end on Tuesday 3 November, or, with
Fridays and Iqbal Day (Monday 9 November) closed, on Wednesday 11 November. The reply came on 20
October: thirty days from it end on 19 November.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.offices import an_office
from tests.services.letters.pleading.test_words_of_replies import last_letter
from tests.services.letters.scenes_of_petitions import SCENES_OF_PETITIONS
from tests.services.letters.scenes_to_score import (
    SCENES_TO_SCORE,
    Scene,
    outcome,
    paper,
    said,
    written,
)
from tracker.domain.base.terms import GivenAs
from tracker.domain.law.outcome import Outcome, QuestionOutcome
from tracker.domain.words.pleading import PleadingPart
from tracker.services.core.office import Office
from tracker.services.letters.letter_facts import Writer

SENT, RECEIVED, REPLIED = date(2026, 10, 5), date(2026, 10, 6), date(2026, 10, 20)
WITHIN_THE_LONGEST, AFTER_THE_LONGEST = date(2026, 11, 10), date(2026, 11, 12)
GIVEN, REFUSED = outcome(Outcome.DISCLOSED), Outcome.REFUSED
REFERRED, NOT_HELD = outcome(Outcome.REFERRED_ELSEWHERE, to="pk-pta"), outcome(Outcome.NOT_HELD)
PASSED_OVER = outcome(Outcome.PASSED_OVER)
PARTLY = (
    PASSED_OVER,
    GIVEN,
    outcome(REFUSED, "s7-c"),
    outcome(REFUSED, "s7-b"),
    GIVEN,
    outcome(REFUSED, "s16-1-g"),
    PASSED_OVER,
    GIVEN,
)
NO_EXTENSION = "It is for the respondent to show one of the three circumstances of section 14(2)"


def replied(
    folder: Path,
    kind: str,
    *outcomes: QuestionOutcome,
    filed: date = WITHIN_THE_LONGEST,
    lacking: frozenset[str] = frozenset(),
) -> tuple[Writer, str]:
    """The appeal after a reply with these outcomes, and its words in one line."""
    folder.mkdir(exist_ok=True)
    details = paper("No. 2-40/2026", date(2026, 10, 19), "Deputy Director", "As to the request.")
    happened = said(kind, REPLIED, *outcomes, details=details, lacking=lacking)
    return last_letter(
        Scene("pk-moitt", happened, sent=SENT, received=RECEIVED, filed=filed), folder
    )


def count_of(folder: Path, *outcomes: QuestionOutcome, filed: date) -> str:
    """The sheet that counts the time of an appeal after a partial answer, in one line."""
    folder.mkdir(exist_ok=True)
    details = paper("No. 2-40/2026", date(2026, 10, 19), "Deputy Director", "As to the request.")
    happened = said("partly-answered", REPLIED, *outcomes, details=details)
    scene = Scene("pk-moitt", happened, sent=SENT, received=RECEIVED, filed=filed)
    with an_office(folder, library=scene.library()) as (office, clock):
        *_, (_, writer) = written(office, clock, scene)
        _, blocks = writer.count_of_time()
        return " ".join(map(repr, blocks))


def rows(writer: Writer, part: PleadingPart) -> dict[str, str]:
    assert writer.pleading
    return {row.key: row.words for row in writer.pleading.parts[part]}


def test_each_kind_of_record_has_its_own_parts_that_can_be_given(tmp_path: Path) -> None:
    _, words = replied(tmp_path, "partly-answered", *PARTLY)

    assert (
        "Of the records in item (1), the number, the date, the provision, the period and the "
        "operative part can be given in any case."
    ) in words
    assert "item (4), the date, the offices present and what was decided can be given" in words
    assert "item (6), the dates, the parties and what was notified can be given" in words
    assert "item (7), the date, what was asked and what was decided can be given" in words
    assert words.count("the operative part can be given") == 1


def test_a_longer_time_is_answered_for_items_that_a_reply_passed_over(tmp_path: Path) -> None:
    _, within = replied(tmp_path / "a", "partly-answered", *PARTLY)
    _, after = replied(tmp_path / "b", "partly-answered", *PARTLY, filed=AFTER_THE_LONGEST)
    _, decided = replied(tmp_path / "c", "refused", outcome(REFUSED, "s7-b"))

    assert NO_EXTENSION in within
    assert NO_EXTENSION not in after
    assert NO_EXTENSION not in decided


def test_the_count_shows_on_which_reading_a_filing_is_premature(tmp_path: Path) -> None:
    within = count_of(tmp_path / "a", *PARTLY, filed=WITHIN_THE_LONGEST)
    after = count_of(tmp_path / "b", *PARTLY, filed=AFTER_THE_LONGEST)
    decided = count_of(tmp_path / "c", GIVEN, outcome(REFUSED, "s7-b"), filed=WITHIN_THE_LONGEST)
    premature = "The time limit with an extension is shown because items in issue have no decision"

    assert premature in within
    assert "premature on none" not in within
    assert "between 3 November 2026 and 11 November 2026" in within
    assert premature not in after
    assert "premature on none" in after
    assert premature not in decided
    assert "11 November 2026" not in decided


def test_the_longer_time_to_hear_a_third_party_is_no_extension(tmp_path: Path) -> None:
    """Received on Thursday 2 July 2026: thirty days end on Saturday 1 August. The forty days where
    a third party is heard would end on Tuesday 11 August. The appeal is of Wednesday 5 August."""
    details = paper("RTI/2026/77", date(2026, 7, 24), "Public Information Officer", "As asked.")
    outcomes = (PASSED_OVER, outcome(REFUSED, "s8-1-a"))
    happened = said("refused", date(2026, 7, 27), *outcomes, details=details)
    scene = replace(SCENES_TO_SCORE["in-refused"], received=date(2026, 7, 2), happened=happened)
    scene = replace(scene, filed=date(2026, 8, 5))
    with an_office(tmp_path, library=scene.library()) as (office, clock):
        writer = dict(written(office, clock, scene))["appeal"]
        letter = " ".join(office.documents.plain(writer.letter()).split())
        _, blocks = writer.count_of_time()
        sheet = " ".join(map(repr, blocks))

    assert "Filed on 5 August 2026: in time" in sheet
    for words in (letter, sheet):
        assert "longest extension" not in words
        assert "third party" not in words
        assert "11 August 2026" not in words


def test_a_referral_of_all_items_is_a_reply_and_no_refusal(tmp_path: Path) -> None:
    writer, words = replied(tmp_path, "refused", REFERRED)
    asked = rows(writer, PleadingPart.RELIEF)

    assert "Refusal" not in words
    assert "C: Reply No. 2-40/2026" in words
    assert "So far as the reply is a decision, the appellant is not satisfied with it" in words
    assert asked["relief:find-referred"].endswith(
        "; and so far as the reply is a decision, to set it aside"
    )
    assert "to set the decision aside" not in words
    assert "should the reply be found to reject the request" in words
    assert "none of the four grounds of section 13(2)(b)" in words


def test_a_referral_beside_a_refusal_leaves_the_refusal_a_decision(tmp_path: Path) -> None:
    writer, words = replied(tmp_path, "refused", outcome(REFUSED, "s7-b"), REFERRED)
    asked = rows(writer, PleadingPart.RELIEF)

    assert "so far as the reply is a decision" not in words
    assert "and to set the decision aside so far as" in asked["relief:find-referred"]
    assert "to supply the records in item (1) within 7 working days of the order" in words
    assert "in the same form the records in items (2) to (8), so far as they are held" in words
    assert writer.pleading
    wanted = {item.number: set(item.relief) for item in writer.pleading.items}
    assert "relief:supply-others" in wanted[1] & wanted[2]
    assert "relief:search" in wanted[2] - wanted[1]


def test_after_not_held_the_supply_follows_the_affidavit(tmp_path: Path) -> None:
    writer, words = replied(tmp_path, "not-held", NOT_HELD)
    asked = rows(writer, PleadingPart.RELIEF)
    put = rows(writer, PleadingPart.QUESTIONS).values()

    assert "relief:supply-others" not in asked
    assert "within 7 working days of the affidavit that says so" in asked["relief:supply-held"]
    assert "within 7 working days of the affidavit an index" in asked["relief:index-if-found"]
    published = asked["relief:publish-if-held"]
    assert "publish the records in items (1) and (5), so far as they are held" in published
    assert "Is the respondent to state on oath whether each record exists" in " ".join(put)
    assert len(put) == 5, "what introduces them, and four questions"
    assert "further, for an index of what is withheld, publication" in words


def test_each_exception_has_its_question_and_severance_one(tmp_path: Path) -> None:
    writer, _ = replied(tmp_path, "partly-answered", *PARTLY)
    put = list(rows(writer, PleadingPart.QUESTIONS).values())[1:]

    claimed = [each for each in put if "record by record" in each]
    assert [each.partition(" come within ")[2] for each in claimed] == [
        "section 7(b) and section 7(c)?",
        "section 16(1)(g)?",
    ]
    assert sum("the remainder of it (section 16(1)(a)(i))" in each for each in put) == 1
    assert not any("in whole or in part" in each for each in put)
    assert len(put) == 5


def test_one_exception_has_one_question(tmp_path: Path) -> None:
    writer, _ = replied(tmp_path, "refused", outcome(REFUSED, "s7-b"))
    put = rows(writer, PleadingPart.QUESTIONS).values()

    assert any("that the exception claimed applies?" in each for each in put)


def test_what_a_partial_reply_gave_is_a_fact_with_its_annex(tmp_path: Path) -> None:
    record = replace(GIVEN, given_as=GivenAs.RECORD)
    stated = replace(GIVEN, given_as=GivenAs.STATEMENT)
    refused = outcome(REFUSED, "s7-b")
    _, plain = replied(tmp_path / "a", "partly-answered", GIVEN, GIVEN, refused)
    _, logged = replied(tmp_path / "b", "partly-answered", record, stated, refused)

    assert "With it came copies of the records in items (1) and (2) (Annex C)." in plain
    assert "So far as the records in items (1) and (2) were not supplied complete" in plain
    assert "With it came copies of the records in item (1) (Annex C)." in logged
    assert "On the records in item (2) it gives a statement in place of the record" in logged
    assert "were not supplied complete" not in logged


def test_a_statement_in_place_of_a_record_leaves_the_record_at_issue(tmp_path: Path) -> None:
    record = replace(GIVEN, given_as=GivenAs.RECORD)
    stated = replace(GIVEN, given_as=GivenAs.STATEMENT)
    writer, words = replied(tmp_path, "partly-answered", record, stated, outcome(REFUSED, "s7-b"))

    assert writer.pleading
    first, second, *others = writer.pleading.items
    assert (first.in_issue, second.in_issue) == (False, True)
    assert second.answer == "A statement was given, not the record"
    assert second.grounds
    assert "relief:supply" in {*second.relief} & {*others[0].relief}
    assert "For each of the records in items (2) to (8), so far as it was not given" in words
    assert "supply the records in items (2) to (8)" in words
    assert "itself disclosed the records in items (1) and (2)" not in words


def test_an_answer_of_statements_alone_can_be_appealed_on_every_item(tmp_path: Path) -> None:
    stated = replace(GIVEN, given_as=GivenAs.STATEMENT)
    writer, words = replied(tmp_path, "answered", stated)

    assert writer.pleading
    assert all(item.in_issue and item.grounds for item in writer.pleading.items)
    assert "it gives a statement in place of the record (Annex C)" in words
    assert "What was not given has not been justified" in words


@pytest.mark.parametrize(
    ("lacking", "sentence"),
    [
        ({"ground"}, "It names none of the four grounds that section 13(2)(b) allows."),
        (set(), ""),
    ],
)
def test_a_duty_that_was_not_met_is_said_not_to_be_met(
    lacking: set[str], sentence: str, tmp_path: Path
) -> None:
    refused = outcome(REFUSED)
    _, words = replied(tmp_path, "refused", refused, lacking=frozenset(lacking))

    assert ("names none of the four grounds" in words) is bool(sentence)
    assert sentence in words
    assert "It names one of the four grounds" not in words


NOVEMBER = "The registers of the Security Wing were checked for the month of November, 2025, and "
NO_DAY = "it covered no month of the Restriction (from 17 February 2024"
DESCRIBED = "tell of a search, and it was confined to the offices, the documents and the time"
UNTRACED = "that is not to say that none was made, received or held"


def not_held(folder: Path, words: str) -> tuple[Writer, str]:
    """The appeal about X, blocked from 17 February 2024 to 7 May 2025, after a reply that was
    logged as not held, and its words in one line."""
    details = paper("No. 2-41/2026", date(2026, 10, 19), "Section Officer", words)
    happened = said("not-held", REPLIED, NOT_HELD, details=details)
    scene = Scene("pk-moitt", happened, sent=SENT, received=RECEIVED, filed=AFTER_THE_LONGEST)
    return last_letter(scene, folder)


@pytest.mark.parametrize(
    ("words", "described", "other_months", "untraced"),
    [
        (f"{NOVEMBER}no letter could be traced therein.", True, True, True),
        (f"{NOVEMBER}no such letter was ever received.", True, True, False),
        ("The registers for March, 2024 were checked and nothing was found.", True, False, True),
        ("Registers were checked on 12 November 2025. No record was found.", True, False, True),
        ("The record is not available with this Ministry.", False, False, False),
        ("No record of the matter could be located.", False, False, True),
        (
            "The registers were checked; the file is lost and could not be found.",
            True,
            False,
            True,
        ),
    ],
)
def test_what_a_search_leaves_open_is_argued_from_the_words_of_the_reply(
    words: str, described: bool, other_months: bool, untraced: bool, tmp_path: Path
) -> None:
    writer, text = not_held(tmp_path, words)

    assert (DESCRIBED in text) is described
    of_november = f"So far as a search was made for “November, 2025” alone, {NO_DAY}"
    assert (of_november in text) is other_months
    assert (UNTRACED in text) is untraced
    assert writer.pleading
    assert {each.answer for each in writer.pleading.items} == {"Said to be absent"}


@pytest.mark.parametrize(
    ("words", "never"),
    [
        ("Registers were searched for November 2025 to May 2026. Nothing was found.", NO_DAY),
        ("Registers were searched for November 2025 and May 2025. Nothing was found.", NO_DAY),
        ("Registers were searched for November 2025 onwards. Nothing was found.", NO_DAY),
        ("Your application was examined in this Ministry. The record is not held.", DESCRIBED),
        ("No search was made, as no such record is held.", DESCRIBED),
        ("Your fee was checked. No record was found.", DESCRIBED),
    ],
)
def test_no_more_is_said_of_a_search_than_the_words_of_the_reply_bear(
    words: str, never: str, tmp_path: Path
) -> None:
    _, text = not_held(tmp_path, words)

    assert never not in text


def test_a_statement_does_not_hide_that_the_record_was_refused_before(tmp_path: Path) -> None:
    stated = replace(GIVEN, given_as=GivenAs.STATEMENT)
    first = paper("No. 1", date(2026, 10, 19), "Section Officer", "Refused under section 7(b).")
    second = paper("No. 2", date(2026, 10, 23), "Section Officer", "The policy is national.")
    refused = [outcome(REFUSED, "s7-b")] * 8
    replies = (
        said("refused", REPLIED, *refused, details=first),
        said("answered", date(2026, 10, 26), *[stated] * 8, details=second),
    )

    def happened(office: Office, reference: str) -> None:
        for reply in replies:
            reply(office, reference)

    scene = Scene("pk-moitt", happened, sent=SENT, received=RECEIVED, filed=AFTER_THE_LONGEST)
    writer, text = last_letter(scene, tmp_path)

    assert writer.pleading
    assert "A statement was given, not the record" not in {
        each.answer for each in writer.pleading.items
    }
    assert "Section 7(b)" in text


def test_a_search_of_which_nothing_was_logged_is_not_described(tmp_path: Path) -> None:
    _, text = not_held(tmp_path, "")

    assert DESCRIBED not in text
    assert UNTRACED not in text


def in_kenya(folder: Path, words: str) -> str:
    """The application after a refusal under section 6(1)(a) and, of the second item, (d)."""
    others = [outcome(REFUSED, "s6-1-a")] * 6
    outcomes = (outcome(REFUSED, "s6-1-a"), outcome(REFUSED, "s6-1-d"), *others)
    details = paper("CA/LEG/2026/120", date(2026, 7, 17), "Director, Legal Services", words)
    happened = said("refused", date(2026, 7, 20), *outcomes, details=details)
    scene = replace(SCENES_OF_PETITIONS["09-kenya-national-security"], happened=happened)
    return last_letter(scene, folder)[1]


def test_words_on_examinations_and_public_order_are_met_in_kenya(tmp_path: Path) -> None:
    examinations = (
        "Items 1 and 3 to 8 touch on the integrity of national examinations and public order. "
        "Item 2 would invade the privacy of officers."
    )
    text = in_kenya(tmp_path, examinations)

    quoted = "says: “Items 1 and 3 to 8 touch on the integrity of national examinations and public"
    assert f"On examinations the decision {quoted}" in text
    assert f"On public order the decision {quoted}" in text
    assert "no record of a candidate is asked for in" in text
    assert "The post of an officer who acted, and what was done in it" in text


def test_examinations_are_not_spoken_of_in_kenya_unless_the_decision_did(tmp_path: Path) -> None:
    text = in_kenya(tmp_path, "The records are declined under section 6(1)(a) and (d).")

    assert "xamination" not in text
    assert "public order" not in text.lower()


def test_what_a_decision_on_an_investigation_is_to_name_is_asked_for_in_india(
    tmp_path: Path,
) -> None:
    words = "FIR 114 of 2026 is investigated by the police (section 8(1)(h))."
    decided = date(2026, 7, 14)
    details = paper("RTI/2026/78", decided, "Public Information Officer", words)
    happened = said("refused", decided, outcome(REFUSED, "s8-1-h"), details=details)
    scene = replace(SCENES_TO_SCORE["in-refused"], happened=happened)

    with an_office(tmp_path, library=scene.library()) as (office, clock):
        letters = dict(written(office, clock, scene))
        text = " ".join(office.documents.plain(letters["appeal"].letter()).split())
        assert "to name the case, the office that investigates it, its stage" in text
        assert "The words quoted name no" not in text
