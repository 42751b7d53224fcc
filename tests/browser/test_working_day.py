"""What staff and lawyers do on a working day, as a browser without JavaScript does it.

PTA received the request on Monday 26 February 2024: ten working days end on Monday 11 March; with
ten more, on Monday 25 March (section 14 of the Act). A refusal received on 8 March opens thirty
days for the appeal, to Sunday 7 April (section 17(1)).
"""

import zipfile
from datetime import date
from hashlib import sha256
from io import BytesIO
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.keyboard import (
    add_file,
    choose,
    press,
    set_password,
    tab_to,
    type_day,
    type_into,
)
from tests.browser.test_journey import sign_in, sign_in_again
from tests.offices import a_request, received
from tracker.domain.events.proceedings.remedy_waived import RemedyWaived
from tracker.services.cases.silence import sweep
from tracker.services.letters.appeal_pack import BUNDLE_MANIFEST
from tracker.services.people.accounts import invite
from tracker.services.ports.people import RoleName
from tracker.services.reminders.reminding import remind
from tracker.services.reminders.watching import choose_watchers

pytestmark = pytest.mark.browser

SHEETS = ("01-APPEAL", "02-COUNT-OF-TIME", "03-ANNEXES")


def a_received_request(site: Site) -> str:
    site.clock.set(date(2024, 2, 26))
    reference = a_request(site.office)
    received(site.office, reference, date(2024, 2, 26))
    return reference


@pytest.mark.slow
def test_staff_log_an_extension_with_the_keyboard_and_see_the_clock_move(
    page: Page, site: Site, tmp_path: Path
) -> None:
    letter = tmp_path / "extension.txt"
    letter.write_text("Ten more working days are needed.", encoding="utf-8")
    reference = a_received_request(site)
    site.clock.set(date(2024, 3, 8))
    token = invite(site.office, "sana@example.org", "Sana Staff", RoleName.ADVOCATE)
    set_password(page, f"{site.url}/welcome/{token}")
    expect(page.get_by_text("Mon 11 Mar").first).to_be_visible()

    press(page, "link", "PTA: X in Pakistan")
    press(page, "link", "Log an extension")
    type_day(page, "Date, or earliest possible date", "2024-03-07")
    tab_to(page, page.get_by_role("radio").first)
    page.keyboard.press("Space")
    add_file(page, "The notice", letter)
    press(page, "button", "Save entry")

    expect(page.get_by_role("status").nth(0)).to_have_text("Extension logged.")
    moved = page.get_by_role("status").filter(has_text="was Monday 11 March 2024")
    expect(moved).to_contain_text("now Monday 25 March 2024")
    expect(page.locator("#days")).to_contain_text("Monday 25 March 2024")
    press(page, "link", "Today")
    expect(page).to_have_url(f"{site.url}/desk")
    expect(page.get_by_text("Mon 11 Mar")).to_have_count(0)
    # Twenty working days end on Monday 25 March: on Today with the days that are left.
    moved_to = page.locator("[data-matter=reply]").filter(has_text=reference.upper())
    expect(moved_to).to_contain_text("Mon 25 Mar")


@pytest.mark.slow
def test_what_a_refusal_lacks_stands_in_the_appeal_and_in_its_pack_by_keyboard_alone(
    page: Page, site: Site, tmp_path: Path
) -> None:
    letter = tmp_path / "refusal.txt"
    letter.write_text("The request is refused.", encoding="utf-8")
    a_received_request(site)
    site.clock.set(date(2024, 3, 11))
    set_password(page, site.welcome)
    press(page, "link", "PTA: X in Pakistan")
    press(page, "link", "Log a response")
    add_file(page, "The response", letter)
    type_day(page, "Date, or earliest possible date", "2024-03-08")
    choose(page, "Type of response", "Refusal")
    choose(page, "All: outcome", "Refused")
    tab_to(page, page.locator("#record-1 summary"))
    page.keyboard.press("Enter")
    type_into(page, "Quotation on item 1", "The request is refused.")
    type_into(page, "Page about item 1", "1")
    choose(page, "it gives details of the right to appeal", "Not shown")
    press(page, "button", "Save entry")

    expect(page.get_by_text("right to appeal").first).to_be_visible()
    of_request = page.url
    press(page, "link", "Appeal to the Information Commission", exact=False)
    expect(page.get_by_role("main")).to_contain_text("right to appeal")
    with page.expect_download() as got:
        press(page, "link", "Word document")
    assert "right to appeal" in words_of(Path(got.value.path()).read_bytes())

    page.goto(of_request)
    press(page, "link", "Letters", exact=False)
    press(page, "link", "bundle", exact=False)
    with page.expect_download() as got:
        press(page, "button", "Download separate files")
    with zipfile.ZipFile(str(got.value.path())) as pack:
        papers = {name: pack.read(name) for name in pack.namelist()}
    manifest = papers.pop(BUNDLE_MANIFEST).decode().splitlines()
    lines = [line.partition("  ") for line in manifest if not line.startswith("#")]
    assert {name: digest for digest, _, name in lines} == {
        name: sha256(data).hexdigest() for name, data in papers.items()
    }
    annexes = {name: data for name, data in papers.items() if "ANNEX-" in name}
    assert letter.read_bytes() in annexes.values()
    assert set(papers) - set(annexes) == {f"DEMONSTRATION-{name}.docx" for name in SHEETS}
    appeal, chronology, listed = (
        words_of(papers[f"DEMONSTRATION-{each}.docx"]) for each in SHEETS
    )
    assert "right to appeal" in appeal
    assert "26 February 2024" in chronology
    assert "8 March 2024" in chronology
    for name, data in annexes.items():
        assert name in listed
        assert sha256(data).hexdigest() in listed


def words_of(docx: bytes) -> str:
    """All that a Word document says, in paragraphs and in tables."""
    document = Document(BytesIO(docx))
    cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n".join([*(each.text for each in document.paragraphs), *cells])


@pytest.mark.slow
def test_a_reminder_is_acknowledged_and_a_time_let_pass_with_the_keyboard(
    page: Page, site: Site
) -> None:
    reference = a_received_request(site)
    sign_in(page, site)
    account = site.office.people.account_by_email("lawyer@example.org")
    assert account
    choose_watchers(site.office, reference, [account.id])
    site.clock.set(date(2024, 4, 2))
    sweep(site.office)
    remind(site.office)
    page.goto(f"{site.url}/desk/reminders")
    sign_in_again(page)

    tab_to(page, page.get_by_role("checkbox").first)
    page.keyboard.press("Space")
    press(page, "button", "Acknowledge selected reminders")
    expect(page.get_by_text("The deadlines are still open").first).to_be_visible()

    page.goto(f"{site.url}/desk/requests/{reference}/let-pass")
    for group in page.get_by_role("group").all():
        tab_to(page, group.get_by_role("radio").first)
        page.keyboard.press("Space")
    press(page, "button", "Decide not to file")
    expect(page.get_by_text("Decision logged. Nobody is reminded of it any")).to_be_visible()
    with site.office.cases.look(reference) as case:
        assert [e.event.stage for e in case.history if isinstance(e.event, RemedyWaived)] == [
            "appeal"
        ]
