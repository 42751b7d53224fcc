"""The rows that serve readers of the public site: email subscriptions and the search.

The words of search entries are in `search_words`, which differs between databases: see
`public/search_words.py`.
"""

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, col

from tracker.domain.record.alerts import Followed
from tracker.storage.db.tables.base import Arguments, Table, one_of


class SubscriptionRow(Table, table=True):
    """What one address follows.

    The address and the token of its links are sealed, and found by keyed digests. Unsubscribing
    deletes the row.
    """

    __tablename__ = "subscription"
    __table_args__: ClassVar[Arguments] = (
        sa.UniqueConstraint("token_digest"),
        sa.UniqueConstraint("address_digest", "about", "key"),
        one_of("about", (about.value for about in Followed)),
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


# An address has only one subscription to confirm at a time, however often it is asked for.
_UNCONFIRMED = col(SubscriptionRow.confirmed_at).is_(None)
sa.Index(
    "ix_subscription_unconfirmed",
    col(SubscriptionRow.address_digest),
    unique=True,
    sqlite_where=_UNCONFIRMED,
    postgresql_where=_UNCONFIRMED,
)


class SearchEntryRow(Table, table=True):
    """What the search stores of one public record; derived, and rebuilt at any time.

    `id` follows the order of lists: the newest record has the greatest. `passages` are the words
    as a reader sees them. Their folded form is in `search_words` under the same `id`.
    """

    __tablename__ = "search_entry"
    __table_args__: ClassVar[Arguments] = (sa.UniqueConstraint("request"),)

    id: int = Field(primary_key=True, sa_type=sa.BigInteger)
    request: str = Field(foreign_key="request.reference")
    version: int
    edition: str
    passages: str
    country: str
    outcomes: str


class SpellingRow(Table, table=True):
    """One spelling key of a word that a public record has, to find words that are nearly alike.

    Derived from the words of search entries, and deleted with the last of them that has the word.
    """

    __tablename__ = "search_spelling"

    key: str = Field(primary_key=True)
    word: str = Field(primary_key=True, index=True)
