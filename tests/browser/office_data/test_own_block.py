"""A block of another country: entered, checked by a second person, and asked of two bodies.

The test counts the clicks of a practised person, and the pages that they load.
"""

from datetime import date
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, expect

from tests.browser.conftest import DESKTOP, Site, a_page, fits
from tests.browser.counted import CountedPage
from tests.browser.keyboard import PASSWORD
from tests.browser.test_journey import ADDRESS, NAME, sign_in
from tracker.domain.base.text import SOURCE
from tracker.services.people.accounts import invite
from tracker.services.ports.people import RoleName

pytestmark = pytest.mark.browser

CLICKS, LOADS = 20, 17
WHERE = "https://example.org/telegram"


def test_a_block_of_another_country_is_entered_checked_and_asked_of_two_bodies(
    chromium: Browser, site: Site, tmp_path: Path
) -> None:
    site.clock.set(date(2024, 11, 11))
    mine, theirs = a_page(chromium, *DESKTOP), a_page(chromium, *DESKTOP)
    sign_in(mine, site)
    token = invite(site.office, "other@example.org", "Omar Other", RoleName.LAWYER)
    theirs.goto(f"{site.url}/welcome/{token}")
    theirs.get_by_label("New password").fill(PASSWORD)
    theirs.get_by_label("Repeat the password").fill(PASSWORD)
    theirs.get_by_role("button", name="Set password and sign in").click()
    one, two = CountedPage(mine), CountedPage(theirs)
    ministry = site.office.library.body("ke-ict").name.in_language(SOURCE)

    mine.goto(f"{site.url}/desk/library")
    one.link("Add a block")
    one.link("Kenya")
    one.type(service="Telegram", where="Kenya", since="2024-11-08", sources=f"A paper, {WHERE}")
    one.type(why="Two papers name the day.")
    one.check("Communications Authority of Kenya", ministry)
    fits(mine)
    one.button("Add block")
    expect(mine.get_by_text("You can already ask about it.")).to_be_visible()

    theirs.goto(f"{site.url}/desk/library")
    two.link("Telegram in Kenya")
    expect(theirs.get_by_role("link", name=WHERE).first).to_be_visible()
    two.button("I compared the sources: verify")
    expect(theirs.get_by_text("The public can see this entry.")).to_be_visible()

    one.link("Start a request")
    one.check("Communications Authority of Kenya", ministry)
    one.button("Start")
    one.type(name=NAME, address=ADDRESS, contact="ayesha@example.org")
    one.check("I am a citizen of Kenya")
    one.button("Start 2 drafts")
    one.button("Finalise selected")
    expect(mine.get_by_text("All finalised")).to_be_visible()
    batch = mine.url
    for name, of in (("CA", "Communications Authority"), ("ICT", "Ministry of Information")):
        mine.goto(batch)
        one.link(f"letters to {name}")
        one.click(mine.get_by_role("region", name="Letters ready").get_by_role("link").first)
        with mine.expect_download() as taken:
            one.link("Word document")
        file = tmp_path / f"{name}.docx"
        taken.value.save_as(file)
        words = " ".join(each.text for each in Document(str(file)).paragraphs)
        assert "Telegram" in words
        assert of in words
        assert "Access to Information Act, 2016" in words
        assert "8 November 2024" in words
        assert "as reported by" not in words, "a second person compared the sources"
    assert (one.clicks + two.clicks, one.loads + two.loads) == (CLICKS, LOADS)
