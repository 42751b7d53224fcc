"""The rows of the office itself: files (its letterhead, logos of organisations), missed sweeps."""

from datetime import datetime

from sqlmodel import Field

from tracker.storage.tables import Table


class OfficeFileRow(Table, table=True):
    """A file of the office, under lock; one for each name."""

    __tablename__ = "office_file"

    name: str = Field(primary_key=True)
    sealed: bytes
    kept_at: datetime


class SweepPauseRow(Table, table=True):
    """A time in which no sweep ran though one was due; the public is told of it."""

    __tablename__ = "sweep_pause"

    after: datetime = Field(primary_key=True)
    until: datetime
