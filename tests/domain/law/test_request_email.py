"""Letters go by email only to an address that the body itself gives for requests, for 90 days.

From Monday 15 January 2024 the 90th day is Sunday 14 April: 16 days are left of January, then come
29 of February, 31 of March and 14 of April.
"""

from dataclasses import replace
from datetime import date

from tests.domain.a_ladder import MINISTRY, a_body
from tests.domain.small_world import GAZETTE
from tracker.domain.law.law import ReadIn, Source
from tracker.domain.law.request_email import DesignatedBy, Designation, FilingAddress

DESIGNATED = "requests@ministry.example"
CONFIRMED, LAST = date(2024, 1, 15), date(2024, 4, 14)
BODY = replace(
    a_body(MINISTRY),
    channels=("post", "email"),
    email=DESIGNATED,
    designation=Designation(DesignatedBy.NOTICE, GAZETTE, CONFIRMED),
)


def test_a_designated_address_is_used_on_its_ninetieth_day_and_not_after() -> None:
    assert BODY.email_for_requests(CONFIRMED) == DESIGNATED
    assert BODY.email_for_requests(LAST) == DESIGNATED
    assert BODY.email_for_requests(date(2024, 4, 15)) == ""
    assert "90 days" in str(BODY.no_email(date(2024, 4, 15)))


def test_an_address_without_a_designation_is_not_used() -> None:
    body = replace(BODY, designation=None)

    assert body.email_for_requests(CONFIRMED) == ""
    assert "itself gives" in str(body.no_email(CONFIRMED))


def test_a_body_that_takes_no_requests_by_email_gets_none() -> None:
    body = replace(BODY, channels=("post",))

    assert body.email_for_requests(CONFIRMED) == ""
    assert "does not take requests by email" in str(body.no_email(CONFIRMED))


def test_an_address_for_filing_holds_for_90_days_and_takes_no_requests() -> None:
    """Confirmed on 15 January 2024: 14 April is the ninetieth day after it."""
    given = FilingAddress("appeals@ministry.example", DesignatedBy.RULE, GAZETTE, CONFIRMED)
    body = replace(BODY, designation=None, filing_address=given)

    assert body.no_filing_email(CONFIRMED) is None
    assert body.no_filing_email(LAST) is None
    assert "90 days" in str(body.no_filing_email(date(2024, 4, 15)))
    assert "90 days" in str(body.no_filing_email(date(2024, 1, 14))), "seen in the future"
    assert body.email_for_requests(CONFIRMED) == ""


def test_an_address_for_requests_or_from_memory_takes_no_filing() -> None:
    memory = Source("memory", ReadIn.MEMORY)
    remembered = FilingAddress(DESIGNATED, DesignatedBy.RULE, memory, CONFIRMED)

    assert "files nothing" in str(BODY.no_filing_email(CONFIRMED))
    body = replace(BODY, filing_address=remembered)
    assert "files nothing" in str(body.no_filing_email(CONFIRMED))
