"""Checks of the petitions that two readers scored."""

import re
from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.offices import BY, an_office
from tests.services.letters.scenes_of_petitions import (
    ORDERED,
    OWN_SECTION,
    REPLIED,
    SCENES_OF_PETITIONS,
    appealed,
    decided,
)
from tests.services.letters.scenes_scored import CHECKED_HERE
from tests.services.letters.scenes_to_score import Scene, outcome, paper, said, written
from tracker.documents.suite import as_pdfs
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.law.law import LetterKind
from tracker.domain.law.outcome import Outcome, TypedSection
from tracker.domain.law.pleas import Bearing
from tracker.domain.library import Library
from tracker.domain.words.letter import DayCalendar, LetterChoices, LetterTable
from tracker.domain.words.pleading_edits import EditedPleading, PleadingEdits, leave_row_out
from tracker.services.letters.bundle.court_papers import CourtPapers
from tracker.services.letters.editing import change_pleading, open_pleading
from tracker.services.letters.letter_facts import writer_of
from tracker.services.letters.pleading.petitions.on_joined_parties import JOINED_KEY

COURTS = ("pk-c1", "pk-c2", "pk-c3", "pk-c4")
YEAR_OF_A_REPORT = re.compile(r"\[\d{4}\]")


@pytest.mark.samples("02-", "05-", "06-")
@pytest.mark.parametrize("name", SCENES_OF_PETITIONS)
def test_no_place_to_fill_in_and_no_empty_reference_is_left(name: str, tmp_path: Path) -> None:
    scene = SCENES_OF_PETITIONS[name]
    with an_office(tmp_path, library=scene.library()) as (office, clock):
        for kind, writer in written(office, clock, scene, CHECKED_HERE):
            words = " ".join(office.documents.plain(writer.letter()).split())
            assert "[" not in YEAR_OF_A_REPORT.sub("", words), kind
            assert not re.search(r"[{}]|\(\)|\(Ground \)| ,", words), kind
            assert "last day was between" not in words


def petition(name: str, folder: Path, *checked: str, days_later: int = 0) -> str:
    """The words of the remedy of a scene, once a lawyer has checked further decisions."""
    scene = SCENES_OF_PETITIONS[name]
    scene = replace(scene, filed=scene.filed + timedelta(days=days_later))
    with an_office(folder, library=scene.library()) as (office, clock):
        *_, (_, writer) = written(office, clock, scene, (*CHECKED_HERE, *checked))
        return " ".join(office.documents.plain(writer.letter()).split())


def test_before_a_court_the_decisions_of_courts_come_first_once_checked(tmp_path: Path) -> None:
    """No decision of a court is printed before a lawyer has checked it."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    unchecked = petition("02-petition-after-dismissal", tmp_path / "a")
    words = petition("02-petition-after-dismissal", tmp_path / "b", *COURTS)

    assert "Lahore High Court" not in unchecked
    assert "Supreme Court of Pakistan, 16 October 2023" not in unchecked
    court = words.index("Lahore High Court, 16 January, 7 February and 13 March 2023")
    assert court < words.index("See Appeal No. 1839-04/22")
    assert "See Supreme Court of Pakistan, 16 October 2023 (Annex" in words


def test_a_ministry_is_sued_as_the_federation_and_an_authority_in_its_own_name(
    tmp_path: Path,
) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    ministry = petition("02-petition-after-dismissal", tmp_path / "a")
    authority = petition("01-petition-after-silence", tmp_path / "b")

    assert (
        "Federation of Pakistan for the Ministry of Interior, through its Secretary (principal "
        "officer, section 2(viii) of the Act)"
    ) in ministry
    assert "may be sued by the name of Pakistan (Article 174 of the Constitution)" in ministry
    assert "to direct the Secretary to supply the records in items (1) to (8)" in ministry
    assert "the Secretary of the second respondent" not in ministry
    assert "to direct the Chairman of the second respondent to" in authority
    assert "Federation of Pakistan" not in authority


def test_delay_is_denied_within_thirty_days_and_explained_by_a_person_after_them(
    tmp_path: Path,
) -> None:
    """The order is of 28 September 2026: 19 October is day 21, and 29 October day 31."""
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    words = petition("02-petition-after-dismissal", tmp_path / "a")
    later = petition("02-petition-after-dismissal", tmp_path / "b", days_later=10)

    assert "That is 21 days after the decision of 28 September 2026." in words
    assert "It is submitted that this is no delay." in words
    assert "That is 31 days after the decision of 28 September 2026." in later
    assert "It is submitted that this is no delay." not in later


def test_the_facts_about_the_earlier_step_are_sworn(tmp_path: Path) -> None:
    words = petition("02-petition-after-dismissal", tmp_path)
    seats = re.search(r"(\d+)\. Each respondent has its office in Islamabad", words)
    proof = re.search(r"(\d+)\. The second respondent filed no declaration under", words)
    sworn = re.search(r"state that paragraphs 1, (\d+) to \d+, (\d+) to (\d+) and", words)

    assert seats
    assert proof
    assert sworn
    assert seats[1] == sworn[1]
    assert int(sworn[2]) <= int(proof[1]) <= int(sworn[3])


def test_a_vacancy_leads_to_no_order_to_an_empty_bench_or_against_a_person_outside_the_case(
    tmp_path: Path,
) -> None:
    words = petition("04-petition-vacancy", tmp_path)

    assert "The Pakistan Information Commission has had no members since 1 September 2026" in words
    assert "Third respondent" not in words
    assert "Federation of Pakistan (a) for the Cabinet Division, through its Secretary" in words
    assert "Islamabad, and (b) for the Division charged with the appointment of members" in words
    assert "“The Secretary” below is the Secretary of that Division, against whom as its" in words
    assert "for the Division charged with the appointment, to report within 14 days of" in words
    searched = words.index("an affidavit stating for each of the records in items (1) to (7)")
    assert searched > words.index("to supply within 7 working days of the judgment each of the")
    assert words.index("with the exempt passages alone removed") > searched
    assert "; and to publish the records in items (1) and (5), so far as supplied or" in words
    fact = re.search(
        r"(\d+)\. As reported, the Pakistan Information Commission has had no members "
        r"since 1 September 2026 \(Annex (E-\d)\)",
        words,
    )
    assert fact
    assert re.search(rf"given as reported \([^)]*\b{fact[1]}\b[^)]*\) rest on the reports", words)
    assert f"{fact[2]}: On the members of the Pakistan Information Commission: " in words
    prefer = (
        "should members be appointed before the judgment and the Court prefer that they decide"
    )
    assert f"in the further alternative, {prefer}, to direct the first respondent, in" in words
    assert words.count("to direct the first respondent") == 1
    assert "through the Chief Information Commissioner" not in words


def test_a_typed_section_is_measured_by_the_limits_of_the_act_and_not_described(
    tmp_path: Path,
) -> None:
    words = petition("06-kenya-typed-section", tmp_path, "ke-01", "ke-03")

    assert "a provision of another Act is no answer until it is shown, for each record" in words
    assert "section 6(1)(a)" not in words
    assert "So far as the decision names only another provision for these records" in words
    assert "which is for the respondent to demonstrate (Article 24(3))" in words
    assert "lies to the Commission under section 14(1)(a) of the Act" in words
    assert "under section 14(1) of the Access to Information Act, 2016" in words
    assert "See High Court of Kenya, [2022] KEHC 368 (KLR)" in words
    adverse = re.search(
        r"draws attention to an adverse decision: Legal Advice Centre [^.]*", words
    )
    assert adverse
    assert "[2021] KEHC 390 (KLR)" in adverse[0]


def dismissed(words: str, folder: Path, *exemptions: str) -> str:
    """The petition after a decision in these words, on a refusal under these clauses."""
    folder.mkdir(exist_ok=True)
    scene = SCENES_OF_PETITIONS["02-petition-after-dismissal"]
    refusal = said(
        "refused",
        REPLIED,
        outcome(Outcome.REFUSED, *exemptions),
        details=paper("1/48", REPLIED, "Section Officer (RTI)", "The request is declined."),
    )
    order = PaperDetails("Appeal No. 4417-08/26", ORDERED, "Chief Information Commissioner", words)
    scene = replace(scene, happened=appealed(refusal, decided(DecisionOutcome.DISMISSED, order)))
    with an_office(folder, library=scene.library()) as (office, clock):
        *_, (_, writer) = written(office, clock, scene, CHECKED_HERE)
        return " ".join(office.documents.plain(writer.letter()).split())


def test_an_order_that_rests_on_pending_proceedings_is_answered_first(tmp_path: Path) -> None:
    pending = "Petitions are pending before the superior courts. The appeal is dismissed."
    title = "That proceedings are pending is no exception of the Act"
    rests_on_it = dismissed(pending, tmp_path / "a", "s16-1-i")
    other = dismissed("The appeal is dismissed.", tmp_path / "b", "s16-1-i")

    assert f"I. {title}" in rests_on_it
    assert title not in other
    assert "argued that the ban on X infringed" not in rests_on_it
    assert "before which a petition on the Restriction was pending" not in rests_on_it


def test_the_burden_of_the_appeal_is_cited_once_before_a_court(tmp_path: Path) -> None:
    words = dismissed("The appeal is dismissed.", tmp_path, "s16-1-i", "s7-e")
    ground = re.search(r"(\d+)\. In the appeal it was for the second respondent to show", words)

    assert ground
    assert words.count("(section 17(4))") == 1
    assert f"with the Act (paragraph {ground[1]})" in words


def test_section_16_1_g_is_told_with_both_heads_and_of_the_items_refused(tmp_path: Path) -> None:
    words = dismissed("The appeal is dismissed.", tmp_path, "s16-1-g")

    assert "obtained from a third party and to communicate it would be an actionable" in words
    assert "obtained in confidence from a third party and contains a trade secret" in words
    assert "may prejudice the commercial or financial interests of that party" in words
    assert "of the records in item (2) that a public authority’s request for a public" in words
    assert "likely prejudice" not in words


def test_without_the_paragraph_that_joins_the_federation_nothing_is_asked_of_it(
    tmp_path: Path,
) -> None:
    scene = SCENES_OF_PETITIONS["04-petition-vacancy"]
    with an_office(tmp_path, library=scene.library()) as (office, clock):
        *_, (_, writer) = written(office, clock, scene, CHECKED_HERE)
        with office.cases.look(writer.case.reference) as case:
            assert writer.plea
            place = writer.plea.remedy.place
            found = open_pleading(office, case, place, on=scene.filed)

        def change(now: EditedPleading, edits: PleadingEdits) -> PleadingEdits:
            row = now.row(JOINED_KEY)
            assert row
            return leave_row_out(row, edits)

        version = found.edits.version
        change_pleading(office, writer.case.reference, found.place, version, change, by=BY)
        with office.cases.look(writer.case.reference) as case:
            letter = writer_of(office, case, LetterKind.APPEAL, place, on=scene.filed).letter()
        words = " ".join(office.documents.plain(letter).split())

    assert "third respondent" not in words.lower()
    assert "the Division charged with the appointment" not in words
    assert "vacancies" not in words


def with_a_known_letter(scene: Scene) -> Library:
    """The library of a scene, with a report of a letter in the block that it concerns."""
    library = scene.library()
    fact, block = library.block("pk-x-2024").reported[0], library.block(scene.block)
    known = replace(
        fact,
        shows=(Bearing.KNOWN,),
        items=("directions-to-operators",),
        bodies=(scene.body,),
        record=None,
    )
    block = replace(block, reported=(known,))
    return replace(library, blocks=dict(library.blocks) | {scene.block: block})


def test_an_answer_to_a_typed_section_uses_the_facts_that_were_reported(tmp_path: Path) -> None:
    """The author of a letter is known from reports; the number of the section is not of this Act,
    or is that of the section on the limits of the right."""
    scene = SCENES_OF_PETITIONS["06-kenya-typed-section"]
    within = replace(OWN_SECTION, section=TypedSection("section 6(8)", ""))
    notice = paper("CA/LEG/2026/119", date(2026, 7, 17), "Director", "The documents are secret.")
    refusal = said("refused", date(2026, 7, 20), within, details=notice)
    own = replace(scene, happened=refusal)
    said_of = {}
    for name, each in (("other", scene), ("own", own)):
        (tmp_path / name).mkdir()
        with an_office(tmp_path / name, library=with_a_known_letter(each)) as (office, clock):
            *_, (_, writer) = written(office, clock, each, (*CHECKED_HERE, "ng-01"))
            said_of[name] = " ".join(office.documents.plain(writer.letter()).split())

    assert (
        "As reported, the author, the addressees and the subject of a letter" in said_of["other"]
    )
    assert "the Official Secrets Act of that country was no answer" in said_of["other"]
    assert "the Official Secrets Act of that country" not in said_of["own"]
    assert "The decision names no limit" not in said_of["own"]


PETITIONS = tuple(name for name in SCENES_OF_PETITIONS if "petition" in name)


@pytest.mark.slow
def test_one_page_counts_the_time_of_a_petition(
    needs: Callable[..., Path], tmp_path: Path
) -> None:
    needs("soffice", "libreoffice")
    made: dict[str, bytes] = {}
    for name in PETITIONS:
        scene, folder = SCENES_OF_PETITIONS[name], tmp_path / name
        folder.mkdir()
        with an_office(folder, library=scene.library()) as (office, clock):
            *_, (_, writer) = written(office, clock, scene, CHECKED_HERE)
            assert writer.plea
            for language in ("en", "ur"):
                chosen, place = LetterChoices(language=language), writer.plea.remedy.place
                with office.cases.look(writer.case.reference) as case:
                    of = writer_of(writer.office, case, writer.kind, place, chosen, scene.filed)
                sheet = CourtPapers(of).count_of_time()
                made[f"{name}-{language}"] = office.documents.docx(sheet, scene.filed)
    pdfs = as_pdfs(tuple(made.values()), "docx")

    assert len(made) == 2 * len(PETITIONS)
    assert {len(PdfReader(BytesIO(pdf)).pages) for pdf in pdfs} == {1}


def test_the_count_of_a_petition_keeps_each_date_and_each_day_that_was_not_counted(
    tmp_path: Path,
) -> None:
    """The time for the appeal, which was filed, has a row but no calendar."""
    scene = SCENES_OF_PETITIONS["01-petition-after-silence"]
    with an_office(tmp_path, library=scene.library()) as (office, clock):
        *_, (_, writer) = written(office, clock, scene, CHECKED_HERE)
        _, blocks = writer.count_of_time()
    (table,) = (each for each in blocks if isinstance(each, LetterTable))
    (calendar,) = (each for each in blocks if isinstance(each, DayCalendar))
    rows, notes = "\n".join(map(" ".join, table.rows)), " ".join(calendar.notes)

    assert "The time limit of 30 days ends on this day." in rows
    assert not any("Appeal to the" in month.caption for month in calendar.months)
    assert "The last day was a closed day, so the time limit may move" in rows
    assert "10 to 11 October (Weekend)" in notes
    assert "Each day was counted in the months not shown: August 2026; September 2026." in notes
    # Friday 17 July lies within the count, Friday 9 October is its end.
    assert "17 July 2026: May be closed" not in rows
    assert "17 July" in notes
    assert "9 October 2026: May be closed" in rows
    assert "9 October" in notes
