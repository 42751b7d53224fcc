"""Giving a request up from its page, and an appeal only once the right to it can have arisen."""

from datetime import date

from tests.offices import Clock, a_request, received
from tests.web.browser import Browser
from tracker.services.core.office import Office


def test_a_request_is_withdrawn_from_its_page(lawyer: Browser, office: Office) -> None:
    reference = a_request(office)
    form = lawyer.get(f"/desk/requests/{reference}/record/withdrawn")

    lawyer.submit(form, {})

    page = lawyer.get(f"/desk/requests/{reference}")
    assert "The request was withdrawn." in page.words
    assert "Withdraw request" not in page.words


def test_an_appeal_is_offered_from_the_day_on_which_the_right_can_have_arisen(
    lawyer: Browser, office: Office, clock: Clock
) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))

    clock.set(date(2024, 3, 11))
    assert "Review the appeal" not in lawyer.get(f"/desk/requests/{reference}").words
    clock.set(date(2024, 3, 12))
    assert "Review the appeal" in lawyer.get(f"/desk/requests/{reference}").words
