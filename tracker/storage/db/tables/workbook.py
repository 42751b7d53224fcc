"""The rows of tags, tasks and findings."""

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from tracker.services.ports.workbook import Verdict
from tracker.storage.db.tables.base import Arguments, Table, one_of

_OPEN = sa.text("done_at IS NULL")


class TagRow(Table, table=True):
    """A private tag of a request: sealed, with the office's lookup digest to find it by."""

    __tablename__ = "tag"
    __table_args__: ClassVar[Arguments] = (sa.Index("ix_tag_digest", "digest"),)

    request: str = Field(primary_key=True, foreign_key="request.reference")
    digest: str = Field(primary_key=True)
    sealed: bytes


class TaskRow(Table, table=True):
    """A task of a person; its words are among the sealed fields of the request."""

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
    """The decision of a person on two contradictory answers."""

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
