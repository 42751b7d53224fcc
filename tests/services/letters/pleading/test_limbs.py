"""The limb of a clause that a notice names, in the table of items and in the answer to it."""

from dataclasses import replace
from pathlib import Path

import pytest

from tests.offices import an_office
from tests.services.letters.scenes_to_score import SCENES_TO_SCORE, outcome, paper, said, written
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


PENDENCY = "That a petition is before a court is not prejudice to it."
ADVICE = "Advice is given before a decision."
WHICH = "The exact one is to be named (section 13(2)(b)(iv))."


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
