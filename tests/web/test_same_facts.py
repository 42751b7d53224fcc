"""A reader of Urdu sees the facts that a reader of English sees, on every page of the site."""

import re
from collections import Counter
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, fields, is_dataclass, replace
from functools import cache
from typing import Any

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.offices import an_office, demonstrated
from tests.one_country import library_of_one_country
from tests.web import record_scenes as scenes
from tracker.domain.base.text import Text
from tracker.translations import locale

# What is no page of the record but a file or a door, and what a reader asks of a page.
ELSEWHERE = re.compile(
    r"/(?:sign-in|desk|static)|/log/.|.*\.[a-z]+$|.*[?&](?:q|silent|stage)=|.*/search\?"
)
OWN_SITE = re.compile(r"^(?:https://record\.example)?(?=/)(?:/ur(?=[/?#]|$))?/?")
# What an example of a search looks for is words.
SOUGHT = re.compile(r"(?<=/search\?q=).*")
NUMBER = re.compile(r"\d+")
# Elements of which the words are not the page's own: those of a drawing are laid out by their
# length, and stand in sentences beside it.
_ASIDE = ("script", "style", "title", "svg")


@dataclass(frozen=True, slots=True)
class Facts:
    """What a page says apart from its words. Nothing here has an order: names sort otherwise in
    another language."""

    links: frozenset[str]
    days: Counter[str]
    numbers: Counter[str]
    marks: Counter[str]
    rows: Counter[tuple[object, ...]]


def facts_of(page: Any) -> Facts:
    """Return the facts of a page: where it leads, its machine-readable days, its numbers, the
    marks of states, and the rows of its tables, cell by cell."""
    return Facts(
        links=_links(page),
        days=Counter(page.xpath("//@datetime")),
        numbers=_numbers(page),
        # An axis in Urdu has fewer days, because their words are wider.
        marks=Counter(
            page.xpath("//*[@class and not(ancestor-or-self::text or @class='tick')]/@class")
        ),
        rows=Counter(map(_row, page.iter("tr"))),
    )


def _row(row: Any) -> tuple[object, ...]:
    return tuple(
        (
            cell.tag,
            tuple(sorted(cell.xpath("descendant-or-self::*/@class"))),
            tuple(sorted(_links(cell))),
            tuple(sorted(cell.xpath(".//@datetime"))),
            tuple(sorted(_numbers(cell).elements())),
        )
        for cell in row.xpath("./td | ./th")
    )


def _links(part: Any) -> frozenset[str]:
    found = part.xpath(".//a/@href | .//form/@action")
    return frozenset(SOUGHT.sub("", OWN_SITE.sub("/", link)) for link in found)


def _numbers(part: Any) -> Counter[str]:
    aside = " or ".join(f"ancestor::{tag}" for tag in _ASIDE)
    found: Counter[str] = Counter()
    for words in part.xpath(f".//text()[not({aside})]"):
        found.update(NUMBER.findall(_without_spelled(" ".join(words.split()))))
    return found


def _without_spelled(words: str) -> str:
    """Leave out the texts of the library in which one language spells a number out that another
    writes in figures, as “Act XL of 2016” does."""
    for text in _spelled():
        if text in words:
            words = words.replace(text, "")
    return words


@cache
def _spelled() -> tuple[str, ...]:
    found = {
        " ".join(words.split())
        for text in _texts(library_of_one_country())
        if len({tuple(sorted(NUMBER.findall(words))) for words in text.words.values()}) > 1
        for words in text.words.values()
    }
    return tuple(sorted(found, key=len, reverse=True))


def _texts(value: object) -> Iterator[Text]:
    if isinstance(value, Text):
        yield value
    elif isinstance(value, Mapping):
        yield from (text for each in value.values() for text in _texts(each))
    elif isinstance(value, tuple | list | frozenset):
        yield from (text for each in value for text in _texts(each))
    elif is_dataclass(value):
        yield from (text for each in fields(value) for text in _texts(getattr(value, each.name)))


def differences(english: Any, urdu: Any) -> dict[str, tuple[object, object]]:
    """Return what only the English and what only the Urdu page has, by the kind of fact."""
    one, other = facts_of(english), facts_of(urdu)
    pairs = {
        each.name: (getattr(one, each.name), getattr(other, each.name)) for each in fields(one)
    }
    return {name: (a - b, b - a) for name, (a, b) in pairs.items() if a != b}


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A reader of the demonstration, and of a block with more answers than its page shows, in
    either language."""
    home, library = tmp_path_factory.mktemp("facts"), library_of_one_country()
    with an_office(home, library=library) as (opened, _):
        demonstrated(opened)
        scenes.a_much_asked_block(opened)
        yield scenes.serve(replace(opened, locale=locale))


def kind_of(address: str) -> tuple[str, ...]:
    """Return what pages of one kind have in common: all parts of the address but a key."""
    _, first, *rest = address.partition("?")[0].split("/")
    return first, *rest[1:]


def pairs(reader: FlaskClient, most: int) -> Iterator[tuple[str, Any, Any]]:
    """Yield the pages that links lead to, and the cards for other sites, in English and in Urdu:
    at most `most` of each kind."""
    wanted = ["/", *(f"/blocks/{key}/card" for key in library_of_one_country().blocks)]
    seen, kinds = set(wanted), Counter[tuple[str, ...]]()
    while wanted:
        address = wanted.pop()
        kinds[kind_of(address)] += 1
        if kinds[kind_of(address)] > most:
            continue
        english, urdu = (tree(reader, prefix + address) for prefix in ("", "/ur"))
        yield address, english, urdu
        found = {link.partition("#")[0] for link in _links(english) | _links(urdu)}
        fresh = {link for link in found - seen if link[:1] == "/" and not ELSEWHERE.match(link)}
        seen |= fresh
        wanted += sorted(fresh)


def tree(reader: FlaskClient, address: str) -> Any:
    answer = reader.get(address)
    assert (answer.status_code, answer.mimetype) == (200, "text/html"), address
    return html.fromstring(answer.text)


@pytest.mark.parametrize("most", [3, pytest.param(10_000, marks=pytest.mark.slow)])
def test_every_page_states_the_same_facts_in_urdu_as_in_english(
    reader: FlaskClient, most: int
) -> None:
    """The same links, days, numbers and marks of states, and tables of the same rows and cells, on
    at most `most` pages of each kind."""
    compared, wrong = 0, {}
    for address, english, urdu in pairs(reader, most):
        compared += 1
        if found := differences(english, urdu):
            wrong[address] = found

    assert wrong == {}
    assert compared > min(100, 10 * most)


@pytest.mark.parametrize(
    ("fact", "dropped"),
    [
        ("rows", "(//table//td/a[small])[1]"),
        ("rows", "(//table//tr)[last()]"),
        ("days", "(//time)[1]"),
        ("marks", "(//p[contains(@class, 'under-title')])[1]"),
        ("links", "(//a[contains(@href, 'share')])[1]"),
    ],
)
def test_a_fact_that_only_one_language_has_is_found(
    reader: FlaskClient, fact: str, dropped: str
) -> None:
    english, urdu = (tree(reader, f"{prefix}/blocks/pk-x-2024") for prefix in ("", "/ur"))
    (element,) = urdu.xpath(dropped)
    element.drop_tree()

    assert fact in differences(english, urdu)
