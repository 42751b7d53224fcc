"""An answer that came by email: dropped as a file, placed with one click, logged as a response."""

from datetime import date

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import WIDTHS, Site
from tests.browser.test_journey import sign_in
from tests.mail.reading.raw_mails import plain
from tests.one_request import a_received_request
from tests.services.correspondence.mail_scenes import state_of
from tracker.domain.events.responses.refused import Refused

pytestmark = pytest.mark.browser

# Drops a file on the field of the page, as a person drags it there.
DROP = """(text) => {
  const held = new DataTransfer();
  held.items.add(new File([text], "answer.eml", {type: "message/rfc822"}));
  const around = document.querySelector("input[type=file]").closest(".field");
  around.dispatchEvent(new DragEvent("drop", {dataTransfer: held, bubbles: true}));
}"""


@pytest.fixture
def waiting(site: Site) -> str:
    """A request received on Monday 26 February 2024; it is Friday 8 March."""
    return a_received_request(site.office, site.clock)


def drop_answer(page: Page, site: Site, reference: str) -> None:
    """Drop an answer on the list of mail, and send it."""
    page.goto(f"{site.url}/desk/mail")
    raw = plain(f"Number {reference}. Your request is refused under section 7.\r\n".encode())
    raw = raw.replace(b"30 Nov 2026", b"07 Mar 2024")
    page.evaluate(DROP, raw.decode())
    expect(page.locator(".chosen")).to_contain_text("answer.eml")
    page.get_by_role("button", name="Add this email").click()


@pytest.mark.parametrize("size", WIDTHS)
def test_an_answer_is_dropped_placed_with_one_click_and_logged(
    phone: Page, site: Site, waiting: str, size: tuple[int, int]
) -> None:
    page, (width, height) = phone, size
    page.set_viewport_size({"width": width, "height": height})
    sign_in(page, site)
    drop_answer(page, site, waiting)
    expect(page.locator("main")).to_contain_text("RTI <rti@pta.gov.pk>")
    expect(page.get_by_label("Date of arrival")).to_have_value("2024-03-07")

    page.get_by_role("button", name=f"This is the reply to {waiting.upper()}").click()

    expect(page.get_by_role("region", name="The document")).to_contain_text("under section 7")
    expect(page.locator("mark")).to_have_text(["is refused", "is refused"])
    expect(page.get_by_label("Type of response")).to_have_value("")
    page.get_by_role("button", name="Use this A refusal").press("Enter")
    expect(page.get_by_label("Type of response")).to_have_value("refused")
    expect(page.get_by_role("status").filter(has_text="Used")).to_be_focused()
    page.get_by_role("button", name="Dismiss A refusal").press("Enter")
    expect(page.locator("mark")).to_have_count(0)
    expect(page.get_by_label("Type of response")).to_have_value("refused")
    page.get_by_label("All: outcome").select_option("refused")
    page.get_by_role("button", name="Save entry", exact=True).last.click()
    expect(page.locator(".done").first).to_contain_text("Response logged")
    (reply,) = state_of(site.office, waiting).replies
    assert isinstance(reply.event, Refused)
    assert reply.event.on.earliest == date(2024, 3, 7)
