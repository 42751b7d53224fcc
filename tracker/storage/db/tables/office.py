"""The rows of the office itself."""

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from tracker.storage.db.tables.base import Arguments, Table, one_of


class OfficeRow(Table, table=True):
    """The office, in one row. A trigger refuses to change whether it is live.

    The mark follows from the key of the office; None until a process first notes it. `examined` is
    the size of the log when the last examination began that found nothing wrong. `servers` are the
    database servers that the office has worked with, the newest last.
    """

    __tablename__ = "office"
    __table_args__: ClassVar[Arguments] = (sa.CheckConstraint("id = 1", name="single"),)

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    live: bool
    name: str
    edition: str
    last_sweep_at: datetime | None = None
    left_unswept: int = Field(default=0)
    holds: str = Field(default="")
    failed_steps: str = Field(default="")
    late: str | None = None
    clock_confirmed_at: datetime | None = None
    clock_disregarded_to: datetime | None = None
    recovery_tried_at: datetime | None = None
    mark: str | None = None
    examined: int | None = None
    servers: str | None = None


class SweepPauseRow(Table, table=True):
    """A time in which no sweep ran though one was due; it is published."""

    __tablename__ = "sweep_pause"

    after: datetime = Field(primary_key=True)
    until: datetime


class ErasureRow(Table, table=True):
    """A request that was erased, or a reader who left, for a restore. Triggers keep it."""

    __tablename__ = "erasure"
    __table_args__: ClassVar[Arguments] = (one_of("kind", ("erased", "left")),)

    kind: str = Field(primary_key=True)
    reference: str = Field(primary_key=True)


class BackupTimeRow(Table, table=True):
    """When a complete backup began: it holds everything that was stored before."""

    __tablename__ = "backup_time"

    began: datetime = Field(primary_key=True)


class OwnEntryRow(Table, table=True):
    """A version of an entry of the office's own library. A new version replaces none."""

    __tablename__ = "own_entry"
    __table_args__: ClassVar[Arguments] = (
        sa.CheckConstraint("(verified_at IS NULL) = (verified_by = '')", name="verified_by"),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by = '')", name="withdrawn_by"),
        sa.Index("ix_own_entry_name", "folder", "key"),
    )

    id: int | None = Field(default=None, primary_key=True)
    folder: str
    key: str
    text: str
    digest: str
    replaces: str
    why: str
    by: str = Field(foreign_key="account.id")
    at: datetime
    verified_by: str
    verified_at: datetime | None = None
    withdrawn_by: str
    withdrawn_at: datetime | None = None


class LawSignatureRow(Table, table=True):
    """The signature of one of the two jurists who read a version of a law."""

    __tablename__ = "law_signature"
    __table_args__: ClassVar[Arguments] = (
        sa.CheckConstraint("signed_as IN (1, 2)", name="signed_as"),
        sa.UniqueConstraint("law", "digest", "signed_as"),
    )

    id: int | None = Field(default=None, primary_key=True)
    law: str
    digest: str
    signed_as: int
    name: str
    post: str
    by: str = Field(foreign_key="account.id")
    at: datetime
