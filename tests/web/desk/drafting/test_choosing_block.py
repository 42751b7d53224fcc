"""Choosing the block of a new request: by the office's countries, a word or a country."""

from urllib.parse import urlencode

from tests.web.browser import Browser, Page
from tracker.services.core.office import Office


def blocks_of(page: Page) -> list[str]:
    """The keys of the blocks that a page offers, in its order."""
    links = page.tree.xpath("//main//li/a[contains(@href, '/desk/new?block=')]/@href")
    return [str(link).partition("block=")[2] for link in links]


def found_by(lawyer: Browser, **typed: str) -> Page:
    """The page after its filter was sent."""
    return lawyer.get(f"/desk/new?{urlencode(typed)}")


def headings(page: Page) -> list[str]:
    """The headings of the groups, without their numbers."""
    return [str(each.text).strip() for each in page.tree.xpath("//main//section/h2")]


def test_an_office_without_requests_gets_the_newest_blocks(
    lawyer: Browser, office: Office
) -> None:
    page = lawyer.get("/desk/new")

    newest = sorted(office.library.blocks.values(), key=lambda each: each.since, reverse=True)
    assert headings(page) == ["Newest blocks"]
    assert len(blocks_of(page)) == 10
    assert office.library.blocks[blocks_of(page)[0]].since == newest[0].since
    assert f"{len(newest) - 10} more: choose a country or type a word." in page.words


def test_the_country_of_earlier_requests_comes_first_with_their_blocks(
    lawyer: Browser, office: Office, waiting: str
) -> None:
    page = lawyer.get("/desk/new")

    assert headings(page)[0] == "Pakistan"
    assert blocks_of(page)[0] == "pk-x-2024"
    there = [each.key for each in office.library.blocks.values() if each.country == "pk"]
    more = page.tree.xpath("//main//a[@href='/desk/new?country=pk']")
    assert bool(more) == (len(there) > 10)


def test_a_word_may_be_the_beginning_of_one_in_any_language(lawyer: Browser) -> None:
    for words in ("x pakis", "پاکستان ایکس"):
        page = found_by(lawyer, words=words)

        assert headings(page) == ["Blocks found"], words
        assert "pk-x-2024" in blocks_of(page), words
        assert page.tree.xpath("//input[@name='words']/@value") == [words]


def test_a_country_shows_all_its_blocks(lawyer: Browser, office: Office) -> None:
    page = lawyer.get("/desk/new?country=pk")

    there = {each.key for each in office.library.blocks.values() if each.country == "pk"}
    assert set(blocks_of(page)) == there
    assert page.tree.xpath("//option[@selected]/@value") == ["pk"]
    assert page.tree.xpath("//main//a[@href='/desk/new']")


def test_what_matches_nothing_is_said_and_stays_in_the_form(lawyer: Browser) -> None:
    for typed in ({"words": "<b>zebra"}, {"country": "zz"}):
        page = found_by(lawyer, **typed)

        assert blocks_of(page) == []
        assert "No block found. Try another word or country, or add the block." in page.words
    kept = found_by(lawyer, words="<b>zebra")
    assert kept.tree.xpath("//input[@name='words']/@value") == ["<b>zebra"]
