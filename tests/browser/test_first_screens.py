"""What a reader sees first on the pages of blocks: all four answers on one screen of a phone, in
either language, on pages no longer than they were designed, and never wider than the screen."""

from collections.abc import Iterator
from dataclasses import dataclass

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESKTOP, PHONE, a_page, a_site
from tests.offices import demonstrated

pytestmark = pytest.mark.browser

# The heights that the pages were designed for, in pixels, at 1280 and at 390.
DESIGNED = {"/": (1851, 3385), "/blocks/pk-x-2024": (3314, 5814)}
OTHERS = ("/blocks", "/powers/pk-removal-rules-2021", "/statements/pk-joint-statement-2024-03")
PAGES = (*DESIGNED, *OTHERS)


@dataclass
class Shown:
    """The demonstration on the screens of a phone and of a desk, without scripts."""

    url: str
    phone: Page
    desk: Page


@pytest.fixture(scope="module")
def shown(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    with a_site(tmp_path_factory.mktemp("first"), speaks=True, fill=demonstrated) as site:
        phone, desk = a_page(chromium, *PHONE), a_page(chromium, *DESKTOP)
        yield Shown(site.url, phone, desk)
        phone.context.close()
        desk.context.close()


@pytest.mark.parametrize("prefix", ["", "/ur"], ids=["english", "urdu"])
def test_the_four_answers_stand_on_the_first_screen_of_a_phone(shown: Shown, prefix: str) -> None:
    _, height = PHONE
    for path in PAGES:
        shown.phone.goto(f"{shown.url}{prefix}{path}")
        box = shown.phone.locator(".answers").bounding_box()
        assert box, path
        assert box["y"] + box["height"] <= height, path
        assert shown.phone.locator(".answers > div").count() == 4, path


def test_a_page_is_no_more_than_a_fifth_longer_than_it_was_designed(shown: Shown) -> None:
    for path, designed in DESIGNED.items():
        for page, most in zip((shown.desk, shown.phone), designed, strict=True):
            page.goto(shown.url + path)
            height = page.evaluate("document.documentElement.scrollHeight")
            assert height <= most * 1.2, (path, height)


def test_the_words_beside_each_bar_say_what_it_shows_to_those_who_cannot_see_it(
    shown: Shown,
) -> None:
    """Pictures are hidden from assistive technology: each lane has words at both its ends."""
    for path in ("/", "/blocks", "/blocks/pk-x-2024"):
        shown.desk.goto(shown.url + path)
        for lane in shown.desk.locator(".lane:not(.axis)").all():
            spans = lane.locator("> span").all_inner_texts()
            assert len(spans) == 2, path
            assert all(words.strip() for words in spans), (path, spans)
        drawn = shown.desk.locator("main svg").evaluate_all(
            "all => all.filter(each => !each.closest('[aria-hidden=true]')).length"
        )
        assert drawn == 0, path


def test_a_picture_from_right_to_left_is_mirrored_and_its_axis_is_not(shown: Shown) -> None:
    shown.desk.goto(f"{shown.url}/ur/blocks/pk-x-2024")
    transform = "each => getComputedStyle(each).transform"

    assert shown.desk.locator(".lane svg.mirror").first.evaluate(transform).startswith("matrix(-1")
    assert shown.desk.locator(".lane.axis svg").evaluate(transform) == "none"
    # The earliest label stands furthest to the right.
    places = [
        box["x"] for each in shown.desk.locator(".axis text").all() if (box := each.bounding_box())
    ]
    assert places == sorted(places, reverse=True)
