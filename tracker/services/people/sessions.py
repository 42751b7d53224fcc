"""Sessions: one for each browser in which a person is signed in."""

import hashlib
import secrets
from collections.abc import Sequence
from datetime import timedelta

from tracker.domain.base.errors import NotOnFile
from tracker.services.core.audit import note_act
from tracker.services.core.office import Office
from tracker.services.ports.people import Account, AuditAct, Session

SESSION_IDLE = timedelta(hours=12)
SESSION_LASTS = timedelta(days=14)
TOUCH_EVERY = timedelta(minutes=5)
CONFIRMED_LASTS = timedelta(minutes=10)
# Long enough that no two sessions of a person share it, and of no use to whoever reads it.
HANDLE = 16

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


def start_session(office: Office, account: Account, browser: str = "") -> str:
    """The token of a new session of somebody who has just proved who they are."""
    token = secrets.token_urlsafe(32)
    now = office.now()
    office.people.forget_over(now - SESSION_LASTS, now)
    office.people.start_session(Session(digest(token), account.id, now, now, now, browser))
    note_act(office, AuditAct.SIGNED_IN, who=account.id, about=account.id)
    return token


def signed_in(office: Office, token: str) -> Account | None:
    """The person whose session this token belongs to; None when it ended or idled out."""
    session = office.people.session(digest(token))
    now = office.now()
    if session is None:
        return None
    if _is_over(office, session):
        office.people.end_session(session.token_digest)
        return None
    if now - session.seen_at > TOUCH_EVERY:
        office.people.touch_session(session.token_digest, now)
    account = office.people.account(session.account)
    return account if account and account.active else None


def sign_out(office: Office, token: str) -> None:
    """End the session."""
    office.people.end_session(digest(token))


def open_sessions(office: Office, account: Account) -> Sequence[Session]:
    """Where a person is signed in, the session used last first."""
    return tuple(s for s in office.people.sessions_of(account.id) if not _is_over(office, s))


def end_session(office: Office, account: Account, handle: str) -> None:
    """End one of a person's own sessions. Raises NotOnFile for none of theirs."""
    for session in office.people.sessions_of(account.id):
        if handle_of(session) == handle:
            office.people.end_session(session.token_digest)
            note_act(office, AuditAct.SESSIONS_ENDED, who=account.id, about=account.id)
            return
    raise NotOnFile("This session ended already: look at the list.")


def end_other_sessions(office: Office, account: Account, token: str) -> None:
    """End all of a person's sessions but this one."""
    office.people.end_sessions_of(account.id, but=digest(token))
    note_act(office, AuditAct.SESSIONS_ENDED, who=account.id, about=account.id)


def has_confirmed_lately(office: Office, token: str) -> bool:
    """Whether the person at this browser proved who they are within the last ten minutes."""
    session = office.people.session(digest(token))
    if session is None or session.confirmed_at is None:
        return False
    return office.now() - session.confirmed_at <= CONFIRMED_LASTS


def confirm_person(office: Office, token: str) -> None:
    """Note that the person at this browser has just proved who they are."""
    office.people.confirm_session(digest(token), office.now())


def digest(token: str) -> str:
    """What is kept of a token: who reads the database cannot use it."""
    return hashlib.sha256(token.encode()).hexdigest()


def handle_of(session: Session) -> str:
    """What a page may name a session by: enough to end it, and not to use it."""
    return session.token_digest[:HANDLE]


def rough_name(user_agent: str) -> str:
    """The browser and the kind of machine, as far as a person needs it to know their own."""
    browser = _first(BROWSERS, user_agent)
    machine = _first(MACHINES, user_agent)
    return " on ".join(filter(None, (browser or "A browser", machine)))


def _first(known: Sequence[tuple[str, str]], words: str) -> str:
    return next((name for mark, name in known if mark in words), "")


def _is_over(office: Office, session: Session) -> bool:
    now = office.now()
    idle, age = now - session.seen_at, now - session.started_at
    return idle > SESSION_IDLE or age > SESSION_LASTS
