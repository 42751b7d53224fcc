"""Accounts, one-time links, sessions and failed sign-ins."""

from datetime import timedelta

import pytest

from tests.offices import Clock
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.services.core.office import Office
from tracker.services.core.throttling import FAILURES_ALLOWED
from tracker.services.people.accounts import invite, invited, set_password
from tracker.services.people.sessions import SESSION_IDLE, digest, rough_name, sign_out, signed_in
from tracker.services.people.signing_in import confirm_password, sign_in
from tracker.services.ports.people import RoleName, TrailFilter

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

    with pytest.raises(NotAllowed, match="This link has been used or has expired"):
        set_password(office, token, "lantern gravel ninety")


def test_a_short_password_does_not_use_the_link_up(office: Office) -> None:
    token = invite(office, EMAIL, "A Lawyer", RoleName.LAWYER)

    with pytest.raises(BadInput, match="12 characters"):
        set_password(office, token, "short")

    set_password(office, token, PASSWORD)


def test_a_link_grows_too_old(office: Office, clock: Clock) -> None:
    token = invite(office, EMAIL, "A Lawyer", RoleName.LAWYER)
    clock.moment += timedelta(days=4)

    with pytest.raises(NotAllowed, match="has expired"):
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

    with pytest.raises(NotAllowed, match=r"^The email address or password is wrong\.$"):
        sign_in(office, email, password, key=KEY)


def fail(office: Office, times: int, email: str = EMAIL) -> None:
    """So many wrong passwords from strangers."""
    for _ in range(times):
        with pytest.raises(NotAllowed, match="is wrong"):
            sign_in(office, email, "wrong", key=KEY)


def test_nothing_that_is_kept_of_failures_names_an_address(office: Office) -> None:
    fail(office, 1, "nobody@example.org")
    a_person(office)
    fail(office, 1)

    entries, _ = office.people.trail.entries(TrailFilter(), 0, 50)
    assert len(entries) > 2
    assert not any("@" in f"{entry.who}{entry.about}{entry.act}" for entry in entries)


def test_a_proof_asked_again_is_not_guessed_either(office: Office, clock: Clock) -> None:
    account = signed_in(office, a_person(office))
    assert account
    for _ in range(FAILURES_ALLOWED):
        with pytest.raises(NotAllowed, match="is wrong"):
            confirm_password(office, account, "wrong", key=KEY)

    with pytest.raises(NotAllowed, match="Too many"):
        confirm_password(office, account, PASSWORD, key=KEY)
    clock.moment += timedelta(minutes=16)
    confirm_password(office, account, PASSWORD, key=KEY)


def test_sessions_and_links_that_are_over_are_forgotten(office: Office, clock: Clock) -> None:
    first = a_person(office)
    link = invite(office, EMAIL, "", RoleName.LAWYER)
    clock.moment += timedelta(days=15)

    sign_in(office, EMAIL, PASSWORD, key=KEY)

    assert office.people.sessions.get(digest(first)) is None
    assert office.people.invitations.get(digest(link)) is None


def test_the_trail_tells_who_let_whom_in(office: Office) -> None:
    invite(office, EMAIL, "A Lawyer", RoleName.LAWYER, by="boss-1")
    account = office.people.account_by_email(EMAIL)
    assert account

    entries, number = office.people.trail.entries(TrailFilter(), 0, 50)

    (entry,) = entries
    assert (entry.who, entry.act, entry.about, entry.at) == (
        "boss-1",
        "invited",
        account.id,
        office.now(),
    )
    assert number == 1


@pytest.mark.parametrize(
    ("agent", "name"),
    [
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0",
         "Firefox on Linux"),
        ("Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge on Windows"),
        ("Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) "
         "Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome on Android"),
        ("Mozilla/5.0 (iPhone; CPU iPhone OS 18_6 like Mac OS X) AppleWebKit/605.1.15 (KHTML, "
         "like Gecko) Version/18.6 Mobile/15E148 Safari/604.1", "Safari on iPhone"),
        ("curl/8", "A browser"),
        ("", "A browser"),
    ],
)  # fmt: skip
def test_a_browser_is_named_roughly(agent: str, name: str) -> None:
    assert rough_name(agent) == name


def test_something_that_is_no_address_gets_no_account(office: Office) -> None:
    with pytest.raises(BadInput, match="is not an email address"):
        invite(office, "a lawyer", "", RoleName.LAWYER)


def test_what_is_kept_of_a_token_is_not_the_token() -> None:
    assert "secret" not in digest("secret-token")
