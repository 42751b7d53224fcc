"""The copy of an office, opened from the disk in a browser that has no network."""

import re
import subprocess
import sys
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser, Page, Request, expect

from tests.browser.conftest import DESKTOP, WIDTHS, a_page, fits
from tests.mirror.conftest import library_of_few_blocks
from tests.mirror.copied import copied
from tests.offices import an_office
from tests.web.record_scenes import a_late_answer, a_refusal, a_silence

WORDS = "The record is classified."


@pytest.fixture(scope="module")
def copy(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A copy with three records and the library of one country with two blocks, on a disk."""
    folder = tmp_path_factory.mktemp("copied")
    with an_office(folder, library=library_of_few_blocks()) as (office, _):
        for scene in (a_silence, a_refusal, a_late_answer):
            scene(office)
        copied(office, folder)
    return folder / "copy"


class Asked:
    """What a page asked for, and what it did not get."""

    def __init__(self, page: Page) -> None:
        self.all: list[str] = []
        self.failed: list[str] = []
        page.on("request", lambda request: self.all.append(request.url))
        page.on("requestfailed", self._failed)

    def _failed(self, request: Request) -> None:
        self.failed.append(f"{request.url}: {request.failure}")


@pytest.mark.parametrize("size", WIDTHS)
def test_from_home_to_the_words_of_a_refusal_without_a_network(
    chromium: Browser, copy: Path, size: tuple[int, int]
) -> None:
    page = a_page(chromium, *size)
    page.context.set_offline(True)
    asked = Asked(page)

    page.goto((copy / "index.html").as_uri())
    expect(page.get_by_role("heading", level=1)).to_contain_text("legal basis")
    fits(page)
    page.get_by_role("link", name="Requests", exact=True).first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Requests")
    page.get_by_role("link", name="Ministry of Interior").first.click()
    expect(page.get_by_text(WORDS).first).to_be_visible()
    fits(page)
    page.get_by_role("link", name="Laws", exact=True).click()
    page.get_by_role("link", name="Right of Access to Information Act, 2017").first.click()
    expect(page.get_by_role("heading", level=1)).to_contain_text("Right of Access")
    page.get_by_role("link", name="اردو").first.click()
    expect(page.locator("html")).to_have_attribute("dir", "rtl")
    fits(page)

    assert asked.failed == []
    assert {urlsplit(url).scheme for url in asked.all} == {"file"}
    page.context.close()


@pytest.mark.parametrize(
    ("place", "words", "leads_to"),
    [
        ("search", "interior pk-x-2024", "interior"),
        ("ur/search", "آزادی اظہار", ""),
        ("search", "ＲＩＧＨＴ of access 2017", "2017"),
        ("search", "interior Classified", "interior"),
    ],
    ids=["a request", "nothing", "a law", "a word of an answer"],
)
def test_a_copy_is_searched_from_the_disk(
    chromium: Browser, copy: Path, place: str, words: str, leads_to: str
) -> None:
    context = chromium.new_context(offline=True)
    page = context.new_page()
    asked = Asked(page)

    page.goto((copy / place / "index.html").as_uri())
    page.locator("#q").fill(words)
    page.locator("#q").press("Enter")

    if leads_to:
        page.locator("#found-here a", has_text=re.compile(leads_to, re.I)).first.click()
        expect(page.get_by_role("heading", level=1)).to_contain_text(re.compile(leads_to, re.I))
    else:
        expect(page.locator("#nothing-here")).to_be_visible()
    assert asked.failed == []
    assert {urlsplit(url).scheme for url in asked.all} == {"file"}
    context.close()


def test_what_a_copy_has_not_leads_to_where_the_record_is(chromium: Browser, copy: Path) -> None:
    page = a_page(chromium, *DESKTOP)
    page.context.set_offline(True)
    asked = Asked(page)

    page.goto((copy / "deadlines/index.html").as_uri())
    page.locator("main form button").first.click()

    expect(page.get_by_role("heading", name="What a copy does not include")).to_be_visible()
    expect(page.get_by_role("link", name="https://record.example")).to_be_visible()
    assert asked.failed == []
    page.context.close()


@pytest.mark.slow
@pytest.mark.parametrize("size", WIDTHS)
def test_a_record_handed_on_by_itself_is_read_and_checked_without_a_network(
    chromium: Browser, tmp_path: Path, size: tuple[int, int]
) -> None:
    with an_office(tmp_path) as (office, _):
        a_silence(office)
        reference = a_refusal(office)
        copied(office, tmp_path, reference)
    copy = tmp_path / "copy"
    page = a_page(chromium, *size)
    page.context.set_offline(True)

    page.goto((copy / "index.html").as_uri())
    expect(page.get_by_text(WORDS).first).to_be_visible()
    expect(page.get_by_text("Proof that it was not changed")).to_be_visible()
    page.get_by_role("link", name="where it is and how to check a copy").click()
    _, *words = page.locator("pre").first.inner_text().split()
    fits(page)

    whole = subprocess.run(
        [sys.executable, "-I", *words], cwd=copy, capture_output=True, text=True
    )
    assert (whole.returncode, whole.stderr) == (0, "")
    assert whole.stdout.endswith("All of it holds.\n")

    shown = copy / "requests" / reference / "index.html"
    shown.write_text(shown.read_text().replace(WORDS, "The record was lost."))
    altered = subprocess.run(
        [sys.executable, "-I", *words], cwd=copy, capture_output=True, text=True
    )
    assert altered.returncode == 1
    assert f"WRONG: requests/{reference}/index.html" in altered.stdout
    page.context.close()
