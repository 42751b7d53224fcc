"""What the small scripts of the desk add, in a browser that runs them.

Received on Monday 26 February 2024, ten working days end on Monday 11 March (section 14(1)).
"""

import re
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.test_journey import sign_in, sign_in_again
from tests.offices import received
from tracker.services.core.office import Office
from tracker.services.people.sessions import SESSION_IDLE

pytestmark = pytest.mark.browser


def events_of(office: Office, reference: str) -> int:
    with office.cases.look(reference) as case:
        return len(case.history)


def test_the_last_day_is_shown_while_the_day_of_receipt_is_typed(
    phone: Page, site: Site, sent: str
) -> None:
    before = events_of(site.office, sent)
    sign_in(phone, site)
    phone.goto(f"{site.url}/desk/requests/{sent}/receipt")
    expect(phone.get_by_text("What will change")).to_be_hidden()

    phone.get_by_label("Date, or earliest possible date").fill("2024-02-26")

    told = phone.locator("[aria-live=polite]:has([data-dry-run-told])")
    expect(told).to_contain_text("Monday 11 March 2024")
    phone.get_by_label("Date, or earliest possible date").fill("2024-02-22")
    expect(told).to_contain_text("is before 23 February 2024")
    expect(phone.get_by_label("Date, or earliest possible date")).to_have_value("2024-02-22")
    assert events_of(site.office, sent) == before


def test_a_preview_removes_the_errors_of_corrected_fields_and_keeps_the_others(
    phone: Page, site: Site, sent: str, tmp_path: Path
) -> None:
    card = tmp_path / "card.txt"
    card.write_text("Delivered.", encoding="utf-8")
    sign_in(phone, site)
    phone.goto(f"{site.url}/desk/requests/{sent}/receipt")
    phone.get_by_role("button", name="Save entry").click()
    summary = phone.locator(".error-summary")
    wrong = summary.locator("li > a")
    before = wrong.count()
    assert before > 1
    button = phone.get_by_role("button", name="Preview changes")

    phone.get_by_label("Date, or earliest possible date").fill("2024-02-26")
    button.click()
    expect(wrong).to_have_count(before - 1)
    expect(phone.locator("#on-wrong-1")).to_have_count(0)
    expect(phone).to_have_title(re.compile("^Error:"))

    phone.get_by_label("Type of proof").select_option(label="Acknowledgement-due card")
    phone.get_by_label("Proof of receipt").set_input_files(card)
    phone.get_by_label("Date, or earliest possible date").fill("2024-02-27")
    button.click()
    expect(summary).to_have_count(0)
    expect(phone).not_to_have_title(re.compile("^Error:"))


def test_a_file_that_was_chosen_stays_chosen_when_the_button_shows_what_would_change(
    phone: Page, site: Site, sent: str, tmp_path: Path
) -> None:
    card = tmp_path / "card.txt"
    card.write_text("Delivered.", encoding="utf-8")
    sign_in(phone, site)
    phone.goto(f"{site.url}/desk/requests/{sent}/receipt")
    button = phone.get_by_role("button", name="Preview changes")
    told = phone.locator("[aria-live=polite]:has([data-dry-run-told])")

    button.click()  # without a day the page itself says what is missing
    expect(phone.get_by_role("heading", name="What will change")).to_be_visible()
    phone.get_by_label("Proof of receipt").set_input_files(card)
    phone.get_by_label("Date, or earliest possible date").fill("2024-02-26")
    button.click()

    expect(told).to_contain_text("Monday 11 March 2024")
    phone.get_by_label("Type of proof").select_option(label="Acknowledgement-due card")
    phone.get_by_role("button", name="Save entry").click()
    expect(phone.locator("#days")).to_contain_text("Monday 11 March 2024")
    with site.office.cases.look(sent) as case:
        assert len(case.papers()) > 0
    assert events_of(site.office, sent) == 4  # drafted, approved, sent, received


def dropped(page: Page, files: dict[str, int]) -> None:
    """Drop files of so many letters on the field of the paper."""
    page.evaluate(
        """files => {
          const data = new DataTransfer();
          for (const [name, size] of Object.entries(files))
            data.items.add(new File(["a".repeat(size)], name));
          const field = document.querySelector("input[type=file]");
          const told = {dataTransfer: data, bubbles: true, cancelable: true};
          field.closest(".field").dispatchEvent(new DragEvent("drop", told));
        }""",
        files,
    )


def test_files_can_be_dropped_and_what_is_too_large_is_said_before_it_is_sent(
    phone: Page, site: Site, sent: str, tmp_path: Path
) -> None:
    sign_in(phone, site)
    phone.goto(f"{site.url}/desk/requests/{sent}/receipt")
    field = phone.get_by_label("Proof of receipt")
    told = phone.locator(".chosen")
    expect(phone.get_by_text("Or drag and drop files here.")).to_be_visible()

    dropped(phone, {"card.txt": 2048})
    expect(told.locator("li")).to_have_text(["card.txt 2 kB"])
    dropped(phone, {"scan.pdf": 21 * 1024 * 1024, "deed.exe": 10, "empty.txt": 0})

    expect(told.locator("li")).to_have_text(
        [
            "card.txt 2 kB",
            "scan.pdf 21.0 MB: larger than 20 MB. Send a smaller scan.",
            "deed.exe 1 kB: this type of file is not accepted.",
            "empty.txt 0 kB: the file is empty. Choose another.",
        ]
    )
    assert field.evaluate("field => field.files.length") == 4

    paper = tmp_path / "stamp.txt"
    paper.write_text("Stamped at the counter.", encoding="utf-8")
    field.set_input_files(paper)
    expect(told.locator("li")).to_have_text(["stamp.txt 1 kB"])
    phone.get_by_label("Type of proof").select_option(label="Acknowledgement-due card")
    phone.get_by_label("Date, or earliest possible date").fill("2024-02-26")
    phone.get_by_role("button", name="Save entry").click()
    expect(phone.get_by_text("Receipt logged").first).to_be_visible()


def test_a_dropped_file_is_handed_in(phone: Page, site: Site, sent: str) -> None:
    sign_in(phone, site)
    phone.goto(f"{site.url}/desk/requests/{sent}/receipt")
    phone.get_by_label("Date, or earliest possible date").fill("2024-02-26")
    dropped(phone, {"card.txt": 40})
    phone.get_by_label("Type of proof").select_option(label="Acknowledgement-due card")
    phone.get_by_role("button", name="Save entry").click()

    expect(phone.get_by_text("Receipt logged").first).to_be_visible()
    with site.office.cases.look(sent) as case:
        assert "card.txt" in {paper.name for paper in case.papers()}


@pytest.fixture
def waiting(site: Site, sent: str) -> str:
    """The same, received on Monday 26 February 2024."""
    received(site.office, sent, date(2024, 2, 26))
    return sent


def test_what_was_typed_when_the_session_ended_is_kept_after_signing_in_again(
    phone: Page, site: Site, waiting: str
) -> None:
    sign_in(phone, site)
    form = f"{site.url}/desk/requests/{waiting}/response"
    phone.goto(form)
    told = phone.locator("[data-saved]")
    words = phone.get_by_label("Quotation on item 1", exact=True)
    phone.locator("#record-1 summary").click()
    words.fill("Not in the national interest.")
    expect(told).to_contain_text("Saved 8 March 2024", timeout=60_000)
    site.clock.moment += SESSION_IDLE * 2

    words.fill("Not in the national interest, it says.")
    expect(told).to_contain_text("you are signed out", timeout=60_000)
    expect(words).to_have_value("Not in the national interest, it says.")
    other = phone.context.new_page()
    other.goto(form)
    sign_in_again(other)
    expect(other.get_by_text("We restored what you typed")).to_be_visible()
    expect(other.get_by_label("Quotation on item 1", exact=True)).to_have_value(
        "Not in the national interest."
    )
    other.close()
    phone.evaluate("window.dispatchEvent(new Event('focus'))")

    expect(told).to_contain_text("Saved 9 March 2024", timeout=60_000)
    phone.goto(form)
    expect(words).to_have_value("Not in the national interest, it says.")


def test_without_a_connection_it_is_said_and_tried_again(
    phone: Page, site: Site, waiting: str
) -> None:
    sign_in(phone, site)
    phone.goto(f"{site.url}/desk/requests/{waiting}/response")
    told = phone.locator("[data-saved]")
    phone.context.set_offline(True)
    phone.get_by_label("Date, or earliest possible date").fill("2024-03-07")
    expect(told).to_contain_text("Not saved: no connection", timeout=60_000)

    phone.context.set_offline(False)

    expect(told).to_contain_text("Saved 8 March 2024", timeout=60_000)
