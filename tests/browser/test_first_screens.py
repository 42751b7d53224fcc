"""What a reader sees first on each kind of public page: all four answers on one screen of a
phone, in either language, on pages that are as long and as light as docs/pages.md says."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import NamedTuple

import pytest
from playwright.sync_api import Browser, Page

from tests.abroad import noted
from tests.browser.conftest import DESKTOP, PHONE, a_page, a_site
from tests.offices import a_request, demonstrated, received
from tests.web import record_scenes as scenes
from tests.web.record.weight import HEAVIEST, sent, weight
from tracker.domain.case.case_status import Phase
from tracker.services.core.office import Office
from tracker.services.ports.sought import ANY

pytestmark = pytest.mark.browser

COUNT = "/deadlines?law=pk-raia-2017&stage=reply&day=2024-03-18"
# Each kind of public page, by its name in the table of docs/pages.md.
KINDS = {
    "Home": "/",
    "Blocks": "/blocks",
    "A block": "/blocks/pk-x-2024",
    "Requests": "/requests",
    "A request, answered in part": "/requests/{answered}",
    "A request, not answered": "/requests/{silent}",
    "A request, transferred": "/requests/{transferred}",
    "Public bodies": "/bodies",
    "A public body": "/bodies/pk-pta",
    "Compare": "/compare",
    "Laws": "/laws",
    "A law": "/laws/pk-raia-2017",
    "Deadline calculator, a result": COUNT,
    "Search, before": "/search",
    "Search, results": "/search?q=section+37",
    "Data": "/data",
    "Log": "/log",
    "Status": "/status",
    "Corrections": "/corrections",
    "About": "/about",
}
OTHERS = (
    "/requests?block=pk-x-2024",
    "/requests?body=pk-pta",
    "/search?q=telecommunication",
    "/bodies/pk-interior",
    "/laws/ke-atia-2016",
    "/laws/us-foia",
    "/powers/pk-removal-rules-2021",
    "/statements/pk-joint-statement-2024-03",
    "/mirrors",
)
TABLE = Path(__file__).parents[2] / "docs/pages.md"
# What a page may differ from the table, and exceed its design.
DRIFT, MOST = 0.1, 1.2
HEIGHT = "document.documentElement.scrollHeight"


@dataclass
class Shown:
    """The demonstration, with one request that was transferred, on the screens of a phone and of a
    desk, without scripts."""

    url: str
    phone: Page
    desk: Page
    records: Mapping[str, str]

    def address(self, path: str, prefix: str = "") -> str:
        return self.url + prefix + path.format(**self.records)


class Row(NamedTuple):
    """A line of the table: heights in pixels, where the answers end at 390, and kilobytes; 0 if
    not known. `designed` is the height that the page was drawn with."""

    name: str
    desk_before: float
    desk_designed: float
    desk: float
    phone_before: float
    phone_designed: float
    phone: float
    english: float
    urdu: float
    size_before: float
    size: float
    with_sheet: float

    @property
    def now(self) -> tuple[float, ...]:
        """What is measured now."""
        return self.desk, self.phone, self.english, self.urdu, self.size, self.with_sheet

    def written(self) -> str:
        cells = [f"{n:,.0f}" if n else "–" for n in self[1:9]]
        cells += [f"{n:.1f}" if n else "–" for n in self[9:]]
        return f"| {self.name} | {' | '.join(cells)} |"


def table() -> dict[str, Row]:
    """The table of docs/pages.md, by the names of the pages."""
    found = {}
    for line in re.findall(r"^\| ([A-Z].*) \|$", TABLE.read_text("utf-8"), re.MULTILINE):
        name, *cells = line.split(" | ")
        if name in KINDS:
            numbers = (float(cell.replace(",", "").replace("–", "0")) for cell in cells)
            found[name] = Row(name, *numbers)
    return found


def filled(office: Office) -> None:
    demonstrated(office)
    reference = a_request(office, block="pk-election-shutdown-2024", on=date(2024, 2, 23))
    received(office, reference, date(2024, 2, 26))
    noted(office, reference, "transferred", date(2024, 2, 28), to="pk-interior")
    scenes.show(office, reference)


def references(office: Office) -> dict[str, str]:
    """A record of each state of the demonstration that has a page of its own kind."""
    every = office.records.listed(ANY, 0, 50)
    phases = {"answered": Phase.PARTLY_ANSWERED, "silent": Phase.APPEAL_SILENT}
    found = {
        name: next(line.reference for line in every if line.phase == phase)
        for name, phase in phases.items()
    }
    moved = next(line.reference for line in every if line.transferred_to)
    return found | {"transferred": moved}


@pytest.fixture(scope="module")
def shown(chromium: Browser, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Shown]:
    with a_site(tmp_path_factory.mktemp("first"), speaks=True, fill=filled) as site:
        phone, desk = a_page(chromium, *PHONE), a_page(chromium, *DESKTOP)
        yield Shown(site.url, phone, desk, references(site.office))
        phone.context.close()
        desk.context.close()


def end_of_answers(page: Page) -> int:
    """Where the answers of the card end; there must be four."""
    assert page.locator("main .answers > div").count() == 4, page.url
    box = page.locator("main .answers").bounding_box()
    assert box, page.url
    return round(box["y"] + box["height"])


@pytest.mark.parametrize("prefix", ["", "/ur"], ids=["english", "urdu"])
def test_the_four_answers_stand_on_the_first_screen_of_a_phone(shown: Shown, prefix: str) -> None:
    for path in (*KINDS.values(), *OTHERS):
        shown.phone.goto(shown.address(path, prefix))
        assert end_of_answers(shown.phone) <= PHONE[1], (prefix, path)


def test_each_page_is_as_long_and_as_light_as_the_docs_say(shown: Shown) -> None:
    """If a page changed for a good reason, the lines of the message replace those of the table."""
    said = table()
    rows = [measured(shown, path, said[name]) for name, path in KINDS.items()]
    for row in rows:
        assert not row.desk_designed or row.desk <= row.desk_designed * MOST, row
        assert not row.phone_designed or row.phone <= row.phone_designed * MOST, row
        assert row.with_sheet * 1000 < HEAVIEST, row
    assert all(near(row, said[row.name]) for row in rows), "\n".join(row.written() for row in rows)


def measured(shown: Shown, path: str, said: Row) -> Row:
    """The line of a page as it is now."""
    shown.desk.goto(shown.address(path))
    shown.phone.goto(shown.address(path, "/ur"))
    urdu = end_of_answers(shown.phone)
    answer = shown.phone.goto(shown.address(path))
    assert answer is not None
    page = answer.body()
    return said._replace(
        desk=shown.desk.evaluate(HEIGHT),
        phone=shown.phone.evaluate(HEIGHT),
        english=end_of_answers(shown.phone),
        urdu=urdu,
        size=sent(page) / 1000,
        with_sheet=weight(page) / 1000,
    )


def near(one: Row, other: Row) -> bool:
    """Whether two lines say nearly the same of a page as it is now."""
    return all(abs(a - b) <= DRIFT * max(a, b) for a, b in zip(one.now, other.now, strict=True))


def test_the_words_beside_each_bar_say_what_it_shows_to_those_who_cannot_see_it(
    shown: Shown,
) -> None:
    """Pictures are hidden from assistive technology: each lane has words at both its ends."""
    for path in ("/", "/blocks", "/blocks/pk-x-2024"):
        shown.desk.goto(shown.url + path)
        for lane in shown.desk.locator(".lane:not(.axis)").all():
            spans = lane.locator("> span").all_text_contents()
            assert len(spans) == 2, path
            assert all(words.strip() for words in spans), (path, spans)
        drawn = shown.desk.locator("main svg").evaluate_all(
            "all => all.filter(each => !each.closest('[aria-hidden=true]')).length"
        )
        assert drawn == 0, path


def test_a_picture_from_right_to_left_is_mirrored_and_its_axis_is_not(shown: Shown) -> None:
    shown.desk.goto(f"{shown.url}/ur/blocks/pk-x-2024")
    transform = "each => getComputedStyle(each).transform"

    assert shown.desk.locator(".lane svg.mirror").first.evaluate(transform).startswith("matrix(-1")
    assert shown.desk.locator(".lane.axis svg").evaluate(transform) == "none"
    # The earliest label stands furthest to the right.
    places = [
        box["x"] for each in shown.desk.locator(".axis text").all() if (box := each.bounding_box())
    ]
    assert places == sorted(places, reverse=True)
