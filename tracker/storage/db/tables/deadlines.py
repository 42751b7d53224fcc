"""The derived rows of each request: status for lists and sweeps, and its last days."""

from datetime import date
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, col

from tracker.domain.case.case_status import Phase
from tracker.storage.db.tables.base import Arguments, Table, one_of


class CaseStatusRow(Table, table=True):
    """The derived row of a request, which can be deleted and derived again from its history.

    `listed_under` is the date by which lists are sorted: `next_day` of an open request, else the
    latest date, so that one index gives the order. Columns from `unread_since` on are the agenda
    (`domain/case/agenda.py`). `file_by` is the last safe day of the next window, or its end. From
    `remind_on` on, a reminder may be due. `reminded_for` is a digest of the people and choices of
    the last look.
    """

    __tablename__ = "case_status"
    __table_args__: ClassVar[Arguments] = (one_of("phase", (phase.value for phase in Phase)),)

    request: str = Field(primary_key=True, foreign_key="request.reference")
    block: str
    body: str
    law: str
    phase: str
    open: bool
    edition: str
    next_day: date | None = None
    sweep_on: date | None = None
    window_closes: date | None = None
    last_safe_day: date | None = None
    provisional: bool
    published: bool
    listed_under: date
    doubted: bool = Field(default=False)
    unread_since: date | None = None
    reply_stage: str = Field(default="")
    reply_section: str = Field(default="")
    reply_earliest: date | None = None
    reply_latest: date | None = None
    file_stage: str = Field(default="")
    file_section: str = Field(default="")
    file_opening: int = Field(default=0)
    file_opens: date | None = None
    file_from: date | None = None
    file_ready: bool = Field(default=False)
    file_by: date | None = None
    hear_on: date | None = None
    comply_by: date | None = None
    word_since: date | None = None
    letter_step: str = Field(default="")
    letter_since: date | None = None
    remind_on: date | None = Field(default=None, index=True)
    reminded_for: str = Field(default="", index=True)


for _name in (
    "unread_since",
    "file_by",
    "hear_on",
    "comply_by",
    "word_since",
    "letter_since",
):
    _day = col(getattr(CaseStatusRow, _name))
    _some = _day.is_not(None)
    sa.Index(
        f"ix_case_status_{_name}",
        _day,
        col(CaseStatusRow.request),
        sqlite_where=_some,
        postgresql_where=_some,
    )
for _name, _latest in (
    ("reply_earliest", col(CaseStatusRow.reply_latest).is_not(None)),
    ("held", col(CaseStatusRow.reply_latest).is_(None)),
):
    _partly = sa.and_(col(CaseStatusRow.reply_earliest).is_not(None), _latest)
    sa.Index(
        f"ix_case_status_{_name}",
        col(CaseStatusRow.reply_earliest),
        col(CaseStatusRow.request),
        col(CaseStatusRow.reply_latest),
        sqlite_where=_partly,
        postgresql_where=_partly,
    )
sa.Index(
    "ix_case_status_sweep_on",
    col(CaseStatusRow.sweep_on),
    col(CaseStatusRow.request),
    sqlite_where=col(CaseStatusRow.sweep_on).is_not(None),
    postgresql_where=col(CaseStatusRow.sweep_on).is_not(None),
)
sa.Index(
    "ix_case_status_listed_under", col(CaseStatusRow.listed_under), col(CaseStatusRow.request)
)
sa.Index(
    "ix_case_status_doubted",
    col(CaseStatusRow.request),
    sqlite_where=sa.text("doubted"),
    postgresql_where=sa.text("doubted"),
)
sa.Index("ix_case_status_edition", col(CaseStatusRow.edition))
sa.Index(
    "ix_case_status_about",
    col(CaseStatusRow.block),
    col(CaseStatusRow.body),
    col(CaseStatusRow.law),
    col(CaseStatusRow.listed_under),
    col(CaseStatusRow.request),
)
sa.Index(
    "ix_case_status_phase",
    col(CaseStatusRow.phase),
    col(CaseStatusRow.listed_under),
    col(CaseStatusRow.request),
)


class DeadlineSnapshotRow(Table, table=True):
    """The last days of a request with their counts, as last derived.

    They are apart from the status, so that lists need not read past them.
    """

    __tablename__ = "deadline_snapshot"

    request: str = Field(primary_key=True, foreign_key="request.reference")
    days: bytes
