"""The pages of figures: each figure has its rule, its number and no rank; pictures have words."""

import re
from dataclasses import replace
from datetime import date
from html.parser import HTMLParser
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.offices import a_request, received, with_body
from tests.statements import sent_statements, stop_looking
from tests.web import record_scenes as scenes
from tests.web.record.weight import HEAVIEST, weight
from tracker.domain.base.text import Text
from tracker.domain.law.outcome import Outcome
from tracker.domain.record.scorecard import Spread, scorecard
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.ports.sought import Sought
from tracker.web.record.body.answer_lanes import MANY_REQUESTS, MOST_LANES, week_lanes
from tracker.web.record.words.figures import FIGURES, figure_words, of


class Anchors(HTMLParser):
    """The ids of a page, and where its links go."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.ids: list[str] = []
        self.links: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        found = dict(attrs)
        if found.get("id"):
            self.ids.append(found["id"] or "")
        if tag == "a":
            self.links.append(found.get("href") or "")


@pytest.fixture
def filled(office: Office) -> Office:
    """A silence with an appeal that met silence too, a refusal, a late answer, and one open."""
    silent = scenes.a_silence(office)
    scenes.an_appeal(office, silent, date(2024, 4, 22))
    sweep(office)
    scenes.show(office, silent, on=date(2024, 7, 1))
    scenes.a_defective_refusal(office)
    scenes.a_late_answer(office)
    scenes.a_request_in_urdu(office)
    return office


@pytest.fixture
def reader(filled: Office) -> FlaskClient:
    return scenes.serve(filled)


def test_every_figure_has_one_rule_on_the_page_of_method(reader: FlaskClient) -> None:
    page = re.sub(r">\s+<", "><", reader.get("/method").text)

    assert len({figure.key for figure in FIGURES}) == len(FIGURES)
    for figure in FIGURES:
        rule = f'<summary>{figure.name}</summary><p id="{figure.key}">{figure.rule}</p>'
        assert rule in page
        assert re.fullmatch(r"[^.]+\.( [^.]+\.)*", str(figure.rule))


@pytest.mark.parametrize(
    "address", ["/bodies/pk-pta", "/bodies/pk-pic", "/bodies/pk-moitt", "/compare"]
)
def test_every_figure_leads_to_its_rule(reader: FlaskClient, address: str) -> None:
    rules = {f"/method#{found}" for found in Anchors(reader.get("/method").text).ids}
    linked = {each for each in Anchors(reader.get(address).text).links if "/method#" in each}

    assert linked
    assert linked <= rules


@pytest.mark.parametrize("language", ["", "/ur"])
def test_no_page_of_figures_has_an_id_twice(reader: FlaskClient, language: str) -> None:
    for address in ("/bodies", "/bodies/pk-pta", "/bodies/pk-pic", "/compare", "/method"):
        answer = reader.get(language + address)
        ids = Anchors(answer.text).ids
        assert answer.status_code == 200
        assert len(ids) == len(set(ids))
        assert weight(answer.data) < HEAVIEST


def test_a_body_shows_what_its_refusals_rest_on_and_lack(reader: FlaskClient) -> None:
    page = reader.get("/bodies/pk-interior").text

    assert 'id="reasons"' in page
    assert "section 7(e)" in page
    assert "Missing from its refusals" in page
    assert "Based on 1 response" in page


def test_a_defect_that_nobody_put_down_is_not_said_to_be_none(office: Office) -> None:
    """A refusal that names no exemption, of which nobody wrote that it lacks one."""
    bare = a_request(office, body="pk-moitt", on=date(2024, 3, 15))
    received(office, bare, date(2024, 3, 18))
    scenes.replied(office, bare, "refused", date(2024, 3, 29), lambda _: Outcome.REFUSED)
    scenes.show(office, bare)
    scenes.a_refusal(office)
    reader = scenes.serve(office)

    page = reader.get("/bodies/pk-moitt").text
    assert "Refusals that name no exact exemption" in page
    assert "1 of 1" in page
    assert "No defect" not in page
    assert "No one reading these responses has noted anything" in page
    assert "Refusals that name no exact exemption are counted" in page
    named = reader.get("/bodies/pk-interior").text
    assert "No one reading these responses has noted anything" in named
    assert "counted separately" not in named


def test_of_a_body_that_never_refused_no_reason_is_missed(reader: FlaskClient) -> None:
    page = reader.get("/bodies/pk-pta").text

    assert 'id="reasons"' not in page
    assert 'id="defects"' not in page
    assert "1 of 1" in page


def test_an_appeal_body_has_a_record_of_its_own(reader: FlaskClient) -> None:
    page = reader.get("/bodies/pk-pic").text

    assert "How it decides appeals" in page
    assert "No decision in time" in page
    assert "1 of 1" in page
    assert "Requests to this body" not in page
    assert "Appeal bodies" in reader.get("/bodies").text


def test_bodies_stand_in_the_order_of_their_names(reader: FlaskClient) -> None:
    page = reader.get("/compare").text
    keys = [each for each in Anchors(page).links if each.startswith("/bodies/")]

    # Cabinet Division, Ministry of Information…, Ministry of Interior, Pakistan Telecommunication…
    asked = ["pk-cabinet-division", "pk-moitt", "pk-interior", "pk-pta"]
    assert keys == [f"/bodies/{key}" for key in (*asked, "pk-pic")]
    # The four requests together: one in time, one late and one silent of three, one still open;
    # and the first of these again at the top.
    assert page.count("1 of 3") == 4
    # Of a country with one body too: else countries would not stand side by side.
    whole: Any = html.fromstring(page)
    [appeals] = whole.xpath("//section[@id='appeals']//tbody")
    country, body = appeals.xpath("tr")
    assert cells(country) == cells(body) != []


def cells(row: Any) -> list[str]:
    return [" ".join(cell.text_content().split()) for cell in row.xpath("td")]


def test_a_body_with_nothing_on_record_says_so(reader: FlaskClient) -> None:
    page = reader.get("/bodies/gb-ofcom").text

    assert "No request or appeal to this body has been published yet." in page
    assert "Not asked on this record" in page
    assert 'class="lane"' not in page
    assert 'class="bar' not in page
    whole: Any = html.fromstring(page)
    assert whole.xpath("//div[@class='page']/div//section[@id='who']")
    assert "/bodies/gb-ofcom" in reader.get("/bodies").text


def test_an_empty_record_has_pages_without_figures(office: Office) -> None:
    reader = scenes.serve(office)

    assert "Nothing has been published yet." in reader.get("/compare").text
    assert "No requests have been published yet." in reader.get("/bodies").text
    assert reader.get("/method").status_code == 200


def lanes(page: str) -> list[list[str]]:
    """The lanes of a page's picture: the name and the words of each."""
    whole: Any = html.fromstring(page)
    found = whole.xpath("//figure[@class='lanes']/div[@class='lane']")
    return [
        [" ".join(span.text_content().split()) for span in lane.xpath("span")] for lane in found
    ]


def test_each_request_is_a_lane_with_its_outcome_and_its_day(
    office: Office, reader: FlaskClient
) -> None:
    # From 18 to 29 March.
    [[name, words]] = lanes(reader.get("/bodies/pk-interior").text)
    assert words == "Refused day 11"
    assert name.startswith("X ")
    reference = name.split()[-1]
    assert f'href="/requests/{reference}"' in reader.get("/bodies/pk-interior").text

    assert [words for _, words in lanes(reader.get("/bodies/pk-pta").text)] == ["No response"]
    [[_, late]] = lanes(reader.get("/bodies/pk-moitt").text)
    assert re.fullmatch(r".+ day \d+, late", late)


def test_a_picture_is_hidden_from_those_to_whom_its_words_are_read(reader: FlaskClient) -> None:
    whole: Any = html.fromstring(reader.get("/bodies/pk-pta").text)
    pictures = whole.xpath("//main//svg")

    assert len(pictures) > 5
    assert all(svg.get("aria-hidden") == "true" for svg in pictures)
    assert not whole.xpath("//main//*[@style]")


def test_late_is_said_with_the_limit_that_it_means(reader: FlaskClient) -> None:
    page = reader.get("/bodies/pk-moitt").text

    assert "Late: after the maximum time limit." in page
    assert "1 after the maximum time limit" in page


def ticks(page: str) -> list[float]:
    """Where the labels of the first figure of days stand, the earliest first."""
    whole: Any = html.fromstring(page)
    axis = whole.xpath("//div[@class='lane axis']")[0]
    return [float(text.get("x")[:-1]) for text in axis.xpath(".//text")]


@pytest.mark.parametrize("address", ["/bodies/pk-pta", "/laws/pk-raia-2017"])
def test_an_axis_of_days_is_written_the_other_way_about_from_right_to_left(
    reader: FlaskClient, address: str
) -> None:
    english = ticks(reader.get(address).text)
    urdu = ticks(reader.get(f"/ur{address}").text)

    assert english[0] == 0
    assert urdu == [round(100 - x, 2) for x in english]


@pytest.mark.parametrize("address", ["/blocks/pk-x-2024", "/"])
def test_an_axis_of_dates_runs_with_the_words(reader: FlaskClient, address: str) -> None:
    """In Urdu it has fewer labels, since their words are wider."""
    english = ticks(reader.get(address).text)
    urdu = ticks(reader.get(f"/ur{address}").text)

    assert len(english) >= len(urdu) > 1
    assert english == sorted(english)
    assert urdu == sorted(urdu, reverse=True)


def reference_of(office: Office) -> str:
    """The request to the Ministry of Interior."""
    [line] = office.records.listed(Sought(body="pk-interior"), 0, 2)
    return line.reference


def test_the_first_answers_of_a_body_lead_its_page(filled: Office, reader: FlaskClient) -> None:
    whole: Any = html.fromstring(reader.get("/bodies/pk-interior").text)
    card = whole.xpath("//div[contains(@class, 'summary')]")[0]
    answers = [dd.text for dd in card.xpath(".//dd/b")]

    # Each question was refused with section 7(e), on day 11.
    asked = len(filled.records.record(reference_of(filled)).questions)
    assert "It answered 1 of 1 request in time." in card.text_content()
    assert answers == ["1 of 1", "11 days", f"0 of {asked} (0%)", "No appeal decided"]
    assert "No exact exemption is named in 0 of 1 refusal." in card.text_content()


def test_weeks_hold_every_day_once() -> None:
    found = week_lanes(Spread(((0, 1), (4, 2), (7, 1), (97, 3)))).weeks

    # The 97th day is in the seventh lane of two weeks each.
    said = [(week.days, week.words) for week in found]
    assert said == [
        ("days 0 to 13", "4 answers"),
        ("days 14 to 27", "0 answers"),
        ("days 28 to 41", "0 answers"),
        ("days 42 to 55", "0 answers"),
        ("days 56 to 69", "0 answers"),
        ("days 70 to 83", "0 answers"),
        ("days 84 to 97", "3 answers"),
    ]
    assert [bar.width for week in found for bar in week.track.bars] == [100, 75]
    assert len(week_lanes(Spread(((0, 1), (3000, 1)))).weeks) <= MOST_LANES


@pytest.mark.slow
def test_from_forty_requests_on_weeks_are_drawn_and_the_list_has_pages(office: Office) -> None:
    for _ in range(MANY_REQUESTS):
        scenes.a_silence(office)
    page = scenes.serve(office).get("/bodies/pk-pta").text

    assert lanes(page) == [["days 0 to 6", "0 answers"]]
    assert f"All {MANY_REQUESTS} requests to this body" in page
    assert weight(page.encode()) < HEAVIEST


def test_a_name_of_three_hundred_letters_keeps_its_place(office: Office) -> None:
    body = office.library.bodies["pk-pta"]
    named = replace(body, name=Text({"en": "Authority" * 34}))
    changed = replace(office, library=with_body(office.library, named))
    scenes.a_silence(office)

    reader = scenes.serve(changed)
    assert "Authority" * 34 in reader.get("/bodies/pk-pta").text
    assert "Authority" * 34 in reader.get("/bodies").text
    assert "Authority" * 34 in reader.get("/compare").text


def test_nothing_to_count_is_said_and_not_divided() -> None:
    empty = scorecard({})

    for figure in FIGURES:
        assert figure_words(figure.reads(empty)) in ("0", "none to count yet")
    assert of(empty.disclosed) == "none to count yet"


def test_days_are_told_one_by_one_until_there_are_five() -> None:
    assert figure_words(Spread(((7, 1), (11, 1), (28, 1)))) == "7, 11, 28"
    assert figure_words(Spread(((7, 2), (11, 1), (28, 2)))) == "median 11, based on 5"
    assert figure_words(Spread(((7, 2), (11, 1), (12, 1), (28, 2)))) == "median 11.5, based on 6"


def test_pages_ask_as_much_of_many_records_as_of_one(office: Office) -> None:
    addresses = ("/bodies", "/bodies/pk-pta", "/compare", "/method", "/requests?body=pk-pta")

    def asked() -> list[int]:
        reader, numbers = scenes.serve(office), []
        stop_looking(reader.application)
        reader.get("/bodies")
        for address in addresses:
            with sent_statements() as statements:
                assert reader.get(address).status_code == 200
            numbers.append(len(statements))
        return numbers

    scenes.a_silence(office)
    one = asked()
    for _ in range(12):
        scenes.a_silence(office)

    assert asked() == one
