"""The limb of a clause that a notice names, in the table of items and in the answer to it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.offices import an_office
from tests.services.letters.scenes_of_petitions import SCENES_OF_PETITIONS
from tests.services.letters.scenes_to_score import (
    SCENES_TO_SCORE,
    outcome,
    paper,
    said,
    written,
)
from tracker.domain.law.outcome import Outcome

LIMB = "The authority is to say which limb is meant for each record."
SCENE = SCENES_TO_SCORE["gb-refused"]


def review(folder: Path, words: str) -> tuple[str, set[str]]:
    """The words of the review of a refusal that says this, and the clauses of its table."""
    refused = outcome(Outcome.REFUSED, "s35")
    details = paper("FOI-1", SCENE.filed, "Information Rights Officer", words)
    details = replace(details, dated=None)
    happened = said("refused", SCENE.received, refused, details=details)
    scene = replace(SCENE, happened=happened)
    with an_office(folder, library=scene.library()) as (office, clock):
        letters = dict(written(office, clock, scene))
        of = letters["internal-review"]
        assert of.pleading
        named = {item.named for item in of.pleading.items}
        return " ".join(office.documents.plain(of.letter()).split()), named


@pytest.mark.samples("It is exempt", "no exemption")
@pytest.mark.parametrize(
    ("words", "named", "asked"),
    [
        ("All of it is exempt under section 35(1)(a).", "section 35(1)(a)", False),
        ("It is exempt (section 35(1)(a)); see section 35(1)(a).", "section 35(1)(a)", False),
        ("It is exempt under section 35.", "section 35", True),
        ("Section 35(1)(a) and section 35(1)(b) apply.", "section 35", True),
        ("Section 35(1)(a) and (b) apply.", "section 35", True),
        ("Section 35 applies, in part as section 35(1)(b).", "section 35", True),
        ("Section 135(1)(a) is no exemption, and 352 neither.", "section 35", True),
        ("", "section 35", True),
    ],
)
def test_a_limb_is_shown_and_not_asked_for_where_the_notice_names_one(
    tmp_path: Path, words: str, named: str, asked: bool
) -> None:
    letter, found = review(tmp_path, words)

    assert found == {named}
    assert (LIMB in letter) is asked


@pytest.mark.parametrize(
    ("words", "named"),
    [
        ("Section 16(1)(e)(i) and (ii) applies.", "section 16(1)(e)(i) and (ii)"),
        ("Section 16(1)(e)(i) or (ii) applies.", "section 16(1)(e)"),
        ("Section 16(1)(e)(i) and (j) applies.", "section 16(1)(e)(i)"),
        ("Section 16(1)(e) and (j) applies.", "section 16(1)(e)"),
    ],
)
def test_the_table_names_each_head_that_the_notice_names(
    tmp_path: Path, words: str, named: str
) -> None:
    scene = SCENES_TO_SCORE["pk-sub-judice"]
    details = replace(paper("R-1", scene.filed, "Section Officer", words), dated=None)
    refused = outcome(Outcome.REFUSED, "s16-1-e")
    scene = replace(scene, happened=said("refused", scene.received, refused, details=details))
    with an_office(tmp_path, library=scene.library()) as (office, clock):
        letter = dict(written(office, clock, scene))["appeal"]
        assert letter.pleading

    assert {item.named for item in letter.pleading.items} == {named}


PENDENCY = "That a petition is before a court is not prejudice to it."
ADVICE = "Advice is given before a decision."
WHICH = "The exact exception is to be specified, and so its head (section 13(2)(b)(iv))."


@pytest.mark.parametrize(
    ("words", "told"),
    [
        ("It would inhibit free and frank advice, section 16(1)(i).", {ADVICE}),
        ("The matter is sub judice, section 16(1)(i).", {PENDENCY}),
        ("A petition is pending. Advice must stay frank, section 16(1)(i).", {ADVICE}),
        ("Section 16(1)(i) applies.", {WHICH}),
    ],
)
def test_a_ground_argues_only_the_head_of_a_clause_that_the_notice_means(
    tmp_path: Path, words: str, told: set[str]
) -> None:
    scene = SCENES_TO_SCORE["pk-sub-judice"]
    details = replace(paper("R-1", scene.filed, "Section Officer", words), dated=None)
    refused = outcome(Outcome.REFUSED, "s16-1-i")
    scene = replace(scene, happened=said("refused", scene.received, refused, details=details))
    with an_office(tmp_path, library=scene.library()) as (office, clock):
        letter = dict(written(office, clock, scene))["appeal"]
        plain = " ".join(office.documents.plain(letter.letter()).split())

    assert {each for each in (PENDENCY, ADVICE, WHICH) if each in plain} == told


def british(folder: Path, words: str, *lacking: str) -> str:
    """The review of a refusal under sections 27 and 44 that says this."""
    folder.mkdir(exist_ok=True)
    under = (outcome(Outcome.REFUSED, "s44"), outcome(Outcome.REFUSED, "s27"))
    details = paper("FOI-1", SCENE.filed, "Information Rights Officer", words)
    details = replace(details, dated=None)
    happened = said("refused", SCENE.received, *under, details=details, lacking=frozenset(lacking))
    with an_office(folder, library=SCENE.library()) as (office, clock):
        letters = dict(written(office, clock, replace(SCENE, happened=happened)))
        return " ".join(office.documents.plain(letters["internal-review"].letter()).split())


BARRED = "Section 44 applies, as section 393 of the Communications Act 2003 prohibits it."


def test_an_enactment_that_the_notice_names_is_not_asked_for(tmp_path: Path) -> None:
    letter = british(tmp_path, BARRED)

    assert "So far as the decision relies on section 393 of the Communications Act 2003" in letter
    assert "The authority is to name the enactment" not in letter


def test_no_element_of_the_enactment_is_said_to_be_lacking(tmp_path: Path) -> None:
    letter = british(tmp_path, f"{BARRED} A company supplied it to us under our statutory powers.")

    assert "For each record the authority is to say which business is meant" in letter
    assert "state none of these" not in letter


def test_a_balance_without_reasons_is_pleaded_for_the_qualified_exemption_alone(
    tmp_path: Path,
) -> None:
    without = british(tmp_path / "a", BARRED)
    letter = british(tmp_path / "b", BARRED, "public-interest")

    assert "The balance of the public interest: no reasons" not in without
    assert "The balance of the public interest: no reasons (item" in letter
    assert "The notice gives no such reasons." in letter
    assert "(i) For a qualified exemption the reasons for which the public interest" in letter


def kenyan(folder: Path, words: str) -> str:
    """The application to the Commission after a refusal under section 6(1)(h) that says this."""
    scene = SCENES_OF_PETITIONS["06-kenya-typed-section"]
    answered_on = date(2026, 7, 20)
    details = replace(paper("CA-1", answered_on, "Manager", words), dated=None)
    under = outcome(Outcome.REFUSED, "s6-1-h")
    scene = replace(scene, happened=said("refused", answered_on, under, details=details))
    with an_office(folder, library=scene.library()) as (office, clock):
        letters = dict(written(office, clock, scene))
        return " ".join(office.documents.plain(letters["complaint"].letter()).split())


@pytest.mark.parametrize(
    "words",
    [
        "The proceedings before the High Court are affected, section 6(1)(h).",
        "Constitutional Petition No.E123 is affected, section 6(1)(h).",
        "Petition E412-2024 is affected, section 6(1)(h).",
        "Kesi iko mbele ya Mahakama Kuu (High Court), section 6(1)(h).",
    ],
)
def test_a_position_in_court_is_to_be_shown_and_nothing_said_to_be_lacking(
    tmp_path: Path, words: str
) -> None:
    letter = kenyan(tmp_path, words)

    assert "That a body is a party, or that a subject is before a court, is not such" in letter
    assert "which a court weighs" not in letter
    assert "give no number" not in letter
    assert "do not say of any record" not in letter


@pytest.mark.parametrize(
    ("words", "mentioned"),
    [
        ("A writ petition in the matter is pending, section 6(1)(h).", True),
        ("A civil suit is pending before the magistrate, section 6(1)(h).", True),
        ("The matter is sub judice, section 6(1)(h).", True),
        ("The order has been assailed before the High Court, section 6(1)(h).", True),
        ("The matter awaits adjudication by the High Court, section 6(1)(h).", True),
        ("This decision cannot be challenged in any court, section 6(1)(h).", False),
        ("The matter is sub judice before the Competition Tribunal, section 6(1)(h).", False),
        ("The matter is pending before the Competition Commission, section 6(1)(h).", False),
        ("What the petitioner asks a court for falls under section 6(1)(h).", False),
        ("Your petition to this office falls under section 6(1)(h).", False),
    ],
)
def test_proceedings_in_court_are_mentioned_only_by_words_for_both(
    tmp_path: Path, words: str, mentioned: bool
) -> None:
    letter = kenyan(tmp_path, words)

    assert ("So far as the decision speaks of proceedings before a court" in letter) is mentioned
