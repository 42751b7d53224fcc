"""Public pages for readers with little: forced colours, no script, font or drawing as at Tor's
safest level, and a small phone on a slow line."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from playwright.sync_api import Browser, Page

from tests.browser.conftest import DESKTOP, a_page, a_site
from tests.offices import demonstrated
from tests.ooni_answers import BLOCK
from tests.web.browser import an_app, signed_in
from tests.web.desk.measurements.test_measuring import HOME, sentence_page
from tracker.services.people.accounts import add_account
from tracker.services.ports.people import RoleName

pytestmark = [pytest.mark.browser, pytest.mark.slow]

# One page of each kind with a figure, a table or answers.
KINDS = (
    "/",
    "/blocks",
    "/blocks/pk-x-2024",
    "/blocks/pk-x-2024/answers",
    f"/blocks/{BLOCK}/measurements",
    "/requests",
    "{request}",
    "/bodies",
    "/bodies/pk-pta",
    "/compare",
    "/laws",
    "/laws/pk-raia-2017",
    "/laws/pk-raia-2017/sources",
    "/laws/pk-raia-2017/examples",
    "/deadlines",
    "/deadlines?law=pk-raia-2017&stage=reply&day=2025-12-18",
    "/powers/pk-removal-rules-2021",
    "/statements/pk-joint-statement-2024-03",
    "/search?q=refused",
    "/status",
    "/method",
    "/data",
    "/log",
    "/corrections",
    "/about",
)
SLOW_LINE = {
    "offline": False,
    "latency": 400,
    "downloadThroughput": 50 * 1024,
    "uploadThroughput": 50 * 1024,
}
# Milliseconds to the first paint: a connection, the page and its sheet take 400 each, and their
# bytes a second; twice that on a busy machine.
FIRST_PAINT = 5_000


@dataclass
class Records:
    """A demonstration with measurements: its address, and a request that was answered."""

    url: str
    request: str

    def addresses(self, prefix: str = "") -> Iterator[str]:
        for path in KINDS:
            yield f"{self.url}{prefix}{path.format(request=self.request)}"


@pytest.fixture(scope="module")
def records(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Records]:
    """The demonstration, and a block with a published sentence on measurements."""
    with a_site(tmp_path_factory.mktemp("hard"), speaks=True, fill=demonstrated) as site:
        admin = add_account(site.office, "admin@example.org", "Admin", RoleName.ADMIN)
        desk = signed_in(an_app(site.office), site.office, admin)
        page = sentence_page(site.office)
        typed = {"looked": "y", "says_en": "57 of 70 show signs."}
        desk.submit(desk.get(page), typed, path=page)
        finding, *_ = site.office.measurements.findings(BLOCK)
        desk.submit(f"{HOME}/findings/{finding.digest}/confirm")
        answered = next(
            line for line in site.office.records.lines() if line.phase == Phase.PARTLY_ANSWERED
        )
        yield Records(site.url, f"/requests/{answered.reference}")


# What is drawn, how it is painted, and whether it is seen: each colour over the page's own, as
# numbers from 0 to 255.
PAINTED = """() => {
    const canvas = document.createElement("canvas").getContext("2d", {willReadFrequently: true});
    const paper = getComputedStyle(document.body).backgroundColor;
    const over = (colour, opacity) => {
        canvas.globalAlpha = 1; canvas.fillStyle = paper; canvas.fillRect(0, 0, 1, 1);
        canvas.globalAlpha = opacity; canvas.fillStyle = colour; canvas.fillRect(0, 0, 1, 1);
        return [...canvas.getImageData(0, 0, 1, 1).data].slice(0, 3);
    };
    const shapes = "svg :is(rect, circle, path, line):not(.tick, .base, .hatch-line, pattern *)";
    const all = [...document.querySelectorAll(shapes)].filter(each => each.checkVisibility());
    return all.map(each => {
        const style = getComputedStyle(each), seen = [];
        if (style.fill.startsWith("url")) seen.push("pattern");
        else if (style.fill !== "none") seen.push(over(style.fill, style.fillOpacity));
        if (style.stroke !== "none" && parseFloat(style.strokeWidth) > 0)
            seen.push(over(style.stroke, style.strokeOpacity));
        return [each.outerHTML.slice(0, 90), seen, over(paper, 1)];
    });
}"""
# Shapes behind words that stand by themselves: a tile of the map of laws has its number on it, the
# land of the world only carries its dots, and an empty bar is an outline.
BEHIND_WORDS = ('class="m0"', 'class="m1"', 'class="m2"', 'class="m3"', 'class="land"')


def luminance(colour: list[float]) -> float:
    """The relative luminance of a colour by WCAG 2.2."""
    parts = [c / 255 for c in colour]
    red, green, blue = (c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: list[float], other: list[float]) -> float:
    high, low = sorted((luminance(one), luminance(other)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def faint(page: Page) -> list[str]:
    """The shapes of the figures of a page of which neither fill nor edge is seen."""
    return [
        shape
        for shape, seen, paper in page.evaluate(PAINTED)
        if not any(mark in shape for mark in BEHIND_WORDS)
        if not any(paint == "pattern" or contrast(paint, paper) >= 3 for paint in seen)
    ]


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("forced", ["none", "active"], ids=["own-colours", "forced-colours"])
def test_every_bar_and_mark_is_seen_in_any_colours(
    chromium: Browser, records: Records, scheme: Any, forced: Any
) -> None:
    """In grey too: what is counted is the difference in lightness alone."""
    page = a_page(chromium, *DESKTOP)
    page.emulate_media(color_scheme=scheme, forced_colors=forced)
    drawn, wrong = 0, {}
    for address in records.addresses():
        page.goto(address)
        drawn += page.locator("main svg").count()
        if found := faint(page):
            wrong[address] = found[:3]
    page.context.close()

    assert wrong == {}
    assert drawn > 100
