"""The rows of files that the office itself keeps: its letterhead, and logos of organisations."""

from datetime import datetime

from sqlmodel import Field

from tracker.storage.tables import Table


class OfficeFileRow(Table, table=True):
    """A file of the office, under lock; one for each name."""

    __tablename__ = "office_file"

    name: str = Field(primary_key=True)
    sealed: bytes
    kept_at: datetime
