"""A messy list becomes requests, without JavaScript: letters of another age, semicolons, days that
can be read in two ways, a row that is wrong, papers under the names that the list gives."""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, fits
from tests.browser.keyboard import (
    add_file,
    choose,
    pick,
    press,
    set_password,
    tab_to,
    type_into,
)

pytestmark = [pytest.mark.browser, pytest.mark.slow]

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


def hand_in(page: Page, list_of_requests: Path) -> None:
    add_file(page, "The list, as CSV", list_of_requests)
    press(page, "button", "Preview list")
    expect(page.get_by_text("read as Windows-1252")).to_be_visible()


def map_columns(page: Page, body: str, *, day_first: bool) -> None:
    """Say what the columns mean that the headings do not tell."""
    if day_first:
        pick(page, page.get_by_label("Day first: 18/03/2024"))
    choose(page, "Column: Public body", f"Asked of (PTA; {body})")
    choose(page, "For every row: Block", "X in Pakistan")
    choose(page, "Column: What was asked", "Topic (The order; The reasons)")
    choose(page, "For every row: What the wording asks for", "The order")
    type_into(page, "For every row: Capacity of the applicant", "citizen")
    tab_to(page, page.get_by_text("More columns you can use"))
    page.keyboard.press("Enter")
    choose(page, "For every row: Type of proof of receipt", "Acknowledgement-due card")
    press(page, "button", "Preview import")


def test_a_messy_list_is_mended_and_imported_by_keyboard_alone(
    page: Page, site: Site, tmp_path: Path
) -> None:
    site.clock.set(date(2024, 3, 20))
    set_password(page, site.welcome)
    press(page, "link", "Requests")
    press(page, "link", "Import a list")
    hand_in(page, save(tmp_path, "Ministry"))
    map_columns(page, "Ministry", day_first=False)
    expect(page.get_by_text("“Ministry” was not found")).to_be_visible()
    expect(page.get_by_text("can be read in more than one way").first).to_be_visible()

    press(page, "link", "Change the columns")
    pick(page, page.get_by_label("Day first: 18/03/2024"))
    press(page, "button", "Preview import")
    expect(page.get_by_text("Nothing can be imported yet: fix")).to_be_visible()
    press(page, "button", "Remove list")

    hand_in(page, save(tmp_path, "pk-interior"))
    map_columns(page, "pk-interior", day_first=True)
    expect(page.get_by_text("2 requests", exact=True)).to_be_visible()
    card = tmp_path / "card.txt"
    card.write_text("Acknowledgement-due card, stamped.", encoding="utf-8")
    add_file(page, "Documents named in the list", card)
    press(page, "button", "Import 2 requests")
    expect(page.get_by_text("Import complete: 2 requests.")).to_be_visible()

    press(page, "link", "View imported requests")
    expect(page.get_by_role("link", name="Log proof of receipt")).to_be_visible()
    press(page, "link", "PTA: X in Pakistan")
    # Received Monday 11 March 2024: ten working days, without the 23rd of March (a Saturday)
    # among them, end on Monday 25 March.
    expect(page.get_by_text("Monday 25 March 2024").first).to_be_visible()
    fits(page)
