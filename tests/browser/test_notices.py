"""A lawyer logs the transfer of a request or of some items, in a browser without JavaScript.

PTA received it on Monday 26 February 2024: ten working days end on 11 March. From the receipt by
the Ministry of Interior on Monday 4 March they end on 18 March (section 14 of the Act, which has
no rule on transfers).

The Ministry of Electronics of India received a request on Monday 1 July 2024: thirty days end on
Wednesday 31 July (section 7(1)). The Ministry of Home Affairs received item 3 on 8 July, and the
regulator item 4 on 10 July (section 6(3)): thirty days from then end on 7 and on 9 August.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.abroad import asked_abroad, library_abroad
from tests.browser.conftest import Site, a_site, fits
from tests.browser.test_journey import sign_in
from tests.offices import a_request, received
from tests.services.letters.scenes import answered, outcome
from tests.web import record_scenes as scenes
from tracker.domain.law.outcome import Outcome

pytestmark = [pytest.mark.browser, pytest.mark.slow]


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


@pytest.fixture
def indian_site(tmp_path: Path) -> Iterator[Site]:
    with a_site(tmp_path, speaks=True, library=library_abroad()) as site:
        yield site


def transfer(page: Page, address: str, item: str, to: str, on: str, letter: Path) -> str:
    """Log the transfer of one item to a body, and return the address of its new request."""
    page.goto(address)
    page.get_by_role("link", name="Log a clock event").first.click()
    page.get_by_label("Transferred to another body").check()
    page.get_by_label("Body it was transferred to").select_option(to)
    page.get_by_label(item).check()
    page.get_by_label("Date, or earliest possible date").fill(on)
    page.get_by_label("Supporting document").set_input_files(letter)
    fits(page)
    page.get_by_role("button", name="Save entry").click()
    expect(page.get_by_text("The items are now this separate request.")).to_be_visible()
    return page.url


def test_two_items_are_transferred_to_two_bodies_and_each_clock_is_shown_to_staff_and_public(
    page: Page, indian_site: Site, tmp_path: Path
) -> None:
    site = indian_site
    letter = tmp_path / "transfer.txt"
    letter.write_text("Items of the request are transferred under section 6(3).", encoding="utf-8")
    site.clock.set(date(2024, 7, 12))
    whole = asked_abroad(site.office, "in-meity", date(2024, 7, 1))
    sign_in(page, site)
    address = f"{site.url}/desk/requests/{whole}"

    home = transfer(page, address, "3. ", "in-mha", "2024-07-08", letter)
    expect(page.locator("#days")).to_contain_text("7 August 2024")
    expect(page.locator("#tree")).to_contain_text(whole.upper())
    trai = transfer(page, address, "4. ", "in-trai", "2024-07-10", letter)
    expect(page.locator("#days")).to_contain_text("9 August 2024")
    fits(page)

    page.goto(address)
    expect(page.locator("#days")).to_contain_text("31 July 2024")
    tree = page.locator("#tree")
    expect(tree).to_contain_text("Items still here: 1, 2, 5")
    expect(tree).to_contain_text("Ministry of Home Affairs")
    expect(tree).to_contain_text("items: 3")
    fits(page)

    parts = [each.rpartition("/")[2] for each in (home, trai)]
    for reference in (whole, *parts):
        scenes.show(site.office, reference, on=None)
    page.goto(f"{site.url}/requests/{whole}")
    page.get_by_role("link", name="Ministry of Home Affairs").first.click()
    expect(page).to_have_url(f"{site.url}/requests/{parts[0]}")
    expect(page.locator("#deadlines")).to_contain_text("7 Aug")
    page.get_by_role("link", name=whole, exact=True).click()
    expect(page.locator("#deadlines")).to_contain_text("31 Jul")
    fits(page)


def test_items_referred_elsewhere_are_requested_there_with_one_click(
    page: Page, site: Site
) -> None:
    site.clock.set(date(2024, 3, 8))
    reference = a_request(site.office)
    received(site.office, reference, date(2024, 2, 26))
    named = outcome(Outcome.REFERRED_ELSEWHERE, to="pk-interior")
    answered(
        site.office, reference, "not-held", date(2024, 3, 5), named, outcome(Outcome.NOT_HELD)
    )
    sign_in(page, site)
    page.goto(f"{site.url}/desk/requests/{reference}")

    page.get_by_role("button", name="Start a request for these items").click()

    expect(page.get_by_text("New draft started for the items that were referred.")).to_be_visible()
    expect(page.get_by_text("Ministry of Interior").first).to_be_visible()
    page.goto(f"{site.url}/desk/requests/{reference}")
    expect(page.locator("#tree")).to_contain_text("Draft")
    expect(page.get_by_role("button", name="Start a request for these items")).to_have_count(0)
    fits(page)
