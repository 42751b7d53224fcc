"""Many requests are approved together, sent as one parcel, and logged from a pasted table."""

import csv
import io
import time
import zipfile
from dataclasses import replace

import pytest
from docx import Document

from tests.documents.papers import a_pdf
from tests.offices import AYESHA, BY
from tests.thirty_bodies import BLOCK, thirty_bodies
from tracker.domain.base.errors import BadInput, NotAllowed, SomeRefused
from tracker.domain.case.case_state import case_state_of
from tracker.domain.case.case_status import Phase
from tracker.domain.case.request import Draft
from tracker.domain.library import Library
from tracker.services.cases.batches import dispatch_logging
from tracker.services.cases.batches.approving_together import approve_together
from tracker.services.cases.batches.batch_letters import letter_differences, letters_to_approve
from tracker.services.cases.batches.batch_parcel import (
    LABEL_SHEETS,
    LetterFormat,
    ParcelChoices,
    batch_parcel,
    dispatch_lines,
    parcel_letters,
    postal_address,
)
from tracker.services.cases.batches.dispatch_logging import (
    MOST_LOGGED,
    TablePlan,
    log_dispatches,
    log_receipts,
    plan_dispatches,
    plan_receipts,
)
from tracker.services.cases.batches.dispatch_table import (
    RECEIVED_COLUMNS,
    RECEIVED_HEADINGS,
    RECEIVED_LIST,
    SENT_COLUMNS,
    SENT_HEADINGS,
    SENT_LIST,
    DispatchTable,
    read_table,
)
from tracker.services.cases.sending import approve
from tracker.services.core.evidence import checked_upload
from tracker.services.core.office import Office
from tracker.services.drafting.drafting_together import settle_together
from tracker.services.drafting.drafts import save, start_together
from tracker.services.drafting.list_days import DayOrder
from tracker.services.ports.cases import ChangedMeanwhile
from tracker.services.ports.people import TrailFilter

SCAN = checked_upload("receipts.pdf", a_pdf(("Receipts.",)))
OTHER = checked_upload("other.pdf", a_pdf(("Another receipt.",)))
CITIZEN = dict.fromkeys(
    (
        "pk-raia-2017",
        "pk-punjab-rti-2013",
        "pk-kp-rti-2013",
        "pk-sindh-rti-2016",
        "pk-balochistan-rti-2021",
    ),
    "citizen",
)
FOUR = ("pk-pta", "pk-interior", "pk-cabinet-division", "pk-sindh-home")


@pytest.fixture
def office_library() -> Library:
    return thirty_bodies()


def begun(office: Office, bodies: tuple[str, ...] = FOUR) -> tuple[Draft, ...]:
    return tuple(start_together(office, BLOCK, bodies, AYESHA, CITIZEN, by=BY))


def versions(drafts: tuple[Draft, ...]) -> dict[str, int]:
    return {draft.reference: draft.version for draft in drafts}


def approved(office: Office, bodies: tuple[str, ...] = FOUR) -> tuple[str, ...]:
    drafts = begun(office, bodies)
    approve_together(office, versions(drafts), (), by=BY)
    return tuple(draft.reference for draft in drafts)


def phases(office: Office, references: tuple[str, ...]) -> set[str]:
    with office.cases.look_all(references) as cases:
        return {row.phase for case in cases if (row := case.row())}


def table(*lines: str, columns: object = SENT_COLUMNS) -> DispatchTable:
    return read_table("\n".join(lines), columns)  # type: ignore[arg-type]


def dispatches(office: Office, *lines: str) -> TablePlan:
    return plan_dispatches(office, table(*lines), DayOrder.UNSAID)


def receipts(office: Office, *lines: str) -> TablePlan:
    return plan_receipts(office, table(*lines, columns=RECEIVED_COLUMNS), DayOrder.UNSAID)


def sent(office: Office) -> tuple[str, ...]:
    """Four requests that were sent on Tuesday 24 November 2026."""
    references = approved(office)
    plan = dispatches(office, *(f"{each},2026-11-24,courier,TCS-1" for each in references))
    log_dispatches(office, plan, [SCAN], by=BY)
    return references


# Approval


def test_drafts_and_finalised_requests_are_approved_together(office: Office) -> None:
    drafts = begun(office)
    first, *others = drafts
    settle_together(office, {first.reference: first.version}, by=BY)

    number = approve_together(office, versions(tuple(others)), [first.reference], by=BY)

    assert number == 4
    assert phases(office, tuple(each.reference for each in drafts)) == {Phase.APPROVED}


def test_one_faulty_letter_stops_the_approval_and_each_fault_has_its_reason(
    office: Office,
) -> None:
    drafts = begun(office)
    first, second, *_ = drafts
    nameless = replace(office.drafts.applicant_of(first.reference), name="")
    save(office, first, nameless, by=BY)
    save(office, second, office.drafts.applicant_of(second.reference), by=BY)
    known = versions(drafts) | {first.reference: 2}

    with pytest.raises(SomeRefused) as refused:
        approve_together(office, known, (), by=BY)

    assert set(refused.value.why) == {first.reference, second.reference}
    assert "name" in str(refused.value.why[first.reference])
    assert isinstance(refused.value.why[second.reference], ChangedMeanwhile)
    assert len(office.drafts.all()) == 4
    assert list(office.cases.references()) == []


def test_an_empty_approval_is_refused(office: Office) -> None:
    with pytest.raises(BadInput, match="approved already"):
        approve_together(office, {}, (), by=BY)


def test_a_letter_approved_by_another_person_is_not_approved_twice(office: Office) -> None:
    drafts = begun(office)
    references = [draft.reference for draft in drafts]
    settle_together(office, versions(drafts), by=BY)
    approve(office, references[0], by="somebody else")

    with pytest.raises(SomeRefused) as refused:
        approve_together(office, {}, references, by=BY)

    assert list(refused.value.why) == [references[0]]
    assert phases(office, tuple(references[1:])) == {Phase.DRAFTED}


# Differences between letters


def test_every_word_of_every_letter_is_in_the_comparison_once(office: Office) -> None:
    drafts = begun(office)
    letters = letters_to_approve(office, [draft.reference for draft in drafts])

    compared = letter_differences(letters)

    told = [*compared.same, *(words for some in compared.differ for words in some.paragraphs)]
    assert len(told) == len(set(told))
    for letter in letters:
        assert letter.letter is not None
        own = [some for some in compared.differ if letter.reference in some.keys]
        words = " ".join([*compared.same, *(w for some in own for w in some.paragraphs)])
        missing = set(office.documents.plain(letter.letter).split()) - set(words.split())
        # Only the numbers of paragraphs and items and the signature line are left out.
        assert {each for each in missing if not each.strip("()._0123456789abcdefgh")} == missing


def test_words_of_two_letters_are_not_shown_as_words_of_all(office: Office) -> None:
    drafts = begun(office)
    letters = letters_to_approve(office, [draft.reference for draft in drafts])

    compared = letter_differences(letters)

    federal = tuple(e.reference for e in letters if e.asks.law == "pk-raia-2017")
    shared = next(some for some in compared.differ if some.keys == federal)
    assert any("section 11(1)" in words for words in shared.paragraphs)
    assert not any("section 11(1)" in words for words in compared.same)
    assert any("Ayesha Namoona" in words for words in compared.same)


def test_the_address_is_that_of_the_letter(office: Office) -> None:
    (letter,) = letters_to_approve(office, [begun(office, ("pk-pta",))[0].reference])

    assert "Pakistan Telecommunication Authority" in letter.address
    assert letter.address[-1] == "Islamabad"


# The parcel


def unpacked(
    office: Office, references: tuple[str, ...], choices: ParcelChoices
) -> dict[str, bytes]:
    pack = batch_parcel(office, "r0000001", references, choices, by=BY)
    with zipfile.ZipFile(io.BytesIO(b"".join(pack.chunks))) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def test_the_parcel_has_the_letters_as_approved_and_the_trail_names_each(office: Office) -> None:
    references = approved(office)
    choices = ParcelChoices((LetterFormat.WORD, LetterFormat.TEXT), "a4-21")

    files = unpacked(office, references, choices)

    for number, each in enumerate(parcel_letters(office, references), start=1):
        name = f"DEMONSTRATION-{number:03d}-{each.asks.body}-{each.reference}"
        assert files[f"{name}.docx"] == office.archive.read(each.reference, each.frozen.word)
        assert files[f"{name}.txt"] == office.archive.read(each.reference, each.frozen.text)
    trail, _ = office.people.trail.entries(TrailFilter(act="exported"), 0, 10)
    assert {entry.about for entry in trail} == set(references)
    rows = list(
        csv.DictReader(io.StringIO(files["DEMONSTRATION-dispatch-list.csv"].decode("utf-8-sig")))
    )
    assert {row["reference"].lower() for row in rows} == set(references)
    assert {row["channel"] for row in rows} == {"registered-post"}
    assert b"Ayesha" not in files["DEMONSTRATION-dispatch-list.csv"]
    listed = Document(io.BytesIO(files["DEMONSTRATION-dispatch-list.docx"]))
    assert len(listed.tables[0].rows) == 5


@pytest.mark.parametrize("sheet", LABEL_SHEETS)
def test_each_letter_has_a_label_with_the_address_of_the_letter(
    office: Office, sheet: str
) -> None:
    references = approved(office)

    files = unpacked(office, references, ParcelChoices((LetterFormat.TEXT,), sheet))

    labels = Document(io.BytesIO(files["DEMONSTRATION-labels.docx"])).tables[0]
    size = LABEL_SHEETS[sheet]
    height = labels.rows[0].height
    assert height is not None
    assert height.mm == pytest.approx(size.label[1], abs=0.05)
    said = [cell.text for row in labels.rows for cell in row.cells if cell.text]
    wanted = [
        "\n".join((*postal_address(office, each), each.reference.upper()))
        for each in parcel_letters(office, references)
    ]
    assert said == wanted


def test_a_label_sheet_fits_its_page() -> None:
    for sheet in LABEL_SHEETS.values():
        wide = sheet.side * 2 + sheet.columns * sheet.label[0] + (sheet.columns - 1) * sheet.gap
        assert wide == pytest.approx(sheet.page[0], abs=0.7)
        assert sheet.top + sheet.rows * sheet.label[1] <= sheet.page[1]


def test_letters_labels_and_lists_are_sorted_by_body(office: Office) -> None:
    bodies = (*FOUR, "pk-example-1", "pk-moitt")
    drafts = begun(office, bodies)
    references = [draft.reference for draft in sorted(drafts, key=lambda each: each.reference)]
    names = sorted(office.library.body_short_name(each) for each in bodies)
    assert [office.library.body_short_name(each.body) for each in drafts] != names

    def named(keys: list[str]) -> list[str]:
        return [office.library.body_short_name(key) for key in keys]

    waiting = letters_to_approve(office, references)
    assert named([each.asks.body for each in waiting]) == names
    approve_together(office, versions(drafts), (), by=BY)
    assert named([each.asks.body for each in parcel_letters(office, references)]) == names
    pack = batch_parcel(office, "b", references, ParcelChoices((LetterFormat.TEXT,), ""), by=BY)
    with zipfile.ZipFile(io.BytesIO(b"".join(pack.chunks))) as packed:
        listed = packed.read(next(n for n in packed.namelist() if n.endswith("list.csv")))
        files = [name for name in packed.namelist() if name.endswith(".txt")]
    rows = list(csv.DictReader(listed.decode("utf-8-sig").splitlines()))
    assert [row["body"] for row in rows] == names
    wanted = [row["reference"].lower() for row in rows]
    assert [name.removesuffix(".txt").rpartition("-")[2] for name in files] == wanted


def test_an_unapproved_letter_is_not_in_the_parcel(office: Office) -> None:
    references = tuple(draft.reference for draft in begun(office))

    with pytest.raises(NotAllowed, match="No letter of this batch is approved"):
        batch_parcel(office, "b", references, ParcelChoices((LetterFormat.WORD,), ""), by=BY)


# The table


def test_the_list_of_the_parcel_is_read_back_once_it_is_filled_in(office: Office) -> None:
    references = approved(office)
    head, *lines = dispatch_lines(office, parcel_letters(office, references)).splitlines()
    filled = [
        "\t".join([*line.split("\t")[:3], "24 November 2026", "TCS-9", ""]) for line in lines
    ]

    plan = dispatches(office, head, *filled)
    number = log_dispatches(office, plan, [SCAN], by=BY)

    assert (number, plan.faults) == (4, ())
    assert phases(office, references) == {Phase.SENT}
    with office.cases.look(references[0]) as case:
        (left,) = case_state_of(case.history).sent
        assert case.filing(left.seq).number == "TCS-9"
        assert len(left.event.evidence) == 2


def test_each_fault_is_reported_with_its_line_and_hides_no_other(office: Office) -> None:
    one, two, three, four = approved(office)
    unapproved = begun(office, ("pk-moitt", "pk-kp-home"))
    settle_together(office, versions(unapproved), by=BY)

    plan = dispatches(
        office,
        f"{one.upper()};2026-11-24;registered post;RL-1",
        "r9999999;2026-11-24;courier;1",
        f"{one};2026-11-24;courier;1",
        f"{two};2026-12-24;courier;1",
        f"{two};3/4/2026;courier;1",
        f"{two};;courier;1",
        f"{two};2026-11-24;pigeon;1",
        f"{two};2026-11-24;email;1",
        f"{three};2026-11-23;courier;1",
        f"{unapproved[0].reference};2026-11-24;courier;1",
        ";2026-11-24;courier;1",
        f'{four};2026-11-24;courier;"odd quote',
    )

    faults = {each.line.number: str(each.fault) for each in plan.faults}
    assert [each.line.number for each in plan.sound] == [1, 12]
    assert "No request has the reference" in faults[2]
    assert faults[3] == "This request is in line 1 already."
    assert "future" in faults[4]
    assert "more than one way" in faults[5]
    assert faults[6] == "Enter the date."
    assert "“pigeon” is not a channel" in faults[7]
    assert faults[8] == "Enter the email address it was sent to."
    assert "before" in faults[9] or "finalised here only on" in faults[9]
    assert faults[10] == "Approve the letter before you send it."
    assert faults[11] == "Enter the reference of the request."
    assert plan.sound[1].filing.number == '"odd quote'


def test_sound_lines_are_logged_and_the_others_stay_in_the_table(office: Office) -> None:
    one, two, *_ = approved(office)
    head = "reference,date,channel"
    plan = dispatches(office, head, f"{one},2026-11-24,hand", f"{two},2026-11-24,pigeon")

    assert log_dispatches(office, plan, [SCAN], by=BY) == 1
    assert plan.left == f"{head}\n{two},2026-11-24,pigeon"
    again = dispatches(office, head, f"{one},2026-11-24,hand")
    assert "already logged" in str(again.faults[0].fault)


def test_a_dispatch_needs_a_proof_or_the_statement_that_there_is_none(
    office: Office,
) -> None:
    references = approved(office)
    plan = dispatches(office, *(f"{each},2026-11-24,courier" for each in references))

    with pytest.raises(BadInput, match="Line 1 has no proof"):
        log_dispatches(office, plan, [], by=BY)
    assert phases(office, references) == {Phase.APPROVED}

    assert log_dispatches(office, plan, [], without_proof=True, by=BY) == 4


def test_no_receipt_is_logged_without_proof(office: Office) -> None:
    references = sent(office)
    plan = receipts(office, *(f"{each},2026-11-24,counter stamp" for each in references))

    with pytest.raises(BadInput, match="Without it, no non-response is logged"):
        log_receipts(office, plan, [], by=BY)
    assert phases(office, references) == {Phase.SENT}

    assert log_receipts(office, plan, [SCAN], by=BY) == 4
    assert phases(office, references) == {Phase.AWAITING}


def test_a_receipt_before_the_sending_or_without_one_is_a_fault(office: Office) -> None:
    one, *_ = sent(office)
    (other,) = approved(office, ("pk-moitt",))

    plan = receipts(
        office,
        f"{one},2026-11-23,courier-delivery",
        f"{other},2026-11-24,courier-delivery",
        f"{one},2026-11-24,a friend told us",
    )

    said = [str(each.fault) for each in plan.faults]
    assert "was sent" in said[0]
    assert said[1] == "Log that the request was sent first."
    assert "is not a type of proof" in said[2]


def test_the_lines_of_a_batch_are_read_without_their_heading(office: Office) -> None:
    references = approved(office)
    begun = dispatch_lines(office, parcel_letters(office, references)).splitlines()
    assert begun[0].split("\t") == list(SENT_LIST)
    filled = [line.split("\t") for line in begun[1:]]
    lines = ["\t".join([*cells[:3], "24/11/2026", "TCS-1", cells[5]]) for cells in filled]

    plan = dispatches(office, *lines)

    assert [str(each.fault) for each in plan.faults] == []
    assert {each.filing.number for each in plan.sound} == {"TCS-1"}
    log_dispatches(office, plan, [SCAN], by=BY)
    received = [f"{each}\tPTA\t2026-11-24\tcourier-delivery" for each in references]
    assert receipts(office, *received).faults == ()


def test_each_entry_has_the_file_that_its_line_names(office: Office) -> None:
    one, two, *_ = approved(office)
    plan = dispatches(
        office,
        "reference,date,channel,proof",
        f"{one},2026-11-24,courier,other.pdf",
        f"{two},2026-11-24,courier,",
    )
    assert plan.files == ("other.pdf",)

    with pytest.raises(BadInput, match=r"Line 2 has no proof\. Attach the file “other\.pdf”"):
        log_dispatches(office, plan, [SCAN], by=BY)
    log_dispatches(office, plan, [SCAN, OTHER], by=BY)

    names = []
    for reference in (one, two):
        with office.cases.look(reference) as case:
            left = case_state_of(case.history).sent[0].event.evidence
            known = {paper.digest: paper.name for paper in case.papers()}
            names.append(known[left[1]])
    assert names == ["other.pdf", "receipts.pdf"]


def test_a_file_that_no_line_names_is_refused(office: Office) -> None:
    one, *_ = approved(office)
    named = dispatches(
        office, "reference,date,channel,proof", f"{one},2026-11-24,courier,other.pdf"
    )
    with pytest.raises(BadInput, match=r"No line names the file “receipts\.pdf”"):
        log_dispatches(office, named, [SCAN, OTHER], by=BY)

    unnamed = dispatches(office, f"{one},2026-11-24,courier")
    with pytest.raises(BadInput, match="You attached 2 files that no line names"):
        log_dispatches(office, unnamed, [SCAN, OTHER], by=BY)


def test_one_line_that_fails_during_logging_stops_all(office: Office) -> None:
    references = approved(office)
    plan = dispatches(office, *(f"{each},2026-11-24,courier" for each in references))
    # A colleague logs the last one between the check and the logging.
    single = dispatches(office, f"{references[-1]},2026-11-24,hand")
    log_dispatches(office, single, [OTHER], by="somebody else")

    with pytest.raises(BadInput, match="Nothing was logged, because of line 4"):
        log_dispatches(office, plan, [SCAN], by=BY)
    assert phases(office, references[:3]) == {Phase.APPROVED}


def test_a_channel_that_the_letter_does_not_name_is_reported(office: Office) -> None:
    one, two, *_ = approved(office)

    plan = dispatches(office, f"{one},2026-11-24,courier", f"{two},2026-11-24,registered-post")

    assert [bool(each.says_otherwise) for each in plan.sound] == [True, False]


def test_five_thousand_lines_with_three_hundred_faults_are_checked_soon(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    (one,) = approved(office, ("pk-pta",))
    with office.cases.look(one) as case:
        state = case_state_of(case.history)
    names = [f"r{number:07d}" for number in range(1_000_000, 1_005_000)]
    lines = [
        f"{name}\t{'31 February 2026' if place % 50 == 0 else '2026-11-24'}\t"
        f"{'pigeon' if place % 25 == 1 else 'courier'}\t{place}"
        for place, name in enumerate(names)
    ]
    states = dict.fromkeys(names, state)
    monkeypatch.setattr(dispatch_logging, "states_of", lambda *_: states)

    before = time.monotonic()
    plan = dispatches(office, *lines)
    took = time.monotonic() - before

    assert len(plan.faults) == 300
    assert [each.line.number for each in plan.faults][:3] == [1, 2, 27]
    assert len(plan.next) == MOST_LOGGED
    assert len(plan.left.splitlines()) == 5000 - MOST_LOGGED
    assert took < 10


def test_the_headings_that_the_page_names_are_understood() -> None:
    sent = read_table("\t".join(SENT_HEADINGS) + "\nr1", SENT_COLUMNS)
    received = read_table("\t".join(RECEIVED_HEADINGS) + "\nr1", RECEIVED_COLUMNS)
    begun = read_table("\t".join(RECEIVED_LIST) + "\nr1", RECEIVED_COLUMNS)

    assert sent.columns == ("reference", "day", "channel", "number", "recipient", "file")
    assert received.columns == ("reference", "day", "proof", "file")
    assert begun.columns == ("reference", "-1", "day", "proof")


@pytest.mark.parametrize("text", ["", " \n\n", "reference\tdate\tchannel"])
def test_an_empty_table_is_refused(text: str) -> None:
    with pytest.raises(BadInput, match="Paste the table"):
        read_table(text, SENT_COLUMNS)


def test_too_long_a_table_is_refused() -> None:
    with pytest.raises(BadInput, match="at most 5,000 lines"):
        read_table("r1,2026-11-24,hand\n" * 5002, SENT_COLUMNS)
