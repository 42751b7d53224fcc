"""The rows of drafts, and of the lists from which requests are imported."""

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from tracker.storage.db.tables.base import Arguments, Table


class DraftRow(Table, table=True):
    """A draft; `version` counts the times it was saved.

    `chosen` is what was chosen from lists. What was typed is sealed with the request.
    """

    __tablename__ = "draft"
    __table_args__: ClassVar[Arguments] = (sa.CheckConstraint("version >= 1", name="version"),)

    request: str = Field(primary_key=True, foreign_key="request.reference")
    version: int
    changed_at: datetime | None = None
    changed_by: str
    chosen: str


class BodyGroupRow(Table, table=True):
    """A named group of public bodies. Its name and their keys are sealed."""

    __tablename__ = "body_group"

    id: str = Field(primary_key=True)
    sealed: bytes
    saved_by: str = Field(foreign_key="account.id")
    saved_at: datetime


class ListFileRow(Table, table=True):
    """An uploaded list, sealed until it is imported."""

    __tablename__ = "list_file"
    __table_args__: ClassVar[Arguments] = (sa.Index("ix_list_file_digest", "digest"),)

    id: str = Field(primary_key=True)
    digest: str
    by: str
    at: datetime
    done_at: datetime | None = None
    sealed: bytes | None = None


class ImportedRow(Table, table=True):
    """A row of a list that became a request; unique, so that none does twice."""

    __tablename__ = "imported"
    __table_args__: ClassVar[Arguments] = (
        sa.UniqueConstraint("digest"),
        sa.Index("ix_imported_file", "file", "line"),
    )

    request: str = Field(primary_key=True, foreign_key="request.reference")
    digest: str
    file: str = Field(foreign_key="list_file.id")
    line: int
    day: date
    past: bool
