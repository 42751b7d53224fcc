"""A paper is blacked out and released by two people, as browsers do it without JavaScript; and a
box is drawn with a pointer or seen while it is typed where scripts run.

PTA received the request on Monday 26 February 2024 and answers on 5 March, within the ten working
days that end on 11 March (section 14 of the Act).
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, Site, fits, let_in
from tests.browser.keyboard import choose, press, tick, type_into
from tests.documents.papers import LINES, a_pdf, a_scan, every_stream
from tests.offices import consented
from tests.services.publishing.test_copying import answered
from tracker.services.core.evidence import checked_upload
from tracker.services.ports.publishing import RedactionBox
from tracker.services.publishing.copying import begin, work_on

pytestmark = [pytest.mark.browser, pytest.mark.slow]


@dataclass
class Scanned:
    """The page of a paper, and what is black on it."""

    page: Page
    boxes: Callable[[], tuple[RedactionBox, ...]]


def shot(page: Page, folder: Path, name: str) -> None:
    """Save a screenshot for a person who examines a failure; the page must fit."""
    fits(page)
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)


def test_a_paper_is_blacked_out_and_released_by_two_people_by_keyboard_alone(
    page: Page, live_site: Site, tmp_path: Path
) -> None:
    office, url = live_site.office, live_site.url
    live_site.clock.set(date(2024, 3, 8))
    reference, paper = answered(office, checked_upload("reply.pdf", a_pdf()))
    consented(office, reference)
    let_in(live_site, page, "Adam Second")
    let_in(live_site, page, "Lena Lawyer")
    page.goto(f"{url}/desk/requests/{reference}")
    press(page, "link", "Documents", exact=False)
    press(page, "link", "Make a public copy of a document")
    shot(page, tmp_path, "papers")
    press(page, "button", "Create page images of reply.pdf")
    expect(page.get_by_text("They miss some names")).to_be_visible()
    press(page, "link", "Page 1")
    expect(page.get_by_text("An identity-card number")).to_be_visible()

    for edge, percent in (("Left edge", 5), ("Top", 3), ("Right edge", 60), ("Bottom", 6)):
        type_into(page, edge, str(percent))
    press(page, "button", "Redact")
    expect(page.get_by_text("Added by a person")).to_be_visible()
    page.keyboard.press("Tab")
    expect(page.get_by_label("Left edge")).to_be_focused()
    choose(page, "Or a line of text found on the page", LINES[3])
    press(page, "button", "Redact")
    shot(page, tmp_path, "page")
    press(page, "button", "I have checked this page")
    type_into(page, "Title of the document", "Response of the Authority")
    press(page, "button", "Finish copy")
    expect(page.get_by_text("Copy finished")).to_be_visible()
    shot(page, tmp_path, "copy")

    press(page, "link", "Choose what to publish")
    tick(page, "Response of the Authority, 1 page, entry 5")
    type_into(page, "Title", "What it says")
    type_into(page, "Words", "Call 0300-1234567 for it.")
    press(page, "button", "Update preview")
    expect(page.locator("mark")).to_contain_text("0300-1234567")
    shot(page, tmp_path, "marked")
    press(page, "button", "Redact the marked words")
    expect(page.get_by_text("Call […] for it.").first).to_be_visible()
    shot(page, tmp_path, "seen")
    press(page, "button", "Send to a second person")
    expect(page.get_by_text("You prepared this")).to_be_visible()

    let_in(live_site, page, "Adam Second")
    page.goto(f"{url}/desk")
    shot(page, tmp_path, "morning")
    press(page, "link", "Review and confirm")
    shot(page, tmp_path, "waiting")
    press(page, "link", "Open the full page as readers will see it")
    expect(page.get_by_role("link", name="Response of the Authority")).to_be_visible()
    preview = page.content()
    page.go_back()
    tick(page, "I have checked the page as readers will")
    press(page, "button", "Confirm and publish")
    expect(page.get_by_text("Published.", exact=True)).to_be_visible()

    page.context.clear_cookies()
    page.goto(f"{url}/requests/{reference}")
    assert page.content() == preview
    shot(page, tmp_path, "public")
    with page.expect_download() as fetched:
        press(page, "link", "Response of the Authority", exact=False)
    copy = Path(fetched.value.path()).read_bytes()
    for stream in every_stream(copy):
        assert b"Zarmina" not in stream
        assert b"35202" not in stream
    boxes = work_on(office, reference, paper).boxes[0]
    assert len(boxes) >= 4, "what the rules found, what was drawn, and the line that was chosen"
    for box in boxes:
        assert brightest(copy, box) < 30, box
    for path in (f"/requests/{reference}", f"/requests/{reference}.json"):
        assert "0300-1234567" not in page.request.get(url + path).text()


def brightest(copy: bytes, box: RedactionBox) -> int:
    """The lightest point within a box on the first page of a PDF; 0 is black."""
    drawn = pypdfium2.PdfDocument(copy)[0].render(scale=2).to_pil().convert("L")
    across, down = drawn.width / 1000, drawn.height / 1000
    # A margin of two points: what stands at its edge is half of it paper.
    inside = (
        box.left * across + 2,
        box.top * down + 2,
        box.right * across - 2,
        box.bottom * down - 2,
    )
    return int(drawn.crop(tuple(map(round, inside))).getextrema()[1])


@pytest.fixture
def scanned(chromium: Browser, live_site: Site) -> Iterator[Scanned]:
    """The page of a scan in a browser that runs scripts, ready for its first box."""
    office = live_site.office
    live_site.clock.set(date(2024, 3, 8))
    reference, paper = answered(office, checked_upload("scan.jpg", a_scan()))
    begin(office, reference, paper, "Response")
    context = chromium.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    page = context.new_page()
    let_in(live_site, page, "Lena Lawyer")
    page.goto(f"{live_site.url}/desk/requests/{reference}/copies/{paper}/pages/1")
    yield Scanned(page, lambda: work_on(office, reference, paper).boxes[0])
    context.close()


def dragged(page: Page, first: tuple[float, float], second: tuple[float, float]) -> None:
    page.mouse.move(*first)
    page.mouse.down()
    page.mouse.move(*second)
    page.mouse.up()


def pressed(page: Page, first: tuple[float, float], second: tuple[float, float]) -> None:
    page.mouse.click(*first)
    page.mouse.move((first[0] + second[0]) / 2, second[1])
    page.mouse.click(*second)


@pytest.mark.parametrize("draw", [dragged, pressed])
def test_a_box_is_drawn_with_a_pointer_with_and_without_dragging(
    scanned: Scanned, draw: Callable[..., None]
) -> None:
    page = scanned.page
    around = page.locator("#plate").bounding_box()
    assert around

    def at(across: float, down: float) -> tuple[float, float]:
        return around["x"] + around["width"] * across, around["y"] + around["height"] * down

    draw(page, at(0.095, 0.1), at(0.6, 0.125))
    page.mouse.move(*at(0.9, 0.9))
    page.get_by_role("button", name="Redact").click()
    expect(page.get_by_text("Added by a person")).to_be_visible()

    (box,) = scanned.boxes()
    assert box.left <= 95 < 600 <= box.right, "at least what was drawn"
    assert box.top <= 100 < 125 <= box.bottom
    assert box.right - box.left < 530


def test_a_box_is_seen_while_its_edges_are_typed_or_stepped_with_the_arrow_keys(
    scanned: Scanned,
) -> None:
    page = scanned.page
    drawing = page.locator("#drawing")
    width = page.locator("#plate").evaluate("plate => plate.viewBox.baseVal.width")
    for edge, percent in (("Left edge", 10), ("Top", 20), ("Right edge", 60)):
        type_into(page, edge, str(percent))
    expect(drawing).to_have_attribute("width", "0")

    type_into(page, "Bottom", "30")
    page.keyboard.press("Shift+Tab")
    page.keyboard.press("ArrowUp")
    page.keyboard.press("ArrowUp")

    seen = drawing.evaluate("box => [box.x.baseVal.value, box.width.baseVal.value]")
    assert seen == pytest.approx([0.10 * width, 0.52 * width])
    press(page, "button", "Redact")
    expect(page.get_by_text("Added by a person")).to_be_visible()
    assert scanned.boxes() == (RedactionBox(100, 200, 620, 300),)
