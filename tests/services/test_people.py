"""Accounts, one-time links, sessions and failed sign-ins."""

from datetime import timedelta

import pytest

from tests.offices import Clock
from tracker.domain.errors import BadInput, NotAllowed
from tracker.services.office import Office
from tracker.services.people import invite, invited, set_password
from tracker.services.ports_people import RoleName
from tracker.services.sessions import SESSION_IDLE, digest, sign_out, signed_in
from tracker.services.signing_in import sign_in
from tracker.services.throttling import FAILURES_ALLOWED

EMAIL = "lawyer@example.org"
PASSWORD = "four words make one"
KEY = b"k" * 32


def a_person(office: Office) -> str:
    token = invite(office, EMAIL, "A Lawyer", RoleName.LAWYER)
    return set_password(office, token, PASSWORD).token


def test_a_one_time_link_sets_a_password_once(office: Office) -> None:
    token = invite(office, EMAIL, "A Lawyer", RoleName.LAWYER)
    assert invited(office, token).email == EMAIL
    set_password(office, token, PASSWORD)

    with pytest.raises(NotAllowed, match="used already or is too old"):
        set_password(office, token, "another long password")


def test_a_short_password_does_not_use_the_link_up(office: Office) -> None:
    token = invite(office, EMAIL, "A Lawyer", RoleName.LAWYER)

    with pytest.raises(BadInput, match="12 characters"):
        set_password(office, token, "short")

    set_password(office, token, PASSWORD)


def test_a_link_grows_too_old(office: Office, clock: Clock) -> None:
    token = invite(office, EMAIL, "A Lawyer", RoleName.LAWYER)
    clock.moment += timedelta(days=4)

    with pytest.raises(NotAllowed, match="too old"):
        invited(office, token)


def test_signing_in_and_out(office: Office) -> None:
    a_person(office)
    token = sign_in(office, EMAIL.upper(), PASSWORD, key=KEY).token
    account = signed_in(office, token)

    assert account
    assert account.email == EMAIL
    sign_out(office, token)
    assert signed_in(office, token) is None


def test_a_session_that_was_left_alone_ends(office: Office, clock: Clock) -> None:
    token = a_person(office)
    clock.moment += SESSION_IDLE + timedelta(seconds=1)

    assert signed_in(office, token) is None


def test_a_session_ends_though_it_is_used_all_the_time(office: Office, clock: Clock) -> None:
    token = a_person(office)
    for _ in range(30):
        clock.moment += timedelta(hours=11)
        signed_in(office, token)
    clock.moment += timedelta(hours=11)

    assert signed_in(office, token) is None


@pytest.mark.parametrize(("email", "password"), [(EMAIL, "wrong"), ("nobody@example.org", "x")])
def test_a_wrong_address_and_a_wrong_password_are_refused_alike(
    office: Office, email: str, password: str
) -> None:
    a_person(office)

    with pytest.raises(NotAllowed, match=r"^The address or the password is not right\.$"):
        sign_in(office, email, password, key=KEY)


def test_too_many_failures_close_the_door_for_a_while(office: Office, clock: Clock) -> None:
    a_person(office)
    for _ in range(FAILURES_ALLOWED):
        with pytest.raises(NotAllowed, match="not right"):
            sign_in(office, EMAIL, "wrong", key=KEY)

    with pytest.raises(NotAllowed, match="Too many"):
        sign_in(office, EMAIL, PASSWORD, key=KEY)
    clock.moment += timedelta(minutes=16)
    assert sign_in(office, EMAIL, PASSWORD, key=KEY).token


def test_something_that_is_no_address_gets_no_account(office: Office) -> None:
    with pytest.raises(BadInput, match="not an e-mail address"):
        invite(office, "a lawyer", "", RoleName.LAWYER)


def test_what_is_kept_of_a_token_is_not_the_token() -> None:
    assert "secret" not in digest("secret-token")
