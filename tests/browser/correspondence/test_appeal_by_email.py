"""An appeal goes out by email, and its filing is logged with the words of the commission."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Site, a_site, fits
from tests.browser.test_desk_pages import at_desk
from tests.browser.test_every_page import RULES, axe
from tests.offices import the_library
from tests.services.correspondence.filing_scenes import (
    FILES_AT,
    FINAL,
    a_finalised_appeal,
    with_filing_address,
)
from tests.services.correspondence.mail_scenes import state_of
from tracker.services.correspondence.outgoing.handing_over import hand_over_letters
from tracker.services.correspondence.outgoing.sending_mail import CALL_BACK_PAUSE

pytestmark = pytest.mark.browser


def accessible(chromium: Browser, page: Page) -> list[str]:
    """What axe, which is a script, finds on a page to which only a prepared mail leads."""
    context = chromium.new_context(reduced_motion="reduce")
    context.add_cookies(
        [
            {"name": each["name"], "value": each["value"], "url": page.url}
            for each in page.context.cookies()
        ]
    )
    scripted = context.new_page()
    scripted.goto(page.url)
    scripted.evaluate(AXE_SCRIPT)
    found = axe(scripted, {"runOnly": RULES}, page.url)
    context.close()
    return found


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site in whose library the commission takes appeals by email."""
    with a_site(tmp_path, speaks=True, library=with_filing_address(the_library())) as site:
        yield site


@pytest.mark.slow
@pytest.mark.parametrize(
    "size", [PHONE, pytest.param(DESKTOP, marks=pytest.mark.slow)], ids=["phone", "desktop"]
)
def test_an_appeal_is_sent_and_logged_once_the_commission_confirms_it(
    chromium: Browser, site: Site, size: tuple[int, int]
) -> None:
    reference = a_finalised_appeal(site.office, site.clock)
    page = at_desk(chromium, site, size)
    main = page.get_by_role("main")
    page.goto(f"{site.url}/desk/requests/{reference}/email")
    fits(page)
    main.get_by_role("link", name="Appeal", exact=True).click()
    expect(page.get_by_label("Email address of the body")).to_have_value(FILES_AT)
    expect(main).to_contain_text("Last safe day to file:")
    fits(page)
    page.get_by_role("button", name="Prepare the mail").click()
    expect(main).to_contain_text("it counts as not filed, and its deadline still runs")
    fits(page)
    found = accessible(chromium, page)
    page.get_by_role("button", name="Send this mail").click()
    site.clock.moment += CALL_BACK_PAUSE
    assert hand_over_letters(site.office) == 1
    page.reload()
    expect(main).to_contain_text("Receipt is not proved, so nothing is logged yet.")
    fits(page)
    assert state_of(site.office, reference).appeals == ()

    page.get_by_role("link", name="Log receipt").click()
    page.get_by_label("Day on which it was received").fill(FINAL.isoformat())
    diary = {"name": "diary.txt", "mimeType": "text/plain", "buffer": b"Diary No. 7"}
    page.get_by_label("What the recipient said").set_input_files(diary)  # type: ignore[arg-type]
    fits(page)
    found += accessible(chromium, page)
    page.get_by_role("button", name="Save entry").click()

    assert found == []
    expect(page.get_by_role("status").first).to_contain_text("Logged, with its proof.")
    assert len(state_of(site.office, reference).appeals) == 1
    page.context.close()
