"""A reader goes from the first page to the words of a refusal, without a script."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.web import record_scenes as scenes

pytestmark = pytest.mark.browser


def test_a_reader_comes_from_the_first_page_to_the_words_of_a_refusal(
    page: Page, site: Site
) -> None:
    reference = scenes.a_refusal(site.office)
    page.goto(site.url)

    page.get_by_role("link", name="X in Pakistan", exact=True).click()
    expect(page.get_by_text("The legal basis was asked of 1 body.")).to_be_visible()
    row = page.get_by_role("row", name="Grounds and reasons")
    row.get_by_role("link", name="Refused").click()

    expect(page).to_have_url(f"{site.url}/requests/{reference}#question-reasons-recorded")
    question = page.locator("li:target")
    expect(question).to_contain_text("Grounds and reasons")
    expect(question).to_contain_text("Refused")
    question.get_by_role("link", name="section 7(e)").click()
    expect(page.get_by_text("The record is classified.")).to_be_visible()
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
