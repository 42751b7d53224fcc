"""A request sent on Friday 23 February 2024, which many tests start from."""

from datetime import date

from tests.offices import Clock, a_request, received
from tracker.services.core.office import Office

SENT, RECEIVED, LATER = date(2024, 2, 23), date(2024, 2, 26), date(2024, 3, 8)


def a_sent_request(office: Office, clock: Clock) -> str:
    """A request without a proof of receipt; it is Friday 8 March."""
    clock.set(RECEIVED)
    reference = a_request(office, on=SENT)
    clock.set(LATER)
    return reference


def a_received_request(office: Office, clock: Clock, today: date = LATER) -> str:
    """A request received on Monday 26 February; it is Friday 8 March or another day."""
    clock.set(RECEIVED)
    reference = a_request(office, on=SENT)
    received(office, reference, RECEIVED)
    clock.set(today)
    return reference
