"""Alerts to readers: which addresses are taken, when a link is over, and which day is told."""

from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tracker.domain.base.errors import BadInput
from tracker.domain.record.alerts import LONGEST_ADDRESS, day_of_alerts, is_over, mail_address

ASKED = datetime(2024, 3, 18, 9, 0, tzinfo=UTC)


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("reader@example.org", "reader@example.org"),
        ("  Reader.Of-It+pta@Example.ORG \n", "Reader.Of-It+pta@example.org"),
        # By the table of RFC 3492 and the names of ICANN's test of 2007: مثال.إختبار.
        ("reader@مثال.إختبار", "reader@xn--mgbh0fb.xn--kgbechtv"),
        ("o'hara@example.org", "o'hara@example.org"),
    ],
)
def test_an_address_is_kept_as_mail_servers_take_it(typed: str, address: str) -> None:
    assert mail_address(typed) == address


@pytest.mark.parametrize(
    "typed",
    [
        "",
        "reader",
        "@example.org",
        "reader@",
        "reader@localhost",
        "reader@example.org.",
        "reader@example..org",
        "reader@-example.org",
        "reader@[127.0.0.1]",
        "reader@127.0.0.1",
        "a b@example.org",
        '"a b"@example.org',
        "a..b@example.org",
        "one@example.org,other@example.org",
        "one@example.org\r\nBcc: other@example.org",
        "one@example.org\x00",
        "<one@example.org>",
        "one@exa\u202emple.org",
        "one@example.org?bcc=other@example.net",
        f"{'a' * 65}@example.org",
        f"a@{'b' * 64}.org",
        f"a@{'.'.join(['b' * 60] * 5)}.org",
    ],
)
def test_what_is_no_address_is_refused_in_a_short_sentence(typed: str) -> None:
    with pytest.raises(BadInput, match="is not an email address") as refused:
        mail_address(typed)

    assert len(str(refused.value)) < 120
    assert str(refused.value).isprintable()


def test_letters_that_few_servers_take_before_the_at_are_refused_with_the_way_out() -> None:
    with pytest.raises(BadInput, match="The part before the @ has characters that"):
        mail_address("قاری@example.org")


@given(st.text(max_size=400) | st.text("ab.@-\r\n\u202e،é", max_size=60))
def test_whatever_is_typed_becomes_an_address_of_plain_signs_or_is_refused(typed: str) -> None:
    try:
        address = mail_address(typed)
    except BadInput:
        return
    assert address.isascii()
    assert address.isprintable()
    assert " " not in address
    assert address.count("@") == 1
    assert len(address) <= LONGEST_ADDRESS
    assert mail_address(address) == address


def test_a_link_is_good_for_two_days_and_not_a_moment_longer() -> None:
    assert not is_over(ASKED, ASKED)
    assert not is_over(ASKED, datetime(2024, 3, 20, 8, 59, 59, tzinfo=UTC))
    assert is_over(ASKED, datetime(2024, 3, 20, 9, 0, tzinfo=UTC))


def test_the_alerts_of_a_day_go_from_two_in_the_morning_by_the_clock_of_the_world() -> None:
    # 07:00 in Islamabad, five hours ahead.
    islamabad = timezone(timedelta(hours=5))

    assert day_of_alerts(datetime(2024, 3, 18, 1, 59, tzinfo=UTC)) == date(2024, 3, 17)
    assert day_of_alerts(datetime(2024, 3, 18, 2, 0, tzinfo=UTC)) == date(2024, 3, 18)
    assert day_of_alerts(datetime(2024, 3, 18, 6, 59, tzinfo=islamabad)) == date(2024, 3, 17)
    assert day_of_alerts(datetime(2024, 3, 18, 7, 0, tzinfo=islamabad)) == date(2024, 3, 18)
