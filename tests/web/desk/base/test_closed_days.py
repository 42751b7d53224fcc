"""What the workspace says beside an entry of a closed day: what day it is, how the clock takes it
under this law, and what to check. It is logged anyway.

In Islamabad and in Santiago offices are closed on Saturdays and Sundays.
"""

from datetime import date

import pytest

from tests.offices import Clock, a_request
from tests.web.browser import Browser, Page
from tracker.services.core.office import Office

SLIP = {"papers": (b"%PDF-1.7\n%a small paper\n", "proof.pdf")}


@pytest.fixture(autouse=True)
def later(clock: Clock) -> None:
    clock.set(date(2025, 11, 3))


def receipt(browser: Browser, reference: str, day: str) -> Page:
    typed = {"on": day, "proof": "courier-delivery"}
    return browser.submit(f"/desk/requests/{reference}/receipt", typed, SLIP)


def test_a_receipt_on_a_sunday_says_that_no_rule_is_known(lawyer: Browser, office: Office) -> None:
    page = receipt(lawyer, a_request(office), "2024-02-25")

    assert "Sunday 25 February 2024 is a closed day for the body" in page.words
    assert "so the clock counts from Sunday 25 February 2024. Check the body’s stamp" in page.words


def test_a_receipt_on_an_open_day_says_nothing(lawyer: Browser, office: Office) -> None:
    page = receipt(lawyer, a_request(office), "2024-02-26")

    assert "Receipt logged." in page.words
    assert "closed day for the body" not in page.words


def test_of_a_span_the_last_day_is_looked_at_first(lawyer: Browser, office: Office) -> None:
    typed = {"on": "2024-02-24", "latest": "2024-02-25", "proof": "courier-delivery"}
    page = lawyer.submit(f"/desk/requests/{a_request(office)}/receipt", typed, SLIP)

    assert "Sunday 25 February 2024 is a closed day for the body" in page.words


def test_a_law_that_may_count_the_next_open_day_says_both(lawyer: Browser, office: Office) -> None:
    """Sunday 5 October 2025; twenty working days from it and from Monday the 6th."""
    reference = a_request(
        office,
        block="cl-betting-2025",
        body="cl-subtel",
        on=date(2025, 10, 3),
        eligibility="any-person",
    )

    page = receipt(lawyer, reference, "2025-10-05")

    assert "it may count as received on the next open day, Monday 6 October 2025." in page.words
    assert "the body is late only after the later date" in page.words


def test_a_document_of_a_sunday_says_that_your_own_time_runs(
    lawyer: Browser, office: Office
) -> None:
    reference = a_request(office)
    receipt(lawyer, reference, "2024-02-26")

    page = lawyer.submit(
        f"/desk/requests/{reference}/record/document-received",
        {"on": "2024-03-10", "channel": "email"},
        SLIP,
    )

    assert "Sunday 10 March 2024 is a closed day for the body" in page.words
    assert "Your own time limits run from the day on which it reached you." in page.words
