"""What the use cases need to know of people: accounts, factors, sessions, sharing, the trail."""

from collections.abc import Mapping, Sequence
from contextlib import AbstractContextManager
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from typing import Protocol

from tracker.services.ports.risks import Risks


class RoleName(StrEnum):
    """What a person may do at the desk; `services/core/roles.py` has the table."""

    LAWYER = "lawyer"
    ADVOCATE = "advocate"
    ADMIN = "admin"


@dataclass(frozen=True, slots=True)
class Account:
    """A person who may sign in. `id` is opaque and the only thing that events hold.

    `organisation` is empty for people of the office itself. A person of another organisation of
    the coalition sees what is shared with it, and nothing else. `language` is that of the desk, as
    this person chose it.
    """

    id: str
    email: str
    name: str
    role: RoleName
    password_hash: str = ""
    active: bool = True
    organisation: str = ""
    language: str = "en"


@dataclass(frozen=True, slots=True)
class Session:
    """A signed-in browser; only the digest of its token is kept, and no address of a network.

    `confirmed_at` is when this person last proved, in this browser, to be who signed in.
    """

    token_digest: str
    account: str
    started_at: datetime
    seen_at: datetime
    confirmed_at: datetime | None = None
    browser: str = ""


@dataclass(frozen=True, slots=True)
class Invitation:
    """A one-time link to set a password; only the digest of its token is kept.

    One that `frees` also takes away a second factor that was lost.
    """

    token_digest: str
    account: str
    expires_at: datetime
    frees: bool = False


@dataclass(frozen=True, slots=True)
class OneTimeCodes:
    """The second factor that a telephone makes. `last_step` is the last stretch of time whose
    code was used: no code opens twice."""

    secret: str
    last_step: int


@dataclass(frozen=True, slots=True)
class Passkey:
    """A key of a person's own device; `id` is the credential's, in base64url."""

    id: str
    account: str
    name: str
    public_key: bytes
    sign_count: int
    made_at: datetime
    used_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class Challenge:
    """Something to be answered once, soon: by a passkey, or by a code after a password."""

    digest: str
    purpose: str
    account: str
    expires_at: datetime


@dataclass(frozen=True, slots=True)
class SavedView:
    """A way of looking at the list of requests, as its address says it, under a person's name."""

    account: str
    name: str
    query: str


@dataclass(frozen=True, slots=True)
class CalendarFeed:
    """A secret address from which a calendar fetches days: those of the requests that its person
    is in charge of (`own`) or of all that the person sees; `bare` gives days and references only.
    """

    digest: str
    account: str
    name: str
    own: bool
    bare: bool
    made_at: datetime


class AuditAct(StrEnum):
    """What the audit trail tells of. Never what was typed, only that it was done."""

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
    EXPORTED = "exported"
    IMPORTED = "imported"
    ERASED = "erased"
    SETTINGS_CHANGED = "settings-changed"


@dataclass(frozen=True, slots=True)
class TrailEntry:
    """One line of the audit trail. `who`, `about` and `detail` are opaque keys, of an account, a
    request or an organisation, or a word of the program, such as a role. `who` is empty for
    whoever was at the door, `operator` at the machine."""

    at: datetime
    who: str
    act: str
    about: str = ""
    detail: str = ""
    seq: int = 0


@dataclass(frozen=True, slots=True)
class TrailFilter:
    """Which lines of the trail are shown; empty fields mean any."""

    who: str = ""
    act: str = ""
    about: str = ""


class Factors(Protocol):
    """Second factors. Secrets are sealed before they reach the database."""

    def codes(self, account: str) -> OneTimeCodes | None:
        """The one-time codes in use; None where a person has none."""

    def proposed(self, account: str) -> str:
        """The secret that waits for its first code; empty where none does."""

    def propose(self, account: str, secret: str) -> None: ...

    def take_up(self, account: str, step: int) -> None:
        """Put the proposed secret in use, with the stretch whose code was just used."""

    def use_step(self, account: str, step: int) -> bool:
        """Use up a stretch of time: False where it, or a later one, was used before."""

    def drop_codes(self, account: str) -> None: ...

    def keep_recovery(self, account: str, digests: Sequence[str]) -> None:
        """Recovery codes in place of all that there were."""

    def use_recovery(self, account: str, digest: str) -> bool:
        """Use up one recovery code: False where it is not one of them, or was used."""

    def recovery_left(self, account: str) -> int: ...

    def passkeys(self, account: str) -> Sequence[Passkey]: ...

    def passkey(self, id: str) -> Passkey | None: ...

    def add_passkey(self, passkey: Passkey) -> None:
        """Raises NotAllowed where that key is on file already."""

    def use_passkey(self, id: str, sign_count: int, at: datetime) -> None: ...

    def drop_passkey(self, account: str, id: str) -> bool: ...

    def drop_all(self, account: str) -> None:
        """Remove every second factor of a person."""

    def any_factor(self, account: str) -> bool:
        """Whether a person has one-time codes or a passkey."""

    def with_factor(self) -> frozenset[str]:
        """Everybody who has one."""

    def challenge(self, challenge: Challenge, now: datetime) -> None:
        """Keep a challenge; those that are over are forgotten."""

    def use_up(self, challenge: Challenge, now: datetime) -> bool:
        """Put down that a challenge was answered; whether it was not put down before."""

    def look_at_challenge(self, digest: str) -> Challenge | None: ...

    def take_challenge(self, digest: str) -> Challenge | None:
        """The challenge, which is used up by being taken."""


class Shares(Protocol):
    """With which organisations a request is shared, and who is in charge of it."""

    def share(self, reference: str, organisation: str, at: datetime, by: str) -> bool:
        """Whether it was not shared with it before."""

    def unshare(self, reference: str, organisation: str) -> bool:
        """Whether it was shared with it before."""

    def shared_with(self, reference: str) -> Sequence[str]: ...

    def is_shared(self, reference: str, organisation: str) -> bool: ...

    def put_in_charge(self, reference: str, account: str, at: datetime) -> None: ...

    def in_charge(self, references: Sequence[str]) -> Mapping[str, str]:
        """Who is in charge of these requests; those of which nobody is are left out."""

    def charges_of(self, account: str) -> int:
        """Of how many requests a person is in charge."""

    def hand_over(self, giver: str, taker: str, at: datetime) -> int:
        """Put the taker in charge of all that the giver was in charge of; how many."""


class Views(Protocol):
    """Views of the list that people gave a name."""

    def of(self, account: str) -> Sequence[SavedView]: ...

    def keep(self, view: SavedView) -> None: ...

    def forget(self, account: str, name: str) -> None: ...


class Feeds(Protocol):
    """Secret addresses for calendars."""

    def of(self, account: str) -> Sequence[CalendarFeed]: ...

    def feed(self, digest: str) -> CalendarFeed | None: ...

    def add(self, feed: CalendarFeed) -> None: ...

    def revoke(self, account: str, digest: str) -> None: ...


class Trail(Protocol):
    """The audit trail: it is added to, and read."""

    def add(self, entry: TrailEntry) -> None: ...

    def entries(
        self, shown: TrailFilter, after: int, limit: int
    ) -> tuple[Sequence[TrailEntry], int]:
        """A page of entries, the newest first, and how many there are in all."""

    def last(self, who: str, act: str, about: str) -> datetime | None:
        """When this was last done by this person to this."""


class People(Protocol):
    """Accounts, sessions and one-time links; and what else is kept about people."""

    @property
    def factors(self) -> Factors: ...

    @property
    def shares(self) -> Shares: ...

    @property
    def trail(self) -> Trail: ...

    @property
    def views(self) -> Views: ...

    @property
    def feeds(self) -> Feeds: ...

    @property
    def risks(self) -> Risks: ...

    def one_at_a_time(self) -> AbstractContextManager[None]:
        """What is decided within about accounts stands or falls together, and nobody else decides
        about them meanwhile."""

    def account(self, id: str) -> Account | None: ...

    def account_by_email(self, email: str) -> Account | None: ...

    def accounts(self) -> Sequence[Account]: ...

    def save_account(self, account: Account) -> None: ...

    def invite(self, invitation: Invitation) -> None: ...

    def take_invitation(self, token_digest: str) -> Invitation | None:
        """The invitation, which is used up by being taken: a second taker gets None."""

    def invitation(self, token_digest: str) -> Invitation | None:
        """The invitation, left as it is."""

    def withdraw_invitations(self, account: str) -> None:
        """Make every one-time link of a person useless."""

    def start_session(self, session: Session) -> None: ...

    def session(self, token_digest: str) -> Session | None: ...

    def sessions_of(self, account: str) -> Sequence[Session]:
        """Every session of a person, the one used last first."""

    def touch_session(self, token_digest: str, at: datetime) -> None: ...

    def confirm_session(self, token_digest: str, at: datetime) -> None: ...

    def end_session(self, token_digest: str) -> None: ...

    def end_sessions_of(self, account: str, *, but: str = "") -> None:
        """Sign a person out everywhere, or everywhere but in one session."""

    def forget_over(self, started_before: datetime, expired_before: datetime) -> None:
        """Remove sessions and one-time links that are over."""

    def note_failure(self, key: str, window: int) -> None:
        """Count one failed sign-in under a keyed digest within a window of time."""

    def failures(self, key: str, window: int) -> int:
        """How many sign-ins failed under that digest within that window."""
