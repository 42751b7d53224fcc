"""The rows of what the office keeps for itself beside the histories."""

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from tracker.services.ports_workbook import Verdict
from tracker.storage.tables import Arguments, Table, one_of

_OPEN = sa.text("done_at IS NULL")


class TagRow(Table, table=True):
    """A private word by which a request is found again."""

    __tablename__ = "tag"
    __table_args__: ClassVar[Arguments] = (sa.Index("ix_tag_name", "name"),)

    request: str = Field(primary_key=True, foreign_key="request.reference")
    name: str = Field(primary_key=True)


class TaskRow(Table, table=True):
    """Something that a person has to do; its words are among the particulars of the request."""

    __tablename__ = "task"
    __table_args__: ClassVar[Arguments] = (
        sa.Index(
            "ix_task_person_due", "person", "due", sqlite_where=_OPEN, postgresql_where=_OPEN
        ),
        sa.Index("ix_task_request", "request"),
    )

    id: str = Field(primary_key=True)
    request: str = Field(foreign_key="request.reference")
    person: str
    due: date
    made_by: str
    made_at: datetime
    done_by: str
    done_at: datetime | None = None


class FindingRow(Table, table=True):
    """What a person decided on two answers that contradict each other."""

    __tablename__ = "finding"
    __table_args__: ClassVar[Arguments] = (
        one_of("verdict", (verdict.value for verdict in Verdict)),
    )

    key: str = Field(primary_key=True)
    first: str = Field(foreign_key="request.reference")
    second: str = Field(foreign_key="request.reference")
    verdict: str
    by: str
    at: datetime


class ListFileRow(Table, table=True):
    """A list that was handed in; sealed until it was imported."""

    __tablename__ = "list_file"
    __table_args__: ClassVar[Arguments] = (sa.Index("ix_list_file_digest", "digest"),)

    id: str = Field(primary_key=True)
    digest: str
    by: str
    at: datetime
    done_at: datetime | None = None
    sealed: bytes | None = None


class ImportedRow(Table, table=True):
    """A row of a list that became a request: never a second time."""

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
