"""A lawyer records that a request was handed on, as a browser without JavaScript does it.

PTA received it on Monday 26 February 2024: ten working days end on 11 March; from the receipt by
the Ministry of Interior on Monday 4 March they end on 18 March (section 14 of the Act, which says
nothing of a transfer).
"""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.test_journey import sign_in
from tests.offices import a_request, received

pytestmark = pytest.mark.browser


def test_a_transfer_that_the_law_does_not_know_leaves_the_last_day_and_is_told(
    page: Page, site: Site, tmp_path: Path
) -> None:
    letter = tmp_path / "transfer.txt"
    letter.write_text("The request was handed on.", encoding="utf-8")
    site.clock.set(date(2024, 3, 6))
    reference = a_request(site.office)
    received(site.office, reference, date(2024, 2, 26))
    sign_in(page, site)
    page.goto(f"{site.url}/desk/requests/{reference}")

    page.get_by_role("link", name="Log a clock event").click()
    page.get_by_label("Transferred to another body").check()
    page.get_by_label("Body it was transferred to").select_option("pk-interior")
    page.get_by_label("Date, or earliest possible date").fill("2024-03-04")
    page.get_by_label("Supporting document").set_input_files(letter)
    page.get_by_role("button", name="Save entry").click()

    expect(page.get_by_text("Logged.")).to_be_visible()
    expect(page.get_by_text("To the Ministry of Interior")).to_be_visible()
    expect(page.locator("#days")).to_contain_text("11 March 2024")
    width = page.viewport_size["width"] if page.viewport_size else 0
    assert page.evaluate("document.documentElement.scrollWidth") <= width
