"""Every public page in each language: by its address alone, and the same for everybody."""

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from lxml import html

from tests.offices import an_office
from tests.web import record_scenes as scenes
from tests.web.browser import an_app, signed_in, somebody
from tracker.services.core.office import Office
from tracker.services.people.accounts import change_language
from tracker.translations import locale

LANGUAGES = {"en": ("", "ltr"), "ur": ("/ur", "rtl")}
# A few words on end, as no name, reference or address has them.
ENGLISH = re.compile(r"(?:[A-Za-z][a-z'’]+[ ,;:]+){3,}[A-Za-z]+")
# Letters of Urdu with a comma of English beside them.
AMONG_URDU = re.compile(r"[\u0620-\u06ff]+\s*,\s|,\s+[\u0620-\u06ff]+")
SITE = "https://record.example"
# Each part of a list is a page of its own, by whatever else it is asked for.
OWN = {
    "/requests?page=1&block=pk-x-2024": "/requests?block=pk-x-2024&page=1",
    "/requests?utm=x&page=2&heard=pk-pic": "/requests?heard=pk-pic&page=2",
    "/requests?utm=y": "/requests",
    "/corrections?page=2": "/corrections?page=2",
}
DEADLINE = "/deadlines?law=pk-raia-2017&stage=reply&day=2025-12-18"
# A law that the library has in English alone, with remedies for which no number is on file.
ENGLISH_LAW = "/deadlines?law=np-rti-2007&stage=reply&day=2024-12-18"


@pytest.fixture(scope="module")
def office(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Office]:
    """An office that speaks its languages, with records of several kinds; nothing changes it."""
    with an_office(tmp_path_factory.mktemp("languages")) as (opened, _):
        for scene in (scenes.a_silence, scenes.a_refusal, scenes.a_request_in_urdu):
            scene(opened)
        yield replace(opened, locale=locale)


@pytest.fixture(scope="module")
def app(office: Office) -> Flask:
    return an_app(office)


@pytest.fixture(scope="module")
def reader(app: Flask) -> FlaskClient:
    """A reader of the public record."""
    return app.test_client()


def pages(office: Office) -> list[str]:
    """The address of every kind of public page, in English."""
    found = (address for address in scenes.addresses(office) if "." not in address)
    searches = ("/search", "/search?q=pakistan&silent=1")
    return [
        *found,
        *searches,
        "/deadlines",
        DEADLINE,
        "/corrections",
        *OWN,
    ]


def in_urdu(address: str) -> str:
    return f"/ur{address}"


def tree(client: FlaskClient, address: str, status: int = 200) -> Any:
    answer = client.get(address)
    assert answer.status_code == status, address
    return html.fromstring(answer.text)


def test_every_public_page_has_its_twin_in_urdu(app: Flask) -> None:
    rules = {
        rule.rule: rule.endpoint
        for rule in app.url_map.iter_rules()
        if rule.endpoint.startswith("record.") and "." not in rule.rule
    }
    english = {rule for rule in rules if not rule.startswith("/ur/")}

    assert {in_urdu(rule) for rule in english} == set(rules) - english
    assert all(rules[rule] == rules[in_urdu(rule)] for rule in english)


def test_the_twins_name_each_other_and_differ_in_language_alone(
    office: Office, reader: FlaskClient
) -> None:
    for address in pages(office):
        alternates = {}
        for language, (prefix, direction) in LANGUAGES.items():
            page = tree(reader, prefix + address)
            assert page.xpath("//html/@lang | //html/@dir") == [language, direction]
            links = page.xpath("//link[@rel='alternate' and @hreflang]")
            alternates[language] = {each.get("hreflang"): each.get("href") for each in links}
        own = OWN.get(address, address.partition("?")[0])
        expected = {key: SITE + prefix + own for key, (prefix, _) in LANGUAGES.items()}
        assert alternates["en"] == alternates["ur"] == expected | {"x-default": expected["en"]}


@pytest.mark.parametrize(
    ("here", "there", "language", "name"),
    [
        ("/blocks", "/ur/blocks", "ur", "اردو"),
        ("/ur/blocks", "/blocks", "en", "English"),
        ("/ur/", "/", "en", "English"),
        (DEADLINE, in_urdu(DEADLINE), "ur", "اردو"),
    ],
)
def test_a_page_offers_the_other_language_by_its_own_name(
    reader: FlaskClient, here: str, there: str, language: str, name: str
) -> None:
    (link,) = tree(reader, here).xpath("//header//a[@hreflang]")

    assert (link.get("href"), link.get("lang"), link.text) == (there, language, name)
    assert link.get("dir") == "auto"


@pytest.mark.slow
def test_links_of_a_page_lead_to_pages_in_its_language(
    office: Office, reader: FlaskClient
) -> None:
    for address in pages(office):
        page = tree(reader, in_urdu(address))
        links = page.xpath("//a[not(@hreflang)]/@href | //form/@action")
        astray = [
            link
            for link in links
            if link.startswith("/") and "." not in link and not link.startswith(("/ur/", "/log/"))
        ]
        assert astray == [], address


@pytest.mark.parametrize(
    "address",
    ["/about", "/corrections", "/deadlines", DEADLINE, "/laws/pk-raia-2017", "/laws/nowhere"],
)
def test_what_is_english_on_an_urdu_page_is_marked_as_such(
    reader: FlaskClient, address: str
) -> None:
    page: Any = html.fromstring(reader.get(in_urdu(address)).text)
    unmarked = page.xpath(
        "//body//text()[not(ancestor::*[@lang='en'] or ancestor::option"
        " or ancestor::*[@class='source'])]"
    )

    # Names of foreign laws in a list to choose from cannot be marked, sources are given as read.
    assert [words for words in unmarked if ENGLISH.search(words)] == []


def test_why_no_number_is_on_file_keeps_its_own_direction_in_an_urdu_sentence(
    reader: FlaskClient,
) -> None:
    why = tree(reader, in_urdu(ENGLISH_LAW)).xpath("//p/bdi[@lang='en'][@dir='ltr']")

    gap = "The time for the complaint to the Chief was not read: look in section 9 of the Act at"
    assert any((each.text or "").startswith(gap) for each in why)


def test_what_a_law_says_in_urdu_stands_under_a_heading_in_urdu(
    office: Office, reader: FlaskClient
) -> None:
    for law in office.library.laws.values():
        page = tree(reader, f"/ur/laws/{law.key}")
        for fact in law.facts:
            if "ur" in fact.says.words:
                (heading,) = page.xpath(
                    "//dt[following-sibling::dd[1][contains(., $said)]]"
                    " | //th[following-sibling::td[1][contains(., $said)]]",
                    said=fact.says.words["ur"][:40],
                )[-1:]
                assert not heading.xpath("bdi"), (law.key, fact.topic)


def test_a_count_of_a_record_names_its_section_in_the_language_of_the_page(
    reader: FlaskClient,
) -> None:
    """Section 14(1) is the ordinary limit of the Act of 2017, section 14(2) its extension."""
    listed = tree(reader, "/requests?body=pk-pta").xpath(
        "//table[@class='table rows']//td/a/@href"
    )
    for language, ordinary, longest in (
        ("", "section 14(1)", "section 14(1), section 14(2)"),
        ("/ur", "دفعہ 14(1)", "دفعہ 14(1)، دفعہ 14(2)"),
    ):
        page = tree(reader, f"{language}{listed[0]}")
        cited = page.xpath("//table[contains(@class, 'rows')]//td[details/p/strong]/small")
        said = [each.text_content() for each in cited[:2]]
        assert said == [ordinary, longest], language


def test_urdu_is_set_off_by_the_marks_of_urdu(office: Office, reader: FlaskClient) -> None:
    """A comma of English between words of Urdu turns its back on them."""
    for address in pages(office):
        page = tree(reader, in_urdu(address))
        for each in page.xpath("//script|//style|//textarea|//*[@lang='en']"):
            each.drop_tree()
        assert not AMONG_URDU.findall(page.text_content()), address


def test_a_provision_and_its_statute_run_one_way_where_both_are_english(
    reader: FlaskClient,
) -> None:
    title = "Online Safety Act 2023, sections 144 to 147"
    assert tree(reader, "/powers/gb-osa-2023").xpath("string(//h1)") == title
    (name,) = tree(reader, "/ur/powers/gb-osa-2023").xpath("//h1/bdi[@lang='en'][@dir='ltr']")
    assert name.text_content() == title
    urdu = tree(reader, "/ur/powers/pk-peca-2016-s37").xpath("string(//h1)")
    assert urdu.endswith("، دفعہ 37")


def test_a_power_of_which_no_requirement_is_on_file_says_so(reader: FlaskClient) -> None:
    """Silence of the page is not read as if the power required nothing."""
    answer = tree(reader, "/powers/np-social-media-directive").xpath("//dt[.='What it requires']")
    assert [each.getnext().text_content().strip() for each in answer] == ["not known"]


def test_a_day_as_it_is_typed_is_not_turned_round_in_an_urdu_sentence(reader: FlaskClient) -> None:
    """Without marks the figures of 2024-03-18 stand as 18-03-2024 among words from right to
    left: between the two marks of Unicode (U+2066, U+2069) they keep their order."""
    asked = "/ur/deadlines?law=pk-raia-2017&stage=reply&day=2025-02-31"

    assert "\u20662024-03-18\u2069" in tree(reader, asked, 422).text_content()


@pytest.mark.slow
def test_every_page_has_one_address_of_its_own_in_its_own_language(
    office: Office, reader: FlaskClient
) -> None:
    for address in pages(office):
        own = OWN.get(address, address.partition("?")[0])
        for prefix, _ in LANGUAGES.values():
            page = tree(reader, prefix + address)
            (canonical,) = page.xpath("//link[@rel='canonical']/@href")
            assert canonical == SITE + prefix + own
            # And on paper, where no browser says where it was printed from.
            assert page.xpath("//p[@class='print']/text()") == [canonical]


def test_what_is_no_page_has_no_address_of_its_own(reader: FlaskClient) -> None:
    for address in ("/nowhere", "/ur/laws/nowhere"):
        page = tree(reader, address, 404)
        assert page.xpath("//link[@rel='canonical'] | //p[@class='print']") == []


def test_files_of_a_record_are_the_same_for_both_languages(
    app: Flask, reader: FlaskClient
) -> None:
    twins = {
        rule.rule for rule in app.url_map.iter_rules() if rule.rule.startswith("/ur/requests/")
    }

    # Of what is made of sentences there is one in each language.
    made = ("feed.atom", "calendar.ics", "preview.png")
    sentences = {f"/ur/requests/<reference>/{name}" for name in made}
    assert {rule for rule in twins if "." in rule} == sentences
    page = tree(reader, in_urdu("/requests/r0000001"))
    assert "/requests/r0000001.json" in page.xpath("//a/@href")


@pytest.mark.slow
def test_no_public_answer_sets_a_cookie_or_goes_by_one(
    office: Office, app: Flask, reader: FlaskClient
) -> None:
    urdu = somebody(office, name="Ulla Urdu")
    change_language(office, urdu, "ur")
    known = signed_in(app, office, urdu).client
    accept = {"Accept-Language": "ur,de;q=0.5"}

    for address in pages(office):
        for prefix, _ in LANGUAGES.values():
            answer = reader.get(prefix + address)
            other = known.get(prefix + address, headers=accept)
            assert other.data == answer.data, address
            for each in (answer, other):
                assert "Set-Cookie" not in each.headers
                assert not {"cookie", "accept-language"} & set(each.vary.as_set())


def test_each_language_has_a_tag_of_its_own_and_answers_to_it(reader: FlaskClient) -> None:
    tags = [reader.get(address).headers["ETag"] for address in ("/laws", "/ur/laws")]

    assert tags[0] != tags[1]
    assert reader.get("/ur/laws", headers={"If-None-Match": tags[1]}).status_code == 304
    assert reader.get("/ur/laws", headers={"If-None-Match": tags[0]}).status_code == 200


@pytest.mark.parametrize("address", ["/ur/nowhere", "/ur/laws/nowhere", "/ur/requests/nowhere"])
def test_what_is_not_there_is_told_in_the_language_of_the_address(
    reader: FlaskClient, address: str
) -> None:
    page = tree(reader, address, 404)

    assert page.xpath("//html/@lang") == ["ur"]
    assert page.xpath("//a[@hreflang='en']/@href")


def test_a_reader_cannot_make_the_link_to_the_other_language_lead_astray(
    reader: FlaskClient,
) -> None:
    asked = "_external=1&_scheme=javascript&_anchor=x&endpoint=y&key=z&language=ur&page=1"
    (link,) = tree(reader, f"/ur/requests?{asked}").xpath("//header//a[@hreflang]/@href")

    assert link == f"/requests?{asked.replace('language=ur&', '')}"
    assert tree(reader, "/ur//elsewhere.example/", 404).xpath("//a[@hreflang]/@href") == ["/"]


def test_a_record_in_capitals_leads_to_its_one_address_in_the_same_language(
    reader: FlaskClient,
) -> None:
    answer = reader.get("/ur/requests/R0000001")

    assert (answer.status_code, answer.location) == (301, "/ur/requests/r0000001")


def test_a_page_of_the_desk_leads_to_the_record_in_the_persons_language(
    office: Office, app: Flask
) -> None:
    someone = somebody(office, name="Uzma Urdu")
    change_language(office, someone, "ur")
    page = signed_in(app, office, someone).get("/desk/requests")

    assert page.tree.xpath("//header//nav//a[@href='/ur/']")
