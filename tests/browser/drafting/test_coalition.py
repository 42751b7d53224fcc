"""From the matrix of a block to a request to a body that made someone suffer for asking."""

from datetime import date

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import DESKTOP, Site, a_page, fits, let_in
from tests.browser.counted import CountedPage
from tests.browser.test_journey import ADDRESS, NAME, sign_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BODY, REPRISAL = "PTA", "A requester was questioned at home."
CLICKS, LOADS = 8, 8


def test_an_open_cell_becomes_a_request_once_a_lawyer_decided_who_signs(
    chromium: Browser, site: Site
) -> None:
    site.clock.set(date(2024, 3, 1))
    page = a_page(chromium, *DESKTOP)
    sign_in(page, site)
    colleague = a_page(chromium, *DESKTOP)
    let_in(site, colleague, "Omar Other")
    colleague.goto(f"{site.url}/desk/bodies/pk-pta/risk")
    one = CountedPage(page)

    page.goto(f"{site.url}/desk/matrix")
    page.get_by_label("Block", exact=True).select_option("pk-x-2024")
    one.button("Show matrix")
    fits(page)
    one.click(page.get_by_role("button", name="Ask for all 8: PTA"))
    draft = page.url
    noting = CountedPage(colleague)
    noting.type(what=REPRISAL, when="March 2024", source="A press report, page 3")
    noting.button("Note reprisal")

    page.goto(f"{draft}/applicant")
    expect(page.get_by_text(REPRISAL)).to_be_visible()
    one.type(name=NAME, address=ADDRESS, contact="ayesha@example.org")
    one.check("I am a citizen of Pakistan")
    one.button("Save and preview letter")
    expect(page.get_by_text("A lawyer must record who signs, and why.").first).to_be_visible()
    expect(page.get_by_role("button", name="Finalise request")).to_have_count(0)
    one.link("Record who signs")
    one.check("The applicant")
    one.type(why="She knows of it and insists.")
    one.button("Save decision")
    expect(page.get_by_text("Decision on the signatory saved.")).to_be_visible()
    one.button("Finalise request")

    colleague.goto(f"{site.url}/desk/matrix?block=pk-x-2024")
    expect(colleague.get_by_role("button", name="Ask for all 8: PTA")).to_have_count(0)
    expect(colleague.get_by_role("row", name=BODY).locator("a.pill")).to_have_count(8)
    assert (one.clicks, one.loads) == (CLICKS, LOADS)
