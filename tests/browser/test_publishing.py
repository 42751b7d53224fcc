"""A paper is blacked out and released by two people, as browsers do it without JavaScript; and a
box is drawn with a pointer where scripts run.

PTA received the request on Monday 26 February 2024 and answers on 5 March, within the ten working
days that end on 11 March (section 14 of the Act).
"""

import secrets
from datetime import UTC, date, datetime
from pathlib import Path

import pypdfium2
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import PHONE, Site, fits
from tests.documents.papers import LINES, a_pdf, a_scan, every_stream
from tests.offices import consented
from tests.services.test_copying import answered
from tests.web.desk.browser import somebody
from tracker.services.copying import begin, work_on
from tracker.services.filing import kept
from tracker.services.ports_people import RoleName, Session
from tracker.services.ports_publishing import Box
from tracker.services.sessions import digest

pytestmark = pytest.mark.browser


def let_in(site: Site, page: Page, name: str) -> None:
    """Let a lawyer in on that page whose second factor is set up."""
    account = somebody(site.office, RoleName.LAWYER, name)
    token, now = secrets.token_urlsafe(16), site.office.now()
    ever = datetime(2100, 1, 1, tzinfo=UTC)
    site.office.people.start_session(Session(digest(token), account.id, now, now, ever))
    site.office.people.factors.propose(account.id, "JBSWY3DPEHPK3PXP")
    site.office.people.factors.take_up(account.id, 0)
    page.context.clear_cookies()
    page.context.add_cookies([{"name": "desk", "value": token, "url": site.url}])


def shot(page: Page, folder: Path, name: str) -> None:
    """A picture of the page, for whoever looks at what failed; and that it fits."""
    fits(page)
    width = page.viewport_size["width"] if page.viewport_size else 0
    page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)


def test_a_paper_is_blacked_out_and_released_by_two_people(
    page: Page, live_site: Site, tmp_path: Path
) -> None:
    office, url = live_site.office, live_site.url
    live_site.clock.set(date(2024, 3, 8))
    reference, paper = answered(office, kept("reply.pdf", a_pdf()))
    consented(office, reference)
    let_in(live_site, page, "Adam Second")
    let_in(live_site, page, "Lena Lawyer")
    page.goto(f"{url}/desk/requests/{reference}")
    page.get_by_role("link", name="Make a public copy of a paper").click()
    shot(page, tmp_path, "papers")
    page.get_by_role("button", name="Make pictures of its pages of reply.pdf").click()
    expect(page.get_by_text("They do not know every name")).to_be_visible()
    page.get_by_role("link", name="Page 1").click()
    expect(page.get_by_text("An identity-card number")).to_be_visible()

    for edge, percent in (("Left edge", 5), ("Top", 3), ("Right edge", 60), ("Bottom", 6)):
        page.get_by_label(edge, exact=True).fill(str(percent))
    page.get_by_role("button", name="Black it out").click()
    expect(page.get_by_text("Marked by a person")).to_be_visible()
    page.get_by_label("Or a line that was found").select_option(label=LINES[3])
    page.get_by_role("button", name="Black it out").click()
    shot(page, tmp_path, "page")
    page.get_by_role("button", name="I looked at this page").click()
    page.get_by_label("What the paper is").fill("Response of the Authority")
    page.get_by_role("button", name="Finish the copy").click()
    expect(page.get_by_text("The copy is finished. It is not public")).to_be_visible()
    shot(page, tmp_path, "copy")

    page.get_by_role("link", name="Choose what is shown").click()
    page.get_by_label("Response of the Authority, 1 page, entry 5").check()
    page.get_by_label("Title").fill("What it says")
    page.get_by_label("Words", exact=True).fill("Call 0300-1234567 for it.")
    page.get_by_role("button", name="Look at what the public would see").click()
    expect(page.locator("mark")).to_contain_text("0300-1234567")
    shot(page, tmp_path, "marked")
    page.get_by_role("button", name="Put “[…]” for what is marked").click()
    expect(page.get_by_text("Call […] for it.").first).to_be_visible()
    shot(page, tmp_path, "seen")
    page.get_by_role("button", name="Hand it to a second person").click()
    expect(page.get_by_text("You prepared this yourself.")).to_be_visible()

    let_in(live_site, page, "Adam Second")
    page.goto(f"{url}/desk")
    shot(page, tmp_path, "morning")
    page.get_by_role("link", name="Look at it and confirm it").click()
    shot(page, tmp_path, "waiting")
    page.get_by_role("link", name="See it as the page that readers get").click()
    preview = page.content()
    page.go_back()
    page.get_by_label("I looked at the page as readers will get it").check()
    page.get_by_role("button", name="Confirm and publish it").click()
    expect(page.get_by_text("It is on the public record.")).to_be_visible()

    page.context.clear_cookies()
    page.goto(f"{url}/requests/{reference}")
    assert page.content() == preview
    shot(page, tmp_path, "public")
    with page.expect_download() as fetched:
        page.get_by_role("link", name="The copy as a PDF").click()
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


def brightest(copy: bytes, box: Box) -> int:
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


def test_a_box_is_drawn_with_a_pointer(chromium: Browser, live_site: Site) -> None:
    office = live_site.office
    live_site.clock.set(date(2024, 3, 8))
    reference, paper = answered(office, kept("scan.jpg", a_scan()))
    begin(office, reference, paper, "Response")
    context = chromium.new_context(viewport={"width": PHONE[0], "height": PHONE[1]})
    page = context.new_page()
    let_in(live_site, page, "Lena Lawyer")
    page.goto(f"{live_site.url}/desk/requests/{reference}/copies/{paper}/pages/1")
    around = page.locator("#plate").bounding_box()
    assert around

    page.mouse.move(around["x"] + around["width"] * 0.095, around["y"] + around["height"] * 0.1)
    page.mouse.down()
    page.mouse.move(around["x"] + around["width"] * 0.6, around["y"] + around["height"] * 0.125)
    page.mouse.up()
    page.get_by_role("button", name="Black it out").click()
    expect(page.get_by_text("Marked by a person")).to_be_visible()

    (box,) = work_on(office, reference, paper).boxes[0]
    assert box.left <= 95 < 600 <= box.right, "at least what was drawn"
    assert box.top <= 100 < 125 <= box.bottom
    assert box.right - box.left < 530
    context.close()
