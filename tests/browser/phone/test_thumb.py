"""The morning page and the receipt on a telephone: what is touched is large enough for a thumb."""

from collections.abc import Iterator
from datetime import date

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import PHONE, Site
from tests.browser.test_journey import sign_in
from tests.offices import a_request

pytestmark = pytest.mark.browser
THUMB = 44


@pytest.fixture
def phone(chromium: Browser) -> Iterator[Page]:
    """A page on a telephone that is touched."""
    context = chromium.new_context(
        viewport={"width": PHONE[0], "height": PHONE[1]}, has_touch=True, is_mobile=True
    )
    context.set_default_timeout(30_000)
    yield context.new_page()
    context.close()


@pytest.fixture
def sent(site: Site) -> str:
    """A request that waits for its proof of receipt."""
    site.clock.set(date(2024, 2, 26))
    reference = a_request(site.office, on=date(2024, 2, 23))
    site.clock.set(date(2024, 3, 8))
    return reference


def too_small(found: Locator) -> list[tuple[str, float, float]]:
    """What is lower or narrower than a thumb."""
    boxes = [
        (each.inner_text() or each.get_attribute("name") or "", each.bounding_box())
        for each in found.all()
    ]
    return [
        (words, box["width"], box["height"])
        for words, box in boxes
        if box and (box["height"] < THUMB or box["width"] < THUMB)
    ]


def test_each_act_of_the_morning_is_large_enough_for_a_thumb(
    phone: Page, site: Site, sent: str
) -> None:
    sign_in(phone, site)
    phone.goto(f"{site.url}/desk")

    acts = phone.locator("main .agenda > li > .button, main .toc a, main .aside-box .button")
    assert acts.count() > 5
    assert too_small(acts) == []
    # The first act is on the first screen.
    first = phone.get_by_role("link", name="Log receipt").bounding_box()
    assert first
    assert first["y"] + first["height"] <= PHONE[1]


def test_a_receipt_is_logged_by_thumb(phone: Page, site: Site, sent: str) -> None:
    sign_in(phone, site)
    phone.goto(f"{site.url}/desk")
    phone.get_by_role("link", name="Log receipt").tap()
    expect(phone.get_by_role("heading", name="Log receipt")).to_be_visible()

    touched = phone.locator("main form :is(input:not([type=hidden]), select, button):visible")
    assert too_small(touched) == []
    # The phone shows its own calendar.
    assert phone.get_by_label("Date, or earliest possible date").get_attribute("type") == "date"
    wide = phone.evaluate("document.documentElement.scrollWidth")
    assert wide == PHONE[0]
