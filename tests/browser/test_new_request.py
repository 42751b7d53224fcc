"""New requests in a real browser: several bodies at once, and a draft saved while it is typed."""

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import WIDTHS, Site, fits
from tests.browser.keyboard import (
    add_file,
    choose,
    press,
    set_password,
    tab_to,
    tick,
    type_day,
    type_into,
)
from tests.browser.test_journey import ADDRESS, NAME, draft_a_request, sign_in
from tracker.domain.events.request.drafted import Drafted
from tracker.services.core.office import Office
from tracker.services.drafting.drafts import save

pytestmark = pytest.mark.browser


@pytest.fixture(params=WIDTHS)
def live(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page that runs the scripts of the site, and tells of any that fails."""
    width, height = request.param
    context = chromium.new_context(viewport={"width": width, "height": height})
    context.set_default_timeout(90_000)
    page = context.new_page()
    failed: list[str] = []
    page.on("pageerror", lambda error: failed.append(str(error)))
    page.on("console", lambda said: failed.append(said.text) if said.type == "error" else None)
    yield page
    context.close()
    assert [words for words in failed if "status of 409" not in words] == []


def test_a_lawyer_files_with_two_bodies_by_keyboard_alone(
    page: Page, site: Site, tmp_path: Path
) -> None:
    """PTA has it on Monday 26 February 2024: ten working days (section 14) end on 11 March."""
    site.clock.set(date(2024, 2, 26))
    slip = tmp_path / "stamp.txt"
    slip.write_text("Stamped at the counter.", encoding="utf-8")
    set_password(page, site.welcome)
    press(page, "link", "New request")
    type_into(page, "Keyword", "x pakistan")
    press(page, "button", "Find")
    press(page, "link", "X in Pakistan")
    tick(page, "Pakistan Telecommunication Authority")
    tick(page, "Ministry of Interior")
    press(page, "button", "Start")

    expect(page.get_by_role("heading", name="Who is the applicant?")).to_be_visible()
    tick(page, "I am a citizen of Pakistan")
    type_into(page, "Name of the applicant", NAME)
    type_into(page, "Address", "House 7, Islamabad")
    type_into(page, "Email address or phone number", "ayesha@example.org")
    press(page, "button", "Start 2 drafts")
    expect(page.get_by_text("0 of 2 finalised, 0 sent")).to_be_visible()
    fits(page)
    tab_to(page, page.get_by_role("link", name="preview letter to Interior"))
    page.keyboard.press("Enter")
    expect(page.get_by_text(NAME).first).to_be_visible()
    page.go_back()
    press(page, "button", "Finalise selected")
    expect(page.get_by_text("2 of 2 finalised, 0 sent")).to_be_visible()
    assert site.office.drafts.all() == ()

    first, second = list(site.office.cases.references())
    for reference in (first, second):
        press(page, "link", asked_of(site.office, reference))
        press(page, "link", "Approve letter")
        press(page, "button", "Approve letter")
        press(page, "link", "Log sending")
        type_day(page, "Date it was sent", "2024-02-26")
        choose(page, "How it was sent", "Courier")
        tick(page, "The Word document as finalised on")
        add_file(page, "Proof of sending", slip)
        press(page, "button", "Save entry")
        expect(page.get_by_text("Sent, no proof of receipt").first).to_be_visible()
        fits(page)
        press(page, "link", "See them all")
    expect(page.get_by_text("2 of 2 finalised, 2 sent")).to_be_visible()

    press(page, "link", asked_of(site.office, first))
    press(page, "link", "Log receipt")
    type_day(page, "Date, or earliest possible date", "2024-02-26")
    choose(page, "Type of proof", "Acknowledgement-due card")
    add_file(page, "Proof of receipt", slip)
    press(page, "button", "Save entry")
    expect(page.locator("#days")).to_contain_text("Monday 11 March 2024")
    with site.office.cases.look(second) as other:
        kinds = [type(entry.event).__name__ for entry in other.history]
    assert kinds == ["Drafted", "Approved", "Sent"], "each body has a history of its own"


def test_the_enter_key_saves_and_moves_nothing(page: Page, site: Site) -> None:
    sign_in(page, site)
    draft_a_request(page)
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("button", name="Items", exact=True).click()
    for number, words in enumerate(("Why was it blocked?", "The second record")):
        page.get_by_text("Add an item in your own words").click()
        page.get_by_label("Item", exact=True).nth(number).fill(words)
        page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_text("The second record").first.click()
    page.get_by_role("button", name="Move up item 2").click()
    page.get_by_role("button", name="Applicant", exact=True).click()

    page.get_by_label("Name of the applicant").fill("Another Name")
    page.get_by_label("Name of the applicant").press("Enter")

    expect(page.get_by_text("Draft saved.")).to_be_visible()
    (listed,) = site.office.drafts.all()
    draft = site.office.drafts.draft(listed.reference)
    assert site.office.drafts.applicant_of(draft.reference).name == "Another Name"
    assert [own.words for own in draft.own_questions] == [
        "The second record",
        "Why was it blocked?",
    ]


def asked_of(office: Office, reference: str) -> str:
    """The short name of the body of a request, which is its link in a batch."""
    with office.cases.look(reference) as case:
        event = case.history[0].event
    assert isinstance(event, Drafted)
    return office.library.body_short_name(event.body)


def typed_name(office: Office) -> str:
    """The applicant of the only draft, as it is on file."""
    (draft,) = office.drafts.all()
    return office.drafts.applicant_of(draft.reference).name


def test_a_draft_is_saved_while_it_is_typed(live: Page, site: Site) -> None:
    sign_in(live, site)
    draft_a_request(live)
    told = live.locator("[data-saved]")
    expect(told).to_contain_text("Saved")
    for _ in range(100):
        if typed_name(site.office) == NAME:
            break
        live.wait_for_timeout(100)
    assert typed_name(site.office) == NAME

    live.reload()

    expect(live.get_by_label("Name of the applicant")).to_have_value(NAME)
    expect(live.get_by_label("Address", exact=True)).to_have_value(ADDRESS)
    live.get_by_label("Name of the applicant").fill("Another Name")
    live.wait_for_timeout(2950)
    live.get_by_role("button", name="Save", exact=True).click()
    expect(live.get_by_text("Draft saved.")).to_be_visible()
    assert typed_name(site.office) == "Another Name"


@pytest.mark.slow
def test_a_draft_saved_first_by_another_person_is_not_overwritten(live: Page, site: Site) -> None:
    sign_in(live, site)
    live.goto(f"{site.url}/desk/new?block=pk-x-2024&body=pk-pta")
    live.get_by_role("button", name="Start", exact=True).click()
    live.get_by_role("button", name="Applicant", exact=True).click()
    expect(live.get_by_label("Name of the applicant")).to_be_visible()
    (draft,) = site.office.drafts.all()
    theirs = site.office.drafts.applicant_of(draft.reference)
    save(site.office, draft, theirs, by="a-colleague")

    live.get_by_label("Name of the applicant").fill("Mine")

    told = live.locator("[data-saved]")
    expect(told).to_contain_text("Not saved automatically: Someone else has saved draft")
    (on_file,) = site.office.drafts.all()
    assert (on_file.version, on_file.changed_by) == (2, "a-colleague")
    live.get_by_role("button", name="Save", exact=True).click()
    expect(live.get_by_role("heading", name="Someone else has saved this draft")).to_be_visible()
    expect(live.get_by_label("Name of the applicant")).to_have_value("Mine")
    live.get_by_label("Name of the applicant").fill("Mine again")
    live.wait_for_timeout(4000)
    assert typed_name(site.office) == ""
