"""The rows of snapshots of others' measurements, and of findings that rest on them."""

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from tracker.domain.measurements.strict_json import AnswerTrouble
from tracker.storage.db.tables.base import Arguments, Table, one_of


class MeasurementSnapshotRow(Table, table=True):
    """An answer of a source, its bytes compressed. Triggers keep it as it was handed in."""

    __tablename__ = "measurement_snapshot"
    __table_args__: ClassVar[Arguments] = (
        sa.CheckConstraint("length(sha256) = 64", name="sha256"),
        one_of("trouble", ("", *(each.value for each in AnswerTrouble))),
    )

    block: str = Field(primary_key=True)
    address: str = Field(primary_key=True)
    sha256: str = Field(primary_key=True)
    facts_sha256: str
    asked_on: date
    handed_in_at: datetime
    handed_in_by: str
    size: int
    rows: int
    trouble: str
    where: str
    content: bytes


class MeasuredFindingRow(Table, table=True):
    """A finding as canonical bytes, and its way. Triggers keep what was confirmed."""

    __tablename__ = "measured_finding"
    __table_args__: ClassVar[Arguments] = (
        sa.CheckConstraint("length(digest) = 64", name="digest"),
        sa.CheckConstraint(
            "withdrawn_at IS NULL OR confirmed_at IS NOT NULL", name="withdrawn_at"
        ),
        sa.Index("ix_measured_finding_block", "block", "drafted_at"),
    )

    digest: str = Field(primary_key=True)
    block: str
    content: bytes
    drafted_by: str
    drafted_at: datetime
    confirmed_by: str
    confirmed_at: datetime | None = None
    withdrawn_by: str
    withdrawn_at: datetime | None = None
    why: str
