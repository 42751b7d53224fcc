"""Logos of those who sign, at the desk."""

from dataclasses import replace

import pytest

from tests.documents.reading import parts_of
from tests.offices import AYESHA, BY
from tests.services.drafting.test_logos import SIGNERS, picture
from tests.web.browser import Browser
from tracker.domain.case.request import Applicant
from tracker.services.core.office import Office
from tracker.services.drafting.drafts import save, start


def begun(office: Office, applicant: Applicant) -> str:
    draft = replace(start(office, "pk-x-2024", "pk-pta", by=BY), eligibility="citizen")
    return f"/desk/drafts/{save(office, draft, applicant, by=BY).reference}/logos"


@pytest.fixture
def page(office: Office) -> str:
    return begun(office, replace(AYESHA, cosigners=SIGNERS))


def test_a_logo_is_put_in_and_taken_out_again(lawyer: Browser, page: str) -> None:
    (field,) = lawyer.get(page).tree.xpath("//input[@name='logo']")
    assert field.get("accept") == ".png,.jpg,.jpeg"
    assert "20 MB" not in lawyer.get(page).words
    shown = lawyer.submit(page, {"place": "0"}, {"logo": (picture(), "logo.png")})
    assert "Logo added to the letter." in shown.words
    assert "has a logo" in shown.words
    docx = lawyer.client.get(page.replace("/logos", "/letter.docx")).data
    assert b"word/media/" in docx

    gone = lawyer.submit(page, {"place": "0"})
    assert "Logo removed." in gone.words
    assert "has a logo" not in gone.words


def test_the_letter_is_shown_with_the_logo_as_the_word_document_has_it(
    lawyer: Browser, stranger: Browser, page: str
) -> None:
    lawyer.submit(page, {"place": "0"}, {"logo": (picture(), "logo.png")})

    letter = lawyer.get(page.replace("/logos", "/letter"))

    (logo,) = letter.tree.xpath("//article[@class='letter']//img")
    assert logo.get("alt") == "Bolo Bhi"
    # 540,000 of the units of a Word document, of which a dot has 9,525.
    assert logo.get("height") == "56"
    assert logo.getparent().getnext().get("class") == "letter-signature"
    shown = lawyer.client.get(logo.get("src"))
    assert (shown.mimetype, shown.data[:2]) == ("image/jpeg", b"\xff\xd8")
    docx = lawyer.client.get(page.replace("/logos", "/letter.docx")).data
    assert shown.data in parts_of(docx).values(), "the same dots"
    assert "img-src 'self'" in letter.answer.headers["Content-Security-Policy"]
    assert stranger.client.get(logo.get("src")).status_code in (302, 404)
    assert lawyer.client.get(f"/desk/logos/{'0' * 64}.jpg").status_code == 404


def test_what_is_wrong_is_said_at_its_field(lawyer: Browser, page: str) -> None:
    whose = lawyer.submit(page, files={"logo": (picture(), "logo.png")})
    assert whose.status == 422
    assert whose.summary()[0] == "Choose the organisation."
    words = lawyer.submit(page, {"place": "0"}, {"logo": (b"words", "logo.txt")})
    assert "The logo must be a PNG or JPEG" in words.words


def test_without_a_signatory_the_page_says_what_to_do(lawyer: Browser, office: Office) -> None:
    assert "No co-signatories" in lawyer.get(begun(office, AYESHA)).words
