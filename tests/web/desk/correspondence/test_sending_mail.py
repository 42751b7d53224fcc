"""The pages on which a person sends a letter by email."""

import re
import zipfile
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest

from tests.offices import AYESHA, Clock, LetterBox, received
from tests.services.correspondence.mail_scenes import (
    PTA,
    a_waiting_mail,
    an_approved_request,
    box_of,
    by_email,
    state_of,
)
from tests.services.correspondence.test_handing_over import a_report
from tests.web.browser import Browser, Page, an_app, signed_in, somebody
from tracker.domain.base.terms import Channel
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.correspondence.outgoing.handing_over import hand_over_letters
from tracker.services.correspondence.outgoing.sending_mail import CALL_BACK_PAUSE
from tracker.services.correspondence.uncertain_letters import settle_by_report
from tracker.services.ports.correspondence.letters import NoAnswer
from tracker.services.ports.people import RoleName


@pytest.fixture
def office(office: Office) -> Office:
    """An office whose library has a body with an address for information requests."""
    return by_email(office)


def prepared(lawyer: Browser, reference: str, **changes: str) -> Page:
    """Prepare a mail with the request, and return its page."""
    path = f"/desk/requests/{reference}/email/new/request"
    typed = {"recipient": PTA, "word": "y"} | changes
    return lawyer.submit(path, typed)


def press(lawyer: Browser, path: str, act: str) -> Page:
    """Press a button on the page of a letter."""
    token = lawyer.get(path).value("csrf_token")
    return lawyer.post(f"{path}/{act}", {"csrf_token": token})


def id_in(page: Page) -> str:
    """The identifier of the letter in the addresses on its page."""
    found = re.search(r"/email/([0-9a-f]{32})", str(page.text))
    assert found
    return found[1]


def handed_over(lawyer: Browser, office: Office, clock: Clock, reference: str) -> str:
    """Send the request by email, and return the address of its page when the pause has passed."""
    path = f"/desk/requests/{reference}/email/{id_in(prepared(lawyer, reference))}"
    press(lawyer, path, "send")
    clock.moment += CALL_BACK_PAUSE
    hand_over_letters(office)
    return path


def test_a_person_sends_calls_back_sends_and_sees_that_it_was_handed_over(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    reference = an_approved_request(office)
    start = lawyer.get(f"/desk/requests/{reference}/email")
    assert f"The body takes requests at {PTA}" in start.words
    page = prepared(lawyer, reference)
    for words in (PTA, "@rti.office.example", f"[{reference.upper()}]", "Send this mail"):
        assert words in page.words
    path = f"/desk/requests/{reference}/email/{id_in(page)}"
    assert "Call it back" in press(lawyer, path, "send").words
    assert "Called back. The letter was not sent." in press(lawyer, path, "call-back").words
    clock.moment += CALL_BACK_PAUSE
    assert hand_over_letters(office) == 0

    page = prepared(lawyer, reference)
    path = f"/desk/requests/{reference}/email/{id_in(page)}"
    press(lawyer, path, "send")
    clock.moment += CALL_BACK_PAUSE
    assert hand_over_letters(office) == 1
    shown = lawyer.get(path).words

    assert "Handed over to the mail server" in shown
    assert "mail.office.example, queue number 4FQ21" in shown
    assert "No report yet." in shown
    assert "A server’s report is not a receipt unless the law says so." in shown
    assert "Request sent" in lawyer.get(f"/desk/requests/{reference}").words


def test_the_report_of_the_bodys_server_is_shown_and_is_no_receipt(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    reference = an_approved_request(office)
    path = handed_over(lawyer, office, clock, reference)

    settle_by_report(office, a_report(f"{path.rpartition('/')[2]}.1", clock.moment))
    shown = lawyer.get(path).words

    assert "relayed, mx.pta.example: 250 2.0.0 queued as BODY-1" in shown
    assert "A server’s report is not a receipt unless the law says so." in shown
    assert state_of(office, reference).received is None


def test_an_uncertain_letter_says_what_to_do_and_a_person_settles_it(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    reference = an_approved_request(office)
    box_of(office).troubles.append(NoAnswer("The mail server did not answer."))
    path = handed_over(lawyer, office, clock, reference)
    shown = lawyer.get(path)
    assert "The letter is not sent again automatically." in shown.words

    settled = lawyer.submit(shown, {"on": "2026-11-24"}, path=path)

    assert "Recorded: the mail server took the letter." in settled.words
    assert len(state_of(office, reference).sent) == 1


@pytest.mark.slow
def test_a_letter_that_names_another_way_of_service_is_marked(
    lawyer: Browser, office: Office
) -> None:
    by_post = an_approved_request(office, channels=(Channel.POST,))
    emailed = an_approved_request(office, channels=(Channel.EMAIL,))

    assert "says that it is served in another way" in prepared(lawyer, by_post).words
    assert "says that it is served in another way" not in prepared(lawyer, emailed).words


def test_a_copy_is_called_a_copy_and_needs_its_source(lawyer: Browser, office: Office) -> None:
    reference = an_approved_request(office)

    refused = prepared(lawyer, reference, recipient="info@pta.example")
    assert "Say where this address was found." in refused.words
    assert refused.value("recipient") == "info@pta.example"
    copy = prepared(lawyer, reference, recipient="info@pta.example", source="its website")

    assert "This is a copy that starts no clock." in copy.words


def test_the_proof_sheet_has_the_words_of_the_server_and_the_exact_mail(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    reference = an_approved_request(office)
    path = handed_over(lawyer, office, clock, reference)

    token = lawyer.get(path).value("csrf_token")
    answer = lawyer.client.post(f"{path}/proof.zip", data={"csrf_token": token})

    ((envelope, envid),) = box_of(office).taken
    with zipfile.ZipFile(BytesIO(answer.data)) as parts:
        assert parts.read("MAIL.eml") == envelope.data
        sheet = parts.read("PROOF-SHEET.txt").decode()
        names = parts.namelist()
    for words in (envid, "< 250 2.0.0 Ok: queued as 4FQ21", "TLSv1.3", "does not prove"):
        assert words in sheet
    for word in (AYESHA.name, AYESHA.contact):
        assert word not in sheet
    assert ("PROOF-SHEET.pdf" in names) is office.documents.prints


def test_without_addresses_the_page_says_that_nothing_goes_out(office: Office) -> None:
    bare = replace(office, letter_post=LetterBox(addresses=None, outside=False))
    lawyer = signed_in(an_app(bare), bare, somebody(bare, RoleName.LAWYER))
    reference = an_approved_request(bare)

    page = lawyer.get(f"/desk/requests/{reference}/email")
    refused = prepared(lawyer, reference)

    assert "No addresses are set up for requests" in page.words
    assert "The operator sets TRACKER_MAIL_ADDRESSES" in refused.words


def test_a_letter_of_another_request_is_not_found(lawyer: Browser, office: Office) -> None:
    reference = an_approved_request(office)
    id = id_in(prepared(lawyer, reference))

    other = an_approved_request(office)

    assert lawyer.get(f"/desk/requests/{other}/email/{id}").status == 404
    assert lawyer.get(f"/desk/requests/{reference}/email/new/nothing").status == 404


def test_the_bundle_of_an_appeal_has_the_proof_of_what_was_sent_by_email(
    office: Office, clock: Clock
) -> None:
    letter = a_waiting_mail(office, clock)
    hand_over_letters(office)
    received(office, letter.reference, date(2026, 11, 24))
    clock.set(date(2027, 1, 15))
    sweep(office)
    lawyer = signed_in(an_app(office), office, somebody(office))
    path = f"/desk/requests/{letter.reference}/pack"

    key = lawyer.get(path).value("csrf_token")
    answer = lawyer.client.post(path, data={"csrf_token": key, "language": "en"})

    ((envelope, envid),) = box_of(office).taken
    with zipfile.ZipFile(BytesIO(answer.data)) as parts:
        assert parts.read("DEMONSTRATION-EMAIL-01-MAIL.eml") == envelope.data
        assert envid in parts.read("DEMONSTRATION-EMAIL-01-PROOF-SHEET.txt").decode()
        assert "DEMONSTRATION-EMAIL-01-PROOF-SHEET.txt" in parts.read("MANIFEST.txt").decode()
