"""The pages of receipt, calls and visits: what each proof shows, and what starts no clock.

The request was sent on Monday 19 February 2024; its server report is of Monday the 26th.
"""

from datetime import date

import pytest

from tests.emailed import OTHER, emailed
from tests.offices import Clock, a_request
from tests.web.browser import Browser, Page
from tracker.domain.base.terms import Channel
from tracker.domain.case.case_state import case_state_of
from tracker.domain.events.correspondence.received import Received
from tracker.services.core.office import Office

REPORT = {"papers": (b"250 2.0.0 queued\n", "report.txt")}


@pytest.fixture(autouse=True)
def later(clock: Clock) -> None:
    clock.set(date(2024, 3, 1))


def logged(browser: Browser, reference: str, proof: str, **more: str) -> Page:
    typed = {"on": "2024-02-26", "proof": proof} | more
    return browser.submit(f"/desk/requests/{reference}/receipt", typed, REPORT)


def received(office: Office, reference: str) -> Received | None:
    with office.cases.look(reference) as case:
        found = case_state_of(case.history).received
    if found is None:
        return None
    assert isinstance(found.event, Received)
    return found.event


def test_a_servers_acceptance_at_another_address_starts_no_clock_and_nothing_typed_is_lost(
    lawyer: Browser, office: Office
) -> None:
    reference = emailed(office, OTHER)

    page = logged(lawyer, reference, "server-acceptance")

    assert page.status == 409
    assert "The rule does not admit this proof, so it starts no clock." in page.words
    assert "received when it enters that system" in page.words
    assert "send a copy by registered post" in page.words
    assert (page.value("proof"), page.value("on")) == ("server-acceptance", "2024-02-26")
    assert received(office, reference) is None


def test_an_own_reading_is_logged_and_its_reason_is_on_the_page_of_the_office_alone(
    lawyer: Browser, stranger: Browser, office: Office
) -> None:
    reference = emailed(office, OTHER)
    reason = "Section 15(2)(b) of the Ordinance."

    logged(lawyer, reference, "mailbox-delivery", reason=reason)

    event = received(office, reference)
    assert event
    assert event.own_reading
    words = lawyer.get(f"/desk/requests/{reference}").words
    assert reason in words
    assert "The office that logged this entry considers it proof of receipt" in words
    assert "(provisional)" in words


def test_a_letter_by_post_is_offered_no_proof_of_an_email(lawyer: Browser, office: Office) -> None:
    page = lawyer.get(f"/desk/requests/{a_request(office)}/receipt")

    assert "Acknowledgement-due card" in page.words
    assert "Automatic reply of the body" not in page.words
    assert "Mail server receipt" not in page.words
    assert not page.tree.xpath("//*[@name='reason']")


def test_the_page_says_what_each_proof_shows_and_proves_no_more(
    lawyer: Browser, office: Office
) -> None:
    page = lawyer.get(f"/desk/requests/{emailed(office)}/receipt")

    assert "It does not say what was in it." in page.words
    assert "not that someone read it. It is not a response." in page.words


def test_a_courier_record_for_a_registered_letter_is_taken_with_a_remark(
    lawyer: Browser, office: Office
) -> None:
    reference = emailed(office, "", channel=Channel.REGISTERED_POST)

    page = logged(lawyer, reference, "courier-delivery")

    remark = "“Courier’s delivery record” is unusual for a letter sent by registered post."
    assert remark in page.words
    assert received(office, reference)
    assert remark in lawyer.get(f"/desk/requests/{reference}/dispatches").words


def test_the_usual_proof_gets_no_remark(lawyer: Browser, office: Office) -> None:
    reference = emailed(office, "", channel=Channel.REGISTERED_POST)

    assert "unusual" not in logged(lawyer, reference, "acknowledgement-card").words


def test_a_call_is_logged_with_its_private_note(lawyer: Browser, office: Office) -> None:
    reference = a_request(office)
    path = f"/desk/requests/{reference}"
    typed = {
        "on": "2024-02-22",
        "how": "telephone",
        "time": "10:30",
        "post": "Clerk at the diary counter",
        "number": "D-4711",
        "said": "The letter has arrived.",
    }
    assert "Log a phone call or a visit" in lawyer.get(path).words

    page = lawyer.submit(f"{path}/record/conversation", typed)

    assert "Call or visit logged. No deadline changed." in page.words
    for words in ("Clerk at the diary counter", "D-4711", "The letter has arrived.", "10:30"):
        assert words in page.words
    assert received(office, reference) is None


def test_a_call_without_a_note_is_refused_at_its_fields(lawyer: Browser, office: Office) -> None:
    reference = a_request(office)

    page = lawyer.submit(
        f"/desk/requests/{reference}/record/conversation", {"on": "2024-02-22", "said": "Yes."}
    )

    assert page.status == 422
    for words in ("Select whether you called or visited.", "Enter the post of the person"):
        assert words in page.words
    assert "Yes." in page.words
