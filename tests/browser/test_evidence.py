"""Evidence by others from the saved file to the data, without JavaScript: OONI's answers become a
sentence and a picture, and a saved page a capture that readers download."""

import hashlib
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site, fits
from tests.browser.keyboard import add_file, pick, press, set_password, tick, type_into
from tests.captured_pages import ADDRESS, HTML
from tests.ooni_answers import BLOCK, by_day, by_network
from tracker.services.public.data_files import renew

pytestmark = [pytest.mark.browser, pytest.mark.slow]

SENTENCE = (
    "57 of 70 usable measurements from 17 February 2024 to 6 May 2025 show signs of blocking."
)


def save(folder: Path, name: str, content: bytes) -> Path:
    file = folder / name
    file.write_bytes(content)
    return file


def hand_in(page: Page, query: str, file: Path) -> None:
    """Hand in the answer to a query."""
    press(page, "link", "Hand in the answer")
    pick(page, page.get_by_label(query).first)
    add_file(page, "The saved answer", file)
    press(page, "button", "Save answer")
    expect(page.get_by_text("Answer saved.")).to_be_visible()
    fits(page)


def test_answers_of_ooni_become_a_sentence_a_picture_and_rows_by_keyboard_alone(
    page: Page, site: Site, tmp_path: Path
) -> None:
    site.clock.set(date(2026, 11, 24))
    set_password(page, site.welcome)
    press(page, "link", "Measurements")
    press(page, "link", "X in Pakistan")
    hand_in(page, "OONI, Measurements by network", save(tmp_path, "asn.json", by_network()))
    page.goto(f"{site.url}/desk/measurements/{BLOCK}")
    hand_in(page, "OONI, Measurements by day", save(tmp_path, "days.json", by_day()))
    expect(page.get_by_role("img").first).to_be_visible()

    press(page, "link", "Draft a sentence")
    expect(page.get_by_text("57 of 70 usable measurements show signs")).to_be_visible()
    tick(page, "I opened the source’s own page, and it shows these figures")
    fits(page)
    press(page, "button", "Save draft")
    press(page, "link", "Confirm and publish")
    press(page, "button", "Confirm and publish")
    expect(page.get_by_text("Published.")).to_be_visible()

    page.goto(f"{site.url}/blocks/{BLOCK}")
    expect(page.get_by_text(SENTENCE).first).to_be_visible()
    press(page, "link", "OONI, retrieved on 24 November 2026")
    expect(page.get_by_role("img").first).to_be_visible()
    fits(page)

    renew(site.office)
    findings = page.request.get(f"{site.url}/data/findings.csv").text()
    assert SENTENCE in findings
    days = page.request.get(f"{site.url}/data/ooni_days.csv").text()
    assert "CC BY-NC-SA 4.0" in days
    (row,) = page.request.get(f"{site.url}/api/v1/findings?block={BLOCK}").json()["data"]
    assert row["with_signs"] == 57


def test_a_saved_page_becomes_a_capture_that_readers_download(
    page: Page, site: Site, tmp_path: Path
) -> None:
    site.clock.set(date(2026, 11, 24))
    set_password(page, site.welcome)
    page.goto(f"{site.url}/desk/measurements/{BLOCK}")
    press(page, "link", "Captures of cited pages")
    press(page, "link", "Hand in a saved page")
    add_file(page, "The saved page", save(tmp_path, "page.html", HTML))
    type_into(page, "Address of the page", ADDRESS)
    fits(page)
    press(page, "button", "Save capture")
    expect(page.get_by_text("Capture saved.")).to_be_visible()
    fits(page)
    press(page, "link", "Publish")
    pick(page, page.get_by_label("Yes. Its licence allows copying."))
    type_into(page, "Which document or licence", "CC BY 4.0")
    tick(page, "I checked the page. It is not a page of a private person")
    fits(page)
    press(page, "button", "Publish")
    expect(page.get_by_text("Published.")).to_be_visible()

    page.goto(f"{site.url}/blocks/{BLOCK}")
    press(page, "link", "1 capture of a cited page")
    fits(page)
    with page.expect_download() as waiting:
        page.get_by_role("link", name="Download the file").click()
    content = waiting.value.path().read_bytes()
    digest = hashlib.sha256(content).hexdigest()
    expect(page.get_by_text(digest)).to_be_visible()
    assert HTML not in content, "it is packed, and no browser shows it"
