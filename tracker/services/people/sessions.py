"""Sessions: one for each browser in which a person is signed in."""

import hashlib
import secrets
from collections.abc import Sequence
from contextlib import suppress
from datetime import timedelta

from tracker.domain.base.errors import NotOnFile, Refusal
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.people.private_access import (
    open_by_token,
    opened_for,
    replace_left_keys,
    seal_for_token,
)
from tracker.services.ports.keys import LOCKED, Locked
from tracker.services.ports.people import Account, AuditAct, Session

SESSION_IDLE = timedelta(hours=12)
SESSION_LASTS = timedelta(days=14)
TOUCH_EVERY = timedelta(minutes=5)
CONFIRMED_LASTS = timedelta(minutes=10)
# Characters of the digest that name a session: unique for a person, and too few to use it.
HANDLE = 16
_SESSION = "session"

BROWSERS = (
    ("Edg", "Edge"),
    ("OPR", "Opera"),
    ("Firefox", "Firefox"),
    ("FxiOS", "Firefox"),
    ("CriOS", "Chrome"),
    ("Chrome", "Chrome"),
    ("Safari", "Safari"),
)
MACHINES = (
    ("Android", "Android"),
    ("iPhone", "iPhone"),
    ("iPad", "iPad"),
    ("Windows", "Windows"),
    ("Mac OS", "macOS"),
    ("CrOS", "ChromeOS"),
    ("Linux", "Linux"),
)


def start_session(
    office: Office, account: Account, private: bytes | None, browser: str = ""
) -> str:
    """Start a session for a person who has just proved who they are; return its token.

    `private` is the person's private key, None while it is locked. The session holds it sealed
    under a secret that only the token gives, so that nothing on this machine opens it between two
    pages.
    """
    token = secrets.token_urlsafe(32)
    now = office.now()
    forget_ended(office)
    key = sealed_for_session(office, token, private)
    office.people.sessions.start(Session(digest(token), account.id, now, now, now, browser, key))
    note_act(office, AuditAct.SIGNED_IN, who=account.id, about=account.id)
    _go_on_replacing(office, account.id, private)
    return token


def forget_ended(office: Office) -> None:
    """Delete sessions, links and half-finished sign-ins that are over, with the keys in them."""
    now = office.now()
    office.people.sessions.forget_over(now - SESSION_LASTS, now - SESSION_IDLE, now)


def signed_in(office: Office, token: str) -> Account | None:
    """Return the person whose session has this token.

    None if the session ended or expired, or the account is closed.
    """
    session = office.people.sessions.get(digest(token))
    now = office.now()
    if session is None:
        return None
    if _is_over(office, session):
        sign_out(office, token)
        return None
    if now - session.seen_at > TOUCH_EVERY and not office.read_only:
        office.people.sessions.touch(session.token_digest, now)
    account = office.people.account(session.account)
    return account if account and account.active else None


def sealed_for_session(office: Office, token: str, private: bytes | None) -> bytes:
    """Return the person's private key as the session with this token stores it."""
    return seal_for_token(office, token, private, _SESSION)


def open_key_of(office: Office, token: str) -> bytes | None:
    """Return the private key of the person at this session, None while it is locked."""
    session = office.people.sessions.get(digest(token))
    return open_by_token(office, token, session.sealed_key, _SESSION) if session else None


def private_key_of(office: Office, token: str) -> bytes:
    """Return the private key of the person at this session. Raises Locked."""
    private = open_key_of(office, token)
    if private is None:
        raise Locked(LOCKED)
    return private


def unlock_session(office: Office, token: str, private: bytes) -> None:
    """Open private words in this session from now on."""
    office.people.sessions.unlock(digest(token), sealed_for_session(office, token, private))
    if session := office.people.sessions.get(digest(token)):
        _go_on_replacing(office, session.account, private)


def sign_out(office: Office, token: str) -> None:
    """End the session with this token. In a read-only office it ends with its time."""
    if not office.read_only:
        office.people.sessions.end(digest(token))


def open_sessions(office: Office, account: Account) -> Sequence[Session]:
    """Return the open sessions of a person, most recently used first."""
    return tuple(s for s in office.people.sessions.of(account.id) if not _is_over(office, s))


def end_session(office: Office, account: Account, handle: str) -> None:
    """End one of a person's own sessions.

    Raises NotOnFile if none of them has this handle.
    """
    for session in office.people.sessions.of(account.id):
        if handle_of(session) == handle:
            office.people.sessions.end(session.token_digest)
            note_act(office, AuditAct.SESSIONS_ENDED, who=account.id, about=account.id)
            return
    raise NotOnFile("This session has already ended. Check the list.")


def end_other_sessions(office: Office, account: Account, token: str) -> None:
    """End all sessions of a person except the one with this token."""
    office.people.sessions.end_all(account.id, but=digest(token))
    note_act(office, AuditAct.SESSIONS_ENDED, who=account.id, about=account.id)


def has_confirmed_lately(office: Office, token: str) -> bool:
    """Return whether the person at this browser proved who they are recently.

    That is within CONFIRMED_LASTS.
    """
    session = office.people.sessions.get(digest(token))
    if session is None or session.confirmed_at is None:
        return False
    return office.now() - session.confirmed_at <= CONFIRMED_LASTS


def confirm_person(office: Office, token: str) -> None:
    """Record that the person at this browser has just proved who they are."""
    office.people.sessions.confirm(digest(token), office.now())


def digest(token: str) -> str:
    """Return the digest stored in place of a token, so that a leaked database opens no session."""
    return hashlib.sha256(token.encode()).hexdigest()


def handle_of(session: Session) -> str:
    """Return the name of a session on a page: enough to end it, not enough to use it."""
    return session.token_digest[:HANDLE]


def rough_name(user_agent: str) -> str:
    """Return the browser and the kind of machine, so that people recognise their own."""
    browser = _first(BROWSERS, user_agent)
    machine = _first(MACHINES, user_agent)
    return " on ".join(filter(None, (browser or "A browser", machine)))


def _first(known: Sequence[tuple[str, str]], words: str) -> str:
    return next((name for mark, name in known if mark in words), "")


def _go_on_replacing(office: Office, account: str, private: bytes | None) -> None:
    """Replace keys that someone who left could open, if this person's key leads to them."""
    # A damaged key keeps nobody out.
    with suppress(Refusal), opened_for(office, account, private):
        replace_left_keys(office)


def _is_over(office: Office, session: Session) -> bool:
    now = office.now()
    idle, age = now - session.seen_at, now - session.started_at
    return idle > SESSION_IDLE or age > SESSION_LASTS
