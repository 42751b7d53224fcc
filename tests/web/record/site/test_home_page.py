"""The first page: who is silent, every block, how bodies respond, the time that laws give, and the
newest responses by the days on which they came."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from lxml import html

from tests.offices import BY, a_paper, a_request, an_office, received, the_library
from tests.web import record_scenes as scenes
from tests.web.record.weight import HEAVIEST, weight
from tracker.domain.base.terms import DecisionOutcome
from tracker.domain.law.questions import Outcome
from tracker.services.cases.appealing import record_decision
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.translations import locale
from tracker.web.record.site.home import home_page

RECEIVED = date(2024, 3, 18)
GIVEN = {
    "answered": Outcome.DISCLOSED,
    "partly-answered": Outcome.PARTLY_DISCLOSED,
    "refused": Outcome.REFUSED,
    "not-held": Outcome.NOT_HELD,
}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Office]:
    with an_office(tmp_path) as (opened, _):
        yield opened


def a_reply(office: Office, kind: str, on: date, body: str = "pk-interior") -> str:
    """A request of 15 March 2024 with a reply of that day; its reference."""
    reference = a_request(office, body=body, on=date(2024, 3, 15))
    received(office, reference, RECEIVED)
    scenes.replied(office, reference, kind, on, lambda _: GIVEN[kind])
    return reference


def told(office: Office) -> list[tuple[str, str, str, str]]:
    """What the list says, in its order: the record, the body, what it did, and when."""
    latest = home_page(office).latest
    return [(found.line.reference, found.body, found.state, found.when) for found in latest]


def test_each_line_says_on_which_day_it_came_and_the_newest_stands_first(office: Office) -> None:
    """The refusal of 29 March is logged before that of 20 March."""
    later = a_reply(office, "refused", date(2024, 3, 29))
    earlier = a_reply(office, "refused", date(2024, 3, 20))
    answered = a_reply(office, "answered", date(2024, 3, 22))
    partly = a_reply(office, "partly-answered", date(2024, 3, 21))
    for reference in (later, earlier, partly, answered):
        scenes.show(office, reference)
    # Received on Monday 18 March 2024: twenty working days end on Thursday 18 April, past Eid.
    silent = scenes.a_silence(office)

    assert told(office) == [
        (silent, "PTA", "No response", "since 19 April 2024"),
        (later, "Interior", "Refused", "on 29 March 2024"),
        (answered, "Interior", "Answered in full", "on 22 March 2024"),
        (partly, "Interior", "Answered in part", "on 21 March 2024"),
        (earlier, "Interior", "Refused", "on 20 March 2024"),
    ]


def test_a_refusal_that_was_appealed_and_records_not_held_stay_in_the_lists(
    office: Office,
) -> None:
    refused = a_reply(office, "refused", date(2024, 3, 29))
    scenes.an_appeal(office, refused, date(2024, 4, 20))
    scenes.show(office, refused)
    not_held = scenes.show(office, a_reply(office, "not-held", date(2024, 3, 25)))

    assert told(office) == [
        (refused, "Interior", "Refused", "on 29 March 2024"),
        (not_held, "Interior", "Records not held", "on 25 March 2024"),
    ]
    assert [found.since for found in home_page(office).latest] == [
        "Appealed, no decision recorded",
        "",
    ]


def test_a_silence_that_was_struck_or_answered_is_no_silence(office: Office) -> None:
    scenes.a_corrected_silence(office)
    answered = scenes.a_late_answer(office)

    assert told(office) == [(answered, "MoITT", "Answered in part", "on 6 May 2024")]
    page = home_page(office)
    assert page.silent is None
    assert "No time limit has passed without a response." in scenes.serve(office).get("/").text


def test_the_body_asked_and_the_one_appealed_to_are_each_silent(office: Office) -> None:
    """Received on 18 March 2024, the longest time ends on 18 April. Appealed on 5 April: 25 days
    of April, 31 of May and 4 of June make sixty, and the fourth of June is a Tuesday."""
    reference = a_request(office, on=date(2024, 3, 15))
    received(office, reference, RECEIVED)
    sweep(office)
    scenes.an_appeal(office, reference, date(2024, 4, 5))
    sweep(office)
    scenes.show(office, reference, on=date(2024, 7, 1))

    assert told(office) == [
        (reference, "PIC", "No response", "since 5 June 2024"),
        (reference, "PTA", "No response", "since 19 April 2024"),
    ]
    assert {found.since for found in home_page(office).latest} == {"Appealed, no decision in time"}


def test_a_decision_of_an_appeal_is_listed_with_the_body_that_decided(office: Office) -> None:
    reference = scenes.a_silence(office)
    scenes.an_appeal(office, reference, date(2024, 4, 22))
    decision = (date(2024, 6, 20), DecisionOutcome.ALLOWED, [a_paper("order.txt")])
    record_decision(office, reference, *decision, by=BY)
    scenes.show(office, reference)

    assert told(office) == [(reference, "PIC", "Appeal decided", "on 20 June 2024")]


def test_a_block_that_ended_does_not_reach_the_edge_of_the_axis(office: Office) -> None:
    figure = home_page(office).figure
    assert figure is not None
    ends = [bar.x + bar.width for lane in figure.lanes for bar in lane.track.bars]
    assert 95 < max(ends) < 99


def test_of_many_blocks_those_with_requests_are_drawn_and_the_newest(office: Office) -> None:
    scenes.a_silence(office)

    page = home_page(office)
    assert page.figure is not None
    assert len(page.figure.lanes) == 5
    drawn = {block.key for lane in page.figure.lanes for block in lane.blocks}
    assert "pk-x-2024" in drawn
    newest = max(office.library.blocks.values(), key=lambda block: block.since)
    assert newest.key in drawn
    said = f"{len(drawn)} of {len(office.library.blocks)} blocks: those with requests"
    assert said in scenes.serve(office).get("/").text


def test_the_longest_silences_stand_first_and_end_on_the_day_of_their_record(
    office: Office,
) -> None:
    """Days are counted to the last day for which the record speaks, not to today."""
    reference = a_request(office, on=date(2024, 3, 15))
    received(office, reference, RECEIVED)
    sweep(office)
    scenes.an_appeal(office, reference, date(2024, 4, 5))
    sweep(office)
    scenes.show(office, reference, on=date(2024, 7, 1))
    as_of = office.records.record(reference).confirmed_on

    silent = home_page(office).silent
    assert silent is not None
    assert [(lane.body, lane.appeal) for lane in silent.lanes] == [("PTA", False), ("PIC", True)]
    assert [lane.days for lane in silent.lanes] == [
        # Since the last days to answer and to decide, as a late answer is measured.
        (as_of - date(2024, 4, 18)).days,
        (as_of - date(2024, 6, 4)).days,
    ]
    assert {lane.until for lane in silent.lanes} == {as_of}
    assert (silent.requests, silent.more) == (1, False)


def test_of_many_silences_the_longest_six_are_drawn_and_the_others_linked(office: Office) -> None:
    for _ in range(8):
        scenes.a_silence(office)

    page = scenes.serve(office).get("/").text
    silent = home_page(office).silent
    assert silent is not None
    assert (len(silent.lanes), silent.more) == (6, True)
    assert '<a href="/search?silent=1">All requests without a response</a>' in page


def test_no_more_than_a_few_are_told_and_the_page_is_light(office: Office) -> None:
    days = [date(2024, 3, day) for day in (*range(18, 23), *range(25, 30))]
    days += [date(2024, 4, 1), date(2024, 4, 2)]
    for day in days:
        scenes.show(office, a_reply(office, "refused", day))

    assert [when for *_, when in told(office)] == [
        f"on {day.day} {day:%B} 2024" for day in days[:1:-1]
    ]
    reader = scenes.serve(replace(office, locale=locale))
    for address in ("/", "/ur/"):
        assert weight(reader.get(address).data) < HEAVIEST


def test_an_office_without_a_record_says_how_one_comes(office: Office) -> None:
    page: Any = html.fromstring(scenes.serve(office).get("/").text)
    words = " ".join(page.xpath("string(//main)").split())

    assert "No requests published yet." in words
    assert "No time limit has passed without a response." in words
    assert "0 requests" in words
    # The blocks and the laws are there without any request.
    assert page.xpath("//section[@id='blocks']//div[@class='lane']")
    assert page.xpath("//section[@id='limits']//table//tr")
    assert not page.xpath("//section[@id='silent'] | //section[@id='bodies']")


def test_a_block_in_force_comes_first_and_counts_to_today(tmp_path: Path) -> None:
    """From 17 February 2024, which is day 1, to 24 November 2026: 1,012 days."""
    library = the_library()
    standing = replace(library.blocks["pk-x-2024"], until=None, last_confirmed=None)
    library = replace(library, blocks={**library.blocks, standing.key: standing})
    with an_office(tmp_path, library=library) as (office, _):
        page = home_page(office)
        shown: Any = html.fromstring(scenes.serve(office).get("/").text)

    assert page.lead is not None
    days = (office.today_at("pk-pta") - standing.since).days + 1
    assert (page.lead.key, page.lead.force.days) == (standing.key, days)
    assert page.blocks.in_force == 1
    lane = shown.xpath("//section[@id='blocks']//div[@class='lane']")[0].text_content()
    assert "X in Pakistan" in lane
    assert f"in force, day {days}" in lane
    assert f"day {days} in force" in shown.xpath("string(//dl[@class='answers'])")


def test_a_block_counts_no_further_than_the_last_confirmed_day(
    tmp_path: Path,
) -> None:
    library = the_library()
    confirmed = replace(library.blocks["pk-x-2024"], until=None, last_confirmed=date(2024, 3, 1))
    with an_office(tmp_path, library=replace(library, blocks={"pk-x-2024": confirmed})) as (
        office,
        _,
    ):
        page = home_page(office)

    assert page.lead is None
    assert page.blocks.no_end == 1
    assert page.figure is not None
    assert page.figure.last == date(2024, 3, 1)
    (lane,) = page.figure.lanes
    assert [block.words for block in lane.blocks] == ["last confirmed 1 March 2024"]
    assert [mark.shape for mark in lane.track.marks] == ["open"]


def test_every_law_has_its_time_to_answer_in_a_tile_and_in_the_table(office: Office) -> None:
    """Ten working days in Pakistan, one month in Germany, and 20 working days in Mexico."""
    tiles = home_page(office).tiles

    words = {tile.letters: tile.words for tile in tiles.tiles}
    assert (words["PK"], words["DE"], words["MX"]) == ("10 w", "1 m", "20 w")
    blocked = {block.country.upper() for block in office.library.blocks.values()}
    drawn = {tile.letters for tile in tiles.tiles}
    assert {tile.letters for tile in tiles.tiles if tile.blocked} == blocked & drawn
    assert {row.key for row in tiles.rows} == office.library.laws.keys()
    assert {row.words for row in tiles.rows if row.key == "pk-raia-2017"} == {"10 working days"}


def test_the_line_of_a_block_names_the_bodies_that_were_asked(office: Office) -> None:
    scenes.a_refusal(office)
    scenes.a_silence(office)
    scenes.a_late_answer(office)

    page = scenes.list_with(scenes.serve(office), "pk-x-2024")
    # In the order of the story of the block, as in its grid.
    number = len(scenes.questions(office, "r0000001"))
    questions = f"{-(-number // 3)} of {3 * number} items"
    bodies = "PTA, the Ministry of Interior, MoITT"
    said = f"Sent to {bodies}. {questions} of the legal basis fully disclosed."
    assert said in page


def test_of_many_bodies_the_first_are_named_and_the_others_counted(tmp_path: Path) -> None:
    library = the_library()
    moitt = library.bodies["pk-moitt"]
    others = {key: replace(moitt, key=key, short_name=key) for key in ("pk-one", "pk-two")}
    library = replace(library, bodies={**library.bodies, **others})
    asked = ("pk-one", "pk-two", "pk-cabinet-division", "pk-moitt", "pk-interior", "pk-pta")
    with an_office(tmp_path, library=library) as (office, _):
        for body in asked:
            reference = a_request(office, body=body, on=date(2024, 3, 15))
            received(office, reference, RECEIVED)
            scenes.show(office, reference)
        page = scenes.list_with(scenes.serve(office), "pk-x-2024")

    assert (
        "Sent to PTA, the Ministry of Interior, MoITT, the Cabinet Division and 2 more. 0 of "
        in page
    )
