"""A shipped fact is corrected in the office's library, verified, and downloaded as a file."""

from pathlib import Path
from shutil import copy, copytree

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, Site, a_page, fits, let_in
from tests.browser.counted import CountedPage
from tracker.cli import main
from tracker.lawfiles.reader import PACKAGED

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WEBSITE, WHERE = "https://www.pta.example.gov.pk", "https://www.example.gov.pk/act.pdf"
LAW = "General Law of Transparency and Access to Public Information (2025)"


def verified(theirs: Page, site: Site, title: str) -> None:
    """Compare the sources of that entry, as a colleague does, and verify it."""
    theirs.goto(f"{site.url}/desk/library")
    theirs.get_by_role("main").get_by_role("link", name=title, exact=True).first.click()
    theirs.get_by_role("button", name="I compared the sources: verify").click()
    expect(theirs.get_by_text("The public can see this entry.")).to_be_visible()


def both_signed_in(site: Site, page: Page, chromium: Browser) -> Page:
    """Sign in a lawyer on this page, and return a page of a second person."""
    theirs = a_page(chromium, *DESKTOP)
    let_in(site, page, "Lena Lawyer")
    let_in(site, theirs, "Omar Other")
    return theirs


def taken_home(page: Page, folder: Path) -> Path:
    """Download the file of the entry on that page."""
    page.reload()
    expect(page.get_by_text("Send this entry to the maintainers")).to_be_visible()
    with page.expect_download() as taken:
        page.get_by_role("link", name="Download the file", exact=True).click()
    file = folder / taken.value.suggested_filename
    taken.value.save_as(file)
    return file


def test_a_shipped_body_is_corrected_and_its_file_passes_the_check_of_its_kind(
    page: Page, chromium: Browser, site: Site, tmp_path: Path
) -> None:
    theirs = both_signed_in(site, page, chromium)
    body = "Pakistan Telecommunication Authority"
    one = CountedPage(page)

    page.goto(f"{site.url}/desk/library")
    one.click(page.locator("summary", has_text="Public bodies"))
    one.link(body)
    one.type(website=WEBSITE, why="Its own page.", sources=f"Its own page, {WEBSITE}")
    fits(page)
    one.button("Save version")
    expect(page.get_by_text("Someone else has to compare the sources.").first).to_be_visible()
    expect(page.get_by_text("Correction").first).to_be_visible()
    assert (one.clicks, one.loads) == (3, 3)
    assert site.office.library.body("pk-pta").website != WEBSITE
    verified(theirs, site, body)
    file = taken_home(page, tmp_path)

    assert WEBSITE in file.read_text("utf-8")
    assert main(["body", "check", str(file)]) == 0


@pytest.mark.slow
def test_a_shipped_law_is_corrected_and_its_file_passes_the_check_of_the_library(
    page: Page, chromium: Browser, site: Site, tmp_path: Path
) -> None:
    theirs = both_signed_in(site, page, chromium)

    page.goto(f"{site.url}/desk/library")
    page.locator("summary", has_text="Laws").click()
    page.get_by_role("main").get_by_role("link", name=LAW).first.click()
    text = page.get_by_label("File")
    shipped = text.input_value()
    (before,) = [each for each in shipped.splitlines() if each.startswith("official_text = ")]
    text.fill(shipped.replace(before, f'official_text = "{WHERE}"'))
    page.locator("[name='why']").fill("The address moved.")
    page.get_by_role("button", name="Save version").click()
    expect(page.get_by_text("Someone else has to compare the sources.").first).to_be_visible()
    verified(theirs, site, LAW)
    file = taken_home(page, tmp_path)
    upstream = tmp_path / "library"
    copytree(PACKAGED, upstream)
    (merged,) = [each for each in upstream.rglob(file.name) if each.parent.name == "laws"]

    copy(file, merged)
    assert main(["law", "check", str(upstream)]) == 0
    merged.write_text(file.read_text("utf-8").replace('calendar = "', 'calendar = "no-'), "utf-8")
    assert main(["law", "check", str(upstream)]) == 2
