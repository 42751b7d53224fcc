"""Signing in: an address and a password, then a second factor where there is one."""

import secrets
from dataclasses import dataclass
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

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
from tracker.services.people.second_factor import check_code
from tracker.services.people.sessions import digest, start_session
from tracker.services.ports.people import Account, AuditAct, Challenge

# OWASP's second recommendation for argon2id: 19 MiB, two passes, one lane.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
HALF_IN_LASTS = timedelta(minutes=10)
CODE = "code"
_OVER = Message("The time to enter the code is over: sign in again.")


@dataclass(frozen=True, slots=True)
class Device:
    """A browser in which this account was signed in before; it has tries of its own, so that
    nobody who only knows the address can keep its owner out."""

    account: str
    nonce: str


@dataclass(frozen=True, slots=True)
class Admitted:
    """Somebody is in: the token of the new session."""

    account: Account
    token: str


@dataclass(frozen=True, slots=True)
class CodeWanted:
    """The password was right, and a second factor is to follow: the token of this half step."""

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
    """Let somebody in, or half in where a second factor is to follow.

    Raises NotAllowed, in the same words whether the address or the password is wrong, and after
    too many failures. Failures are counted under a keyed digest, never under the address itself.
    """
    # As accounts are found, so failures are counted: no other spelling gets tries of its own.
    email = email.strip().casefold()
    account = office.people.account_by_email(email) if email else None
    known = device if device and account and device.account == account.id else None
    _require_tries(office, email, known, key)
    # Somebody who is not on file is refused as slowly as somebody who is.
    if not password_is(account, password) or account is None:
        # Nothing more is put down here: it would tell, by the time it takes, who has an account.
        _count_failure(office, email, known, key)
        raise NotAllowed("The address or the password is not right.")
    return admit(office, account, browser)


def admit(office: Office, account: Account, browser: str = "") -> Admitted | CodeWanted:
    """Let in somebody whose password is known to be right; half in with a second factor."""
    if not office.people.factors.any_factor(account.id):
        return Admitted(account, start_session(office, account, browser))
    token, now = secrets.token_urlsafe(32), office.now()
    half = Challenge(digest(token), CODE, account.id, now + HALF_IN_LASTS)
    office.people.factors.challenge(half, now)
    return CodeWanted(account, token)


def half_in(office: Office, token: str) -> Account:
    """Who gave the right password and has yet to give a code. Raises NotAllowed."""
    half = office.people.factors.look_at_challenge(digest(token))
    account = office.people.account(half.account) if half and half.purpose == CODE else None
    if half is None or account is None or not account.active or half.expires_at < office.now():
        raise NotAllowed(_OVER)
    return account


def sign_in_by_code(
    office: Office, token: str, typed: str, *, key: bytes, browser: str = ""
) -> Admitted:
    """Let in whoever is half in and gives a right code, or a recovery code.

    Raises NotAllowed for a wrong one, after too many, and when the time is over.
    """
    account = half_in(office, token)
    check_code(office, account, typed, key=key)
    if office.people.factors.take_challenge(digest(token)) is None:
        raise NotAllowed(_OVER)
    return Admitted(account, start_session(office, account, browser))


def confirm_password(office: Office, account: Account, password: str, *, key: bytes) -> None:
    """Raises NotAllowed where it is not this person's password, or after too many failures."""
    name = f"confirm:{account.id}"
    if too_many(office, name, key):
        raise NotAllowed("Too many failed tries: wait a quarter of an hour and try again.")
    if not password_is(account, password):
        count_failure(office, name, key)
        note_act(office, AuditAct.WRONG_PASSWORD, who="", about=account.id)
        raise NotAllowed("The password is not right.")


def password_is(account: Account | None, password: str) -> bool:
    """Whether this opens the account; without one the check takes as long and fails."""
    hashed = account.password_hash if account and account.active else ""
    return _matches(hashed, password)


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


@cache
def _nobody() -> str:
    """A hash to check against when there is no such account: both cases take the same time."""
    return HASHER.hash(secrets.token_urlsafe(16))


def _matches(hashed: str, password: str) -> bool:
    try:
        HASHER.verify(hashed or _nobody(), password)
        return bool(hashed)
    except (VerifyMismatchError, InvalidHashError):
        return False
