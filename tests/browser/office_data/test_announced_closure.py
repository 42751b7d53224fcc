"""A closure announced at night: entered, verified by a second person, and shown by the request.

A request reached PTA on Friday 2 February 2024. Its ten working days (section 14 of the Act) are
6, 7, 9, 12, 13, 14, 15, 16, 19 and 20 February: Monday 5 February is Kashmir Day, Thursday
8 February the day of the general election. If Tuesday 6 February is closed too, they end on
Wednesday 21 February.
"""

from datetime import UTC, date, datetime

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, Site, a_page, fits, let_in
from tests.browser.counted import CountedPage
from tests.offices import a_request, received

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BEFORE, AFTER = "Tuesday 20 February 2024", "Wednesday 21 February 2024"
# Eleven at night of 5 February in Islamabad.
NIGHT = datetime(2024, 2, 5, 18, 0, tzinfo=UTC)
WHERE = "https://cabinet.example.gov.pk/1"
CLICKS, LOADS = 5, 9


def test_a_closure_announced_at_night_moves_a_deadline_and_its_request_says_so(
    page: Page, chromium: Browser, site: Site
) -> None:
    site.clock.set(date(2024, 2, 5))
    reference = a_request(site.office, on=date(2024, 2, 1))
    received(site.office, reference, date(2024, 2, 2))
    site.clock.moment = NIGHT
    theirs = a_page(chromium, *DESKTOP)
    let_in(site, page, "Lena Lawyer")
    let_in(site, theirs, "Omar Other")
    request = f"{site.url}/desk/requests/{reference}"
    page.goto(request)
    expect(page.get_by_text(f"deadline to respond: {BEFORE}")).to_be_visible()
    one, two = CountedPage(page), CountedPage(theirs)

    page.goto(f"{site.url}/desk/library")
    one.link("Add a closure or holiday")
    one.link("Pakistan")
    one.type(first="2024-02-06", name="Day of mourning", name_there="یومِ سوگ")
    one.type(announced_by="Cabinet Division", sources=f"Cabinet Division, {WHERE}")
    one.type(why="Read on its page at night.")
    fits(page)
    one.button("Add day")
    expect(page.get_by_text("Until it is verified, the day is uncertain.")).to_be_visible()
    page.goto(request)
    between = f"deadline to respond: between {BEFORE} and {AFTER}"
    expect(page.get_by_text(between)).to_be_visible()
    expect(page.get_by_text("Deadlines recalculated")).to_have_count(0)

    theirs.goto(f"{site.url}/desk/library")
    two.link("Day of mourning")
    expect(theirs.locator(f'a[href="{WHERE}"]').first).to_be_visible()
    two.button("I compared the sources: verify")
    expect(theirs.get_by_text("Dates of 1 open request moved.")).to_be_visible()

    page.goto(request)
    expect(page.get_by_text(f"deadline to respond: {AFTER}")).to_be_visible()
    entry = page.get_by_role("listitem").filter(has_text="Deadlines recalculated")
    expect(entry).to_contain_text(f"deadline: was {BEFORE}, now {AFTER}.")
    expect(entry).to_contain_text("is now recorded as a non-working day: Day of mourning.")
    expect(entry).to_contain_text(WHERE)
    fits(page)
    assert (one.clicks + two.clicks, one.loads + two.loads) == (CLICKS, LOADS)
