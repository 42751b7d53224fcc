"""The rows of what was read of received mail: verdicts openly, every word sealed."""

from datetime import datetime
from typing import ClassVar

import sqlalchemy as sa
from sqlmodel import Field, col

from tracker.domain.correspondence.authenticity import SignatureWord
from tracker.domain.correspondence.delivery_reports import DeliveryAction, ReceiptAction
from tracker.domain.correspondence.mail_kinds import MailKind
from tracker.domain.correspondence.matching import MatchRule, MatchState
from tracker.services.ports.correspondence.mail_desk import AsideReason
from tracker.services.ports.correspondence.reading import MatchDecision
from tracker.storage.db.tables.base import Arguments, Table, one_of


class MailReadingRow(Table, table=True):
    """What was read of a mail. `sealed` opens with the key of its request or of its shelf.

    `sender_bodies` are the keys of the bodies from which it seems to come, with spaces between:
    while nobody is signed in, they show whose silence the mail holds back. `indexed` has the words
    for the search, under a key that follows from the office's private key; it is empty until the
    next search. `message_id` and `content` are keyed digests: two mails with one Message-ID and
    other content are found by them.
    """

    __tablename__ = "mail_reading"
    __table_args__: ClassVar[Arguments] = (
        one_of("kind", (kind.value for kind in MailKind)),
        one_of("match_state", (state.value for state in MatchState)),
        one_of("signature", (word.value for word in SignatureWord)),
    )

    mail: str = Field(primary_key=True, foreign_key="received_mail.id")
    reader: int
    read_at: datetime
    kind: str
    match_state: str
    signature: str
    sender_marked: bool
    has_sender: bool = False
    sender_bodies: str = ""
    only_automatic: bool = False
    message_id: str = Field(default="", index=True)
    content: str = ""
    request: str | None = Field(default=None, foreign_key="request.reference", index=True)
    shelf: str = ""
    sealed: bytes | None = None
    indexed: bytes | None = None


sa.Index(
    "ix_mail_reading_not_checked",
    col(MailReadingRow.read_at),
    sqlite_where=col(MailReadingRow.signature) == SignatureWord.NOT_CHECKED_NOW.value,
    postgresql_where=col(MailReadingRow.signature) == SignatureWord.NOT_CHECKED_NOW.value,
)


class MailMatchRow(Table, table=True):
    """A request to which a mail may belong, and what a person decided of it.

    `rule` is empty for a request that a person chose and no rule found.
    """

    __tablename__ = "mail_match"
    __table_args__: ClassVar[Arguments] = (
        one_of("rule", ("", *(rule.value for rule in MatchRule))),
        one_of("decision", (decision.value for decision in MatchDecision)),
    )

    mail: str = Field(primary_key=True, foreign_key="received_mail.id")
    request: str = Field(primary_key=True, foreign_key="request.reference", index=True)
    rule: str
    certain: bool
    retired: bool
    closed: bool
    decision: str = ""
    by: str = ""
    at: datetime | None = None


class MailAsideRow(Table, table=True):
    """A mail that a person set aside: it is not about a request, or junk."""

    __tablename__ = "mail_aside"
    __table_args__: ClassVar[Arguments] = (one_of("why", (why.value for why in AsideReason)),)

    mail: str = Field(primary_key=True, foreign_key="received_mail.id")
    why: str
    by: str
    at: datetime


class FoldedSenderRow(Table, table=True):
    """A mail whose sender a person folded away. The address stays sealed in the mail's reading."""

    __tablename__ = "folded_sender"

    mail: str = Field(primary_key=True, foreign_key="received_mail.id")
    by: str
    at: datetime


class MailReportRow(Table, table=True):
    """A delivery report or read receipt in a mail, without its words."""

    __tablename__ = "mail_report"
    __table_args__: ClassVar[Arguments] = (
        one_of(
            "action",
            sorted({*(each.value for each in DeliveryAction), *(e.value for e in ReceiptAction)}),
        ),
    )

    mail: str = Field(primary_key=True, foreign_key="received_mail.id")
    number: int = Field(primary_key=True, sa_column_kwargs={"autoincrement": False})
    request: str | None = Field(default=None, foreign_key="request.reference", index=True)
    envelope_id: str = Field(default="", index=True)
    is_receipt: bool
    action: str
    status: str
    believed: bool
