"""The rows of requests: their events, files, sealed fields and relations.

Columns that repeat what an event's bytes say are copies for indexes.
"""

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from tracker.storage.db.tables.base import Arguments, Table


class RequestRow(Table, table=True):
    """A request. What is private of it is sealed to its public key, which an erasure deletes."""

    __tablename__ = "request"

    reference: str = Field(primary_key=True)
    made_at: datetime
    public_key: bytes | None = Field(default=None)


class EventKindRow(Table, table=True):
    """A kind of event. Migrating adds missing ones, so that a new kind needs no copy of events."""

    __tablename__ = "event_kind"

    kind: str = Field(primary_key=True)


class EventRow(Table, table=True):
    """One entry of a history. Triggers refuse to change, delete or replace it."""

    __tablename__ = "event"
    __table_args__: ClassVar[Arguments] = (
        sa.UniqueConstraint("request", "once"),
        sa.CheckConstraint("seq >= 1", name="seq"),
        sa.CheckConstraint("on_latest >= on_earliest", name="span"),
        sa.CheckConstraint("length(nonce) = 32", name="nonce"),
        sa.CheckConstraint("length(body) BETWEEN 1 AND 65535", name="body"),
        sa.CheckConstraint("form >= 1", name="form"),
    )

    request: str = Field(primary_key=True, foreign_key="request.reference")
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str = Field(foreign_key="event_kind.kind")
    on_earliest: date
    on_latest: date
    entered_at: datetime = Field(index=True)
    entered_by: str
    form: int
    body: bytes
    nonce: bytes
    once: str | None = None


class PaperRow(Table, table=True):
    """A file in the archive of a request. Its name may name a person, so it is sealed."""

    __tablename__ = "paper"
    __table_args__: ClassVar[Arguments] = (
        sa.CheckConstraint("length(digest) = 64", name="digest"),
        sa.CheckConstraint("size >= 0", name="size"),
    )

    request: str = Field(primary_key=True, foreign_key="request.reference")
    digest: str = Field(primary_key=True)
    name: bytes | None = None
    media: str
    size: int
    kept_at: datetime
    purpose: str


class SealedFieldRow(Table, table=True):
    """A private field of a request, sealed under its key."""

    __tablename__ = "sealed_field"

    request: str = Field(primary_key=True, foreign_key="request.reference")
    name: str = Field(primary_key=True)
    sealed: bytes


class RelatedRequestRow(Table, table=True):
    """The batch of a request, the one that it repeats, and the one from which its items came."""

    __tablename__ = "related_request"

    request: str = Field(primary_key=True, foreign_key="request.reference", ondelete="CASCADE")
    batch: str = Field(default="", index=True)
    repeats: str | None = Field(default=None, foreign_key="request.reference", index=True)
    comes_from: str | None = Field(default=None, index=True)
