"""What letters make of what a reply says, denies, admits or leaves out, and of their decisions.

The European application is read after a reply of Tuesday 14 July 2026, the American appeal
after a determination of the same day. The Pakistani replies came on Tuesday 20 October 2026.
"""

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.abroad import library_abroad
from tests.offices import an_office, the_library
from tests.services.letters.pleading.test_american_appeals import answered as determined
from tests.services.letters.pleading.test_american_appeals import appeal
from tests.services.letters.pleading.test_american_appeals import refused as withheld
from tests.services.letters.pleading.test_rules_for_replies import in_kenya
from tests.services.letters.pleading.test_words_of_replies import last_letter
from tests.services.letters.scenes import one_line
from tests.services.letters.scenes_to_score import (
    CHECKED,
    SCENES_TO_SCORE,
    Scene,
    outcome,
    paper,
    said,
    written,
)
from tests.services.letters.test_pleadings_west import NUMBERED, confirmatory
from tracker.domain.case.request import Recipient
from tracker.domain.law.outcome import GroundCategory, Outcome, QuestionOutcome, VagueGround
from tracker.domain.words.absent_records import (
    months_searched,
    names_more_time,
    says_absent,
    says_gone,
    says_no_longer,
    says_untraced,
    speaks_of_search,
    tells_of_search,
)
from tracker.services.letters.appeal_words import addressee
from tracker.translations import locale

NOT_HELD, REFUSED = outcome(Outcome.NOT_HELD), outcome(Outcome.REFUSED)
REFERRED = outcome(Outcome.REFERRED_ELSEWHERE, to="pk-pta")


def pakistani(
    folder: Path,
    body: str,
    kind: str,
    words: str,
    *outcomes: QuestionOutcome,
    block: str = "pk-x-2024",
) -> str:
    """The appeal after a reply with these words, in one line."""
    details = paper("No. 3-7/2026", date(2026, 10, 19), "Section Officer (RTI)", words)
    happened = said(kind, date(2026, 10, 20), *outcomes, details=details)
    scene = Scene(
        body,
        happened,
        block=block,
        sent=date(2026, 10, 5),
        received=date(2026, 10, 6),
        filed=date(2026, 11, 12),
    )
    return last_letter(scene, folder)[1]


def test_what_of_a_decision_does_not_help_stands_beside_what_does(tmp_path: Path) -> None:
    checked = (*CHECKED, "eu-02", "eu-03", "eu-04", "eu-05")
    words = confirmatory(tmp_path, " ".join(NUMBERED), checked)

    assert "Kingdom of Sweden and another v Council of the European Union" in words
    assert "That advice was on a proposal for a directive" in words
    assert words.count("It annulled the refusal in part and not as a whole.") == 1
    assert "The judgment below had annulled that refusal in part" in words


def test_no_citation_names_a_private_person() -> None:
    cites = [str(each.cite) for each in the_library().authorities.values()]
    for name in ("Turco", "Veld", "Hogan", "Khalifa", "Mathur", "Bhagat", "Kharitonov", "Engels"):
        assert not [each for each in cites if name in each]


def test_a_demand_that_the_reply_met_falls_away(tmp_path: Path) -> None:
    words = confirmatory(tmp_path, " ".join(NUMBERED))

    assert "So far as legal advice is meant, the institution is to say which passages" in words
    assert "to name the proceedings, or the advice" not in words
    assert "with which State or organisation" in words


@pytest.mark.parametrize(
    "words",
    [
        "Refused under the second and third indent of Article 4.",
        "No overriding public interest was found. Partial access was examined.",
        "Transparency was considered and does not lead to another result.",
    ],
)
def test_nothing_is_said_of_what_the_words_of_a_reply_leave_out(
    words: str, tmp_path: Path
) -> None:
    found = confirmatory(tmp_path, words)

    assert "The words quoted name no" not in found
    assert "An overriding public interest in disclosure is claimed" in found


def test_the_relief_column_has_every_order_on_an_item(tmp_path: Path) -> None:
    words = confirmatory(tmp_path, " ".join(NUMBERED))

    # Access, the rest, the reasons, the list and the preservation: each names the items.
    assert "(a) to (e)" in words
    assert (
        "(e) to preserve from the receipt of this application the records in items (2) to" in words
    )


def test_an_address_names_the_body_once() -> None:
    library = library_abroad()
    stage = library.law("eu-1049-2001").stage("confirmatory")
    own = Recipient(
        "The General Secretariat",
        "General Secretariat of the Council of the European Union\nrue de la Loi/Wetstraat 175",
    )
    lines = addressee(stage, "eu-council", library, locale("en"), own)

    assert lines["appeal_body_to"] == "The General Secretariat"
    assert lines["appeal_body_name"] == "Council of the European Union"
    assert lines["appeal_body_address"] == "rue de la Loi/Wetstraat 175"


def test_an_american_appeal_says_on_its_face_what_it_is(tmp_path: Path) -> None:
    words = appeal(tmp_path, determined(withheld("b5"))).words

    assert "Freedom of Information Act Appeal: decision" in words
    assert "to send me within the same time a list of the records" not in words


def test_the_list_that_a_ground_asks_for_is_an_order(tmp_path: Path) -> None:
    words = "The 140 pages are withheld in full under Exemption 5."
    found = appeal(tmp_path, determined(withheld("b5"), words=words)).words

    assert "these are to be listed with date, author’s office, addressee" in found
    assert "to send me within the same time a list of the records that are withheld" in found


def test_the_order_before_the_first_day_is_in_the_period_of_a_request(tmp_path: Path) -> None:
    scene = replace(SCENES_TO_SCORE["us-refused"], block="us-wechat-tiktok-2020", invented=None)
    with an_office(tmp_path, library=library_abroad()) as (office, clock):
        (_, writer), *_ = written(office, clock, replace(scene, body="us-commerce"))
        words = one_line(writer)

    # The orders of 6 August 2020 come 43 days before the prohibitions.
    assert "“the Period” means 6 August 2020 to 9 July 2021." in words


def test_no_order_on_a_search_is_asked_for_in_kenya_where_records_are_held(
    tmp_path: Path,
) -> None:
    words = in_kenya(
        tmp_path,
        "The Authority holds the records. Items 1 and 3 to 8 are refused under section 6(1)(a). "
        "Item 2 bears the names and contacts of officers, section 6(1)(d).",
    )

    assert "to state on oath" not in words
    assert "So far as names and contacts are meant, these can be removed" in words
    assert "whose privacy is meant, by category" not in words


def test_the_count_calls_a_reply_as_the_letter_does(tmp_path: Path) -> None:
    details = paper("No. 5", date(2026, 10, 19), "Section Officer", "It could not be traced.")
    happened = said("not-held", date(2026, 10, 20), NOT_HELD, details=details)
    scene = replace(SCENES_TO_SCORE["pk-not-held"], happened=happened)
    scene = replace(
        scene, sent=date(2026, 10, 5), received=date(2026, 10, 6), filed=date(2026, 11, 12)
    )
    with an_office(tmp_path, library=scene.library()) as (office, clock):
        *_, (_, writer) = written(office, clock, scene)
        _, blocks = writer.count_of_time()

    assert "says it does not hold" not in repr(blocks)
    assert "Reply: No. 5" in repr(blocks)


@pytest.mark.parametrize("block", ["pk-wikipedia-2023", "pk-x-2024"])
def test_an_order_of_the_prime_minister_is_pleaded_where_it_is_reported(
    block: str, tmp_path: Path
) -> None:
    scene = SCENES_TO_SCORE["pk-transfer"]
    _, words = last_letter(replace(scene, body="pk-cabinet-division", block=block), tmp_path)

    reported = "As reported, the Prime Minister gave an order on the Restriction."
    assert (reported in words) is (block == "pk-wikipedia-2023")
    # The time to appeal from the notice as a refusal may be over.
    assert "should the notice be found to reject the request" not in words


def test_an_admission_is_turned_against_a_referral(tmp_path: Path) -> None:
    admitted = "This Ministry acted on a letter received from the Ministry of Interior."
    words = pakistani(tmp_path, "pk-moitt", "refused", admitted, REFERRED)

    assert f"So far as the words “{admitted[:-1]}” speak of a letter" in words


def test_a_denial_is_met_with_what_is_reported(tmp_path: Path) -> None:
    denied = "This Ministry issues no instructions to operators."
    words = pakistani(tmp_path, "pk-interior", "not-held", denied, NOT_HELD)

    assert (
        f"So far as the words “{denied[:-1]}” deny a part in the Restriction: as reported" in words
    )
    assert "It is for the respondent to show (section 17(4)) how the two agree" in words


def test_nothing_reported_is_set_against_a_reply_that_denies_nothing(tmp_path: Path) -> None:
    words = pakistani(tmp_path, "pk-interior", "not-held", "No record is held.", NOT_HELD)

    assert "how the two agree" not in words


@pytest.mark.parametrize(
    ("words", "named"),
    [("Refused under section 16(1)(i).", False), ("Refused under section 16(1)(i)(ii).", True)],
)
def test_a_clause_without_its_head_is_a_defect_of_the_notice(
    words: str, named: bool, tmp_path: Path
) -> None:
    found = pakistani(tmp_path, "pk-pta", "refused", words, outcome(Outcome.REFUSED, "s16-1-i"))

    assert ("such a clause, named as a whole, is not the exact exception" in found) is not named
    assert ("to find that the notice does not meet section 13(2)(b)(iv)" in found) is not named


def test_the_number_of_proceedings_is_not_asked_for_where_it_is_given(tmp_path: Path) -> None:
    words = "The matter is before a court in W.P. No. 1234/2026, section 16(1)(i)."
    refused = outcome(Outcome.REFUSED, "s16-1-i")
    found = pakistani(tmp_path, "pk-pta", "refused", words, refused)

    assert "to show what is in issue in the proceedings that it means" in found
    assert "number of the proceedings" not in found


def test_notes_and_minutes_are_met_where_no_clause_is_claimed_for_them(tmp_path: Path) -> None:
    vague = outcome(
        Outcome.REFUSED, vague=VagueGround(GroundCategory.CONFIDENTIAL, "confidential")
    )
    words = pakistani(tmp_path, "pk-pta", "refused", "The records are confidential.", vague)

    assert (
        "Should section 7(a) to (c) be raised for the records in items (3) and (4), it excludes"
        in words
    )


def test_who_signed_is_named_where_it_is_asked_whether_that_officer_may(tmp_path: Path) -> None:
    words = pakistani(
        tmp_path, "pk-pta", "refused", "Section 7(b).", outcome(Outcome.REFUSED, "s7-b")
    )

    assert (
        "that the Section Officer (RTI), who signed the reply, is the designated official" in words
    )


def test_the_time_for_payment_has_an_order_of_its_own(tmp_path: Path) -> None:
    _, words = last_letter(SCENES_TO_SCORE["pk-fee"], tmp_path)

    asked = "to find that the Act sets no time for the payment"
    assert (asked in words) is ("The Act sets no time for the payment" in words)


@pytest.mark.parametrize(
    ("words", "found"),
    [
        ("Registers were searched for April 2024.", {"April 2024": ((2024, 4),)}),
        (
            "For May and June 2025 the files were checked.",
            {"May and June 2025": ((2025, 5), (2025, 6))},
        ),
        ("Registers were searched.", {}),
    ],
)
def test_the_months_of_a_search_are_read(
    words: str, found: dict[str, tuple[tuple[int, int], ...]]
) -> None:
    assert months_searched(words) == found


@pytest.mark.parametrize(
    ("says", "words", "found"),
    [
        (names_more_time, "for April 2024 and since then", True),
        (names_more_time, "for April 2024", False),
        (tells_of_search, "The registers were checked.", True),
        (tells_of_search, "Your fee was checked.", False),
        (speaks_of_search, "A search was made.", True),
        (speaks_of_search, "It was looked for.", False),
        (says_untraced, "Nothing could be located.", True),
        (says_untraced, "It is refused.", False),
        (says_absent, "It could not be traced.", True),
        (says_absent, "It is classified.", False),
        (says_gone, "The file was destroyed.", True),
        (says_gone, "The file is closed.", False),
        (says_no_longer, "It is no longer held.", True),
        (says_no_longer, "It is held.", False),
    ],
)
def test_words_on_a_search_are_told_apart(
    says: Callable[[str], bool], words: str, *, found: bool
) -> None:
    assert says(words) is found


@pytest.mark.parametrize(
    ("month", "said_of_it"),
    [
        ("April, 2024", "left out other months of the Restriction (from 17 February 2024"),
        ("November, 2025", "covered no month of the Restriction (from 17 February 2024"),
    ],
)
def test_the_months_searched_are_compared_with_the_whole_period(
    month: str, said_of_it: str, tmp_path: Path
) -> None:
    words = f"The registers were checked for the month of {month}. No record was found."
    found = pakistani(tmp_path, "pk-moitt", "not-held", words, NOT_HELD)

    assert f"So far as a search was made for “{month}” alone, it {said_of_it}" in found
