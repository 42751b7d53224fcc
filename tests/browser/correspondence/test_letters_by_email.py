"""A copy of a request is sent by email, called back, sent and handed over."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, fits
from tests.browser.test_journey import sign_in
from tests.services.correspondence.mail_scenes import an_approved_request
from tracker.services.correspondence.outgoing.handing_over import hand_over_letters
from tracker.services.correspondence.outgoing.sending_mail import CALL_BACK_PAUSE

pytestmark = pytest.mark.browser


@pytest.mark.slow
def test_a_letter_is_sent_called_back_sent_and_shown_as_handed_over(
    page: Page, site: Site
) -> None:
    reference = an_approved_request(site.office)
    sign_in(page, site)
    page.goto(f"{site.url}/desk/requests/{reference}/letters")
    page.get_by_role("link", name="Letters by email").click()
    fits(page)
    mail = page.url

    def prepare_and_send() -> None:
        page.goto(mail)
        page.get_by_role("main").get_by_role("link", name="Request", exact=True).first.click()
        page.get_by_label("Email address of the body").fill("info@pta.example")
        page.get_by_label("Where this address was found").fill("its letterhead")
        fits(page)
        page.get_by_role("button", name="Prepare the mail").click()
        fits(page)
        page.get_by_role("button", name="Send this mail").click()
        expect(page.get_by_role("status")).to_contain_text("in ten minutes")

    prepare_and_send()
    page.get_by_role("button", name="Call it back").click()
    expect(page.get_by_role("status")).to_contain_text("The letter was not sent.")
    prepare_and_send()
    site.clock.moment += CALL_BACK_PAUSE
    assert hand_over_letters(site.office) == 1
    page.reload()

    expect(page.get_by_role("main")).to_contain_text("Handed over to the mail server")
    expect(page.get_by_role("main")).to_contain_text("queue number 4FQ21")
    expect(page.get_by_role("main")).to_contain_text("This is a copy that starts no clock.")
    fits(page)
