"""Documents that the office adds to a request: stored, named in the letter, and delivered."""

import io
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from zipfile import ZipFile

import pytest
from pypdf import PdfReader

from tests.documents.hostile import a_locked_pdf, a_pdf_that_acts, a_pdf_with_an_older_version
from tests.documents.papers import a_pdf
from tests.offices import AYESHA, BY, a_paper, an_office, received
from tracker.domain.base.errors import BadInput, NotOnFile
from tracker.domain.base.terms import Channel
from tracker.domain.case.request import DocumentKind, Draft, Filing
from tracker.services.cases.sending import approve, send
from tracker.services.cases.silence import sweep
from tracker.services.core.evidence import MEDIA_TYPES, Upload
from tracker.services.core.office import Office
from tracker.services.core.recording import SendingDetails
from tracker.services.drafting.draft_letters import preview_draft
from tracker.services.drafting.drafts import (
    discard,
    repeat,
    save,
    settle,
    start,
    start_alike,
)
from tracker.services.drafting.own_documents import (
    DocumentWords,
    document_pdf,
    enclose_document,
    keep_document,
    remove_document,
)
from tracker.services.letters.appeal_pack import appeal_pack
from tracker.services.letters.letter_facts import DEFAULT
from tracker.services.letters.request_pack import request_pack
from tracker.services.ports.cases import ChangedMeanwhile
from tracker.translations import locale

REPORT = DocumentWords(
    DocumentKind.PRESS_REPORT,
    "X goes down across the country",
    "Example Daily",
    date(2024, 2, 18),
    "https://press.example/news/1",
)
ORDER = DocumentWords(DocumentKind.ORDER, "No. 12/2024", "Office of Examples")


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(tmp_path) as (opened, _):
        yield opened


def a_file(data: bytes = b"", name: str = "cutting.pdf") -> Upload:
    return Upload(name, data or a_pdf(("A report.",), pages=2), MEDIA_TYPES["pdf"])


def a_draft(office: Office) -> str:
    draft = replace(start(office, "pk-x-2024", "pk-pta", by=BY), eligibility="citizen")
    return save(office, draft, AYESHA, by=BY).reference


def enclosed(office: Office, reference: str, words: DocumentWords, data: bytes = b"") -> str:
    """The digest of a document that a draft encloses."""
    kept = keep_document(office, reference, a_file(data), by=BY)
    enclose_document(office, reference, kept.digest, words, by=BY)
    return kept.digest


def letter_of(office: Office, reference: str, language: str = "en") -> str:
    draft = replace(office.drafts.draft(reference), language=language)
    applicant = office.drafts.applicant_of(reference)
    spoken = replace(office, locale=locale)
    return " ".join(office.documents.plain(preview_draft(spoken, draft, applicant)).split())


def test_the_letter_lists_each_document_by_its_number(office: Office) -> None:
    reference = a_draft(office)
    enclosed(office, reference, REPORT)
    enclosed(office, reference, ORDER, a_pdf(("An order.",)))

    english, urdu = letter_of(office, reference), letter_of(office, reference, "ur")

    assert (
        "Enclosure 1: Press report “X goes down across the country” (Example Daily; "
        "18 February 2024; https://press.example/news/1; 2 pages)"
    ) in english
    assert "Enclosure 2: Order “No. 12/2024” (Office of Examples; 1 page)" in english
    assert "The enclosures listed at the end" in english
    assert "Enclosures: none." not in english
    assert "منسلکہ 1: " in urdu
    assert "منسلکہ 2: " in urdu
    assert "Press report" not in urdu


def test_a_document_that_nobody_described_is_kept_and_not_enclosed(office: Office) -> None:
    reference = a_draft(office)

    kept = keep_document(office, reference, a_file(), by=BY)

    assert (kept.name, kept.pages) == ("cutting.pdf", 2)
    assert office.drafts.applicant_of(reference).documents == (kept,)
    assert office.drafts.draft(reference).enclosures == ()
    assert "Enclosure 1" not in letter_of(office, reference)


def test_the_same_file_is_stored_once(office: Office) -> None:
    reference, data = a_draft(office), a_pdf(("A report.",))
    first = keep_document(office, reference, a_file(data), by=BY)
    enclose_document(office, reference, first.digest, REPORT, by=BY)

    again = keep_document(office, reference, a_file(data), by=BY)

    assert again.digest == first.digest
    (only,) = office.drafts.applicant_of(reference).documents
    assert only.title == REPORT.title, "what was said of it stays"


def test_the_file_loses_what_acts_and_what_is_hidden(office: Office) -> None:
    reference = a_draft(office)

    kept = keep_document(office, reference, a_file(a_pdf_that_acts()), by=BY)

    data = document_pdf(office, reference, kept.digest)
    opened = PdfReader(io.BytesIO(data))
    assert len(opened.pages) == 1
    assert "/OpenAction" not in opened.root_object
    assert "/AcroForm" not in opened.root_object
    assert not opened.attachments
    assert not opened.pages[0].get("/Annots")
    for hidden in (b"Zarmina Author", b"Zarmina title", b"alert"):
        assert hidden not in data


def test_what_a_file_keeps_of_an_older_version_does_not_go_out(office: Office) -> None:
    reference, older = a_draft(office), a_pdf_with_an_older_version()
    assert b"Zarmina" in older

    kept = keep_document(office, reference, a_file(older), by=BY)

    (page,) = PdfReader(io.BytesIO(document_pdf(office, reference, kept.digest))).pages
    assert page.extract_text().strip() == "The request is refused."
    assert b"Zarmina" not in document_pdf(office, reference, kept.digest)


def test_a_file_that_cannot_be_opened_is_refused_and_nothing_is_stored(office: Office) -> None:
    reference = a_draft(office)

    with pytest.raises(BadInput, match=r"“cutting\.pdf” was not enclosed\. It cannot be opened\."):
        keep_document(office, reference, a_file(a_locked_pdf()), by=BY)
    with pytest.raises(BadInput, match=r"“cutting\.pdf” was not"):
        keep_document(office, reference, a_file(b"%PDF-1.7\nnothing else"), by=BY)

    assert office.drafts.applicant_of(reference).documents == ()


@pytest.mark.samples("change0", "change3", "change5")
@pytest.mark.parametrize(
    ("change", "says"),
    [
        ({"title": " "}, "Enter the title"),
        ({"source": ""}, "Enter who published or issued"),
        ({"title": "x" * 301}, "300 characters or fewer"),
        ({"dated": date(2099, 1, 1)}, "still in the future"),
        ({"address": "javascript:alert(1)"}, "beginning with https://"),
        ({"address": "https://"}, "beginning with https://"),
    ],
)
def test_words_that_no_letter_can_say_are_refused_and_the_file_stays(
    office: Office, change: dict[str, object], says: str
) -> None:
    reference = a_draft(office)
    kept = keep_document(office, reference, a_file(), by=BY)

    with pytest.raises(BadInput, match=says):
        enclose_document(office, reference, kept.digest, replace(REPORT, **change), by=BY)  # type: ignore[arg-type]

    assert office.drafts.applicant_of(reference).documents == (kept,)
    assert office.drafts.draft(reference).enclosures == ()


def test_a_title_of_300_letters_from_right_to_left_stands_whole_in_the_letter(
    office: Office,
) -> None:
    reference = a_draft(office)
    title = ("پابندی کا حکم {order} [سماعت] " * 10)[:299] + "۔"
    enclosed(office, reference, replace(REPORT, title=f"\u202e{title}"))

    said = letter_of(office, reference)

    assert f"“{' '.join(title.split())}”" in said
    assert "\u202e" not in said


def test_a_document_is_taken_off_with_its_file(office: Office) -> None:
    reference = a_draft(office)
    first = enclosed(office, reference, REPORT)
    second = enclosed(office, reference, ORDER, a_pdf(("An order.",)))

    remove_document(office, reference, first, by=BY)

    assert [each.key for each in office.drafts.draft(reference).enclosures] == [second]
    assert "Enclosure 1: Order" in letter_of(office, reference)
    with pytest.raises(NotOnFile):
        office.archive.read(reference, first)
    with pytest.raises(NotOnFile, match="no longer with the draft"):
        remove_document(office, reference, first, by=BY)


def test_the_pack_has_the_documents_of_the_approved_letter(office: Office) -> None:
    reference = a_draft(office)
    enclosed(office, reference, REPORT)
    digest = enclosed(office, reference, ORDER, a_pdf(("An order.",)))
    sent = document_pdf(office, reference, digest)

    settle(office, reference, office.drafts.draft(reference).version, by=BY)
    approve(office, reference, by=BY)

    pack = request_pack(office, reference, by=BY)
    with ZipFile(io.BytesIO(b"".join(pack.chunks))) as files:
        assert sorted(files.namelist()) == [
            "DEMONSTRATION-01-REQUEST.docx",
            "DEMONSTRATION-ENCLOSURE-01.pdf",
            "DEMONSTRATION-ENCLOSURE-02.pdf",
            "MANIFEST.txt",
        ]
        assert files.read("DEMONSTRATION-ENCLOSURE-02.pdf") == sent
    with office.cases.look(reference) as case:
        listed = [paper.name for paper in case.papers() if paper.purpose == "enclosure"]
    assert listed == ["cutting.pdf", "cutting.pdf"]


def test_no_event_holds_a_word_of_a_document(office: Office) -> None:
    reference = a_draft(office)
    enclosed(office, reference, REPORT)

    settle(office, reference, office.drafts.draft(reference).version, by=BY)

    with office.cases.look(reference) as case:
        assert REPORT.title not in repr([entry.event for entry in case.history])
        assert case.applicant().documents[0].title == REPORT.title


def test_drafts_like_it_have_copies_of_their_own(office: Office) -> None:
    reference = a_draft(office)
    digest = enclosed(office, reference, REPORT)
    like, applicant = office.drafts.draft(reference), office.drafts.applicant_of(reference)

    (other,) = start_alike(office, like, applicant, ["pk-moitt"], beside=reference, by=BY)
    discard(office, reference, office.drafts.draft(reference).version)

    (document,) = office.drafts.applicant_of(other.reference).documents
    assert document.digest != digest
    assert document_pdf(office, other.reference, document.digest)
    assert "Enclosure 1: Press report" in letter_of(office, other.reference)
    with pytest.raises(NotOnFile):
        office.archive.read(reference, digest)


def test_a_document_is_enclosed_with_the_other_drafts_of_a_batch(office: Office) -> None:
    reference = a_draft(office)
    like, applicant = office.drafts.draft(reference), office.drafts.applicant_of(reference)
    (other,) = start_alike(office, like, applicant, ["pk-moitt"], beside=reference, by=BY)
    kept = keep_document(office, reference, a_file(), by=BY)

    enclose_document(office, reference, kept.digest, REPORT, also=[other.reference], by=BY)

    for each in (reference, other.reference):
        assert "Enclosure 1: Press report" in letter_of(office, each)


def test_of_two_who_change_a_draft_at_once_neither_loses_a_document(office: Office) -> None:
    reference = a_draft(office)
    typed = office.drafts.draft(reference), office.drafts.applicant_of(reference)

    enclosed(office, reference, REPORT)

    with pytest.raises(ChangedMeanwhile):
        save(office, *typed, by="somebody-else")
    assert "Enclosure 1" in letter_of(office, reference)


def test_what_was_said_to_be_saved_outlives_a_stop_before_the_next_save(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    reference = a_draft(office)
    enclosed(office, reference, REPORT)

    def stop(draft: Draft, applicant: object) -> Draft:
        raise KeyboardInterrupt

    monkeypatch.setattr(office.drafts, "save", stop)
    with pytest.raises(KeyboardInterrupt):
        keep_document(office, reference, a_file(a_pdf(("Another.",))), by=BY)
    monkeypatch.undo()

    assert [d.title for d in office.drafts.applicant_of(reference).documents] == [REPORT.title]
    enclosed(office, reference, ORDER, a_pdf(("Another.",)))
    assert "Enclosure 2: Order" in letter_of(office, reference)


def test_a_document_in_words_is_set_as_a_pdf(office: Office, needs: Callable[..., Path]) -> None:
    needs("soffice", "libreoffice")
    reference = a_draft(office)

    kept = keep_document(office, reference, a_paper("order.txt"), by=BY)

    assert document_pdf(office, reference, kept.digest).startswith(b"%PDF-")


def test_a_repeated_request_and_an_appeal_have_the_documents_of_the_request(
    tmp_path: Path,
) -> None:
    with an_office(tmp_path) as (office, clock):
        clock.set(date(2024, 2, 19))
        reference = a_draft(office)
        enclosed(office, reference, REPORT)
        settle(office, reference, office.drafts.draft(reference).version, by=BY)
        approve(office, reference, by=BY)
        filing, paper = Filing("CN-1"), a_paper("request.txt")
        dispatch = SendingDetails(
            date(2024, 2, 19), Channel.COURIER, filing, [a_paper("courier.txt")], paper
        )
        send(office, reference, dispatch, by=BY)
        clock.set(date(2024, 2, 27))
        received(office, reference, date(2024, 2, 26))
        clock.set(date(2024, 3, 26))
        sweep(office)

        again = repeat(office, reference, by=BY)
        pack = appeal_pack(office, reference, None, DEFAULT, by=BY)

        with ZipFile(io.BytesIO(b"".join(pack.chunks))) as files:
            request = [name for name in files.namelist() if "ANNEX-A" in name]
            assert request == [
                "DEMONSTRATION-ANNEX-A-01.txt",
                "DEMONSTRATION-ANNEX-A-02.pdf",
                "DEMONSTRATION-ANNEX-A-03.txt",
            ], "the request, what it enclosed, the proof that it was sent"
        assert "Enclosure 1: Press report" in letter_of(office, again.reference)
        (document,) = office.drafts.applicant_of(again.reference).documents
        assert document_pdf(office, again.reference, document.digest)
