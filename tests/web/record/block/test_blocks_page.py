"""The list of blocks: page by page, by country, and drawn on one axis."""

from collections import Counter
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.offices import the_library
from tests.web.record.empty_record import office as office
from tests.web.record.empty_record import reader as reader
from tests.web.record.weight import HEAVIEST, weight
from tracker.services.core.office import Office
from tracker.web.record.block.blocks import AskedBlocks, BlocksPage, blocks_page
from tracker.web.record.words.pagination import NEWEST

BLOCKS = the_library().blocks


def pages_of(office: Office, country: str = "") -> list[BlocksPage]:
    """All pages of a list, the newest first."""
    asked = AskedBlocks(country)
    found = [blocks_page(office, asked)]
    while found[-1].leaf.older:
        found.append(blocks_page(office, asked, found[-1].leaf.older))
    return found


@pytest.mark.parametrize("country", ["", "pk", "tr"])
def test_each_block_is_on_one_page_the_newest_first(office: Office, country: str) -> None:
    pages = pages_of(office, country)

    listed = [line.key for page in pages for line in page.lines]
    wanted = [key for key, block in BLOCKS.items() if country in ("", block.country)]
    assert sorted(listed) == sorted(wanted)
    begun = [BLOCKS[key].since for key in listed]
    assert begun == sorted(begun, reverse=True)
    assert {page.count for page in pages} == {len(wanted)}


def test_the_list_of_all_countries_has_a_map_and_a_lane_for_each_country(office: Office) -> None:
    first, second, *_ = pages_of(office)

    countries = Counter(block.country for block in BLOCKS.values())
    assert first.map is not None
    assert {dot.country: dot.blocks for dot in first.map.dots} == countries
    assert first.figure is not None
    assert {lane.country: len(lane.blocks) for lane in first.figure.lanes} == countries
    assert second.map is None
    assert second.figure is not None
    assert len(second.figure.lanes) == len(second.lines)


def test_the_list_of_one_country_has_a_lane_for_each_block_and_no_map(office: Office) -> None:
    page = blocks_page(office, AskedBlocks("tr"))

    assert page.map is None
    assert page.figure is not None
    assert {lane.name for lane in page.figure.lanes} == {line.title for line in page.lines}
    assert page.country_name == "Türkiye"


@pytest.mark.parametrize(
    ("country", "says"),
    [
        ("zz", "The address of this page names no known country."),
        ("<b>", "The address of this page names no known country."),
        ("is", "No block in Iceland is listed."),
    ],
)
def test_a_country_without_blocks_has_the_whole_list_which_says_so(
    office: Office, reader: FlaskClient, country: str, says: str
) -> None:
    page = blocks_page(office, AskedBlocks(country))

    assert (page.country, page.leaf.number) == ("", NEWEST)
    assert page.count == len(BLOCKS)
    text = reader.get("/blocks", query_string={"country": country}).text
    assert f'{says} This is the whole list. <a href="/blocks">All blocks</a>' in text


def test_the_code_of_a_country_may_have_capitals(office: Office) -> None:
    assert blocks_page(office, AskedBlocks("PK")).country == "pk"


@pytest.mark.parametrize("address", ["/blocks", "/blocks?country=", "/blocks?country=pk"])
def test_a_list_with_blocks_speaks_of_no_other_country(reader: FlaskClient, address: str) -> None:
    assert "This is the whole list." not in reader.get(address).text


@pytest.mark.parametrize("address", ["/blocks", "/ur/blocks", "/ur/blocks?country=pk"])
def test_the_list_is_light(reader: FlaskClient, address: str) -> None:
    assert weight(reader.get(address).data) < HEAVIEST


def test_pages_of_a_country_lead_to_one_another(reader: FlaskClient, office: Office) -> None:
    older = blocks_page(office, AskedBlocks("pk")).leaf.older
    text = reader.get("/blocks?country=pk").text

    assert f"/blocks?page={older}&amp;country=pk" in text
    assert "Blocks, shutdowns and throttling: Pakistan" in text
    assert f'href="/blocks/{blocks_page(office, AskedBlocks("pk"), 1).lines[-1].key}"' in (
        reader.get("/blocks?country=pk&page=1").text
    )


def begun_in(year: int, country: str = "") -> set[str]:
    """The keys of the blocks that began in a year, by the library."""
    return {
        key
        for key, block in BLOCKS.items()
        if block.since.year == year and country in ("", block.country)
    }


@pytest.mark.parametrize("country", ["", "pk"])
def test_the_list_is_narrowed_to_a_year(office: Office, reader: FlaskClient, country: str) -> None:
    asked = {"country": country} if country else {}
    page: Any = html.fromstring(reader.get("/blocks", query_string=asked).text)
    (years,) = page.xpath("//nav[@aria-labelledby='by-year']")
    wanted = Counter(b.since.year for b in BLOCKS.values() if country in ("", b.country))
    said = [" ".join(each.text_content().split()) for each in years.xpath("./a")]
    assert said == [f"{year} ({wanted[year]})" for year in sorted(wanted, reverse=True)]

    for link, year in zip(years.xpath("./a/@href"), sorted(wanted, reverse=True), strict=True):
        listed = {line.key for each in of_year(office, country, year) for line in each.lines}
        assert listed == begun_in(year, country)
        narrowed: Any = html.fromstring(reader.get(str(link)).text)
        assert str(year) in narrowed.findtext(".//h1")
        (current,) = narrowed.xpath("//nav/b[@aria-current='page']")
        assert current.text_content().startswith(str(year))
        whole = narrowed.xpath("//nav[@class='pages']/a[text()='All years']/@href")
        assert whole == ["/blocks?country=pk" if country else "/blocks"]


def of_year(office: Office, country: str, year: int) -> list[BlocksPage]:
    """All pages of the blocks of a year."""
    asked = AskedBlocks(country, str(year))
    found = [blocks_page(office, asked)]
    while found[-1].leaf.older:
        found.append(blocks_page(office, asked, found[-1].leaf.older))
    return found


def test_the_pages_of_a_year_lead_to_one_another(office: Office, reader: FlaskClient) -> None:
    years = Counter(block.since.year for block in BLOCKS.values())
    most, _ = years.most_common(1)[0]
    older = blocks_page(office, AskedBlocks("", str(most))).leaf.older

    assert f"/blocks?page={older}&amp;year={most}" in reader.get(f"/blocks?year={most}").text


@pytest.mark.parametrize("year", ["1999", "20x4", "<b>", "٢٠٢٤", "0", "9" * 400])
def test_a_year_without_blocks_has_the_whole_list_which_says_so(
    office: Office, reader: FlaskClient, year: str
) -> None:
    page = blocks_page(office, AskedBlocks("", year))

    assert (page.year, page.count) == (0, len(BLOCKS))
    text = reader.get("/blocks", query_string={"year": year}).text
    assert "No block listed here began or was first mentioned in that year." in text


def test_a_list_that_is_not_narrowed_to_a_country_is_not_narrowed_to_a_year(
    office: Office, reader: FlaskClient
) -> None:
    page = blocks_page(office, AskedBlocks("xx", "2024"))

    assert (page.country, page.year, page.count) == ("", 0, len(BLOCKS))
    heading: Any = html.fromstring(reader.get("/blocks?country=xx&year=2024").text)
    assert heading.findtext(".//h1") == "Blocks, shutdowns and throttling"


def test_the_heading_of_a_year_names_blocks_that_were_only_first_mentioned_in_it(
    reader: FlaskClient,
) -> None:
    assert BLOCKS["pk-signal"].since_unknown
    page: Any = html.fromstring(reader.get("/blocks?country=pk&year=2024").text)
    assert page.findtext(".//h1").endswith("Pakistan (begun or first mentioned in 2024)")


def test_a_country_whose_blocks_are_on_one_page_has_no_years_to_choose_from(
    reader: FlaskClient,
) -> None:
    alone = next(
        code
        for code, number in Counter(each.country for each in BLOCKS.values()).items()
        if number == 1
    )
    assert "Blocks by the year in which" not in reader.get(f"/blocks?country={alone}").text


def test_a_law_that_an_order_names_is_told_although_the_library_has_no_power_of_it(
    reader: FlaskClient,
) -> None:
    text = reader.get("/blocks/us-wechat-tiktok-2020").text

    assert "A law was mentioned in public, without a section" in text
    assert "No law named in public is known" not in text
    assert "The law library has no public body for this block yet." not in text
    without_body = reader.get("/blocks/us-tiktok-2025").text
    assert "The law library has no public body for this block yet." in without_body
    assert "No law named in public is known" in reader.get("/blocks/br-x-2024").text
    assert "A legal basis was named in public" in reader.get("/blocks/mm-facebook-2021").text
    assert "2 powers named in public" in reader.get("/blocks/de-xhamster-2022").text


def test_the_card_counts_known_orders_and_leads_to_the_longest_block(reader: FlaskClient) -> None:
    """Counted in the library by hand: of every ended block the one with most days comes first."""
    page: Any = html.fromstring(reader.get("/blocks").text)
    said = {
        box.findtext("dt"): " ".join(box.find("dd").text_content().split())
        for box in page.xpath("//dl[@class='answers']/div")
    }
    ended = [b for b in BLOCKS.values() if b.until and not b.since_unknown and b.carried_out]
    most = max(ended, key=lambda block: (block.until or block.since) - block.since)

    assert len(said) == 4
    ordered = sum(bool(block.orders) for block in BLOCKS.values())
    assert said["An order is known"].startswith(f"{ordered} of {len(BLOCKS)}")
    assert page.xpath("//dl[@class='answers']//small/a/@href") == [f"/blocks/{most.key}"]
    assert "still in force" in said["Ended"]
