"""Pages of bodies, laws and deadlines fit the narrowest screen, and a link opens what it names."""

from collections.abc import Iterator

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import PHONE, a_page, a_site
from tests.web import record_scenes as scenes

pytestmark = pytest.mark.browser

NARROWEST = 320
COUNT = "/deadlines?law=pk-raia-2017&stage=reply&day=2026-11-20"
BROAD = (
    "/bodies/pk-pta",
    "/laws/pk-raia-2017",
    COUNT,
    "/bodies/pk-interior",
    "/laws/ke-atia-2016",
    "/laws/us-foia",
    "/bodies",
    "/compare",
    "/laws",
    "/bodies/gb-ofcom",
    "/laws/tr-4982-2003",
)
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"


@pytest.fixture(scope="module")
def url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A site with a silence and a refusal."""
    with a_site(tmp_path_factory.mktemp("answers"), speaks=True) as site:
        scenes.a_silence(site.office)
        scenes.a_defective_refusal(site.office)
        yield site.url


@pytest.fixture
def screen(chromium: Browser) -> Iterator[Page]:
    """A page at the width of a phone, to be made wider or narrower."""
    page = a_page(chromium, *PHONE)
    yield page
    page.context.close()


def sized(page: Page, size: tuple[int, int]) -> None:
    width, height = size
    page.set_viewport_size({"width": width, "height": height})


@pytest.mark.parametrize("language", ["", "/ur"])
def test_nothing_is_wider_than_the_narrowest_screen(screen: Page, url: str, language: str) -> None:
    sized(screen, (NARROWEST, 844))
    for path in BROAD:
        screen.goto(url + language + path)
        assert screen.evaluate(OVER) <= 0, path


def test_a_link_to_a_stage_opens_its_row(screen: Page, url: str) -> None:
    sized(screen, PHONE)
    screen.goto(f"{url}/laws/pk-raia-2017#stage-appeal-decision")

    assert screen.locator("#stage-appeal-decision").is_visible()
    assert not screen.locator("#stage-reply").is_visible()


def test_a_name_of_three_hundred_letters_breaks_into_lines(screen: Page, url: str) -> None:
    sized(screen, (NARROWEST, 844))
    for path in ("/bodies/pk-pta", "/bodies", "/laws"):
        screen.goto(url + path)
        screen.evaluate(
            "name => document.querySelectorAll('main :is(h1, th a, .lane a)')"
            ".forEach(each => { each.textContent = name; })",
            "Authority" * 34,
        )
        assert screen.evaluate(OVER) <= 0, path


def test_on_a_phone_a_law_is_two_lines_under_heads_that_stay(screen: Page, url: str) -> None:
    sized(screen, PHONE)
    screen.goto(f"{url}/laws")
    rows, heads = screen.locator("main tbody tr"), screen.locator("main thead")
    heights = rows.evaluate_all("all => all.map(each => each.offsetHeight).sort((a, b) => a - b)")
    # A line of a name and two of answers; one more where an answer is not verified.
    assert heights[len(heights) // 2] <= 80
    assert heights[-1] <= 140

    rows.last.scroll_into_view_if_needed()
    top = heads.bounding_box()
    assert top is not None
    assert top["y"] == 0
    assert "Time to appeal" in heads.inner_text()

    others = rows.last.locator("td.hide")
    assert [each.is_visible() for each in others.all()] == [False, False]
    rows.last.locator(".more summary").click()
    assert [each.is_visible() for each in others.all()] == [True, True]
    assert screen.evaluate(OVER) <= 0
