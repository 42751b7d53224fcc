"""The rows of correspondence by email: tokens of addresses, and letters that go out."""

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, col

from tracker.domain.correspondence.mail_letter import LetterPurpose, LetterState, LetterTrouble
from tracker.storage.db.tables.base import Arguments, Table, one_of


class MailTokenRow(Table, table=True):
    """The token in the email address of a request. A retired one stays: mail may still come.

    A token that may have been published has `shown_at`: anyone can write to it.
    """

    __tablename__ = "mail_token"

    token: str = Field(primary_key=True)
    request: str = Field(foreign_key="request.reference", index=True)
    made_at: datetime
    retired_at: datetime | None = None
    shown_at: datetime | None = None


class MailLetterRow(Table, table=True):
    """A letter sent by email. Its words and addresses are in `sealed` until it is handed over.

    `key` seals them, and is sealed under a key of the machine: both are destroyed at hand-over.
    """

    __tablename__ = "mail_letter"
    __table_args__: ClassVar[Arguments] = (
        sa.UniqueConstraint("message_id"),
        one_of("state", (state.value for state in LetterState)),
        one_of("purpose", (purpose.value for purpose in LetterPurpose)),
        one_of("trouble", (trouble.value for trouble in LetterTrouble)),
        sa.CheckConstraint("attempts >= 0 AND tries >= 0", name="attempts"),
        sa.CheckConstraint("reports >= 0 AND size > 0", name="counts"),
        sa.CheckConstraint("(key IS NULL) = (sealed IS NULL)", name="key"),
        sa.CheckConstraint("sealed IS NULL OR state IN ('waiting', 'handing')", name="sealed"),
    )

    id: str = Field(primary_key=True)
    request: str = Field(foreign_key="request.reference", index=True)
    kind: str
    purpose: str
    of: int
    message_id: str
    size: int
    digest: str
    prepared_by: str
    prepared_at: datetime
    tries: int
    approved_by: str
    approved_at: datetime | None = None
    state: str
    token: str
    not_before: datetime | None = None
    attempts: int
    handed_at: datetime | None = None
    trouble: str
    entry: int
    reports: int
    key: bytes | None = None
    sealed: bytes | None = None


_ON_ITS_WAY = col(MailLetterRow.state).in_(
    (LetterState.WAITING.value, LetterState.HANDING.value, LetterState.UNCERTAIN.value)
)
# At most one letter of a kind is on its way: nothing is sent twice by two people at once.
sa.Index(
    "ix_mail_letter_on_its_way",
    col(MailLetterRow.request),
    col(MailLetterRow.kind),
    col(MailLetterRow.purpose),
    unique=True,
    sqlite_where=_ON_ITS_WAY,
    postgresql_where=_ON_ITS_WAY,
)
