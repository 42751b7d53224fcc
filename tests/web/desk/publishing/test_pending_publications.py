"""What waits for a second person or for its day: looked at as readers get it, and confirmed."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest
from flask import Flask

from tests.documents.papers import a_pdf
from tests.offices import Clock, a_request, an_office, consented
from tests.services.publishing.test_copying import answered, ready
from tests.web.browser import Browser, Page, an_app, signed_in, somebody
from tests.web.record_scenes import questions
from tracker.services.cases.receiving import correct
from tracker.services.core.evidence import checked_upload
from tracker.services.core.office import Office
from tracker.services.people.accounts import change_language
from tracker.services.ports.people import Account, RoleName
from tracker.services.publishing.copying import begin
from tracker.services.publishing.pending_publications import release_due
from tracker.translations import locale

MORNING = date(2024, 3, 8)


@pytest.fixture
def office_and_clock(tmp_path: Path) -> Iterator[tuple[Office, Clock]]:
    """A live office on 8 March 2024."""
    with an_office(tmp_path, live=True) as (office, clock):
        clock.set(MORNING)
        yield office, clock


@pytest.fixture
def app(office: Office) -> Flask:
    return an_app(office)


@pytest.fixture
def advocate(app: Flask, office: Office) -> Browser:
    return signed_in(app, office, somebody(office, RoleName.ADVOCATE, "Adam Advocate"))


def chosen(lawyer: Browser, reference: str, **fields: object) -> Page:
    """The page after a look at what is chosen."""
    form = lawyer.get(f"/desk/requests/{reference}/publish")
    return lawyer.submit(form, fields | {"action": "look"})


TEXT = {"texts-0-title": "Note", "texts-0-words": "Words of the office."}


def prepared(lawyer: Browser, reference: str, **fields: object) -> Page:
    seen = chosen(lawyer, reference, **TEXT, **fields)
    assert not seen.tree.xpath("//button[normalize-space()='Publish']")
    return lawyer.submit(seen, {"action": "prepare"})


def test_a_reader_of_the_workspace_in_urdu_confirms_the_page_in_urdu(office: Office) -> None:
    spoken = replace(office, locale=locale)
    app, reference = an_app(spoken), consented(office, a_request(office, on=date(2024, 2, 23)))
    lawyer, second = (
        signed_in(app, spoken, in_urdu(spoken, name)) for name in ("Lena Lawyer", "Adam Second")
    )
    lawyer.submit(chosen(lawyer, reference, **TEXT), {"action": "prepare"})
    where = f"/desk/requests/{reference}/waiting"
    preview = second.get(f"{where}/page")
    assert preview.tree.xpath("//html/@lang | //html/@dir") == ["ur", "rtl"]

    second.submit(where, {"looked": "y", "action": "confirm"})

    assert Browser(app).get(f"/ur/requests/{reference}").text == preview.text


def in_urdu(office: Office, name: str) -> Account:
    account = somebody(office, RoleName.LAWYER, name)
    change_language(office, account, "ur")
    return account


def test_a_second_person_confirms_what_readers_get_byte_for_byte(
    lawyer: Browser, advocate: Browser, stranger: Browser, office: Office
) -> None:
    """With an answer, its copy, a text, and words of the response: the page that was confirmed and
    the one that strangers get are the same bytes. (The version and digest it names are those of
    the record as it will be, so not even they differ.)"""
    reference, paper = answered(office, checked_upload("reply.pdf", a_pdf()))
    consented(office, reference)
    begin(office, reference, paper, "Response")
    ready(office, reference, paper)
    with office.cases.open(reference) as case:
        case.keep_quotes(5, {questions(office, reference)[0]: "No order exists."})
    waits = prepared(
        lawyer,
        reference,
        copies=paper,
        quotes=f"5:{questions(office, reference)[0]}",
        not_before="",
    )
    assert "Sent to a second person" in waits.words
    assert "Someone else must review and confirm it" in waits.words
    assert stranger.get(f"/requests/{reference}").status == 404
    assert stranger.get("/requests").words.count(reference) == 0
    where = f"/desk/requests/{reference}/waiting"
    assert "Publications waiting 1" in advocate.get("/desk").words
    preview = advocate.get(f"{where}/page").text
    assert "Words of the office." in preview
    assert "No order exists." in preview

    hasty = advocate.submit(where)
    assert hasty.summary() == ["Check the page and every copy first, then confirm here."]
    done = advocate.submit(where, {"looked": "y", "action": "confirm"})

    assert "Published." in done.words
    assert stranger.get(f"/requests/{reference}").text == preview
    assert "Publications waiting" not in advocate.get("/desk").words
    assert "One person prepared it, and another confirmed it." in done.words


def test_the_page_looked_at_before_is_the_page_that_is_published(
    lawyer: Browser, stranger: Browser, office: Office
) -> None:
    reference = consented(office, a_request(office, on=date(2024, 2, 23)))
    seen = chosen(lawyer, reference, **TEXT)
    assert "You are the only person in this office" in seen.words
    preview = lawyer.submit(seen, path=f"/desk/requests/{reference}/as-published").text

    done = lawyer.submit(seen, {"action": "publish"})

    assert stranger.get(f"/requests/{reference}").text == preview
    assert "One person published it without a second person’s confirmation." in done.words


def test_who_prepared_it_cannot_confirm_it_by_any_form(
    lawyer: Browser, advocate: Browser, stranger: Browser, office: Office
) -> None:
    reference = consented(office, a_request(office, on=date(2024, 2, 23)))
    page = prepared(lawyer, reference)
    assert not page.tree.xpath("//button[@value='confirm']")
    key = page.value("csrf_token")
    typed = {"csrf_token": key, "looked": "y", "action": "confirm", "seen": "0" * 64}

    told = lawyer.post(f"/desk/requests/{reference}/waiting", typed)

    assert told.status == 409
    assert "You prepared this" in told.summary()[0]
    assert stranger.get(f"/requests/{reference}").status == 404


def test_an_advocate_prepares_and_cannot_publish(
    lawyer: Browser, advocate: Browser, stranger: Browser, office: Office
) -> None:
    reference = consented(office, a_request(office, on=date(2024, 2, 23)))
    seen = chosen(advocate, reference)
    assert "Send to a second person" in seen.words
    assert not seen.tree.xpath("//button[@value='publish']")

    told = advocate.submit(seen, {"action": "publish"})

    assert told.status == 403
    assert stranger.get(f"/requests/{reference}").status == 404


def test_what_is_kept_back_is_read_nowhere_before_its_day(
    lawyer: Browser, stranger: Browser, office: Office, clock: Clock
) -> None:
    reference = consented(office, a_request(office, on=date(2024, 2, 23)))
    kept_back = prepared(lawyer, reference, not_before="2024-03-09")
    assert "Publication scheduled." in kept_back.words
    assert "At the start of Saturday 9 March 2024" in kept_back.words
    for path in ("/", "/requests", "/bodies", "/bodies/pk-pta", "/blocks/pk-x-2024"):
        page = stranger.get(path)
        assert reference not in page.text
        assert "Words of the office" not in page.text
    for path in ("", ".json"):
        assert stranger.get(f"/requests/{reference}{path}").status == 404

    # 19:00 UTC is midnight in Islamabad.
    clock.set(MORNING, hour=19)
    release_due(office)

    assert "Words of the office." in stranger.get(f"/requests/{reference}").text
    history = lawyer.get(f"/desk/requests/{reference}").words
    assert "It was scheduled for Saturday 9 March 2024." in history


def test_what_was_changed_meanwhile_is_told_in_the_morning_and_looked_at_again(
    lawyer: Browser, stranger: Browser, office: Office, clock: Clock
) -> None:
    reference = consented(office, a_request(office, on=date(2024, 2, 23)))
    prepared(lawyer, reference, not_before="2024-03-09")
    correct(office, reference, 3, "Sent by another channel.", by="somebody")
    clock.set(MORNING, hour=19)
    release_due(office)

    morning = lawyer.get("/desk").words
    assert "The timeline changed after this publication was prepared" in morning
    page = lawyer.get(f"/desk/requests/{reference}/waiting")

    assert "Entry 3 cannot be published." in page.words
    assert not page.tree.xpath("//button[@value='confirm']"), "it can be called off alone"
    assert "Cancelled" in lawyer.submit(page, {"action": "call-off"}).words
    assert stranger.get(f"/requests/{reference}").status == 404


def test_what_waits_is_called_off(
    lawyer: Browser, stranger: Browser, office: Office, clock: Clock
) -> None:
    reference = consented(office, a_request(office, on=date(2024, 2, 23)))
    page = prepared(lawyer, reference, not_before="2024-03-20")

    done = lawyer.submit(page, {"action": "call-off"})

    assert "Cancelled. None of it will be published." in done.words
    clock.set(date(2024, 3, 20))
    release_due(office)
    assert stranger.get(f"/requests/{reference}").status == 404


def test_proposals_are_marked_and_one_button_blacks_them_out(
    lawyer: Browser, stranger: Browser, office: Office
) -> None:
    reference = consented(office, a_request(office, on=date(2024, 2, 23)))
    words = "The officer, Mr Asad Example, telephone 0300-1234567, said no."
    told = chosen(lawyer, reference, **{"texts-0-title": "Note", "texts-0-words": words})
    assert "Replace it with “[…]” and try again" in told.summary()[0]
    marked = [each.text for each in told.tree.xpath("//mark")]
    assert marked == ["Mr Asad Example", "0300-1234567"]

    cut = lawyer.submit(told, {"action": "redact"})

    assert cut.value("texts-0-words").strip() == "The officer, […], telephone […], said no."
    lawyer.submit(cut, {"action": "publish"})
    public = stranger.get(f"/requests/{reference}")
    assert "The officer, […], telephone […], said no." in public.text
    assert "Asad" not in public.text
    digest = office.records.record(reference).releases[0].digest
    with office.cases.look(reference) as case:
        assert case.original(digest) == words
