"""The rows of accounts: factors, sessions, sharing, personal settings and the audit trail."""

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from tracker.services.ports.people import RoleName
from tracker.storage.db.tables.base import Arguments, Table, one_of


class AccountRow(Table, table=True):
    """A person who may sign in. `address` is the email address in the form that is compared."""

    __tablename__ = "account"
    __table_args__: ClassVar[Arguments] = (
        sa.UniqueConstraint("address"),
        one_of("role", (role.value for role in RoleName)),
    )

    id: str = Field(primary_key=True)
    address: str
    email: str
    name: str
    role: str
    active: bool
    organisation: str = Field(default="")
    language: str = Field(default="en")


class SessionRow(Table, table=True):
    """A signed-in browser.

    `sealed_key` is the person's private key under a secret that only the browser has; empty while
    private words are locked in it.
    """

    __tablename__ = "session"

    token_digest: str = Field(primary_key=True)
    account: str = Field(foreign_key="account.id", index=True)
    started_at: datetime
    seen_at: datetime
    confirmed_at: datetime | None = None
    browser: str = Field(default="")
    sealed_key: bytes = Field(default=b"")


class InvitationRow(Table, table=True):
    """A one-time sign-in link, deleted when used.

    `sealed_key` is the key of the person's group under a secret that only the link holds; empty if
    nobody with that key made the link.
    """

    __tablename__ = "invitation"

    token_digest: str = Field(primary_key=True)
    account: str = Field(foreign_key="account.id", index=True)
    expires_at: datetime
    frees: bool = Field(default=False)
    sealed_key: bytes = Field(default=b"")


class DeviceRow(Table, table=True):
    """A browser in which a person signed in before; only the digest of its id is stored."""

    __tablename__ = "device"

    account: str = Field(primary_key=True, foreign_key="account.id")
    digest: str = Field(primary_key=True)
    seen_at: datetime


class AttemptRow(Table, table=True):
    """Counted attempts under one keyed digest in one stretch of time."""

    __tablename__ = "attempt"
    __table_args__: ClassVar[Arguments] = (sa.CheckConstraint("times >= 0", name="times"),)

    key: str = Field(primary_key=True)
    stretch: int = Field(
        primary_key=True, sa_type=sa.BigInteger, sa_column_kwargs={"autoincrement": False}
    )
    times: int


class CodesRow(Table, table=True):
    """One-time codes: the secret in use and the proposed one, both sealed."""

    __tablename__ = "one_time_codes"

    account: str = Field(primary_key=True, foreign_key="account.id")
    sealed: bytes | None = None
    proposed: bytes | None = None
    last_step: int = Field(default=0, sa_type=sa.BigInteger)


class RecoveryRow(Table, table=True):
    """The digest of an unused recovery code."""

    __tablename__ = "recovery_code"

    account: str = Field(primary_key=True, foreign_key="account.id")
    digest: str = Field(primary_key=True)


class PasskeyRow(Table, table=True):
    """The public half of a passkey."""

    __tablename__ = "passkey"

    id: str = Field(primary_key=True)
    account: str = Field(foreign_key="account.id", index=True)
    name: str
    public_key: bytes
    sign_count: int = Field(sa_type=sa.BigInteger)
    made_at: datetime
    used_at: datetime | None = None


class ChallengeRow(Table, table=True):
    """A challenge to be answered once, deleted when taken.

    `sealed_key` carries a person's private key from the password to the code.
    """

    __tablename__ = "challenge"

    digest: str = Field(primary_key=True)
    purpose: str
    account: str
    expires_at: datetime = Field(index=True)
    sealed_key: bytes = Field(default=b"")


class ShareRow(Table, table=True):
    """A request or draft that a partner organisation sees."""

    __tablename__ = "share"

    request: str = Field(primary_key=True, foreign_key="request.reference", ondelete="CASCADE")
    organisation: str = Field(primary_key=True, index=True)
    since: datetime
    shared_by: str


class AssignmentRow(Table, table=True):
    """The person in charge of a request."""

    __tablename__ = "assignment"

    request: str = Field(primary_key=True, foreign_key="request.reference", ondelete="CASCADE")
    account: str = Field(foreign_key="account.id", index=True)
    since: datetime


class AuditTrailRow(Table, table=True):
    """One entry of the audit trail. Triggers refuse to change, delete or replace it."""

    __tablename__ = "audit_trail"
    __table_args__: ClassVar[Arguments] = (
        sa.CheckConstraint("length(act) BETWEEN 1 AND 40", name="act"),
        sa.CheckConstraint("length(about) <= 80", name="about"),
        sa.CheckConstraint("length(detail) <= 80", name="detail"),
        sa.Index("ix_audit_trail_about_act", "about", "act"),
        sa.Index("ix_audit_trail_who", "who"),
    )

    seq: int | None = Field(default=None, primary_key=True)
    at: datetime
    who: str
    act: str
    about: str
    detail: str = ""


class SavedViewRow(Table, table=True):
    """A named view of the list of requests, sealed to the group of its person.

    `typed` says whether it searches for words or tags, which may name an applicant.
    """

    __tablename__ = "saved_view"

    id: int | None = Field(default=None, primary_key=True)
    account: str = Field(foreign_key="account.id", index=True)
    organisation: str
    typed: bool
    sealed: bytes


class CalendarFeedRow(Table, table=True):
    """A secret calendar address; only the digest of its secret is stored."""

    __tablename__ = "calendar_feed"

    digest: str = Field(primary_key=True)
    account: str = Field(foreign_key="account.id", index=True)
    name: str
    own: bool
    bare: bool
    made_at: datetime


class ReprisalRow(Table, table=True):
    """A sealed note on a reprisal for a request. A withdrawn note is kept."""

    __tablename__ = "reprisal"

    id: str = Field(primary_key=True)
    body: str = Field(index=True)
    sealed: bytes
    noted_by: str = Field(foreign_key="account.id")
    noted_at: datetime
    withdrawn_by: str = Field(default="")
    withdrawn_at: datetime | None = None


class RiskNoteRow(Table, table=True):
    """A sealed note on the risk of dealing with a body. A new note replaces none."""

    __tablename__ = "risk_note"

    id: int | None = Field(default=None, primary_key=True)
    body: str = Field(index=True)
    sealed: bytes
    written_by: str = Field(foreign_key="account.id")
    written_at: datetime
