"""The page of a request in a browser: its height, its first screen, its folds and its print."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect
from pypdfium2 import PdfDocument

from tests.browser.conftest import DESKTOP, PHONE, a_page, a_site, fits
from tests.web import record_scenes as scenes

pytestmark = pytest.mark.browser

# The most pixels of a page with 18 to 20 questions, a fifth above what was drawn for it.
TALLEST = {DESKTOP: 3467, PHONE: 5784}
NARROW = (320, 800)


@pytest.mark.parametrize(
    ("size", "prefix"),
    [
        pytest.param(PHONE, "", id="phone-english"),
        pytest.param(DESKTOP, "/ur", id="desktop-urdu", marks=pytest.mark.slow),
        pytest.param(PHONE, "/ur", id="phone-urdu", marks=pytest.mark.slow),
        pytest.param(DESKTOP, "", id="desktop-english", marks=pytest.mark.slow),
    ],
)
def test_a_record_answers_on_the_first_screen_and_keeps_its_height(
    chromium: Browser, tmp_path: Path, size: tuple[int, int], prefix: str
) -> None:
    with a_site(tmp_path, speaks=True) as site:
        references = (scenes.a_silence(site.office), scenes.a_late_answer(site.office))
        page = a_page(chromium, *size)
        for reference in references:
            page.goto(f"{site.url}{prefix}/requests/{reference}")
            answers = page.locator(".answers").bounding_box()
            assert answers is not None
            assert answers["y"] + answers["height"] <= PHONE[1]
            height = page.evaluate("document.documentElement.scrollHeight")
            assert height <= TALLEST[size] * (1.2 if prefix else 1)
            fits(page)
        page.context.close()


def test_a_link_to_a_question_opens_its_words_without_a_script(
    chromium: Browser, tmp_path: Path
) -> None:
    with a_site(tmp_path) as site:
        reference = scenes.a_refusal(site.office)
        page = a_page(chromium, *NARROW)
        page.goto(f"{site.url}/requests/{reference}#question-reasons-recorded")

        expect(page.locator("details[open] :target .asked")).to_be_visible()
        fits(page)
        page.goto(f"{site.url}/requests/{reference}#exemptions")
        expect(page.locator("#exemptions")).to_be_visible()
        page.context.close()


def test_a_record_is_printed_open_on_eight_pages_at_most(
    chromium: Browser, tmp_path: Path
) -> None:
    with a_site(tmp_path) as site:
        references = (scenes.a_silence(site.office), scenes.a_late_answer(site.office))
        page = a_page(chromium, *DESKTOP)
        for reference in references:
            page.goto(f"{site.url}/requests/{reference}")
            paper = PdfDocument(page.pdf(prefer_css_page_size=True))
            assert len(paper) <= 8
            said = " ".join(leaf.get_textpage().get_text_range() for leaf in paper)
            assert "Each order" in " ".join(said.split())
        page.context.close()
