"""A wording in another language is taken on by a lawyer, and its letter sent by a live office."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, a_site, fits, let_in
from tests.browser.counted import CountedPage
from tests.browser.test_journey import ADDRESS, NAME
from tests.documents.papers import a_pdf

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLICKS, LOADS = 17, 14


@pytest.fixture
def worded_office(tmp_path: Path) -> Iterator[Site]:
    """The site of a live office with the words of every language."""
    with a_site(tmp_path, live=True, speaks=True) as site:
        yield site


def test_a_lawyer_takes_on_a_wording_and_the_live_office_sends_its_letter(
    page: Page, worded_office: Site, tmp_path: Path
) -> None:
    site = worded_office
    site.clock.set(date(2024, 2, 19))
    let_in(site, page, "Lena Lawyer")
    proof = tmp_path / "receipt.pdf"
    proof.write_bytes(a_pdf(("Receipt of the courier.",)))
    one = CountedPage(page)

    page.goto(f"{site.url}/desk/new?block=pk-x-2024")
    one.check("Pakistan Telecommunication Authority")
    one.button("Start")
    items = page.url
    expect(page.get_by_text("is ready once a lawyer takes it on.")).to_be_visible()
    one.link("Read the wording")
    expect(page.locator("article[lang=ur][dir=rtl]").first).to_be_visible()
    expect(page.locator("article[lang=en]").first).to_be_visible()
    fits(page)
    one.check("I have command")
    one.button("Take on wording")
    expect(page.get_by_text("Wording taken on.")).to_be_visible()

    page.goto(items)
    one.clicks += 1
    page.locator("select[name=language]").select_option("ur")
    one.button("Save and continue: applicant")
    one.type(name=NAME, address=ADDRESS, contact="ayesha@example.org")
    one.check("I am a citizen of Pakistan")
    one.button("Save and preview letter")
    expect(page.get_by_text("English text for information").first).to_be_visible()
    fits(page)
    one.button("Finalise request")
    one.link("Approve letter")
    one.button("Approve letter")
    request = page.url
    one.link("The request")
    with page.expect_download() as taken:
        one.link("Word document")
    file = tmp_path / "letter.docx"
    taken.value.save_as(file)
    words = [each.text for each in Document(str(file)).paragraphs]
    heading = words.index("English text for information")
    urdu, english = " ".join(words[:heading]), " ".join(words[heading:])
    assert "پاکستان ٹیلی کمیونیکیشن اتھارٹی" in urdu
    assert "19 فروری 2024" in urdu
    assert "I request copies of the records listed below." in english
    assert "I request copies" not in urdu

    page.goto(request)
    one.link("Log sending")
    page.get_by_label("Date it was sent").fill("2024-02-19")
    page.get_by_label("How it was sent").select_option(label="Courier")
    one.check("The Word document as finalised on")
    page.get_by_label("Proof of sending").set_input_files(proof)
    one.button("Save entry")
    expect(page.get_by_text("Sent, no proof of receipt").first).to_be_visible()
    assert (one.clicks, one.loads) == (CLICKS, LOADS)
