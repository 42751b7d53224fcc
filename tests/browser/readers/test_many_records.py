"""The pages of a block with four hundred requests and of a request with two hundred items: no
heavier, longer or more costly than others, in either language."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html
from playwright.sync_api import Browser, Page, expect

from benchmarks.growing import fill
from tests.browser.conftest import DESKTOP, PHONE, a_page, serving
from tests.offices import an_office
from tests.statements import sent_statements, stop_looking
from tests.web import record_scenes as scenes
from tests.web.record.weight import HEAVIEST, weight
from tracker.domain.case.request import OwnQuestion
from tracker.domain.law.questions import Element
from tracker.services.core.office import Office
from tracker.translations import locale

pytestmark = [pytest.mark.browser, pytest.mark.slow]

FEW, MANY = 90, 402
ITEMS = 200
X = "pk-x-2024"
PAGES = (
    "/",
    f"/blocks/{X}",
    f"/blocks/{X}/answers",
    f"/blocks/{X}/chronology",
    f"/requests?block={X}",
    f"/requests?block={X}&page=2",
    "/bodies/pk-interior",
    "/bodies",
)
HEIGHT = "document.documentElement.scrollHeight"
OVER = "document.documentElement.scrollWidth - document.documentElement.clientWidth"
# Longer numbers may need a line more here and there, in px.
LINE = 60
# The heights at 1280 and at 390 that were designed for a block and a request, in px.
BLOCK, REQUEST = (3314, 5814), (2889, 4820)


@dataclass
class Grown:
    """An office that speaks, its pages as a test client and as a browser asks for them."""

    office: Office
    reader: FlaskClient
    url: str


def grown(folder: Path, number: int) -> Iterator[Grown]:
    """Yield an office with so many requests on one block."""
    folder.mkdir()
    url = f"sqlite:///{folder / 'tracker.sqlite3'}"
    fill(url, number=number)
    with an_office(folder, url=url) as (bare, _):
        office = replace(bare, locale=locale)
        with serving(office) as address:
            yield Grown(office, scenes.serve(office), address)


@pytest.fixture(scope="module")
def few(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grown]:
    yield from grown(tmp_path_factory.mktemp("few") / "office", FEW)


@pytest.fixture(scope="module")
def many(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grown]:
    yield from grown(tmp_path_factory.mktemp("many") / "office", MANY)


@pytest.fixture(scope="module")
def items(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Grown]:
    """An office without a request, to which a test adds some."""
    with an_office(tmp_path_factory.mktemp("items")) as (bare, _):
        office = replace(bare, locale=locale)
        with serving(office) as address:
            yield Grown(office, scenes.serve(office), address)


@pytest.fixture(params=[DESKTOP, PHONE], ids=["desktop", "phone"])
def screen(chromium: Browser, request: pytest.FixtureRequest) -> Iterator[Page]:
    """A page without scripts on a desk or in a hand."""
    page = a_page(chromium, *request.param)
    yield page
    page.context.close()


def asked(reader: FlaskClient, address: str) -> int:
    """The statements that a page asks, once its lasting parts are made."""
    stop_looking(reader.application)
    assert reader.get(address).status_code == 200, address
    with sent_statements() as statements:
        answer = reader.get(f"{address}{'&' if '?' in address else '?'}n=1")
    assert answer.status_code == 200, address
    assert weight(answer.data) < HEAVIEST, (address, weight(answer.data))
    return len(statements)


@pytest.mark.parametrize("prefix", ["", "/ur"], ids=["english", "urdu"])
def test_pages_of_four_hundred_requests_are_light_and_ask_as_much_as_those_of_ninety(
    few: Grown, many: Grown, prefix: str
) -> None:
    before = {path: asked(few.reader, prefix + path) for path in PAGES}
    after = {path: asked(many.reader, prefix + path) for path in PAGES}

    assert after == before
    page = many.reader.get(f"/blocks/{X}").text
    assert f">All {MANY} requests" in page or f"{MANY} requests" in page


def test_a_block_with_four_hundred_requests_is_no_longer_than_one_with_ninety(
    few: Grown, many: Grown, screen: Page
) -> None:
    """It has five lanes, which the design had not: a fifth more is the most, as of every page."""
    phone = screen.viewport_size == {"width": PHONE[0], "height": PHONE[1]}
    heights = []
    for grown_office in (few, many):
        screen.goto(f"{grown_office.url}/blocks/{X}")
        heights.append(screen.evaluate(HEIGHT))

    assert heights[1] <= heights[0] + LINE
    assert heights[1] <= BLOCK[phone] * 1.2
    for path in PAGES:
        screen.goto(many.url + path)
        assert screen.evaluate(OVER) <= 0, path


def of_items(office: Office, number: int) -> str:
    """A request with so many items of its own alone, each refused with words of its own."""
    own = tuple(OwnQuestion(Element.ORDER, f"Copy {n} of the order.") for n in range(number))
    return scenes.a_quoted_refusal(
        office, lambda _, place: f"Item {place} is classified.", questions=(), own_questions=own
    )


def test_a_request_with_two_hundred_items_is_light_and_no_longer_than_designed(
    items: Grown, screen: Page
) -> None:
    small, large = of_items(items.office, 10), of_items(items.office, ITEMS)
    phone = screen.viewport_size == {"width": PHONE[0], "height": PHONE[1]}

    for prefix in ("", "/ur"):
        costs = {asked(items.reader, f"{prefix}/requests/{each}") for each in (small, large)}
        assert len(costs) == 1, costs
    record = items.reader.get(f"/requests/{large}.json").json
    assert record
    said = walked(items.reader, large)
    assert all(f"Copy {n} of the order." in said for n in range(ITEMS))
    assert all(f"Item {n} is classified." in said for n in range(ITEMS))
    screen.goto(f"{items.url}/requests/{large}")
    assert screen.evaluate(HEIGHT) <= REQUEST[phone] * 1.2
    assert screen.evaluate(OVER) <= 0
    # What is folded away is opened by its address.
    *_, last = screen.locator("#questions [id^=question-]").all()
    anchor = last.get_attribute("id")
    screen.goto(f"{items.url}/requests/{large}#{anchor}")
    expect(screen.locator(f"#{anchor}")).to_be_visible()


def walked(reader: FlaskClient, reference: str) -> str:
    """The words of the pages of a request: its own, and those to which it leads for the rest."""
    said, wanted, seen = "", [f"/requests/{reference}"], set[str]()
    while wanted:
        address = wanted.pop()
        seen.add(address)
        answer = reader.get(address)
        assert weight(answer.data) < HEAVIEST, address
        said += answer.text
        page: Any = html.fromstring(answer.text)
        links = page.xpath("//a/@href")
        parts = {str(link).partition("#")[0] for link in links if f"{reference}?page=" in link}
        wanted += parts - seen - set(wanted)
    return said
