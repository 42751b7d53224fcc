"""The words of an order and of a reply, each answered by what it says, and the body to which items
were referred."""

import re
from pathlib import Path

import pytest

from tests.services.letters.pleading.test_words_of_replies import (
    appeal,
    last_letter,
    petition,
    reply,
)
from tests.services.letters.scenes_of_petitions import (
    AFTER_ORDER,
    ORDERED,
    RECEIVED,
    REPLIED,
    SENT,
    appealed,
    decided,
)
from tests.services.letters.scenes_to_score import Scene, outcome, said
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.law.outcome import GroundCategory, Outcome, VagueGround
from tracker.domain.words.pleading import PleadingPart
from tracker.services.letters.enforcing.order_words import (
    is_head_of,
    names_other_posts,
    officer_named,
    statements_rejected,
    supplied_by_order,
)

DISCLOSED, NOT_HELD, PASSED = Outcome.DISCLOSED, Outcome.NOT_HELD, Outcome.PASSED_OVER
REFUSED, REFERRED = Outcome.REFUSED, Outcome.REFERRED_ELSEWHERE


def after_dismissal(words: str) -> Scene:
    """A petition after an order in these words, on a refusal of eight items."""
    answered = said("refused", REPLIED, outcome(REFUSED, "s7-g"), details=reply("Section 7(g)."))
    details = PaperDetails("4412-07/26", ORDERED, "Information Commissioner", words)
    happened = appealed(answered, decided(DecisionOutcome.DISMISSED, details))
    return Scene("pk-pta", happened, sent=SENT, received=RECEIVED, filed=AFTER_ORDER)


@pytest.mark.parametrize(
    ("order", "quoted"),
    [
        ("The respondent is the best judge of the sensitivity of the record", True),
        ("The Authority knows best what its record contains", True),
        ("The Commission is to judge whether the claim was shown", False),
    ],
)
def test_an_order_that_leaves_the_question_to_the_body_is_answered(
    order: str, quoted: bool, tmp_path: Path
) -> None:
    _, words = last_letter(after_dismissal(f"{order}. The appeal is dismissed."), tmp_path)

    answered = (
        f"So far as the words “{order}” leave to a party a question that section 17 puts to the"
    )
    assert (answered in words) is quoted


def test_each_passage_of_an_order_is_answered_by_what_it_says(tmp_path: Path) -> None:
    claim = "The Commission accepts the stand of the Authority"
    burden = "The appellant has failed to show that item 2 is not exempt"
    interest = "National security is involved in item 3"
    order = f"{claim}. {burden}. {interest}. The appeal is dismissed."
    writer, words = last_letter(after_dismissal(order), tmp_path)
    assert writer.pleading
    keys = [row.key for row in writer.pleading.parts[PleadingPart.GROUNDS]]

    assert f"words “{claim}” take a claim for its proof: a claim is no proof of itself" in words
    assert f"words “{burden}” put the burden on the person who brought the appeal:" in words
    assert (
        f"So far as the words “{interest}” name an interest or describe a record, neither" in words
    )
    assert "They do not name" not in words
    assert "treat a record as classified" not in words
    assert "take a record to be absent" not in words
    assert "An applicant need give no reasons" not in words
    assert keys.index("ground:petition-reason") < keys.index("ground:petition-burden-turned")


def test_of_an_order_it_is_not_said_which_items_it_leaves_out(tmp_path: Path) -> None:
    _, words = last_letter(after_dismissal("The record is classified. It is dismissed."), tmp_path)

    assert "So far as the words “The record is classified” treat a record as classified" in words
    assert "name no item" not in words
    assert "put the burden on the person" not in words


def test_an_order_on_a_stranger_on_internal_records_or_on_an_end_is_answered(
    tmp_path: Path,
) -> None:
    order = (
        "It cannot be thrown open at the instance of a third person. The minutes form part of "
        "the internal working of the Authority. As it stands restored, nothing survives for "
        "adjudication. The appeal is dismissed."
    )
    _, words = last_letter(after_dismissal(order), tmp_path)

    assert "at the instance of a third person” rest on an interest, a need" in words
    assert (
        "the internal working of the Authority” treat records as internal: that a record" in words
    )
    assert "“As it stands restored, nothing survives for adjudication”" in words


def test_a_passage_is_not_mistaken_for_another_kind(tmp_path: Path) -> None:
    """A Secretary is no secret, and who did not appear was not asked for proof."""
    order = "The Secretary was heard. The appellant failed to appear. No exception exists for it."
    _, words = last_letter(after_dismissal(order), tmp_path)

    assert "treat a record as classified" not in words
    assert "put the burden on the person" not in words
    assert "take a record to be absent" not in words


@pytest.fixture(scope="module")
def in_part(tmp_path_factory: pytest.TempPathFactory) -> tuple[dict[int, tuple[str, ...]], str]:
    """The orders for each item of a petition after a partial reply in a vacancy, and its words."""
    scene = petition(
        "Item 1 is enclosed. Item 2 is noting, section 7(a); national security comes first. "
        "Item 4 is not held. Item 5 is with the Authority. The file on items 6 and 8 is lost.",
        outcome(DISCLOSED),
        outcome(REFUSED, "s7-a"),
        outcome(PASSED),
        outcome(NOT_HELD),
        outcome(REFERRED, to="pk-pta"),
        outcome(NOT_HELD),
        outcome(PASSED),
        outcome(NOT_HELD),
    )
    writer, words = last_letter(scene, tmp_path_factory.mktemp("petition"))
    assert writer.pleading
    answers = {item.number: (item.answer, *item.relief) for item in writer.pleading.items}
    return answers, words


def test_the_body_to_which_items_were_referred_has_notice_and_is_joined(
    in_part: tuple[dict[int, tuple[str, ...]], str],
) -> None:
    answers, words = in_part

    assert (
        "The reply refers to the Pakistan Telecommunication Authority for the records in item (5)"
        in (words)
    )
    assert "Sector F-5/1, Islamabad, pro forma, for the records in item (5) Third respondent" in (
        words
    )
    assert (
        "notice of this petition to the Pakistan Telecommunication Authority and, after hearing, "
        "to direct the principal officer of each body so notified to preserve those of the "
        "records in item (5) that the reply refers to it" in words
    )
    assert "So far as the records in item (1) were not supplied complete and in the form" in words
    assert (
        "to decide, after hearing the Pakistan Telecommunication Authority, which of the bodies "
        "before the Court holds or controls each of the records in item (5) that is not supplied"
        in words
    )
    assert (
        "So far as the records in item (5) are letters that the second respondent itself sent, "
        "they are to be in its own file" in words
    )
    assert "relief:search-by-court" in answers[5]


def test_a_lost_file_is_asked_about_for_its_items_alone(
    in_part: tuple[dict[int, tuple[str, ...]], str],
) -> None:
    answers, words = in_part

    assert {answers[n][0] for n in (4, 6, 8)} == {"Said to be absent"}
    assert "show for each of the records in items (6) and (8) that it was kept" in words


def test_what_was_disclosed_is_turned_against_not_held_and_is_to_be_published(
    in_part: tuple[dict[int, tuple[str, ...]], str],
) -> None:
    _, words = in_part

    assert "itself gave copies of the records in item (1). Such records as a rule rest on" in words
    assert "itself gave copies of the records in item (1), to which the same applies" in words
    assert re.search(
        r"; and to publish the records in (items \(1\) and|item) \(5\), so far as", words
    )
    assert "for how long such records are kept, where it went" in words


def test_security_that_comes_first_is_answered_beside_the_clause(
    in_part: tuple[dict[int, tuple[str, ...]], str],
) -> None:
    _, words = in_part

    assert "“national security comes first” put security before the test of a clause" in words
    assert "The clause that is claimed for the records in item (2)" in words


@pytest.mark.parametrize(
    ("words", "post"),
    [
        ("The Deputy Secretary (Internal Security) shall supply item 2.", True),
        ("It directs the Deputy Secretary (Internal Security) to supply item 2.", True),
        ("The Ministry shall supply item 2.", False),
        ("The Secretary appeared. The Ministry shall supply item 2.", False),
        ("The Deputy Secretary (Internal Security), Ministry of X, shall supply it.", True),
    ],
)
def test_the_officer_is_named_as_the_order_names_the_post(words: str, post: bool) -> None:
    assert officer_named(words) == ("Deputy Secretary (Internal Security)" if post else "")


@pytest.mark.parametrize(
    ("words", "head", "others"),
    [
        ("The Secretary, Ministry of Interior, shall supply item 2.", "Secretary", False),
        ("The Secretary shall supply it. The Registrar is to be told.", "Secretary", True),
        ("The Additional Secretary was heard.", "Secretary", True),
        ("The Authority shall supply item 2.", "", False),
        ("ریکارڈ فراہم کیا جائے۔", "Secretary", True),
    ],
)
def test_another_officer_is_sought_in_the_words_of_the_order(
    words: str, head: str, others: bool
) -> None:
    assert names_other_posts(words, head) is others


@pytest.mark.parametrize(
    ("named", "head", "same"),
    [
        ("Cabinet Secretary", "Secretary", True),
        ("Joint Secretary", "Secretary", False),
        ("Secretary", "Secretary", False),
        ("Cabinet Secretary", "", False),
    ],
)
def test_the_head_of_a_body_is_known_by_the_words_of_its_name(
    named: str, head: str, same: bool
) -> None:
    assert is_head_of("Cabinet Division", named, head) is same


def test_an_order_that_rejects_a_bare_statement_is_found_by_its_sentence() -> None:
    words = "Item 2 shall be supplied. A bare statement that it does not exist will not do."
    assert statements_rejected(words) == ("A bare statement that it does not exist will not do.",)
    assert not statements_rejected(
        "The statement of the Ministry was not enough. A bare majority."
    )


def test_an_order_on_the_interest_of_the_appellant_is_met_by_section_11_5(tmp_path: Path) -> None:
    order = "The appellant has not shown what public interest he has in it. It is dismissed."
    _, words = last_letter(after_dismissal(order), tmp_path)

    assert "what public interest he has in it” put the burden on the person" in words
    assert "what public interest he has in it” rest on an interest, a need" in words
    assert "it does not carry the order: an appeal is decided by the test of the clause" in words
    assert "that the order of the first respondent was made without lawful authority" in words


def test_words_on_one_item_are_not_turned_against_another(tmp_path: Path) -> None:
    scene = appeal(
        "pk-cabinet-division",
        "pk-wikipedia-2023",
        "The decision of item 1 is enclosed. As to item 3, national security comes first. Items 4 "
        "and 5 are minutes, section 7(b).",
        outcome(DISCLOSED),
        outcome(PASSED),
        outcome(REFUSED, vague=VagueGround(GroundCategory.OTHER, "national security comes first")),
        outcome(REFUSED, "s7-b"),
        outcome(REFUSED, "s7-b"),
    )
    _, words = last_letter(scene, tmp_path)

    assert "put security before the Act" not in words
    assert "Should the clause be meant for the records in item (3)" not in words
    assert (
        "So far as the records in item (1) were not supplied complete and in the form required, "
        "the claim to them stands."
    ) in words


@pytest.mark.parametrize(
    ("words", "items"),
    [
        ("The Ministry shall supply items 2 and 4. The appeal on item 3 is dismissed.", {2, 4}),
        ("The Ministry shall supply all records except item 3.", set()),
        ("Item 2 shall be supplied. The minutes shall be given too.", set()),
        ("It shall supply item 1, with a statement of the search for item 2.", {1}),
        ("Item 3 is exempt.", set()),
        ("Items Nos. 2 and 4 shall be supplied.", {2, 4}),
        ("اجزاء نمبر 2 اور 4 کا ریکارڈ فراہم کیا جائے۔", {2, 4}),
        ("جزو 3 کے سوائے تمام ریکارڈ فراہم کیا جائے۔", set()),
        (
            "The Secretary shall provide items 1, 3 and 4, and shall file an affidavit of search "
            "for items 2 and 5.",
            {1, 3, 4},
        ),
    ],
)
def test_an_order_names_the_items_to_be_supplied_or_none(words: str, items: set[int]) -> None:
    assert supplied_by_order(words) == items
