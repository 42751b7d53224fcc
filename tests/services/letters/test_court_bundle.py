"""The bundle for court: pages, bookmarks and labels agree, and no annex can spoil it."""

import re
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from pypdf import PdfReader
from pypdf.generic import Destination

from tests.captured_pages import ADDRESS, HTML, PAGE
from tests.documents.hostile import a_bomb, a_locked_pdf, a_pdf_that_acts
from tests.documents.papers import a_pdf, a_scan
from tests.documents.reading import parts_of, words_of
from tests.offices import AYESHA, BY, Clock, a_request, received
from tests.ooni_answers import BLOCK, by_day, query_of
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.terms import Channel
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.law.bundle import USUAL_BUNDLE, BundlePart
from tracker.domain.measurements.queries import QueryKind
from tracker.domain.words.letter import LetterChoices
from tracker.services.cases.silence import sweep
from tracker.services.core.evidence import Upload, sha256_of
from tracker.services.core.office import Office
from tracker.services.core.recording import record
from tracker.services.letters.appeal_pack import appeal_pack
from tracker.services.letters.bundle import bundle_plan
from tracker.services.letters.bundle.bundle_plan import BundleChoices
from tracker.services.letters.bundle.court_bundle import court_bundle
from tracker.services.letters.bundle.evidence_makers import EvidenceMaker, keep_maker
from tracker.services.letters.bundle.translations import Translation, keep_translation
from tracker.services.measurements.captures import take_capture
from tracker.services.measurements.snapshots import take_answer
from tracker.services.ports.people import TrailFilter

USUAL = BundleChoices(LetterChoices(), USUAL_BUNDLE)
SHORT = BundleChoices(LetterChoices(), (BundlePart.INDEX, BundlePart.PLEADING, BundlePart.ANNEXES))
PLEADING = "Appeal against the failure to decide the request of 19 February 2024"
PDF, MAIL = "application/pdf", "message/rfc822"


@pytest.fixture
def silent(office: Office, clock: Clock) -> str:
    """A request that nobody answered within ten working days of Monday 26 February 2024."""
    if not office.documents.prints:
        pytest.skip("LibreOffice is not installed")
    reference = a_request(office, applicant=replace(AYESHA, identity="61101-0000000-1"))
    received(office, reference, date(2024, 2, 26))
    clock.set(date(2024, 3, 12), hour=0)
    sweep(office)
    return reference


def bundled(office: Office, reference: str, chosen: BundleChoices = USUAL) -> PdfReader:
    return PdfReader(BytesIO(court_bundle(office, reference, None, chosen, by=BY).data))


def came(office: Office, reference: str, uploads: Iterable[Upload]) -> int:
    """Log that these documents came from the body; the number of the entry."""
    event = DocumentReceived(on=DaySpan.on(date(2024, 3, 11)), channel=Channel.POST)
    return record(office, reference, event, tuple(uploads), by=BY).seq


def words_on(reader: PdfReader) -> list[str]:
    """The words of each page, with single spaces."""
    return [" ".join(page.extract_text().split()) for page in reader.pages]


def bookmarks(reader: PdfReader) -> dict[str, int]:
    """The page, from 1, to which each bookmark leads."""
    found: dict[str, int] = {}

    def add(items: list[object]) -> None:
        for item in items:
            if isinstance(item, Destination):
                number = reader.get_destination_page_number(item)
                assert number is not None
                found[str(item.title)] = number + 1
            elif isinstance(item, list):
                add(item)

    add(list(reader.outline))
    return found


def test_the_index_the_bookmarks_and_the_numbers_on_the_pages_agree(
    office: Office, silent: str
) -> None:
    reader = bundled(office, silent)
    pages, marks = words_on(reader), bookmarks(reader)

    assert list(marks) == [
        "Index of the bundle",
        "List of dates",
        PLEADING,
        "Annexes",
        "Annex A: Request as sent, with proof of sending",
        "Annex B: Proof of receipt",
        "Annex C: Count of time",
        "Application for certified copies",
        "Affidavit",
        "Letter of authority",
    ]
    assert list(reader.page_labels) == [str(n) for n in range(1, len(pages) + 1)]
    assert [
        n for n, said in enumerate(pages, start=1) if not re.search(rf"\b{n}(?!\d)", said)
    ] == []
    first = marks["Annex A: Request as sent, with proof of sending"]
    second = marks["Annex B: Proof of receipt"]
    # A sheet, the request and the courier's receipt; then a sheet and the proof of delivery.
    assert (second - first, marks["Annex C: Count of time"] - second) == (3, 2)
    assert f"19 February 2024 {first} to {second - 1}" in pages[0]
    assert f"Request sent Annex A, page {first}" in pages[1]
    assert "This paper is called delivery.txt." in pages[second]
    assert "Page 1 of" not in " ".join(pages)


@pytest.mark.slow
def test_every_page_of_a_demonstration_says_so(office: Office, silent: str) -> None:
    assert all("DEMONSTRATION" in said for said in words_on(bundled(office, silent)))


@pytest.mark.slow
def test_the_same_history_on_the_same_day_gives_the_same_bytes(
    office: Office, silent: str
) -> None:
    first, second = (court_bundle(office, silent, None, USUAL, by=BY) for _ in range(2))
    assert first == second
    assert first.name == f"bundle-{silent}.pdf"
    entries, _ = office.people.trail.entries(TrailFilter(), 0, 10)
    assert ("exported", BY, silent) in {(e.act, e.who, e.about) for e in entries}


@pytest.mark.slow
def test_what_cannot_be_drawn_leaves_its_place_to_a_sheet_that_says_so(
    office: Office, silent: str
) -> None:
    locked = a_locked_pdf()
    bad = {
        "locked.pdf": (locked, PDF),
        "cut.pdf": (a_pdf()[:300], PDF),
        "bomb.png": (a_bomb(), "image/png"),
    }
    came(office, silent, [Upload(name, data, media) for name, (data, media) in bad.items()])
    acts = came(office, silent, [Upload("acts.pdf", a_pdf_that_acts(), PDF)])

    data = court_bundle(office, silent, None, SHORT, by=BY).data
    reader = PdfReader(BytesIO(data))
    pages, marks = words_on(reader), bookmarks(reader)

    sheet = pages[marks["Annex C-1: Document from the body"] - 1]
    assert "This document could not be printed here." in sheet
    assert "It is damaged or password-protected." in sheet
    assert sha256_of(locked) in sheet.replace(" ", "")
    # The other documents are there, as drawings that do nothing.
    assert acts
    drawn = pages[marks["Annex C-2: Document from the body"]]
    assert "The request is refused under section 7." in drawn
    for trace in (b"/JavaScript", b"/Launch", b"/SubmitForm", b"/AcroForm", b"zarmina.txt"):
        assert trace not in data


@pytest.mark.slow
def test_scans_are_upright_on_a4_below_the_number(office: Office, silent: str) -> None:
    turned = [Upload(f"{turn}.pdf", a_pdf(rotate=turn), PDF) for turn in (0, 90, 180, 270)]
    came(office, silent, [*turned, Upload("scan.jpg", a_scan(), "image/jpeg")])

    reader = bundled(office, silent, SHORT)

    for page in list(reader.pages)[-5:]:
        sides = sorted(map(float, (page.mediabox.width, page.mediabox.height)))
        assert sides == pytest.approx([595.28, 841.89], abs=1)
        assert not page.rotation


@pytest.mark.slow
def test_an_annex_may_be_filed_separately_and_keeps_its_letter(
    office: Office, silent: str
) -> None:
    with office.cases.look(silent) as case:
        sent = next(e.seq for e in case.history if e.event.kind == "sent")
    reader = bundled(office, silent, replace(SHORT, left_out=frozenset({f"entry-{sent}"})))
    pages, marks = words_on(reader), bookmarks(reader)

    first = marks["Annex A: Request as sent, with proof of sending"]
    assert "This document is not in this bundle." in pages[first - 1]
    assert marks["Annex B: Proof of receipt"] == first + 1


@pytest.mark.slow
def test_a_person_chooses_the_papers_and_their_order(office: Office, silent: str) -> None:
    parts = (BundlePart.VAKALATNAMA, BundlePart.PLEADING, BundlePart.INDEX)
    marks = bookmarks(bundled(office, silent, replace(SHORT, parts=parts)))

    assert list(marks) == [
        "Vakalatnama",
        PLEADING,
        "Index of the bundle",
    ]
    with pytest.raises(BadInput, match="A bundle contains the pleading"):
        bundled(office, silent, replace(SHORT, parts=(BundlePart.INDEX,)))


@pytest.mark.slow
def test_a_translation_is_beside_its_original_with_a_certificate(
    office: Office, silent: str
) -> None:
    came(office, silent, [Upload("urdu.pdf", a_pdf(("The original",)), PDF)])
    with office.cases.look(silent) as case:
        original = next(p.digest for p in case.papers() if p.name == "urdu.pdf")
    told = Translation(original, "Zarmina Translator", "I know both languages.")
    english = Upload("english.pdf", a_pdf(("The translation",)), PDF)
    digest = keep_translation(office, silent, english, told, by=BY)

    pages = words_on(bundled(office, silent, SHORT))

    at = next(n for n, said in enumerate(pages) if "The original" in said)
    assert "The translation" in pages[at + 1]
    assert "Certificate of translation: Annex C" in pages[at + 2]
    assert "I know both languages." in pages[at + 2]
    assert [n for n, said in enumerate(pages) if "Zarmina Translator" in said] == [at + 2]
    with office.cases.look(silent) as case:
        assert case.sealed_fields()
    with pytest.raises(BadInput, match="Choose the document that was translated"):
        keep_translation(office, silent, english, replace(told, of=digest), by=BY)
    with pytest.raises(BadInput, match="Enter the translator"):
        keep_translation(office, silent, english, replace(told, translator=" "), by=BY)


def test_a_translation_goes_with_the_separate_files_too(office: Office, silent: str) -> None:
    with office.cases.look(silent) as case:
        original = next(p.digest for p in case.papers() if p.name == "delivery.txt")
    told = Translation(original, "Zarmina Translator", "I know both languages.")
    other = Upload("english.txt", b"The translation\n", "text/plain")
    keep_translation(office, silent, other, told, by=BY)

    parts = (BundlePart.CERTIFICATES, BundlePart.AFFIDAVIT)
    made = appeal_pack(office, silent, None, LetterChoices(), parts=parts, by=BY)
    found = parts_of(b"".join(made.chunks))

    assert found["DEMONSTRATION-ANNEX-B-02.txt"] == b"The translation\n"
    certificate = words_of(found["DEMONSTRATION-CERTIFICATE-01-TRANSLATION-B.docx"])
    assert "Zarmina Translator" in certificate
    assert sha256_of(other.data) in certificate
    assert "DEMONSTRATION-04-AFFIDAVIT.docx" in found


@pytest.mark.slow
def test_electronic_evidence_has_draft_certificates_with_the_rules_that_were_read(
    office: Office, silent: str
) -> None:
    mail = b"From: a@example.org\r\nSubject: Reply\r\n\r\nWe received your request.\r\n"
    came(office, silent, [Upload("reply.eml", mail, MAIL)])
    page = replace(PAGE, captured_on=date(2024, 3, 10))
    kept = take_capture(office, BLOCK, HTML, page, by=BY).capture
    query = query_of(office, QueryKind.DAYS)
    take_answer(office, BLOCK, query, by_day(), asked_on=date(2024, 3, 10), by=BY)
    hashes = (kept.sha256, sha256_of(by_day()))
    maker = EvidenceMaker("Zarmina Namoona, paralegal", "14:05 PKT", "Firefox, office laptop")
    keep_maker(office, BLOCK, kept.sha256, maker, by=BY)

    reader = bundled(office, silent, replace(USUAL, evidence=hashes))
    pages, marks = words_on(reader), bookmarks(reader)

    certified = [title for title in marks if title.startswith("Certificate for")]
    what = ("Annex C", "Evidence 1", "Evidence 2")
    assert certified == [f"Certificate for {each}" for each in what]
    of_mail, of_capture, of_answer = (pages[marks[title] - 1] for title in certified)
    for said in (of_mail, of_capture, of_answer):
        assert "DRAFT. Not signed." in said
        assert "Check that each rule applies before this forum" in said
        cited = re.findall(r"(?:Ordinance|Order|Act), \d{4}[^:]*", said)
        assert [each.rpartition(", ")[2] for each in cited] == ["section 3", "section 5"]
    assert sha256_of(mail) in of_mail.replace(" ", "")
    assert kept.original_sha256 in of_capture.replace(" ", "")
    assert ADDRESS in of_capture.replace(" ", "")
    assert hashes[1] in of_answer.replace(" ", "")
    assert "Asked on Sunday 10 March 2024" in of_answer
    assert "Captured by Zarmina Namoona, paralegal" in of_capture
    assert "14:05 PKT" in of_capture
    assert "Firefox, office laptop" in of_capture
    assert "Asked by Not logged. Enter the name: ____" in of_answer
    measured = next(title for title in marks if title.startswith("Evidence 2"))
    assert "2024-02-17 twitter.com 5 17 0 1" in pages[marks[measured] - 1]


@pytest.mark.slow
def test_too_many_pages_are_refused_in_one_sentence(
    office: Office, silent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    came(office, silent, [Upload("long.pdf", a_pdf(pages=9), PDF)])
    monkeypatch.setattr(bundle_plan, "MOST_BUNDLE_PAGES", 8)
    pages = words_on(bundled(office, silent, SHORT))
    assert any("It has too many pages." in said for said in pages)


def test_no_bundle_is_made_without_a_program_that_prints(
    office: Office, silent: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("PATH", "")
    with pytest.raises(NotAllowed, match="LibreOffice is not installed here"):
        bundled(office, silent)


@pytest.mark.slow
def test_three_hundred_pages_are_bound(office: Office, silent: str) -> None:
    long = [Upload(f"{n}.pdf", a_pdf((f"Paper {n}",), pages=60), PDF) for n in range(5)]
    came(office, silent, long)
    reader = bundled(office, silent, SHORT)
    assert 300 < len(reader.pages) < 330
    assert any("Paper 4" in said for said in words_on(reader))
