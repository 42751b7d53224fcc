"""What a machine can check of a pleading, in the ten scenes: the scoring sheet's A4, A5, A9, A20
and A25, that each annex is referred to, and that each reference leads somewhere."""

import re
import subprocess
from collections.abc import Callable
from dataclasses import replace
from datetime import date
from itertools import product
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.offices import Clock, a_request, received
from tests.services.letters.scenes import FILED, SCENES, brought
from tracker.domain.law.law import LetterKind
from tracker.domain.law.pleas import ReliefLevel
from tracker.domain.words.letter import (
    LetterBlock,
    LetterTable,
    NumberedParagraph,
)
from tracker.domain.words.pleading import NO_BASIS, Pleading, PleadingPart, RowForm
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.letters.authority_checks import CheckStatement, check_authority
from tracker.services.letters.bundle.court_papers import CourtPapers
from tracker.services.letters.letter_facts import Writer, writer_of
from tracker.services.letters.pleading.relief_sought import reliefs
from tracker.services.people.accounts import add_account
from tracker.services.ports.people import RoleName
from tracker.services.ports.workbook import OpenedDocument, StayState
from tracker.translations import locale

MONTHS = "January|February|March|April|May|June|July|August|September|October|November|December"
A_DAY = re.compile(rf"\d{{1,2}} (?:{MONTHS}) \d{{4}}")
# A page of the letter holds about this many words: six pages before the annexes.
MOST_OF_A_PLEADING = 2600
# Each scene stays in `make test` in one language, and each language with half of them.
EACH_IN_ONE_LANGUAGE = pytest.mark.samples(
    *("silence-en", "bare-refusal-ur", "national-security-en", "partial-ur", "not-held-en"),
    *("referred-ur", "sub-judice-en", "late-ur", "fee-en", "transfer-ur"),
)


def writer(office: Office, clock: Clock, scene: str, language: str = "en") -> Writer:
    spoken = replace(office, locale=locale)
    reference = brought(spoken, clock, scene, language)
    with spoken.cases.look(reference) as case:
        return writer_of(spoken, case, LetterKind.APPEAL)


def pleading(of: Writer) -> Pleading:
    assert of.pleading
    return of.pleading


def body(of: Writer) -> str:
    """The letter before its list of annexes, as one line."""
    said = " ".join(of.office.documents.plain(of.letter()).split())
    annexes = of.locale.say("Annexes")
    return said.rpartition(f" {annexes} ")[0] or said


@pytest.mark.parametrize("scene", SCENES)
def test_each_gate_is_pleaded_by_one_date_and_one_sentence(
    office: Office, clock: Clock, scene: str
) -> None:
    for row in pleading(writer(office, clock, scene)).parts[PleadingPart.TIME]:
        days = A_DAY.findall(row.words)
        assert len(days) in (0, 2), row.words  # the end of the time or the decision, and today
        assert not re.search(r"between|cautious|earliest|latest|at the longest", row.words)
        if days:
            assert days[-1] == "16 November 2026"
            assert "within 30 days" in row.words


def test_the_breach_is_counted_to_the_latest_end_of_the_time(office: Office, clock: Clock) -> None:
    row = pleading(writer(office, clock, "silence")).parts[PleadingPart.TIME][0]

    assert (
        "By the count in {letter:count} the time for a decision (section 14(1)) had ended by 28"
        in row.words
    )


@pytest.mark.parametrize("scene", SCENES)
def test_no_date_of_an_extension_that_nobody_claimed_is_in_the_body(
    office: Office, clock: Clock, scene: str
) -> None:
    of = writer(office, clock, scene)
    longest = of.case_status.awaited[0].longest.latest

    assert "longest extension" not in body(of)
    if longest:
        assert of.locale.short_day(longest) not in body(of)


def test_an_extension_that_could_still_run_is_in_no_count(office: Office, clock: Clock) -> None:
    of = writer(office, clock, "silence")
    longest = of.case_status.awaited[0].longest.latest
    assert longest
    assert longest >= FILED

    with office.cases.look(of.case.reference) as case:
        later = writer_of(office, case, LetterKind.APPEAL, on=date(2026, 11, 20))

    assert "longest extension" not in table_of(of.count_of_time()[1])
    assert "longest extension" in table_of(later.count_of_time()[1])
    assert (
        "(section 14(2))"
        not in later.locale.say("") + pleading(later).parts[PleadingPart.TIME][0].words
    )


def table_of(blocks: tuple[LetterBlock, ...]) -> str:
    tables = (block for block in blocks if isinstance(block, LetterTable))
    return " ".join(cell for table in tables for row in table.rows for cell in row)


@EACH_IN_ONE_LANGUAGE
@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("scene", SCENES)
def test_each_item_stands_in_one_row_with_its_reply_and_relief(
    office: Office, clock: Clock, scene: str, language: str
) -> None:
    of = writer(office, clock, scene, language)
    found = pleading(of)
    tables = [block for block in of.letter().blocks if isinstance(block, LetterTable)]
    headed = [row.key for row in found.parts[PleadingPart.GROUNDS]]
    asked = [row.key for row in found.parts[PleadingPart.RELIEF]]

    assert [item.number for item in found.items] == list(range(1, len(of.drafted.questions) + 1))
    assert len([t for t in tables if len(t.head) == 6]) == 1
    for item in found.items:
        assert bool(item.grounds) is item.in_issue
        assert bool(item.relief) is item.in_issue
        assert set(item.grounds) <= set(headed)
        assert set(item.relief) <= set(asked)
    for question in of.drafted.questions:
        assert body(of).count(" ".join(question.words.split())) <= 1


def head(scene: str) -> str:
    return "the Secretary" if scene == "transfer" else "the Chairman"


@pytest.mark.parametrize("scene", SCENES)
def test_the_main_relief_names_post_act_and_day(office: Office, clock: Clock, scene: str) -> None:
    of = writer(office, clock, scene)
    source = of._source(of.plea, of._values()) if of.plea else None
    assert source
    asked = reliefs(source, {})
    main = next(each for each in reversed(asked) if each.level is ReliefLevel.MAIN)
    rows = {row.key: row for row in pleading(of).parts[PleadingPart.RELIEF]}
    said = rows[f"relief:{main.key}"].words

    principal = "the principal officer of the first respondent"
    assert f"to direct {principal if scene == 'transfer' else head(scene)} under" in said
    assert "to supply the records in item" in said
    # Of what may not be held, the affidavit comes first.
    sworn = scene in ("not-held", "referred")
    assert f"within 7 working days of the {'affidavit' if sworn else 'order'}" in said
    assert "costs" not in " ".join(row.words for row in rows.values())
    assert "show cause" in " ".join(r.words for r in rows.values()) or scene == "fee"


@EACH_IN_ONE_LANGUAGE
@pytest.mark.parametrize("language", ["en", "ur"])
@pytest.mark.parametrize("scene", SCENES)
def test_every_annex_is_referred_to_and_every_reference_leads_somewhere(
    office: Office, clock: Clock, scene: str, language: str
) -> None:
    of = writer(office, clock, scene, language)
    said = body(of).replace("\u200e", "").replace("\u200f", "")

    for annex in pleading(of).annexes:
        name = of.locale.say("Annex {letter}", letter=annex.letter)
        assert re.search(rf"{re.escape(name)}\b", said), annex
    assert "{" not in said
    assert "()" not in said


@pytest.mark.parametrize("scene", SCENES)
def test_paragraphs_are_numbered_through_and_fit_six_pages(
    office: Office, clock: Clock, scene: str
) -> None:
    of = writer(office, clock, scene)
    numbered = [b for b in of.letter().blocks if isinstance(b, NumberedParagraph)]
    rows = [row for row in pleading(of).rows() if row.form is RowForm.PARAGRAPH]

    assert [block.number for block in numbered] == list(range(1, len(rows) + 1))
    assert len(body(of).split()) < MOST_OF_A_PLEADING


@pytest.mark.parametrize("scene", SCENES)
def test_every_row_has_a_key_of_its_own_and_says_why_it_is_there(
    office: Office, clock: Clock, scene: str
) -> None:
    rows = pleading(writer(office, clock, scene)).rows()
    grounds = [row.rests_on for row in rows if row.key.startswith("ground:")]

    assert len({row.key for row in rows}) == len(rows)
    bare = [r.key for r in rows if r.rests_on == replace(NO_BASIS, leads=r.rests_on.leads)]
    assert bare == []
    assert grounds
    assert all(each.provisions or each.authorities for each in grounds)


@pytest.mark.parametrize("scene", SCENES)
def test_at_most_four_public_facts_are_stated_each_as_reported(
    office: Office, clock: Clock, scene: str
) -> None:
    facts = pleading(writer(office, clock, scene)).parts[PleadingPart.FACTS]
    reported = [row for row in facts if row.rests_on.reported]

    assert len(reported) <= 4
    assert all(row.words.startswith("As reported, ") for row in reported)


def test_a_late_reply_is_pleaded_as_late_and_not_as_silence(office: Office, clock: Clock) -> None:
    of = writer(office, clock, "late")
    said = body(of)
    times = [row.key for row in pleading(of).parts[PleadingPart.TIME]]

    assert times[0] == "time:silence"
    assert times[-1].startswith("time:decision")
    assert (
        "The decision came after the ten working days, and a ground for more is to be shown"
        in said
    )
    assert "to find that no decision was communicated" not in said
    assert "To the day of filing" not in said


def test_words_that_are_no_exemption_and_a_section_without_clause_are_met_as_such(
    office: Office, clock: Clock
) -> None:
    said = body(writer(office, clock, "late"))

    assert "The respondent relied on “public order”. Neither section 7 nor section 16" in said
    assert "The respondent relied on “section 7” for the records in items (3) and (6). A" in said


def test_an_exemption_is_answered_in_four_moves(office: Office, clock: Clock) -> None:
    of = writer(office, clock, "national-security")
    rows = {row.key: row.words for row in pleading(of).parts[PleadingPart.GROUNDS]}

    first, second = rows["ground:s7-f:1"], rows["ground:s7-f:2"]
    assert first.startswith("Section 7(f) excludes a record declared classified by the Minister")
    assert "Unless all four are produced, the clause is not shown to apply." in first
    assert "produced it in court itself{see:fact-interior-letter}" in second
    assert sum("the rest of each record is due" in words for words in rows.values()) == 1
    assert "Should any exception reach a part of a record" in rows["ground:appeal-severance:1"]
    assert "produce before the first hearing the declaration of the Minister" in body(of)


def test_a_reported_fact_after_the_day_of_filing_is_not_stated(
    office: Office, clock: Clock
) -> None:
    of = writer(office, clock, "national-security")
    of.today = date(2024, 3, 21)

    facts = pleading(of).parts[PleadingPart.FACTS]
    stated = [r.key for r in facts if r.rests_on.reported]

    assert stated == ["fact-petition", "fact-interior-letter"]


def test_a_decision_is_cited_only_once_a_lawyer_checked_it(office: Office, clock: Clock) -> None:
    unchecked = body(writer(office, clock, "national-security"))
    lawyer = add_account(office, "lawyer@example.org", "Lawyer", RoleName.LAWYER).id
    for key in ("pk-06", "pk-08", "int-02"):
        stated = CheckStatement(
            OpenedDocument.ITSELF, True, StayState.NOT_FOUND, office.latest_today()
        )
        check_authority(office, key, stated, by=lawyer)

    of = writer(office, clock, "national-security")
    said, found = body(of), pleading(of)

    assert not re.search(r"1839-04/22|1553-12/22|E003-11/20|General Comment", unchecked)
    assert "See Appeal No. 1839-04/22, Senate Secretariat (Annex F-1)" in said
    assert "Only a Minister-in-charge comes within section 7(f)." in said
    # The decision against is met where it comes from this forum.
    assert "The appellant draws attention to an adverse decision: Appeal No. 1553-12/22" in said
    assert "It is for the respondent to show any other State that the records" in said
    letters = [each.letter for each in found.annexes if each.key.startswith("decision-")]
    assert letters == ["F-1", "F-2", "F-3"]


@pytest.mark.parametrize("language", ["en", "ur"])
def test_a_statement_on_other_proceedings_is_made_only_by_choice(
    office: Office, clock: Clock, language: str
) -> None:
    of = writer(office, clock, "silence", language)
    (row,) = pleading(of).parts[PleadingPart.PROCEEDINGS]

    assert row.words in body(of)
    assert row.words.startswith("[")
    assert row.instead
    assert row.instead not in body(of)


@pytest.mark.slow
def test_an_appeal_has_at_most_six_pages_before_its_annexes_and_one_page_counts_its_time(
    office: Office, clock: Clock, needs: Callable[..., Path], tmp_path: Path
) -> None:
    program = str(needs("soffice", "libreoffice"))
    for scene, language in product(SCENES, ("en", "ur")):
        of = writer(office, clock, scene, language)
        counted = CourtPapers(of).sheet(*of.count_of_time())
        for kind, letter in (("letter", of.letter()), ("count", counted)):
            docx = of.office.documents.docx(letter, FILED)
            (tmp_path / f"{kind}-{scene}-{language}.docx").write_bytes(docx)
    written = sorted(str(path) for path in tmp_path.glob("*.docx"))
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [program, profile, "--headless", "--convert-to", "pdf", "--outdir", str(tmp_path)]
    subprocess.run([*command, *written], check=True, capture_output=True, timeout=300)
    pages = {path.stem: len(PdfReader(path).pages) for path in tmp_path.glob("*.pdf")}

    counts = {name: count for name, count in pages.items() if name.startswith("count-")}
    assert len(pages) == 2 * len(counts) == 4 * len(SCENES)
    assert set(counts.values()) == {1}
    assert {name: count for name, count in pages.items() if count > 6} == {}


def test_a_late_appeal_says_that_no_longer_time_was_announced_and_asks_each_question_once(
    office: Office, clock: Clock
) -> None:
    rows = pleading(writer(office, clock, "late")).parts
    facts = {row.key: row.words for row in rows[PleadingPart.FACTS]}
    asked = [row.words for row in rows[PleadingPart.QUESTIONS]][1:]

    assert facts["facts:no-extension"].startswith("No notice of a longer time was received before")
    assert not any("a ground for what it did not give" in words for words in asked)
    assert len(asked) <= 5


def test_a_block_whose_end_is_not_known_is_not_said_to_be_in_force(
    office: Office, clock: Clock
) -> None:
    """Bluesky: seen from about 19 November 2024 on; whether it ended is not known."""
    spoken = replace(office, locale=locale)
    reference = a_request(spoken, block="pk-bluesky-2024", on=date(2026, 10, 8))
    received(spoken, reference, date(2026, 10, 12))
    clock.set(FILED)
    sweep(spoken, FILED)
    with spoken.cases.look(reference) as case:
        said = body(writer_of(spoken, case, LetterKind.APPEAL))

    assert "since about 19 November 2024 (“the Restriction”)" in said
    assert "in force" not in said
