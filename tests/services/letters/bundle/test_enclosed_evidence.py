"""The enclosures of a request follow it in the bundle, once, each with its certificate."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from pypdf import PdfReader

from tests.captured_pages import ADDRESS, HTML, PAGE
from tests.documents.reading import parts_of, words_of
from tests.offices import BY, Clock, a_request, an_office, received
from tests.ooni_answers import BLOCK, a_draft, by_day, by_network
from tests.services.letters.test_court_bundle import bookmarks, words_on
from tracker.domain.case.case_state import case_state_of
from tracker.domain.events.request.drafted import Enclosure, EnclosureKind
from tracker.domain.law.bundle import BundlePart
from tracker.domain.measurements.captures import CaptureReuse
from tracker.domain.words.letter import LetterChoices
from tracker.services.cases.silence import sweep
from tracker.services.core.evidence import sha256_of
from tracker.services.core.office import Office
from tracker.services.letters.appeal_pack import appeal_pack
from tracker.services.letters.bundle.bundle_annexes import enclosed_hashes
from tracker.services.letters.bundle.bundle_plan import BundleChoices
from tracker.services.letters.bundle.court_bundle import court_bundle, offered_annexes
from tracker.services.measurements.captures import (
    CaptureChoice,
    publish_capture,
    take_capture,
    withdraw_capture,
)
from tracker.services.measurements.measured_findings import confirm_finding

PARTS = (BundlePart.INDEX, BundlePart.PLEADING, BundlePart.ANNEXES, BundlePart.CERTIFICATES)
OFFICIAL = CaptureChoice(CaptureReuse.OFFICIAL, "Gazette of 3 May 2021", harmless=True)


@dataclass(frozen=True, slots=True)
class Enclosed:
    """A request with a capture and a measured finding as enclosures, and the capture's hash."""

    office: Office
    reference: str
    capture: str


@pytest.fixture
def enclosed(tmp_path: Path) -> Iterator[Enclosed]:
    """A request not answered in ten working days, which ended on Monday 11 March 2024."""
    with an_office(tmp_path) as (office, clock):
        yield a_silent_request(office, clock)


def a_silent_request(office: Office, clock: Clock) -> Enclosed:
    capture = take_capture(office, BLOCK, HTML, PAGE, by="lawyer").capture.sha256
    publish_capture(office, BLOCK, capture, OFFICIAL, by="lawyer")
    finding = a_draft(office)
    confirm_finding(office, finding, by="second")
    chosen = (
        Enclosure(EnclosureKind.CAPTURE, capture),
        Enclosure(EnclosureKind.MEASUREMENT, finding),
    )
    reference = a_request(office, block=BLOCK, enclosures=chosen, on=date(2024, 2, 19))
    received(office, reference, date(2024, 2, 26))
    clock.set(date(2024, 3, 12), hour=0)
    sweep(office)
    return Enclosed(office, reference, capture)


def test_a_capture_and_each_answer_under_a_measurement_are_behind_the_request(
    enclosed: Enclosed,
) -> None:
    offered = offered_annexes(enclosed.office, enclosed.reference, None)
    held = [(file.paper.digest, file.enclosures) for file in offered[0].files if file.enclosures]

    assert held[0] == (enclosed.capture, (1,))
    assert set(held[1:]) == {(sha256_of(by_day()), (2,)), (sha256_of(by_network()), (2,))}
    # The letter is the first file, and the proof of sending the last.
    assert not offered[0].files[0].enclosures
    assert not offered[0].files[-1].enclosures
    assert not enclosed_hashes(offered[1:])


def test_the_separate_files_have_them_once_with_their_certificates(enclosed: Enclosed) -> None:
    hashes = (enclosed.capture, sha256_of(by_day()))
    made = appeal_pack(
        enclosed.office,
        enclosed.reference,
        None,
        LetterChoices(),
        parts=PARTS,
        evidence=hashes,
        by=BY,
    )
    found = parts_of(b"".join(made.chunks))

    names = [name for name in found if "ANNEX-A-" in name]
    assert [name.rpartition(".")[2] for name in names] == ["txt", "wacz", "json", "json", "txt"]
    certified = [name for name in found if "CERTIFICATE" in name]
    assert [name.partition("CERTIFICATE-")[2] for name in certified] == [
        "01-A-ENCLOSURE-1.docx",
        "02-A-ENCLOSURE-2.docx",
        "03-A-ENCLOSURE-2.docx",
    ]
    of_capture = words_of(found[certified[0]])
    assert "Certificate for Annex A, Enclosure 1" in of_capture
    assert enclosed.capture in of_capture
    assert ADDRESS in of_capture


@pytest.mark.slow
def test_the_pdf_has_a_sheet_for_each_behind_the_request(enclosed: Enclosed) -> None:
    office = enclosed.office
    if not office.documents.prints:
        pytest.skip("LibreOffice is not installed")
    chosen = BundleChoices(LetterChoices(), PARTS, evidence=(enclosed.capture,))

    made = court_bundle(office, enclosed.reference, None, chosen, by=BY)
    reader = PdfReader(BytesIO(made.data))
    pages, marks = words_on(reader), bookmarks(reader)

    first = marks["Annex A: Request as sent, with proof of sending"]
    behind = pages[first : marks["Annex B: Proof of receipt"] - 1]
    starts = [said for said in behind if "Annex A, Enclosure" in said]
    assert ["Enclosure 1" in said for said in starts] == [True, False, False]
    assert "2 (Enclosure 1)" in pages[first - 1]
    assert not [title for title in marks if title.startswith("Evidence")]
    assert "Certificate for Annex A, Enclosure 2" in marks


def test_a_withdrawn_enclosure_is_mentioned_and_does_not_stop_the_bundle(
    enclosed: Enclosed,
) -> None:
    why = "The page names a private person."
    withdraw_capture(enclosed.office, BLOCK, enclosed.capture, why, by="lawyer")

    (sent, *_) = offered_annexes(enclosed.office, enclosed.reference, None)

    assert "Enclosure 1 was withdrawn from the dossier of the block" in sent.note
    assert enclosed.capture not in {file.paper.digest for file in sent.files}


def test_a_file_behind_two_enclosures_is_there_once_with_both_numbers(tmp_path: Path) -> None:
    with an_office(tmp_path) as (office, clock):
        whole = a_silent_request(office, clock)
        with office.cases.look(whole.reference) as case:
            drafted = case_state_of(case.history).drafted
        assert drafted
        (_, measured) = drafted.enclosures
        again = a_request(office, block=BLOCK, enclosures=(measured, measured))
        received(office, again, date(2024, 2, 26))
        sweep(office)
        (sent, *_) = offered_annexes(office, again, None)

    assert [file.enclosures for file in sent.files if file.enclosures] == [(1, 2), (1, 2)]
    assert sent.files[1].enclosed_as(office.locale("en")) == "Enclosure 1, 2"
