"""Every address in a source on a public page is a link, and so is its page at an archive."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import lxml.html
import pytest
from flask.testing import FlaskClient

from tests.web import record_scenes as scenes
from tracker.domain.law.law import ReadIn, Source
from tracker.lawfiles.watch_rules import broken_archive
from tracker.services.core.office import Office

ARCHIVED = "https://web.archive.org/web/20240317/https://dawn.com/news/1825447"
# As the press is cited, with or without a scheme.
_ADDRESS = re.compile(r"https?://[^\s,;()]+|(?<![\w@./-])(?:[a-z0-9-]+\.)+[a-z]{2,}/[^\s,;()]+")
_TEXTS = "//main//text()[not(ancestor::a) and not(ancestor::code) and not(ancestor::pre)]"


@pytest.fixture
def reader(office: Office) -> FlaskClient:
    return scenes.serve(office)


def pages(office: Office) -> Iterator[str]:
    """The pages that name sources."""
    library = office.library
    yield from (f"/blocks/{key}" for key in library.blocks)
    # One template writes the sources of all events.
    yield from (f"/blocks/{key}/chronology" for key in tuple(library.blocks)[::8])
    for key, law in library.laws.items():
        yield from (f"/laws/{key}", f"/laws/{key}/sources")
        if any(stage.examples for stage in law.stages.values()):
            yield f"/laws/{key}/examples"
    yield from (f"/powers/{key}" for key in library.powers)
    yield from (f"/statements/{key}" for key in library.statements)
    yield from (f"/bodies/{key}" for key in library.bodies)


def test_no_address_of_a_source_stands_without_a_link(office: Office, reader: FlaskClient) -> None:
    bare = {}
    for path in pages(office):
        tree: Any = lxml.html.fromstring(reader.get(path).text)
        found = [each for text in tree.xpath(_TEXTS) for each in _ADDRESS.findall(str(text))]
        if found:
            bare[path] = found[:3]
    assert bare == {}


def test_the_sources_of_a_count_are_links(office: Office, reader: FlaskClient) -> None:
    tree: Any = lxml.html.fromstring(reader.get(f"/requests/{scenes.a_silence(office)}").text)
    listed = tree.xpath("//li[starts-with(@id, 'source-')]//a/@href")
    assert "https://scribd.com/document/728587408" in listed


def test_links_to_others_do_not_tell_where_a_reader_comes_from(
    office: Office, reader: FlaskClient
) -> None:
    for path in ("/blocks/pk-x-2024", "/laws/pk-raia-2017/sources", "/laws/eu-1049-2001/examples"):
        tree: Any = lxml.html.fromstring(reader.get(path).text)
        outside = tree.xpath("//main//a[starts-with(@href, 'http')]")
        assert outside
        for link in outside:
            if not link.get("href").startswith(office.public_url):
                assert "noreferrer" in link.get("rel", ""), link.get("href")


def test_the_archived_page_of_a_source_is_offered_beside_it(office: Office) -> None:
    library = office.library
    block = library.blocks["pk-x-2024"]
    source = replace(block.source, archived=ARCHIVED)
    blocks = {**library.blocks, "pk-x-2024": replace(block, source=source)}
    reader = scenes.serve(replace(office, library=replace(library, blocks=blocks)))

    tree: Any = lxml.html.fromstring(reader.get("/blocks/pk-x-2024").text)
    (link,) = {link.get("rel") for link in tree.xpath(f"//a[@href='{ARCHIVED}']")}
    assert "noreferrer" in link


@pytest.mark.parametrize(
    ("archived", "complains"),
    [
        ("", False),
        (ARCHIVED, False),
        ("https://web.archive.org/web/20240317010203/http://a.example/b?c=d", False),
        ("https://web.archive.org/save/https://a.example/", True),
        ("http://web.archive.org/web/2024/https://a.example/", True),
        ("https://archive.today/abc", True),
        ('https://web.archive.org/web/2024/https://a.example/"onclick=', True),
        ("javascript:alert(1)", True),
    ],
)
def test_only_a_page_of_the_wayback_machine_with_its_day_is_taken(
    archived: str, complains: bool
) -> None:
    source = Source("dawn.com/news/1825447", ReadIn.SECONDARY, archived=archived)
    assert bool(list(broken_archive(source))) is complains
