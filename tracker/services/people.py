"""Accounts, invitations and sessions: who is at the desk."""

import hashlib
import hmac
import secrets
from dataclasses import replace
from datetime import timedelta
from functools import cache

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerifyMismatchError

from tracker.domain.errors import BadInput, NotAllowed
from tracker.services.office import Office
from tracker.services.ports import Account, Invitation, RoleName, Session

# OWASP's second recommendation for argon2id: 19 MiB, two passes, one lane.
HASHER = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
SHORTEST_PASSWORD = 12
INVITATION_LASTS = timedelta(days=3)
SESSION_IDLE = timedelta(hours=12)
SESSION_LASTS = timedelta(days=14)
TOUCH_EVERY = timedelta(minutes=5)
FAILURES_ALLOWED = 10
FAILURE_WINDOW = 900


def add_account(office: Office, email: str, name: str, role: RoleName) -> Account:
    """The account of that address, made if there is none.

    Raises BadInput for something that is no address.
    """
    email = email.strip().lower()
    if "@" not in email or any(char.isspace() for char in email):
        raise BadInput(f"“{email}” is not an e-mail address.")
    account = office.people.account_by_email(email)
    if account is None:
        account = Account(secrets.token_hex(8), email, name.strip() or email, role)
        office.people.save_account(account)
    return account


def invite(office: Office, email: str, name: str, role: RoleName) -> str:
    """Make an account, if there is none, and a one-time link's token for it."""
    return link_for(office, add_account(office, email, name, role))


def link_for(office: Office, account: Account) -> str:
    """A token with which this person can set a password once."""
    token = secrets.token_urlsafe(32)
    expires = office.now() + INVITATION_LASTS
    office.people.invite(Invitation(digest(token), account.id, expires))
    return token


def invited(office: Office, token: str) -> Account:
    """The person that a one-time link is for. Raises NotAllowed when it is used or too old."""
    invitation = office.people.invitation(digest(token))
    account = office.people.account(invitation.account) if invitation else None
    if invitation is None or account is None or invitation.expires_at < office.now():
        raise NotAllowed("This link was used already or is too old: ask for a new one.")
    return account


def set_password(office: Office, token: str, password: str) -> str:
    """Use up a one-time link, set the password, and sign in; the session's token.

    Whoever came in before, with the old password or by another link, is out and stays out.

    Raises BadInput for a password that is too short, NotAllowed for a used link.
    """
    if len(password) < SHORTEST_PASSWORD:
        raise BadInput(f"Use at least {SHORTEST_PASSWORD} characters, for example four words.")
    account = invited(office, token)
    if office.people.take_invitation(digest(token)) is None:
        raise NotAllowed("This link was used already or is too old: ask for a new one.")
    office.people.save_account(replace(account, password_hash=HASHER.hash(password)))
    office.people.withdraw_invitations(account.id)
    office.people.end_sessions_of(account.id)
    return _start_session(office, account)


def sign_in(office: Office, email: str, password: str, *, key: bytes) -> str:
    """The token of a new session.

    Raises NotAllowed, in the same words whether the address or the password is wrong, and after
    too many failures. Failures are counted under a keyed digest, never under the address itself.
    """
    # As accounts are found, so failures are counted: no other spelling gets tries of its own.
    email = email.strip().casefold()
    account = office.people.account_by_email(email)
    hashed = account.password_hash if account and account.active else ""
    if _throttled(office, email, key):
        raise NotAllowed("Too many failed tries: wait a quarter of an hour and try again.")
    if account is None or not _matches(hashed, password):
        _count_failure(office, email, key)
        raise NotAllowed("The address or the password is not right.")
    return _start_session(office, account)


def signed_in(office: Office, token: str) -> Account | None:
    """The person whose session this token belongs to; None when it ended or idled out."""
    session = office.people.session(digest(token))
    now = office.now()
    if session is None:
        return None
    if now - session.seen_at > SESSION_IDLE or now - session.started_at > SESSION_LASTS:
        office.people.end_session(session.token_digest)
        return None
    if now - session.seen_at > TOUCH_EVERY:
        office.people.touch_session(session.token_digest, now)
    account = office.people.account(session.account)
    return account if account and account.active else None


def sign_out(office: Office, token: str) -> None:
    """End the session."""
    office.people.end_session(digest(token))


def digest(token: str) -> str:
    """What is kept of a token: who reads the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def _start_session(office: Office, account: Account) -> str:
    token = secrets.token_urlsafe(32)
    now = office.now()
    office.people.start_session(Session(digest(token), account.id, now, now))
    return token


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


def _throttled(office: Office, email: str, key: bytes) -> bool:
    return office.people.failures(_failure_key(email, key), _window(office)) >= FAILURES_ALLOWED


def _count_failure(office: Office, email: str, key: bytes) -> None:
    office.people.note_failure(_failure_key(email, key), _window(office))


def _failure_key(email: str, key: bytes) -> str:
    return hmac.new(key, email.encode(), hashlib.sha256).hexdigest()


def _window(office: Office) -> int:
    return int(office.now().timestamp()) // FAILURE_WINDOW
