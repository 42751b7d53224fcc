"""The page on which the requests of a batch go out by email."""

import pytest

from tests.offices import Clock
from tests.services.correspondence.mail_scenes import PTA, box_of, by_email
from tests.web.browser import Browser, Page
from tests.web.desk.drafting.test_batches import APPLICANT, begun
from tracker.services.core.office import Office
from tracker.services.correspondence.outgoing.handing_over import hand_over_letters
from tracker.services.correspondence.outgoing.sending_mail import CALL_BACK_PAUSE


@pytest.fixture
def office(office: Office) -> Office:
    """An office whose library has one body with an address for information requests."""
    return by_email(office)


def approved(lawyer: Browser, office: Office) -> str:
    """A batch to two bodies whose letters are approved; the address of its page."""
    batch = begun(lawyer, APPLICANT).answer.request.path
    lawyer.submit(batch, {})
    lawyer.submit(f"{batch}/review", {})
    return batch


def offered(page: Page) -> list[str]:
    """The requests that the page would send."""
    return list(page.tree.xpath("//main//input[@name='reference']/@value"))


def test_letters_with_an_address_are_sent_and_the_others_are_listed_with_the_reason(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    batch = approved(lawyer, office)
    page = lawyer.get(f"{batch}/email")
    assert "Send 1 letter by email" in page.words
    assert PTA in page.words
    assert "By post or by hand" in page.words
    (reference,) = offered(page)

    sent = lawyer.submit(page, {"reference": [reference]}, path=f"{batch}/email")
    assert "1 letter goes out in 10 minutes." in sent.words
    assert "Waiting: it can be called back" in sent.words
    assert "0 of 1 mail handed over" in sent.words
    assert offered(sent) == []
    clock.moment += CALL_BACK_PAUSE
    assert hand_over_letters(office) == 1

    handed = lawyer.get(f"{batch}/email")
    assert "1 of 1 mail handed over to the mail server." in handed.words
    assert "Send by email" in lawyer.get(batch).words


def test_only_what_the_page_showed_is_sent(lawyer: Browser, office: Office) -> None:
    batch = approved(lawyer, office)
    page = lawyer.get(f"{batch}/email")

    refused = lawyer.submit(page, {"reference": ["r0009999"]}, path=f"{batch}/email")

    assert "No letter of this batch can be sent by email now." in refused.words
    assert not box_of(office).taken


def test_a_batch_of_drafts_says_that_nothing_is_approved(lawyer: Browser) -> None:
    batch = begun(lawyer, APPLICANT).answer.request.path

    assert "No letter of this batch is approved yet." in lawyer.get(f"{batch}/email").words
