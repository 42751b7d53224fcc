"""Pages photographed with a phone, sent over a line that breaks, and made into a PDF."""

import re
from io import BytesIO
from pathlib import Path

import pytest
from PIL import Image
from playwright.sync_api import Page, Route, expect

from tests.browser.conftest import Site
from tests.browser.test_journey import sign_in
from tracker.services.cases.photographs import PIECE

pytestmark = [pytest.mark.browser, pytest.mark.slow]
# Milliseconds to send many pieces and draw them in the sandbox.
SLOWLY = 120_000


@pytest.fixture
def phone(phone: Page) -> Page:
    phone.context.set_default_timeout(60_000)
    return phone


def a_large_photograph(folder: Path, size: int) -> Path:
    out = BytesIO()
    Image.effect_noise((3000, 2000), 60).convert("RGB").save(out, "JPEG", quality=90)
    file = folder / "slip.jpg"
    file.write_bytes(out.getvalue().ljust(size, b"\0"))
    return file


@pytest.mark.slow
def test_forty_megabytes_arrive_over_a_line_that_breaks_five_times_and_a_closed_page(
    phone: Page, site: Site, sent: str, tmp_path: Path
) -> None:
    photograph = a_large_photograph(tmp_path, 40 * 1024 * 1024)
    pieces, broken = 0, 0

    def weak(route: Route) -> None:
        """Break the line five times, before a piece arrives or before its answer does."""
        nonlocal pieces, broken
        pieces += 1
        if pieces in (5, 17, 40, 80, 120):
            broken += 1
            if pieces in (17, 80):
                route.fetch()
            route.abort("connectionreset")
        else:
            route.continue_()

    sign_in(phone, site)
    phone.route("**/piece?*", weak)
    page = f"{site.url}/desk/requests/{sent}/photographs"
    phone.goto(page)
    phone.get_by_label("Choose photographs").set_input_files(photograph)
    told = phone.locator("[data-progress]")
    expect(told).to_contain_text(re.compile(r"[2-9]\d percent sent"), timeout=SLOWLY)
    # The page is closed before all pieces are sent.
    phone.goto("about:blank")
    before = pieces
    assert before < 40 * 1024 * 1024 // PIECE
    phone.goto(page)
    expect(phone.get_by_text("percent has arrived")).to_be_visible()
    phone.get_by_label("Choose photographs").set_input_files(photograph)

    page_seen = phone.get_by_role("img", name="Page 1 as photographed")
    expect(page_seen).to_be_visible(timeout=SLOWLY)
    assert broken == 5
    # Five pieces are sent twice because the line broke, and one because the page was closed.
    assert pieces <= 40 * 1024 * 1024 // PIECE + 5 + 1


def test_two_photographed_pages_become_the_proof_of_a_receipt(
    phone: Page, site: Site, sent: str, tmp_path: Path
) -> None:
    photograph = a_large_photograph(tmp_path, PIECE * 3)
    other = tmp_path / "other.png"
    Image.new("RGB", (900, 1200), "lightblue").save(other)
    sign_in(phone, site)
    phone.goto(f"{site.url}/desk/requests/{sent}/receipt")
    phone.get_by_role("link", name="Photograph the pages with a phone").tap()
    # The camera returns one photograph at a time.
    assert phone.get_by_label("Take a photograph").get_attribute("capture") == "environment"
    phone.get_by_label("Choose photographs").set_input_files([photograph, other])
    second = phone.get_by_role("img", name="Page 2 as photographed")
    expect(second).to_be_visible(timeout=SLOWLY)
    for button in phone.locator("main button:visible, main a.button:visible").all():
        box = button.bounding_box()
        assert box
        assert min(box["width"], box["height"]) >= 44, button.inner_text()

    phone.get_by_role("button", name="Move up page 2").tap()
    phone.get_by_role("button", name="Turn page 1").tap()
    expect(phone.get_by_text("turned 90° to the right")).to_be_visible()
    phone.get_by_role("button", name="Make one PDF").tap()
    phone.get_by_role("link", name="Log receipt").tap()
    phone.get_by_label("Date, or earliest possible date").fill("2024-02-26")
    phone.get_by_label("Type of proof").select_option(label="Acknowledgement-due card")
    phone.get_by_role("button", name="Save entry").tap()

    expect(phone.get_by_text("Receipt logged.")).to_be_visible()
    with site.office.cases.look(sent) as case:
        assert case.history[-1].event.kind == "received"
