"""The rows of public records, of pending publications and of public notices."""

from datetime import date, datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field

from tracker.domain.case.case_status import Phase
from tracker.domain.record.corrections_list import CorrectionKind
from tracker.domain.record.tally import Scope, What
from tracker.services.ports.sought import BodyPart
from tracker.storage.db.tables.base import Arguments, Table, one_of


class PendingPublicationRow(Table, table=True):
    """A pending publication: one for each request, deleted once it is public or cancelled.

    What it would show is sealed under the key of the request. `finished_at` is the number of
    entries that the history had when its finished form was stored, NULL if there is none.
    """

    __tablename__ = "pending_publication"
    __table_args__: ClassVar[Arguments] = (
        sa.CheckConstraint("length(seen) = 64", name="seen"),
        sa.Index("ix_pending_publication_not_before", "not_before"),
    )

    request: str = Field(primary_key=True, foreign_key="request.reference")
    prepared_by: str
    prepared_at: datetime
    needs_second: bool
    confirmed_by: str
    confirmed_at: datetime | None = None
    not_before: date | None = None
    seen: str
    trouble: str
    sealed: bytes
    finished_at: int | None = None


class FinishedPublicationRow(Table, table=True):
    """A part of the finished form of a pending publication: its event, a text or a public copy.

    It is sealed under a key of the machine, to be released on its day while nobody is signed in.
    """

    __tablename__ = "finished_publication"

    request: str = Field(primary_key=True, foreign_key="request.reference")
    part: str = Field(primary_key=True)
    sealed: bytes


class SharedPreviewRow(Table, table=True):
    """A preview of a request behind a secret link, deleted once it is revoked or has expired.

    `wrap` is its key, sealed under the secret of the link, which is stored nowhere.
    """

    __tablename__ = "shared_preview"
    __table_args__: ClassVar[Arguments] = (
        sa.CheckConstraint("length(id) = 64", name="id"),
        sa.Index("ix_shared_preview_request", "request"),
        sa.Index("ix_shared_preview_until", "until"),
    )

    id: str = Field(primary_key=True)
    request: str = Field(foreign_key="request.reference")
    made_by: str
    made_at: datetime
    until: datetime
    wrap: bytes
    sealed: bytes


class ReleasedCopyRow(Table, table=True):
    """A public copy of a document, kept while the current version names it."""

    __tablename__ = "released_copy"
    __table_args__: ClassVar[Arguments] = (
        sa.CheckConstraint("length(digest) = 64", name="digest"),
        sa.Index("ix_released_copy_digest", "digest"),
    )

    request: str = Field(primary_key=True, foreign_key="request.reference")
    digest: str = Field(primary_key=True)
    content: bytes


class PublicNoticeRow(Table, table=True):
    """A correction or takedown in the public list. Triggers keep it."""

    __tablename__ = "public_notice"
    __table_args__: ClassVar[Arguments] = (
        sa.CheckConstraint("version >= 1", name="version"),
        sa.Index("ix_public_notice_on_day", "on_day", "request"),
        one_of("change", (change.value for change in CorrectionKind)),
    )

    request: str = Field(primary_key=True, foreign_key="request.reference")
    version: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    entry: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    on_day: date
    change: str
    ground: str
    why: str
    digests: str


class RecordBodyRow(Table, table=True):
    """The part of a body in a shown record, with the dates by which lists are sorted; derived.

    Of a body that had to answer or to decide, it also has the time taken and the limits.
    """

    __tablename__ = "record_body"
    __table_args__: ClassVar[Arguments] = (
        sa.Index("ix_record_body_body", "body", "part", "as_of", "request"),
        sa.Index("ix_record_body_since", "body", "part", "since", "request"),
        one_of("part", (part.value for part in BodyPart)),
    )

    request: str = Field(primary_key=True, foreign_key="request.reference")
    body: str = Field(primary_key=True)
    part: str = Field(primary_key=True)
    as_of: date
    since: date | None = None
    result: str = Field(default="")
    began: date | None = None
    due: date | None = None
    longest: date | None = None
    silent_from: date | None = None
    answered: date | None = None
    days: int | None = None
    kind: str = Field(default="")


class QuestionResultRow(Table, table=True):
    """The outcome of an item of a shown record at one body, with the date for lists; derived."""

    __tablename__ = "question_result"
    __table_args__: ClassVar[Arguments] = (
        sa.Index(
            "ix_question_result_block", "block", "element", "body", "state", "as_of", "request"
        ),
    )

    request: str = Field(primary_key=True, foreign_key="request.reference")
    body: str = Field(primary_key=True)
    question: str = Field(primary_key=True)
    block: str
    element: str = Field(primary_key=True)
    state: str
    as_of: date


class BlockCellRow(Table, table=True):
    """The items on one part of a legal basis with one outcome at one body, and the newest of them;
    derived."""

    __tablename__ = "block_cell"

    block: str = Field(primary_key=True)
    element: str = Field(primary_key=True)
    body: str = Field(primary_key=True)
    state: str = Field(primary_key=True)
    times: int
    request: str = Field(foreign_key="request.reference")
    question: str


class RecordResultRow(Table, table=True):
    """A reply, a decision or a non-response of a shown record, with its dates; derived."""

    __tablename__ = "record_result"
    __table_args__: ClassVar[Arguments] = (
        sa.Index("ix_record_result_kind", "kind", "latest", "request", "seq"),
    )

    request: str = Field(primary_key=True, foreign_key="request.reference")
    seq: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    kind: str
    body: str
    earliest: date
    latest: date


class TallyRow(Table, table=True):
    """Sums over the shown records, as canonical bytes; derived from what each adds."""

    __tablename__ = "tally"
    __table_args__: ClassVar[Arguments] = (
        one_of("scope", (scope.value for scope in Scope)),
        one_of("what", (what.value for what in What)),
    )

    scope: str = Field(primary_key=True)
    what: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    counts: bytes


class RecordChangeRow(Table, table=True):
    """The mark of the last change to the public records of a body, a block, or of all."""

    __tablename__ = "record_change"
    __table_args__: ClassVar[Arguments] = (
        one_of("scope", (scope.value for scope in Scope)),
        sa.CheckConstraint("length(mark) = 32", name="mark"),
    )

    scope: str = Field(primary_key=True)
    subject: str = Field(primary_key=True)
    mark: str


class RecordVersionRow(Table, table=True):
    """A public record as it was published. Triggers refuse to change or delete it."""

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
    """The current version of a record, and its row in public lists, derived from that version.

    `tallied` is what the record adds to the sums, by the rules of the number `counting`.
    """

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
        sa.Index("ix_record_comes_from", "comes_from"),
        one_of("phase", (phase.value for phase in Phase)),
    )

    request: str = Field(primary_key=True, foreign_key="request.reference")
    version: int
    block: str
    body: str
    law: str
    phase: str
    as_of: date
    confirmed_on: date
    since: date | None = None
    withheld: bool
    criticised: str
    transferred_to: str = Field(default="")
    stated: str = Field(default="")
    asked_on: date | None = None
    answered_on: date | None = None
    days: int | None = None
    silent: bool = Field(default=False)
    open_until: date | None = None
    tallied: bytes | None = None
    counting: int = Field(default=0)
    comes_from: str | None = None


class ReleasedTextRow(Table, table=True):
    """Words released with a record; `shown` while the current version names them."""

    __tablename__ = "released_text"
    __table_args__: ClassVar[Arguments] = (
        sa.CheckConstraint("length(digest) = 64", name="digest"),
        sa.Index("ix_released_text_digest", "digest", "request"),
    )

    request: str = Field(primary_key=True, foreign_key="request.reference")
    digest: str = Field(primary_key=True)
    title: str
    words: str
    shown: bool
