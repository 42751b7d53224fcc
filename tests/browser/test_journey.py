"""From a new request to the published silence, as a lawyer does it, without JavaScript.

Days: received Monday 26 February 2024; ten working days end on 11 March, twenty on 25 March
(section 14 of the Act); thirty days for the appeal end on 10 April, Eid, so that Tuesday 9 April
is the last safe day (section 17(1)).
"""

import re
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Page, expect

from tests.browser.conftest import Site
from tests.browser.keyboard import PASSWORD, press, tab_to, type_into
from tests.documents.papers import a_pdf
from tracker.services.cases.silence import sweep

pytestmark = pytest.mark.browser

NAME, ADDRESS = "Ayesha Namoona", "House 7, Street 9\nIslamabad"


def sign_in(page: Page, site: Site) -> None:
    page.goto(site.welcome)
    page.get_by_label("New password").fill(PASSWORD)
    page.get_by_label("Repeat the password").fill(PASSWORD)
    page.get_by_role("button", name="Set password and sign in").click()
    expect(page).to_have_url(f"{site.url}/desk")


def sign_in_again(page: Page) -> None:
    """After days away the session has ended; signing in leads back to the page that was wanted."""
    page.get_by_label("Email address").fill("lawyer@example.org")
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in").click()


def draft_a_request(page: Page) -> None:
    page.get_by_role("link", name="New request").first.click()
    page.get_by_label("Keyword").fill("x pakistan")
    page.get_by_role("button", name="Find").click()
    page.get_by_role("link", name="X in Pakistan").click()
    page.get_by_label("Pakistan Telecommunication Authority").check()
    page.get_by_role("button", name="Start", exact=True).click()
    page.get_by_role("button", name="Save and continue: applicant").click()
    page.get_by_label("Name of the applicant").fill(NAME)
    page.get_by_label("Address", exact=True).fill(ADDRESS)
    page.get_by_label("Email address or phone number").fill("ayesha@example.org")
    page.get_by_label("I am a citizen of Pakistan").check()
    page.get_by_label("The applicant agrees").check()


def test_a_lawyer_files_and_the_silence_reaches_the_public_record(
    page: Page, site: Site, tmp_path: Path
) -> None:
    proof = tmp_path / "card.txt"
    proof.write_text("Acknowledgement-due card, stamped.", encoding="utf-8")
    cutting = tmp_path / "cutting.pdf"
    cutting.write_bytes(a_pdf(("X is down.",)))
    site.clock.set(date(2024, 2, 19))
    sign_in(page, site)

    draft_a_request(page)
    page.get_by_role("button", name="Save and preview letter").click()
    expect(page.get_by_text("Right of Access to Information Act").first).to_be_visible()
    expect(page.get_by_text(NAME).first).to_be_visible()
    page.get_by_role("link", name="Enclose a document of your own").click()
    page.get_by_label("File").set_input_files(cutting)
    page.get_by_label("Title").fill("X goes down across the country")
    page.get_by_role("button", name="Enclose document").click()
    expect(page.get_by_role("link", name="Enter who published or issued")).to_be_visible()
    expect(page.get_by_text("cutting.pdf").first).to_be_visible()
    page.get_by_label("Publisher or issuing office").fill("Example Daily")
    page.get_by_role("button", name="Save", exact=True).click()
    page.get_by_role("link", name="Preview letter").click()
    expect(page.get_by_text("Enclosure 1: Press report “X goes down")).to_be_visible()
    page.get_by_role("button", name="Finalise request").click()
    expect(page.get_by_text("Finalised, awaiting approval").first).to_be_visible()

    with page.expect_download() as got:
        page.get_by_role("link", name="The request", exact=True).click()
        page.get_by_role("link", name="Word document").click()
    said = "\n".join(p.text for p in Document(str(got.value.path())).paragraphs)
    assert NAME in said

    page.goto(f"{site.url}/desk")
    page.get_by_role("link", name="PTA: X in Pakistan").click()
    reference = page.url.rsplit("/", 1)[1]
    page.get_by_role("link", name="Approve letter").click()
    page.get_by_role("button", name="Approve letter").click()
    page.get_by_role("link", name="Log sending").click()
    page.get_by_label("Date it was sent").fill("2024-02-19")
    page.get_by_label("How it was sent").select_option(label="Courier")
    page.get_by_label("The Word document as finalised on").check()
    page.get_by_label("Courier, postal or portal number").fill("CN-778899")
    page.get_by_label("Proof of sending").set_input_files(proof)
    page.get_by_role("button", name="Save entry").click()
    expect(page.get_by_text("Sent, no proof of receipt").first).to_be_visible()

    site.clock.set(date(2024, 2, 27))
    page.get_by_role("link", name="Log receipt").first.click()
    sign_in_again(page)
    page.get_by_label("Date, or earliest possible date").fill("2024-02-26")
    page.get_by_label("Type of proof").select_option(label="Acknowledgement-due card")
    page.get_by_label("Proof of receipt").set_input_files(proof)
    page.get_by_role("button", name="Save entry").click()
    expect(page.get_by_text("Monday 11 March 2024").first).to_be_visible()
    expect(page.locator("figure.lanes")).to_contain_text("26 Mar to 9 Apr 2024")

    site.clock.set(date(2024, 3, 26))
    sweep(site.office)
    page.reload()
    sign_in_again(page)
    expect(page.get_by_text("No response").first).to_be_visible()

    site.clock.set(date(2024, 3, 27))
    page.goto(f"{site.url}/desk/requests/{reference}/fairness")
    sign_in_again(page)
    page.get_by_role("link", name="Log the notice as sent").click()
    page.get_by_label("Date it was sent").fill("2024-03-27")
    page.get_by_label("How it was sent").select_option("courier")
    page.get_by_label("The notice as sent").set_input_files(proof)
    page.get_by_label("Proof of sending").set_input_files(proof)
    page.get_by_label("Courier, postal or portal number").fill("CN-778900")
    page.get_by_role("button", name="Save entry").click()

    site.clock.set(date(2024, 4, 4))
    page.goto(f"{site.url}/desk/requests/{reference}/publish")
    sign_in_again(page)
    page.get_by_role("button", name="Update preview").click()
    page.get_by_role("button", name="Publish").click()

    page.goto(f"{site.url}/requests/{reference}")
    record = page.get_by_role("main")
    expect(record).to_contain_text("No response within the maximum time limit")
    expect(record).to_contain_text("25 March 2024")
    expect(record).to_contain_text("Notice sent before publication")
    for private in ("Namoona", "House 7", "CN-778899", "CN-778900", "card.txt", "ayesha"):
        expect(page.locator("html")).not_to_contain_text(private)


@pytest.mark.slow
def test_a_form_with_an_error_comes_back_filled(page: Page, site: Site) -> None:
    sign_in(page, site)
    draft_a_request(page)
    page.get_by_label("Name of the applicant").fill("")

    page.get_by_role("button", name="Save and finalise").click()

    expect(page.get_by_role("link", name="Enter the applicant’s name.")).to_be_visible()
    expect(page.get_by_label("Address", exact=True)).to_have_value(ADDRESS)
    page.get_by_role("button", name="Items", exact=True).click()
    page.get_by_text("Add an item in your own words").click()
    page.get_by_label("Item", exact=True).fill("A copy of the register of blocks")
    page.get_by_role("button", name="Save and continue: applicant").click()
    page.get_by_role("button", name="Save and finalise").click()
    page.get_by_role("button", name="Items", exact=True).click()
    own = page.get_by_label("Item", exact=True).first
    expect(own).to_have_value("A copy of the register of blocks")


@pytest.mark.slow
def test_the_page_never_scrolls_sideways(page: Page, site: Site) -> None:
    sign_in(page, site)
    width = page.viewport_size["width"] if page.viewport_size else 0
    for path in ("/desk", "/desk/new", "/", "/blocks/pk-x-2024", "/laws/pk-raia-2017", "/about"):
        page.goto(site.url + path)
        box = page.locator("body").bounding_box()
        assert box
        assert box["width"] <= width, path


@pytest.mark.slow
def test_a_draft_is_started_and_saved_with_the_keyboard_alone(page: Page, site: Site) -> None:
    page.goto(site.welcome)
    for label in ("New password", "Repeat the password"):
        tab_to(page, page.get_by_label(label))
        page.keyboard.type(PASSWORD)
    page.keyboard.press("Enter")
    expect(page).to_have_url(f"{site.url}/desk")

    tab_to(page, page.get_by_role("link", name="New request").first)
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Keyword"))
    page.keyboard.type("x pakistan")
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("link", name="X in Pakistan"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_role("checkbox").first)
    page.keyboard.press("Space")
    tab_to(page, page.get_by_role("button", name="Start", exact=True))
    page.keyboard.press("Enter")
    expect(page.get_by_role("heading", name="PTA: X in Pakistan")).to_be_visible()
    press(page, "button", "Core (8)")
    expect(page.get_by_text("Draft saved. 8 items.")).to_be_visible()
    tab_to(page, page.get_by_role("checkbox").first)
    page.keyboard.press("Space")
    expect(page.locator(".bar-act")).to_be_in_viewport()
    tab_to(page, page.get_by_text("Add an item in your own words"))
    page.keyboard.press("Enter")
    type_into(page, "Item", "The register of blocks.")
    press(page, "button", "Save and continue: applicant")
    expect(page).to_have_url(re.compile("/applicant$"))
    tab_to(page, page.get_by_label("Name of the applicant"))
    page.keyboard.type(NAME)
    press(page, "button", "Save")
    expect(page.get_by_text("Draft saved.")).to_be_visible()
    expect(page.get_by_label("Name of the applicant")).to_have_value(NAME)
    press(page, "button", "Save and preview letter")
    expect(page).to_have_url(re.compile("/letter$"))

    press(page, "link", "Enter a complete address for the reply.")
    expect(page).to_have_url(re.compile("/applicant#address$"))
    (draft,) = site.office.drafts.all()
    assert site.office.drafts.applicant_of(draft.reference).name == NAME
    # The first item of the core was unticked.
    assert len(draft.questions) == 7
    opened = site.office.drafts.draft(draft.reference)
    assert [own.words for own in opened.own_questions] == ["The register of blocks."]
