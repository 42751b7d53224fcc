"""Questions that people bring, each answered on the first screen or within two clicks."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Locator, Page, expect

from tests.browser.conftest import WIDTHS, a_page, a_site
from tests.offices import demonstrated

pytestmark = pytest.mark.browser


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A demonstration office."""
    with a_site(tmp_path_factory.mktemp("questions"), speaks=True, fill=demonstrated) as site:
        yield site.url


@pytest.fixture(params=WIDTHS)
def home(chromium: Browser, url: str, request: pytest.FixtureRequest) -> Iterator[Page]:
    """The home page on a screen, without scripts."""
    page = a_page(chromium, *request.param)
    page.goto(url)
    yield page
    page.context.close()


def on_the_screen(found: Locator) -> None:
    """Assert that an element is wholly on the screen as the page is now."""
    box, size = found.bounding_box(), found.page.viewport_size
    assert box
    assert size
    assert box["y"] >= 0, found.inner_text()
    assert box["y"] + box["height"] <= size["height"], found.inner_text()


def answer(page: Page, question: str) -> Locator:
    """Return the answer to a question on the card of a page."""
    return page.locator(".answers > div").filter(has=page.get_by_text(question, exact=True))


def contents(page: Page) -> Locator:
    """Return the entry of the contents that leads to what a refusal must contain."""
    return page.get_by_role("link", name="What a refusal must contain")


def latest(page: Page) -> Locator:
    """Return the list of what came last."""
    return page.locator("#latest").get_by_role("listitem")


def test_is_pta_late_with_x(home: Page) -> None:
    now = answer(home, "No response now")
    expect(now).to_contain_text("The Pakistan Telecommunication Authority has not answered")
    on_the_screen(now)

    now.get_by_role("link", name="X in Pakistan").click()

    late = answer(home, "Is it late?")
    expect(late).to_contain_text("Yes")
    expect(late).to_contain_text("the maximum limit was 25 March 2024")
    on_the_screen(late)


def test_which_section_did_it_name(home: Page) -> None:
    """The newest answer of the demonstration: PTA refused two items under section 7(a) and (b)."""
    latest(home).filter(has_text="PTA: X").first.get_by_role("link").first.click()

    said = answer(home, "What did they say?")
    expect(said).to_contain_text("2 refused")
    expect(said).to_contain_text("Under section 7(a)")
    on_the_screen(said)


def test_where_is_the_document(home: Page) -> None:
    latest(home).first.get_by_role("link").first.click()
    where = answer(home, "Where is the document?")
    on_the_screen(where)

    where.get_by_role("link").first.click()

    expect(home.locator(":target")).to_be_in_viewport()


def test_who_has_not_responded_for_longest(home: Page) -> None:
    """The first day without a response is 26 March 2024: received on 26 February, ten working
    days and ten more end on Monday 25 March, as Saturday and Sunday do not count and 23 March, a
    holiday, was a Saturday."""
    longest = answer(home, "No response now")

    expect(longest).to_contain_text("days")
    on_the_screen(longest)
    lane = home.locator(".lanes .lane").first
    expect(lane).to_contain_text("PTA")
    expect(lane).to_contain_text("26 March 2024")


def test_what_must_a_refusal_contain_in_kenya(home: Page) -> None:
    home.get_by_role("navigation").get_by_role("link", name="Laws").click()
    home.get_by_role("link", name="Access to Information Act, 2016").first.click()

    # Section 9(4) was read as a quotation: the page lists its contents, and says how it was read.
    expect(home.locator("#refusal")).to_contain_text("how the requester may appeal")
    expect(home.locator("#refusal")).to_contain_text("read as a quotation, not in the law itself")
    if not contents(home).is_visible():
        home.locator(".jump > summary").click()
    on_the_screen(contents(home))
    contents(home).click()
    expect(home.locator("#refusal")).to_be_in_viewport()


def test_for_how_many_blocks_is_an_order_known_and_which_lasted_longest(home: Page) -> None:
    home.get_by_role("navigation").get_by_role("link", name="Blocks").click()

    ordered = answer(home, "An order is known")
    expect(ordered).to_contain_text(" of ")
    on_the_screen(ordered)
    longest = answer(home, "Ended").get_by_role("link")
    on_the_screen(longest)
    longest.click()
    expect(home.locator(".says")).to_contain_text("days in force")


def test_what_a_block_cost_is_said_not_to_be_recorded(home: Page) -> None:
    """A question without an answer on the site: the site says so."""
    home.get_by_role("navigation").get_by_role("link", name="About").click()
    # The click does not wait for the page, and `is_visible` would answer for the one before.
    expect(home.locator("#left-out")).to_be_attached()
    if not home.get_by_role("link", name="What we do not record").first.is_visible():
        home.locator(".jump > summary").click()
    home.locator("a[href='#left-out']:visible").click()

    expect(home.locator("#left-out")).to_contain_text("what it cost")
    expect(home.locator("#left-out")).to_be_in_viewport()
