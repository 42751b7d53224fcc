"""The rows of captures of cited pages."""

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from tracker.domain.measurements.captures import CaptureReuse
from tracker.storage.db.tables.base import Arguments, Table, one_of


class PageCaptureRow(Table, table=True):
    """A capture as canonical bytes, its way, and its file: sealed, or open to readers.

    The key of a sealed file is sealed to the office, so that the file itself is never sealed
    again. Triggers keep what was handed in.
    """

    __tablename__ = "page_capture"
    __table_args__: ClassVar[Arguments] = (
        sa.CheckConstraint("length(sha256) = 64", name="sha256"),
        one_of("reuse", ("", *CaptureReuse)),
        sa.UniqueConstraint("block", "original_sha256"),
    )

    block: str = Field(primary_key=True)
    sha256: str = Field(primary_key=True)
    original_sha256: str
    content: bytes
    sealed: bytes | None = None
    sealed_sha256: str
    sealed_key: bytes | None = None
    file: bytes | None = None
    handed_in_by: str
    handed_in_at: datetime
    reuse: str
    reason: str
    published_by: str
    published_at: datetime | None = None
    withdrawn_by: str
    withdrawn_at: datetime | None = None
    why: str
