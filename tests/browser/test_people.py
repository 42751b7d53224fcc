"""A person is invited, signs in with codes, gets another role and leaves, as browsers without
JavaScript do it; in a live office, which demands a second factor."""

from collections.abc import Iterator
from datetime import timedelta

import pyotp
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import Site, a_page, fits
from tests.browser.keyboard import PASSWORD, set_password
from tests.browser.test_journey import draft_a_request

pytestmark = pytest.mark.browser

EMAIL = "nadia@example.org"


@pytest.fixture
def hers(chromium: Browser, page: Page) -> Iterator[Page]:
    """The browser of a second person, as wide as the first."""
    size = page.viewport_size
    assert size
    hers = a_page(chromium, size["width"], size["height"])
    yield hers
    hers.context.close()


def come_in(page: Page, site: Site, link: str) -> str:
    """Use a one-time link, and set up the codes of a telephone: their secret."""
    set_password(page, link)
    expect(page.get_by_role("heading", name="Set up the second factor")).to_be_visible()
    secret = page.locator("figure code").inner_text().replace(" ", "")
    page.get_by_label("Code").fill(pyotp.TOTP(secret).at(site.clock.moment))
    page.get_by_role("button", name="Use these codes").click()
    page.get_by_role("link", name="I have saved them. Continue").click()
    expect(page).to_have_url(f"{site.url}/desk")
    return secret


def sign_in_with_codes(page: Page, site: Site, secret: str) -> None:
    site.clock.moment += timedelta(minutes=1)
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()
    page.get_by_label("Code").fill(pyotp.TOTP(secret).at(site.clock.moment))
    page.get_by_role("button", name="Sign in").click()
    expect(page).to_have_url(f"{site.url}/desk")


@pytest.mark.slow
def test_a_person_is_invited_given_a_role_and_hands_her_requests_over(
    page: Page, hers: Page, live_site: Site
) -> None:
    site = live_site
    come_in(page, site, site.welcome)
    page.get_by_role("link", name="Team", exact=True).click()
    page.get_by_label("Email address").fill(EMAIL)
    page.get_by_label("Name", exact=True).fill("Nadia Namoona")
    page.get_by_label("Role").select_option(label="Advocate")
    page.get_by_role("button", name="Create one-time link").click()
    link = page.locator("section[aria-labelledby=link] code").inner_text()
    expect(page.get_by_role("row", name="Nadia Namoona")).to_contain_text("invited")
    fits(page)

    secret = come_in(hers, site, link)
    expect(hers.get_by_role("link", name="Team", exact=True)).to_have_count(0)
    draft_a_request(hers)
    expect(hers.get_by_role("button", name="Save and finalise")).to_have_count(0)
    hers.get_by_role("button", name="Save", exact=True).click()
    fits(hers)
    hers.get_by_role("button", name="Sign out").click()
    hers.goto(link)
    expect(hers.get_by_text("has been used")).to_be_visible()

    page.get_by_role("link", name="Nadia Namoona").click()
    page.get_by_role("link", name="Change the role").click()
    page.get_by_label("Role").select_option(label="Lawyer")
    page.get_by_role("button", name="Change the role").click()
    expect(page.get_by_text("Role changed. It applies from the next page")).to_be_visible()

    hers.goto(f"{site.url}/sign-in")
    sign_in_with_codes(hers, site, secret)
    (draft,) = site.office.drafts.all()
    hers.goto(f"{site.url}/desk/drafts/{draft.reference}/applicant")
    hers.get_by_role("button", name="Save and finalise").click()
    expect(hers.get_by_text("Finalised, awaiting approval").first).to_be_visible()

    page.reload()
    expect(page.locator("dl.facts")).to_contain_text("1 request")
    page.get_by_role("link", name="Hand over, or close the account").click()
    page.get_by_label("Who takes over the requests").select_option(label="A Lawyer")
    page.get_by_label("Also close the account").check()
    fits(page)
    page.get_by_role("button", name="Hand over").click()
    expect(page.get_by_text("1 request handed over. Account closed.")).to_be_visible()
    hers.reload()
    expect(hers.get_by_label("Password")).to_be_visible()
    page.goto(f"{site.url}/desk/requests/{draft.reference}")
    expect(page.get_by_role("main")).to_contain_text("A Lawyer")
