"""The rows about readers who are told by e-mail what changes."""

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, col

from tracker.domain.alerts import About
from tracker.storage.tables import Arguments, Table, one_of


class SubscriptionRow(Table, table=True):
    """What one address follows. The address and the token of its links are sealed; beside them
    stand keyed digests, by which both are found. What was left is removed whole."""

    __tablename__ = "subscription"
    __table_args__: ClassVar[Arguments] = (
        sa.UniqueConstraint("token_digest"),
        sa.UniqueConstraint("address_digest", "about", "key"),
        one_of("about", (about.value for about in About)),
    )

    id: str = Field(primary_key=True)
    token_digest: str
    address_digest: str
    about: str
    key: str
    language: str
    sealed: bytes
    asked_at: datetime
    confirmed_at: datetime | None = None
    told: int = Field(sa_type=sa.BigInteger)
    looked_on: date | None = Field(default=None, index=True)
    refused: int


# An address has one thing to confirm at a time, whoever asks how often.
_UNCONFIRMED = col(SubscriptionRow.confirmed_at).is_(None)
sa.Index(
    "ix_subscription_unconfirmed",
    col(SubscriptionRow.address_digest),
    unique=True,
    sqlite_where=_UNCONFIRMED,
    postgresql_where=_UNCONFIRMED,
)
