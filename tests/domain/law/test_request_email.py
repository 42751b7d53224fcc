"""Letters go by email only to an address that the body itself gives for requests, for 90 days.

From Monday 15 January 2024 the 90th day is Sunday 14 April: 16 days are left of January, then come
29 of February, 31 of March and 14 of April.
"""

from dataclasses import replace
from datetime import date

from tests.emailed import CONFIRMED, DESIGNATED, designating
from tests.offices import the_library
from tracker.domain.law.law import ReadIn, Source
from tracker.domain.law.request_email import DesignatedBy, FilingAddress

LAST = date(2024, 4, 14)


def test_a_designated_address_is_used_on_its_ninetieth_day_and_not_after() -> None:
    body = designating(the_library().body("pk-pta"))

    assert body.email_for_requests(CONFIRMED) == DESIGNATED
    assert body.email_for_requests(LAST) == DESIGNATED
    assert body.email_for_requests(date(2024, 4, 15)) == ""
    assert "90 days" in str(body.no_email(date(2024, 4, 15)))


def test_an_address_without_a_designation_is_not_used() -> None:
    body = replace(designating(the_library().body("pk-pta")), designation=None)

    assert body.email_for_requests(CONFIRMED) == ""
    assert "itself gives" in str(body.no_email(CONFIRMED))


def test_a_body_that_takes_no_requests_by_email_gets_none() -> None:
    body = replace(designating(the_library().body("pk-pta")), channels=("post",))

    assert body.email_for_requests(CONFIRMED) == ""
    assert "does not take requests by email" in str(body.no_email(CONFIRMED))


def test_each_designated_address_of_the_shipped_library_has_a_source() -> None:
    for body in the_library().bodies.values():
        assert body.designation is None or body.designation.source.where
    for key in ("pk-pta", "pk-interior"):
        assert the_library().body(key).email_for_requests(CONFIRMED) == ""


def test_an_address_for_filing_holds_for_90_days_and_is_none_for_requests() -> None:
    """Confirmed on 15 January 2024: 14 April is the ninetieth day after it."""
    source = Source("its rules", ReadIn.OFFICIAL_TEXT)
    given = FilingAddress("appeals@pta.example", DesignatedBy.RULE, source, CONFIRMED)
    body = replace(the_library().body("pk-pta"), filing_address=given)

    assert body.no_filing_email(CONFIRMED) is None
    assert body.no_filing_email(LAST) is None
    assert "90 days" in str(body.no_filing_email(date(2024, 4, 15)))
    assert "90 days" in str(body.no_filing_email(date(2024, 1, 14))), "seen in the future"
    assert body.email_for_requests(CONFIRMED) == ""


def test_an_address_for_requests_or_from_memory_is_none_for_filing() -> None:
    body = designating(the_library().body("pk-pta"))
    memory = Source("memory", ReadIn.MEMORY)
    remembered = FilingAddress(DESIGNATED, DesignatedBy.RULE, memory, CONFIRMED)

    assert "files nothing" in str(body.no_filing_email(CONFIRMED))
    body = replace(body, filing_address=remembered)
    assert "files nothing" in str(body.no_filing_email(CONFIRMED))


def test_no_body_of_the_library_is_said_to_take_appeals_by_email() -> None:
    """No such address was read. One must come with its source."""
    assert not [each.key for each in the_library().bodies.values() if each.filing_address]
