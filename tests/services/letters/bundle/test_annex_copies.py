"""Copies that a person hands in go into the bundle, behind the sheet of their annex.

The request of Monday 12 October 2026 was refused for national security, so that the appeal annexes
reports on the block; a lawyer checked one decision that it cites.
"""

from io import BytesIO

import pytest
from pypdf import PdfReader

from tests.documents.hostile import a_locked_pdf, a_pdf_that_acts
from tests.documents.papers import a_pdf, a_scan
from tests.documents.reading import parts_of
from tests.offices import BY, Clock
from tests.services.letters.scenes import FILED, brought
from tests.services.letters.test_appeal_pack import taken
from tests.services.letters.test_court_bundle import SHORT, bookmarks, bundled, words_on
from tracker.domain.base.errors import BadInput, NotAllowed, NotOnFile
from tracker.services.core.evidence import MEDIA_TYPES, Upload, sha256_of
from tracker.services.core.office import Office
from tracker.services.letters.authority_checks import CheckStatement, check_authority
from tracker.services.letters.bundle import annex_copies
from tracker.services.letters.bundle.annex_copies import (
    copies_of,
    copy_pdf,
    keep_copy,
    place_of_copy,
    place_of_decision,
    withdraw_copy,
)
from tracker.services.letters.bundle.bundle_annexes import BundleAnnex
from tracker.services.letters.bundle.court_bundle import offered_annexes
from tracker.services.people.accounts import add_account
from tracker.services.ports.people import RoleName, TrailFilter
from tracker.services.ports.workbook import OpenedDocument, StayState

PDF = MEDIA_TYPES["pdf"]
DECISION = "pk-20"
TO_ADD = "Put it behind this sheet."


@pytest.fixture
def refused(office: Office, clock: Clock) -> str:
    if not office.documents.prints:
        pytest.skip("LibreOffice is not installed")
    reference = brought(office, clock, "national-security")
    lawyer = add_account(office, "lawyer@example.org", "Lawyer", RoleName.LAWYER).id
    stated = CheckStatement(OpenedDocument.ITSELF, True, StayState.NOT_FOUND, FILED)
    check_authority(office, DECISION, stated, by=lawyer)
    return reference


def a_copy(words: str = "The copy", name: str = "copy.pdf", pages: int = 1) -> Upload:
    return Upload(name, a_pdf((words,), pages=pages), PDF)


def to_add(office: Office, reference: str) -> dict[str, BundleAnnex]:
    """The annexes of which a person has to hand in a copy, by their keys."""
    return {each.key: each for each in offered_annexes(office, reference, None) if each.to_add}


def a_report(office: Office, reference: str) -> BundleAnnex:
    return next(each for key, each in to_add(office, reference).items() if key.startswith("fact-"))


def test_reports_and_decisions_have_only_a_sheet_until_their_copies_are_handed_in(
    office: Office, refused: str
) -> None:
    before = to_add(office, refused)
    assert f"decision-{DECISION}" in before
    report = a_report(office, refused)
    # What the timeline holds is not asked for.
    assert not any(key.startswith(("entry-", "count")) for key in before)

    keep_copy(office, place_of_copy(refused, report.key), a_copy("The report"), by=BY)
    keep_copy(office, place_of_decision(office, DECISION), a_copy("The decision"), by=BY)

    assert to_add(office, refused).keys() == before.keys() - {report.key, f"decision-{DECISION}"}


@pytest.mark.slow
def test_the_bundle_prints_a_copy_behind_its_sheet_with_numbers_bookmark_and_pages(
    office: Office, refused: str
) -> None:
    report = a_report(office, refused)
    decision = to_add(office, refused)[f"decision-{DECISION}"]
    place = place_of_copy(refused, report.key)
    keep_copy(office, place, a_copy("The report", pages=3), by=BY)
    keep_copy(office, place_of_decision(office, DECISION), a_copy("The decision"), by=BY)

    reader = bundled(office, refused, SHORT)
    pages, marks = words_on(reader), bookmarks(reader)

    first = marks[f"{report.label}: {report.title}"]
    (copy, *_) = copies_of(office, place)
    assert copy.sha256 in pages[first - 1].replace(" ", "")
    assert TO_ADD not in pages[first - 1]
    assert [n for n, said in enumerate(pages, 1) if "The report" in said] == [
        first + 1,
        first + 2,
        first + 3,
    ]
    assert f"{first} to {first + 3}" in pages[0]
    assert all(report.label in pages[n - 1] for n in (first + 1, first + 3))
    of_decision = marks[f"{decision.label}: {decision.title}"]
    assert "The decision" in pages[of_decision]
    assert list(reader.page_labels) == [str(n) for n in range(1, len(pages) + 1)]


def test_the_separate_files_have_the_copies_too(office: Office, refused: str) -> None:
    report = a_report(office, refused)
    decision = to_add(office, refused)[f"decision-{DECISION}"]
    place = place_of_copy(refused, report.key)
    keep_copy(office, place, a_copy("The report"), by=BY)
    keep_copy(office, place_of_decision(office, DECISION), a_copy("The decision"), by=BY)

    found = parts_of(taken(office, refused))

    (copy,) = copies_of(office, place)
    assert sha256_of(found[f"DEMONSTRATION-ANNEX-{report.mark}.pdf"]) == copy.sha256
    assert f"DEMONSTRATION-ANNEX-{decision.mark}.pdf" in found


def test_a_copy_of_a_decision_serves_every_request_and_no_report_leaves_its_own(
    office: Office, clock: Clock, refused: str
) -> None:
    other = brought(office, clock, "national-security")
    report = a_report(office, refused)
    keep_copy(office, place_of_copy(refused, report.key), a_copy(), by=BY)
    keep_copy(office, place_of_decision(office, DECISION), a_copy("The decision"), by=BY)

    left = to_add(office, other)

    assert f"decision-{DECISION}" not in left
    assert report.key in left


def test_a_copy_is_replaced_and_withdrawn_and_the_list_keeps_what_was(
    office: Office, clock: Clock, refused: str
) -> None:
    report = a_report(office, refused)
    for place in (place_of_copy(refused, report.key), place_of_decision(office, DECISION)):
        keep_copy(office, place, a_copy("First"), by=BY)
        keep_copy(office, place, a_copy("First"), by=BY)
        assert len(copies_of(office, place)) == 1
        keep_copy(office, place, a_copy("Second"), by="someone")

        now, before = copies_of(office, place)
        assert (now.ended, before.ended_by) == (None, "someone")
        assert before.original == sha256_of(a_copy("First").data)
        read = PdfReader(BytesIO(copy_pdf(office, place, now))).pages[0].extract_text()
        assert "Second" in read

        withdraw_copy(office, place, by=BY)
        assert all(each.ended for each in copies_of(office, place))
        assert report.key in to_add(office, refused)
        with pytest.raises(NotAllowed, match="There is no copy to withdraw"):
            withdraw_copy(office, place, by=BY)
    entries, _ = office.people.trail.entries(TrailFilter(), 0, 50)
    acts = {(e.act, e.about) for e in entries if e.detail == "annex-copy"}
    both = (refused, DECISION)
    assert acts == {(act, about) for act in ("imported", "removed") for about in both}
    with pytest.raises(NotOnFile):
        place_of_decision(office, "no-such-decision")


@pytest.mark.slow
@pytest.mark.parametrize(
    ("upload", "says"),
    [
        (Upload("locked.pdf", a_locked_pdf(), PDF), "damaged or password-protected"),
        (Upload("cut.pdf", a_pdf()[:300], PDF), "damaged or password-protected"),
        (a_copy(name="long.pdf", pages=9), "too many pages"),
    ],
)
def test_a_file_that_cannot_be_a_copy_is_refused_in_one_sentence_and_replaces_nothing(
    office: Office,
    refused: str,
    upload: Upload,
    says: str,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(annex_copies, "MOST_COPY_PAGES", 8)
    place = place_of_copy(refused, a_report(office, refused).key)
    keep_copy(office, place, a_copy(), by=BY)

    with pytest.raises(BadInput, match=says) as refusal:
        keep_copy(office, place, upload, by=BY)

    assert f"“{upload.name}” was not saved." in str(refusal.value)
    (copy,) = copies_of(office, place)
    assert not copy.ended


@pytest.mark.slow
def test_a_judgment_of_three_hundred_pages_is_a_copy(office: Office, refused: str) -> None:
    place = place_of_decision(office, DECISION)
    keep_copy(office, place, a_copy(pages=300), by=BY)
    assert 300 < len(bundled(office, refused, SHORT).pages) < 400


def test_what_a_file_does_is_left_behind_and_an_image_becomes_a_page(
    office: Office, refused: str
) -> None:
    report = a_report(office, refused)
    place = place_of_copy(refused, report.key)
    for upload in (
        Upload("acts.pdf", a_pdf_that_acts(), PDF),
        Upload("\u0641\u06cc\u0635\u0644\u06c1.jpg", a_scan(), "image/jpeg"),
    ):
        keep_copy(office, place, upload, by=BY)
        copy = copies_of(office, place)[0]
        data = copy_pdf(office, place, copy)
        assert (copy.name, data[:5]) == (upload.name, b"%PDF-")
        assert b"/JavaScript" not in data
        assert b"/Launch" not in data


def test_copies_of_a_request_are_sealed_with_it_and_erased_with_it(
    office: Office, refused: str
) -> None:
    place = place_of_copy(refused, a_report(office, refused).key)
    keep_copy(office, place, a_copy(name="Zarmina.pdf"), by=BY)
    with office.cases.look(refused) as case:
        assert any(each.purpose == "annex-copy" for each in case.papers())
    (copy,) = copies_of(office, place)

    office.cases.erase_person(refused)

    assert copies_of(office, place) == ()
    with pytest.raises(NotOnFile):
        copy_pdf(office, place, copy)
