"""What the demonstration shows of the public record: each part of it, and that nothing is real."""

from collections.abc import Iterator
from functools import cache
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.offices import an_office, demonstrated
from tests.web import record_scenes as scenes
from tracker.services.core.office import Office
from tracker.services.office_data.demonstration_papers import STATED

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
        (page,) = office.darkroom.render(answer.data, "application/pdf")

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
