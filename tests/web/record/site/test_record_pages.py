"""The public pages as a reader meets them: every address, every header, every state."""

import hashlib
import re
from collections.abc import Iterator
from datetime import date
from html.parser import HTMLParser
from itertools import pairwise
from pathlib import Path

import pytest
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from tests.offices import a_request, an_office, received, the_library
from tests.web import record_scenes as scenes
from tests.web.record.weight import HEAVIEST, weight
from tracker.domain.base.terms import WithheldBecause
from tracker.domain.case.request import OwnQuestion
from tracker.domain.law.questions import Element, Outcome
from tracker.domain.record.record import from_bytes
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.publishing.publishing import withhold
from tracker.web.record.words import pagination

# Of the page itself as it is sent where nothing packs it.
SILENCE, REFUSAL, LATE, URDU, STRUCK, WITHHELD = (f"r000000{n}" for n in range(1, 7))
TEXT = hashlib.sha256(b"The record is classified.").hexdigest()
LIBRARY = the_library()
SOME_BLOCKS = tuple(LIBRARY.blocks)[::8]
ON_FILE = [
    *("/", "/blocks", "/bodies", "/requests", "/laws", "/deadlines", "/about", "/search"),
    "/search?q=pakistan&country=pk",
    *(f"/blocks/{key}" for key in LIBRARY.blocks),
    *(f"/blocks/{key}/chronology" for key in SOME_BLOCKS),
    *(f"/blocks/{key}/share" for key in SOME_BLOCKS),
    *(f"/bodies/{key}" for key in LIBRARY.bodies),
    *scenes.law_pages(LIBRARY),
    *(f"/powers/{key}" for key in LIBRARY.powers),
    *(f"/statements/{key}" for key in LIBRARY.statements),
]
RECORDS = [f"/requests/{shown}" for shown in (SILENCE, REFUSAL, LATE, URDU, STRUCK)]


class Page(HTMLParser):
    """The parts of a page that a test asks about."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[str] = []
        self.attributes: list[dict[str, str | None]] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append(tag)
        self.attributes.append(dict(attrs))

    @property
    def levels(self) -> list[int]:
        """The levels of the headings, in order."""
        return [int(tag[1]) for tag in self.tags if re.fullmatch("h[1-6]", tag)]


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office with one record of each kind, read by all tests here and changed by none."""
    with an_office(tmp_path_factory.mktemp("office")) as (opened, _):
        made = (
            scenes.a_silence(opened),
            scenes.a_refusal(opened),
            scenes.a_late_answer(opened),
            scenes.a_request_in_urdu(opened),
            scenes.a_corrected_silence(opened),
            scenes.a_withheld_record(opened),
        )
        assert made == (SILENCE, REFUSAL, LATE, URDU, STRUCK, WITHHELD)
        yield opened


@pytest.fixture(scope="module")
def reader(office: Office) -> FlaskClient:
    """A reader of the public record."""
    return scenes.serve(office)


@pytest.fixture
def own_office(tmp_path: Path) -> Iterator[Office]:
    """An office that a test may fill and change."""
    with an_office(tmp_path) as (opened, _):
        yield opened


@pytest.fixture(scope="module")
def pages(reader: FlaskClient) -> dict[str, tuple[TestResponse, Page]]:
    """Every page by its address, each asked for once."""
    answers = ((address, reader.get(address)) for address in ON_FILE + RECORDS)
    return {address: (answer, Page(answer.text)) for address, answer in answers}


def test_every_page_opens_is_light_and_keeps_its_promises(pages) -> None:
    for address, (answer, page) in pages.items():
        assert answer.status_code == 200, address
        assert weight(answer.data) < HEAVIEST, address
        assert "Set-Cookie" not in answer.headers, address
        assert "Cookie" not in answer.headers.get("Vary", ""), address
        assert "unsafe" not in answer.headers["Content-Security-Policy"], address
        assert "default-src 'none'" in answer.headers["Content-Security-Policy"], address
        assert not {"script", "style"} & set(page.tags), address
        assert not any("style" in found for found in page.attributes), address


def test_every_page_has_one_main_heading_and_skips_no_level(pages) -> None:
    for address, (_, page) in pages.items():
        assert page.levels[0] == 1, address
        assert page.levels.count(1) == 1, address
        assert all(after <= before + 1 for before, after in pairwise(page.levels)), address
        assert {"header", "nav", "main", "footer"} <= set(page.tags), address


def test_no_page_fetches_anything_from_another_host(pages) -> None:
    for address, (_, page) in pages.items():
        fetched = [found.get("src") or "" for found in page.attributes]
        fetched += [
            found.get("href") or ""
            for tag, found in zip(page.tags, page.attributes, strict=True)
            # What names an address to programs is not fetched.
            if tag == "link" and found.get("rel", "alternate") not in ("canonical", "alternate")
        ]
        assert all(not target or re.match("/(?!/)", target) for target in fetched), address


@pytest.mark.slow
def test_every_link_within_the_site_leads_somewhere(reader, pages) -> None:
    led_from = {
        (found.get("href") or "").partition("#")[0]: address
        for address, (_, page) in pages.items()
        for tag, found in zip(page.tags, page.attributes, strict=True)
        if tag == "a"
    }
    targets = [target for target in led_from if target.startswith("/") and target not in pages]
    assert len(targets) > 100
    for target in targets:
        with reader.get(target) as answer:
            assert answer.status_code == 200, f"{led_from[target]} leads to {target}"


@pytest.mark.parametrize(
    ("address", "kept"),
    [
        ("/", "public, max-age=60"),
        ("/blocks/pk-x-2024", "public, max-age=60"),
        ("/requests/zzzzzzzz", "public, no-cache"),
        (f"/requests/{REFUSAL}", "public, no-cache"),
        ("/search?q=pakistan", "public, no-cache"),
        (f"/requests/{REFUSAL}.json", "public, no-cache"),
        (f"/requests/{REFUSAL}/texts/{TEXT}.txt", "public, no-cache"),
        (f"/requests/{WITHHELD}", "no-store"),
        (f"/requests/{WITHHELD}.json", "no-store"),
        (f"/requests/{WITHHELD}/texts/{TEXT}.txt", "no-store"),
    ],
)
def test_a_record_is_revalidated_each_time_and_a_withheld_one_not_stored(reader, address, kept):
    said = reader.get(address).headers["Cache-Control"]

    assert set(said.split(", ")) == set(kept.split(", "))


@pytest.mark.parametrize(
    "address",
    ["/", "/blocks/pk-x-2024", f"/requests/{REFUSAL}", f"/requests/{REFUSAL}.json"],
)
def test_a_page_that_a_reader_has_already_is_not_sent_again(reader, address):
    first = reader.get(address)
    again = reader.get(address, headers={"If-None-Match": first.headers["ETag"]})

    assert again.status_code == 304
    assert again.headers["Cache-Control"] == first.headers["Cache-Control"]
    assert again.data == b""


def test_counts_stand_in_the_order_in_which_they_began_to_run(tmp_path: Path) -> None:
    """Received on Monday 18 March 2024; the tenth working day after is Monday 1 April, from which
    the appeal may be filed; it was filed on 20 April, from which its decision is awaited."""
    with an_office(tmp_path) as (office, _):
        reference = a_request(office, on=date(2024, 3, 15))
        received(office, reference, date(2024, 3, 18))
        sweep(office)
        scenes.an_appeal(office, reference, date(2024, 4, 20))
        sweep(office)
        shown = scenes.show(office, reference, on=date(2024, 7, 1))
        page = scenes.serve(office).get(f"/requests/{shown}").text

    counted = page[page.index('id="deadlines"') :]
    days = re.findall(r'data-label="Counted from"><time [^>]*>(\d+ \w+) 2024<', counted)
    assert days == ["18 March", "18 March", "1 April", "20 April"]


def test_readers_can_only_read(reader):
    assert reader.head("/blocks").status_code == 200
    assert reader.post("/blocks").status_code in (400, 405)
    assert reader.delete(f"/requests/{SILENCE}").status_code in (400, 405)


def test_a_demonstration_says_so_in_title_banner_and_to_robots(reader):
    for address in ("/", "/blocks/pk-x-2024", f"/requests/{SILENCE}", "/about"):
        answer = reader.get(address)

        assert "<title>Demonstration: " in answer.text
        assert "not really filed" in answer.text
        assert answer.headers["X-Robots-Tag"] == "noindex, nofollow"
        assert '<meta name="robots" content="noindex, nofollow">' in answer.text


def test_a_live_office_is_no_demonstration(tmp_path):
    with an_office(tmp_path, live=True) as (office, _):
        answer = scenes.serve(office).get("/")

    assert "Demonstration" not in answer.text
    assert "X-Robots-Tag" not in answer.headers
    assert "No requests published yet" in answer.text


@pytest.mark.parametrize(
    ("address", "meant"),
    [
        ("/blocks/pk-x-2023", "/blocks/pk-x-2024"),
        ("/bodies/pta", "/bodies/pk-pta"),
        ("/laws/pk-raia-2071", "/laws/pk-raia-2017"),
        ("/statements/pk-joint-statement", "/statements/pk-joint-statement-2024-03"),
        ("/requests/zzzzzzzz", "/requests"),
    ],
)
def test_an_unknown_key_is_not_found_and_something_near_is_offered(reader, address, meant):
    answer = reader.get(address)

    assert answer.status_code == 404
    assert f'href="{meant}"' in answer.text
    assert Page(answer.text).levels[0] == 1


def test_a_reference_in_capitals_leads_to_its_one_address(reader):
    answer = reader.get(f"/requests/{SILENCE.upper()}")

    assert answer.status_code == 301
    assert answer.headers["Location"].endswith(f"/requests/{SILENCE}")


def test_a_withheld_record_says_that_and_nothing_else(reader, office):
    for address in (f"/requests/{WITHHELD}", f"/requests/{WITHHELD}.json"):
        answer = reader.get(address)

        assert answer.status_code == 410
        assert "taken down" in answer.text
        # The way to the other language has the address that the reader has already.
        text = answer.text.replace(f'href="/ur/requests/{WITHHELD}"', "")
        for word in ("Telecommunication", "X in Pakistan", "2024", "safety", WITHHELD):
            assert word not in text


def test_what_was_withheld_leaves_lists_and_files(own_office):
    reference = scenes.a_refusal(own_office)
    digest = own_office.records.record(reference).releases[0].digest
    reader = scenes.serve(own_office)
    assert reader.get(f"/requests/{reference}/texts/{digest}.txt").status_code == 200

    withhold(own_office, reference, WithheldBecause.MISTAKE, by="tester")

    assert reader.get(f"/requests/{reference}/texts/{digest}.txt").status_code == 410
    for address in ("/", "/requests", "/blocks/pk-x-2024", "/bodies/pk-interior"):
        assert reference not in reader.get(address).text


def test_the_digest_that_a_citation_names_is_that_of_the_file(reader):
    data = reader.get(f"/requests/{REFUSAL}.json").data
    page = reader.get(f"/requests/{REFUSAL}").text

    assert hashlib.sha256(data).hexdigest() in page
    assert f"https://record.example/requests/{REFUSAL}" in page
    assert from_bytes(data).reference == REFUSAL


def test_a_released_text_is_shown_and_sent_with_the_bytes_of_its_digest(reader):
    page = reader.get(f"/requests/{REFUSAL}").text
    digest = hashlib.sha256(b"The record is classified.").hexdigest()
    file = reader.get(f"/requests/{REFUSAL}/texts/{digest}.txt")

    assert "The record is classified." in page
    assert file.data == b"The record is classified."
    assert file.content_type.startswith("text/plain")
    assert reader.get(f"/requests/{SILENCE}/texts/{digest}.txt").status_code == 404


def test_a_long_text_is_shown_from_its_beginning_and_given_whole_as_a_file(own_office):
    reference = a_request(own_office)
    words = "Notes on the restriction. " * 8000
    scenes.show(own_office, reference, [("Notes", words)])
    reader = scenes.serve(own_office)

    page = reader.get(f"/requests/{reference}")

    assert weight(page.data) < HEAVIEST
    assert f"The whole text, {len(words)} characters" in page.text
    digest = hashlib.sha256(words.encode()).hexdigest()
    assert reader.get(f"/requests/{reference}/texts/{digest}.txt").text == words


def test_the_heaviest_story_in_urdu_stays_a_light_page(own_office):
    reference = a_request(own_office, on=date(2024, 3, 15), language="ur")
    received(own_office, reference, date(2024, 3, 18))
    sweep(own_office)
    for day in (date(2024, 5, 6), date(2024, 6, 6)):
        clauses = ("s7-e", "s7-f", "s16-1-e")
        scenes.replied(own_office, reference, "refused", day, lambda _: Outcome.REFUSED, clauses)
    scenes.show(own_office, reference, [("رد", "حکم کی نقل فراہم نہیں کی جا سکتی۔ " * 600)])

    assert weight(scenes.serve(own_office).get(f"/requests/{reference}").data) < HEAVIEST


def test_words_of_a_request_in_urdu_are_marked_and_run_from_right_to_left(reader):
    page = reader.get(f"/requests/{URDU}").text

    assert page.count('<p class="asked" lang="ur" dir="rtl">') == 7
    assert '<html lang="en" dir="ltr">' in page


def test_hostile_words_are_shown_as_words(own_office):
    hostile = '<script>alert(1)</script> {{ 7 * 7 }} "onload=x" \u202e'
    own = (OwnQuestion(Element.ORDER, hostile),)
    reference = a_request(own_office, own_questions=own)
    scenes.show(own_office, reference, [(hostile, hostile)])

    page = scenes.serve(own_office).get(f"/requests/{reference}").text

    assert "<script" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ 7 * 7 }}" in page
    assert '"onload' not in page


def test_lists_of_many_records_go_on_page_by_page(own_office, monkeypatch):
    monkeypatch.setattr(pagination, "LINES_ON_A_PAGE", 5)
    made = [scenes.show(own_office, a_request(own_office), on=None) for _ in range(8)]
    reader = scenes.serve(own_office)
    newest, oldest = reader.get("/requests").text, reader.get("/requests?page=1").text
    next_ones = reader.get("/requests?page=2").text

    assert all(f"/requests/{one}" in newest for one in made), "as many as go with one full page"
    on_both = ((f"/requests/{one}" in oldest, f"/requests/{one}" in next_ones) for one in made)
    assert sorted(on_both) == [(False, True)] * 3 + [(True, False)] * 5
    assert "1 to 5, counted from the oldest" in oldest
    assert 'rel="prev" href="/requests?page=2"' in oldest
    assert 'rel="prev" href="/requests"' in next_ones
    assert reader.get("/requests?page=3").text.count("/requests/r") == newest.count(
        "/requests/r"
    ), "no such page: the newest"
    assert reader.get("/requests?page=-4&body=pk-pta").status_code == 200
    assert reader.get("/requests?page=x").status_code == 200
    assert reader.get("/requests?body=nobody").status_code == 404


def test_a_day_of_receipt_that_is_not_certain_is_given_as_two_days(own_office):
    reference = a_request(own_office, on=date(2024, 3, 15))
    received(own_office, reference, date(2024, 3, 18), date(2024, 3, 20))
    scenes.show(own_office, reference)

    page = scenes.serve(own_office).get(f"/requests/{reference}").text

    # Received by Wednesday 20 March at the latest: the tenth working day is Wednesday 3 April.
    assert "between Monday 1 April 2024 and Wednesday 3 April 2024" in page
