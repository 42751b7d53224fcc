"""Where a page lies in a copy, and how pages lead to one another there."""

import pytest

from tracker.mirror.addresses import (
    LISTED,
    address_in_copy,
    feed_led_on,
    file_at,
    led_on,
    sheet_led_on,
)
from tracker.web.base.page_addresses import PART


@pytest.mark.parametrize(
    ("address", "file"),
    [
        ("/", "index.html"),
        ("/ur/", "ur/index.html"),
        ("/blocks", "blocks/index.html"),
        ("/blocks/#now", "blocks/index.html"),
        ("/requests/abc.json", "requests/abc.json"),
        ("/requests/abc/citation.new", "requests/abc/citation.new"),
        ("/requests?page=2", "requests/page-2/index.html"),
        ("/requests?page=1", "requests/page-1/index.html"),
        (
            "/requests?page=3&block=pk-x-2024",
            "requests/block-pk-x-2024/page-3/index.html",
        ),
        ("/blocks?page=1&country=pk", "blocks/country-pk/page-1/index.html"),
        ("/requests.atom?block=pk-x-2024", "block-pk-x-2024/requests.atom"),
        ("/static/style.css?v=1a2b", "static/style.css"),
    ],
)
def test_each_address_has_one_file(address: str, file: str) -> None:
    known = address_in_copy(address)

    assert known is not None
    assert file_at(known) == file


@pytest.mark.parametrize(
    "address",
    ["/search?q=x", "/requests?page=2&sort=day", "/requests?page=../../x", "/requests?page="],
)
def test_what_a_reader_asks_has_no_page_in_a_copy(address: str) -> None:
    assert address_in_copy(address) is None


def test_links_become_relative_and_keep_their_fragment() -> None:
    page = (
        b'<link href="/static/style.css?v=1"><a href="/">Home</a> <a class="x" href="/laws/a#s1">'
        b'<a href="#main"><a href="https://example.org/"><form action="/search"><a href="//evil">'
        b'<form method="get"><form action="/laws"><button formaction="/x">'
        b'<a href="/requests?block=pk-x-2024&amp;page=2">'
    )

    made, links = led_on(
        page,
        "requests/abc/index.html",
        lambda written: None if written == "/search" else address_in_copy(written),
        "/mirrors",
    )

    assert made == (
        b'<link href="../../static/style.css"><a href="../../index.html">Home</a> '
        b'<a class="x" href="../../laws/a/index.html#s1"><a href="#main">'
        b'<a href="https://example.org/"><form action="../../mirrors/index.html">'
        b'<a href="//evil"><form action="../../mirrors/index.html" method="get">'
        b'<form action="../../mirrors/index.html">'
        b'<button formaction="../../mirrors/index.html">'
        b'<a href="../block-pk-x-2024/page-2/index.html">'
    )
    assert links == ("/static/style.css", "/", "/laws/a", "/requests?block=pk-x-2024&page=2")


def test_a_feed_leads_to_pages_of_the_copy_and_else_to_the_site() -> None:
    made, links = feed_led_on(
        b'<link rel="self" href="https://record.example/ur/feed.atom" />'
        b'<link href="https://record.example/requests/abc" /><link href="https://elsewhere.example/">'
        b'<link href="https://record.example/requests?silent=1&amp;page=2" />',
        "ur/feed.atom",
        address_in_copy,
        "https://record.example",
    )

    assert made == (
        b'<link rel="self" href="feed.atom" />'
        b'<link href="../requests/abc/index.html" /><link href="https://elsewhere.example/">'
        b'<link href="https://record.example/requests?silent=1&amp;page=2" />'
    )
    assert links == ("/ur/feed.atom", "/requests/abc")


def test_a_style_sheet_finds_its_letters() -> None:
    made, links = sheet_led_on(
        b'@font-face{src:url("/static/urdu.woff2") format("woff2")}', "static/urdu.css", str
    )

    assert made == b'@font-face{src:url(urdu.woff2) format("woff2")}'
    assert links == ("/static/urdu.woff2",)


def test_a_copy_keeps_the_parts_of_lists_that_the_site_has() -> None:
    assert frozenset(PART) == LISTED
