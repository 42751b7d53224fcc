"""A reader's ways, without a script: from the first page to the words of a refusal, and by the
search in Urdu."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect
from pypdfium2 import PdfDocument

from tests.browser.conftest import DESKTOP, PHONE, Site, a_page, a_site, fits
from tests.web import record_scenes as scenes

pytestmark = pytest.mark.browser


def test_a_reader_comes_from_the_first_page_to_the_words_of_a_refusal(
    page: Page, site: Site
) -> None:
    reference = scenes.a_refusal(site.office)
    page.goto(site.url)

    page.get_by_role("link", name="445 days", exact=True).click()
    expect(page.get_by_text("1 public body was asked for the legal basis.")).to_be_visible()
    row = page.get_by_role("row", name="Grounds and reasons")
    row.get_by_role("link", name="Refused").click()

    expect(page).to_have_url(f"{site.url}/requests/{reference}#question-reasons-recorded")
    question = page.locator("tr:has(:target)")
    expect(question).to_contain_text("Grounds and reasons")
    expect(question).to_contain_text("Refused")
    question.get_by_role("link", name="section 7(e)", exact=True).click()
    expect(page.get_by_text("The record is classified.")).to_be_visible()
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width


@pytest.mark.samples("phone")
@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_reader_of_urdu_finds_a_block_and_a_request_by_words_in_any_spelling(
    chromium: Browser, tmp_path: Path, size: tuple[int, int]
) -> None:
    with a_site(tmp_path, speaks=True) as site:
        reference = scenes.a_request_in_urdu(site.office)
        page = a_page(chromium, *size)
        page.goto(f"{site.url}/ur")

        # With the Arabic letters kaf and yeh, as many keyboards type them.
        if size == PHONE:  # where the header has only the button that leads to the search
            page.locator(".find button").click()
        box = page.get_by_role("main" if size == PHONE else "banner").get_by_role("searchbox")
        box.fill("پا\u0643ستان م\u064aں ا\u064a\u0643س")
        box.press("Enter")
        expect(page).to_have_url(re.compile(f"^{site.url}/ur/search"))
        expect(page.locator("html")).to_have_attribute("dir", "rtl")
        fits(page)
        page.get_by_role("link", name="پاکستان میں ایکس", exact=True).click()
        expect(page).to_have_url(f"{site.url}/ur/blocks/pk-x-2024")

        page.goto(f"{site.url}/ur/search")
        page.locator("#q").fill("کابینہ ڈویژن")
        page.locator("#q").press("Enter")
        page.locator(f"a[href='/ur/requests/{reference}']").first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text("کابینہ ڈویژن")
        fits(page)
        page.context.close()


def test_a_record_on_paper_is_whole_and_says_where_it_stands(
    chromium: Browser, tmp_path: Path
) -> None:
    with a_site(tmp_path) as site:
        reference = scenes.a_silence(site.office)
        page = a_page(chromium, *DESKTOP)
        page.goto(f"{site.url}/requests/{reference}")
        paper = PdfDocument(page.pdf(prefer_css_page_size=True))
        said = " ".join(" ".join(leaf.get_textpage().get_text_range() for leaf in paper).split())
        width, height = paper[0].get_size()

    # A4 in points: 210 by 297 mm.
    assert (round(width), round(height)) == (595, 842)
    # 1 April 2024 is the tenth working day after Monday 18 March: the steps to it are folded on
    # the screen.
    assert "How this date was calculated Monday 18 March 2024" in said
    assert said.count(f"/requests/{reference}") >= 2
    assert "Search requests and laws" not in said
