"""What letters make of a plea that the clause named for it does not have, of a part that was
removed, of a referral, and of a restriction of which only the order is known.

The Pakistani replies came on Tuesday 20 October 2026, the request on Tuesday 6 October.
"""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.offices import an_office, the_library
from tests.services.letters.pleading.test_american_appeals import answered as determined
from tests.services.letters.pleading.test_american_appeals import appeal
from tests.services.letters.pleading.test_american_appeals import refused as withheld
from tests.services.letters.pleading.test_words_of_replies import last_letter
from tests.services.letters.replies.test_what_letters_answer import pakistani
from tests.services.letters.scenes_of_petitions import SCENES_OF_PETITIONS
from tests.services.letters.scenes_to_score import SCENES_TO_SCORE, outcome, paper, said
from tracker.domain.law.outcome import Outcome
from tracker.domain.law.pleas import Circumstance, ReliefLevel
from tracker.services.letters.request_words import catalogue_items, definitions, restriction_days
from tracker.translations import locale

NOT_HELD, REFUSED = outcome(Outcome.NOT_HELD), outcome(Outcome.REFUSED)
PRIVATE = outcome(Outcome.REFUSED, "s16-1-c")
PART = outcome(Outcome.PARTLY_DISCLOSED, "s7-g")
REFERRED = outcome(Outcome.REFERRED_ELSEWHERE, to="pk-pta")
ENGLISH = locale("en")


@pytest.mark.parametrize(
    "words",
    [
        "The ban is under challenge before the Islamabad High Court, section 16(1)(c).",
        "It could influence the outcome of those proceedings, section 16(1)(c).",
        "It would prejudice the administration of justice, section 16(1)(c).",
        "Nothing is given during the pendency of the petition, section 16(1)(c).",
    ],
)
def test_pending_proceedings_are_met_where_another_clause_is_named(
    tmp_path: Path, words: str
) -> None:
    found = pakistani(tmp_path, "pk-pta", "refused", words, PRIVATE)

    assert f"So far as the reply speaks of proceedings before a court (“{words[:-1]}”)" in found
    assert "Appeal No. 1669-01/22" in found


def test_the_clause_on_proceedings_is_answered_once(tmp_path: Path) -> None:
    of_court = outcome(Outcome.REFUSED, "s16-1-i")
    words = "The matter is pending before a court, section 16(1)(i)."
    found = pakistani(tmp_path, "pk-pta", "refused", words, of_court)

    assert "So far as the reply speaks of proceedings" not in found


def test_a_classification_is_met_where_another_clause_is_named(tmp_path: Path) -> None:
    of_force = outcome(Outcome.REFUSED, "s7-e")
    words = "All items are classified Secret, section 7(e)."
    found = pakistani(tmp_path, "pk-pta", "refused", words, of_force)

    assert "So far as the reply calls records classified or secret (“All items are" in found
    assert "Appeal No. 1839-04/22" in found
    assert (
        "the declaration of the Minister-in-charge under section 7(f), if one is relied" in found
    )


def test_a_declaration_that_is_claimed_is_answered_by_its_own_clause(tmp_path: Path) -> None:
    declared = outcome(Outcome.REFUSED, "s7-f")
    words = "All items are classified Secret, section 7(f)."
    found = pakistani(tmp_path, "pk-pta", "refused", words, declared)

    assert "So far as the reply calls records classified" not in found


@pytest.mark.parametrize("gone", ["purged", "erased", "weeded out"])
def test_a_record_that_was_and_is_gone_had_to_be_kept(tmp_path: Path, gone: str) -> None:
    words = f"The decision was sent by electronic mail, which has since been {gone}."
    found = pakistani(tmp_path, "pk-pta", "not-held", words, NOT_HELD)

    assert "So far as the words “The decision was sent by electronic mail, which has" in found
    assert f"been {gone}” say that a record is gone, they say that there was one" in found
    assert "by which rule and with whose approval" in found


def test_a_name_that_was_removed_is_to_be_that_of_a_person(tmp_path: Path) -> None:
    words = "Item 1 is given with telephone numbers covered, section 7(g)."
    found = pakistani(tmp_path, "pk-pta", "partly-answered", words, PART)

    assert "to show that what was removed identifies a private individual" in found
    assert "What an official did as such is no private matter" not in found
    assert "A school, a company or another body is no individual" not in found


def test_a_school_is_no_individual_where_the_reply_names_one(tmp_path: Path) -> None:
    words = "Item 1 is given without the names of parents and schools, section 7(g)."
    found = pakistani(tmp_path, "pk-pta", "partly-answered", words, PART)

    assert "A school, a company or another body is no individual" in found


def test_what_is_withheld_as_a_whole_is_answered_as_before(tmp_path: Path) -> None:
    whole = outcome(Outcome.REFUSED, "s7-g")
    words = "Item 1 has telephone numbers, section 7(g)."
    found = pakistani(tmp_path, "pk-pta", "refused", words, whole)

    assert "What an official did as such is no private matter" in found
    assert "what was removed" not in found


def test_nobody_swears_that_a_referral_is_no_decision(tmp_path: Path) -> None:
    words = "Kindly approach the Ministry."
    found = pakistani(tmp_path, "pk-moitt", "refused", words, REFERRED)

    assert "5. It is submitted that no decision has been communicated on the records" in found
    assert "verify that paragraphs 1, 4, 6, " in found


def test_an_american_row_has_a_new_search_only_for_what_was_not_found(tmp_path: Path) -> None:
    happened = determined(withheld("b5"), outcome(Outcome.NOT_HELD))
    found = appeal(tmp_path, happened)
    relief = {row[2]: row[-1] for row in found.rows}

    assert "(b) to search again for what was not found" in found.words
    assert relief["Refused"].startswith("(a), (c)")
    assert relief["Said to be absent"].startswith("(a), (b)")


def test_what_is_said_to_be_public_has_the_order_for_the_rest() -> None:
    """The ground on the rest of each record reaches it, and so does the order."""
    for law in the_library().laws.values():
        for order in law.reliefs:
            if order.key == "sever" and order.level is ReliefLevel.ALTERNATIVE and order.when:
                assert Circumstance.SAID_TO_BE_PUBLIC in order.when, law.key


def test_kenyan_records_said_not_to_be_held_are_asked_for_so_far_as_held(tmp_path: Path) -> None:
    public = outcome(Outcome.SAID_TO_BE_PUBLIC)
    words = "No directive was issued. The answer to the Senate is public."
    details = paper("CA/LEG/2026/120", date(2026, 7, 17), "Director, Legal Services", words)
    happened = said("not-held", date(2026, 7, 20), NOT_HELD, public, details=details)
    scene = replace(SCENES_OF_PETITIONS["09-kenya-national-security"], happened=happened)
    _, found = last_letter(scene, tmp_path)

    assert "not more than 15 days from the order (section 20(1)); where the reply says" in found
    assert "so far as it is found to be held" in found
    assert "An account of a record is not the record. So far as a record is said to be" in found
    assert "in the alternative, to order the chief executive officer" in found


def test_a_request_on_the_internet_is_on_no_website() -> None:
    library, day = the_library(), date(2026, 8, 5)
    block, body = library.block("ke-protest-2024-06"), library.body("ke-ict")
    used = ["the Body", "the Service", "the Restriction"]
    told = " ".join(definitions(block, body, ENGLISH, day, used))

    assert "“the Service” means the internet." in told
    assert "any website" not in told
    with_site = definitions(library.block("pk-pubg-2020"), body, ENGLISH, day, used)
    assert "PUBG, including any website" in " ".join(with_site)


def test_the_days_of_a_restriction_are_those_that_were_reported() -> None:
    library, day = the_library(), date(2026, 8, 5)
    body, used = library.body("pk-moitt"), ["the Restriction"]
    told = " ".join(definitions(library.block("tr-twitter-2014"), body, ENGLISH, day, used))

    # Too many reports tell of these days to name them.
    assert "(from 20 March 2014 to 3 April 2014, as reported)" in told


def test_an_order_that_nobody_saw_carried_out_is_an_order() -> None:
    library, day = the_library(), date(2026, 4, 6)
    block = library.block("in-protonmail-2025")
    assert restriction_days(block, ENGLISH, day) == "ordered on 29 April 2025"

    told = " ".join(
        definitions(block, library.body("in-meity"), ENGLISH, day, ["the Restriction"])
    )
    reports = "Court Book, 1 July 2025; Mint, 29 April 2025"
    assert f"(ordered on 29 April 2025, as reported by {reports})" in told


def test_letters_to_a_provider_of_networks_are_asked_for_once(tmp_path: Path) -> None:
    scene = SCENES_TO_SCORE["pk-not-held"]
    with an_office(tmp_path, library=scene.library()) as (office, _):
        keys = ("directions-to-operators", "notice-and-hearing")
        day = date(2026, 8, 5)
        items = catalogue_items(office, "ke-protest-2024-06", "ke-ict", keys, "en", day)

    assert items[1].words.endswith("This excludes item (1).")
