"""An appeal is heard, put off, decided and obeyed late, as a browser without JavaScript does it.

PTA received the request on Monday 26 February 2024; ten working days end on Monday 11 March
(section 14 of the Act). The days of the hearing and of the order stand in papers.
"""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, fits
from tests.browser.test_journey import sign_in, sign_in_again
from tests.offices import a_request, received
from tracker.services.cases.silence import sweep

pytestmark = pytest.mark.browser


@pytest.mark.slow
def test_an_appeal_is_filed_heard_decided_and_its_order_obeyed(
    page: Page, site: Site, tmp_path: Path
) -> None:
    paper = tmp_path / "paper.txt"
    paper.write_text("A paper of the Commission.", encoding="utf-8")
    site.clock.set(date(2024, 2, 26))
    reference = a_request(site.office)
    received(site.office, reference, date(2024, 2, 26))
    site.clock.set(date(2024, 4, 2))
    sweep(site.office)
    sign_in(page, site)
    page.get_by_role("link", name="PTA: X in Pakistan").first.click()

    page.get_by_role("link", name="Review the appeal").first.click()
    page.get_by_role("link", name="Log the appeal already filed").click()
    page.get_by_label("Filing date").fill("2024-04-02")
    page.get_by_label("How it was filed").select_option("courier")
    page.get_by_label("The appeal as filed").set_input_files(paper)
    page.get_by_label("Proof of filing").set_input_files(paper)
    page.get_by_role("button", name="Save entry").click()
    page.get_by_role("link", name="View hearings and orders").click()
    page.get_by_role("link", name="Log a scheduled hearing").click()
    page.get_by_label("Date the notice was received").fill("2024-04-02")
    page.get_by_label("Date of the hearing").fill("2024-04-16")
    page.get_by_label("Time").fill("10:30")
    page.get_by_label("Bench").fill("Bench I")
    page.get_by_label("Counsel who appears").fill("Zarmina Counsel")
    page.get_by_label("Room or address").fill("Room 4")
    page.get_by_label("The notice of the hearing").set_input_files(paper)
    fits(page)
    page.get_by_role("button", name="Save entry").click()
    expect(page.get_by_role("status")).to_contain_text("It does not pause the clock")
    fits(page)

    site.clock.set(date(2024, 4, 17))
    page.goto(f"{site.url}/desk")
    sign_in_again(page)
    expect(page.locator("[data-matter=hear]")).to_contain_text("Tue 16 Apr")
    page.goto(f"{site.url}/desk/requests/{reference}/proceedings")
    page.get_by_role("link", name="log as adjourned").click()
    page.get_by_label("Date of the adjournment").fill("2024-04-16")
    page.get_by_label("New date").fill("2024-04-17")
    expect(page.get_by_label("Bench")).to_have_value("Bench I")
    expect(page.get_by_label("Time")).to_have_value("")
    page.get_by_role("button", name="Save entry").click()
    page.get_by_role("link", name="View hearings and orders").click()
    page.get_by_role("link", name="Log as held").click()
    page.get_by_label("Date it was held").fill("2024-04-17")
    page.get_by_role("button", name="Save entry").click()
    page.get_by_role("link", name="View hearings and orders").click()
    expect(page.get_by_text("Held on Wednesday 17 April 2024.")).to_be_visible()

    page.get_by_role("link", name="Log the decision").click()
    page.get_by_label("Date of the decision").fill("2024-04-17")
    page.get_by_role("radio", name="Allowed", exact=True).check()
    page.get_by_label("Deadline to comply with the order").fill("2024-04-30")
    page.get_by_label("The decision", exact=True).set_input_files(paper)
    page.get_by_role("button", name="Save entry").click()
    fits(page)

    site.clock.set(date(2024, 5, 2))
    page.goto(f"{site.url}/desk")
    sign_in_again(page)
    expect(page.locator("[data-matter=comply]")).to_contain_text("Tue 30 Apr")
    page.goto(f"{site.url}/desk/requests/{reference}/proceedings")
    expect(page.get_by_text("overdue").first).to_be_visible()
    fits(page)
    page.get_by_role("link", name="Log compliance").click()
    page.get_by_role("radio").first.check()
    page.get_by_label("Yes, everything").check()
    page.get_by_label("Date, or earliest possible date").fill("2024-05-02")
    page.get_by_label("Proof").set_input_files(paper)
    page.get_by_role("button", name="Save entry").click()
    expect(page.get_by_text("Compliance logged.")).to_be_visible()
    page.goto(f"{site.url}/desk")
    expect(page.get_by_role("region", name="Orders to comply with, within a week")).to_have_count(
        0
    )
