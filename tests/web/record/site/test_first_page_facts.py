"""Every fact that the first page is made for is on it: each silence, body and law, the newest
responses, the blocks, and a way to everything that has no room there."""

from collections.abc import Iterator
from typing import Any

import pytest
from lxml import html

from tests.offices import an_office, the_library
from tests.web import record_scenes as scenes
from tracker.services.core.office import Office

LIBRARY = the_library()
# Where the first page has always led.
DOORS = {
    "/blocks",
    "/requests",
    "/bodies",
    "/compare",
    "/laws",
    "/deadlines",
    "/search",
    "/method",
}
DOORS |= {"/data", "/log", "/about", "/corrections", "/status", "/feed.atom", "/alerts"}


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """A silence at PTA, a refusal of the Ministry of Interior, a late answer of MoITT, and a
    request to the Cabinet Division that is still open."""
    with an_office(tmp_path_factory.mktemp("first-page")) as (opened, _):
        for scene in (
            scenes.a_silence,
            scenes.a_refusal,
            scenes.a_late_answer,
            scenes.a_request_in_urdu,
        ):
            scene(opened)
        yield opened


@pytest.fixture(scope="module")
def page(office: Office) -> Any:
    """The first page."""
    return html.fromstring(scenes.serve(office).get("/").text)


def words(element: Any) -> str:
    """What an element says, with single spaces."""
    return " ".join(element.text_content().split())


def test_the_first_page_leads_to_every_kind_of_page(page: Any) -> None:
    links = {str(link).partition("?")[0].partition("#")[0] for link in page.xpath("//a/@href")}
    links |= set(page.xpath("//form/@action"))

    assert DOORS - links == set()


def test_every_silence_body_and_response_is_on_the_first_page(page: Any) -> None:
    """By hand: received on Monday 18 March 2024, ten working days end on 1 April. Ten more end on
    Thursday 18 April, because 10 to 12 April 2024 were Eid-ul-Fitr. From Friday 19 April 2024 to
    24 November 2026, the first and the last included, are 950 days."""
    (silent,) = page.xpath("//section[@id='silent']//div[@class='lane']")
    assert silent.xpath(".//a/@href") == ["/requests/r0000001"]
    assert words(silent) == "PTA request, X in Pakistan950 days since 19 April 2024"

    rows = {row.xpath("string(./th/a)"): words(row) for row in page.xpath("//*[@id='bodies']//tr")}
    assert rows.keys() - {""} == {"PTA", "Interior", "MoITT", "Cabinet Division"}
    assert "in time: 1 of 1; late: 0; no response: 0" in rows["Interior"]
    assert "in time: 0 of 1; late: 1; no response: 0" in rows["MoITT"]
    assert "in time: 0 of 1; late: 0; no response: 1" in rows["PTA"]
    addresses = page.xpath("//*[@id='bodies']//th/a/@href")
    assert sorted(addresses) == [
        *("/bodies/pk-cabinet-division", "/bodies/pk-interior"),
        *("/bodies/pk-moitt", "/bodies/pk-pta"),
    ]
    latest = {
        row.xpath("string(./a/@href)"): words(row) for row in page.xpath("//*[@id='latest']//li")
    }
    assert latest.keys() == {f"/requests/r000000{number}" for number in (1, 2, 3)}
    assert "29 March 2024" in latest["/requests/r0000002"]
    assert "6 May 2024" in latest["/requests/r0000003"]


def test_every_block_and_law_is_counted_on_the_first_page_or_led_to_from_it(page: Any) -> None:
    ended = sum(block.until is not None for block in LIBRARY.blocks.values())
    (blocks, requests, *_) = page.xpath("//dl[@class='answers']/div")
    assert str(len(LIBRARY.blocks)) in words(blocks)
    assert f"{ended} ended" in words(blocks)
    assert "4 requests" in words(requests)
    assert "to 4 public bodies, about 1 block" in words(requests)
    assert "/blocks/pk-x-2024" in page.xpath("//*[@id='blocks']//a/@href")
    (every,) = page.xpath("//*[@id='blocks']/h2/a")
    assert (every.get("href"), words(every)) == (
        "/blocks",
        f"All {len(LIBRARY.blocks)} blocks, with sources",
    )

    rows = page.xpath("//*[@id='limits']//tbody/tr")
    assert {row.xpath("string(.//a/@href)") for row in rows} == {
        f"/laws/{k}" for k in LIBRARY.laws
    }
    for row in rows:
        law = LIBRARY.laws[row.xpath("string(.//a/@href)").removeprefix("/laws/")]
        assert law.title.in_language("en") in words(row)
