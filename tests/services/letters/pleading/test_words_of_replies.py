"""The words of a reply that a letter answers, and the table and orders that follow from it."""

import re
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.offices import an_office
from tests.services.letters.scenes_of_petitions import (
    AFTER_ORDER,
    AFTER_SILENCE,
    ORDERED,
    RECEIVED,
    REPLIED,
    SENT,
    Vacant,
    appealed,
    decided,
)
from tests.services.letters.scenes_to_score import Scene, outcome, paper, said, written
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.law.outcome import GroundCategory, Outcome, VagueGround
from tracker.domain.words.absent_records import months_searched, says_absent
from tracker.services.letters.letter_facts import Writer
from tracker.services.letters.pleading.quoting import said_on_item, sentences, sentences_with

REFUSED, NOT_HELD, REFERRED = Outcome.REFUSED, Outcome.NOT_HELD, Outcome.REFERRED_ELSEWHERE
SENTENCES = "Item 8 is enclosed. Items 1 and 5 are with PTA, file No. 3. Items 10 to 12 are lost."


@pytest.mark.parametrize(
    ("number", "sentence"),
    [
        (8, "Item 8 is enclosed."),
        (5, "Items 1 and 5 are with PTA, file No. 3."),
        (11, "Items 10 to 12 are lost."),
        (3, ""),
    ],
)
def test_the_sentence_of_a_reply_on_an_item_is_found_by_its_number(
    number: int, sentence: str
) -> None:
    assert said_on_item(SENTENCES, number) == sentence
    assert said_on_item(f"{SENTENCES} Item {number} is closed.", number) in (
        "",
        "Item 3 is closed.",
    )


def last_letter(scene: Scene, folder: Path) -> tuple[Writer, str]:
    """The letter of the remedy of a scene, and its words in one line."""
    with an_office(folder, library=scene.library()) as (office, clock):
        *_, (_, writer) = written(office, clock, scene)
        return writer, " ".join(office.documents.plain(writer.letter()).split())


def reply(words: str) -> PaperDetails:
    return paper("8/22/2026-IS", date(2026, 7, 13), "Deputy Secretary", words)


def petition(first: str, *outcomes: object, kind: type[Scene] = Vacant, **more: object) -> Scene:
    """A petition after a reply with these words, and an appeal that was not decided."""
    answered = said("partly-answered", REPLIED, *outcomes, details=reply(first))  # type: ignore[arg-type]
    return kind(
        "pk-interior",
        appealed(answered),
        "pk-wikipedia-2023",
        sent=SENT,
        received=RECEIVED,
        filed=AFTER_SILENCE,
        **more,  # type: ignore[arg-type]
    )


def refused_by(words: str) -> Scene:
    """A petition after a refusal in these words of all items, and a dismissal without reasons."""
    answered = said("refused", REPLIED, outcome(REFUSED, "s16-1-e"), details=reply(words))
    order = PaperDetails("4412-07/26", ORDERED, "Information Commissioner", "It is dismissed.")
    happened = appealed(answered, decided(DecisionOutcome.DISMISSED, order))
    return Scene("pk-pta", happened, sent=SENT, received=RECEIVED, filed=AFTER_ORDER)


def test_after_a_reply_the_table_and_the_orders_of_a_petition_agree(tmp_path: Path) -> None:
    scene = petition(
        "Items 1 and 5 are to be had from the Authority. Item 2 names the complainants, section "
        "16(1)(c). Item 3 is noting, section 7(a). Items 4 and 6 are not held.",
        outcome(REFERRED, to="pk-pta"),
        outcome(REFUSED, "s16-1-c"),
        outcome(REFUSED, "s7-a"),
        outcome(NOT_HELD),
        outcome(REFERRED, to="pk-pta"),
        outcome(NOT_HELD),
        outcome(Outcome.PASSED_OVER),
        outcome(Outcome.DISCLOSED),
    )
    writer, words = last_letter(scene, tmp_path)
    assert writer.pleading
    items = {item.number: item for item in writer.pleading.items}

    assert items[1].named == "“Items 1 and 5 are to be had from the Authority.”"
    assert items[4].named == "“Items 4 and 6 are not held.”"
    searched = {n for n, item in items.items() if "relief:search-by-court" in item.relief}
    assert searched == {1, 4, 5, 6}
    assert "an affidavit stating for each of the records in items (1) and (4) to (6)" in words
    assert "so far as it does not give the records in items (2) and (3), was made without" in words
    supplied = {n for n, item in items.items() if "relief:supply-without-members" in item.relief}
    assert supplied == set(range(1, 8))

    jurisdiction = re.search(r"This petition is against the failure.*?199\(1\)\(c\)\)", words)
    assert jurisdiction
    assert "against the reply of the second respondent" in jurisdiction[0]
    assert "(Article 199(1)(a)(ii))" in jurisdiction[0]
    assert re.search(
        r"So far as no such ground is shown, the [a-z ]+ was made without lawful", words
    )
    assert words.count("In the alternative, the remainder is due") == 1
    assert (
        words.count(" in the alternative, ") == words.count(" in the further alternative, ") == 1
    )
    assert "That a record names people does not show that to disclose the record would" in words
    assert "To name another body does not answer whether the records in items (1) and (5)" in words


def appeal(body: str, block: str, words: str, *outcomes: object) -> Scene:
    """An appeal to the Commission against a reply with these words."""
    answered = said("partly-answered", REPLIED, *outcomes, details=reply(words))  # type: ignore[arg-type]
    filed = date(2026, 8, 10)
    return Scene(body, answered, block, sent=SENT, received=RECEIVED, filed=filed)


def test_the_words_that_a_reply_uses_are_answered(tmp_path: Path) -> None:
    scene = appeal(
        "pk-cabinet-division",
        "pk-wikipedia-2023",
        "Item 1 is for internal use, not for the public. Item 2 is privileged, section 16(1)(h). "
        "The file was lost; items 3 and 4 could not be traced. Item 5 would harm the economy, "
        "section 16(1)(d). Item 6 names private persons, section 7(g). The applicant has "
        "shown no need of her own.",
        outcome(REFUSED, vague=VagueGround(GroundCategory.OTHER, "not for the public")),
        outcome(REFUSED, "s16-1-h"),
        outcome(NOT_HELD),
        outcome(NOT_HELD),
        outcome(REFUSED, "s16-1-d"),
        outcome(REFUSED, "s7-g"),
        outcome(Outcome.DISCLOSED),
    )
    _, words = last_letter(scene, tmp_path)

    assert (
        "So far as the reply calls the record internal or departmental, or for such use" in words
    )
    assert "A letter by which one authority asks another for a measure" in words
    assert "the privilege of what was filed in court is to be shown" not in words
    assert "for each of the records in items (3) and (4) that it was in that file and" in words
    assert "That a record cannot be found does not answer for one that had to be kept" in words
    assert "The economy is protected against one thing" in words
    assert "which is meant, and that the damage is likely today" not in words
    assert "That a record names people does not make it a record relating to their" in words
    assert "in no case is an applicant required to give reasons for the request" in words


def test_a_trade_secret_is_no_secret_of_state_and_other_words_for_one_thing_are_known(
    tmp_path: Path,
) -> None:
    scene = appeal(
        "pk-pta",
        "pk-vpn-2024",
        "Item 1 is a trade secret of a contractor. Item 2 is for departmental use. The applicant "
        "has not shown any need for them.",
        outcome(
            REFUSED, vague=VagueGround(GroundCategory.OTHER, "a trade secret of a contractor")
        ),
        outcome(REFUSED, vague=VagueGround(GroundCategory.OTHER, "for departmental use")),
        *[outcome(Outcome.DISCLOSED)] * 6,
    )
    _, words = last_letter(scene, tmp_path)

    assert "Should “a trade secret of a contractor” mean section 16(1)(g)" in words
    assert "section 7(f)" not in words
    assert "declaration" not in words
    assert "The words relied on are not the exact exception that the Act requires" in words
    assert "what a body holds for its own use is held by it" in words
    assert "in no case is an applicant required to give reasons for the request" in words


def test_a_body_that_ended_the_block_itself_is_met_with_that(tmp_path: Path) -> None:
    outcomes = (
        outcome(REFERRED, to="pk-moitt"),
        *[outcome(NOT_HELD)] * 4,
        *[outcome(Outcome.DISCLOSED)] * 3,
    )
    words = "Item 1 is a matter of policy. Nothing is held on items 2 to 5."
    _, own = last_letter(appeal("pk-pta", "pk-tiktok-2021-07", words, *outcomes), tmp_path)

    assert own.count("As reported, the respondent itself restored the service.") == 2
    assert "As reported, another body restored the service" not in own
    assert "policies are themselves public record" in own
    assert "What was not given has not been justified" not in own

    scene = appeal("pk-moitt", "pk-tiktok-2021-07", words, *outcomes)
    (tmp_path / "other").mkdir()
    _, other = last_letter(scene, tmp_path / "other")
    assert "the respondent itself restored the service" not in other
    assert other.count("As reported, another body restored the service.") == 1


@pytest.mark.parametrize(
    "said_so",
    [
        "The appellant has shown no need of her own",
        "The appellant has not shown how the information concerns him",
    ],
)
def test_an_order_that_asks_for_a_need_meets_section_11_5(tmp_path: Path, said_so: str) -> None:
    order = paper("4412-07/26", date(2026, 9, 28), "Information Commissioner", "")
    order = replace(order, words=f"{said_so}. It is dismissed.")
    answered = said("refused", REPLIED, outcome(REFUSED, "s7-g"), details=reply("Section 7(g)."))
    happened = appealed(answered, decided(DecisionOutcome.DISMISSED, order))
    filed = date(2026, 10, 19)
    scene = Scene("pk-pta", happened, sent=SENT, received=RECEIVED, filed=filed)
    _, words = last_letter(scene, tmp_path)

    assert f"words “{said_so}” rest on an interest, a" in words
    assert "So far as the reply rests on a need" not in words
    assert re.search(
        r"So far as no such ground is shown, the [a-z ]+ was made without lawful", words
    )


DESCRIBED = "The requested record is confidential and sensitive in nature"
DIRECTED = "The directions of the Government are binding on this Authority"
NO_INTEREST = "No public interest is made out in the request"


@pytest.mark.parametrize(
    ("words", "answered"),
    [("Section 16(1)(e).", False), (f"{DESCRIBED}. {DIRECTED}. {NO_INTEREST}.", True)],
)
def test_what_a_reply_says_beside_its_clause_is_answered_too(
    words: str, answered: bool, tmp_path: Path
) -> None:
    _, said_back = last_letter(refused_by(words), tmp_path)

    assert (f"So far as the words “{DESCRIBED}” describe the record:" in said_back) is answered
    assert (f"So far as the words “{DIRECTED}” rest on the directions of" in said_back) is answered
    assert ("in no case is an applicant required to give reasons" in said_back) is answered


@pytest.mark.parametrize(
    ("words", "cut"),
    [
        (
            "They are exempt by reason of 5 U.S.C. 552(b)(5). Nothing can be segregated.",
            ["They are exempt by reason of 5 U.S.C. 552(b)(5).", "Nothing can be segregated."],
        ),
        (
            "Appeal to the U.S. Department of Justice. It is free.",
            ["Appeal to the U.S. Department of Justice.", "It is free."],
        ),
        (
            "The records are in the U.S. Item 5 is refused.",
            ["The records are in the U.S.", "Item 5 is refused."],
        ),
    ],
)
def test_a_sentence_goes_on_after_initials_unless_another_one_begins(
    words: str, cut: list[str]
) -> None:
    assert sentences(words) == cut


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("It is sub judice; section 16(1)(i) is relied on.", 1),
        ("Section 16(1)(e) bars it; section 16(1)(i) as well.", 0),
        ("Item 4 is sub judice; section 16(1)(i) is relied on for item 2.", 0),
        ("It is sub judice. Section 16(1)(i) is relied on.", 0),
    ],
)
def test_the_part_before_a_semicolon_belongs_to_a_clause_unless_it_names_others(
    words: str, found: int
) -> None:
    said = sentences_with(words, "16(1)(i)", {2})

    assert len(said) == 1
    assert ("; " in said[0]) == bool(found)


def test_the_months_of_a_search_are_quoted_as_they_stand() -> None:
    searched = "The register was searched for January, 2023 and no record was found."

    assert months_searched(searched) == {"January, 2023": ((2023, 1),)}


def test_a_report_that_was_never_prepared_is_said_to_be_absent() -> None:
    assert says_absent("So far as item 8 is concerned, no report of the kind was ever prepared.")
    assert not says_absent("The report was prepared in May 2024.")
