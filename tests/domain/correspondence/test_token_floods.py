"""Spam to one address is folded into one line, and hides no other mail."""

from datetime import UTC, datetime, timedelta

from tracker.domain.correspondence.sender_domains import goes_to_ourselves
from tracker.domain.correspondence.token_floods import folded_mails

START = datetime(2026, 11, 30, 10, tzinfo=UTC)


def test_five_hundred_mails_in_ten_minutes_fold_and_those_of_other_hours_do_not() -> None:
    flood = [START + timedelta(seconds=number) for number in range(500)]
    before, after = START - timedelta(minutes=61), START + timedelta(minutes=80)

    assert folded_mails([before, *flood, after]) == (False, *[True] * 500, False)


def test_twenty_mails_do_not_fold_and_one_more_folds_them_all() -> None:
    times = [START + timedelta(minutes=number) for number in range(21)]

    assert not any(folded_mails(times[:20]))
    assert all(folded_mails(times))


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
