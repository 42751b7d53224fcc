"""The four answers at the top of each list, counted by hand from four requests.

One to the Telecommunication Authority met no response, and its appeal no decision in time; one to
the Ministry of Interior was refused in time; one to the Ministry of Information Technology was
answered in part, too late; and one to the Cabinet Division waits.
"""

from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.offices import a_request, an_office
from tests.web import record_scenes as scenes
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.web.record.words import pagination
from tracker.web.record.words.list_answers import commonest


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(tmp_path_factory.mktemp("lists")) as (opened, _):
        silent = scenes.a_silence(opened)
        scenes.an_appeal(opened, silent, date(2024, 4, 22))
        sweep(opened)
        scenes.show(opened, silent, on=date(2024, 7, 1))
        scenes.a_defective_refusal(opened)
        scenes.a_late_answer(opened)
        scenes.a_request_in_urdu(opened)
        yield opened


@pytest.fixture(scope="module")
def reader(office: Office) -> FlaskClient:
    return scenes.serve(office)


def tree(reader: FlaskClient, address: str) -> Any:
    return html.fromstring(reader.get(address).text)


def card(reader: FlaskClient, address: str) -> dict[str, str]:
    """Each question of the card at an address, with its answer and what stands below it."""
    cells = tree(reader, address).xpath("//main//dl[@class='answers']/div")
    said = {cell.findtext("dt"): " | ".join(cell.xpath("dd//text()")) for cell in cells}
    assert len(said) == 4, address
    return said


def test_each_request_of_the_list_counts_once_under_its_status(reader: FlaskClient) -> None:
    found = card(reader, "/requests")

    assert found == {
        "How many?": "4 | Received, no response recorded: 1",
        "Response logged": "2 | Answered in part: 1; Refused: 1",
        "No response now": "1 | Appealed, no decision in time: 1",
        "Appealed": "0",
    }
    assert card(reader, "/requests?block=pk-x-2024") == found


@pytest.mark.parametrize("part", ["body=pk-pta", "heard=pk-pic", "block=pk-x-2024&body=pk-pta"])
def test_a_list_that_is_narrowed_counts_its_own_requests(reader: FlaskClient, part: str) -> None:
    found = card(reader, f"/requests?{part}")

    assert (found["How many?"], found["Response logged"]) == ("1", "0")
    assert found["No response now"] == "1 | Appealed, no decision in time: 1"


def test_the_list_leads_to_the_requests_of_each_status_and_outcome(reader: FlaskClient) -> None:
    whole = tree(reader, "/requests")
    narrowed = tree(reader, "/requests?body=pk-pta")
    by_status = "//aside//a[contains(@href, '/search?phase=')]"

    said = {link.get("href"): link.text_content() for link in whole.xpath(by_status)}
    assert said == {
        "/search?phase=awaiting": "Received, no response recorded1",
        "/search?phase=partly-answered": "Answered in part1",
        "/search?phase=refused": "Refused1",
        "/search?phase=appeal-silent": "Appealed, no decision in time1",
    }
    assert narrowed.xpath(by_status) == []
    [refused] = whole.xpath("//aside//a[@href='/search?outcome=refused']")
    assert refused.text_content() == "Refused"
    # The refusal as a whole, and one item in three of the answer in part.
    assert "2 requests" in reader.get(refused.get("href")).text


def test_the_list_is_narrowed_to_blocks_and_bodies_with_requests_alone(
    reader: FlaskClient,
) -> None:
    """Each with its number of requests; a list that is narrowed leads back to the whole one."""
    whole = tree(reader, "/requests")
    by_block, by_body = (
        {link.get("href"): link.findtext("span") for link in whole.xpath(place)}
        for place in (
            "//aside//ul[@class='toc']//a[contains(@href, '/requests?block=')]",
            "//aside//ul[@class='toc']//a[contains(@href, '/requests?body=')]",
        )
    )

    assert by_block == {"/requests?block=pk-x-2024": "4"}
    assert by_body["/requests?body=pk-pta"] == "1"
    assert sum(map(int, by_body.values())) == 4
    narrowed = tree(reader, "/requests?body=pk-pta")
    assert narrowed.xpath("//aside//a[@href='/requests']")
    assert not narrowed.xpath("//aside//ul[@class='toc']//a[contains(@href, 'block=')]")


def test_a_part_of_a_list_counts_statuses_on_its_own_page(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(pagination, "LINES_ON_A_PAGE", 5)
    only = "Statuses are counted on this page only."
    with an_office(tmp_path) as (opened, _):
        for _each in range(12):
            scenes.show(opened, a_request(opened), on=None)
        reader = scenes.serve(opened)
        found = card(reader, "/requests?page=1")
        assert found["How many?"] == "5 | Sent, no proof of receipt: 5"
        assert only in reader.get("/requests?page=1").text
        # Of a block and a body the totals have the number alone; the newest page has seven.
        both = "/requests?block=pk-x-2024&body=pk-pta"
        assert card(reader, both)["How many?"] == "12 | Sent, no proof of receipt: 7"
        assert only in reader.get(both).text
        assert card(reader, "/requests")["How many?"] == "12 | Sent, no proof of receipt: 12"
        assert only not in reader.get("/requests").text


def test_all_bodies_together_are_counted_by_the_rules_of_each(reader: FlaskClient) -> None:
    asked = "4 | Appeal bodies: 1"

    assert card(reader, "/bodies") == {
        "Bodies asked for a legal basis": asked,
        "Answered in time": "1 of 3",
        "No response in time": "1 of 3",
        "Decided in time": "0 of 1",
    }
    compared = card(reader, "/compare")
    assert compared["Bodies asked for a legal basis"] == asked
    assert compared["Answered in time"] == "1 of 3"
    assert compared["Appeals won by the requester"] == "none to count yet"


def test_the_card_of_the_laws_counts_each_law_once_for_each_question(
    reader: FlaskClient, office: Office
) -> None:
    found = card(reader, "/laws")

    number = len(office.library.laws)
    assert found.pop("How many?").startswith(str(number))
    table = tree(reader, "/laws")
    for question, said in found.items():
        counted = dict(each.rsplit(": ", 1) for each in said.replace(" | ", "; ").split("; "))
        assert sum(map(int, counted.values())) == number, said
        place = [head.text for head in table.xpath("//thead//th")].index(question)
        cells = table.xpath(f"//tbody/tr/*[{place + 1}]")
        top, times = next(iter(counted.items()))
        shown = [cell.xpath("string(.//summary)") or cell.text.strip() for cell in cells]
        assert shown.count(top) == int(times), question


def test_before_a_search_the_card_says_what_there_is_and_then_what_was_found(
    reader: FlaskClient, office: Office
) -> None:
    library = office.library

    assert card(reader, "/search") == {
        "Requests": "4",
        "Blocks": str(len(library.blocks)),
        "Public bodies": str(len(library.bodies)),
        "Laws": str(len(library.laws)),
    }
    found = card(reader, "/search?kind=request")
    assert (found["Requests"], found["Blocks, public bodies and laws"]) == ("4", "0")
    assert found["Status"].count(": 1") == 4
    assert 'class="answers"' not in reader.get("/search?q=zzzzqq").text


def test_of_many_values_the_commonest_come_first_and_the_unknown_last() -> None:
    values = {"10 days": 2, "Not known": 9, "20 days": 5, "30 days": 1, "40 days": 3}

    answer = commonest("Time", values.items(), {"Not known"})
    assert answer.answer == "20 days: 5"
    # 1 of 30 days and the 9 that are not known.
    assert answer.more == "40 days: 3; 10 days: 2; other: 10"
    # Things that may have several values are not summed.
    assert commonest("Time", values.items(), once=False).more == "20 days: 5; 40 days: 3"
    assert commonest("Time", []).answer == "–"
