"""The rows of prepared letters, checked authorities, and files for letters and pages."""

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from tracker.services.ports.workbook import OpenedDocument, StayState
from tracker.storage.db.tables.base import Arguments, Table, one_of

# The letters that a sweep prepares; “appeal” stands for any remedy.
PREPARED = ("request", "reminder", "appeal", "notice")


class PreparedLetterRow(Table, table=True):
    """A prepared letter that waits for a person; one for each right that arose."""

    __tablename__ = "prepared_letter"
    __table_args__: ClassVar[Arguments] = (one_of("kind", PREPARED),)

    request: str = Field(primary_key=True, foreign_key="request.reference")
    kind: str = Field(primary_key=True)
    opening: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    prepared_at: datetime


class OfficeFileRow(Table, table=True):
    """A file of the office, sealed, by its name."""

    __tablename__ = "office_file"

    name: str = Field(primary_key=True)
    sealed: bytes
    kept_at: datetime


class ArgumentRow(Table, table=True):
    """A version of an argument of the office, sealed. A new version replaces none."""

    __tablename__ = "argument"

    id: str = Field(primary_key=True)
    version: int = Field(primary_key=True)
    sealed: bytes
    saved_by: str = Field(foreign_key="account.id")
    saved_at: datetime


class TakenWordingRow(Table, table=True):
    """A lawyer's statement on the wording of letters under a law in a language."""

    __tablename__ = "taken_wording"
    __table_args__: ClassVar[Arguments] = (
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by = '')", name="withdrawn_by"),
    )

    id: int | None = Field(default=None, primary_key=True)
    law: str = Field(index=True)
    language: str
    version: str
    sentences: str
    by: str = Field(foreign_key="account.id")
    at: datetime
    withdrawn_by: str
    withdrawn_at: datetime | None = None


class AuthorityCheckRow(Table, table=True):
    """A lawyer's check of an authority, its note sealed. A new check replaces none."""

    __tablename__ = "authority_check"
    __table_args__: ClassVar[Arguments] = (
        one_of("stay", (stay.value for stay in StayState)),
        one_of("opened", (opened.value for opened in OpenedDocument)),
        sa.CheckConstraint("(withdrawn_at IS NULL) = (withdrawn_by = '')", name="withdrawn_by"),
    )

    id: int | None = Field(default=None, primary_key=True)
    authority: str = Field(index=True)
    entry: str
    stay: str
    opened: str
    checked_on: date
    sealed: bytes | None = None
    by: str = Field(foreign_key="account.id")
    at: datetime
    withdrawn_by: str
    withdrawn_at: datetime | None = None
