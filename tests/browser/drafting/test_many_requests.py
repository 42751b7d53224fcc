"""Thirty requests from the choice of their bodies to the proof of receipt, in few clicks."""

import re
import zipfile
from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, a_site, fits
from tests.browser.counted import CountedPage
from tests.browser.test_journey import ADDRESS, NAME, sign_in, sign_in_again
from tests.documents.papers import a_pdf
from tests.thirty_bodies import BLOCK, WANTED, thirty_bodies
from tracker.domain.case.case_status import Phase
from tracker.services.ports.people import TrailFilter

pytestmark = pytest.mark.browser

# After the choice of the bodies. One request takes nine clicks, so thirty would take 270.
MOST_CLICKS = 24
MOST_LOADS = 18


@pytest.fixture
def many(tmp_path: Path) -> Iterator[Site]:
    """The site of an office whose library has thirty bodies for one block."""
    with a_site(tmp_path, library=thirty_bodies()) as site:
        yield site


def choose_all(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/desk/new?block={BLOCK}")
    page.get_by_role("button", name=f"All {WANTED}").click()
    expect(page.get_by_text(f"Bodies added: {WANTED}.")).to_be_visible()


@pytest.mark.slow
def test_thirty_requests_take_few_clicks(page: Page, many: Site, tmp_path: Path) -> None:
    office = many.office
    scan = tmp_path / "receipts.pdf"
    scan.write_bytes(a_pdf(("Receipts of the courier.",)))
    many.clock.set(date(2026, 11, 24))
    sign_in(page, many)
    choose_all(page, many)
    counted = CountedPage(page)

    counted.button("Start")
    page.get_by_label("Name of the applicant").fill(NAME)
    page.get_by_label("Address", exact=True).fill(ADDRESS)
    page.get_by_label("Email address or phone number").fill("ayesha@example.org")
    for capacity in page.locator("input[type=radio][value=citizen]").all():
        counted.clicks += 1
        capacity.check()
    counted.check("The applicant agrees")
    fits(page)
    counted.button(f"Start {WANTED} drafts")

    expect(page.get_by_text(f"{WANTED} drafts started.")).to_be_visible()
    counted.link("Items of all")
    fits(page)
    counted.check("Measured effects")
    counted.button(f"Save in {WANTED} drafts")

    counted.link("Check and approve all")
    expect(page.get_by_role("heading", name=f"Check {WANTED} letters")).to_be_visible()
    fits(page)
    counted.button("Approve selected")
    expect(page.get_by_text(f"{WANTED} letters approved.")).to_be_visible()

    counted.link("Letters and labels")
    with page.expect_download() as told:
        counted.button("Download letters")
    told.value.save_as(tmp_path / "letters.zip")
    page.goto(re.sub("/parcel.*", "", page.url))

    counted.link("Log sending of many")
    table = page.get_by_label("Table")
    lines = table.input_value().splitlines()
    assert len(lines) == WANTED + 1
    filled = [fill_in(line, number) for number, line in enumerate(lines[1:], 1)]
    table.fill("\n".join([lines[0], *filled]))
    counted.button("Check lines")
    expect(page.get_by_text(f"{WANTED} lines can be logged")).to_be_visible()
    fits(page)
    counted.clicks += 1
    page.get_by_label("Proof of sending").set_input_files(scan)
    counted.button(f"Log {WANTED} entries")
    expect(page.get_by_text(f"{WANTED} entries logged.")).to_be_visible()

    many.clock.set(date(2026, 11, 28))
    page.reload()
    sign_in_again(page)
    counted.link("Log receipt of many")
    table = page.get_by_label("Table")
    lines = [line.rstrip("\t") for line in table.input_value().splitlines()]
    received = [f"{line}\t2026-11-27\tcourier delivery" for line in lines[1:]]
    table.fill("\n".join([lines[0], *received]))
    counted.button("Check lines")
    counted.clicks += 1
    page.get_by_label("Proof of receipt").set_input_files(scan)
    counted.button(f"Log {WANTED} entries")
    expect(page.get_by_text(f"{WANTED} entries logged.")).to_be_visible()
    fits(page)

    references = list(office.cases.references())
    assert len(references) == WANTED
    with office.cases.look_all(references) as cases:
        assert {row.phase for case in cases if (row := case.row())} == {Phase.AWAITING}
    assert counted.clicks <= MOST_CLICKS
    assert counted.loads <= MOST_LOADS
    with zipfile.ZipFile(tmp_path / "letters.zip") as archive:
        names = archive.namelist()
    assert sum(name.endswith(".docx") for name in names) == WANTED + 2
    taken, _ = office.people.trail.entries(TrailFilter(act="exported"), 0, 100)
    assert {entry.about for entry in taken} == set(references)


def fill_in(line: str, number: int) -> str:
    """A line of the dispatch list, with the date and the number of the courier filled in."""
    cells = line.split("\t")
    return "\t".join([*cells[:3], "2026-11-24", f"TCS-{number:04d}", *cells[5:]])
