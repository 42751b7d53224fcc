"""The letters of a batch are sent by email, and the outcome of each is listed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import DESKTOP, PHONE, Site, a_site, fits
from tests.browser.test_desk_pages import at_desk
from tests.offices import AYESHA, BY, the_library
from tests.services.correspondence.mail_scenes import PTA, with_an_address
from tracker.services.cases.batches.approving_together import approve_together
from tracker.services.correspondence.outgoing.handing_over import hand_over_letters
from tracker.services.correspondence.outgoing.sending_mail import CALL_BACK_PAUSE
from tracker.services.drafting.drafts import start_together

pytestmark = [pytest.mark.browser, pytest.mark.slow]

BODIES = ["pk-pta", "pk-interior", "pk-moitt"]


@pytest.fixture
def site(tmp_path: Path) -> Iterator[Site]:
    """A site in whose library one of the bodies gives an address for information requests."""
    with a_site(tmp_path, speaks=True, library=with_an_address(the_library())) as site:
        yield site


def a_batch(site: Site) -> str:
    """A batch to three bodies whose letters are approved; the address of its page."""
    capacities = {"pk-raia-2017": "citizen"}
    begun = start_together(site.office, "pk-x-2024", BODIES, AYESHA, capacities, (), by=BY)
    approve_together(site.office, {each.reference: each.version for each in begun}, (), by=BY)
    return f"{site.url}/desk/batches/{site.office.related_requests.of(begun[0].reference).batch}"


@pytest.mark.parametrize("size", [PHONE, DESKTOP], ids=["phone", "desktop"])
def test_a_batch_is_sent_and_each_outcome_is_listed(
    chromium: Browser, site: Site, size: tuple[int, int]
) -> None:
    batch, page = a_batch(site), at_desk(chromium, site, size)
    page.goto(batch)
    page.get_by_role("link", name="Send by email").click()
    main = page.get_by_role("main")
    expect(main).to_contain_text(PTA)
    expect(main.get_by_text("By post or by hand")).to_have_count(2)
    fits(page)

    page.get_by_role("button", name="Send 1 letter by email").click()
    expect(page.get_by_role("status")).to_contain_text("1 letter goes out in 10 minutes.")
    fits(page)
    site.clock.moment += CALL_BACK_PAUSE
    assert hand_over_letters(site.office) == 1
    page.get_by_role("link", name="Refresh").click()

    expect(main).to_contain_text("1 of 1 mail handed over to the mail server.")
    page.context.close()
