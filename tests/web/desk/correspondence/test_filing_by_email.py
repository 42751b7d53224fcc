"""The pages on which a remedy goes out by email, and on which its receipt is logged."""

from datetime import date

import pytest

from tests.offices import Clock
from tests.services.correspondence.filing_scenes import (
    FILES_AT,
    FINAL,
    a_finalised_appeal,
    a_mailed_appeal,
    filing_by_email,
)
from tests.services.correspondence.mail_scenes import now, state_of
from tests.services.correspondence.test_handing_over import a_report
from tests.web.browser import Browser, Page
from tracker.domain.law.law import LetterKind
from tracker.services.core.office import Office
from tracker.services.correspondence.outgoing.logging_on_proof import NEAR, last_day
from tracker.services.correspondence.outgoing.mailable import fixed_letter
from tracker.services.correspondence.uncertain_letters import settle_by_report

NOT_FILED = "it counts as not filed, and its deadline still runs"
BY_HAND = "File by hand or by post as well"


@pytest.fixture
def office(office: Office) -> Office:
    """An office whose library has a commission that takes appeals by email."""
    return filing_by_email(office)


@pytest.fixture
def reference(office: Office, clock: Clock) -> str:
    return a_finalised_appeal(office, clock)


def at(reference: str, path: str = "") -> str:
    return f"/desk/requests/{reference}/email{path}"


def log_receipt(lawyer: Browser, path: str, on: str) -> Page:
    """Log that the letter on this page was received, with the words of the forum."""
    files = {"papers": (b"Diary 7", "diary.txt")}
    return lawyer.submit(f"{path}/received", {"on": on}, files=files)


def test_a_lawyer_sends_an_appeal_and_is_told_that_nothing_is_filed_yet(
    lawyer: Browser, office: Office, reference: str
) -> None:
    listed = lawyer.get(at(reference))
    assert "To: Pakistan Information Commission." in listed.words
    assert NOT_FILED in listed.words
    (path,) = listed.tree.xpath("//main//a[contains(@href, '/new/appeal')]/@href")

    new = lawyer.get(path)
    assert f"The recipient itself gives {FILES_AT} for this" in new.words
    assert "annex files go with the letter" in new.words
    assert "Last safe day to file:" in new.words
    prepared = lawyer.submit(new, {"recipient": FILES_AT, "word": "y"}, path=path)

    assert NOT_FILED in prepared.words
    assert "ANNEX-" in prepared.words


def test_near_the_last_day_the_page_says_to_file_by_hand_as_well(
    lawyer: Browser, office: Office, clock: Clock, reference: str
) -> None:
    with office.cases.look(reference) as case:
        fixed = fixed_letter(office, state_of(office, reference), LetterKind.APPEAL)
        last = last_day(office, case, fixed)
    assert last is not None
    path = at(reference, f"/new/appeal/{fixed.of}")
    clock.set(FINAL)
    assert BY_HAND not in lawyer.get(path).words

    clock.set(last - NEAR)
    assert BY_HAND in lawyer.get(path).words
    clock.set(last)
    assert BY_HAND in lawyer.get(path).words


@pytest.mark.slow
def test_an_address_that_is_too_old_makes_the_mail_a_copy(
    lawyer: Browser, clock: Clock, reference: str
) -> None:
    """Confirmed on 1 March: 30 May is the ninetieth day after it."""
    clock.set(date(2024, 5, 31))

    page = lawyer.get(at(reference, "/new/appeal"))
    assert "Nobody has confirmed the body’s email address for filing" in page.words
    refused = lawyer.submit(page, {"recipient": FILES_AT}, path=at(reference, "/new/appeal"))
    assert "Say where this address was found." in refused.words
    typed = {"recipient": FILES_AT, "source": "its website", "word": "y"}
    copy = lawyer.submit(page, typed, path=at(reference, "/new/appeal"))

    assert "It files nothing, and starts and ends no time limit." in copy.words


def test_receipt_is_logged_with_the_words_of_the_forum(
    lawyer: Browser, office: Office, clock: Clock, reference: str
) -> None:
    letter = a_mailed_appeal(office, clock, reference)
    settle_by_report(office, a_report(letter.envid, clock.moment))
    path = at(reference, f"/{letter.id}")
    shown = lawyer.get(path)
    assert "Receipt is not proved, so nothing is logged yet." in shown.words
    assert "Only the words of the recipient prove it." in shown.words

    refused = lawyer.submit(f"{path}/received", {"on": "2024-03-20"})
    assert refused.status == 422
    assert "A server’s report does not prove" in refused.words
    assert refused.value("on") == "2024-03-20"
    early = log_receipt(lawyer, path, "2024-03-19")
    assert "handed over on 20 March 2024" in early.words
    logged = log_receipt(lawyer, path, "2024-03-20")

    assert "Logged, with its proof." in logged.words
    assert [e.event.on.earliest for e in state_of(office, reference).appeals] == [FINAL]
    entry = now(office, letter).entry
    assert f"Logged with its proof (entry {entry})." in lawyer.get(path).words
    assert "not waiting for proof" in log_receipt(lawyer, path, "2024-03-20").words


def test_a_report_of_failure_says_to_send_it_in_another_way(
    lawyer: Browser, office: Office, clock: Clock, reference: str
) -> None:
    letter = a_mailed_appeal(office, clock, reference)
    path, words = at(reference, f"/{letter.id}"), "Send it in another way in time."
    assert words not in lawyer.get(path).words

    settle_by_report(office, a_report(letter.envid, clock.moment, "failed"))

    assert words in lawyer.get(path).words


def test_an_unknown_letter_and_a_letter_that_was_replaced_say_so(
    lawyer: Browser, reference: str
) -> None:
    assert lawyer.get(at(reference, "/new/nonsense")).status == 404
    assert "finalised again" in lawyer.get(at(reference, "/new/appeal/999")).words
    assert "Approve or finalise" in lawyer.get(at(reference, "/new/thanks")).words
