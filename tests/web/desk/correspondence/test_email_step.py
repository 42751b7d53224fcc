"""The step to send a letter by email, on the page of its request."""

import pytest

from tests.offices import Clock
from tests.services.correspondence.mail_scenes import (
    PTA,
    a_prepared_mail,
    an_approved_request,
    by_email,
    sent_and_waiting,
)
from tests.web.browser import Browser, Page
from tests.web.desk.request_parts import said, steps
from tracker.domain.base.terms import Channel
from tracker.services.core.office import Office
from tracker.services.correspondence.outgoing.handing_over import hand_over_letters

SEND, LOG, VIEW = "Send by email", "Log sending", "View the email"


@pytest.fixture
def office(office: Office) -> Office:
    """An office whose library has a body with an address for information requests."""
    return by_email(office)


def acts(page: Page) -> list[str]:
    """The acts at the top of the page of a request."""
    return [said(link) for link in page.tree.xpath("//div[@class='acts']/a")]


def test_an_approved_letter_goes_out_by_email_in_one_step_from_its_request(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    reference = an_approved_request(office)
    page = lawyer.get(f"/desk/requests/{reference}")
    assert acts(page) == [SEND, LOG]
    assert "Not by email" not in page.words
    (address,) = page.tree.xpath("//div[@class='acts']/a[1]/@href")
    new = lawyer.get(address)
    assert new.value("recipient") == PTA

    letter = a_prepared_mail(office, reference)

    begun = lawyer.get(f"/desk/requests/{reference}")
    assert acts(begun) == [VIEW, LOG]
    (address,) = begun.tree.xpath("//div[@class='acts']/a[1]/@href")
    assert address.endswith(letter.id)
    sent_and_waiting(office, clock, letter)
    hand_over_letters(office)
    after = steps(lawyer.get(f"/desk/requests/{reference}"))
    assert after[0] == "Log receipt"
    assert SEND not in after
    assert VIEW not in after


def test_a_letter_that_says_it_goes_by_post_is_offered_as_such_first(
    lawyer: Browser, office: Office
) -> None:
    reference = an_approved_request(office, channels=(Channel.REGISTERED_POST,))

    assert acts(lawyer.get(f"/desk/requests/{reference}")) == [LOG, SEND]
