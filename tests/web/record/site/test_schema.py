"""What programs are told of the pages by schema.org: read as a program reads microdata."""

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from typing import Any
from urllib.parse import urljoin

import pytest
from flask.testing import FlaskClient
from lxml import html

from tests.offices import an_office
from tests.web import record_scenes as scenes
from tracker.translations import locale

SITE = "https://record.example"
SCHEMA = "https://schema.org/"
OF_A_WORK = {"name", "description", "url", "inLanguage", "publisher", "creativeWorkStatus"}


@dataclass
class Item:
    """An item of a page: its kind, and what is said of it."""

    kind: str
    said: dict[str, list["str | Item"]] = field(default_factory=dict)

    def one(self, name: str) -> "str | Item":
        (value,) = self.said[name]
        return value


def items(reader: FlaskClient, address: str) -> dict[str, Item]:
    """The items of a page that belong to no other, by their kinds."""
    page: Any = html.fromstring(reader.get(address).text)
    tops = page.xpath("//*[@itemscope and not(@itemprop)]")
    return {item.kind: item for item in (read(top, address) for top in tops)}


def read(scope: Any, address: str) -> Item:
    item = Item(scope.get("itemtype").removeprefix(SCHEMA))
    for each in of(scope):
        value: str | Item = said(each, address)
        if each.get("itemscope") is not None:
            value = read(each, address)
        item.said.setdefault(each.get("itemprop"), []).append(value)
    return item


def of(scope: Any) -> Iterator[Any]:
    """The elements that say something of an item, and not of one within it."""
    for each in scope:
        if each.get("itemprop") is not None:
            yield each
        if each.get("itemscope") is None:
            yield from of(each)


def said(element: Any, address: str) -> str:
    if element.tag in ("a", "link"):
        return str(urljoin(SITE + address, element.get("href")))
    if element.tag == "meta":
        return str(element.get("content"))
    return " ".join(element.text_content().split())


@pytest.fixture(scope="module")
def reader(tmp_path_factory: pytest.TempPathFactory) -> Iterator[FlaskClient]:
    """A program that reads the pages of an office with a silence of PTA."""
    with an_office(tmp_path_factory.mktemp("schema")) as (office, _):
        scenes.a_silence(office)
        yield scenes.serve(replace(office, locale=locale))


@pytest.mark.parametrize("prefix", ["", "/ur"])
@pytest.mark.parametrize(
    ("address", "kind"),
    [
        ("/", "WebSite"),
        ("/blocks/pk-x-2024", "Report"),
        ("/requests/r0000001", "Report"),
        ("/laws/pk-raia-2017", "Legislation"),
        ("/powers/pk-peca-2016-s37", "Legislation"),
        ("/data", "Dataset"),
    ],
)
def test_a_work_says_its_name_its_address_and_who_keeps_it(
    reader: FlaskClient, prefix: str, address: str, kind: str
) -> None:
    item = items(reader, prefix + address)[kind]

    assert set(item.said) >= OF_A_WORK
    assert str(item.one("url")).rstrip("/") == (SITE + prefix + address).rstrip("/")
    assert item.one("inLanguage") == (prefix[1:] or "en")
    keeper = item.one("publisher")
    assert isinstance(keeper, Item)
    assert keeper.kind == "Organization"
    assert keeper.one("name")
    assert item.one("name")


def test_a_record_says_its_version_and_the_block_that_it_is_about(reader: FlaskClient) -> None:
    item = items(reader, "/requests/r0000001")["Report"]

    assert item.one("identifier") == "r0000001"
    assert item.one("version") == "1"
    assert date.fromisoformat(str(item.one("dateModified"))) > date(2024, 4, 18)
    assert item.one("isPartOf") == f"{SITE}/blocks/pk-x-2024"


def test_a_law_says_where_it_holds(reader: FlaskClient) -> None:
    item = items(reader, "/laws/pk-raia-2017")["Legislation"]

    assert item.one("legislationJurisdiction") == "Pakistan"
    assert item.one("name") == "Right of Access to Information Act, 2017"


def test_a_body_says_its_names(reader: FlaskClient) -> None:
    item = items(reader, "/bodies/pk-pta")["GovernmentOrganization"]

    assert item.one("name") == "Pakistan Telecommunication Authority"
    assert item.one("alternateName") == "PTA"
    assert item.one("url") == f"{SITE}/bodies/pk-pta"


def test_the_data_say_their_licence_and_each_file(reader: FlaskClient) -> None:
    item = items(reader, "/data")["Dataset"]
    files = item.said["distribution"]

    # What a list of datasets asks for: 50 to 5,000 characters.
    assert 50 <= len(str(item.one("description"))) <= 5000
    assert item.one("license") == "https://creativecommons.org/licenses/by/4.0/"
    assert item.one("isAccessibleForFree") == "true"
    assert len(files) == 2 * 26
    for each in files:
        assert isinstance(each, Item)
        assert each.kind == "DataDownload"
        assert each.one("encodingFormat") in ("CSV", "JSON Lines")
        assert str(each.one("contentUrl")).startswith(f"{SITE}/data/")


@pytest.mark.parametrize("address", ["/blocks/pk-x-2024", "/ur/laws/pk-raia-2017/sources"])
def test_the_way_back_is_a_list_in_its_order(reader: FlaskClient, address: str) -> None:
    steps = items(reader, address)["BreadcrumbList"].said["itemListElement"]

    assert len(steps) > 2
    for place, step in enumerate(steps, start=1):
        assert isinstance(step, Item)
        assert (step.kind, step.one("position")) == ("ListItem", str(place))
        assert step.one("name")
        # Of the last one the page itself is the address.
        assert ("item" in step.said) == (place < len(steps))
        if place < len(steps):
            assert str(step.one("item")).startswith(SITE)
