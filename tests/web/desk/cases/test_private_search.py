"""The page on which private words are searched."""

import json

from flask import Flask

from tests.offices import AYESHA, a_request
from tests.web.browser import Browser, signed_in, somebody
from tracker.services.cases.notes_and_tasks import write_note
from tracker.services.core.office import Office
from tracker.services.people.accounts import add_account
from tracker.services.ports.people import RoleName

SEARCH = "/desk/requests/search"


def hits(browser: Browser, words: str) -> list[str]:
    page = browser.submit(SEARCH, {"words": words})
    assert page.status == 200
    return [
        str(link).rpartition("/")[2]
        for link in page.tree.xpath("//section[@aria-labelledby='found']//li/a/@href")
    ]


def test_a_lawyer_finds_requests_by_who_asked_and_by_notes(app: Flask, office: Office) -> None:
    first, second = a_request(office), a_request(office, block="pk-tiktok-2020-10")
    lena = somebody(office)
    browser = signed_in(app, office, lena)
    write_note(office, second, "Mr Örnek called.", by=lena.id)

    assert hits(browser, AYESHA.name.upper()) == sorted([first, second])
    assert hits(browser, "ornek") == [second]
    assert hits(browser, "nobody at all") == []
    assert hits(browser, "—") == []


def test_what_is_searched_for_stands_in_no_address(app: Flask, office: Office) -> None:
    a_request(office)
    browser = signed_in(app, office, somebody(office))

    page = browser.submit(SEARCH, {"words": "Namoona"})

    assert "1 request" in page.words
    assert page.answer.request.query_string == b""
    assert page.value("words") == "Namoona"


def test_no_word_and_too_long_a_word_are_sent_back(app: Flask, office: Office) -> None:
    browser = signed_in(app, office, somebody(office))

    assert browser.submit(SEARCH, {"words": " "}).summary() == ["Enter at least one word."]
    assert browser.submit(SEARCH, {"words": "x" * 201}).status == 422


def test_a_guest_searches_nothing(app: Flask, office: Office) -> None:
    guest = add_account(office, "guest@example.org", "Guest", RoleName.LAWYER, "partner")
    browser = signed_in(app, office, guest)

    assert browser.get(SEARCH).status == 403


def test_a_hit_by_words_of_a_scan_says_so(app: Flask, office: Office) -> None:
    reference, browser = a_request(office), signed_in(app, office, somebody(office))
    said = "in words that a program read"
    assert "this server has no program that reads them" in browser.get(SEARCH).words
    page = {"file": "", "page": 0, "words": "zookeeper", "guessed": True, "failed": False}
    with office.cases.open(reference) as case:
        case.keep_words("scan text " + "0" * 64, json.dumps([page]))

    scanned, typed = (browser.submit(SEARCH, {"words": each}) for each in ("zookeeper", "Namoona"))

    assert reference.upper() in scanned.words
    assert said in scanned.words
    assert reference.upper() in typed.words
    assert said not in typed.words
