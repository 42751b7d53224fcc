"""Storage of accounts, second factors, sessions, sharing and the audit trail."""

from collections.abc import Collection, Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from tracker.services.ports.attempts import Attempts, Devices
from tracker.services.ports.factors import (
    Challenges,
    CodeStore,
    Factors,
    Passkeys,
    RecoveryCodes,
)
from tracker.services.ports.risks import Risks


class RoleName(StrEnum):
    """The role of a person in the workspace. `services/core/roles.py` has the permissions."""

    LAWYER = "lawyer"
    ADVOCATE = "advocate"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in. `id` is opaque and the only part that events hold.

    `organisation` is empty for people of the office itself. People of a partner organisation see
    only what is shared with it. `language` is the one this person chose for the workspace.
    """

    id: str
    email: str
    name: str
    role: RoleName
    active: bool = True
    organisation: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser. Only the digest of its token is stored, and no network address.

    `confirmed_at` is when the person last proved in this browser who they are. `sealed_key` is the
    person's private key under a secret that only the token gives; empty while private words are
    locked here.
    """

    token_digest: str
    account: str
    started_at: datetime
    seen_at: datetime
    confirmed_at: datetime | None = None
    browser: str = ""
    sealed_key: bytes = b""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time link to set a password. Only the digest of its token is stored.

    If `frees` is set, the link also removes lost second factors. `sealed_key` is the key of the
    person's group under a secret that only the token gives; empty if the person who made the
    link had no key open.
    """

    token_digest: str
    account: str
    expires_at: datetime
    frees: bool = False
    sealed_key: bytes = b""


@dataclass(frozen=True, slots=True)
class SavedView:
    """A named filter of the list of requests, stored as the query of its address."""

    account: str
    name: str
    query: str


@dataclass(frozen=True, slots=True)
class CalendarFeed:
    """A secret address from which a calendar app fetches deadlines.

    `own` limits it to requests assigned to its person, else it has all that the person sees.
    `bare` leaves out everything but dates and references.
    """

    digest: str
    account: str
    name: str
    own: bool
    bare: bool
    made_at: datetime


class AuditAct(StrEnum):
    """The acts that the audit trail records. It never has what was typed."""

    SIGNED_IN = "signed-in"
    WRONG_PASSWORD = "wrong-password"  # noqa: S105 - a word of the trail
    WRONG_CODE = "wrong-code"
    INVITED = "invited"
    FACTOR_RESET = "factor-reset"
    PASSWORD_SET = "password-set"  # noqa: S105
    CODES_SET_UP = "codes-set-up"
    CODES_REMOVED = "codes-removed"
    RECOVERY_CODES_MADE = "recovery-codes-made"
    RECOVERY_CODE_USED = "recovery-code-used"
    PASSKEY_ADDED = "passkey-added"
    PASSKEY_REMOVED = "passkey-removed"
    SESSIONS_ENDED = "sessions-ended"
    ROLE_CHANGED = "role-changed"
    SHARED = "shared"
    UNSHARED = "unshared"
    PUT_IN_CHARGE = "put-in-charge"
    HANDED_OVER = "handed-over"
    CLOSED = "closed"
    REOPENED = "reopened"
    APPLICANT_SEEN = "applicant-seen"
    PREPARED = "prepared"
    CONFIRMED = "confirmed"
    CALLED_OFF = "called-off"
    PUBLISHED = "published"
    REMOVED = "removed"
    WITHHELD = "withheld"
    RISK_NOTED = "risk-noted"
    REPRISAL_NOTED = "reprisal-noted"
    REPRISAL_WITHDRAWN = "reprisal-withdrawn"
    SIGNING_DECIDED = "signing-decided"
    EXPORTED = "exported"
    IMPORTED = "imported"
    ERASED = "erased"
    SETTINGS_CHANGED = "settings-changed"
    DATE_CONFIRMED = "date-confirmed"
    DATABASE_CONFIRMED = "database-confirmed"
    ACCESS_GIVEN = "access-given"
    PREVIEW_SHARED = "preview-shared"
    PREVIEW_REVOKED = "preview-revoked"
    LETTER_EDITED = "letter-edited"
    LETTER_APPROVED = "letter-approved"
    ARGUMENT_SAVED = "argument-saved"
    AUTHORITY_CHECKED = "authority-checked"
    AUTHORITY_CHECK_WITHDRAWN = "authority-check-withdrawn"
    WORDING_TAKEN_ON = "wording-taken-on"
    WORDING_WITHDRAWN = "wording-withdrawn"
    LIBRARY_ENTRY_SAVED = "library-entry-saved"
    LIBRARY_ENTRY_VERIFIED = "library-entry-verified"
    LIBRARY_ENTRY_WITHDRAWN = "library-entry-withdrawn"
    LAW_SIGNED = "law-signed"
    LAW_SIGNATURE_WITHDRAWN = "law-signature-withdrawn"


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """One line of the audit trail.

    `who`, `about` and `detail` are opaque keys of an account, a request or an organisation, or a
    word of the program such as a role. `who` is empty for people not signed in, and `operator` for
    commands on the server.
    """

    at: datetime
    who: str
    act: str
    about: str = ""
    detail: str = ""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """The lines of the audit trail to show. Empty fields mean any."""

    who: str = ""
    act: str = ""
    about: str = ""


class Shares(Protocol):
    """Organisations with which requests are shared, and assignments of requests."""

    def share(self, reference: str, organisation: str, at: datetime, by: str) -> bool:
        """Share a request; return whether it was not yet shared with that organisation."""

    def unshare(self, reference: str, organisation: str) -> bool:
        """Stop sharing a request; return whether it was shared with that organisation."""

    def shared_with(self, reference: str) -> Sequence[str]:
        """Return the organisations that see a request."""

    def is_shared(self, reference: str, organisation: str) -> bool:
        """Return whether an organisation sees a request."""

    def shared_of(self, references: Sequence[str], organisation: str) -> Collection[str]:
        """Return which of these requests an organisation sees."""

    def put_in_charge(self, reference: str, account: str, at: datetime) -> None:
        """Assign a request to a person, replacing anyone before."""

    def in_charge(self, references: Sequence[str]) -> Mapping[str, str]:
        """Return to whom these requests are assigned; unassigned ones are left out."""

    def charges_of(self, account: str) -> int:
        """Return how many requests are assigned to a person."""

    def hand_over(self, giver: str, taker: str, at: datetime) -> int:
        """Assign every request of one person to another; return how many."""


class Views(Protocol):
    """Named views of the list of requests."""

    def of(self, account: str) -> Sequence[SavedView]:
        """Return the views of a person, ordered by name."""

    def keep(self, view: SavedView) -> None:
        """Store a view, replacing the one with its name."""

    def forget(self, account: str, name: str) -> None:
        """Delete a view."""


class Feeds(Protocol):
    """Secret addresses for calendars."""

    def of(self, account: str) -> Sequence[CalendarFeed]:
        """Return the calendar addresses of a person, oldest first."""

    def feed(self, digest: str) -> CalendarFeed | None:
        """Return the calendar address with a secret, None if there is none."""

    def add(self, feed: CalendarFeed) -> None:
        """Store a new calendar address."""

    def revoke(self, account: str, digest: str) -> None:
        """Delete a calendar address of a person."""


class Trail(Protocol):
    """The append-only audit trail."""

    def add(self, entry: TrailEntry) -> None:
        """Add an entry with the next number."""

    def entries(
        self, shown: TrailFilter, after: int, limit: int
    ) -> tuple[Sequence[TrailEntry], int]:
        """Return one page of entries, newest first, and the total."""

    def last(self, who: str, act: str, about: str) -> datetime | None:
        """Return when `who` last did `act` to `about`, None if never."""


class Invitations(Protocol):
    """One-time links."""

    def add(self, invitation: Invitation) -> None:
        """Store a one-time link."""

    def take(self, token_digest: str) -> Invitation | None:
        """Return a one-time link and delete it; a second caller gets None."""

    def get(self, token_digest: str) -> Invitation | None:
        """Return a one-time link without deleting it, None if there is none."""

    def withdraw(self, account: str) -> None:
        """Delete every one-time link of a person."""


class Sessions(Protocol):
    """Sessions of people who signed in."""

    def start(self, session: Session) -> None:
        """Store a new session."""

    def get(self, token_digest: str) -> Session | None:
        """Return a session, None if there is none."""

    def of(self, account: str) -> Sequence[Session]:
        """Return every session of a person, most recently used first."""

    def touch(self, token_digest: str, at: datetime) -> None:
        """Record when a session was last used."""

    def confirm(self, token_digest: str, at: datetime) -> None:
        """Record when the person at a session last proved who they are."""

    def unlock(self, token_digest: str, sealed_key: bytes) -> None:
        """Store the sealed private key of the person at a session."""

    def end(self, token_digest: str) -> None:
        """Delete a session."""

    def end_all(self, account: str, *, but: str = "") -> None:
        """Delete every session of a person except the one with the digest `but`."""

    def forget_over(
        self, started_before: datetime, seen_before: datetime, expired_before: datetime
    ) -> None:
        """Delete sessions that started or were last used before these moments, and one-time
        links and challenges that expired."""


class People(Protocol):
    """Accounts, and everything else stored about people."""

    attempts: Attempts
    devices: Devices
    codes: CodeStore
    recovery_codes: RecoveryCodes
    passkeys: Passkeys
    challenges: Challenges
    factors: Factors
    invitations: Invitations
    sessions: Sessions
    shares: Shares
    trail: Trail
    views: Views
    feeds: Feeds
    risks: Risks

    def one_at_a_time(self) -> AbstractContextManager[None]:
        """Change accounts in one transaction that excludes other changes of accounts."""

    def account(self, id: str) -> Account | None:
        """Return an account, None if there is none."""

    def account_by_email(self, email: str) -> Account | None:
        """Return the account with an email address, None if there is none."""

    def accounts(self) -> Sequence[Account]:
        """Return every account."""

    def save_account(self, account: Account) -> None:
        """Store an account. Raises NotAllowed if another account has its address."""
