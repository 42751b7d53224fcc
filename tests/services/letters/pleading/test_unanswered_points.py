"""Each point that a reply, an order or a letter under an order makes is answered, and once.

The dates are those of test_letters_of_compliance: the body received the order on 1 October 2026.
"""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.abroad import case_status
from tests.offices import BY, a_paper, a_request, an_office, received, the_library
from tests.services.letters.pleading.test_words_of_orders import after_dismissal
from tests.services.letters.pleading.test_words_of_replies import last_letter, petition, reply
from tests.services.letters.scenes import one_line
from tests.services.letters.scenes_of_petitions import (
    AFTER_SILENCE,
    ORDERED,
    RECEIVED,
    REPLIED,
    SENT,
    Vacant,
    appealed,
    decided,
)
from tests.services.letters.scenes_to_score import Scene, outcome, paper, said
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import DecisionOutcome, RequiredPaper
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.law.law import LetterKind
from tracker.domain.law.outcome import Outcome
from tracker.domain.words.letter import LetterChoices
from tracker.services.cases.compliance import PartDone, comply
from tracker.services.letters.authority_checks import CheckStatement, check_authority
from tracker.services.letters.enforcing.order_words import affidavit_if_absent
from tracker.services.letters.letter_facts import Writer, writer_of
from tracker.services.letters.pleading.quoting import said_on_item, without_a_part
from tracker.services.people.accounts import add_account
from tracker.services.ports.people import RoleName
from tracker.services.ports.workbook import OpenedDocument, StayState
from tracker.translations import locale

REFUSED, NOT_HELD, PASSED = Outcome.REFUSED, Outcome.NOT_HELD, Outcome.PASSED_OVER
DISCLOSED, REFERRED = Outcome.DISCLOSED, Outcome.REFERRED_ELSEWHERE
COMPLIED, FILED = date(2026, 10, 20), date(2026, 11, 10)
ORDER = (
    "The appeal is allowed. The Secretary shall supply items 1 to 6 within ten working days of "
    "receipt of this order, and shall file an affidavit for any record said not to exist."
)
REPLY = (
    "Item 1 is exempt under section 16(1)(e). Item 2 is minutes, section 7(b). Items 3, 5 and 6 "
    "are not held."
)
OUTCOMES = (
    outcome(REFUSED, "s16-1-e"),
    outcome(REFUSED, "s7-b"),
    outcome(NOT_HELD),
    outcome(PASSED),
    outcome(NOT_HELD),
    outcome(NOT_HELD),
    outcome(DISCLOSED),
    outcome(DISCLOSED),
)


def application(
    folder: Path,
    letter: str,
    given: Sequence[int] = (),
    checked: Sequence[str] = (),
    ordered: str = ORDER,
    missing: Sequence[RequiredPaper] = (RequiredPaper.AFFIDAVIT,),
) -> tuple[Writer, str]:
    """The application after a letter in these words with these items, and its words."""
    folder.mkdir(exist_ok=True)
    with an_office(folder, library=the_library()) as (office, clock):
        spoken = replace(office, locale=locale)
        clock.set(FILED)
        ref = a_request(spoken, block="pk-x-2024", body="pk-interior", on=SENT)
        received(spoken, ref, RECEIVED)
        lawyer = add_account(spoken, "lawyer@example.org", "Lawyer", RoleName.LAWYER).id
        for key in checked:
            stated = CheckStatement(OpenedDocument.ITSELF, True, StayState.NOT_FOUND, FILED)
            check_authority(spoken, key, stated, by=lawyer)
        details = paper("8/22/2026-IS", REPLIED, "Section Officer (RTI)", REPLY)
        order = PaperDetails("4424-08/26", ORDERED, "Information Commissioner", ordered)
        happened = decided(DecisionOutcome.ALLOWED, order, date(2026, 10, 12))
        appealed(said("partly-answered", REPLIED, *OUTCOMES, details=details), happened)(
            spoken, ref
        )
        status = case_status(spoken, ref).case_state
        assert status.drafted
        keys = [each.key for each in status.drafted.questions]
        part = PartDone(tuple(keys[n - 1] for n in given), tuple(missing), date(2026, 10, 1))
        on, papers = DaySpan.on(COMPLIED), [a_paper("part.txt")]
        own = PaperDetails("8/40/2026-IS", date(2026, 10, 19), "Section Officer (RTI)", letter)
        seq = status.decisions[-1].seq
        comply(spoken, ref, seq, on, papers, in_part=True, part=part, details=own, by=BY)
        with spoken.cases.look(ref) as case:
            chosen = LetterChoices(language="en")
            writer = writer_of(spoken, case, LetterKind.ENFORCEMENT, None, chosen, FILED)
        return writer, one_line(writer)


def test_the_items_of_an_order_are_in_one_table(tmp_path: Path) -> None:
    letter = "Item 1 is enclosed. Item 2 is classified. Item 3 is not held. Item 4 follows."
    writer, words = application(tmp_path, letter, given=[1])
    assert writer.pleading
    rows = {e.number: (e.answer, e.named, e.in_issue) for e in writer.pleading.items}

    assert rows[1] == ("Copies received", "–", False)
    assert rows[2] == ("Not supplied", "“Item 2 is classified”", True)
    assert rows[3] == ("Not supplied", "“Item 3 is not held”", True)
    assert rows[4] == ("Not supplied", "–", True)
    assert set(rows) == {0, 1, 2, 3, 4, 5, 6}, "0: what the order requires besides the items"
    assert "The items of the order" in words
    assert "relief:enforce-supply" in writer.pleading.items[1].relief


def test_a_decision_on_such_an_answer_is_cited_once_it_is_checked(tmp_path: Path) -> None:
    letter = "Item 3 is not traceable. Item 5 is with the Cabinet Division. Item 6 is not held."
    _, without = application(tmp_path / "a", letter)
    _, words = application(tmp_path / "b", letter, checked=("pk-11", "pk-12"))

    assert "662-10/20" not in without
    assert "See Appeal No. 662-10/20, Kashmir Affairs (Annex E-1): That a record is" in words
    assert "See Appeals No. 2099-08/22 and 2157-08/22" in words
    assert "E-1: Appeal No. 662-10/20, Kashmir Affairs" in words
    assert words.count("is no justification") == 1


def test_an_affidavit_on_what_is_absent_is_due_for_what_is_said_to_be_absent(
    tmp_path: Path,
) -> None:
    _, without = application(tmp_path / "a", "Item 2 is classified. The rest follows.")
    _, words = application(tmp_path / "b", "Item 3 is not held. The rest follows.")

    assert "No copy of the affidavit" not in without
    assert "for each record not supplied an affidavit stating" in without
    assert "had not received the affidavit on the records in item (3)." in words
    assert (
        "What the letter says of the records in item (3) is quoted above (paragraph 11): so"
        in (words)
    )


@pytest.mark.parametrize(
    ("words", "conditional"),
    [
        ("The Secretary shall file an affidavit for any record said not to exist.", True),
        ("It shall file an affidavit if a record is not traceable, and report.", True),
        ("The Secretary shall file an affidavit of search.", False),
        ("The Secretary shall supply the record. No affidavit was filed.", False),
    ],
)
def test_an_affidavit_for_absent_records_only_is_found(words: str, conditional: bool) -> None:
    assert affidavit_if_absent(words) is conditional


def test_a_record_given_without_its_annexes_is_still_due_in_part(tmp_path: Path) -> None:
    letter = "Items 1 and 2 are enclosed, item 2 without its annexes. Item 3 is not held."
    writer, words = application(tmp_path, letter, given=[1, 2])
    assert writer.pleading
    rows = {e.number: e.answer for e in writer.pleading.items}

    assert rows[1] == "Copies received"
    assert rows[2] == "Supplied in part"
    assert "Still to be supplied: the records in items (2) to (6)." in words
    assert (
        "With it, copies of the records in item (1) were received. Of the records in item (2)"
        in (words)
    )
    assert "(item 2): what was not supplied of it" in words
    assert "Of the records in item (2) the letter says: “" in words


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (
            "A letter (item 1) is attached. The sheet annexed to it is not attached.",
            "A letter (item 1) is attached. The sheet annexed to it is not attached.",
        ),
        (
            "Item 1 is attached. Its annexes are withheld. No more.",
            "Item 1 is attached. Its annexes",
        ),
        ("Item 1 is attached. Items 2 and 3 are attached without annexes to it.", "Item 1"),
        ("Items 1 and 2 are attached. Its annexes are withheld.", "Items 1 and 2 are attached."),
        ("Item 1 is attached. It is an extract. Item 1 is long.", ""),
        ("Item 1 is attached. It has three pages.", "Item 1 is attached."),
    ],
)
def test_a_part_of_it_that_the_next_sentence_withholds_is_a_part_of_that_item(
    words: str, said: str
) -> None:
    found = said_on_item(words, 1)
    assert found.startswith(said)
    assert bool(found) is bool(said)
    assert ("Its annexes are withheld" in found) is ("Its annexes" in said)
    assert "three pages" not in found
    assert "Items 2 and 3" not in found


def test_an_item_without_what_is_annexed_to_it_is_given_in_part(tmp_path: Path) -> None:
    letter = "Item 1 is attached. The sheet annexed to it is not attached, being internal."
    _, words = application(tmp_path, letter, given=[1])

    assert "Of the records in item (1) the letter says: “Item 1 is" in words
    assert "Still to be supplied: the records in items (1) to (6)." in words


@pytest.mark.parametrize(
    ("sentence", "number", "found"),
    [
        ("Item 2 is enclosed without its annexes.", 2, True),
        ("Item 2 is enclosed, redacted.", 2, True),
        ("Items 1 and 2 are enclosed, item 2 without annexures.", 1, False),
        ("Item 2 is enclosed with its enclosures.", 2, False),
        ("Item 2 is enclosed and not redacted.", 2, False),
        ("Item 2 is enclosed, one paragraph being blacked out.", 2, True),
        ("Item 2 is enclosed with two names removed.", 2, True),
        ("Items 1 and 2 are sent, the annexures to item 2 being retained.", 2, True),
        ("Items 1 and 2 are sent, the annexures to item 2 being retained.", 1, False),
        ("Item 2 is sent, and the names of officers kept back.", 2, True),
        ("Item 2 is enclosed and has not been masked.", 2, False),
        ("Item 2 is enclosed; no paragraph was blacked out.", 2, False),
    ],
)
def test_words_that_a_record_is_given_in_part_are_found(
    sentence: str, number: int, found: bool
) -> None:
    assert without_a_part(sentence, number) is found


def test_photocopies_with_masked_portions_are_not_the_whole(tmp_path: Path) -> None:
    letter = "Photocopies of items 1 and 5 are enclosed. Certain portions have been masked."
    _, words = application(tmp_path, letter, given=[1, 5])

    assert (
        "Of the records in items (1) and (5), it supplied a part: “Photocopies of items 1 "
        "and 5 are enclosed. Certain portions have been masked”"
    ) in words


def test_a_reason_that_came_after_the_order_is_quoted_and_met(tmp_path: Path) -> None:
    letter = (
        "Item 1 would endanger officers. Item 2 is exempt under section 7(b). Item 4 is "
        "classified. Item 5 was destroyed in 2025."
    )
    _, words = application(tmp_path, letter)

    for number in (1, 2, 4, 5):
        assert f"Of the records in item ({number}) the letter says: “Item {number}" in words
    assert "gave no reason" not in words
    assert "So far as a record is gone, it was once there." in words
    assert words.count("the order leaves no room for it (paragraph") == 3


def test_one_last_day_and_no_question_on_a_day_that_is_known(tmp_path: Path) -> None:
    """Ten working days from 2 October end by 20 October, thirty days by 2 November."""
    _, words = application(tmp_path, "Item 3 is not held.")

    assert "all of them were over by 20 October 2026 on every count of the days" in words
    assert "15 October 2026" not in words
    assert "28 October 2026" not in words
    assert "the 30 days of section 20(2) had ended by 2 November 2026." in words
    assert "on which day the order was received" not in words


def vacancy(words: str, *outcomes: object) -> Scene:
    """A petition in a vacancy about the block of X, after a reply in these words."""
    answered = said("partly-answered", REPLIED, *outcomes, details=reply(words))  # type: ignore[arg-type]
    happened, days = appealed(answered), {"sent": SENT, "received": RECEIVED}
    return Vacant("pk-interior", happened, "pk-x-2024", filed=AFTER_SILENCE, **days)  # type: ignore[arg-type]


@pytest.fixture(scope="module")
def answered(tmp_path_factory: pytest.TempPathFactory) -> tuple[Writer, str]:
    scene = vacancy(
        "Item 1 is enclosed without its annexes. The note of 15 February 2024 (item 3) is exempt, "
        "section 7(a). Item 6 would endanger persons who took part, section 16(1)(e). Item 7 is "
        "of 1 March 2024, section 16(1)(e). No record on item 8 exists.",
        outcome(DISCLOSED),
        outcome(NOT_HELD),
        outcome(REFUSED, "s7-a"),
        outcome(PASSED),
        outcome(PASSED),
        outcome(REFUSED, "s16-1-e"),
        outcome(REFUSED, "s16-1-e"),
        outcome(NOT_HELD),
    )
    return last_letter(scene, tmp_path_factory.mktemp("vacancy"))


def test_a_reply_that_gives_a_record_without_its_annexes_gave_it_in_part(
    answered: tuple[Writer, str],
) -> None:
    writer, words = answered
    assert writer.pleading

    assert writer.pleading.items[0].answer == "Partly disclosed"
    assert "1 item disclosed in part" in words
    assert "for what was held back of the records in item (1), too, a ground of section" in words
    assert "itself gave copies of a part of the records in item (1). Such records as a" in words


def test_an_account_that_a_body_gave_is_turned_against_no_record(
    answered: tuple[Writer, str],
) -> None:
    _, words = answered

    assert "itself gave a court or a legislature an account of the Restriction" in words
    assert "in its file (section 4(1)): the records in item (8) are of that kind" in words


def test_a_reason_of_another_clause_is_answered(answered: tuple[Writer, str]) -> None:
    _, words = answered

    assert "The clause that is claimed is to be shown by its own test" in words
    assert "the clause that is claimed for the records in item (6) is met is for" in words


def test_only_a_date_that_a_ground_uses_is_told(answered: tuple[Writer, str]) -> None:
    _, words = answered

    assert (
        "In its words on the records in item (3) the reply has the dates of 15 February 2024"
        in words
    )
    assert "So far as a record of 15 February 2024 prepared the Restriction" in words
    assert "1 March 2024 (paragraph" not in words


def test_a_clause_that_was_claimed_is_not_called_another(tmp_path: Path) -> None:
    scene = petition(
        "Item 1 would endanger persons who took part, section 16(1)(f).",
        outcome(REFUSED, "s16-1-f"),
        outcome(DISCLOSED),
    )
    _, words = last_letter(scene, tmp_path)

    assert "The clause that is claimed is to be shown by its own test" not in words


def test_an_order_on_a_ground_that_the_reply_did_not_take_is_met(tmp_path: Path) -> None:
    """The reply of this scene claims section 7(g) alone."""
    _, words = last_letter(after_dismissal("The matter is sensitive. It is dismissed."), tmp_path)

    assert words.count("A ground that the notice of refusal did not specify cannot uphold it") == 1
    assert (
        "words “The matter is sensitive” rest on a ground that the notice of refusal did not"
        in words
    )


def test_a_ground_that_the_reply_took_is_not_called_new(tmp_path: Path) -> None:
    scene = after_dismissal("The matter is sensitive. It is dismissed.")
    words = reply("The matter is sensitive, section 7(g).")
    answered = said("refused", REPLIED, outcome(REFUSED, "s7-g"), details=words)
    details = PaperDetails("4412-07/26", ORDERED, "Information Commissioner", "It is sensitive.")
    same = replace(scene, happened=appealed(answered, decided(DecisionOutcome.DISMISSED, details)))
    _, letter = last_letter(same, tmp_path)

    assert "An interest is not the test of a clause" in letter
    assert "A ground that the notice of refusal did not specify" not in letter
