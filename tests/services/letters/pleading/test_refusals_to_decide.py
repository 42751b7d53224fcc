"""What an order leaves undecided, and what a notice leaves out, as a petition pleads it."""

from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.services.letters.pleading.test_words_of_orders import after_dismissal
from tests.services.letters.pleading.test_words_of_replies import last_letter, reply
from tests.services.letters.scenes_of_petitions import (
    AFTER_ORDER,
    AFTER_SILENCE,
    ORDERED,
    RECEIVED,
    REPLIED,
    SENT,
    Happened,
    Vacant,
    appealed,
    decided,
)
from tests.services.letters.scenes_to_score import Scene, outcome, said
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.law.outcome import Outcome
from tracker.domain.library import Library
from tracker.services.letters.letter_facts import Writer

REFUSED, DISCLOSED = Outcome.REFUSED, Outcome.DISCLOSED
DISMISSED = decided(
    DecisionOutcome.DISMISSED,
    PaperDetails("4412-07/26", ORDERED, "Information Commissioner", "It is dismissed."),
)
NOT_STATED = "the notice gives no details of the right to appeal, as section 13(2)(b)(iv) requires"
POINT = "appeal-appeal-right-not-stated"
DECLINED = "What the Act commits to the Commission is for it to decide"
MERITS = "leave the merits aside:"
NEW_REQUEST = "point to a new request: it would decide nothing about this one and would begin"


@pytest.mark.parametrize(
    ("order", "quoted"),
    [
        ("The Commission does not wish to go into the merits of the claim", True),
        ("Without going into the merits, the appeal is filed", True),
        ("The Commission declines to examine the record", True),
        ("Having gone into the merits, the Commission upholds the reply", False),
        ("The Ministry declined to examine the file again", False),
    ],
)
def test_an_order_that_leaves_the_merits_aside_refuses_to_decide(
    order: str, quoted: bool, tmp_path: Path
) -> None:
    _, words = last_letter(after_dismissal(f"{order}. The appeal is dismissed."), tmp_path)

    assert (f"So far as the words “{order}” {MERITS}" in words) is quoted
    assert (DECLINED in words) is quoted
    assert ("To end an appeal without going into them is to refuse to decide it." in words) is (
        quoted
    )


@pytest.mark.parametrize(
    ("order", "quoted"),
    [
        ("The appellant may file afresh", True),
        ("He is at liberty to make a fresh request to the Authority", True),
        ("The request is refused", False),
    ],
)
def test_an_order_that_points_to_a_new_request_is_answered_once(
    order: str, quoted: bool, tmp_path: Path
) -> None:
    _, words = last_letter(after_dismissal(f"It is dismissed. {order}."), tmp_path)

    assert words.count(f"So far as the words “{order}” {NEW_REQUEST}") == int(quoted)
    assert ("while section 17(1) gives an appeal on this request" in words) is quoted


def test_both_stand_under_one_heading(tmp_path: Path) -> None:
    order = "The Commission does not wish to go into the merits. The appellant may file afresh."
    _, words = last_letter(after_dismissal(order), tmp_path)

    assert words.count(DECLINED) == 1
    assert MERITS in words
    assert NEW_REQUEST in words


def refused(lacking: frozenset[str]) -> Happened:
    """A reply that gives item 1 and refuses the others, and lacks what these duties require."""
    words = reply("Item 1 is enclosed. The others are refused, section 7(g).")
    outcomes = (outcome(DISCLOSED), outcome(REFUSED, "s7-g"))
    return said("partly-answered", REPLIED, *outcomes, details=words, lacking=lacking)


def letter_after(folder: Path, lacking: frozenset[str], kind: type[Scene]) -> tuple[Writer, str]:
    """The petition after such a reply, in a vacancy or after a dismissal, and its words."""
    answered = refused(lacking)
    vacant = kind is Vacant
    happened = appealed(answered) if vacant else appealed(answered, DISMISSED)
    filed = AFTER_SILENCE if vacant else AFTER_ORDER
    scene = kind("pk-pta", happened, sent=SENT, received=RECEIVED, filed=filed)
    return last_letter(scene, folder)


@pytest.mark.parametrize("kind", [Vacant, Scene])
def test_a_notice_without_the_right_of_appeal_is_pleaded_in_a_petition(
    kind: type[Scene], tmp_path: Path
) -> None:
    writer, words = letter_after(tmp_path, frozenset({"appeal-right"}), kind)
    assert writer.pleading
    items = {each.number: each.grounds for each in writer.pleading.items}

    assert words.count(f"For the records in items (2) to (8) {NOT_STATED}.") == 1
    assert {n for n, grounds in items.items() if f"ground:{POINT}" in grounds} == set(range(2, 9))


@pytest.mark.parametrize("kind", [Vacant, Scene])
def test_it_is_not_pleaded_where_nobody_found_it_missing(
    kind: type[Scene], tmp_path: Path
) -> None:
    _, words = letter_after(tmp_path, frozenset(), kind)

    assert "right to appeal" not in words


class OnlyBeforeACourt(Scene):
    """A scene under a law whose ground on the right of appeal is for the petition alone."""

    def library(self) -> Library:
        shipped = super().library()
        law = shipped.laws["pk-raia-2017"]
        points = tuple(
            replace(each, stages=("court",)) if each.key == POINT else each for each in law.points
        )
        return replace(shipped, laws=dict(shipped.laws) | {law.key: replace(law, points=points)})


@pytest.mark.parametrize(("kind", "argued"), [(Scene, True), (OnlyBeforeACourt, False)])
def test_what_no_ground_of_this_remedy_argues_stands_among_the_facts(
    kind: type[Scene], argued: bool, tmp_path: Path
) -> None:
    answered = refused(frozenset({"appeal-right"}))
    scene = kind("pk-pta", answered, sent=SENT, received=RECEIVED, filed=date(2026, 8, 10))
    _, words = last_letter(scene, tmp_path)
    among_facts = (
        "It gives no details of the right to appeal against the decision (section 13(2)(b)(iv))."
    )

    assert (NOT_STATED in words) is argued
    assert (among_facts in words) is not argued
