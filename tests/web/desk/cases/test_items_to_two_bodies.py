"""An item that a body sent to two bodies is logged for each, from the same form."""

from datetime import date

import pytest

from tests.abroad import asked_abroad, case_status, library_abroad
from tests.web.browser import Browser, Page
from tracker.domain.library import Library
from tracker.services.core.office import Office

FIRST, OTHER, ONE_MORE = "in-meity", "in-mha", "in-trai"


@pytest.fixture
def office_library() -> Library:
    return library_abroad()


def transferred(lawyer: Browser, reference: str, item: str, to: str, day: date) -> Page:
    """Log that one item was transferred."""
    path = f"/desk/requests/{reference}/notice?kind=transferred"
    typed = {"kind": "transferred", "items": item, "to": to, "on": day.isoformat()}
    return lawyer.submit(
        lawyer.get(path), typed, files={"papers": (b"notice", "notice.txt")}, path=path
    )


def test_an_item_that_was_transferred_can_go_to_another_body_too(
    lawyer: Browser, office: Office
) -> None:
    reference = asked_abroad(office, FIRST, date(2024, 7, 1))
    drafted = case_status(office, reference).case_state.drafted
    assert drafted
    item = drafted.numbered[2][1].key

    first = transferred(lawyer, reference, item, OTHER, date(2024, 7, 8))
    assert "The items are now this separate request." in first.words
    form = lawyer.get(f"/desk/requests/{reference}/notice?kind=transferred")
    assert "too)" in form.words
    second = transferred(lawyer, reference, item, ONE_MORE, date(2024, 7, 10))
    assert "The items are now this separate request." in second.words

    again = transferred(lawyer, reference, item, ONE_MORE, date(2024, 7, 10))
    assert again.summary()[0] == "One of these items was transferred to this body before."
    assert len(office.related_requests.of(reference).led_to) == 2
