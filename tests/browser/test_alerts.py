"""A reader's way with alerts, without a script: ask, confirm, be told, and leave by one click."""

from dataclasses import replace
from datetime import timedelta
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from pathlib import Path
from re import findall

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import WIDTHS, Site, a_page, a_site, fits
from tests.web import record_scenes as scenes
from tracker.mail import FolderPost
from tracker.services.public.alerting import tell
from tracker.services.reminders.posting import carry

pytestmark = [pytest.mark.browser, pytest.mark.slow]

WORDS = {
    "": (
        "Send confirmation link",
        "Check your email",
        "Yes, send me these alerts",
        "Alerts confirmed",
        "This link has expired",
    ),
    "/ur": (
        "مجھے تصدیق کا لنک بھیجیں",
        "اب اپنی ای میل دیکھیں",
        "جی ہاں، مجھے یہ اطلاعات بھیجیں",
        "اب سے آپ کو اطلاع دی جائے گی",
        "اس لنک سے اب کوئی اطلاع وابستہ نہیں",
    ),
}


def mails(site: Site, folder: Path) -> list[EmailMessage]:
    """What the scheduler puts into the folder now."""
    for old in folder.glob("*.eml"):
        old.unlink()
    carry(replace(site.office, post=FolderPost(folder, "office@example.org")))
    parser = BytesParser(policy=policy.default)
    found = [parser.parsebytes(file.read_bytes()) for file in folder.glob("*.eml")]
    assert all(isinstance(mail, EmailMessage) for mail in found)
    return found


def a_morning_later(site: Site) -> None:
    site.office.log_upkeep.append()
    site.clock.moment += timedelta(days=1)
    tell(site.office)


def heading(page: Page) -> str:
    fits(page)
    return page.get_by_role("heading", level=1).inner_text()


@pytest.mark.parametrize("size", WIDTHS)
@pytest.mark.parametrize("prefix", list(WORDS))
def test_a_reader_asks_confirms_is_told_and_leaves(
    chromium: Browser, tmp_path: Path, size: tuple[int, int], prefix: str
) -> None:
    send, asked, yes, told, gone = WORDS[prefix]
    folder = tmp_path / "mail"
    with a_site(tmp_path, speaks=True) as site:
        # The pages of the site are at its own address; so are the links of its mail.
        site.office = replace(site.office, public_url=site.url)
        page = a_page(chromium, *size)
        page.goto(f"{site.url}{prefix}/blocks/pk-x-2024")
        page.locator("#follow summary").click()
        page.locator("#email").fill("reader@example.org")
        page.get_by_role("button", name=send).click()
        assert heading(page) == asked
        expect(page.get_by_text("reader@example.org")).to_be_visible()

        (to_confirm,) = mails(site, folder)
        (link,) = findall(r"http\S+/confirm", to_confirm.get_content())
        page.goto(link)
        page.get_by_role("button", name=yes).click()
        assert heading(page) == told

        silence = scenes.a_silence(site.office)
        a_morning_later(site)
        (alert,) = mails(site, folder)
        page.goto(findall(r"http\S+/requests/\w+", alert.get_content())[0])
        expect(page).to_have_url(f"{site.url}{prefix}/requests/{silence}")

        leave = alert["List-Unsubscribe"].strip("<>")
        page.goto(leave)
        assert page.get_by_role("main").get_by_role("button").count() == 1
        one_click = page.request.post(leave, form={"List-Unsubscribe": "One-Click"})
        assert one_click.ok
        page.goto(leave)
        assert heading(page) == gone
        scenes.a_refusal(site.office)
        a_morning_later(site)
        assert mails(site, folder) == []
        assert page.context.cookies() == []
        page.context.close()
