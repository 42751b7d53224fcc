"""The page Mail by keyboard: the list by keys, the search, and a sender that is folded away."""

from datetime import timedelta

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDTHS, Site
from tests.browser.test_journey import sign_in
from tests.mail.reading.raw_mails import plain
from tracker.services.correspondence.storing import take_file

pytestmark = pytest.mark.browser

SUBJECTS = ("Third", "Second", "First")


@pytest.fixture
def mails(site: Site) -> None:
    """Three emails, each from a sender of its own."""
    for number, subject in enumerate(reversed(SUBJECTS)):
        raw = plain(f"Blocking order {number}.\r\n".encode())
        raw = raw.replace(b"The order", subject.encode())
        site.clock.moment += timedelta(minutes=1)
        take_file(site.office, raw.replace(b"rti@pta.gov.pk", f"a{number}@shop.example".encode()))


@pytest.mark.usefixtures("mails")
@pytest.mark.parametrize("size", WIDTHS)
def test_keys_lead_through_the_list_and_only_within_it(
    phone: Page, site: Site, size: tuple[int, int]
) -> None:
    page, (width, height) = phone, size
    page.set_viewport_size({"width": width, "height": height})
    sign_in(page, site)
    page.goto(f"{site.url}/desk/mail")
    first, second, third = (page.get_by_role("link", name=each) for each in SUBJECTS)

    page.keyboard.press("j")
    expect(first).not_to_be_focused()
    first.focus()
    page.keyboard.press("j")
    expect(second).to_be_focused()
    page.keyboard.press("j")
    page.keyboard.press("j")
    expect(third).to_be_focused()
    page.keyboard.press("k")
    expect(second).to_be_focused()
    page.keyboard.press("Enter")

    expect(page.get_by_role("heading", level=1)).to_have_text("Second")
    page.get_by_role("button", name="Fold away this sender").click()
    page.get_by_role("link", name="Mail", exact=True).first.click()
    expect(page.locator("summary", has_text="From folded senders")).to_be_visible()
    expect(second).not_to_be_visible()
    page.get_by_label("Search mail").fill("blocking")
    page.get_by_label("Search mail").press("j")
    expect(page.get_by_label("Search mail")).to_have_value("blockingj")
    page.get_by_label("Search mail").fill("blocking order")
    page.get_by_label("Search mail").press("Enter")
    expect(page.locator("mark").first).to_have_text("Blocking")
    expect(page.locator("#found")).to_contain_text("3 emails")
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
