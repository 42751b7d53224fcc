"""What a machine can check of the letters that readers score."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from io import BytesIO
from itertools import product
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.offices import an_office
from tests.services.letters.scenes import one_line
from tests.services.letters.scenes_to_score import (
    CHECKED,
    DECIDED,
    LATE,
    SCENES_TO_SCORE,
    SECURITY,
    SENSITIVE,
    Scene,
    outcome,
    paper,
    said,
    written,
)
from tracker.documents.suite import as_pdfs
from tracker.domain.law.outcome import GroundCategory, Outcome, VagueGround
from tracker.domain.law.pleas import Bearing
from tracker.domain.words.pleading import Pleading, PleadingPart
from tracker.domain.words.pleading_edits import RowState
from tracker.services.letters.letter_facts import Writer

YEAR_OF_A_REPORT = re.compile(r"\[\d{4}\]")


def letters(scene: Scene, folder: Path) -> Iterator[Writer]:
    with an_office(folder, library=scene.library()) as (office, clock):
        for _, writer in written(office, clock, scene):
            yield writer


@pytest.mark.samples(
    "pk-partial",
    "pk-referred",
    "pk-late",
    "gb-refused",
    "eu-silence",
    "us-refused",
    "in-silence",
    "lk-refused",
    "bd-refused",
)
@pytest.mark.parametrize("name", SCENES_TO_SCORE)
def test_a_letter_is_whole_and_each_row_says_on_which_fact_or_section_it_rests(
    name: str, tmp_path: Path
) -> None:
    """Nothing is left to fill in, and each annex is referred to."""
    for writer in letters(SCENES_TO_SCORE[name], tmp_path):
        words = one_line(writer)
        assert "[" not in YEAR_OF_A_REPORT.sub("", words)
        if writer.pleading:
            before = words.rpartition(" Annexes A: ")[0]
            for each in writer.pleading.annexes:
                assert re.search(rf"Annex {each.letter}\b", before), (each.letter, each.title)
        history = {entry.seq for entry in writer.case.history}
        known = {fact.key for fact in writer.office.library.block(writer.drafted.block).reported}
        for row in writer.pleading.rows() if writer.pleading else ():
            rests = row.rests_on
            assert rests.entries or rests.reported or rests.provisions, row
            assert history >= set(rests.entries), row
            assert known >= set(rests.reported), row
            assert writer.law.provisions.keys() >= set(rests.provisions), row


@pytest.mark.slow
def test_an_appeal_has_five_pages_in_pakistan_and_a_letter_six_elsewhere(
    needs: Callable[..., Path], tmp_path: Path
) -> None:
    """With the list of annexes, whether a lawyer checked all authorities or none."""
    needs("soffice", "libreoffice")
    made: dict[str, bytes] = {}
    for (name, scene), checked in product(SCENES_TO_SCORE.items(), (CHECKED, ())):
        folder = tmp_path / f"{name}-{len(checked)}"
        folder.mkdir()
        with an_office(folder, library=scene.library()) as (office, clock):
            for kind, writer in written(office, clock, scene, checked):
                key = f"{name}-{kind}-{len(checked)}"
                made[key] = office.documents.docx(writer.letter(), writer.today)
    pdfs = as_pdfs(tuple(made.values()), "docx")
    pages = {k: len(PdfReader(BytesIO(pdf)).pages) for k, pdf in zip(made, pdfs, strict=True)}

    # A late reply that refuses some items in three ways has a page more, as docs/letters.md says.
    five = {key for key in pages if key.startswith("pk-") and not key.startswith("pk-late")}
    long = {key for key, count in pages.items() if count > (5 if key in five else 6)}
    assert {key: pages[key] for key in long} == {}


def test_a_ground_cites_its_two_strongest_decisions_and_offers_the_others(tmp_path: Path) -> None:
    """Section 7(a): two of the forum on the question itself, one of it on a like question. The law
    behind it: a text and a court abroad, both cited."""
    scene = SCENES_TO_SCORE["pk-partial"]
    with an_office(tmp_path, library=scene.library()) as (office, clock):
        *_, (_, writer) = written(office, clock, scene, (*CHECKED, "pk-27"))
        assert writer.edited
        edited = {each.row.key: each for each in writer.edited.rows()}
        letter = one_line(writer)

    assert "E003-11/20" in edited["ground:s7-a:1"].row.words
    assert "Special Communications Organization" in edited["ground:s7-a:1"].row.words
    offered = [key for key, each in edited.items() if each.state is RowState.OFFERED]
    assert offered == ["ground:s7-a:pk-25"]
    assert "1451-11/21" in edited["ground:s7-a:pk-25"].row.words
    assert "1451-11/21" not in letter
    assert "Supreme Court of India" in letter


def test_a_time_that_runs_from_the_date_of_a_decision_names_that_date(tmp_path: Path) -> None:
    """The United States: logged on the day of its arrival, a day after the date that it bears."""
    details = paper("77", date(2026, 7, 13), "Director", "The records are withheld.")
    came = said("refused", date(2026, 7, 14), outcome(Outcome.REFUSED, "b5"), details=details)
    scene = replace(SCENES_TO_SCORE["us-refused"], happened=came)
    *_, words = (one_line(each) for each in letters(scene, tmp_path))

    assert "The decision at issue is that of 13 July 2026." in words
    assert "14 July" not in words.partition("Annexes")[0]


def appeal(scene: Scene, folder: Path) -> tuple[str, Pleading]:
    """The appeal of a scene in Pakistan, as words and as rows."""
    folder.mkdir(exist_ok=True)
    *_, (words, pleading) = ((one_line(each), each.pleading) for each in letters(scene, folder))
    assert pleading
    return words, pleading


def refused(
    name: str,
    *found: VagueGround | str,
    on: date = DECIDED,
    dated: date = date(2026, 8, 17),
) -> Scene:
    """A scene with a refusal on these grounds in turn: words without a clause, or clauses."""
    outcomes = (
        outcome(Outcome.REFUSED, each)
        if isinstance(each, str)
        else outcome(Outcome.REFUSED, vague=each)
        for each in found
    )
    details = paper("77", dated, "Director", "The records are withheld.")
    came = said("refused", on, *outcomes, details=details)
    return replace(SCENES_TO_SCORE[name], happened=came)


def ground_keys(pleading: Pleading) -> set[str]:
    return {key for item in pleading.items for key in item.grounds}


def test_words_without_a_clause_are_answered_in_case_a_clause_is_meant(tmp_path: Path) -> None:
    secret, security = "ground:appeal-classified-unnamed", "ground:appeal-security-unnamed"
    busy = VagueGround(GroundCategory.OTHER, "lack of staff")
    found = {
        each.words: appeal(refused("pk-bare-refusal", each), tmp_path / each.words)
        for each in (SENSITIVE, SECURITY, busy)
    }

    words, pleading = found["secret"]
    assert {secret, security} & ground_keys(pleading) == {secret}
    assert "Should “secret” mean that a record is classified, section 7(f) is the clause" in words
    # The declaration is asked for, and the decision of the forum against the appellant is met.
    assert "the declaration of the Minister-in-charge under section 7(f)" in words
    assert "Appeal No. 1553-12/22 (and 1740-02/22), Ministry of Foreign Affairs" in words
    words, pleading = found["reasons of state security"]
    assert {secret, security} & ground_keys(pleading) == {security}
    assert "Should “reasons of state security” mean section 7(e), each record must be" in words
    assert {secret, security}.isdisjoint(ground_keys(found["lack of staff"][1]))


def test_what_the_body_disclosed_shows_its_decision_and_what_doubts_a_cited_order_is_met(
    tmp_path: Path,
) -> None:
    shown = "itself gave copies of the records in item (1): so far as these show a decision"
    words, _ = appeal(SCENES_TO_SCORE["pk-partial"], tmp_path / "minutes")
    assert shown in words
    assert "Central Selection Board" in words  # the minutes of item (4) are withheld

    given, opinion = outcome(Outcome.DISCLOSED), outcome(Outcome.REFUSED, "s7-c")
    letter = paper("1/2026", DECIDED, "Director", "The opinion is exempt, section 7(c).")
    answer = said("partly-answered", DECIDED, given, opinion, given, details=letter)
    words, _ = appeal(Scene("pk-pta", answer), tmp_path / "opinion")
    assert "gave copies of the records in items (1), (4) and (5)" in words
    assert "so far as the records in item (2) are of that kind" in words
    # It deals with minutes alone, but the order on minutes that is cited is in doubt by it.
    assert "Central Selection Board" in words


def test_of_like_clauses_those_claimed_are_answered_and_no_other(tmp_path: Path) -> None:
    words, _ = appeal(refused("pk-national-security", "s7-b"), tmp_path / "b")
    assert "Section 7(b): excluded only until the final decision" in words
    assert "Section 7(b) excludes minutes of meetings. A note, summary or submission put" in words
    assert "The exclusion holds only “subject to a final decision by the public body”" in words
    assert "7(c)" not in words.partition("See Appeal")[0]
    assert "Section 7(a) excludes" not in words

    words, _ = appeal(refused("pk-national-security", "s7-a", "s7-c"), tmp_path / "ac")
    assert "Section 7(a) and section 7(c): excluded only until the final decision" in words
    assert "Section 7(a) excludes noting on the files. Section 7(c) excludes any inter" in words
    assert "Section 7(b) excludes" not in words


def test_the_report_of_a_ministry_to_a_court_is_used_against_it_and_no_other_body(
    tmp_path: Path,
) -> None:
    told = "the respondent has told a court its reasons for the Restriction"
    reported = "gave the Islamabad High Court a report on 17 April 2024"
    for name in ("pk-silence", "pk-late"):
        words, _ = appeal(SCENES_TO_SCORE[name], tmp_path / name)
        assert told in words, name
        assert words.count(reported) == 1, name
    words, _ = appeal(replace(SCENES_TO_SCORE["pk-silence"], body="pk-pta"), tmp_path / "pta")
    assert told not in words
    assert reported not in words


@pytest.mark.parametrize("name", [each for each in SCENES_TO_SCORE if each.startswith("pk-")])
def test_an_appeal_states_at_most_five_reported_facts(name: str, tmp_path: Path) -> None:
    rows = [
        row for part in appeal(SCENES_TO_SCORE[name], tmp_path)[1].parts.values() for row in part
    ]
    facts = [row for row in rows if row.key.startswith("fact-")]
    assert len(facts) <= 5
    used = {key for row in rows if row not in facts for key in row.rests_on.reported}
    told = {key for row in facts for key in row.rests_on.reported}
    scene = SCENES_TO_SCORE[name]
    of_the_block = {
        fact.key
        for fact in scene.library().blocks[scene.block].reported
        if {Bearing.BLOCKED, Bearing.ENDED} & set(fact.shows) or scene.body in fact.bodies
    }
    # Every letter states that the block took place, that it ended, and the reported facts about
    # records of the body that was asked.
    assert used <= told <= used | of_the_block


def test_the_end_of_a_block_is_stated_only_with_its_source(tmp_path: Path) -> None:
    scene = refused("pk-sub-judice", "s16-1-i")
    ended = "As reported, the Restriction has ended: which policy on it is"
    words, _ = appeal(scene, tmp_path / "x")
    assert ended in words

    # The shutdown of February 2024: the day of restoration follows from its length alone.
    shutdown = replace(scene, block="pk-election-shutdown-2024")
    words, _ = appeal(shutdown, tmp_path / "shutdown")
    assert "has ended: which" not in words
    period = "The request concerns a period that has ended, and what is still open or could still"
    assert f"{period} be harmed is to be shown (paragraph 5)." in words


def test_orders_that_were_disclosed_are_to_be_published_and_their_row_says_so(
    tmp_path: Path,
) -> None:
    given, kept = outcome(Outcome.DISCLOSED), outcome(Outcome.REFUSED, "s7-a")
    answers = (given, kept, kept, kept, given, given, kept, kept)
    details = paper("77", DECIDED, "Director", "Items 1, 5 and 6 are enclosed.")
    came = said("partly-answered", DECIDED, *answers, details=details)
    words, pleading = appeal(replace(SCENES_TO_SCORE["pk-silence"], happened=came), tmp_path)
    row = {each.number: each.relief for each in pleading.items if not each.in_issue}

    assert "within 14 days of the order the records in items (1) and (5), so far as" in words
    assert row == {1: ("relief:publish",), 5: ("relief:publish",), 6: ()}


@pytest.mark.parametrize(
    ("notice", "quoted"),
    [
        ("It is not advisable to release the record at this stage.", " the record at this stage"),
        ("It is not advisable to release and closed under section 7.", ""),
        ("It is not advisable to released records.", ""),
        ("The request is filed.", ""),
    ],
)
def test_words_without_a_clause_are_quoted_to_the_end_of_their_clause(
    notice: str, quoted: str, tmp_path: Path
) -> None:
    typed = VagueGround(GroundCategory.OTHER, "not advisable to release")
    details = paper("77", DECIDED, "Director", notice)
    came = said("refused", DECIDED, outcome(Outcome.REFUSED, vague=typed), details=details)
    words, _ = appeal(replace(SCENES_TO_SCORE["pk-silence"], happened=came), tmp_path)

    assert f"The respondent relied on “not advisable to release{quoted}”." in words


def test_a_decision_against_the_body_that_was_asked_is_said_to_be_one(tmp_path: Path) -> None:
    against = "TikTok are to be given. The exclusions of section 7(a) and (b) are qualified, and"
    for body in ("pk-pta", "pk-interior"):
        scene = replace(refused("pk-silence", "s7-b"), body=body)
        words, _ = appeal(scene, tmp_path / body)
        assert against in words
        assert ("final decision. That decision was made against the respondent." in words) is (
            body == "pk-pta"
        )


def test_what_the_appellant_alone_knows_is_verified(tmp_path: Path) -> None:
    words, _ = appeal(SCENES_TO_SCORE["pk-silence"], tmp_path)
    other = re.search(r"(\d+)\. The appellant has brought no other proceeding", words)
    stays = re.search(r"(\d+)\. No order that suspends a decision relied on in this", words)
    assert other
    assert stays
    assert f"{other[1]} and {stays[1]} are true to my knowledge" in words


def test_a_reply_after_the_longest_time_is_late_on_every_count(tmp_path: Path) -> None:
    """Twenty working days from Thursday 6 August 2026: with Fridays closed, and one day of Eid
    Milad-un-Nabi, they end on Thursday 10 September. A reply must have been made after it too."""
    after = refused("pk-late", "s7-f", on=LATE, dated=LATE)
    words, _ = appeal(after, tmp_path / "after")
    even = "Even with the longer time of section 14(2), which had on any count ended by 10 Sept"
    assert even in words

    # A reply of the tenth is made within that time on one count, and may come later.
    tenth = LATE.replace(day=10)
    for came in (tenth, LATE):
        within = refused("pk-late", "s7-f", on=came, dated=tenth)
        words, _ = appeal(within, tmp_path / f"within-{came}")
        assert "a ground for more is to be shown" in words
        assert "Even with the longer time" not in words
        received = (
            "was received on 11 September 2026, when the longer time of section 14(2) had ended"
        )
        assert (received in words) is (came > tenth)


def test_where_the_count_stands_is_said_once_among_the_ways_in(tmp_path: Path) -> None:
    _, pleading = appeal(SCENES_TO_SCORE["pk-late"], tmp_path)
    rows = [row.words for row in pleading.parts[PleadingPart.TIME]]

    assert sum("The count is set out in" in words for words in rows) == 1
    assert len(rows) > 1
