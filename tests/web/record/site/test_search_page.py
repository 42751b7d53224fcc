"""The search as a reader meets it: its address carries everything, and nothing typed breaks it."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any
from urllib.parse import parse_qs, urlsplit

import pytest
from flask.testing import FlaskClient
from hypothesis import given, settings
from hypothesis import strategies as st
from lxml import html

from tests.offices import an_office
from tests.web import record_scenes as scenes
from tests.web.record.weight import HEAVIEST, weight
from tracker.services.core.office import Office
from tracker.translations import locale

SILENCE, REFUSAL, URDU = "r0000001", "r0000002", "r0000003"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    with an_office(tmp_path_factory.mktemp("office")) as (opened, _):
        for scene in (scenes.a_silence, scenes.a_refusal, scenes.a_request_in_urdu):
            scene(opened)
        yield replace(opened, locale=locale)


@pytest.fixture(scope="module")
def reader(office: Office) -> FlaskClient:
    return scenes.serve(office)


def tree(reader: FlaskClient, address: str) -> Any:
    answer = reader.get(address)
    assert answer.status_code == 200
    return html.fromstring(answer.text)


def found(page: Any) -> set[str]:
    """The references of the records that a page lists."""
    links = page.xpath("//ul[contains(@class, 'hits')]//a/@href")
    return {link.rpartition("/")[2] for link in links if "/requests/" in link}


def test_every_page_has_a_box_that_leads_to_the_search(reader: FlaskClient) -> None:
    [form] = tree(reader, "/blocks").forms

    assert (form.get("action"), form.get("role"), form.method) == ("/search", "search", "GET")
    [box] = form.xpath(".//input")
    assert box.name == "q"
    assert form.xpath(f".//label[@for='{box.get('id')}']")
    [own] = tree(reader, "/search").forms
    assert own.get("action") == "/search"
    assert tree(reader, "/ur/blocks").forms[0].get("action") == "/ur/search"


def test_a_search_before_anything_is_asked_helps(reader: FlaskClient) -> None:
    page = tree(reader, "/search")

    examples = page.xpath("//div[@class='empty']//a/@href")
    assert len(examples) >= 4
    for example in examples:
        assert reader.get(example).status_code == 200


def test_hits_are_marked_and_lead_to_their_pages(reader: FlaskClient) -> None:
    page = tree(reader, "/search?q=%22record+is+classified%22")

    assert found(page) == {REFUSAL}
    assert page.xpath("//mark/text()") == ["record", "is", "classified"]
    shelf = tree(reader, "/search?q=telecommunication+authority")
    assert "/bodies/pk-pta" in shelf.xpath("//ul[contains(@class, 'hits')]//a/@href")


def test_choices_are_kept_in_the_form_and_can_be_taken_back(reader: FlaskClient) -> None:
    page = tree(reader, "/search?q=pakistan&country=pk&law=pk-raia-2017&year=2024&silent=1")

    assert found(page) == {SILENCE}
    [form] = page.forms
    kept = {name: value for name, value in form.form_values() if value}
    assert kept == {
        "q": "pakistan",
        "country": "pk",
        "law": "pk-raia-2017",
        "year": "2024",
        "silent": "1",
    }
    [clear] = page.xpath("//a[@class='clear']/@href")
    assert parse_qs(urlsplit(clear).query) == {"q": ["pakistan"]}
    assert found(tree(reader, clear)) == {SILENCE, REFUSAL, URDU}


def test_facets_have_numbers_and_lead_to_as_many_results(reader: FlaskClient) -> None:
    page = tree(reader, "/search?q=pakistan")
    links = page.xpath("//aside//ul[@class='toc']//a")

    assert len(links) > 5
    for link in links:
        [number] = link.xpath("span/text()")
        status = tree(reader, link.get("href")).xpath("string(//*[@role='status'])")
        assert sum(map(int, re.findall(r"\d+", status))) == int(number), link.get("href")
    fold = page.xpath("//details[@class='jump']//ul[@class='toc']//a/@href")
    assert fold == [link.get("href") for link in links], "the same on a phone, in a fold"


def test_a_chosen_facet_can_be_taken_back_by_itself(reader: FlaskClient) -> None:
    page = tree(reader, "/search?q=pakistan&country=pk&phase=silent&kind=request")

    assert found(page) == {SILENCE}
    back = page.xpath("//aside//a[@aria-current='true']/@href")
    queries = [set(parse_qs(urlsplit(address).query)) for address in back]
    assert {"q", "country", "phase"} in queries
    assert {"q", "phase", "kind"} in queries


def test_what_was_found_says_its_language_and_direction(reader: FlaskClient) -> None:
    for address in ("/search?q=%D8%AF%D9%81%D8%B9%DB%81+37(4)", "/ur/search?q=section+37"):
        hits = tree(reader, address).xpath("//p[contains(@class, 'found')]")
        assert hits
        for hit in hits:
            assert (hit.get("lang"), hit.get("dir")) in {("ur", "rtl"), ("en", "ltr")}


def test_a_provision_leads_to_its_place_on_the_page_of_its_law(reader: FlaskClient) -> None:
    page = tree(reader, "/search?q=section+14&law=pk-raia-2017&kind=provision")
    [address, *_] = page.xpath("//ul[contains(@class, 'hits')]//a/@href")
    path, _, place = address.partition("#")

    assert path == "/laws/pk-raia-2017/sources"
    assert tree(reader, path).xpath(f"//*[@id='{place}']")


def test_nothing_found_shows_what_is_near(reader: FlaskClient) -> None:
    page = tree(reader, "/search?q=recrod+clasified")

    assert page.xpath("//div[@class='empty']//a/bdi/text()") == ["record classified"]
    assert REFUSAL in found(page)
    assert {"record", "classified"} <= set(page.xpath("//mark/text()"))
    assert REFUSAL in found(tree(reader, "/search?q=classified+wikipedia+bluesky"))
    nothing = tree(reader, "/search?q=zzzzzzzz")
    assert "/requests" in nothing.xpath("//div[@class='empty']//a/@href")


def test_hostile_words_have_a_page(reader: FlaskClient) -> None:
    for typed in (
        '"' * 10_000,
        "section 37(" * 900,
        "\u202e\u2066order",
        "\x07\x1b",
        "a OR (b",
        "%" * 99,
    ):
        answer = reader.get("/search", query_string={"q": typed})
        assert answer.status_code == 200
        assert weight(answer.data) < HEAVIEST


def test_what_is_not_on_file_asks_nothing(reader: FlaskClient) -> None:
    page = tree(
        reader,
        "/search?q=pakistan&kind=k&country=zz&body=x&law=y&phase=p&outcome=z&year=n&page=p&silent=2",
    )

    assert found(page) == {SILENCE, REFUSAL, URDU}


def test_nothing_found_says_what_may_help(reader: FlaskClient) -> None:
    page = tree(reader, "/search?q=pakistn&silent=1")

    [way] = [a for a in page.xpath("//div[@class='empty']//a/@href") if "pakistan" in a]
    assert parse_qs(urlsplit(way).query) == {"q": ["pakistan"], "silent": ["1"]}
    assert found(tree(reader, way)) == {SILENCE}


def test_urdu_pages_lead_on_in_urdu(reader: FlaskClient) -> None:
    page = tree(reader, "/ur/search?q=\u067e\u0627\u0643\u0633\u062a\u0627\u0646&silent=1")

    assert found(page) == {SILENCE}
    links = page.xpath("//ul[contains(@class, 'hits')]//a/@href | //a[@class='clear']/@href")
    assert all(link.startswith("/ur/") for link in links)


def test_what_was_found_is_kept_in_no_cache_and_by_no_robot(reader: FlaskClient) -> None:
    answer = reader.get("/search?q=pta")

    assert set(answer.headers["Cache-Control"].split(", ")) == {"public", "no-cache"}
    assert "noindex" in answer.text
    again = reader.get("/search?q=pta", headers={"If-None-Match": answer.headers["ETag"]})
    assert again.status_code == 304
    assert "Set-Cookie" not in answer.headers


def test_markup_that_is_typed_stays_words(reader: FlaskClient) -> None:
    answer = reader.get("/search?q=%3Cscript%3Ealert(1)%3C/script%3E%22%3E%3Cb%3E")

    assert "<script" not in answer.text
    assert "<b>" not in answer.text


@settings(max_examples=60, deadline=None)
@given(
    st.text(max_size=300),
    st.dictionaries(
        st.sampled_from(
            (
                "kind",
                "country",
                "body",
                "law",
                "phase",
                "outcome",
                "silent",
                "window",
                "year",
                "page",
            )
        ),
        st.text(max_size=12) | st.integers(-(10**30), 10**30).map(str),
    ),
)
def test_nothing_that_is_asked_breaks_the_page(
    reader: FlaskClient, typed: str, choices: dict[str, str]
) -> None:
    assert reader.get("/search", query_string={"q": typed} | choices).status_code == 200
