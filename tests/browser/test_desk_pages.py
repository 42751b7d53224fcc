"""Today and a request in a browser: how high they are, what the first screen says, and that the
keyboard reaches everything without what stays in sight covering it. Nothing needs a script."""

from datetime import date

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Site, a_page, fits
from tests.browser.keyboard import press, tab_to
from tests.offices import a_request, received
from tests.web.browser import an_app, signed_in, somebody
from tracker.services.drafting.drafts import start

pytestmark = pytest.mark.browser

# A fifth above what was drawn for the same content, by width.
HIGHEST = {
    "": {DESKTOP: 1240, PHONE: 2622},
    "/requests/{}": {DESKTOP: 1360, PHONE: 2735},
}
# Whether the place of the focus is covered by something else: the middle of its first line.
COVERED = """() => {
  const one = document.activeElement, box = one.getClientRects()[0];
  if (!box || one === document.body) return "";
  const x = Math.min(Math.max(box.left + box.width / 2, 1), innerWidth - 1);
  const at = document.elementFromPoint(x, box.top + box.height / 2);
  return at && (one.contains(at) || at.contains(one)) ? "" : one.outerHTML.slice(0, 160);
}"""


@pytest.fixture
def waiting(site: Site) -> str:
    """A request that the body has had since Monday 26 February 2024, one that was sent, and a
    draft; it is Friday 1 March."""
    site.clock.set(date(2024, 2, 26))
    reference = a_request(site.office, on=date(2024, 2, 23))
    received(site.office, reference, date(2024, 2, 26))
    a_request(site.office, body="pk-interior", on=date(2024, 2, 26))
    start(site.office, "pk-bluesky-2024", "pk-pta", by="tester")
    site.clock.set(date(2024, 3, 1))
    return reference


def at_desk(chromium: Browser, site: Site, size: tuple[int, int]) -> Page:
    """A page without JavaScript of somebody who is signed in."""
    page = a_page(chromium, *size)
    browser = signed_in(an_app(site.office), site.office, somebody(site.office))
    cookie = browser.client.get_cookie("desk")
    assert cookie
    page.context.add_cookies([{"name": "desk", "value": cookie.value, "url": site.url}])
    return page


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_today_and_a_request_are_as_short_as_they_were_drawn(
    chromium: Browser, site: Site, waiting: str, size: tuple[int, int]
) -> None:
    page = at_desk(chromium, site, size)
    for path, highest in HIGHEST.items():
        page.goto(f"{site.url}/desk{path.format(waiting)}")
        fits(page)
        assert page.evaluate("document.documentElement.scrollHeight") <= highest[size], path
    page.context.close()


def test_the_first_screen_of_a_phone_says_what_is_next(
    chromium: Browser, site: Site, waiting: str
) -> None:
    page = at_desk(chromium, site, PHONE)

    page.goto(f"{site.url}/desk")
    for words in ("Next deadline in 10 days", "Log proof of receipt", "Mon 11 Mar"):
        expect(page.get_by_text(words).first).to_be_in_viewport()

    page.goto(f"{site.url}/desk/requests/{waiting}")
    # Ten working days from Monday 26 February end on Monday 11 March.
    expect(page.locator(".countdown")).to_contain_text("10 days left")
    for place in (".stand h1", ".countdown", ".acts .button", ".tabs", ".lanes .lane >> nth=0"):
        expect(page.locator(place).first).to_be_in_viewport()
    assert page.evaluate("document.querySelector('main').getBoundingClientRect().top") <= 112
    page.context.close()


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_what_has_the_focus_is_never_under_what_stays_in_sight(
    chromium: Browser, site: Site, waiting: str, size: tuple[int, int], key: str
) -> None:
    page = at_desk(chromium, site, size)
    page.goto(f"{site.url}/desk/requests/{waiting}")
    covered, stops = [], 0
    for _ in range(120):
        page.keyboard.press(key)
        if page.evaluate("document.activeElement === document.body"):
            break
        stops += 1
        covered.append(page.evaluate(COVERED))

    assert stops > 30
    assert [each for each in covered if each] == []
    page.context.close()


def test_from_today_to_a_response_by_keyboard_alone(
    chromium: Browser, site: Site, waiting: str
) -> None:
    """Past the navigation, into the request, through its pages, to the act that it asks for."""
    page = at_desk(chromium, site, PHONE)
    page.goto(f"{site.url}/desk")
    press(page, "link", "Skip to the content")
    press(page, "link", "PTA: X in Pakistan")
    expect(page).to_have_url(f"{site.url}/desk/requests/{waiting}")

    for name in ("Items", "Documents", "People and notes", "Overview"):
        press(page, "link", name, exact=False)
        expect(page.locator(".tabs a[aria-current]")).to_contain_text(name)
    tab_to(page, page.locator("#counts > summary"))
    page.keyboard.press("Enter")
    expect(page.locator("#counts")).to_have_attribute("open", "")
    page.goto(page.url)
    press(page, "link", "Log a response")

    expect(page).to_have_url(f"{site.url}/desk/requests/{waiting}/response")
    page.context.close()
