"""Public pages for readers with little: forced colours, no script, font or drawing as at Tor's
safest level, and a small phone on a slow line."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from typing import Any
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, Route

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
        answered = next(line for line in site.office.records.lines() if line.answered_on)
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
        else if (style.fill !== "none" && each.tagName !== "line")
            seen.push(over(style.fill, style.fillOpacity));
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
@pytest.mark.parametrize(
    "look",
    [{"forced_colors": "none"}, {"forced_colors": "active"}, {"media": "print"}],
    ids=["own-colours", "forced-colours", "paper"],
)
def test_every_bar_and_mark_is_seen_in_any_colours(
    chromium: Browser, records: Records, scheme: Any, look: dict[str, Any]
) -> None:
    """In grey too: what is counted is the difference in lightness alone."""
    page = a_page(chromium, *DESKTOP)
    page.emulate_media(color_scheme=scheme, **look)
    drawn, wrong = 0, {}
    for address in records.addresses():
        page.goto(address)
        drawn += page.locator("main svg").count()
        if found := faint(page):
            wrong[address] = found[:3]
    page.context.close()

    assert wrong == {}
    assert drawn > 100


# The bars of each picture: class, both ends, height, fill as PAINTED has it, and the colour of the
# gap to the next bar, None without one.
BARS = PAINTED.replace(
    PAINTED[PAINTED.index("const shapes") :],
    """
    const pictures = [...document.querySelectorAll("svg")].filter(each => each.checkVisibility());
    return pictures.map(each => [...each.querySelectorAll("rect[class^='f-']")].map(bar => {
        const style = getComputedStyle(bar), box = bar.getBoundingClientRect();
        const gap = style.stroke === "none" ? null : over(style.stroke, style.strokeOpacity);
        const fill = style.fill.startsWith("url") ? null : over(style.fill, style.fillOpacity);
        return [bar.getAttribute("class"), box.left, box.right, box.height, fill, gap];
    })).filter(bars => bars.length > 1);
}""",
)


def alike(one: list[Any], other: list[Any]) -> bool:
    """Whether two bars that touch cannot be told apart in grey: neither is hatched or of another
    height, none has an edge, and they are about as light."""
    (_, _, end, height, fill, gap), (_, start, _, other_height, other_fill, other_gap) = one, other
    if one[0] == other[0] or start - end > 1 or abs(height - other_height) > 1:
        return False
    if not fill or not other_fill or contrast(fill, other_fill) >= 1.5:
        return False
    edges = [each for each in (gap, other_gap) if each]
    return not any(min(contrast(e, fill), contrast(e, other_fill)) >= 3 for e in edges)


@pytest.mark.parametrize("scheme", ["light", "dark"])
@pytest.mark.parametrize("media", ["screen", "print"])
def test_bars_that_touch_are_told_apart_in_grey(
    chromium: Browser, records: Records, scheme: Any, media: Any
) -> None:
    page = a_page(chromium, *DESKTOP)
    page.emulate_media(color_scheme=scheme, media=media)
    pairs, wrong = 0, list[str]()
    for address in records.addresses():
        page.goto(address)
        for bars in page.evaluate(BARS):
            ordered = sorted(bars, key=lambda bar: bar[1])
            for one, other in pairwise(ordered):
                pairs += 1
                wrong += [f"{address}: {one[0]} beside {other[0]}"] * alike(one, other)
    page.context.close()

    assert wrong == []
    assert pairs > 40


# The words of a page with all its folds open, piece by piece.
WORDS = """() => {
    document.querySelectorAll("details").forEach(each => { each.open = true; });
    return document.querySelector("main").innerText.split(/\\s+/).join(" ");
}"""
# What a page is without drawings: each place where one was, and the words there, with all folds
# open, as a reader opens them without a script.
WITHOUT_DRAWINGS = """() => {
    document.querySelectorAll("details").forEach(each => { each.open = true; });
    const places = [...document.querySelectorAll("main svg")].map(each => each.closest(
        ".lane:not(.axis), .lanes, tr, dd, li, section, main"));
    const texts = "main svg:not(.axis *, .measured *) text, svg.measured svg text";
    const drawn = [...document.querySelectorAll(texts)].map(each => each.textContent);
    document.querySelectorAll("svg, img").forEach(each => each.remove());
    return [places.map(place => [place.outerHTML.slice(0, 90), place.innerText.trim()]), drawn];
}"""
ANSWERED = """[...document.querySelectorAll(".answers > div > :is(dt, dd)")].map(
    each => each.innerText.trim())"""


def safest(chromium: Browser) -> BrowserContext:
    """A browser without scripts, that fetches nothing but pages and sheets."""
    context = chromium.new_context(java_script_enabled=False)
    context.set_default_timeout(90_000)

    def fetched(route: Route) -> None:
        if route.request.resource_type in ("document", "stylesheet"):
            route.continue_()
        else:
            route.abort()

    context.route("**/*", fetched)
    return context


@pytest.mark.parametrize("prefix", ["", "/ur"], ids=["english", "urdu"])
def test_pages_keep_their_words_without_script_fonts_and_drawings(
    chromium: Browser, records: Records, prefix: str
) -> None:
    context = safest(chromium)
    page, drawings, wrong = context.new_page(), 0, list[str]()
    for address in records.addresses(prefix):
        page.goto(address)
        places, drawn = page.evaluate(WITHOUT_DRAWINGS)
        drawings += len(places)
        said = page.evaluate(WORDS)
        wrong += [f"{address}: nothing is said at {place}" for place, words in places if not words]
        wrong += [f"{address}: “{words}” was only drawn" for words in missing(drawn, said)]
        wrong += [f"{address}: an answer is empty"] * page.evaluate(ANSWERED).count("")
    context.close()

    assert wrong == [], "\n".join(wrong)
    assert drawings > 100


def missing(drawn: list[str], said: str) -> Iterator[str]:
    """The words of a drawing that stand nowhere else on the page. The letters of a country have
    its name in the table instead, and the unit of a number is written out there."""
    for words in (re.sub("[\u2066-\u2069]", "", each) for each in drawn):
        number = re.fullmatch(r"(\d+) \w", words)
        if len(words) > 2 and (number[1] if number else words) not in said:
            yield words


def slow_phone(chromium: Browser) -> Page:
    """A page of 360 px behind a slow line."""
    context = chromium.new_context(viewport={"width": 360, "height": 740}, is_mobile=True)
    context.set_default_timeout(90_000)
    page = context.new_page()
    session = context.new_cdp_session(page)
    session.send("Network.enable")
    session.send("Network.emulateNetworkConditions", SLOW_LINE)
    return page


# When the first words were painted, and what held the first paint up.
PAINT = """() => [
    performance.getEntriesByName("first-contentful-paint")[0].startTime,
    performance.getEntriesByType("resource")
        .filter(each => each.renderBlockingStatus === "blocking").map(each => each.name),
    performance.getEntriesByType("resource").map(each => [each.name, each.startTime]),
]"""


@pytest.mark.parametrize("kind", ["/", "/blocks/pk-x-2024", "{request}"])
def test_the_first_paint_on_a_slow_line_waits_for_the_sheet_alone(
    chromium: Browser, records: Records, kind: str
) -> None:
    page = slow_phone(chromium)
    page.goto(records.url + kind.format(request=records.request))
    # The entry comes a frame after the paint.
    page.evaluate("() => new Promise(done => setTimeout(done, 500))")
    painted, blocking, fetched = page.evaluate(PAINT)
    over = page.evaluate(
        "document.documentElement.scrollWidth - document.documentElement.clientWidth"
    )
    page.context.close()

    assert [urlsplit(name).path for name in blocking] == ["/static/style.css"]
    before = [name for name, start in fetched if start < painted]
    assert {urlsplit(name).path for name in before} == {"/static/style.css"}
    assert painted <= FIRST_PAINT
    assert over <= 0
