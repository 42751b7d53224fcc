"""The rows of reminders: who is reminded of what and how, and outgoing email."""

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, col

from tracker.domain.case.reminders import Because
from tracker.domain.clock.deadline_changes import Term
from tracker.services.ports.reminders import MailState
from tracker.storage.db.tables.base import Arguments, Table, one_of


class ReminderRow(Table, table=True):
    """One reminder of one person, unique for a rung of a day."""

    __tablename__ = "reminder"
    __table_args__: ClassVar[Arguments] = (
        sa.UniqueConstraint("request", "once"),
        sa.CheckConstraint("seq >= 1", name="seq"),
        one_of("term", (term.value for term in Term)),
        one_of("closed", (because.value for because in Because)),
    )

    request: str = Field(primary_key=True, foreign_key="request.reference")
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    once: str
    person: str = Field(foreign_key="account.id")
    stage: str
    opening: int
    term: str
    day: date
    rung: int | None = None
    after: int
    was: date | None = None
    missed: int
    escalated: bool
    made_at: datetime
    acknowledged_at: datetime | None = None
    closed: str | None = None
    closed_at: datetime | None = None


_UNHEEDED = sa.and_(col(ReminderRow.closed).is_(None), col(ReminderRow.acknowledged_at).is_(None))
sa.Index(
    "ix_reminder_open",
    col(ReminderRow.person),
    col(ReminderRow.day),
    sqlite_where=_UNHEEDED,
    postgresql_where=_UNHEEDED,
)
sa.Index("ix_reminder_person_made_at", col(ReminderRow.person), col(ReminderRow.made_at))


class WatcherRow(Table, table=True):
    """A person who is reminded of a request, chosen or usual."""

    __tablename__ = "watcher"

    request: str = Field(primary_key=True, foreign_key="request.reference")
    account: str = Field(primary_key=True, foreign_key="account.id", index=True)
    place: int
    chosen: bool


class ReminderChoiceRow(Table, table=True):
    """How a person, or the office by default, wants reminders."""

    __tablename__ = "reminder_choice"
    __table_args__: ClassVar[Arguments] = (
        sa.CheckConstraint("hour BETWEEN 0 AND 23", name="hour"),
    )

    whose: str = Field(primary_key=True)
    rungs: str
    by_mail: bool
    digest: bool
    hour: int
    zone: str


class DigestRow(Table, table=True):
    """The day of the last morning summary of a person."""

    __tablename__ = "digest"

    person: str = Field(primary_key=True, foreign_key="account.id")
    day: date


class OutboxRow(Table, table=True):
    """An email to an account or a reader. It holds no address and no name of an applicant."""

    __tablename__ = "outbox"
    __table_args__: ClassVar[Arguments] = (
        sa.UniqueConstraint("message_id"),
        one_of("state", (state.value for state in MailState)),
        sa.CheckConstraint("attempts >= 0", name="attempts"),
        sa.CheckConstraint("(account IS NULL) <> (reader IS NULL)", name="whom"),
    )

    once: str = Field(primary_key=True)
    message_id: str
    account: str | None = Field(default=None, foreign_key="account.id")
    subject: str
    words: str
    made_at: datetime
    state: str
    attempts: int
    not_before: datetime
    token: str
    trouble: str
    sent_at: datetime | None = None
    reader: str | None = Field(
        default=None, foreign_key="subscription.id", ondelete="CASCADE", index=True
    )


_ON_ITS_WAY = col(OutboxRow.state).in_((MailState.WAITING.value, MailState.SENDING.value))
sa.Index(
    "ix_outbox_not_before",
    col(OutboxRow.not_before),
    sqlite_where=_ON_ITS_WAY,
    postgresql_where=_ON_ITS_WAY,
)
