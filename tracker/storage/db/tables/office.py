"""The rows of the office itself."""

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from tracker.storage.db.tables.base import Arguments, Table


class OfficeRow(Table, table=True):
    """The office, in one row. A trigger refuses to change whether it is live."""

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
    clock_confirmed_at: datetime | None = None
    clock_disregarded_to: datetime | None = None
    recovery_tried_at: datetime | None = None


class SweepPauseRow(Table, table=True):
    """A time in which no sweep ran though one was due; it is published."""

    __tablename__ = "sweep_pause"

    after: datetime = Field(primary_key=True)
    until: datetime
