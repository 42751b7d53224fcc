"""Letters go by email only to an address that the body itself gives for requests, for 90 days.

From Monday 15 January 2024 the 90th day is Sunday 14 April: 16 days are left of January, then come
29 of February, 31 of March and 14 of April.
"""

from dataclasses import replace
from datetime import date

from tests.emailed import CONFIRMED, DESIGNATED, designating
from tests.offices import the_library

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
