"""A block of another country: entered, checked by a second person, and asked of two bodies.

The test counts the clicks of a practised person, and the pages that they load.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from docx import Document
from playwright.sync_api import Browser, expect

from tests.browser.conftest import DESKTOP, Site, a_page, a_site, fits, let_in
from tests.browser.counted import CountedPage
from tests.browser.test_journey import ADDRESS, NAME, sign_in
from tracker.domain.base.text import SOURCE

pytestmark = [pytest.mark.browser, pytest.mark.slow]

CLICKS, LOADS = 20, 17
WHERE = "https://example.org/signal"


@dataclass
class Abroad:
    """A country with two bodies to ask, and the words that a letter to each must have."""

    name: str
    bodies: tuple[str, str]
    words: tuple[str, ...]
    # What each letter calls its body.
    called: tuple[str, str]
    capacity: str
    # The words that the block form asks for besides the English ones.
    there: str = ""


KENYA = Abroad(
    "Kenya",
    ("ke-ca", "ke-ict"),
    ("Access to Information Act, 2016", "8 November 2024"),
    ("Communications Authority", "Ministry of Information"),
    "I am a citizen of Kenya",
)
BRAZIL = Abroad(
    "Brazil",
    ("br-anatel", "br-communications"),
    ("Lei nº 12.527, de 2011", "8 de novembro de 2024", "(Brasil)"),
    ("Agência Nacional de Telecomunicações", "Ministério das Comunicações"),
    "I make this request under article 10 of Law No. 12.527",
    there="Brasil",
)


@pytest.fixture
def worded_site(tmp_path: Path) -> Iterator[Site]:
    """The site of a demonstration office with the words of every language."""
    with a_site(tmp_path, speaks=True) as site:
        yield site


@pytest.mark.parametrize(
    "abroad",
    [
        pytest.param(BRAZIL, id="portuguese"),
        pytest.param(KENYA, id="english", marks=pytest.mark.slow),
    ],
)
def test_a_block_of_another_country_is_entered_checked_and_asked_of_two_bodies(
    chromium: Browser, worded_site: Site, tmp_path: Path, abroad: Abroad
) -> None:
    site = worded_site
    site.clock.set(date(2024, 11, 11))
    mine, theirs = a_page(chromium, *DESKTOP), a_page(chromium, *DESKTOP)
    sign_in(mine, site)
    let_in(site, theirs, "Omar Other")
    one, two = CountedPage(mine), CountedPage(theirs)
    bodies = [site.office.library.body(key) for key in abroad.bodies]
    names = [body.name.in_language(SOURCE) for body in bodies]

    mine.goto(f"{site.url}/desk/library")
    one.link("Add a block")
    one.link(abroad.name)
    one.type(service="Signal", where=abroad.name, since="2024-11-08")
    if abroad.there:
        one.type(where_there=abroad.there)
    one.type(sources=f"A paper, {WHERE}", why="Two papers name the day.")
    one.check(*names)
    fits(mine)
    one.button("Add block")
    expect(mine.get_by_text("You can already ask about it.")).to_be_visible()

    theirs.goto(f"{site.url}/desk/library")
    two.link(f"Signal in {abroad.name}")
    expect(theirs.locator(f'a[href="{WHERE}"]').first).to_be_visible()
    two.button("I compared the sources: verify")
    expect(theirs.get_by_text("The public can see this entry.")).to_be_visible()

    one.link("Start a request")
    one.check(*names)
    one.button("Start")
    one.type(name=NAME, address=ADDRESS, contact="ayesha@example.org")
    one.check(abroad.capacity)
    one.button("Start 2 drafts")
    one.button("Finalise selected")
    expect(mine.get_by_text("All finalised")).to_be_visible()
    batch = mine.url
    for body, called in zip(bodies, abroad.called, strict=True):
        mine.goto(batch)
        one.link(f"letters to {body.short_name}")
        one.link("The request")
        with mine.expect_download() as taken:
            one.link("Word document")
        file = tmp_path / f"{body.key}.docx"
        taken.value.save_as(file)
        words = " ".join(each.text for each in Document(str(file)).paragraphs)
        for said in ("Signal", called, *abroad.words):
            assert said in words, words
        for reported in ("as reported by", "como informou"):
            assert reported not in words, "a second person compared the sources"
    assert (one.clicks + two.clicks, one.loads + two.loads) == (CLICKS, LOADS)
