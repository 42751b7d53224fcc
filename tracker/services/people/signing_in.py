"""Signing in: an address and a password, then a second factor if there is one."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.messages import Message
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.core.throttling import (
    ALLOWED_IN_A_CROWD,
    EVERYBODY,
    FAILURES_ALLOWED,
    count_failure,
    crowded,
    too_many,
)
from tracker.services.people.private_access import (
    open_by_password,
    open_by_token,
    seal_for_token,
)
from tracker.services.people.second_factor import check_code
from tracker.services.people.sessions import digest, start_session
from tracker.services.ports.factors import Challenge
from tracker.services.ports.people import Account, AuditAct

HALF_IN_LASTS = timedelta(minutes=10)
CODE = "code"
_HALF = "half-finished sign-in"
_OVER = Message("The time to enter the code is over: sign in again.")


@dataclass(frozen=True, slots=True)
class Device:
    """A browser in which this account was signed in before.

    Its attempts are counted separately, so that nobody who only knows the address can lock its
    owner out.
    """

    account: str
    nonce: str


@dataclass(frozen=True, slots=True)
class Admitted:
    """A person who is signed in, with the token of the new session."""

    account: Account
    token: str


@dataclass(frozen=True, slots=True)
class CodeWanted:
    """A person who gave the right password and still has to give a second factor.

    `token` names this half-finished sign-in.
    """

    account: Account
    token: str


def sign_in(
    office: Office,
    email: str,
    password: str,
    *,
    key: bytes,
    device: Device | None = None,
    browser: str = "",
) -> Admitted | CodeWanted:
    """Sign a person in by address and password, or ask for the second factor if there is one.

    Raises NotAllowed, in the same words for a wrong address and a wrong password, and after too
    many failures. Failures are counted under a keyed digest, never under the address itself.
    """
    # Accounts and failures use one spelling, so that another spelling gives no extra attempts.
    email = email.strip().casefold()
    account = office.people.account_by_email(email) if email else None
    known = device if device and account and device.account == account.id else None
    _require_tries(office, email, known, key)
    # An unknown address is refused as slowly as a known one.
    private = open_by_password(office, account, password)
    if private is None or account is None:
        # Do not write to the trail here: the extra time would reveal who has an account.
        _count_failure(office, email, known, key)
        raise NotAllowed("The address or the password is not right.")
    return admit(office, account, private, browser)


def admit(
    office: Office, account: Account, private: bytes, browser: str = ""
) -> Admitted | CodeWanted:
    """Sign in a person whose password opened their key, or ask for their second factor."""
    if not office.people.factors.any_factor(account.id):
        return Admitted(account, start_session(office, account, private, browser))
    token, now = secrets.token_urlsafe(32), office.now()
    key = seal_for_token(office, token, private, _HALF)
    half = Challenge(digest(token), CODE, account.id, now + HALF_IN_LASTS, key)
    office.people.factors.challenge(half, now)
    return CodeWanted(account, token)


def half_in(office: Office, token: str) -> Account:
    """Return the person who gave the right password and still has to give a code.

    Raises NotAllowed if the token is unknown or the time is over.
    """
    half = office.people.factors.look_at_challenge(digest(token))
    account = office.people.account(half.account) if half and half.purpose == CODE else None
    if half is None or account is None or not account.active or half.expires_at < office.now():
        raise NotAllowed(_OVER)
    return account


def sign_in_by_code(
    office: Office, token: str, typed: str, *, key: bytes, browser: str = ""
) -> Admitted:
    """Finish a sign-in with a one-time code or a recovery code.

    Raises NotAllowed for a wrong code, after too many of them, and when the time is over.
    """
    account = half_in(office, token)
    check_code(office, account, typed, key=key)
    half = office.people.factors.take_challenge(digest(token))
    if half is None:
        raise NotAllowed(_OVER)
    private = open_by_token(office, token, half.sealed_key, _HALF)
    return Admitted(account, start_session(office, account, private, browser))


def confirm_password(office: Office, account: Account, password: str, *, key: bytes) -> bytes:
    """Return the person's private key, which the right password opens.

    Raises NotAllowed if the password is wrong, or after too many failures.
    """
    name = f"confirm:{account.id}"
    if too_many(office, name, key):
        raise NotAllowed("Too many failed tries: wait a quarter of an hour and try again.")
    private = open_by_password(office, account, password)
    if private is None:
        count_failure(office, name, key)
        note_act(office, AuditAct.WRONG_PASSWORD, who="", about=account.id)
        raise NotAllowed("The password is not right.")
    return private


def _require_tries(office: Office, email: str, known: Device | None, key: bytes) -> None:
    allowed = FAILURES_ALLOWED
    if known is None and crowded(office, key):
        allowed = ALLOWED_IN_A_CROWD
    if too_many(office, _counter(email, known), key, allowed):
        raise NotAllowed("Too many failed tries: wait a quarter of an hour and try again.")


def _count_failure(office: Office, email: str, known: Device | None, key: bytes) -> None:
    count_failure(office, _counter(email, known), key)
    if known is None:
        count_failure(office, EVERYBODY, key)


def _counter(email: str, known: Device | None) -> str:
    return f"device:{known.nonce}" if known else email
