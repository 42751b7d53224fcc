"""The desk by keyboard alone: every control is reached, in the order of the page, and shows it.

Nothing here needs a script: the pages are opened without.
"""

from dataclasses import dataclass

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.full_office import Full, fill
from tests.browser.test_journey import sign_in
from tests.web.browser import an_app, signed_in

pytestmark = pytest.mark.browser

# What can take the focus and is seen. Of radio buttons with one name the browser offers one, and
# what is folded away is no stop.
STOPS = """() => {
  const seen = new Set();
  return [...document.querySelectorAll("a[href], button, input, select, textarea, summary")]
    .filter(one => one.type !== "hidden" && one.tabIndex >= 0 && !one.disabled)
    .filter(one => one.checkVisibility({visibilityProperty: true, contentVisibilityAuto: true}))
    .filter(one => {
      if (one.type !== "radio") return true;
      const first = !seen.has(one.name);
      seen.add(one.name);
      return first;
    }).length;
}"""
# Marks each stop with its number: a day has several stops within one field.
FOCUSED = """() => {
  const one = document.activeElement;
  if (!one || one === document.body) return null;
  const style = getComputedStyle(one), box = one.getBoundingClientRect();
  window.stops ??= new Map();
  if (!window.stops.has(one)) window.stops.set(one, window.stops.size + 1);
  return {
    number: window.stops.get(one),
    what: one.outerHTML.slice(0, 120),
    outlined: style.outlineStyle !== "none" && parseFloat(style.outlineWidth) >= 2,
    within: box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth,
  };
}"""
# Something that scrolls and cannot be reached could not be scrolled by keyboard.
SHUT_AWAY = """() => [...document.querySelectorAll("main *")].filter(one => {
  const style = getComputedStyle(one);
  const scrolls = /auto|scroll/.test(style.overflowX) && one.scrollWidth > one.clientWidth
    || /auto|scroll/.test(style.overflowY) && one.scrollHeight > one.clientHeight;
  return scrolls && !one.matches("textarea, select, input") && one.tabIndex < 0;
}).map(one => one.outerHTML.slice(0, 120))"""


@dataclass(frozen=True)
class Stop:
    """One thing that took the focus."""

    number: int
    what: str
    outlined: bool
    within: bool


@pytest.fixture
def full(page: Page, site: Site) -> Full:
    """A full office, with its administrator signed in."""
    full = fill(site.office, site.clock)
    cookie = signed_in(an_app(site.office), site.office, full.admin).client.get_cookie("desk")
    assert cookie
    page.context.add_cookies([{"name": "desk", "value": cookie.value, "url": site.url}])
    return full


def tabbed(page: Page) -> list[Stop]:
    """Every stop from the top of the page until the focus leaves it."""
    found: list[Stop] = []
    for _ in range(600):
        page.keyboard.press("Tab")
        told = page.evaluate(FOCUSED)
        if told is None:
            return found
        found.append(Stop(**told))
    pytest.fail(f"the focus is caught at {found[-1].what}")


def at(kind: str, full: Full) -> str:
    """The address of a page of that kind."""
    paths = {
        "morning": "/desk",
        "list": "/desk/requests",
        "draft": f"/desk/drafts/{full.draft}",
        "applicant": f"/desk/drafts/{full.draft}/applicant",
        "response": f"/desk/requests/{full.heard}/response",
    }
    return paths[kind]


@pytest.mark.slow
@pytest.mark.parametrize("kind", ["morning", "list", "draft", "applicant", "response"])
def test_every_control_is_reached_in_order_and_shows_that_it_has_the_focus(
    page: Page, site: Site, full: Full, kind: str
) -> None:
    page.goto(site.url + at(kind, full))
    reachable = page.evaluate(STOPS)

    stops = tabbed(page)

    assert "Skip to the content" in stops[0].what
    numbers = [stop.number for stop in stops]
    assert numbers == sorted(numbers), "the focus went back"
    assert max(numbers) == reachable, [stop.what for stop in stops]
    assert [stop.what for stop in stops if not stop.outlined] == []
    assert [stop.what for stop in stops if not stop.within] == []
    assert page.evaluate(SHUT_AWAY) == []
    assert (
        page.locator("[accesskey], [tabindex]:not([tabindex='-1']):not([tabindex='0'])").count()
        == 0
    )


def test_the_first_key_leads_past_the_navigation(page: Page, site: Site, full: Full) -> None:
    page.goto(f"{site.url}/desk")
    page.keyboard.press("Tab")
    skip = page.get_by_role("link", name="Skip to the content")
    expect(skip).to_be_in_viewport()

    page.keyboard.press("Enter")
    page.keyboard.press("Tab")

    assert page.locator("main :focus").count() == 1


def test_what_is_wrong_has_the_focus_when_a_form_comes_back(page: Page, site: Site) -> None:
    sign_in(page, site)
    page.goto(f"{site.url}/desk/account/password")
    page.get_by_role("button", name="Change the password").click()

    expect(page.locator(".error-summary")).to_be_focused()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.get_by_label("New password")).to_be_focused()
