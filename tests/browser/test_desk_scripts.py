"""What the small scripts of the desk add, in a browser that runs them.

Received on Monday 26 February 2024, ten working days end on Monday 11 March (section 14(1)).
"""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, Site
from tests.browser.test_journey import sign_in
from tests.offices import a_request
from tracker.services.office import Office

pytestmark = pytest.mark.browser


@pytest.fixture
def scripted(chromium: Browser) -> Iterator[Page]:
    """A page that runs scripts, on a telephone."""
    context = chromium.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    context.set_default_timeout(20_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def sent(site: Site) -> str:
    """A request that was sent on Friday 23 February 2024; it is Friday 8 March."""
    site.clock.set(date(2024, 2, 26))
    reference = a_request(site.office, on=date(2024, 2, 23))
    site.clock.set(date(2024, 3, 8))
    return reference


def events_of(office: Office, reference: str) -> int:
    with office.cases.look(reference) as case:
        return len(case.history)


def test_the_last_day_is_shown_while_the_day_of_receipt_is_typed(
    scripted: Page, site: Site, sent: str
) -> None:
    before = events_of(site.office, sent)
    sign_in(scripted, site)
    scripted.goto(f"{site.url}/desk/requests/{sent}/receipt")
    expect(scripted.get_by_text("What this would change")).to_be_hidden()

    scripted.get_by_label("First possible day").fill("2024-02-26")

    told = scripted.locator("[aria-live=polite]")
    expect(told).to_contain_text("Monday 11 March 2024")
    scripted.get_by_label("First possible day").fill("2024-02-22")
    expect(told).to_contain_text("is before 23 February 2024")
    expect(scripted.get_by_label("First possible day")).to_have_value("2024-02-22")
    assert events_of(site.office, sent) == before
