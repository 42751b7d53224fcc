"""Thirty requests from the choice of their bodies to their proved receipt, by counted clicks."""

import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, Site, a_page, fits, serving
from tests.browser.test_journey import ADDRESS, NAME, sign_in, sign_in_again
from tests.documents.papers import a_pdf
from tests.offices import an_office
from tests.thirty_bodies import BLOCK, WANTED, thirty_bodies
from tracker.domain.case.case_status import Phase
from tracker.services.people.accounts import invite
from tracker.services.ports.people import RoleName, TrailFilter

pytestmark = pytest.mark.browser

# After the choice of the bodies. One request alone takes nine clicks: thirty would take 270.
MOST_CLICKS = 24
MOST_LOADS = 18


@pytest.fixture
def many(tmp_path: Path) -> Iterator[Site]:
    """The site of an office whose library has thirty bodies for one block."""
    with (
        an_office(tmp_path, library=thirty_bodies()) as (office, clock),
        serving(office) as url,
    ):
        token = invite(office, "lawyer@example.org", "A Lawyer", RoleName.ADMIN)
        yield Site(office, clock, url, f"{url}/welcome/{token}")


@dataclass
class Hand:
    """A hand whose clicks are counted, and the page that it uses."""

    page: Page
    clicks: int = 0
    loads: int = 0

    def __post_init__(self) -> None:
        self.page.on("load", lambda _: self._loaded())

    def _loaded(self) -> None:
        self.loads += 1

    def button(self, name: str, *, exact: bool = False) -> None:
        self.clicks += 1
        self.page.get_by_role("button", name=name, exact=exact).first.click()

    def link(self, name: str) -> None:
        self.clicks += 1
        self.page.get_by_role("link", name=name).first.click()

    def tick(self, name: str | re.Pattern[str], place: int = 0) -> None:
        self.clicks += 1
        self.page.get_by_label(name).nth(place).check()


@pytest.fixture(
    params=[
        pytest.param(DESKTOP, id="desktop"),
        pytest.param(PHONE, id="phone", marks=pytest.mark.slow),
    ]
)
def wide(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    page = a_page(chromium, *request.param)
    yield page
    page.context.close()


def choose_all(page: Page, site: Site) -> None:
    page.goto(f"{site.url}/desk/new?block={BLOCK}")
    page.get_by_role("button", name=f"All {WANTED}").click()
    expect(page.get_by_text(f"Bodies added: {WANTED}.")).to_be_visible()


def test_thirty_requests_take_few_clicks(wide: Page, many: Site, tmp_path: Path) -> None:
    page, office = wide, many.office
    scan = tmp_path / "receipts.pdf"
    scan.write_bytes(a_pdf(("Receipts of the courier.",)))
    many.clock.set(date(2026, 11, 24))
    sign_in(page, many)
    choose_all(page, many)
    hand = Hand(page)

    hand.button("Start", exact=True)
    page.get_by_label("Name of the applicant").fill(NAME)
    page.get_by_label("Address", exact=True).fill(ADDRESS)
    page.get_by_label("Email address or phone number").fill("ayesha@example.org")
    for capacity in page.locator("input[type=radio][value=citizen]").all():
        hand.clicks += 1
        capacity.check()
    hand.tick("The applicant agrees")
    fits(page)
    hand.button(f"Start {WANTED} drafts")

    expect(page.get_by_text(f"{WANTED} drafts started.")).to_be_visible()
    hand.link("Items of all")
    fits(page)
    hand.tick("Measured effects")
    hand.button(f"Save in {WANTED} drafts")

    hand.link("Check and approve all")
    expect(page.get_by_role("heading", name=f"Check {WANTED} letters")).to_be_visible()
    fits(page)
    hand.button("Approve selected")
    expect(page.get_by_text(f"{WANTED} letters approved.")).to_be_visible()

    hand.link("Letters and labels")
    with page.expect_download() as told:
        hand.button("Download letters")
    told.value.save_as(tmp_path / "letters.zip")
    page.goto(re.sub("/parcel.*", "", page.url))

    hand.link("Log sending of many")
    table = page.get_by_label("Table")
    lines = table.input_value().splitlines()
    assert len(lines) == WANTED + 1
    filled = [fill_in(line, number) for number, line in enumerate(lines[1:], 1)]
    table.fill("\n".join([lines[0], *filled]))
    hand.button("Check lines")
    expect(page.get_by_text(f"{WANTED} lines can be logged")).to_be_visible()
    fits(page)
    hand.clicks += 1
    page.get_by_label("Proof of sending").set_input_files(scan)
    hand.button(f"Log {WANTED} entries")
    expect(page.get_by_text(f"{WANTED} entries logged.")).to_be_visible()

    many.clock.set(date(2026, 11, 28))
    page.reload()
    sign_in_again(page)
    hand.link("Log receipt of many")
    table = page.get_by_label("Table")
    lines = [line.rstrip("\t") for line in table.input_value().splitlines()]
    received = [f"{line}\t2026-11-27\tcourier delivery" for line in lines[1:]]
    table.fill("\n".join([lines[0], *received]))
    hand.button("Check lines")
    hand.clicks += 1
    page.get_by_label("Proof of receipt").set_input_files(scan)
    hand.button(f"Log {WANTED} entries")
    expect(page.get_by_text(f"{WANTED} entries logged.")).to_be_visible()
    fits(page)

    references = list(office.cases.references())
    assert len(references) == WANTED
    with office.cases.look_all(references) as cases:
        assert {row.phase for case in cases if (row := case.row())} == {Phase.AWAITING}
    print(f"clicks {hand.clicks}, page loads {hand.loads}")
    assert hand.clicks <= MOST_CLICKS
    assert hand.loads <= MOST_LOADS
    with zipfile.ZipFile(tmp_path / "letters.zip") as archive:
        names = archive.namelist()
    assert sum(name.endswith(".docx") for name in names) == WANTED + 2
    taken, _ = office.people.trail.entries(TrailFilter(act="exported"), 0, 100)
    assert {entry.about for entry in taken} == set(references)


def fill_in(line: str, number: int) -> str:
    """A line of the list with the day and the number of the courier."""
    cells = line.split("\t")
    return "\t".join([*cells[:3], "2026-11-24", f"TCS-{number:04d}", *cells[5:]])
