"""Signing in: an address and a password, then a second factor if there is one."""

import secrets
from dataclasses import dataclass
from datetime import timedelta

from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.messages import Message
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.core.throttling import (
    FAILURES_ALLOWED,
    give_back,
    take_attempts,
)
from tracker.services.people.devices import knows_device
from tracker.services.people.private_access import (
    open_by_password,
    open_by_token,
    seal_for_token,
)
from tracker.services.people.second_factor import check_code
from tracker.services.people.sessions import digest, start_session
from tracker.services.people.sign_in_turns import (
    UNKNOWN_NETWORK,
    Network,
    at_known_device,
    stranger,
    take_turn,
)
from tracker.services.ports.factors import Challenge
from tracker.services.ports.people import Account, AuditAct

HALF_IN_LASTS = timedelta(minutes=10)
CODE = "code"
_HALF = "half-finished sign-in"
_OVER = Message("The time to enter the code has run out. Sign in again.")


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
    device: str = "",
    network: Network = UNKNOWN_NETWORK,
    ticket: str = "",
    browser: str = "",
) -> Admitted | CodeWanted:
    """Sign a person in by address and password, or ask for the second factor if there is one.

    Raises NotAllowed, in the same words for a wrong address and a wrong password; HasToWait after
    too many failures, with the ticket for the next attempt. A browser in which this person signed
    in before has attempts of its own.
    """
    # Accounts and failures use one spelling, so that another spelling gives no extra attempts.
    email = email.strip().casefold()
    account = office.people.account_by_email(email) if email else None
    visitor = stranger(email, network)
    if account and knows_device(office, account.id, device):
        visitor = at_known_device(account.id, device)
    counted = take_turn(office, visitor, ticket, key)
    # An unknown address is refused as slowly as a known one.
    private = open_by_password(office, account, password)
    if private is None or account is None:
        # Do not write to the trail here: the extra time would reveal who has an account.
        raise NotAllowed("The email address or password is wrong.")
    give_back(office, counted, key)
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
    office.people.challenges.keep_challenge(half, now)
    return CodeWanted(account, token)


def half_in(office: Office, token: str) -> Account:
    """Return the person who gave the right password and still has to give a code.

    Raises NotAllowed if the token is unknown or the time is over.
    """
    half = office.people.challenges.look_at_challenge(digest(token))
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
    half = office.people.challenges.take_challenge(digest(token))
    if half is None:
        raise NotAllowed(_OVER)
    private = open_by_token(office, token, half.sealed_key, _HALF)
    return Admitted(account, start_session(office, account, private, browser))


def confirm_password(office: Office, account: Account, password: str, *, key: bytes) -> bytes:
    """Return the person's private key, which the right password opens.

    Raises NotAllowed if the password is wrong, or after too many failures.
    """
    # Right ones are counted too: a confirmation lasts ten minutes, and a check takes a thread.
    if not take_attempts(office, {f"confirm:{account.id}": FAILURES_ALLOWED}, key):
        raise NotAllowed("Too many failed attempts. Wait 15 minutes and try again.")
    private = open_by_password(office, account, password)
    if private is None:
        note_act(office, AuditAct.WRONG_PASSWORD, who="", about=account.id)
        raise NotAllowed("The password is wrong.")
    return private
