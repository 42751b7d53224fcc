"""The appeal pack and the identity number at the desk."""

import io
import re
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from flask import Flask

from tests.captured_pages import HTML
from tests.documents.papers import a_pdf
from tests.offices import Clock, a_request, an_office, received, the_library
from tests.services.letters.bundle.test_enclosed_evidence import a_silent_request
from tests.services.letters.filled_places import fill_all
from tests.services.letters.scenes import brought
from tests.web import record_scenes as scenes
from tests.web.browser import Browser, an_app, signed_in, somebody
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput
from tracker.domain.base.terms import Channel
from tracker.domain.base.text import Text
from tracker.domain.events.correspondence.document_received import DocumentReceived
from tracker.domain.law.bundle import FilingRule
from tracker.services.cases.silence import sweep
from tracker.services.core.evidence import Upload, sha256_of
from tracker.services.core.office import Office
from tracker.services.core.recording import record
from tracker.services.letters.bundle.progress import (
    LONGEST_STEP,
    USUAL_STEP,
    BundleStep,
    ProgressNotes,
)
from tracker.services.measurements.captures import CapturedPage, take_capture
from tracker.services.ports.documents import Binder, BoundPart, Documents, FittedPdf
from tracker.services.ports.people import RoleName


@pytest.fixture
def silent(office: Office, clock: Clock) -> str:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))
    clock.set(date(2024, 3, 12))
    sweep(office)
    return f"/desk/requests/{reference}"


@pytest.fixture
def packer(app: Flask, office: Office, silent: str) -> Browser:
    """A lawyer who signed in after the right arose."""
    return signed_in(app, office, somebody(office))


def test_the_pack_is_offered_beside_the_letter_and_taken_as_one_file(
    packer: Browser, silent: str
) -> None:
    (link,) = packer.get(f"{silent}/letters").tree.xpath("//a[contains(., 'bundle')]/@href")
    page = packer.get(link)
    assert not page.tree.xpath("//input[@name='identity']")

    key = page.tree.xpath("//main//input[@name='csrf_token']/@value")[0]
    answer = packer.client.post(link, data={"csrf_token": key, "language": "en"})

    assert answer.mimetype == "application/zip"
    assert "appeal-pack-" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert "DEMONSTRATION-01-APPEAL.docx" in archive.namelist()


def test_a_bundle_with_a_place_to_fill_in_is_said_to_be_a_draft(
    packer: Browser, office: Office, silent: str
) -> None:
    page = packer.get(f"{silent}/pack")
    assert "The letter has 1 blank to fill in. Until then the bundle is a draft." in page.words
    (link,) = page.tree.xpath("//main//a[contains(@href, '/pleading/places')]/@href")
    assert packer.get(link).status == 200

    fill_all(office, silent.rpartition("/")[2])

    assert "to fill in" not in packer.get(f"{silent}/pack").words


def test_the_bundle_leads_to_who_made_its_evidence_and_back(
    packer: Browser, office: Office, silent: str
) -> None:
    reference = silent.rpartition("/")[2]
    page = CapturedPage("https://press.example/news/1", date(2024, 3, 10))
    take_capture(office, "pk-x-2024", HTML, page, by="lawyer")
    mail = Upload("saved.eml", b"From: a@b.example\r\n\r\nA reply.\r\n", "message/rfc822")
    event = DocumentReceived(on=DaySpan.on(date(2024, 3, 11)), channel=Channel.EMAIL)
    record(office, reference, event, (mail,), by="lawyer")

    def rows() -> list[str]:
        found = packer.get(f"{silent}/pack").tree.xpath(
            "//section[@aria-labelledby='makers']//tbody/tr"
        )
        return [" ".join(row.text_content().split()) for row in found]

    mailed, captured = rows()
    assert "Annex C: Document from the bodyNot entered" in mailed
    assert "Capture of https://press.example/news/1" in captured
    links = packer.get(f"{silent}/pack").tree.xpath(
        "//section[@aria-labelledby='makers']//a/@href"
    )
    typed = {"made_by": "Zarmina Namoona", "made_at": "", "made_how": ""}
    for link in links:
        back = packer.submit(link, typed)
        assert "Saved. The draft certificate has it." in back.words
        assert "Who made the electronic evidence" in back.words
    assert all("Zarmina Namoona" in row for row in rows())


def test_how_long_pdf_takes_is_said_before_it_is_asked_for(
    packer: Browser, office: Office, silent: str
) -> None:
    page = packer.get(f"{silent}/pack")

    if not office.documents.prints:
        assert "PDF is available where LibreOffice is installed." in page.words
        return
    (told,) = page.tree.xpath("//input[@name='with_pdf']/@aria-describedby")
    (hint,) = page.tree.xpath(f"//*[@id='{told}']")
    assert "This takes about 15 seconds" in hint.text_content()


class Printer:
    """The press of an office, with a program that makes PDF or without one."""

    def __init__(self, press: Documents, *, prints: bool) -> None:
        self._press = press
        self.prints = prints

    def __getattr__(self, name: str) -> Any:
        return getattr(self._press, name)

    def pdf(self, docx: bytes) -> bytes:
        assert docx.startswith(b"PK")
        return b"%PDF-1.7"


@pytest.mark.parametrize("kind", ["request", "reminder", "appeal"])
def test_each_letter_is_taken_as_pdf_where_that_can_be_made(
    office: Office, silent: str, kind: str
) -> None:
    """Silence since Tuesday 12 March 2024, the day after the tenth working day."""
    printing = replace(office, documents=Printer(office.documents, prints=True))
    bare = replace(office, documents=Printer(office.documents, prints=False))
    account = somebody(office)
    lawyer, without = (signed_in(an_app(each), each, account) for each in (printing, bare))
    page = lawyer.get(f"{silent}/letters/{kind}?language=en")
    (form,) = page.tree.xpath("//form[contains(@action, '.pdf')]")
    assert "language=en" in form.get("action")

    taken = lawyer.client.post(form.get("action"), data={"csrf_token": page.value("csrf_token")})

    assert taken.data == b"%PDF-1.7"
    assert taken.mimetype == "application/pdf"
    assert f"{kind}-" in taken.headers["Content-Disposition"]
    assert not without.get(f"{silent}/letters/{kind}").tree.xpath(
        "//form[@method='post']//button[contains(., 'PDF')]"
    )


@dataclass
class Bindery(Binder):
    """A binder that draws nothing, and keeps what it was asked to bind."""

    bound: list[BoundPart] = field(default_factory=list)

    def fit(self, data: bytes, media: str, most_pages: int) -> FittedPdf:
        return FittedPdf(data, 1)

    def typed(self, texts: Sequence[tuple[bytes, str]]) -> Sequence[bytes]:
        return [data for data, _ in texts]

    def printed(self, letters: Sequence[bytes]) -> Sequence[FittedPdf]:
        return [FittedPdf(letter, 1) for letter in letters]

    def bind(self, parts: Sequence[BoundPart], title: str, language: str) -> bytes:
        self.bound = list(parts)
        return b"%PDF-1.7 bound"


def test_a_bundle_has_the_papers_and_annexes_that_a_person_chose_in_their_order(
    office: Office, silent: str
) -> None:
    binder, press = Bindery(), Printer(office.documents, prints=True)
    binding = replace(office, binder=binder, documents=press)
    lawyer = signed_in(an_app(binding), binding, somebody(office))
    page = lawyer.get(f"{silent}/pack")
    ticked = page.tree.xpath("//input[@name='parts' and @checked]/@value")
    assert ticked == ["index", "dates", "pleading", "annexes", "certificates"]
    annexes = page.tree.xpath("//input[@name='annexes' and @checked]/@value")
    assert len(annexes) == 2
    told = {
        "csrf_token": page.value("csrf_token"),
        "language": "en",
        "parts": ["pleading", "annexes", "affidavit", "vakalatnama"],
        "annexes": annexes[1:],
        "place-vakalatnama": "1",
        "place-affidavit": "not a number",
        "as": "pdf",
    }

    making = lawyer.client.post(f"{silent}/pack", data=told)
    waiting = lawyer.get(making.headers["Location"])
    assert re.search(r"This takes about \d+ seconds", waiting.words)
    (fetched,) = waiting.tree.xpath("//meta[@http-equiv='refresh']/@content")
    answer = lawyer.client.get(fetched.partition("url=")[2])

    assert answer.data == b"%PDF-1.7 bound"
    assert answer.mimetype == "application/pdf"
    assert "bundle-r0000001.pdf" in answer.headers["Content-Disposition"]
    marks = [part.bookmark for part in binder.bound if part.bookmark and not part.level]
    assert marks == [
        "Vakalatnama",
        "Appeal against the failure to decide the request of 19 February 2024",
        "Annexes",
        "Affidavit",
    ]
    drawn = [part.pdf.data for part in binder.bound if b"This paper" in part.pdf.data]
    assert drawn == [b"This paper is called delivery.txt.\n"]

    (back,) = waiting.tree.xpath("//a[contains(., 'Back to the choices')]/@href")
    page = lawyer.get(back)
    again = {"parts": page.tree.xpath("//input[@name='parts' and @checked]/@value")}
    assert set(again["parts"]) == set(told["parts"])
    assert page.value("place-vakalatnama") == "1"

    refused = lawyer.submit(f"{silent}/pack", {"parts": ["index"], "as": "pdf"})
    assert refused.status in (400, 422)
    assert "A bundle contains the pleading." in refused.words


def test_the_chosen_forms_are_among_the_separate_files(packer: Browser, silent: str) -> None:
    page = packer.get(f"{silent}/pack")
    told = {"csrf_token": page.value("csrf_token"), "language": "en", "parts": ["affidavit"]}
    answer = packer.client.post(f"{silent}/pack", data=told)
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert "DEMONSTRATION-04-AFFIDAVIT.docx" in archive.namelist()


def test_a_translation_is_added_to_a_document_and_listed_without_its_translator(
    packer: Browser, office: Office, silent: str
) -> None:
    page = packer.get(f"{silent}/translation")
    original = page.tree.xpath("//select[@name='of']/option[contains(., 'delivery')]/@value")[0]
    missing = packer.submit(f"{silent}/translation", {"of": original, "translator": ""})
    assert missing.status == 422
    told = {"of": original, "translator": "Zarmina Translator", "says": "I know both."}
    file = {"translation": (b"The translation", "english.txt")}

    saved = packer.submit(f"{silent}/translation", told, file)

    assert "Translation saved." in saved.words
    listed = packer.get(f"{silent}/documents")
    assert "english.txt" in listed.words
    assert "Translation of a document" in listed.words
    assert "Zarmina" not in listed.words


def test_a_pack_goes_with_the_letter_of_a_remedy_and_with_no_notice(
    app: Flask, silent: str, office: Office, clock: Clock
) -> None:
    """The appeal is filed on 20 March 2024: sixty days (section 17(3)) are over by July."""
    clock.set(date(2024, 3, 20))
    scenes.an_appeal(office, silent.rpartition("/")[2], date(2024, 3, 20))
    clock.set(date(2024, 7, 1))
    sweep(office)
    packer = signed_in(app, office, somebody(office))

    letters = packer.get(f"{silent}/letters").tree.xpath("//ul[@class='list']/li")
    packs = {li.xpath("./a")[0].text_content(): len(li.xpath(".//a")) > 1 for li in letters}

    assert any("notice before" in title.lower() and "Commission" in title for title in packs)
    assert {title for title, packed in packs.items() if packed} == {
        title for title in packs if "with chronology and annexes" in title or ", filed on" in title
    }


def test_a_long_session_confirms_the_identity_again(
    app: Flask, office: Office, silent: str
) -> None:
    unproved = signed_in(app, office, somebody(office), confirmed=False)
    answer = unproved.client.get(f"{silent}/pack")
    assert answer.status_code == 302
    assert "confirm" in answer.headers["Location"]


def test_an_advocate_takes_no_pack(app: Flask, office: Office, silent: str) -> None:
    advocate = signed_in(app, office, somebody(office, role=RoleName.ADVOCATE))
    assert not advocate.get(silent).tree.xpath("//a[starts-with(., 'bundle')]")
    assert advocate.get(f"{silent}/pack").status == 403


def test_an_identity_number_is_kept_for_letters_and_never_shown_unasked(
    packer: Browser, silent: str
) -> None:
    page = packer.submit(f"{silent}/identity", {"identity": " 61101-0000000-1 "})
    assert "61101" not in page.words

    plain = packer.get(f"{silent}/letters/appeal")
    ticked = packer.get(f"{silent}/letters/appeal?identity=yes")

    assert "61101" not in plain.words
    assert "Identity number: 61101-0000000-1" in ticked.words
    assert packer.get(f"{silent}/pack").tree.xpath("//input[@name='identity']")
    packer.submit(f"{silent}/identity", {"identity": ""})
    assert "Add an identity number" in packer.get(silent).words


class Refuser(Bindery):
    """A binder that cannot bind."""

    def bind(self, parts: Sequence[BoundPart], title: str, language: str) -> bytes:
        raise BadInput("The bundle has more than {most} pages.", most=600)


def test_a_bundle_that_cannot_be_made_leads_back_to_the_choices_with_the_reason(
    office: Office, silent: str
) -> None:
    press = Printer(office.documents, prints=True)
    binding = replace(office, binder=Refuser(), documents=press)
    lawyer = signed_in(an_app(binding), binding, somebody(office))

    page = lawyer.get(f"{silent}/pack/bundle.pdf?language=en&parts=pleading&parts=affidavit")

    assert page.status in (400, 422)
    assert "The bundle has more than 600 pages." in page.words
    ticked = page.tree.xpath("//input[@name='parts' and @checked]/@value")
    assert ticked == ["pleading", "affidavit"]
    assert page.tree.xpath("//main//form[@enctype]/@action") == [f"{silent}/pack"]


def test_a_copy_is_handed_in_listed_with_its_hash_replaced_and_withdrawn(
    app: Flask, office: Office, clock: Clock
) -> None:
    reference = brought(office, clock, "national-security")
    packer = signed_in(app, office, somebody(office))
    page = packer.get(f"/desk/requests/{reference}/pack")
    assert "annexes have only a sheet." in page.words
    link, *_ = page.tree.xpath("//section[@aria-labelledby='copies']//td/a/@href")
    data = a_pdf(("The report",))

    assert packer.submit(link, {}).status == 422
    empty = packer.submit(link, {}, {"file": (b"", "empty.pdf")})
    assert "“empty.pdf” is empty. Choose the file again." in empty.words
    wrong = packer.submit(link, {}, {"file": (b"MZ", "../a.exe")})
    assert "“a.exe” is not an accepted file type." in wrong.words
    saved = packer.submit(link, {}, {"file": (data, "\u202e<b>report.pdf")})
    assert "Copy saved." in saved.words
    assert "breport.pdf" in saved.words

    copy = packer.get(link)
    assert sha256_of(data) in copy.words
    (pdf,) = copy.tree.xpath("//a[contains(@href, 'copy.pdf')]/@href")
    assert packer.client.get(pdf).data.startswith(b"%PDF-")
    assert "Copy for the bundle" in packer.get(f"/desk/requests/{reference}/documents").words
    (away,) = copy.tree.xpath("//form[contains(@action, '/withdraw')]/@action")
    gone = packer.client.post(away, data={"csrf_token": copy.value("csrf_token")})
    assert gone.status_code == 302
    copy = packer.get(link)
    assert "Replaced and withdrawn" in copy.words
    assert packer.client.get(pdf).status_code == 404


def test_a_document_of_the_request_is_a_copy_without_handing_it_in_again(
    app: Flask, office: Office, clock: Clock
) -> None:
    reference = brought(office, clock, "national-security")
    packer = signed_in(app, office, somebody(office))
    page = packer.get(f"/desk/requests/{reference}/pack")
    link, *_ = page.tree.xpath("//section[@aria-labelledby='copies']//td/a/@href")
    held = packer.get(link).tree.xpath("//select[@name='held']/option/@value")

    if not office.documents.prints:
        pytest.skip("LibreOffice is not installed")
    saved = packer.submit(link, {"held": held[1]})

    assert "Copy saved." in saved.words


def test_the_copy_of_a_decision_is_handed_in_at_its_authority(
    packer: Browser, office: Office
) -> None:
    page = packer.get("/desk/authorities/pk-20")
    assert "The office has no copy." in page.words
    (link,) = page.tree.xpath("//section[@aria-labelledby='copy']//a/@href")

    packer.submit(link, {}, {"file": (a_pdf(("The decision",)), "decision.pdf")})

    assert "The office has a copy." in packer.get("/desk/authorities/pk-20").words
    assert packer.client.get(f"{link}/copy.pdf").data.startswith(b"%PDF-")
    assert packer.get("/desk/authorities/no-such/copy").status == 404


def test_the_progress_of_a_bundle_is_shown_without_a_script(
    packer: Browser, office: Office, clock: Clock, silent: str
) -> None:
    account = office.people.accounts()[-1].id
    address = f"{silent}/pack/progress?language=en&parts=pleading"
    refresh = "//meta[@http-equiv='refresh']/@content"

    page = packer.get(address)
    assert "No bundle is being made now." in page.words
    assert not page.tree.xpath(refresh)

    notes = ProgressNotes(office, silent.rpartition("/")[2], account)
    notes.note(BundleStep.DRAWING, 2, 9)
    page = packer.get(address)
    assert "Drawing the annexes: document 3 of 9." in page.words
    assert page.tree.xpath(refresh) == ["3"]
    assert "http-equiv" in packer.get(f"{silent}/pack/making?language=en&parts=pleading").text

    assert "Make the bundle again" not in page.words

    clock.moment += USUAL_STEP + timedelta(seconds=1)
    page = packer.get(address)
    assert "If the server was restarted, this bundle will not be finished." in page.words
    assert "Make the bundle again" in page.words
    assert page.tree.xpath(refresh) == ["3"]

    clock.moment += LONGEST_STEP
    page = packer.get(address)
    assert "The bundle was interrupted. The last step was “Drawing the annexes”" in page.words
    assert not page.tree.xpath(refresh)
    (again,) = page.tree.xpath("//a[text()='Make the bundle again']/@href")
    assert again == f"{silent}/pack/making?language=en&parts=pleading"


def test_the_page_says_that_the_order_is_our_own_if_no_rule_of_the_forum_was_read(
    packer: Browser, silent: str
) -> None:
    words = packer.get(f"{silent}/pack").words
    assert "The order is our own: we have read no rule of this forum on it." in words


def test_what_the_forum_wants_filed_is_on_the_page_with_its_source(tmp_path: Path) -> None:
    shipped = the_library()
    law = shipped.law("pk-raia-2017")
    wants = (FilingRule(Text({"en": "Two copies of each."}), ("s17-1",)),)
    forums = tuple(replace(e, wants=wants) if e.stage == "appeal" else e for e in law.forums)
    library = replace(shipped, laws={**shipped.laws, law.key: replace(law, forums=forums)})
    with an_office(tmp_path, library=library) as (office, clock):
        reference = brought(office, clock, "silence")
        packer = signed_in(an_app(office), office, somebody(office))
        words = packer.get(f"/desk/requests/{reference}/pack").words
    assert "What this forum wants with it: Two copies of each. (section 17(1))" in words


def test_enclosures_of_the_request_need_not_be_chosen_again(
    app: Flask, office: Office, clock: Clock
) -> None:
    whole = a_silent_request(office, clock)
    other = CapturedPage("https://press.example/other", date(2024, 3, 10))
    take_capture(office, "pk-x-2024", HTML + b"<p>Other.</p>", other, by="someone")

    page = signed_in(app, office, somebody(office)).get(f"/desk/requests/{whole.reference}/pack")

    offered = page.tree.xpath("//input[@name='evidence']/@value")
    assert len(offered) == 1
    assert whole.capture not in offered


def test_a_report_of_which_a_capture_is_held_says_so(
    app: Flask, office: Office, clock: Clock
) -> None:
    """The library names the report of 21 March 2024 with its address at phoneworld.com.pk."""
    reference = brought(office, clock, "national-security")
    packer = signed_in(app, office, somebody(office))
    said = "You hold a capture from this site."
    assert said not in packer.get(f"/desk/requests/{reference}/pack").words

    page = CapturedPage("https://www.phoneworld.com.pk/interior-letter", date(2026, 11, 10))
    take_capture(office, "pk-x-2024", HTML, page, by="someone")

    words = packer.get(f"/desk/requests/{reference}/pack").words
    assert words.count(said) == 1
    assert f"PhoneWorld, 21 March 2024No copy yet {said}" in words.replace(" No", "No")
