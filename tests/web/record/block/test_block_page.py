"""The page of a block: the grid of its legal basis, its life as a picture, who invoked what."""

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import lxml.etree
import lxml.html
import pytest
from flask.testing import FlaskClient

from tests.offices import BY, a_request, an_office, received, the_library
from tests.web import record_scenes as scenes
from tests.web.record.weight import HEAVIEST, weight
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import WithheldBecause
from tracker.domain.case.case_status import Phase
from tracker.domain.law.questions import Element
from tracker.domain.record.scorecard import Share
from tracker.services.core.office import Office
from tracker.services.ports.records import Cell as Counted
from tracker.services.publishing.publishing import withhold
from tracker.translations import locale
from tracker.web.record.block.block_chart import Axis, LifeText, life
from tracker.web.record.block.blocks import BlockPage, block_page
from tracker.web.record.block.grid import BlockGrid, GridRow, grid

LIBRARY = the_library()
X = "pk-x-2024"
TODAY = date(2026, 11, 24)


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """PTA silent, the Ministry of Interior refusing, MoITT answering late and in part."""
    with an_office(tmp_path_factory.mktemp("office")) as (opened, _):
        scenes.a_silence(opened)
        scenes.a_refusal(opened)
        scenes.a_late_answer(opened)
        yield opened


@pytest.fixture(scope="module")
def reader(office: Office) -> FlaskClient:
    return scenes.serve(office)


@pytest.fixture(scope="module")
def page(office: Office) -> BlockPage:
    return block_page(office, X)


def row_of(grid: BlockGrid, name: str) -> GridRow:
    return next(row for row in grid.rows if row.name == name)


def test_each_cell_says_what_that_body_did_with_that_part(page: BlockPage) -> None:
    order = {
        cell.body: [came.name for came in cell.came]
        for cell in row_of(page.grid, "The order").cells
    }

    assert order["pk-pta"] == ["No answer in the time allowed"]
    assert order["pk-interior"] == ["Refused"]
    assert order["pk-cabinet-division"] == []


def test_the_grid_counts_the_bodies_asked_and_the_questions_fully_disclosed(
    office: Office, page: BlockPage
) -> None:
    """Three requests with as many questions each; one of them had every third one disclosed."""
    number = len(scenes.questions(office, "r0000001"))

    assert page.grid.asked == 3
    assert page.grid.disclosed == Share(-(-number // 3), 3 * number)


@pytest.mark.parametrize("prefix", ["", "/ur"])
def test_every_headline_says_how_many_of_the_questions_were_fully_disclosed(
    office: Office, prefix: str
) -> None:
    """Never that a legal basis was given: one question of many would make it so."""
    number = len(scenes.questions(office, "r0000001"))
    disclosed, asked = -(-number // 3), 3 * number
    says = {
        "": f"{disclosed} of {asked} questions about the legal basis fully disclosed.",
        "/ur": f"قانونی بنیاد کے بارے میں {asked} سوالات میں سے {disclosed} کے جواب مکمل طور پر "
        "فراہم کیے گئے۔",
    }[prefix]
    reader = scenes.serve(replace(office, locale=locale))

    for address in ("/", "/blocks", *(f"/blocks/{X}{page}" for page in ("", "/card", "/share"))):
        assert says in reader.get(prefix + address).text, address
    badge = lxml.etree.fromstring(reader.get(f"{prefix}/blocks/{X}/badge.svg").data)
    assert says in (badge.findtext("{*}desc") or "")
    assert says in " ".join(line.text or "" for line in badge.iterfind("{*}text"))


def test_what_was_said_elsewhere_stands_apart_and_is_no_answer(page: BlockPage) -> None:
    order = row_of(page.grid, "The order")

    # The minister on the order in mid-March 2024, and PTA in court on 20 March 2024.
    assert [(each.setting, each.said.on) for each in order.elsewhere] == [
        ("To the press", date(2024, 3, 15)),
        ("In court", date(2024, 3, 20)),
    ]
    assert row_of(page.grid, "Duration").elsewhere == ()


def test_every_cell_leads_to_the_words(reader: FlaskClient) -> None:
    html = reader.get(f"/blocks/{X}").text
    table = html[html.index('<table class="table stacks grid">') :]
    links = re.findall(r'href="([^"#]*)#([^"]+)"', table[: table.index("</table>")])

    assert len(links) > 20
    for address, anchor in set(links):
        target = html if not address else reader.get(address).text
        assert f'id="{anchor}"' in target, (address, anchor)


def test_a_question_still_open_is_called_neither_silent_nor_late(tmp_path: Path) -> None:
    with an_office(tmp_path) as (office, _):
        reference = a_request(office, on=date(2026, 11, 18))
        received(office, reference, date(2026, 11, 20))
        scenes.show(office, reference)

        (cell,) = [
            cell for cell in row_of(block_page(office, X).grid, "The order").cells if cell.came
        ]
        assert [came.name for came in cell.came] == ["Asked; no answer on record"]


def counted(body: str, **times: int) -> list[Counted]:
    return [
        Counted("order", body, state.replace("_", "-"), number, f"r-{state}", "blocking-order")
        for state, number in times.items()
    ]


def cell_of(found: list[Counted], outcomes: int) -> tuple[list[tuple[str, int]], int]:
    shown = grid(LIBRARY.block(X), found, LIBRARY, bodies=4, outcomes=outcomes)
    (cell,) = [cell for cell in row_of(shown, "The order").cells if cell.came]
    return [(came.name, came.times) for came in cell.came], cell.more


@pytest.mark.parametrize(
    ("states", "told", "more"),
    [
        (12, [("Disclosed", 1), ("Refused", 2), ("Passed over", 3)], 0),
        (2, [("Disclosed", 1), ("Passed over", 3)], 2),
        (1, [("Disclosed", 1)], 5),
    ],
)
def test_a_cell_with_little_room_never_hides_what_was_given(
    states: int, told: list[tuple[str, int]], more: int
) -> None:
    found = counted("pk-pta", refused=2, passed_over=3, disclosed=1)

    assert cell_of(found, states) == (told, more)


def test_a_cell_with_little_room_tells_what_came_most_often_where_nothing_was_given() -> None:
    found = counted("pk-pta", refused=2, silent=7, not_held=1)

    assert cell_of(found, 1) == ([("No answer in the time allowed", 7)], 3)


def test_a_body_that_gave_something_has_its_column_before_others() -> None:
    found = [
        *counted("pk-pta", silent=1),
        *counted("pk-punjab-home", refused=1),
        *counted("pk-sindh-home", partly_disclosed=1),
    ]
    shown = grid(LIBRARY.block(X), found, LIBRARY, bodies=2)

    assert [column.body for column in shown.columns] == ["pk-pta", "pk-sindh-home"]
    # The three others of the block were asked nothing, and are named as well.
    assert len(shown.beside) == 4
    assert "pk-punjab-home" in [body for body, _ in shown.beside]
    assert (shown.asked, shown.disclosed) == (3, Share(0, 3))


@pytest.fixture(scope="module")
def full_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(tmp_path_factory.mktemp("full")) as (opened, _):
        scenes.a_much_asked_block(opened)
        yield replace(opened, locale=locale)


@pytest.fixture(scope="module")
def full(full_office: Office) -> FlaskClient:
    return scenes.serve(full_office)


@pytest.mark.parametrize("prefix", ["", "/ur"], ids=["english", "urdu"])
def test_a_block_that_was_asked_about_often_has_a_light_page_that_leads_on(
    full: FlaskClient, prefix: str
) -> None:
    answer = full.get(f"{prefix}/blocks/{X}")
    page: Any = lxml.html.fromstring(answer.text)

    assert weight(answer.data) < HEAVIEST
    rows = page.xpath("//table[contains(@class, 'grid')]/tbody/tr")
    for row in rows[:-1]:
        for cell in row.xpath("td[@data-label and not(@class)]"):
            # Each body disclosed something on each part, and each cell counts all it was asked.
            assert cell.xpath("a[contains(@class, 'good')]"), cell.text_content()
            told = [
                int(words.rpartition("\u00a0")[2]) if "\u00a0" in words else 1
                for words in cell.xpath("a/text()")
            ]
            more = re.findall(r"\d+", "".join(cell.xpath("text()")))
            asked = sum(told) + sum(map(int, more))
            assert asked % scenes.OFTEN == 0
    links = rows[-1].xpath("td/a/@href")
    assert len(links) == len(scenes.BODIES)
    assert [full.get(link).status_code for link in links] == [200] * len(scenes.BODIES)


@pytest.mark.parametrize("prefix", ["", "/ur"], ids=["english", "urdu"])
def test_every_answer_about_a_block_stands_on_a_page_of_its_own(
    full_office: Office, full: FlaskClient, prefix: str
) -> None:
    page: Any = lxml.html.fromstring(full.get(f"{prefix}/blocks/{X}").text)
    (link,) = {each for each in page.xpath("//main//a/@href") if each.endswith("/answers")}

    asked = 0
    while link:
        answer = full.get(link)
        whole: Any = lxml.html.fromstring(answer.text)
        assert weight(answer.data) < HEAVIEST
        for cell in whole.xpath("//table//td[not(@class)]"):
            words = cell.xpath("a/text()")
            assert not "".join(cell.xpath("text()")).strip(), "nothing is left out"
            asked += sum(
                int(each.rpartition("\u00a0")[2]) if "\u00a0" in each else 1 for each in words
            )
        for said in whole.xpath("//td[@class='apart']/a/@href"):
            assert said.startswith(f"{prefix}/blocks/{X}#said-")
        link = next(iter(whole.xpath("//a[@rel='next']/@href")), "")
    assert asked == sum(cell.times for cell in full_office.records.cells(X)) > 500


def test_a_part_of_which_nobody_asked_is_named_as_such(tmp_path: Path) -> None:
    with an_office(tmp_path) as (office, _):
        grid = block_page(office, X).grid

    # On file elsewhere: the order, who issued it, the power, the reasons.
    assert len(grid.rows) == 4
    assert len(grid.left) == len(Element) - 4


def test_a_power_is_called_invoked_only_where_somebody_invoked_it(reader: FlaskClient) -> None:
    html = reader.get(f"/blocks/{X}").text
    powers = html[html.index('id="powers"') : html.index('id="measurements"')]

    assert powers.count("<strong>Invoked</strong>") == 1
    assert powers.index("<strong>Invoked</strong>") < powers.index(
        "<strong>May be invoked</strong>"
    )


def test_the_days_of_a_request_are_those_of_its_record(page: BlockPage) -> None:
    (pta,) = [told for told in page.told if told.body == "pk-pta"]

    # Received on Monday 18 March 2024: ten working days without Saturdays, Sundays and no holiday
    # (23 March is a Saturday) end on 1 April, twenty on 18 April past Eid (10 to 12 April).
    assert pta.sent == DaySpan.on(date(2024, 3, 15))
    assert pta.received == DaySpan.on(date(2024, 3, 18))
    assert pta.limit is not None
    assert pta.limit.latest == date(2024, 4, 18)


def many(office: Office, number: int) -> list[str]:
    """So many requests about X that wait for an answer, on record; the last of them first."""
    made = []
    for _ in range(number):
        reference = a_request(office, on=date(2026, 11, 18))
        received(office, reference, date(2026, 11, 20))
        made.append(scenes.show(office, reference))
    return made[::-1]


def requests_of(html: str) -> str:
    return html[html.index('<h2 id="requests">') : html.index('<h2 id="orders">')]


def test_every_request_is_told_and_what_the_picture_leaves_out_is_said(tmp_path: Path) -> None:
    with an_office(tmp_path) as (office, _):
        made = many(office, 8)
        part = requests_of(scenes.serve(office).get(f"/blocks/{X}").text)

    whole, _, brief = part.partition("</table>")
    assert "Of 8 requests, the 6 whose records changed last are in the picture" in whole
    assert whole.index("Of 8 requests") < whole.index("<svg")
    assert re.findall(r'href="/requests/(\w+)"', whole) == made[:6]
    assert "2 before them, in brief:" in brief
    assert "To <bdi>PTA</bdi>, Received, no answer on record:" in brief
    assert re.findall(r'href="/requests/(\w+)"', brief) == made[6:]
    assert "All 8 requests about this block" in brief


def test_where_the_picture_shows_all_requests_nothing_is_said_of_more(reader: FlaskClient) -> None:
    part = requests_of(reader.get(f"/blocks/{X}").text)

    assert "in the picture" not in part
    assert "in brief" not in part
    assert "All 3 requests" not in part


def test_a_block_with_many_requests_leads_to_all_and_is_a_light_page(tmp_path: Path) -> None:
    with an_office(tmp_path) as (office, _):
        many(office, 24)
        reader = scenes.serve(replace(office, locale=locale))
        pages = [reader.get(f"{language}/blocks/{X}") for language in ("", "/ur")]

    part = requests_of(pages[0].text)
    assert len(re.findall(r'href="/requests/(\w+)"', part)) == 6 + 14
    assert "Of 24 requests, the 6 " in part
    assert "14 before them, in brief:" in part
    assert "All 24 requests about this block" in part
    for page in pages:
        assert weight(page.data) < HEAVIEST


def test_a_block_page_that_a_reader_has_is_another_once_its_oldest_request_changed(
    tmp_path: Path,
) -> None:
    with an_office(tmp_path) as (office, _):
        oldest = many(office, 8)[-1]
        reader = scenes.serve(office)
        before = reader.get(f"/blocks/{X}").headers["ETag"]
        withhold(office, oldest, WithheldBecause.SAFETY, by=BY)

        again = reader.get(f"/blocks/{X}", headers={"If-None-Match": before})
        assert again.status_code == 200
        assert oldest not in again.text


def test_the_axis_runs_with_the_words() -> None:
    first, last = date(2024, 1, 1), date(2024, 12, 31)
    left, right = Axis(first, last, mirrored=False), Axis(first, last, mirrored=True)

    assert (left.at(first), left.at(last)) == ("2.00%", "98.00%")
    assert (right.at(first), right.at(last)) == ("98.00%", "2.00%")
    assert (left.anchor(first), left.anchor(date(2024, 7, 1))) == ("start", "middle")


@pytest.mark.parametrize("until", [date(2024, 2, 17), date(2024, 6, 1), date(2027, 1, 1), None])
def test_the_axis_has_room_for_its_words(until: date | None) -> None:
    block = replace(LIBRARY.block(X), until=until)

    assert 1 <= len(life(block, (), TODAY).ticks) <= 5


def test_what_is_told_after_the_last_confirmation_is_not_drawn_as_standing() -> None:
    block = replace(LIBRARY.block(X), until=None, last_confirmed=date(2024, 3, 1))
    told = LifeText(
        "r1", "pk-pta", "PTA", "", Phase.SENT.value, DaySpan.on(date(2024, 9, 1)), None, None, ()
    )

    drawn = life(block, (told,), TODAY)
    assert drawn.unsure is not None
    # 13 of 197 days: the bar ends where the sources do, and the dashes go on from there.
    assert float(drawn.stood.width[:-1]) == pytest.approx(96 * 13 / 197, abs=0.01)
