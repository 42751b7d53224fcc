"""Two people are notified of a non-response that is held back for more than three days."""

from datetime import date, datetime, timedelta

import pytest

from tests.offices import Clock
from tests.services.reminded import CHIEF, LAWYER, a_received_request, pigeonhole, two_people
from tracker.domain.correspondence.silence_holds import HeldBack, SilenceHold
from tracker.services.cases.held_back import HeldLapse
from tracker.services.core.office import Office
from tracker.services.reminders.holding import tell_of_long_holds
from tracker.services.reminders.posting import carry
from tracker.services.reminders.reminding import remind


@pytest.fixture
def reference(office: Office, clock: Clock) -> str:
    two_people(office)
    reference = a_received_request(office, clock)
    remind(office)
    carry(office)
    pigeonhole(office).kept.clear()
    return reference


def held(reference: str, since: datetime, hold: SilenceHold = SilenceHold.WAITING) -> HeldLapse:
    reasons = (HeldBack(hold, since),)
    return HeldLapse(reference, "fell-silent", "reply", date(2024, 3, 25), reasons)


def test_two_people_are_told_once_after_three_days(
    office: Office, clock: Clock, reference: str
) -> None:
    since = clock.moment - timedelta(days=3)
    just_before = since + timedelta(seconds=1)

    assert tell_of_long_holds(office, [held(reference, just_before)]) == 0
    assert tell_of_long_holds(office, [held(reference, since)]) == 2
    assert tell_of_long_holds(office, [held(reference, since)]) == 0
    carry(office)

    mails = pigeonhole(office).kept
    assert {mail.account for _, mail in mails} == {CHIEF, LAWYER}
    for _, mail in mails:
        assert reference.upper() in mail.words
        assert "neither logged nor set aside" in mail.words


def test_another_reason_is_told_as_well(office: Office, clock: Clock, reference: str) -> None:
    since = clock.moment - timedelta(days=4)
    tell_of_long_holds(office, [held(reference, since)])

    assert tell_of_long_holds(office, [held(reference, since, SilenceHold.UNCERTAIN)]) == 2
