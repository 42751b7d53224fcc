"""A late partial refusal, logged with the keyboard alone and without a script.

The document, rows set together, a ground without a clause, an error that loses nothing, and the
effect on the clock.
"""

from datetime import date
from pathlib import Path

import pytest
from playwright.sync_api import Browser, expect

from tests.browser.conftest import WIDTHS, Site
from tests.browser.keyboard import add_file, choose, press, tick, type_day, type_into
from tests.browser.test_desk_pages import at_desk
from tests.one_request import a_received_request
from tracker.domain.case.paper_details import PaperDetails
from tracker.domain.events.responses.partly_answered import PartlyAnswered
from tracker.domain.law.outcome import GroundCategory, Outcome, VagueGround
from tracker.services.cases.silence import sweep

pytestmark = pytest.mark.browser

NO_CLAUSE = "No clause named: Only an Act or a section, without its clause"


@pytest.fixture
def silent(site: Site) -> str:
    """A request without a response since Monday 26 February 2024; it is 15 April."""
    reference = a_received_request(site.office, site.clock, date(2024, 4, 15))
    sweep(site.office)
    return reference


@pytest.mark.slow
@pytest.mark.parametrize("size", WIDTHS)
def test_a_late_partial_refusal_is_logged_by_keyboard_alone(
    chromium: Browser, site: Site, silent: str, size: tuple[int, int], tmp_path: Path
) -> None:
    paper = tmp_path / "reply.txt"
    paper.write_text("Items 1 and 2 are enclosed. The rest is refused under section 7.")
    page = at_desk(chromium, site, size)
    page.goto(f"{site.url}/desk/requests/{silent}")
    press(page, "link", "Log a response")
    expect(page).to_have_url(f"{site.url}/desk/requests/{silent}/response")

    add_file(page, "The response", paper)
    choose(page, "All: outcome", "Refused")
    choose(page, "All refused: ground", NO_CLAUSE)
    type_into(page, "All refused: words", "section 7")
    press(page, "button", "Fill empty rows")
    expect(page.locator(".done")).to_contain_text("items set")
    expect(page.get_by_text("Already attached: reply.txt.")).to_have_count(1)
    expect(page.get_by_role("region", name="The document")).to_contain_text("under section 7")

    choose(page, "Selected: outcome", "Disclosed")
    tick(page, "Select item 1")
    tick(page, "Select item 2")
    press(page, "button", "Apply to selected")
    expect(page.locator(".done")).to_contain_text("2 items set")
    expect(page.locator("#record-3")).to_contain_text("“section 7”, no clause named")

    press(page, "button", "Save entry")
    expect(page.locator(".error-summary")).to_contain_text("Choose the type of response.")
    expect(page.get_by_role("region", name="The document")).to_contain_text("under section 7")

    type_day(page, "Date, or earliest possible date", "2024-04-12")
    choose(page, "Type of response", "Partial answer")
    type_into(page, "Number of the document", "RTI-114/2024")
    type_day(page, "Date on the document", "2024-04-10")
    press(page, "button", "Preview changes")
    # By hand: thirty days from 12 April 2024 end on 12 May.
    expect(page.locator("#dry-run")).to_contain_text("Nothing has been saved yet.")
    expect(page.locator("#dry-run")).to_contain_text("12 May 2024")
    press(page, "button", "Save entry")
    expect(page.get_by_text("Response logged, item by item.")).to_be_visible()
    page.context.close()

    with site.office.cases.look(silent) as case:
        event = case.history[-1].event
        details = case.paper_details(case.history[-1].seq)
    assert isinstance(event, PartlyAnswered)
    assert len(event.evidence) == 1
    assert details == PaperDetails("RTI-114/2024", date(2024, 4, 10))
    first, second, *others = event.outcomes
    assert {first.outcome, second.outcome} == {Outcome.DISCLOSED}
    vague = VagueGround(GroundCategory.SECTION, "section 7")
    assert {(each.outcome, each.vague) for each in others} == {(Outcome.REFUSED, vague)}
