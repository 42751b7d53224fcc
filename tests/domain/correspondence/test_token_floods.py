"""Spam to one address is folded into one line, and hides no other mail."""

from datetime import UTC, datetime, timedelta

from tracker.domain.correspondence.sender_domains import goes_to_ourselves
from tracker.domain.correspondence.token_floods import folded_mails

START = datetime(2026, 11, 30, 10, tzinfo=UTC)


def test_five_hundred_mails_in_ten_minutes_fold_after_the_twentieth() -> None:
    times = [START + timedelta(seconds=number) for number in range(500)]

    assert folded_mails(times) == tuple([False] * 20 + [True] * 480)


def test_twenty_one_mails_within_more_than_an_hour_do_not_fold() -> None:
    times = [START + timedelta(minutes=4 * number) for number in range(60)]

    assert not any(folded_mails(times))
    assert folded_mails([]) == ()


def test_no_mail_goes_to_an_address_of_our_own_requests() -> None:
    """Two offices that run this program would write to each other without end."""
    own = ("rti.office.example",)

    assert goes_to_ourselves("23456789abc@RTI.office.example", own)
    assert not goes_to_ourselves("rti@pta.gov.pk", own)
    assert not goes_to_ourselves("x@notrti.office.example", own)
