"""From the page of a request to the PDF for court, as a browser without JavaScript does it.

PTA received the request on Monday 26 February 2024; ten working days end on Monday 11 March
(section 14 of the Act).
"""

from datetime import date
from io import BytesIO
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect
from pypdf import PdfReader

from tests.browser.conftest import Site, fits
from tests.browser.test_journey import sign_in
from tests.documents.papers import a_pdf
from tests.offices import a_request, received
from tracker.services.cases.silence import sweep
from tracker.services.letters.authority_checks import CheckStatement, check_authority
from tracker.services.people.accounts import add_account
from tracker.services.ports.people import RoleName
from tracker.services.ports.workbook import OpenedDocument, StayState

pytestmark = [pytest.mark.browser, pytest.mark.slow]


def test_a_bundle_is_made_from_the_page_of_a_request(
    page: Page, site: Site, tmp_path: Path
) -> None:
    if not site.office.documents.prints:
        pytest.skip("LibreOffice is not installed")
    site.clock.set(date(2024, 2, 26))
    reference = a_request(site.office)
    received(site.office, reference, date(2024, 2, 26))
    site.clock.set(date(2024, 3, 12))
    sweep(site.office)
    stated = CheckStatement(OpenedDocument.ITSELF, True, StayState.NOT_FOUND, date(2024, 3, 12))
    checker = add_account(site.office, "checker@example.org", "Checker", RoleName.LAWYER)
    check_authority(site.office, "pk-01", stated, by=checker.id)
    sign_in(page, site)

    page.goto(f"{site.url}/desk/requests/{reference}/letters")
    page.get_by_role("link", name="bundle").first.press("Enter")
    page.get_by_role("link", name="Add the copy").press("Enter")
    fits(page)
    paper = tmp_path / "decision.pdf"
    paper.write_bytes(a_pdf(("The decision as signed",)))
    page.get_by_label("File").set_input_files(paper)
    page.get_by_role("button", name="Save copy").click()
    expect(page.get_by_role("status")).to_contain_text("Copy saved.")
    page.get_by_role("checkbox", name="Affidavit, blank").check()
    fits(page)
    with page.expect_download(timeout=120_000) as got:
        page.get_by_role("button", name="Download as one PDF").click(timeout=120_000)

    expect(page.get_by_role("heading", name="Making the bundle")).to_be_visible()
    fits(page)
    reader = PdfReader(BytesIO(Path(got.value.path()).read_bytes()))
    index = reader.pages[0].extract_text()
    assert "Annex A" in index
    assert "Affidavit" in index
    assert any("The decision as signed" in each.extract_text() for each in reader.pages)
    assert list(reader.page_labels)[-1] == str(len(reader.pages))
