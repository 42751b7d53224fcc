"""The office's own library at the desk, and what of it the public sees."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask

from tests.offices import Clock
from tests.web.browser import Browser, Page, signed_in, somebody
from tracker.services.core.office import Office
from tracker.services.ports.own_library import EntryName
from tracker.services.ports.people import RoleName
from tracker.web.record.site.page_reader import PageReader

NEW = "/desk/library/new/block?country=pk"
CANARY = "Zebragram"
TYPED = {
    "kind": "block",
    "service": CANARY,
    "service_there": "زیبراگرام",
    "where": "Pakistan",
    "where_there": "پاکستان",
    "places": "",
    "since": "2024-02-01",
    "known": "about",
    "bodies": ["pk-pta"],
    "sources": "Dawn, 2 February 2024, https://www.dawn.com/news/1\nReuters, 2 February 2024",
    "read_in": "secondary",
    "why": "Both name the day.",
}
PAGE = "/desk/library/blocks/pk-zebragram-2024"


def added(browser: Browser, **changed: object) -> Page:
    """The page after a block was sent."""
    return browser.submit(NEW, {**TYPED, **changed})


def verified(app: Flask, office: Office) -> Page:
    """The page after another lawyer verified the block."""
    other = signed_in(app, office, somebody(office, name="Omar Other"))
    return sent(other, PAGE, "/verify")


def sent(browser: Browser, page: str, action: str) -> Page:
    """The page after the form with this action was sent as it stands."""
    shown = browser.get(page)
    (form,) = shown.tree.xpath(f"//main//form[contains(@action, '{action}')]")
    return browser.post(form.action, dict(form.form_values()))


def test_a_block_is_added_and_asked_about_without_a_shell(
    lawyer: Browser, clock: Clock, office: Office
) -> None:
    clock.set(date(2024, 2, 5))

    page = added(lawyer)

    assert "Block added." in page.words
    assert "Zebragram in Pakistan" in page.words
    assert "Not verified" in page.words
    assert 'href="https://www.dawn.com/news/1' in page.text
    begun = lawyer.get("/desk/new?block=pk-zebragram-2024")
    assert "Pakistan Telecommunication Authority" in begun.words


def test_what_is_not_verified_is_on_no_public_page(
    app: Flask, lawyer: Browser, stranger: Browser, office: Office
) -> None:
    added(lawyer)
    reader = PageReader(app, office.public_url)
    addresses = [
        *reader.starts(),
        "/search?words=zebra*",
        "/api/v1/blocks",
        "/blocks/pk-zebra",
        "/bodies/pk-pta",
    ]
    assert len(addresses) > 40

    shown = [a for a in addresses if CANARY.lower() in _words(stranger, a)]

    assert shown == []


def _words(stranger: Browser, address: str) -> str:
    return stranger.client.get(address).get_data().decode(errors="replace").lower()


def test_once_verified_it_is_public_in_this_process_at_once(
    app: Flask, lawyer: Browser, stranger: Browser, office: Office
) -> None:
    added(lawyer)
    assert stranger.get("/blocks/pk-zebragram-2024").status == 404

    assert "The public can see this entry." in verified(app, office).words

    assert "Zebragram in Pakistan" in stranger.get("/blocks/pk-zebragram-2024").words
    assert CANARY in stranger.get("/blocks").words
    assert stranger.get("/api/v1/blocks/pk-zebragram-2024").status == 200


def test_a_form_that_is_sent_twice_adds_one_block(lawyer: Browser, office: Office) -> None:
    added(lawyer)

    again = added(lawyer)

    assert again.status == 422
    assert "“Zebragram in Pakistan” is already in the library." in again.words
    assert len(office.own_library.in_force()) == 1
    assert "Block added." in added(lawyer, since="2024-02-03").words


def test_nothing_typed_is_lost_by_an_error(lawyer: Browser) -> None:
    answer = added(lawyer, since="", where="x" * 301)

    assert answer.status == 422
    assert "Enter a date" in answer.words
    assert "Use 300 characters or fewer." in answer.words
    assert f'value="{CANARY}"' in answer.text
    assert "Both name the day." in answer.text


@pytest.mark.parametrize(
    ("changed", "message"),
    [
        ({"bodies": []}, "Select at least one public body."),
        ({"sources": " \n "}, "Enter at least one source."),
        ({"orderer": "pk-pta"}, "Say what the source says about the order."),
        ({"orderer": "pk-pta", "order_says": "It ordered."}, "Enter at least one source."),
        (
            {"orderer": "pk-pta", "orderer_name": "A minister", "order_says": "So."},
            "Select who ordered it or enter a name, not both.",
        ),
        ({"order_says": "It ordered."}, "Say who ordered it"),
        ({"order_on": "2024-02-01"}, "Say who ordered it"),
        ({"order_sources": "Dawn"}, "Say who ordered it"),
        ({"since": "2199-01-01"}, "1 January 2199 is in the future."),
        ({"until": "2199-01-01"}, "1 January 2199 is in the future."),
        ({"last_confirmed": "2199-01-01"}, "1 January 2199 is in the future."),
        ({"until": "2024-01-01"}, "until"),
        ({"places": "Punjab"}, "places"),
        ({"service": "\u202eevil"}, "cannot be used"),
    ],
)
def test_what_cannot_be_is_refused_in_one_sentence(
    lawyer: Browser, changed: dict[str, object], message: str
) -> None:
    answer = added(lawyer, **changed)

    assert answer.status == 422
    assert message in answer.words


def test_hostile_words_are_shown_as_words(lawyer: Browser) -> None:
    added(lawyer, sources='<script>alert(1)</script> https://example.org/"x')

    shown = lawyer.get(PAGE)

    assert "<script>alert" not in shown.text
    assert "<script>alert(1)</script>" in shown.words


def test_the_order_is_named_with_its_source(lawyer: Browser) -> None:
    added(
        lawyer,
        orderer="pk-pta",
        order_says="It told the operators to block the service.",
        order_on="2024-02-01",
        order_sources="Dawn, 3 February 2024",
    )

    text = lawyer.client.get(f"{PAGE}.toml").get_data(as_text=True)

    assert 'body = "pk-pta"' in text
    assert "Dawn, 3 February 2024" in text


def test_a_body_of_another_country_is_added_with_its_law(lawyer: Browser) -> None:
    page = lawyer.submit(
        "/desk/library/new/body?country=ke",
        {
            "name": "Media Council of Kenya",
            "in_sentence": "",
            "short_name": "MCK",
            "role": "regulator",
            "laws": ["ke-atia-2016"],
            "calendar": "ke-government",
            "address_to": "The Chief Executive Officer",
            "address": "",
            "sources": "mediacouncil.or.ke",
            "read_in": "secondary",
            "why": "Its own page.",
        },
    )

    assert "Public body added." in page.words
    assert "Media Council of Kenya" in page.words
    assert 'laws = ["ke-atia-2016"]' in page.words


def _facts(page: Page) -> dict[str, str]:
    """What the page tells of the entry, by the name of the fact."""
    names = page.tree.xpath("//dl[@class='facts']/dt")
    return {
        " ".join(name.text_content().split()): " ".join(name.getnext().text_content().split())
        for name in names
    }


def test_an_entry_is_read_as_facts_beside_their_sources(lawyer: Browser) -> None:
    page = added(
        lawyer,
        orderer="pk-interior",
        order_says="It told the regulator to block the service.",
        order_on="2024-02-03",
        order_sources="Geo, https://geo.tv/2",
        last_confirmed="2024-02-09",
        note="Nobody says when it ends.",
    )

    facts = _facts(page)

    assert "Zebragram" in facts["Service"]
    assert "زیبراگرام" in facts["Service"]
    assert "Thursday 1 February 2024" in facts["First day"]
    assert "It was about this day" in facts["First day"]
    assert "Day of restoration" not in facts
    assert "9 February 2024" in facts["Last day on which a source says that it was in force"]
    assert facts["Public bodies that can be asked"] == "Pakistan Telecommunication Authority"
    assert "Ministry of Interior" in facts["Who ordered it"]
    assert "3 February 2024" in facts["Who ordered it"]
    assert "It told the regulator" in facts["Who ordered it"]
    assert "https://geo.tv/2" in facts["Who ordered it"]
    assert "Reuters, 2 February 2024" in facts["Sources"]
    assert facts["What is not known"] == "Nobody says when it ends."
    assert page.tree.xpath("//dl//a[@href='https://geo.tv/2']")


def test_a_correction_is_read_as_facts_before_it_is_used(lawyer: Browser, office: Office) -> None:
    shipped = office.library_reader.shipped(EntryName("bodies", "pk-pta"))

    page = lawyer.submit(
        "/desk/library/bodies/pk-pta/change",
        {"text": shipped.replace('"PTA"', '"P.T.A."'), "why": "letterhead"},
    )

    assert _facts(page)["Short name"] == "P.T.A."
    assert "pk-rai-2017" not in _facts(page)["Laws that bind it"]


def test_an_entry_that_this_program_cannot_read_is_shown_as_its_text(
    lawyer: Browser, office: Office
) -> None:
    added(lawyer)
    (stored,) = office.own_library.in_force()
    office.own_library.add(replace(stored, text="nonsense <b>"))

    page = lawyer.get(PAGE)

    assert "The program does not use this entry" in page.words
    assert "nonsense <b>" in page.words
    assert _facts(page) == {}


def test_an_advocate_adds_and_only_a_lawyer_verifies(app: Flask, office: Office) -> None:
    advocate = signed_in(app, office, somebody(office, RoleName.ADVOCATE))

    page = added(advocate)

    assert "Only a lawyer or an administrator can verify" in page.words
    token = {"csrf_token": advocate.get(NEW).value("csrf_token"), "number": "1"}
    assert advocate.post(f"{PAGE}/verify", token).status == 403


def test_a_shipped_entry_is_corrected_as_text(app: Flask, lawyer: Browser, office: Office) -> None:
    change = "/desk/library/bodies/pk-pta/change"
    shipped = office.library_reader.shipped(EntryName("bodies", "pk-pta"))
    assert "pk-federal-islamabad" in lawyer.get(change).text

    wrong = lawyer.submit(change, {"text": "nonsense", "why": "x"})
    assert wrong.status == 422
    assert "nonsense" in wrong.text
    right = lawyer.submit(
        change, {"text": shipped.replace('"PTA"', '"P.T.A."'), "why": "letterhead"}
    )

    assert "Correction" in right.words


def test_an_office_without_entries_says_so(lawyer: Browser) -> None:
    page = lawyer.get("/desk/library")

    assert "The office has added nothing yet." in page.words


@pytest.mark.parametrize(
    "path",
    [
        "/desk/library/new/block?country=xx",
        "/desk/library/new/body?country=<b>",
        "/desk/library/blocks/no-such",
        "/desk/library/nowhere/pk-pta",
        "/desk/library/digest/x/change",
        "/desk/library/blocks/no-such.toml",
        "/desk/library/blocks/no-such/change",
    ],
)
def test_what_is_not_there_is_not_found(lawyer: Browser, path: str) -> None:
    assert lawyer.get(path).status == 404
