"""Appeals to an agency of the United States, as its counsel would read them.

Asked and received on Wednesday 1 July 2026, answered on Tuesday 14 July, appealed on Thursday 23
July, within 90 days of the date that the determination bears.
"""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path

import pytest

from tests.abroad import library_abroad
from tests.domain.a_ladder import history
from tests.offices import AYESHA, an_office, the_library
from tests.services.letters.scenes_to_score import (
    CHECKED,
    SCENES_TO_SCORE,
    Scene,
    outcome,
    paper,
    said,
    written,
)
from tracker.domain.base.days import DaySpan
from tracker.domain.events.request.approved import Approved
from tracker.domain.law.outcome import Outcome, QuestionOutcome
from tracker.domain.words.letter import LetterTable
from tracker.services.core.office import Office
from tracker.services.letters.editing import open_pleading
from tracker.services.letters.folder import UnstoredRequest, block_as_asked

LAW = library_abroad().law("us-foia")
DECIDED = date(2026, 7, 14)
# What an adverse notice shows, from (a)(6)(A)(i), (a)(6)(C)(i), (a)(6)(F), (a)(8)(A) and (b).
SHOWN = (
    "reasons",
    "public-liaison",
    "appeal-right",
    "dispute-resolution",
    "responsible-persons",
    "foreseeable-harm",
    "allocation",
    "segregation",
    "deletions-marked",
    "volume",
)


def answered(
    *outcomes: QuestionOutcome,
    kind: str = "refused",
    lacking: tuple[str, ...] = (),
    words: str = "The records are exempt.",
) -> Callable[[Office, str], None]:
    details = paper("2026-0412", DECIDED, "Chief, FOIA Branch", words)
    return said(kind, DECIDED, *outcomes, details=details, lacking=frozenset(lacking))


def refused(*exemptions: str) -> QuestionOutcome:
    return outcome(Outcome.REFUSED, *exemptions)


@dataclass(frozen=True)
class Appeal:
    """An appeal as read: its words on one line, and the rows of its table of items."""

    words: str
    rows: list[tuple[str, ...]]


def appeal(
    folder: Path, happened: Callable[[Office, str], None], checked: tuple[str, ...] = CHECKED
) -> Appeal:
    scene = replace(SCENES_TO_SCORE["us-refused"], happened=happened)
    with an_office(folder, library=scene.library()) as (office, clock):
        *_, (kind, writer) = written(office, clock, scene, checked)
        assert kind == "appeal"
        letter = writer.letter()
        tables = (block for block in letter.blocks if isinstance(block, LetterTable))
        return Appeal(" ".join(office.documents.plain(letter).split()), list(next(tables).rows))


def test_the_form_offers_everything_that_a_notice_of_denial_shows() -> None:
    assert tuple(duty.key for duty in LAW.refusal_duties if duty.shown_on_notice) == SHOWN


def test_only_what_was_found_missing_is_said_to_be_missing(tmp_path: Path) -> None:
    happened = answered(refused("b5"), lacking=("foreseeable-harm", "volume"))
    words = appeal(tmp_path, happened).words
    _, _, missing = words.partition("It falls short of what the law requires:")
    missing, _, _ = missing.partition("The decision at issue")

    assert "a reasonably foreseen harm" in missing
    assert "shows no estimate of the volume" in missing
    assert "(iii)" not in missing


def test_a_partial_release_can_lack_the_marks_of_its_deletions(tmp_path: Path) -> None:
    part = replace(outcome(Outcome.PARTLY_DISCLOSED, "b6"), page="1")
    found = (part, outcome(Outcome.DISCLOSED))
    happened = answered(*found, kind="partly-answered", lacking=("deletions-marked",))

    assert "not shown to be indicated on what is released" in appeal(tmp_path, happened).words


def test_each_exemption_is_answered_with_harm_except_the_third() -> None:
    for each in LAW.exemptions:
        answer = f"{each.words} {each.missing}"
        assert ("((a)(8)(B))" in answer) is (each.key == "b3")
        if each.key not in ("b3", "c"):
            assert "((a)(8)(A)(i)(I))" in answer, each.key


def test_a_clause_of_exemption_seven_is_answered_in_its_own_words(tmp_path: Path) -> None:
    words = appeal(tmp_path, answered(refused("b7-E"))).words

    assert "would disclose techniques and procedures" in words
    assert "on which subparagraph it relies" not in words


def test_exemptions_named_together_are_contested_for_each_record(tmp_path: Path) -> None:
    both = (refused("b7-E", "b4"), refused("b5"))
    named = appeal(tmp_path, answered(*both, lacking=("allocation",))).words

    assert "For each of the records in item (1) the notice names more than one exemption" in named
    assert "5 U.S.C. 552(b)(4), 5 U.S.C. 552(b)(7)(E)" in named


def test_exemptions_of_a_record_given_in_part_are_told_apart_by_its_marks(tmp_path: Path) -> None:
    part = outcome(Outcome.PARTLY_DISCLOSED, "b3", "b6")
    both = (part, refused("b1", "b5"), refused("b5"))
    named = appeal(
        tmp_path, answered(*both, kind="partly-answered", lacking=("allocation",))
    ).words

    assert "For each of the records in item (2) the notice names more than one" in named


def test_items_share_a_row_only_if_answer_reply_and_relief_are_alike(tmp_path: Path) -> None:
    rows = appeal(tmp_path, answered(refused("b3"), refused("b5"))).rows

    # The orders and directions may have to be posted; some records went to others; the rest.
    assert [row[0] for row in rows] == ["1", "2 to 4, 7", "5", "6, 8"]
    assert all(row[-1].startswith("(a) to (c)") for row in rows)
    assert [row[0] for row in rows if row[-1] != rows[1][-1]] == ["1", "5"]


def test_the_day_of_release_and_the_posting_are_in_the_relief(tmp_path: Path) -> None:
    words = appeal(tmp_path, answered(refused("b5"))).words

    assert "In issue: the records in items (1) to (8)." in words
    assert "(a) to reverse the determination so far as it does not release" in words
    assert "within 20 working days of the decision on this appeal (b)" in words
    assert "under (a)(2)(D)" in words


@pytest.mark.parametrize("what", [Outcome.REFUSED, Outcome.NOT_HELD])
def test_the_summary_asks_for_what_the_relief_asks_for(tmp_path: Path, what: Outcome) -> None:
    kind = "not-held" if what is Outcome.NOT_HELD else "refused"
    words = appeal(tmp_path, answered(outcome(what), kind=kind)).words

    searched = what is Outcome.NOT_HELD
    assert ("I ask for a new search, and for what it finds within twenty" in words) == searched
    assert ("I ask that the determination be reversed" in words) == (not searched)
    assert ("(a) to search again for what was not found" in words) == searched


def test_the_words_that_nothing_can_be_segregated_are_quoted_whole(tmp_path: Path) -> None:
    said_so = (
        "All are exempt in full by reason of 5 U.S.C. 552(b)(5), as advice. We have determined "
        "that nothing in them can reasonably be segregated."
    )
    words = appeal(tmp_path, answered(refused("b5"), words=said_so)).words

    assert (
        "The notice says: “All are exempt in full by reason of 5 U.S.C. 552(b)(5), as advice”, "
        "“We have determined that nothing in them can reasonably be segregated”." in words
    )


@pytest.mark.parametrize("what", [Outcome.REFUSED, Outcome.NOT_HELD])
def test_the_burden_is_told_as_a_rule_of_the_court(tmp_path: Path, what: Outcome) -> None:
    kind = "not-held" if what is Outcome.NOT_HELD else "refused"
    words = appeal(tmp_path, answered(outcome(what), kind=kind)).words

    assert "“the burden is on the agency to sustain its action” (5 U.S.C. 552(a)(4)(B))" in words
    assert "In court the matter is determined de novo" in words


def test_the_decision_of_a_court_is_cited_by_its_parties_with_what_it_upheld(
    tmp_path: Path,
) -> None:
    words = appeal(tmp_path, answered(refused("b5"))).words

    assert "Reporters Committee for Freedom of the Press v. FBI, 3 F.4th 350" in words
    assert "affirmed in part and reversed in part" in words


def test_the_office_that_takes_the_appeal_is_a_place_to_fill_in(tmp_path: Path) -> None:
    scene = replace(SCENES_TO_SCORE["us-refused"], body="us-fcc")
    with an_office(tmp_path, library=scene.library()) as (office, clock):
        *_, (_, writer) = written(office, clock, scene)
        assert writer.plea
        with office.cases.look(writer.case.reference) as case:
            found = open_pleading(office, case, writer.plea.remedy.place, on=scene.filed)
        rows = found.now.drafted.rows()
        (place,) = [row for row in rows if row.key == "facts:addressed"]

    assert place.words.startswith("[Name the office that takes this letter")
    assert "please pass it to that office" in place.instead


def test_a_refusal_to_confirm_or_deny_is_met_on_the_fact_of_existence(tmp_path: Path) -> None:
    neither = outcome(Outcome.NEITHER_CONFIRMED_NOR_DENIED, "b1")
    words = appeal(tmp_path, answered(neither)).words

    assert "the exemption must cover that fact itself" in words
    assert "to state, item by item and within 20 working days of the decision on this" in words
    assert "The orders and directions state what was decided" not in words


def test_a_note_on_silence_tells_of_a_determination_that_came_late(tmp_path: Path) -> None:
    """Twenty working days from 2 July end on 30 July 2026, for Friday 3 July is a holiday."""
    late = date(2026, 8, 6)
    details = paper("2026-0412", late, "Chief, FOIA Branch", "Withheld in full.")
    happened = said("refused", late, refused("b5"), details=details)
    scene = replace(SCENES_TO_SCORE["us-refused"], happened=happened, filed=date(2026, 8, 20))
    with an_office(tmp_path, library=scene.library()) as (office, clock):
        notes = dict(written(office, clock, scene))
        words = " ".join(office.documents.plain(notes["court"].letter()).split())

    assert "Time for a decision: ended by 30 July 2026 (by the count in Annex D). Refusal" in words
    assert "No decision, in whole or in part" not in words
    assert "no decision on the request has been received" not in words
    assert "may have to be appealed first" in words


def test_a_withholding_in_full_is_met_with_the_words_of_the_notice(tmp_path: Path) -> None:
    in_full = "We located 312 pages, all of which are withheld in full under Exemption 5."
    words = appeal(tmp_path, answered(refused("b5"), words=in_full)).words

    assert (
        "The notice says: “We located 312 pages, all of which are withheld in full under "
        "Exemption 5”. Any reasonably segregable portion is to be provided"
    ) in words
    assert "The words quoted" not in words
    assert "So far as a record is withheld in full" in words


def test_a_notice_that_says_nothing_of_withholding_in_full_is_not_met_so(tmp_path: Path) -> None:
    words = appeal(tmp_path, answered(refused("b5"))).words

    assert "That nothing can be segregated" not in words


def test_words_on_counsel_are_met_as_such(tmp_path: Path) -> None:
    counsel = "Exemption 5 applies to communications with counsel that are privileged."
    words = appeal(tmp_path, answered(refused("b5"), words=counsel)).words

    assert "So far as the notice relies on communications with counsel" in words
    assert "So far as the notice relies on deliberations" not in words
    assert "attorney work product" not in words


def test_work_product_is_met_as_such(tmp_path: Path) -> None:
    words = appeal(
        tmp_path, answered(refused("b5"), words="Withheld as attorney work product.")
    ).words

    assert "So far as the notice relies on attorney work product" in words
    assert "in anticipation of which litigation" in words
    assert "communications with counsel" not in words


def test_the_law_behind_the_right_and_decisions_on_enforcement_are_told(tmp_path: Path) -> None:
    words = appeal(tmp_path, answered(refused("b7-A")), (*CHECKED, "us-02")).words

    assert "The law behind the right" in words
    assert "authorizes no withholding except as it specifically states (552(d))" in words
    assert "746 F.3d 1082" in words
    assert "which law each record was compiled to enforce" in words


def test_a_fee_is_asked_to_be_waived_as_the_request_asked(tmp_path: Path) -> None:
    found = (outcome(Outcome.DISCLOSED), outcome(Outcome.OFFERED_FOR_FEE))
    happened = answered(*found, kind="partly-answered")
    words = appeal(tmp_path, happened).words

    assert "So far as the request asks that fees be waived or reduced" in words
    assert "to decide with this appeal on a waiver or reduction of fees" in words


def test_an_order_that_was_never_carried_out_is_called_an_order(tmp_path: Path) -> None:
    happened = answered(refused("b5"))
    days = SCENES_TO_SCORE["us-refused"]
    scene = Scene(
        "us-commerce",
        happened,
        "us-wechat-tiktok-2020",
        days.sent,
        days.received,
        days.filed,
        days.eligibility,
    )
    with an_office(tmp_path, library=scene.library()) as (office, clock):
        letters = dict(written(office, clock, scene))
        request, letter = (
            " ".join(office.documents.plain(letters[each].letter()).split())
            for each in ("request", "appeal")
        )

    named = "the order for the restriction of access to WeChat, TikTok, from 18 September 2020 to"
    assert f"Freedom of Information Act request: {named}" in request
    assert (
        "or any part of it that was ordered (from 18 September 2020 to 9 June 2021, as reported), "
        "whether or" in request
    )
    assert f"records on {named}" in letter
    assert (
        "that was ordered, from 18 September 2020 to 9 June 2021, whether or not it was" in letter
    )
    assert "any restriction of access" not in letter


def test_a_request_that_asked_for_any_restriction_is_described_as_it_asked() -> None:
    """Approved before a source said that the order was never carried out, the letter in the
    archive defines any restriction. A draft is in the words of today."""
    block = the_library().block("us-wechat-tiktok-2020")
    approved = Approved(on=DaySpan.on(date(2026, 11, 24)))
    fixed = replace(approved, evidence=("word", "text"))

    assert block.only_ordered
    assert not block_as_asked(UnstoredRequest("r1", history(fixed), AYESHA), block).only_ordered
    assert block_as_asked(UnstoredRequest("r1", history(approved), AYESHA), block).only_ordered
