"""What the demonstration shows of the public record: each part of it, and that nothing is real."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.offices import an_office, demonstrated
from tests.web import record_scenes as scenes
from tracker.domain.law.law import Actor
from tracker.domain.record.record import RecordedDeadline
from tracker.domain.record.stage_times import StageResult
from tracker.services.core.office import Office
from tracker.services.office_data.demonstration_papers import STATED
from tracker.web.record.request.stage_words import said_stages

# What a body did without a word on the question.
WORDLESS = ("Not addressed", "No response in the time allowed")


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """The demonstration, as `make run` makes it."""
    with an_office(tmp_path_factory.mktemp("demonstration")) as (opened, _):
        demonstrated(opened)
        yield opened


@pytest.fixture(scope="module")
def reader(office: Office) -> FlaskClient:
    """A reader of the demonstration."""
    return scenes.serve(office)


def the_record(office: Office, body: str, phase: str) -> str:
    """The one record about X with that body that stands there."""
    (found,) = (
        line.reference
        for line in office.records.lines(block="pk-x-2024", body=body)
        if office.records.record(line.reference).phase == phase
    )
    return found


@pytest.mark.parametrize("block", ["pk-x-2024", "pk-election-shutdown-2024"])
def test_each_answer_in_a_grid_leads_to_its_words(reader: FlaskClient, block: str) -> None:
    @cache
    def page(address: str) -> Any:
        return html.fromstring(reader.get(address).text)

    cells = page(f"/blocks/{block}").xpath("//a[contains(@href, '#question-')]")
    spoken = [cell for cell in cells if not cell.text_content().strip().startswith(WORDLESS)]

    assert len(spoken) > 10
    for cell in spoken:
        address, _, place = cell.get("href").partition("#")
        (question,) = page(address).xpath(f"//*[@id='{place}']")
        assert "Demonstration answer" in question.text_content(), cell.get("href")


def test_a_regulator_has_a_trend_a_defect_and_its_own_statement(reader: FlaskClient) -> None:
    page = reader.get("/bodies/pk-pta").text

    assert "By year" in page
    assert "Based on 5 responses" in page
    assert STATED.replace("'", "&#39;") in page
    assert "By year" in reader.get("/bodies/pk-pic").text


def test_a_correction_and_a_takedown_are_on_their_page(
    office: Office, reader: FlaskClient
) -> None:
    page = reader.get("/corrections").text
    corrected = the_record(office, "pk-moitt", "not-held")

    assert "2 entries, newest first" in page
    assert f'href="/requests/{corrected}"' in page
    assert "An entry was corrected" in page
    assert "Texts or copies were removed" in page
    assert "Corrected: no longer counts." in reader.get(f"/requests/{corrected}").text


def test_a_released_paper_is_a_picture_without_who_asked(
    office: Office, reader: FlaskClient
) -> None:
    reference = the_record(office, "pk-cabinet-division", "partly-answered")
    (copy,) = office.records.record(reference).copies

    with reader.get(f"/requests/{reference}/copies/{copy.digest}.pdf") as answer:
        assert (answer.status_code, answer.mimetype) == (200, "application/pdf")
        (page,) = office.redactor.render(answer.data, "application/pdf")

    assert page.letters.words == ""
    with office.cases.look(reference) as case:
        (work,) = filter(None, (case.copy_work(paper.digest) for paper in case.papers()))
    # The name, the street and the town, a line each.
    assert len({box.top for box in work.boxes[0]}) == 3


def test_every_text_that_it_releases_says_what_it_is(office: Office) -> None:
    released = [
        office.records.text(release.digest).words
        for line in office.records.lines()
        for release in office.records.record(line.reference).releases
    ]

    assert len(released) > 70
    for words in released:
        assert words.startswith("Demonstration")


def refused_by_the_ministry(office: Office) -> str:
    """The request that the Ministry of Interior refused on 29 March 2024."""
    (found,) = (
        line.reference
        for line in office.records.lines(block="pk-x-2024", body="pk-interior")
        if any(each.latest == date(2024, 4, 29) for each in limits_of(office, line.reference))
    )
    return found


def limits_of(office: Office, reference: str) -> Iterator[RecordedDeadline]:
    """The deadlines of the requester."""
    found = office.records.record(reference).deadlines
    return (each for each in found if each.actor is Actor.REQUESTER)


def test_a_deadline_of_the_requester_has_both_dates(office: Office, reader: FlaskClient) -> None:
    """30 days from 29 March 2024 end on Sunday 28 April, or on the Monday after it."""
    page: Any = html.fromstring(reader.get(f"/requests/{refused_by_the_ministry(office)}").text)
    words = " ".join(page.xpath("string(//main)").split())

    assert "28 April 2024 to 29 April 2024" in words
    assert "Not filed by 29 April 2024" in words
    assert "Not filed by 28 April 2024" not in words


def test_an_appeal_is_not_said_to_be_missing_before_its_latest_date_has_passed(
    office: Office,
) -> None:
    record = office.records.record(refused_by_the_ministry(office))
    record = replace(record, confirmed_on=date(2024, 4, 29))
    stages = said_stages(record, office.library)

    (own,) = (each for each in stages if each.time.actor is Actor.REQUESTER)
    assert own.time.result is StageResult.OPEN
    assert own.words == "Last day: 28 April 2024 to 29 April 2024"


def test_every_link_within_a_page_has_its_target(office: Office, reader: FlaskClient) -> None:
    library, records = office.library, office.records
    addresses = ["/", "/blocks", "/bodies", "/laws", "/powers", "/compare", "/method", "/search"]
    addresses += [f"/blocks/{key}" for key in library.blocks]
    addresses += [f"/bodies/{key}" for key in library.bodies]
    addresses += [f"/laws/{key}" for key in library.laws]
    addresses += [f"/requests/{line.reference}" for line in records.lines()]
    addresses += [f"/statements/{key}" for key in library.statements]

    for address in addresses:
        answer = reader.get(address)
        assert answer.status_code == 200, address
        page: Any = html.fromstring(answer.text)
        ids = set(page.xpath("//@id"))
        led = {href[1:] for href in page.xpath("//a/@href") if href.startswith("#")}
        assert led - ids == set(), address


def test_a_body_is_said_to_have_ordered_only_what_an_order_names_it_for(
    reader: FlaskClient,
) -> None:
    """The Ministry of Interior ordered the block of X, and the Authority that of PUBG."""
    page: Any = html.fromstring(reader.get("/bodies/pk-pta").text)
    ordered, other = (
        {link.get("href") for link in box.xpath(".//a")}
        for box in page.xpath(
            "//details[contains(summary, 'Blocks it is') or contains(summary, 'Other blocks')]"
        )
    )

    assert "/blocks/pk-pubg-2020" in ordered
    assert "/blocks/pk-x-2024" in other
    assert ordered & other == set()
    assert "involved in" not in page.text_content()


def test_blocks_without_a_known_end_lead_with_their_last_confirmation(
    reader: FlaskClient,
) -> None:
    home, blocks = (reader.get(address).text for address in ("/", "/blocks"))

    assert "last confirmed between " in blocks
    assert blocks.index("End date not known") < blocks.index("No source here says")
    assert "with no known end" in home
    assert "none known to be in force" not in home


def test_every_country_with_a_law_has_a_tile(office: Office, reader: FlaskClient) -> None:
    page: Any = html.fromstring(reader.get("/").text)
    tiles = page.xpath("//text[@class='cc']/text()")

    assert set(tiles) == {law.country.upper() for law in office.library.laws.values()}
    assert len(tiles) == len(set(tiles))
    assert all(len(words) <= 4 for words in page.xpath("//text[@class='v']/text()"))
