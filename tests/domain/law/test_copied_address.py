"""A copied postal address stands in for one that nobody knows, and never beside one."""

from dataclasses import replace
from datetime import date

from tests.domain.a_ladder import MINISTRY, a_body
from tests.domain.small_world import GAZETTE
from tracker.domain.base.terms import Channel
from tracker.domain.law.body import AddressUse, CopiedAddress

READ = date(2024, 1, 15)
POST = CopiedAddress(Channel.POST, ("1 Court Road", "Exampleton"), GAZETTE, READ)
EMAIL = CopiedAddress(
    Channel.EMAIL, ("requests@ministry.example",), GAZETTE, READ, AddressUse.REQUESTS
)
WITHOUT = replace(a_body(MINISTRY), address=(), copied=(EMAIL, POST))


def test_the_copied_postal_address_of_a_body_without_another_is_unconfirmed() -> None:
    assert WITHOUT.unconfirmed_address is POST


def test_a_known_address_needs_no_copied_one() -> None:
    assert replace(WITHOUT, address=("2 Court Road",)).unconfirmed_address is None


def test_a_copied_email_address_is_no_postal_one_and_takes_no_request() -> None:
    """Not even one of which the body's own words say that it is for requests."""
    body = replace(WITHOUT, copied=(EMAIL,), channels=("email",))

    assert body.unconfirmed_address is None
    assert body.email_for_requests(READ) == ""
