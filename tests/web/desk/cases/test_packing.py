"""The appeal pack and the identity number at the desk."""

import io
import zipfile
from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from flask import Flask

from tests.offices import Clock, a_request, received
from tests.web import record_scenes as scenes
from tests.web.browser import Browser, an_app, signed_in, somebody
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.ports.documents import Documents
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
    assert page.tree.xpath("//input[@name='declares']")
    assert not page.tree.xpath("//input[@name='identity']")

    key = page.tree.xpath("//main//input[@name='csrf_token']/@value")[0]
    answer = packer.client.post(
        link, data={"csrf_token": key, "language": "en", "declares": "none-pending"}
    )

    assert answer.mimetype == "application/zip"
    assert "appeal-pack-" in answer.headers["Content-Disposition"]
    with zipfile.ZipFile(io.BytesIO(answer.data)) as archive:
        assert "DEMONSTRATION-01-APPEAL.docx" in archive.namelist()


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
        title for title in packs if "with chronology and annexes" in title
    }


def test_whoever_signed_in_long_ago_proves_once_more(
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
