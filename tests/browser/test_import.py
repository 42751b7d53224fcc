"""A messy list becomes requests, without JavaScript: letters of another age, semicolons, days that
can be read in two ways, a row that is wrong, papers under the names that the list gives."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.test_journey import sign_in

pytestmark = pytest.mark.browser

MESSY = (
    "sep=;\r\n"
    "Asked of;Topic;Applicant;Date sent;Sent by;Tracking;Received on;Proof file;Remarks;\r\n"
    'PTA;The order;Zoë Namoona;04/03/2024;by Courier;="00778";11/03/2024;card.txt;"Two\r\n'
    'lines; really";\r\n'
    ";;;;;;;;;\r\n"
    "{body};The reasons;Zoë Namoona;4 Mar 2024;registered post;;;;;\r\n"
)


def save(folder: Path, body: str) -> Path:
    file = folder / f"{body}.csv"
    file.write_bytes(MESSY.format(body=body).encode("cp1252"))
    return file


def test_a_messy_list_is_mended_and_imported(page: Page, site: Site, tmp_path: Path) -> None:
    site.clock.set(date(2024, 3, 20))
    sign_in(page, site)
    page.get_by_role("link", name="Requests", exact=True).click()
    page.get_by_role("link", name="Import a list", exact=True).click()
    page.get_by_label("The list, as CSV").set_input_files(save(tmp_path, "Ministry"))
    page.get_by_role("button", name="Look at the list").click()

    expect(page.get_by_text("read as Windows-1252")).to_be_visible()
    page.get_by_label("Column: Public body").select_option(label="Asked of (PTA; Ministry)")
    page.get_by_label("Column: What was asked").select_option(
        label="Topic (The order; The reasons)"
    )
    page.get_by_label("For every row: Block").select_option(label="X in Pakistan")
    page.get_by_label("For every row: What the words ask for").select_option(label="The order")
    page.get_by_label("For every row: Capacity of the applicant").fill("citizen")
    page.get_by_text("More that a list can say").click()
    page.get_by_label("For every row: What proves receipt").select_option(
        label="Acknowledgement-due card"
    )
    page.get_by_role("button", name="See what would be imported").click()
    expect(page.get_by_text("“Ministry” is not on file")).to_be_visible()
    expect(page.get_by_text("can be read in more than one way").first).to_be_visible()

    page.get_by_role("link", name="Change what the columns mean").click()
    page.get_by_label("Day first: 18/03/2024").check()
    page.get_by_role("button", name="See what would be imported").click()
    expect(page.get_by_text("1 thing has to be mended first")).to_be_visible()
    page.get_by_role("button", name="Remove this list").click()

    page.get_by_label("The list, as CSV").set_input_files(save(tmp_path, "pk-interior"))
    page.get_by_role("button", name="Look at the list").click()
    page.get_by_label("Day first: 18/03/2024").check()
    page.get_by_label("Column: Public body").select_option(index=1)
    page.get_by_label("Column: What was asked").select_option(index=2)
    page.get_by_label("For every row: Block").select_option(label="X in Pakistan")
    page.get_by_label("For every row: What the words ask for").select_option(label="The order")
    page.get_by_label("For every row: Capacity of the applicant").fill("citizen")
    page.get_by_text("More that a list can say").click()
    page.get_by_label("For every row: What proves receipt").select_option(
        label="Acknowledgement-due card"
    )
    page.get_by_role("button", name="See what would be imported").click()
    expect(page.get_by_text("2 requests", exact=True)).to_be_visible()
    card = tmp_path / "card.txt"
    card.write_text("Acknowledgement-due card, stamped.", encoding="utf-8")
    page.get_by_label("The papers that the list names").set_input_files(card)
    page.get_by_role("button", name="Import 2 requests").click()
    expect(page.get_by_text("All is done: 2 requests were imported.")).to_be_visible()

    page.get_by_role("link", name="See what was imported").click()
    expect(page.get_by_role("link", name="Prove that it was received")).to_be_visible()
    page.get_by_role("link", name="PTA: X in Pakistan").click()
    # Received Monday 11 March 2024: ten working days, without the 23rd of March (a Saturday)
    # among them, end on Monday 25 March.
    expect(page.get_by_text("Monday 25 March 2024").first).to_be_visible()
    assert page.evaluate("document.documentElement.scrollWidth <= window.innerWidth")
