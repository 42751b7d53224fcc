"""A block that two authorities ordered is entered without scripts, and read by the public."""

from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, Site, a_page, fits, let_in

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_two_orders_are_entered_each_with_its_source_and_the_public_reads_both(
    page: Page, chromium: Browser, site: Site
) -> None:
    site.clock.set(date(2024, 11, 11))
    theirs = a_page(chromium, *DESKTOP)
    let_in(site, page, "Lena Lawyer")
    let_in(site, theirs, "Omar Other")
    page.goto(f"{site.url}/desk/library/new/block?country=ke")
    page.locator("[name=service]").fill("Signal")
    page.locator("[name=where]").fill("Kenya")
    page.locator("[name=since]").fill("2024-11-08")
    page.get_by_label("Communications Authority of Kenya").first.check()
    first, second = (
        page.get_by_role("group", name="Order 1"),
        page.get_by_role("group", name="Order 2"),
    )
    first.get_by_label("Who ordered it", exact=True).select_option("ke-ca")
    first.get_by_label("What the source says").fill("It told the operators to block it.")
    first.get_by_label("Sources that name").fill("Nation, https://nation.example.org/1")
    page.locator("summary", has_text="Another order").click()
    second.get_by_label("Name, if it is not in the list").fill("High Court of Kenya")
    second.get_by_label("What the source says").fill("It ordered the block.")
    page.locator("[name=sources]").fill("Nation, https://nation.example.org/1")
    page.locator("[name=why]").fill("Two papers.")
    fits(page)

    page.get_by_role("button", name="Add block").click()
    page.get_by_role("link", name="Enter at least one source.").click()
    expect(second.get_by_label("Sources that name")).to_be_focused()
    fits(page)
    second.get_by_label("Sources that name").fill("Star, https://star.example.org/2")
    page.get_by_role("button", name="Add block").click()
    expect(page.get_by_text("High Court of Kenya").first).to_be_visible()

    theirs.goto(f"{site.url}/desk/library/blocks/ke-signal-2024")
    theirs.get_by_role("button", name="I compared the sources: verify").click()
    page.goto(f"{site.url}/blocks/ke-signal-2024")
    orders = page.locator("#said")
    expect(orders).to_contain_text("Communications Authority of Kenya")
    expect(orders).to_contain_text("High Court of Kenya")
    for told, where in (
        ("It told the operators to block it.", "https://nation.example.org/1"),
        ("It ordered the block.", "https://star.example.org/2"),
    ):
        order = orders.get_by_role("listitem").filter(has_text=told)
        expect(order.locator("a[href^='https']")).to_have_attribute("href", where)
    fits(page)
