"""The page Today and the form of a receipt on a phone: a thumb can hit every control."""

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.browser.conftest import PHONE, Site
from tests.browser.test_journey import sign_in

pytestmark = pytest.mark.browser
THUMB = 44


def too_small(found: Locator) -> list[tuple[str, float, float]]:
    """The elements that are lower or narrower than a thumb, with their sizes."""
    boxes = [
        (each.inner_text() or each.get_attribute("name") or "", each.bounding_box())
        for each in found.all()
    ]
    return [
        (words, box["width"], box["height"])
        for words, box in boxes
        if box and (box["height"] < THUMB or box["width"] < THUMB)
    ]


def test_each_button_of_the_page_today_is_large_enough_for_a_thumb(
    phone: Page, site: Site, sent: str
) -> None:
    sign_in(phone, site)
    phone.goto(f"{site.url}/desk")

    buttons = phone.locator("main .agenda > li > .button, main .toc a, main .aside-box .button")
    assert buttons.count() > 5
    assert too_small(buttons) == []
    # The first button is visible without scrolling.
    first = phone.get_by_role("link", name="Log receipt").bounding_box()
    assert first
    assert first["y"] + first["height"] <= PHONE[1]


def test_a_receipt_is_logged_on_a_phone(phone: Page, site: Site, sent: str) -> None:
    sign_in(phone, site)
    phone.goto(f"{site.url}/desk")
    phone.get_by_role("link", name="Log receipt").tap()
    expect(phone.get_by_role("heading", name="Log receipt")).to_be_visible()

    touched = phone.locator("main form :is(input:not([type=hidden]), select, button):visible")
    assert too_small(touched) == []
    # The phone opens its own calendar for a field of this type.
    assert phone.get_by_label("Date, or earliest possible date").get_attribute("type") == "date"
    wide = phone.evaluate("document.documentElement.scrollWidth")
    assert wide == PHONE[0]
