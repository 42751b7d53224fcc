"""A body refers items to another body, and a new request to that body asks for them.

PTA received the request on Monday 26 February 2024. The Act has no transfer: section 12 only lets
a body say that it does not hold a record. The time of the new request runs from its own receipt.
"""

from datetime import date

import pytest

from tests.abroad import case_status, noted
from tests.offices import AYESHA, BY, a_received_request
from tests.services.letters.scenes import answered, outcome
from tracker.domain.base.errors import BadInput
from tracker.domain.case.request import RequestRelations
from tracker.domain.law.outcome import Outcome
from tracker.services.core.office import Office
from tracker.services.drafting.referrals import follow, referrals

ELSEWHERE = "pk-interior"


@pytest.fixture
def asked(office: Office) -> str:
    return a_received_request(office)


def referred(office: Office, reference: str, to: str = ELSEWHERE) -> None:
    """A reply that refers every second item to that body, and does not hold the others."""
    found = (outcome(Outcome.REFERRED_ELSEWHERE, to=to), outcome(Outcome.NOT_HELD))
    answered(office, reference, "not-held", date(2024, 3, 5), *found)


def test_referred_items_are_requested_from_the_named_body(office: Office, asked: str) -> None:
    referred(office, asked)
    (found,) = referrals(case_status(office, asked).case_state, office.library)

    draft = follow(office, asked, ELSEWHERE, by=BY)

    assert found.to == draft.body == ELSEWHERE
    assert [number for number, _ in found.items] == [1, 3, 5, 7]
    assert [*draft.questions, *draft.own_questions] != []
    assert len(draft.questions) + len(draft.own_questions) == len(found.items)
    assert {each.key for _, each in found.items} >= set(draft.questions)
    assert office.drafts.applicant_of(draft.reference).name == AYESHA.name
    assert draft.eligibility == "citizen"
    assert office.related_requests.of(draft.reference) == RequestRelations(comes_from=asked)
    assert office.related_requests.of(asked) == RequestRelations(led_to=(draft.reference,))


def test_a_request_transferred_outside_the_law_offers_all_its_items(
    office: Office, asked: str
) -> None:
    noted(office, asked, "transferred", date(2024, 3, 4), to=ELSEWHERE)
    (found,) = referrals(case_status(office, asked).case_state, office.library)
    drafted = case_status(office, asked).case_state.drafted

    assert drafted
    assert [asked for _, asked in found.items] == list(drafted.questions)


@pytest.mark.parametrize("to", ["", "the Cabinet Division", "pk-pta"])
def test_nothing_is_offered_without_another_body_of_the_library(
    office: Office, asked: str, to: str
) -> None:
    referred(office, asked, to)

    assert referrals(case_status(office, asked).case_state, office.library) == ()
    with pytest.raises(BadInput, match="No items were referred to that body"):
        follow(office, asked, ELSEWHERE, by=BY)
