"""The rows of mailboxes and of received mail."""

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, col

from tracker.services.ports.correspondence.received import MailFolder, MailTrouble, ReceivedState
from tracker.storage.db.tables.base import Arguments, Table, one_of

# Numbers of IMAP have 32 bits without a sign, more than a plain integer of PostgreSQL holds.
_NUMBER = sa.BigInteger


class MailboxRow(Table, table=True):
    """A mailbox that is fetched: who fetches it now, and how the last attempt ended.

    `refused` is a fingerprint of the sign-in details that its server refused.
    """

    __tablename__ = "mailbox"
    __table_args__: ClassVar[Arguments] = (
        one_of("trouble", ("", *(trouble.value for trouble in MailTrouble))),
    )

    name: str = Field(primary_key=True)
    uidvalidity: int | None = Field(default=None, sa_type=_NUMBER)
    lease: str = ""
    lease_until: datetime | None = None
    last_ok_at: datetime | None = None
    trouble: str = ""
    trouble_since: datetime | None = None
    refused: str = ""


class ScanReadingRow(Table, table=True):
    """Which process reads scans now. There is one row at most."""

    __tablename__ = "scan_reading"

    name: str = Field(primary_key=True)
    lease: str = ""
    lease_until: datetime | None = None


class MailShelfRow(Table, table=True):
    """A key pair for mail of one month that belongs to no request yet.

    `sealed` is the private half, sealed to the office.
    """

    __tablename__ = "mail_shelf"

    name: str = Field(primary_key=True)
    month: str = Field(index=True)
    public: bytes
    sealed: bytes
    made_at: datetime


class ReceivedMailRow(Table, table=True):
    """A received mail for one recipient. Its bytes are a file sealed to its request or shelf.

    `once` is a keyed digest of the bytes and the recipient. `envelope` is the recipient, sealed.
    `token` names a request's address.
    """

    __tablename__ = "received_mail"
    __table_args__: ClassVar[Arguments] = (
        sa.UniqueConstraint("once"),
        sa.CheckConstraint("size >= 0", name="size"),
        sa.CheckConstraint("came_again >= 0", name="came_again"),
        sa.CheckConstraint("request IS NULL OR shelf IS NULL", name="one_key"),
        one_of("state", (state.value for state in ReceivedState)),
    )

    id: str = Field(primary_key=True)
    once: str
    received_at: datetime
    stored_at: datetime
    size: int = Field(sa_type=_NUMBER)
    state: str
    token: str = Field(default="", index=True)
    request: str | None = Field(default=None, foreign_key="request.reference", index=True)
    shelf: str | None = Field(default=None, foreign_key="mail_shelf.name", index=True)
    digest: str
    envelope: bytes | None = None
    came_again: int = 0


_UNREAD = col(ReceivedMailRow.state) == ReceivedState.STORED.value
sa.Index(
    "ix_received_mail_unread",
    col(ReceivedMailRow.stored_at),
    sqlite_where=_UNREAD,
    postgresql_where=_UNREAD,
)


class ReceivedPlaceRow(Table, table=True):
    """Where a copy of a received mail is, or was, in a mailbox."""

    __tablename__ = "received_place"
    __table_args__: ClassVar[Arguments] = (
        one_of("folder", (folder.value for folder in MailFolder)),
    )

    mailbox: str = Field(primary_key=True, foreign_key="mailbox.name")
    folder: str = Field(primary_key=True)
    uidvalidity: int = Field(
        primary_key=True, sa_type=_NUMBER, sa_column_kwargs={"autoincrement": False}
    )
    uid: int = Field(primary_key=True, sa_type=_NUMBER, sa_column_kwargs={"autoincrement": False})
    mail: str = Field(foreign_key="received_mail.id", index=True)
    size: int = Field(sa_type=_NUMBER)
    dated: datetime
    found_at: datetime
    gone_at: datetime | None = None
