"""A request that was given up: nothing falls due, and what happened stays."""

from datetime import date

import pytest

from tests.offices import a_request, received, withdraw
from tracker.domain.case.case_status import Phase, case_status_of
from tracker.services.cases.silence import sweep
from tracker.services.core.office import Office
from tracker.services.ports.cases import AlreadyEntered


def test_a_withdrawn_request_is_never_swept(office: Office) -> None:
    reference = a_request(office)
    received(office, reference, date(2024, 2, 26))

    withdraw(office, reference)

    assert sweep(office).entered == ()
    with office.cases.look(reference) as case:
        assert case_status_of(case.history, office.library).phase is Phase.WITHDRAWN
        assert case.history[3].event.kind == "received"


def test_a_request_is_withdrawn_once(office: Office) -> None:
    reference = a_request(office)
    withdraw(office, reference)

    with pytest.raises(AlreadyEntered):
        withdraw(office, reference)
