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
from tests.ready_made import made_once
from tests.statements import sent_statements, stop_looking
from tests.web import record_scenes as scenes
from tests.web.record.weight import HEAVIEST, weight
from tracker.domain.base.days import DaySpan
from tracker.domain.base.terms import WithheldBecause
from tracker.domain.base.text import Text
from tracker.domain.case.case_status import Phase
from tracker.domain.law.law import Source
from tracker.domain.law.questions import Element
from tracker.domain.record.scorecard import Share
from tracker.domain.words.source_links import source_parts
from tracker.services.core.office import Office
from tracker.services.ports.records import Cell as Counted
from tracker.services.publishing.publishing import withhold
from tracker.translations import locale
from tracker.web.record.block.block_chart import LifeText, block_life
from tracker.web.record.block.dossier import BlockPage, block_page
from tracker.web.record.block.grid import BlockGrid, GridRow, grid, whole_grid

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


def test_the_time_to_challenge_the_block_itself_is_one_line_with_its_count(
    reader: FlaskClient,
) -> None:
    """Section 37(4): thirty days after 17 February 2024 end on Monday 18 March."""
    tree: Any = lxml.html.fromstring(reader.get(f"/blocks/{X}").text)

    (line,) = tree.xpath("//h2[@id='powers']/../details/summary")
    review, appeal = tree.xpath("//h2[@id='powers']/../details//details")

    said = " ".join(line.text_content().split())
    assert said.startswith("Time to challenge the block itself Application for review")
    assert said.endswith("the last day: Monday 18 March 2024.")
    assert "This count assumes an order on the first day" in review.text_content()
    assert "30 days from the order in review" in appeal.text_content()


def row_of(grid: BlockGrid, name: str) -> GridRow:
    return next(row for row in grid.rows if row.name == name)


def test_each_cell_says_what_that_body_did_with_that_part(page: BlockPage) -> None:
    order = {
        cell.body: [came.name for came in cell.came]
        for cell in row_of(page.grid, "The order").cells
    }

    assert order["pk-pta"] == ["No response in the time allowed"]
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
    says, answer = {
        "": (
            f"{disclosed} of {asked} items of the legal basis fully disclosed",
            f"{disclosed} of {asked} items fully disclosed",
        ),
        "/ur": (
            f"قانونی بنیاد کے بارے میں {asked} سوالات میں سے {disclosed} کے جواب مکمل طور پر "
            "فراہم کیے گئے۔",
            f"{asked} میں سے {disclosed} سوالات کے مکمل جواب",
        ),
    }[prefix]
    reader = scenes.serve(replace(office, locale=locale))

    assert says in scenes.list_with(reader, X, prefix)
    for address in (f"/blocks/{X}/card", f"/blocks/{X}/share"):
        assert says in reader.get(prefix + address).text, address
    for address in ("/", f"/blocks/{X}"):
        page: Any = lxml.html.fromstring(reader.get(prefix + address).text)
        (answers,) = page.xpath("//dl[@class='answers']")
        assert answer in answers.text_content(), address
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
    table = html[html.index('<table class="table grid">') :]
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
        assert [came.name for came in cell.came] == ["Requested; no outcome recorded"]


def counted(body: str, **times: int) -> list[Counted]:
    return [
        Counted("order", body, state.replace("_", "-"), number, f"r-{state}", "blocking-order")
        for state, number in times.items()
    ]


def test_a_cell_tells_the_best_answer_and_of_how_many_questions() -> None:
    """Never only what came most often: what was given stands first."""
    found = counted("pk-pta", refused=2, passed_over=3, disclosed=1)
    shown = grid(LIBRARY.block(X), found, {"refused": 3}, LIBRARY, bodies=4)
    (cell,) = [cell for cell in row_of(shown, "The order").cells if cell.came]

    (best,) = cell.came
    assert (best.name, best.fill, best.times, cell.asked) == ("Disclosed", "given", 1, 6)
    whole = whole_grid(LIBRARY.block(X), found, {"refused": 3}, LIBRARY, ["pk-pta"])
    (cell,) = row_of(whole, "The order").cells
    assert [(came.name, came.times) for came in cell.came] == [
        ("Disclosed", 1),
        ("Refused", 2),
        ("Not addressed", 3),
    ]


def test_a_refusal_is_a_better_answer_than_none() -> None:
    found = counted("pk-pta", silent=7, not_held=1, refused=2)
    shown = whole_grid(LIBRARY.block(X), found, {"refused": 3}, LIBRARY, ["pk-pta"])
    (cell,) = row_of(shown, "The order").cells

    assert [came.short for came in cell.came] == ["Refused", "Not held", "No response"]
    assert [came.fill for came in cell.came] == ["refused", "other", "none"]


def test_a_body_that_gave_something_has_its_column_before_others() -> None:
    found = [
        *counted("pk-pta", silent=1),
        *counted("pk-punjab-home", refused=1),
        *counted("pk-sindh-home", partly_disclosed=1),
    ]
    shown = grid(LIBRARY.block(X), found, {"refused": 3}, LIBRARY, bodies=2)

    assert [column.body for column in shown.columns] == ["pk-pta", "pk-sindh-home"]
    # The three others of the block were asked nothing, and are named as well.
    assert len(shown.beside) == 4
    assert "pk-punjab-home" in [body for body, _ in shown.beside]
    assert (shown.asked, shown.gave, shown.disclosed) == (3, 1, Share(0, 3)), "three questions"


@pytest.fixture(scope="module")
def full_office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(tmp_path_factory.mktemp("full")) as (opened, _):
        scenes.a_much_asked_block(opened)
        yield replace(opened, locale=locale)


@pytest.fixture(scope="module")
def full(full_office: Office) -> FlaskClient:
    return scenes.serve(full_office)


@pytest.mark.slow
@pytest.mark.parametrize("prefix", ["", "/ur"], ids=["english", "urdu"])
def test_a_block_that_was_asked_about_often_has_a_light_page_that_leads_on(
    full: FlaskClient, prefix: str
) -> None:
    answer = full.get(f"{prefix}/blocks/{X}")
    page: Any = lxml.html.fromstring(answer.text)

    assert weight(answer.data) < HEAVIEST
    rows = page.xpath("//table[contains(@class, 'grid')]/tbody/tr")
    assert len(rows) == len(Element) - 1, "no item is about a classification"
    for row in rows:
        for cell in row.xpath("td[not(contains(@class, 'apart')) and a]"):
            # Each body disclosed something on each part, and each cell counts all it was asked.
            part, asked = sorted(map(int, re.findall(r"\d+", cell.xpath("string(a/small)"))))
            assert 0 < part < asked
            # The colour of a few answers is at the edge alone, so that it does not speak for all.
            few = " few" if part * 2 < asked else ""
            assert cell.get("class") == f"given{few}", cell.text_content()
            assert asked % scenes.OFTEN == 0
    links = page.xpath("//table[contains(@class, 'grid')]/thead/tr/th/a/@href")
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


def test_a_power_is_called_used_only_if_it_was_used(reader: FlaskClient) -> None:
    html = reader.get(f"/blocks/{X}").text
    powers = html[html.index('id="powers"') : html.index('id="measurements"')]

    used, could_be = (
        '<span class="pill late">Used</span>',
        '<span class="pill">Could be used</span>',
    )
    assert powers.count(used) == 1
    assert powers.index(used) < powers.index(could_be)


def test_the_days_of_a_request_are_those_of_its_record(page: BlockPage) -> None:
    (pta,) = [lane.told for lane in page.life.lanes if lane.told.body == "pk-pta"]

    # Received on Monday 18 March 2024: ten working days without Saturdays, Sundays and no holiday
    # (23 March is a Saturday) end on 1 April, twenty on 18 April past Eid (10 to 12 April).
    assert pta.sent == DaySpan.on(date(2024, 3, 15))
    assert pta.received == DaySpan.on(date(2024, 3, 18))
    assert pta.limit is not None
    assert pta.limit.latest == date(2024, 4, 18)
    # Without a response from the day after, to the day of the record.
    assert pta.silent is not None
    assert pta.silent[0] == date(2024, 4, 19)


def test_a_request_has_its_time_its_last_day_and_its_silence_as_bars(page: BlockPage) -> None:
    tracks = {lane.told.body: lane.track for lane in page.life.lanes}

    assert [bar.fill for bar in tracks["pk-pta"].bars] == ["allowed", "none"]
    assert [mark.shape for mark in tracks["pk-pta"].marks] == ["limit"]
    assert [mark.shape for mark in tracks["pk-interior"].marks] == ["limit", "late"]
    # Silent before it answered: the bar ends where the answer came.
    moitt = tracks["pk-moitt"]
    assert [bar.fill for bar in moitt.bars] == ["allowed", "none"]
    assert [mark.shape for mark in moitt.marks] == ["limit", "good"]
    assert moitt.bars[-1].x + moitt.bars[-1].width == pytest.approx(moitt.marks[-1].x, abs=0.02)


@made_once
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
        made = many(office, 10)
        part = requests_of(scenes.serve(office).get(f"/blocks/{X}").text)

    whole, _, brief = part.partition("</table>")
    lanes, _, table = whole.partition("</figure>")
    assert "The chart and table show the 5 most recently updated of 10 requests" in table
    assert sorted(re.findall(r'href="/requests/(\w+)"', lanes)) == sorted(made[:5])
    assert sorted(re.findall(r'href="/requests/(\w+)"', table)) == sorted(made[:5])
    assert "5 older requests, in brief" in brief
    assert "To <bdi>PTA</bdi>, Received, no response recorded:" in brief
    assert re.findall(r'href="/requests/(\w+)"', brief) == made[5:]
    assert "All 10 requests about this block" in part


@pytest.mark.slow
def test_block_pages_ask_as_much_of_many_records_as_of_ten(tmp_path: Path) -> None:
    def asked(office: Office) -> dict[str, int]:
        reader, found = scenes.serve(office), {}
        stop_looking(reader.application)
        reader.get("/bodies")
        for address in ("/", "/blocks", f"/blocks/{X}", f"/blocks/{X}/answers"):
            with sent_statements() as statements:
                assert reader.get(address).status_code == 200
            found[address] = len(statements)
        return found

    with an_office(tmp_path) as (office, _):
        many(office, 22)
        few = asked(office)
        many(office, 20)
        assert asked(office) == few


def test_where_the_picture_shows_all_requests_nothing_is_said_of_more(reader: FlaskClient) -> None:
    part = requests_of(reader.get(f"/blocks/{X}").text)

    assert "most recently updated" not in part
    assert "in brief" not in part


def test_a_block_with_many_requests_leads_to_all_and_is_a_light_page(tmp_path: Path) -> None:
    with an_office(tmp_path) as (office, _):
        many(office, 26)
        reader = scenes.serve(replace(office, locale=locale))
        pages = [reader.get(f"{language}/blocks/{X}") for language in ("", "/ur")]

    part = requests_of(pages[0].text)
    # Each of five in the picture and in its table, and the others once.
    assert len(re.findall(r'href="/requests/(\w+)"', part)) == 2 * 5 + 17
    assert "show the 5 most recently updated of 26 requests" in part
    assert "17 older requests, in brief" in part
    assert "All 26 requests about this block" in part
    for page in pages:
        assert weight(page.data) < HEAVIEST


@pytest.mark.slow
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


@pytest.mark.parametrize("until", [date(2024, 2, 17), date(2024, 6, 1), date(2027, 1, 1), None])
def test_the_axis_has_room_for_its_words(until: date | None) -> None:
    block = replace(LIBRARY.block(X), until=until)

    assert len(block_life(block, (), until or TODAY).ticks) <= 7


def test_what_is_told_after_the_last_confirmation_is_not_drawn_as_standing() -> None:
    last = date(2024, 3, 1)
    block = replace(LIBRARY.block(X), until=None, last_confirmed=last)
    told = LifeText(
        reference="r1",
        body="pk-pta",
        body_name="PTA",
        transferred_to="",
        phase=Phase.SENT.value,
        sent=DaySpan.on(date(2024, 9, 1)),
        received=None,
        limit=None,
        silent=None,
        came=(),
    )

    drawn = block_life(block, (told,), last).block
    # 13 of 197 days: the bar ends where the sources do, with a ring for the unknown end.
    assert drawn.bars[0].width == pytest.approx(100 * 13 / 197, abs=0.01)
    assert [(mark.shape, mark.x) for mark in drawn.marks] == [("open", drawn.bars[0].width)]


def test_every_fact_of_a_block_stands_on_its_page(reader: FlaskClient) -> None:
    """Open or folded: orders, reasons, events, powers, demands and measurements with what they
    say, where it was read, and the address if the source has one."""
    block = LIBRARY.block(X)
    page: Any = lxml.html.fromstring(reader.get(f"/blocks/{X}").text)
    words = " ".join(page.xpath("string(//main)").split())
    links = set(page.xpath("//main//a/@href"))

    facts: list[tuple[Text, Source]] = [
        *((fact.says, fact.source) for fact in block.orders),
        *((fact.says, fact.source) for fact in block.justifications),
        *((fact.says, fact.source) for fact in block.measurements),
    ]
    for says, source in facts:
        assert says.in_language("en") in words
        # A long address is shown by its beginning, and its link is whole.
        for part, address in source_parts(source.where):
            assert address in links if address else part.strip() in words
    assert all(happening.says.in_language("en") in words for happening in block.happenings)
    assert {found.address for found in block.measurements if found.address} <= links
    assert "https://dawn.com/news/1825447" in links
    assert {f"/powers/{key}" for key in block.powers} <= links
    about = [each for each in LIBRARY.statements.values() if block.key in each.blocks]
    assert about
    for statement in about:
        assert all(demand.says.in_language("en") in words for demand in statement.demands)
        names = (LIBRARY.organisations[key].name for key in statement.signatories)
        assert all(name.in_language("en") in words for name in names)
    for place in range(1, len(block.justifications) + 1):
        assert page.xpath(f"//*[@id='said-{place}']")


def test_a_name_of_three_hundred_letters_and_a_block_without_a_story(tmp_path: Path) -> None:
    name = Text({"en": "Ministry " * 33 + "end"})
    empty = replace(
        LIBRARY.block(X), orders=(), justifications=(), happenings=(), measurements=(), powers=()
    )
    bodies = {**LIBRARY.bodies, "pk-pta": replace(LIBRARY.bodies["pk-pta"], name=name)}
    library = replace(LIBRARY, blocks={X: empty}, bodies=bodies, statements={})
    with an_office(tmp_path, library=library) as (office, _):
        answer = scenes.serve(office).get(f"/blocks/{X}")

    page: Any = lxml.html.fromstring(answer.text)
    answers = " ".join(page.xpath("string(//dl[@class='answers'])").split())
    assert "No order is known" in answers
    assert "No law named in public is known" in answers
    assert "Nobody has asked yet" in answers
    assert "No public demand is known" in answers
    assert "No measurement is known." in answer.text
    assert name.in_language("en") in " ".join(answer.text.split())


def test_the_page_of_a_block_lists_its_judgments_and_the_requests_that_succeeded(
    reader: FlaskClient,
) -> None:
    page: Any = lxml.html.fromstring(reader.get("/blocks/ng-twitter-2021").get_data())
    judgments = page.xpath("//li[starts-with(@id, 'judgment-')]")
    precedents = page.xpath("//li[starts-with(@id, 'precedent-')]")

    assert [each.get("id") for each in judgments] == [
        "judgment-ng-ecowas-2021-06-22",
        "judgment-ng-ecowas-2022-07-14",
    ]
    told = " ".join(judgments[1].text_content().split())
    assert "ECOWAS Court of Justice, ECW/CCJ/APP/23/21, 14 July 2022" in told
    assert judgments[1].xpath("string(.//*[contains(@class, 'pill')])") == "Held unlawful"
    assert judgments[1].xpath(".//a[starts-with(@href, 'https://')]")
    assert [each.get("id") for each in precedents] == ["precedent-ng-twitter-agreement"]
    assert "Disclosure ordered" in precedents[0].text_content()
    assert "FHC/L/CS/238/2022" in precedents[0].text_content()


def test_a_judgment_stands_once_in_the_timeline_of_its_block(reader: FlaskClient) -> None:
    page: Any = lxml.html.fromstring(reader.get("/blocks/fr-nc-tiktok-2024/chronology").get_data())
    events = [" ".join(each.text_content().split()) for each in page.xpath("//ol/li")]

    assert sum("The decision to block TikTok is annulled" in each for each in events) == 1


@pytest.mark.parametrize("block", ["pk-bluesky-2024", "pk-x-2024"])
def test_a_block_without_judgments_says_so_where_its_contents_lead(
    reader: FlaskClient, block: str
) -> None:
    page: Any = lxml.html.fromstring(reader.get(f"/blocks/{block}").get_data())
    (found,) = page.xpath("//*[@id='judgments']")

    assert found.text_content() == "No judgment is known."
    assert page.xpath("//a[@href='#judgments']")
    assert not page.xpath("//*[@id='precedents']")


def test_the_page_of_a_power_says_that_it_was_annulled(reader: FlaskClient) -> None:
    page: Any = lxml.html.fromstring(reader.get("/powers/ke-cmca-s6-ja").get_data())
    (section,) = page.xpath("//section[h2/@id='judgments']")

    pills = [each.text_content() for each in section.xpath(".//*[contains(@class, 'pill')]")]
    assert "Power annulled" in pills
    assert "day not known" in section.text_content()


def test_the_sources_of_a_law_list_the_requests_that_succeeded_under_it(
    reader: FlaskClient,
) -> None:
    page: Any = lxml.html.fromstring(reader.get("/laws/lk-rti-2016/sources").get_data())

    (found,) = page.xpath("//section[@id='precedents']//li")
    assert found.get("id") == "precedent-lk-trcsl-2017"


def test_the_judgments_are_in_urdu_too(reader: FlaskClient) -> None:
    page: Any = lxml.html.fromstring(reader.get("/ur/blocks/fr-nc-tiktok-2024").get_data())
    (section,) = page.xpath("//section[h2/@id='judgments']")

    assert "فرانس کی کونسل آف سٹیٹ" in section.text_content()
    assert "is annulled" not in section.text_content()
