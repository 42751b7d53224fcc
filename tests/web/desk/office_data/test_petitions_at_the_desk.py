"""From a country without a law to a petition on the public record, through the pages."""

from datetime import date

import pytest

from tests.lawfiles.small_library import POWER
from tests.offices import AYESHA, Clock, a_request, received
from tests.web.browser import Browser, Page, somebody
from tracker.domain.law.petition import PETITIONER
from tracker.services.cases.notes_and_tasks import tasks_about
from tracker.services.cases.sending import approve
from tracker.services.core.current_library import with_current_library
from tracker.services.core.office import Office
from tracker.services.drafting.drafts import save, settle, start
from tracker.services.office_data.countries import zones_by_country
from tracker.services.office_data.entry_files import TEMPLATES, TO_FILL
from tracker.services.office_data.own_entries import known_entry, verify_entry
from tracker.services.ports.own_library import EntryName
from tracker.services.publishing.publishing import Publication, publish_entries, publishable

COUNTRY = "ir"  # the library has no law of this country
KEY, BODY_KEY = "ir-zebragram-2024", "ir-ministry-of-invented-affairs"
SOURCE = "Example News, 2 February 2024, https://example.org/1"
BODY = {
    "name": "Ministry of Invented Affairs",
    "role": "ministry",
    "zone": "Asia/Tehran",
    "weekend": ["4"],
    "address_to": "The Minister",
    "address": "1 Street\nTehran",
    "sources": SOURCE,
    "read_in": "secondary",
    "why": "read in one newspaper",
}
BLOCK = {
    "kind": "block",
    "service": "Zebragram",
    "where": "Iran",
    "since": "2024-02-01",
    "known": "exactly",
    "bodies": ["ir-ministry-of-invented-affairs"],
    "sources": SOURCE,
    "read_in": "secondary",
    "why": "read in one newspaper",
}
PDF = (b"%PDF-1.7\n%a small paper\n", "proof.pdf")
DISPATCH = {"on": "2024-02-21", "channel": "courier", "number": "CN-1", "source": "word"}


def body_page(lawyer: Browser, **changed: object) -> Page:
    return lawyer.submit(f"/desk/library/new/body?country={COUNTRY}", {**BODY, **changed})


def test_several_petitions_ask_for_no_capacity_and_count_the_core(
    lawyer: Browser, iranian: Office
) -> None:
    body_page(lawyer, name="Ministry of Other Affairs")
    keys = [BODY_KEY, "ir-ministry-of-other-affairs"]
    address = f"/desk/new/together?block={KEY}&body={keys[0]}&body={keys[1]}"
    form = lawyer.get(address)
    assert not form.tree.xpath("//input[@name='eligibility']")
    assert "Petition of general law, 8 items" in form.words

    lawyer.submit(form, {"name": AYESHA.name, "address": AYESHA.address}, path=address)

    assert {each.body: each.eligibility for each in iranian.drafts.all()} == dict.fromkeys(
        keys, PETITIONER
    )


@pytest.fixture
def iranian(lawyer: Browser, office: Office, clock: Clock) -> Office:
    """The office with a body and a block of the country, added through the pages."""
    clock.set(date(2024, 2, 20))
    body_page(lawyer)
    page = lawyer.submit(f"/desk/library/new/block?country={COUNTRY}", BLOCK)
    assert "Block added." in page.words
    return with_current_library(office)


def test_every_country_can_be_chosen(lawyer: Browser) -> None:
    page = lawyer.get("/desk/library/new/body")
    offered = set(page.tree.xpath("//main//a[contains(@href, 'country=')]/@href"))
    known = {address.rpartition("=")[2] for address in offered}
    assert zones_by_country().keys() <= known
    assert "eu" in known
    days = lawyer.get("/desk/library/new/days")
    assert f"country={COUNTRY}" not in days.text
    assert lawyer.get("/desk/library/new/body?country=zz").status == 404


def test_body_of_country_without_law_comes_with_calendar(lawyer: Browser, office: Office) -> None:
    page = body_page(lawyer)
    assert "It can already be sent a petition." in page.words
    library = with_current_library(office).library
    body = library.body("ir-ministry-of-invented-affairs")
    assert (body.laws, body.calendar) == ((), "ir-offices")
    calendar = library.calendar("ir-offices")
    assert calendar.zone == "Asia/Tehran"
    assert calendar.weekends[0].weekdays == frozenset({4})
    assert "public holidays are not known" in str(calendar.title)
    # The second body uses the same calendar.
    again = lawyer.get(f"/desk/library/new/body?country={COUNTRY}")
    assert again.tree.xpath("//select[@name='calendar']/option/@value") == ["ir-offices"]


def test_missing_parts_of_calendar_are_named_and_nothing_typed_is_lost(
    lawyer: Browser, office: Office
) -> None:
    page = body_page(lawyer, weekend=[])
    assert "Select the days on which its offices are closed each week." in page.words
    assert page.value("name") == BODY["name"]
    assert office.own_library.in_force() == ()


def test_draft_says_what_petition_is(lawyer: Browser, iranian: Office) -> None:
    lawyer.submit(f"/desk/new?block={KEY}", {"body": BODY_KEY})
    (draft,) = iranian.drafts.all()
    page = lawyer.get(f"/desk/drafts/{draft.reference}/law")
    assert "Petition of general law" in page.words
    assert "claims no time limit and starts none" in page.words
    assert "/laws/general-petition" not in page.text


def test_sending_asks_when_to_remind_and_receipt_starts_no_clock(
    lawyer: Browser, iranian: Office, clock: Clock
) -> None:
    draft = save(iranian, start(iranian, KEY, BODY_KEY, by="tester"), AYESHA, by="tester")
    settle(iranian, draft.reference, draft.version, by="tester")
    approve(iranian, draft.reference, by="tester")
    clock.set(date(2024, 2, 21))
    page = f"/desk/requests/{draft.reference}"

    early = {**DISPATCH, "remind_on": "2024-02-21"}
    refused = lawyer.submit(f"{page}/sent", early, {"proofs": PDF})
    assert "Choose a day after the date it was sent." in refused.summary()[0]
    assert refused.value("number") == DISPATCH["number"]
    lawyer.submit(f"{page}/sent", {**DISPATCH, "remind_on": "2024-04-22"}, {"proofs": PDF})
    (worded,) = tasks_about(iranian, draft.reference)
    assert worded.task.due == date(2024, 4, 22)

    proof = {"on": "2024-02-21", "proof": "courier-delivery"}
    receipt = lawyer.submit(f"{page}/receipt", proof, {"papers": PDF})
    assert "A petition starts no clock." in receipt.words
    shown = lawyer.get(page).words
    assert "It rests on no statutory time limit" in shown
    assert "No time limit is known" not in shown


def test_request_does_not_ask_when_to_remind(lawyer: Browser, office: Office) -> None:
    reference = a_request(office)
    assert (
        lawyer.get(f"/desk/requests/{reference}/sent").tree.xpath("//*[@name='remind_on']") == []
    )


def test_public_page_shows_petition_as_what_it_is(
    stranger: Browser, iranian: Office, clock: Clock
) -> None:
    reference = a_request(
        iranian, block=KEY, body=BODY_KEY, on=date(2024, 2, 20), eligibility=PETITIONER
    )
    received(iranian, reference, date(2024, 2, 20))
    other = somebody(iranian, name="Omar Other").id
    for name in (("calendars", "ir-offices"), ("bodies", BODY_KEY), ("blocks", KEY)):
        entry = known_entry(iranian, EntryName(*name))
        verify_entry(iranian, entry.newest.name, entry.newest.number, by=other)
    open_office = with_current_library(iranian)
    clock.set(date(2026, 11, 20))
    with open_office.cases.look(reference) as case:
        chosen = tuple(entry.seq for entry in publishable(case.history))
    publish_entries(open_office, reference, Publication(chosen), by="tester")

    page = stranger.get(f"/requests/{reference}")
    assert f"Petition {reference}" in page.words
    assert "It is a petition, not a request under an information law" in page.words
    assert "There is no time limit" in page.words
    assert "A petition rests on no statutory time limit" in page.words
    assert "No response in the time" not in page.words
    assert "/laws/general-petition" not in page.text
    listed = stranger.get("/api/v1/requests").text
    assert "general-petition" in listed
    assert "general-petition" not in stranger.get("/laws").text
    assert "general-petition" not in stranger.get("/deadlines").text


@pytest.mark.parametrize("folder", sorted(TEMPLATES))
def test_file_is_added_from_template(lawyer: Browser, office: Office, folder: str) -> None:
    address = f"/desk/library/new/file/{folder}"
    assert address in lawyer.get("/desk/library").text
    page = lawyer.get(address)
    assert TO_FILL in page.value("text")
    again = lawyer.submit(address, {"text": page.value("text") + "# typed", "why": "read"})
    assert "Places left" in again.words
    assert "# typed" in again.value("text")
    assert office.own_library.in_force() == ()


def test_power_is_saved_from_template(lawyer: Browser, office: Office) -> None:
    typed = {"text": POWER.replace("xx", "ke"), "why": "read"}
    page = lawyer.submit("/desk/library/new/file/powers", typed)
    assert "Someone else has to compare the sources." in page.words
    assert "ke-power" in with_current_library(office).library.powers


def test_unknown_kind_of_file_is_not_found(lawyer: Browser) -> None:
    assert lawyer.get("/desk/library/new/file/blocks").status == 404
