"""The rows of the database: no behaviour, and every invariant a constraint of the database.

Rows are never validated when made, so none is ever filled from a form: the register writes them
from domain objects only. Columns that repeat what an event's bytes say are copies for indexes.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any, ClassVar

import sqlalchemy as sa
from sqlmodel import Field, SQLModel, col

from tracker.domain.standing import Phase

NAMES = {
    "ix": "ix_%(table_name)s_%(column_0_N_name)s",
    "uq": "uq_%(table_name)s_%(column_0_N_name)s",
    "ck": "ck_%(table_name)s_%(constraint_name)s",
    "fk": "fk_%(table_name)s_%(column_0_N_name)s_%(referred_table_name)s",
    "pk": "pk_%(table_name)s",
}

Arguments = tuple[Any, ...]

# The letters that a sweep prepares; an appeal is that of any remedy.
PREPARED = ("request", "reminder", "appeal", "notice")


class Table(SQLModel):
    """What all tables share: one metadata with constraints named alike on every database."""

    metadata: ClassVar[sa.MetaData] = sa.MetaData(naming_convention=NAMES)


def one_of(column: str, words: Iterable[str]) -> sa.CheckConstraint:
    """A column that holds one of these words."""
    listed = ", ".join(f"'{word}'" for word in words)
    return sa.CheckConstraint(f"{column} IN ({listed})", name=column)


class RequestRow(Table, table=True):
    """A request that exists; without its key nothing private of it can be read any more."""

    __tablename__ = "request"

    reference: str = Field(primary_key=True)
    made_at: datetime
    key: bytes | None = Field(default=None)


class EventKindRow(Table, table=True):
    """The kinds of event there are. A new kind is a row here: events are never copied for it."""

    __tablename__ = "event_kind"

    kind: str = Field(primary_key=True)


class EventRow(Table, table=True):
    """One entry of a history; triggers refuse to change, remove or replace it."""

    __tablename__ = "event"
    __table_args__: ClassVar[Arguments] = (
        sa.UniqueConstraint("request", "once"),
        sa.CheckConstraint("seq >= 1", name="seq"),
        sa.CheckConstraint("on_latest >= on_earliest", name="span"),
        sa.CheckConstraint("length(nonce) = 32", name="nonce"),
        sa.CheckConstraint("length(body) BETWEEN 1 AND 65535", name="body"),
        sa.CheckConstraint("form >= 1", name="form"),
    )

    request: str = Field(primary_key=True, foreign_key="request.reference")
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str = Field(foreign_key="event_kind.kind")
    on_earliest: date
    on_latest: date
    entered_at: datetime
    entered_by: str
    form: int
    body: bytes
    nonce: bytes
    once: str | None = None


class StandingRow(Table, table=True):
    """The derived line of a request; it can be dropped and built anew from the histories.

    `listed_under` is the day by which lists are ordered: `next_day` of an open request, else the
    last day there is, so that one index gives the order. From `unread_since` on it is what there
    is to do (`domain/agenda.py`); `file_by` is the last safe day of the next window, or its end.
    On `remind_on` a look can find a reminder that is due; the last look was for `reminded_for`, a
    word for the people of then and their choices.
    """

    __tablename__ = "standing"
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
    doubted: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    unread_since: date | None = None
    reply_stage: str = Field(default="", sa_column_kwargs={"server_default": sa.text("''")})
    reply_section: str = Field(default="", sa_column_kwargs={"server_default": sa.text("''")})
    reply_earliest: date | None = None
    reply_latest: date | None = None
    file_stage: str = Field(default="", sa_column_kwargs={"server_default": sa.text("''")})
    file_section: str = Field(default="", sa_column_kwargs={"server_default": sa.text("''")})
    file_opens: date | None = None
    file_by: date | None = None
    hear_on: date | None = None
    comply_by: date | None = None
    word_since: date | None = None
    letter_step: str = Field(default="", sa_column_kwargs={"server_default": sa.text("''")})
    letter_since: date | None = None
    remind_on: date | None = Field(default=None, index=True)
    reminded_for: str = Field(
        default="", index=True, sa_column_kwargs={"server_default": sa.text("''")}
    )


for _name in (
    "unread_since",
    "reply_earliest",
    "file_by",
    "hear_on",
    "comply_by",
    "word_since",
    "letter_since",
):
    _day = col(getattr(StandingRow, _name))
    _some = _day.is_not(None)
    sa.Index(
        f"ix_standing_{_name}",
        _day,
        col(StandingRow.request),
        sqlite_where=_some,
        postgresql_where=_some,
    )
sa.Index(
    "ix_standing_sweep_on",
    col(StandingRow.sweep_on),
    col(StandingRow.request),
    sqlite_where=col(StandingRow.sweep_on).is_not(None),
    postgresql_where=col(StandingRow.sweep_on).is_not(None),
)
sa.Index("ix_standing_listed_under", col(StandingRow.listed_under), col(StandingRow.request))
sa.Index(
    "ix_standing_doubted",
    col(StandingRow.request),
    sqlite_where=col(StandingRow.doubted),
    postgresql_where=col(StandingRow.doubted),
)
sa.Index("ix_standing_edition", col(StandingRow.edition))


class ToldRow(Table, table=True):
    """The last days of a request with their counts, as they were last told; derived like its line,
    and apart from it, so that lists need not read past them."""

    __tablename__ = "told"

    request: str = Field(primary_key=True, foreign_key="request.reference")
    days: bytes


class PaperRow(Table, table=True):
    """A file that the archive holds for a request. Its name may name a person, so it is sealed."""

    __tablename__ = "paper"
    __table_args__: ClassVar[Arguments] = (
        sa.CheckConstraint("length(digest) = 64", name="digest"),
        sa.CheckConstraint("size >= 0", name="size"),
    )

    request: str = Field(primary_key=True, foreign_key="request.reference")
    digest: str = Field(primary_key=True)
    name: bytes | None = None
    media: str
    size: int
    kept_at: datetime
    purpose: str


class SealedParticularRow(Table, table=True):
    """Private words about a request, sealed under its key."""

    __tablename__ = "sealed_particular"

    request: str = Field(primary_key=True, foreign_key="request.reference")
    name: str = Field(primary_key=True)
    sealed: bytes


class PreparedLetterRow(Table, table=True):
    """A letter that waits to be looked at; one for each right that arose."""

    __tablename__ = "prepared_letter"
    __table_args__: ClassVar[Arguments] = (one_of("kind", PREPARED),)

    request: str = Field(primary_key=True, foreign_key="request.reference")
    kind: str = Field(primary_key=True)
    opening: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    prepared_at: datetime


class DraftRow(Table, table=True):
    """What is typed so far; `version` counts savings."""

    __tablename__ = "draft"
    __table_args__: ClassVar[Arguments] = (sa.CheckConstraint("version >= 1", name="version"),)

    request: str = Field(primary_key=True, foreign_key="request.reference")
    version: int
    changed_at: datetime | None = None
    changed_by: str
    typed: str


class RecordVersionRow(Table, table=True):
    """A public record as it was published once; triggers refuse to change or remove it."""

    __tablename__ = "record_version"
    __table_args__: ClassVar[Arguments] = (
        sa.CheckConstraint("version >= 1", name="version"),
        sa.CheckConstraint("length(digest) = 64", name="digest"),
    )

    request: str = Field(primary_key=True, foreign_key="request.reference")
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    digest: str
    content: bytes


class RecordRow(Table, table=True):
    """Which version of a record is current, and its line in public lists, derived from that
    version: it can be dropped and built anew. `tallied` is what the record adds to the sums, as
    it was added, by the rules of the number `counting`."""

    __tablename__ = "record"
    __table_args__: ClassVar[Arguments] = (
        sa.ForeignKeyConstraint(
            ["request", "version"], ["record_version.request", "record_version.version"]
        ),
        sa.Index("ix_record_as_of_request", "as_of", "request"),
        sa.Index("ix_record_since", "since", "request"),
        sa.Index("ix_record_block", "block", "as_of", "request"),
        sa.Index("ix_record_block_since", "block", "since", "request"),
        sa.Index("ix_record_law", "law", "as_of", "request"),
        sa.Index("ix_record_phase", "phase", "as_of", "request"),
        sa.Index("ix_record_silent", "silent", "as_of", "request"),
        sa.Index("ix_record_open_until", "open_until", "request"),
        sa.Index("ix_record_asked_on", "asked_on", "request"),
        sa.Index("ix_record_counting", "counting"),
        one_of("phase", (phase.value for phase in Phase)),
    )

    request: str = Field(primary_key=True, foreign_key="request.reference")
    version: int
    block: str
    body: str
    law: str
    phase: str
    as_of: date
    since: date | None = None
    withheld: bool
    criticised: str
    handed_on: str = Field(default="", sa_column_kwargs={"server_default": sa.text("''")})
    stated: str = Field(default="", sa_column_kwargs={"server_default": sa.text("''")})
    asked_on: date | None = None
    answered_on: date | None = None
    days: int | None = None
    silent: bool = Field(default=False, sa_column_kwargs={"server_default": sa.false()})
    open_until: date | None = None
    tallied: bytes | None = None
    counting: int = Field(default=0, sa_column_kwargs={"server_default": sa.text("0")})


class ReleasedTextRow(Table, table=True):
    """Words released with a record; `shown` while the current version names them."""

    __tablename__ = "released_text"
    __table_args__: ClassVar[Arguments] = (
        sa.CheckConstraint("length(digest) = 64", name="digest"),
        sa.Index("ix_released_text_digest", "digest"),
    )

    request: str = Field(primary_key=True, foreign_key="request.reference")
    digest: str = Field(primary_key=True)
    title: str
    words: str
    shown: bool


class OfficeRow(Table, table=True):
    """The office itself, in one row; a trigger refuses to change whether it is live."""

    __tablename__ = "office"
    __table_args__: ClassVar[Arguments] = (sa.CheckConstraint("id = 1", name="single"),)

    id: int = Field(default=1, primary_key=True, sa_column_kwargs={"autoincrement": False})
    live: bool
    name: str
    edition: str
    last_sweep_at: datetime | None = None
    left_unswept: int = Field(default=0, sa_column_kwargs={"server_default": sa.text("0")})
