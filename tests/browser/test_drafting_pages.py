"""The pages of drafts and batches in a browser: how high they are, what they count while boxes are
ticked, and that what stays in sight covers no focus. Nothing needs a script."""

from collections.abc import Sequence
from dataclasses import replace

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser.conftest import DESKTOP, PHONE, WIDTHS, Site, fits
from tests.browser.full_office import URDU
from tests.browser.test_desk_pages import at_desk, covered_stops
from tests.offices import AYESHA
from tracker.domain.case.request import Applicant, Draft, OwnQuestion
from tracker.domain.law.questions import Element
from tracker.services.core.office import Office
from tracker.services.drafting.choosing import askable
from tracker.services.drafting.draft_letters import preview_draft
from tracker.services.drafting.drafting_together import settle_together
from tracker.services.drafting.drafts import save, start, start_alike
from tracker.services.letters.letter_length import length_of

pytestmark = pytest.mark.browser

BLOCK, BODY = "pk-bluesky-2024", "pk-pta"
# A fifth above what was drawn, by width: a draft of 16 items, a batch of 30 drafts.
ITEMS = {DESKTOP: 1345, PHONE: 2668}
BATCH = {DESKTOP: 2078, PHONE: 4207}
CONTROLS = "main :is(input:not([type=hidden]), select, textarea, button):not([tabindex='-1'])"
SEEN = "all => all.filter(each => each.checkVisibility()).length"
SIZES = pytest.mark.parametrize("size", WIDTHS)


def thirty_drafts(office: Office) -> Sequence[Draft]:
    """Thirty drafts in one batch, of which some lack a capacity under their own law."""
    like = replace(start(office, "pk-x-2024", BODY, by="tester"), eligibility="citizen")
    like = save(office, like, AYESHA, by="tester")
    askable_bodies = askable(office, office.library.block("pk-x-2024"))
    bodies = [body.key for body in askable_bodies if body.laws]
    begun = [like]
    while len(begun) < 30:
        keys = bodies[: 30 - len(begun)]
        begun += start_alike(office, like, AYESHA, keys, beside=like.reference, by="tester")
    return begun


def high(page: Page, address: str) -> int:
    """The height of a page that is no wider than the screen."""
    page.goto(address)
    fits(page)
    height: int = page.evaluate("document.documentElement.scrollHeight")
    return height


@SIZES
def test_a_draft_and_a_batch_are_as_short_as_they_were_drawn(
    chromium: Browser, site: Site, size: tuple[int, int]
) -> None:
    draft = start(site.office, BLOCK, BODY, by="tester").reference
    begun = thirty_drafts(site.office)
    page = at_desk(chromium, site, size)

    height = high(page, f"{site.url}/desk/drafts/{draft}")
    assert page.locator("tbody tr:has(input)").count() == 16
    assert height <= ITEMS[size]
    assert page.locator(CONTROLS).evaluate_all(SEEN) <= 28

    assert high(page, f"{site.url}/desk/batches/{begun[0].reference}") <= BATCH[size]
    assert page.locator("tbody tr").count() == 30
    for row in page.locator("tbody tr").all() if size == DESKTOP else ():
        box = row.bounding_box()
        assert box
        assert box["height"] <= 42
    page.context.close()


def counted(page: Page) -> str:
    """What the bar of a page says, with what the style sheet counts, once that is loaded."""
    page.wait_for_load_state("load")
    session = page.context.new_cdp_session(page)
    tree = session.send("Accessibility.getFullAXTree")["nodes"]
    said = [node["name"]["value"] for node in tree if node["role"]["value"] == "StaticText"]
    return "".join(said)


def test_the_bar_counts_items_words_and_pages_while_boxes_are_ticked(
    chromium: Browser, site: Site
) -> None:
    draft = start(site.office, BLOCK, BODY, by="tester")
    page = at_desk(chromium, site, PHONE)
    page.goto(f"{site.url}/desk/drafts/{draft.reference}")
    boxes = page.locator("input[name='questions']")
    core = length_of(preview_draft(site.office, draft, Applicant()))
    assert f"8 of 16 items · {core.words} words, 2 pages" in counted(page)

    for number in (0, 3):
        boxes.nth(number).uncheck()

    kept = [key for place, key in enumerate(draft.questions) if place not in (0, 3)]
    fewer = length_of(
        preview_draft(site.office, replace(draft, questions=tuple(kept)), Applicant())
    )
    assert fewer.words < core.words
    said = f"6 of 16 items · {fewer.words} words, 2 pages"
    assert said in counted(page)
    page.get_by_role("button", name="Save", exact=True).click()
    expect(page.locator(".done")).to_contain_text("6 items. The letter has")
    assert said in counted(page)
    for box in boxes.all():
        box.check()
    assert "16 of 16 items" in counted(page)
    assert "3 pages (aim for two)" in counted(page)
    page.context.close()


@pytest.mark.slow
@pytest.mark.samples("Shift")
@SIZES
@pytest.mark.parametrize("key", ["Tab", "Shift+Tab"])
def test_the_bar_of_a_page_of_drafting_never_covers_the_focus(
    chromium: Browser, site: Site, size: tuple[int, int], key: str
) -> None:
    draft = start(site.office, BLOCK, BODY, by="tester").reference
    batch = thirty_drafts(site.office)[0].reference
    page = at_desk(chromium, site, size)
    paths = (f"drafts/{draft}", f"drafts/{draft}/applicant", f"batches/{batch}")
    for path in paths:
        page.goto(f"{site.url}/desk/{path}")
        covered = covered_stops(page, key, 250)
        assert len(covered) > 20, path
        assert [each for each in covered if each] == [], path
    page.context.close()


@pytest.mark.slow
@SIZES
@pytest.mark.parametrize("who", [URDU, replace(AYESHA, name="N" * 300)], ids=["urdu", "long"])
def test_a_draft_with_many_long_words_is_no_wider_than_the_screen(
    chromium: Browser, site: Site, size: tuple[int, int], who: Applicant
) -> None:
    own = tuple(OwnQuestion(Element.ORDER, f"{n}{'ر' * 200}") for n in range(200))
    draft = replace(start(site.office, BLOCK, BODY, by="tester"), own_questions=own)
    draft = save(site.office, draft, who, by="tester")
    page = at_desk(chromium, site, size)

    for step in ("", "/law", "/applicant", "/letter"):
        page.goto(f"{site.url}/desk/drafts/{draft.reference}{step}")
        fits(page)
    page.context.close()


@pytest.mark.slow
def test_a_batch_of_which_some_were_finalised_shows_each_by_its_state(
    chromium: Browser, site: Site
) -> None:
    begun = thirty_drafts(site.office)
    first = begun[0]
    settle_together(site.office, {first.reference: first.version}, by="tester")
    page = at_desk(chromium, site, PHONE)
    page.goto(f"{site.url}/desk/batches/{first.reference}")
    expect(page.get_by_text("1 of 30 finalised, 0 sent")).to_be_visible()

    page.get_by_role("link", name="Finalised 1").click()
    expect(page.locator("tbody tr")).to_have_count(1)
    page.get_by_role("link", name="Sent 0").click()
    expect(page.get_by_text("No request of this batch has this status.")).to_be_visible()
    page.context.close()
