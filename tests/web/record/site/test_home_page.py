"""The first page: whom blocks were asked of, and the newest silences, refusals and answers by the
days on which they came."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from tests.offices import a_request, an_office, received, the_library
from tests.web import record_scenes as scenes
from tests.web.record.weight import HEAVIEST, weight
from tracker.domain.law.questions import Outcome
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


def told(office: Office) -> dict[str, list[tuple[str, str]]]:
    """What each list says of which record, in its order."""
    return {
        str(news.title): [(found.line.reference, found.says) for found in news.found]
        for news in home_page(office).news
    }


def test_each_line_says_on_which_day_it_came_and_the_newest_stands_first(office: Office) -> None:
    """The refusal of 29 March is put on record before that of 20 March."""
    later = a_reply(office, "refused", date(2024, 3, 29))
    earlier = a_reply(office, "refused", date(2024, 3, 20))
    answered = a_reply(office, "answered", date(2024, 3, 22))
    partly = a_reply(office, "partly-answered", date(2024, 3, 21))
    for reference in (later, earlier, partly, answered):
        scenes.show(office, reference)
    # Received on Monday 18 March 2024: twenty working days end on Thursday 18 April, past Eid.
    silent = scenes.a_silence(office)

    assert told(office) == {
        "Latest non-responses": [(silent, "No response since 19 April 2024")],
        "Latest refusals": [
            (later, "Refused on 29 March 2024"),
            (earlier, "Refused on 20 March 2024"),
        ],
        "Latest answers": [
            (answered, "Answered in full on 22 March 2024"),
            (partly, "Answered in part on 21 March 2024"),
        ],
    }


def test_a_refusal_that_was_appealed_and_records_not_held_stay_in_the_lists(
    office: Office,
) -> None:
    refused = a_reply(office, "refused", date(2024, 3, 29))
    scenes.an_appeal(office, refused, date(2024, 4, 20))
    scenes.show(office, refused)
    not_held = scenes.show(office, a_reply(office, "not-held", date(2024, 3, 25)))

    (refusals, answers) = home_page(office).news
    (found,) = refusals.found
    assert (found.line.reference, found.says) == (refused, "Refused on 29 March 2024")
    assert found.since == "Appealed, no decision recorded"
    (found,) = answers.found
    assert found.line.reference == not_held
    assert (found.says, found.since) == (
        "Said on 25 March 2024 that it does not hold the records",
        "",
    )


def test_a_silence_that_was_struck_or_answered_is_no_silence(office: Office) -> None:
    scenes.a_corrected_silence(office)
    answered = scenes.a_late_answer(office)

    assert told(office) == {"Latest answers": [(answered, "Answered in part on 6 May 2024")]}


def test_the_silence_on_an_appeal_names_the_body_that_is_silent(office: Office) -> None:
    """Appealed on 5 April 2024: 25 days of April, 31 of May and 4 of June make sixty, and the
    fourth of June is a Tuesday."""
    reference = a_request(office, on=date(2024, 3, 15))
    received(office, reference, RECEIVED)
    sweep(office)
    scenes.an_appeal(office, reference, date(2024, 4, 5))
    sweep(office)
    scenes.show(office, reference, on=date(2024, 7, 1))

    silences, *_ = home_page(office).news
    (found,) = silences.found
    assert found.says == "No response from Pakistan Information Commission since 5 June 2024"
    assert found.since == "Appealed, no decision in time"


def test_no_more_than_a_few_of_each_are_told_and_the_page_is_light(office: Office) -> None:
    days = [date(2024, 3, day) for day in (19, 20, 21, 22, 25, 26)]
    for day in days:
        scenes.show(office, a_reply(office, "refused", day))

    assert [says for _, says in told(office)["Latest refusals"]] == [
        f"Refused on {day} March 2024" for day in (26, 25, 22, 21)
    ]
    reader = scenes.serve(replace(office, locale=locale))
    for address in ("/", "/ur/"):
        assert weight(reader.get(address).data) < HEAVIEST


def test_the_card_of_a_block_names_the_bodies_that_were_asked(office: Office) -> None:
    scenes.a_refusal(office)
    scenes.a_silence(office)
    scenes.a_late_answer(office)

    page = scenes.serve(office).get("/").text
    # In the order of the story of the block, as in its grid.
    number = len(scenes.questions(office, "r0000001"))
    questions = f"{-(-number // 3)} of {3 * number} items"
    said = f"Sent to PTA, Interior, MoITT. {questions} of the legal basis fully disclosed."
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
        page = scenes.serve(office).get("/").text

    assert "Sent to PTA, Interior, MoITT, Cabinet Division and 2 more. 0 of " in page
