"""An appeal is edited with the keyboard alone, and a late partial refusal comes after that.

Received on Monday 26 February 2024; ten working days pass without an answer. On Tuesday 2 April,
after the edits of that day, one item is disclosed and the others are refused.
"""

import re
from datetime import date
from typing import Literal

import pytest
from docx import Document
from playwright.sync_api import Locator, Page, expect

from tests.abroad import case_status
from tests.browser.conftest import Site, fits
from tests.browser.keyboard import press, set_password, tab_to, type_into
from tests.offices import BY, a_paper, a_request, received
from tracker.domain.base.days import DaySpan
from tracker.domain.law.outcome import Outcome, QuestionOutcome
from tracker.services.cases.receiving import Response, take_reply
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office

pytestmark = pytest.mark.browser

FACT = "The request left this office by courier."
GROUND = "No decision came, and the law asks for one."


def silent(site: Site) -> str:
    site.clock.set(date(2024, 4, 2))
    reference = a_request(site.office)
    received(site.office, reference, date(2024, 2, 26))
    sweep(site.office, date(2024, 4, 2))
    return reference


def partly_refused(office: Office, reference: str) -> None:
    drafted = case_status(office, reference).case_state.drafted
    assert drafted
    first, *others = (question.key for question in drafted.questions)
    outcomes = (
        QuestionOutcome(first, Outcome.DISCLOSED),
        *(QuestionOutcome(key, Outcome.REFUSED, ("s7-f",)) for key in others),
    )
    came = DaySpan.on(date(2024, 4, 2))
    papers = [a_paper("partial.txt")]
    take_reply(office, reference, Response("partly-answered", came, outcomes, papers), by=BY)


def row(page: Page, part: str, words: str = "") -> Locator:
    rows = page.locator(f"section[aria-labelledby='{part}'] li[id^='row-']")
    return rows.filter(has_text=words).first


def edit(page: Page, where: Locator, words: str) -> None:
    """Go to the link of a row, replace its words, and save."""
    tab_to(page, where.get_by_role("link", name="Edit"))
    page.keyboard.press("Enter")
    tab_to(page, page.get_by_label("Words", exact=True))
    page.keyboard.press("Control+A")
    page.keyboard.type(words)
    press(page, "button", "Save row")
    expect(page.get_by_text("Row saved.")).to_be_visible()
    fits(page)


def open_fold(page: Page, where: Locator) -> None:
    tab_to(page, where.locator("summary"))
    page.keyboard.press("Enter")


@pytest.mark.slow
def test_edits_by_keyboard_stand_when_a_late_partial_refusal_comes(page: Page, site: Site) -> None:
    reference = silent(site)
    set_password(page, site.welcome)
    page.goto(f"{site.url}/desk/requests/{reference}/letters/appeal")
    press(page, "link", "Edit the letter")
    fits(page)

    edit(page, row(page, "facts"), FACT)
    edit(page, row(page, "summary"), "Ten working days passed without a decision.")
    grounds = page.locator("section[aria-labelledby='grounds'] li[id^='row-']")
    edit(page, grounds.nth(1), GROUND)
    expect(row(page, "facts", FACT).get_by_text("edited", exact=True)).to_be_visible()

    press(page, "link", "Add a row to: Facts")
    type_into(page, "Words", "The ministry confirmed this by telephone.")
    press(page, "button", "Add row")
    expect(page.get_by_text("Say on which entry, section or source")).to_have_count(2)
    type_into(page, "Other source", "Note of the call, 2 April 2024")
    press(page, "button", "Add row")
    expect(row(page, "facts", "by telephone")).to_be_visible()

    partly_refused(site.office, reference)
    page.reload()

    redrafted = row(page, "summary", "Ten working days passed")
    expect(redrafted.get_by_text("edited; drafted differently since")).to_be_visible()
    expect(redrafted.locator("ins").first).to_be_visible()
    expect(row(page, "facts", FACT)).to_be_visible()
    # It answered a silence that is no more, so it waits for the lawyer and is in no letter.
    gone = row(page, "grounds", GROUND)
    expect(gone.get_by_text("facts changed; not in the letter")).to_be_visible()
    fits(page)
    tab_to(page, gone.get_by_role("button", name="Keep in the letter"))
    page.keyboard.press("Enter")
    expect(gone.get_by_text("facts changed; not in the letter")).to_have_count(0)

    tab_to(page, redrafted.get_by_role("button", name="Restore the draft"))
    page.keyboard.press("Enter")
    expect(row(page, "summary", "Ten working days passed")).to_have_count(0)
    moved = row(page, "facts", "by telephone")
    open_fold(page, moved)
    tab_to(page, moved.get_by_role("button", name="Move up"))
    page.keyboard.press("Enter")

    press(page, "link", "Preview, Word and PDF")
    letter = page.locator("article.letter")
    expect(letter).to_contain_text(FACT)
    expect(letter).to_contain_text(GROUND)
    expect(letter).to_contain_text("The ministry confirmed this by telephone.")
    expect(letter).not_to_contain_text("{")
    fits(page)

    # The next act opens the one letter that pleads both, and it has the same edits.
    page.goto(f"{site.url}/desk/requests/{reference}")
    page.get_by_role("link", name=re.compile("^Review the appeal")).first.press("Enter")
    expect(page).to_have_url(re.compile("remedy=appeal"))
    expect(letter).to_contain_text(FACT)
    expect(letter).to_contain_text("The ministry confirmed this by telephone.")


def test_a_letter_is_finalised_by_keyboard_once_its_places_are_filled_in(
    page: Page, site: Site
) -> None:
    reference = silent(site)
    set_password(page, site.welcome)
    page.goto(f"{site.url}/desk/requests/{reference}/letters/appeal")
    places = page.get_by_role("form", name="Blanks to fill in")
    expect(page.locator("article mark")).to_contain_text("State here any other proceeding")
    fits(page)

    press(page, "button", "Finalise letter")
    expect(page.get_by_text("before you finalise the letter.")).to_be_visible()
    expect(places).to_be_visible()

    tab_to(page, places.get_by_role("checkbox"))
    page.keyboard.press("Space")
    press(page, "button", "Save")
    expect(page.get_by_text("Saved. The letter has your words.")).to_be_visible()
    expect(places).to_have_count(0)
    expect(page.locator("article mark")).to_have_count(0)
    fits(page)

    press(page, "button", "Finalise letter")
    expect(page.get_by_text("Letter finalised.")).to_be_visible()


def test_from_silence_to_the_appeal_on_paper_takes_six_acts(page: Page, site: Site) -> None:
    """Open the appeal from Today, state that there is no other proceeding, save, approve,
    finalise, download. Without approval and finalised files it would be four."""
    silent(site)
    set_password(page, site.welcome)
    acts = 0

    def act(role: Literal["link", "button", "checkbox"], name: str | re.Pattern[str]) -> None:
        nonlocal acts
        acts += 1
        page.get_by_role(role, name=name).first.press("Space" if role == "checkbox" else "Enter")

    act("link", re.compile("^Review the appeal"))
    act("checkbox", re.compile("has brought no other proceeding"))
    act("button", "Save")
    expect(page.get_by_text("Saved. The letter has your words.")).to_be_visible()
    fits(page)
    act("button", "Approve letter")
    expect(page.get_by_text("Letter approved.")).to_be_visible()
    act("button", "Finalise letter")
    expect(page.get_by_text("Letter finalised.")).to_be_visible()
    with page.expect_download() as got:
        act("link", "appeal.docx")

    said = "\n".join(each.text for each in Document(str(got.value.path())).paragraphs)
    assert "has brought no other proceeding on this request" in said
    assert acts == 6
