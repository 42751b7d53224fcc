"""Finds the mail and letters that hold silence back, with one query for each kind of row."""

from collections import defaultdict
from collections.abc import Collection, Iterator
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.domain.correspondence.delivery_reports import DeliveryAction
from tracker.domain.correspondence.mail_kinds import MailKind
from tracker.domain.correspondence.mail_letter import LetterState
from tracker.domain.correspondence.silence_holds import HeldBack, HoldingMail, SilenceHold
from tracker.services.ports.correspondence.letters import envid_of
from tracker.services.ports.correspondence.reading import READER, MatchDecision
from tracker.services.ports.correspondence.received import ReceivedState
from tracker.services.ports.correspondence.silence_holds import SilenceHolds
from tracker.storage.db.tables.correspondence import MailboxRow, ReceivedMailRow
from tracker.storage.db.tables.mail_letters import MailLetterRow, MailTokenRow
from tracker.storage.db.tables.mail_readings import (
    MailAsideRow,
    MailMatchRow,
    MailReadingRow,
    MailReportRow,
)
from tracker.storage.db.transactions import Transactions

_MAIL, _READING, _MATCH = ReceivedMailRow, MailReadingRow, MailMatchRow
_LETTER, _REPORT = MailLetterRow, MailReportRow
_OWN_REASONS = {
    MailKind.NOTICE.value: SilenceHold.NOTICE,
    MailKind.REPORT.value: SilenceHold.REPORT,
}
_UNREAD = (
    ReceivedState.STORED.value,
    ReceivedState.UNREADABLE.value,
    ReceivedState.TOO_LARGE.value,
)


class SqlSilenceHolds(SilenceHolds):
    """The rows of undecided mail and of doubtful letters."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def found(self, mailboxes: Collection[str]) -> HoldingMail:
        of_request: dict[str, list[HeldBack]] = defaultdict(list)
        of_body: dict[str, list[HeldBack]] = defaultdict(list)
        of_office: list[HeldBack] = []
        with self._transactions.reading() as session:
            fetched = _fetched(session, mailboxes) if mailboxes else {}
            for mail in _undecided(session):
                for request in mail.requests:
                    of_request[request].append(mail.held)
                for body in mail.bodies:
                    of_body[body].append(mail.held)
                of_office += [mail.held] if mail.from_anyone else []
            for request, held in (*_uncertain(session), *_failed(session)):
                of_request[request].append(held)
        return HoldingMail(
            {reference: tuple(held) for reference, held in of_request.items()},
            {body: tuple(held) for body, held in of_body.items()},
            tuple(of_office),
            fetched,
        )


class _Undecided:
    """A mail on which nobody decided, and what it holds back."""

    def __init__(self, row: Any) -> None:
        self._row = row
        self.requests: set[str] = set()
        # Mail that certainly belongs to one request says nothing about another one.
        self.certain = False
        self.unread = row.state in _UNREAD
        # Anyone can write to a published address, also a body that answers another request.
        self.of_public_address = row.shown_at is not None
        if self.unread:
            self.requests |= {row.of_token, row.sealed_to} - {None}

    def add(self, row: Any) -> None:
        """Add a request to which the mail may belong."""
        if row.match and row.decision == MatchDecision.NONE.value:
            self.requests.add(row.match)
            self.certain |= row.certain
        elif row.match:
            self.requests.discard(row.match)

    @property
    def held(self) -> HeldBack:
        """Return the reason, when the mail was stored, and its id."""
        return HeldBack(self._hold, self._row.stored_at, (self._row.id,))

    @property
    def _hold(self) -> SilenceHold:
        if self.unread or self._row.outdated:
            return SilenceHold.UNREAD
        if self._row.kind in _OWN_REASONS:
            return _OWN_REASONS[self._row.kind]
        if self.requests:
            return SilenceHold.WAITING
        return SilenceHold.UNMATCHED if self._row.has_sender else SilenceHold.NO_SENDER

    @property
    def bodies(self) -> tuple[str, ...]:
        """Return the bodies from which the mail seems to come, if it may belong to any request."""
        return tuple((self._row.sender_bodies or "").split()) if self._is_open else ()

    @property
    def from_anyone(self) -> bool:
        """Return whether nobody can tell who sent the mail, nor for which request."""
        return self._is_open and not self._row.has_sender

    @property
    def _is_open(self) -> bool:
        addressed = self.unread and bool(self.requests) and not self.of_public_address
        surely = self.certain or addressed
        return not surely and self._row.kind != MailKind.NOTICE.value


def _undecided(session: Session) -> list[_Undecided]:
    mine = col(_MATCH.mail) == col(_MAIL.id)
    aside = sa.exists().where(col(MailAsideRow.mail) == col(_MAIL.id))
    taken = sa.exists().where(mine, col(_MATCH.decision) == MatchDecision.TAKEN.value)
    kind, no_answer = col(_READING.kind), is_no_answer()
    outdated = sa.and_(no_answer, col(_READING.reader) < READER)
    wanted: Any = (
        sa.select(
            col(_MAIL.id),
            col(_MAIL.state),
            col(_MAIL.stored_at),
            col(_MAIL.request).label("sealed_to"),
            col(MailTokenRow.request).label("of_token"),
            col(MailTokenRow.shown_at),
            kind,
            outdated.label("outdated"),
            col(_READING.has_sender),
            col(_READING.sender_bodies),
            col(_MATCH.request).label("match"),
            col(_MATCH.certain),
            col(_MATCH.decision),
        )
        .select_from(_MAIL)
        .join(_READING, col(_READING.mail) == col(_MAIL.id), isouter=True)
        .join(MailTokenRow, col(MailTokenRow.token) == col(_MAIL.token), isouter=True)
        .join(_MATCH, mine, isouter=True)
        .where(col(_MAIL.state) != ReceivedState.DESTROYED.value, ~aside, ~taken.correlate(_MAIL))
        .where(sa.or_(kind.is_(None), ~no_answer, outdated))
    )
    mails: dict[str, _Undecided] = {}
    for row in session.execute(wanted):
        mails.setdefault(row.id, _Undecided(row)).add(row)
    return [*mails.values()]


def is_no_answer() -> Any:
    """Return the expression for automatic answers, read receipts, and reports of the office's own
    server.

    Anyone can send a report with a response in its text, among the words of servers.
    """
    mine, kind = col(_REPORT.mail) == col(_READING.mail), col(_READING.kind)
    known = sa.exists().where(mine, col(_REPORT.believed)).correlate(_READING)
    doubtful = sa.exists().where(mine, ~col(_REPORT.believed)).correlate(_READING)
    is_report = sa.and_(kind == MailKind.REPORT.value, known, ~doubtful)
    return sa.or_(col(_READING.only_automatic), kind == MailKind.RECEIPT.value, is_report)


def _fetched(session: Session, mailboxes: Collection[str]) -> dict[str, datetime | None]:
    box = MailboxRow
    wanted = sa.select(col(box.name), col(box.last_ok_at)).where(col(box.name).in_(mailboxes))
    known = {row.name: row.last_ok_at for row in session.execute(wanted)}
    return {name: known.get(name) for name in mailboxes}


def _uncertain(session: Session) -> Iterator[tuple[str, HeldBack]]:
    doubtful = (LetterState.UNCERTAIN.value, LetterState.HANDING.value)
    wanted = sa.select(
        col(_LETTER.id), col(_LETTER.request), col(_LETTER.approved_at), col(_LETTER.prepared_at)
    )
    for row in session.execute(wanted.where(col(_LETTER.state).in_(doubtful))):
        since = row.approved_at or row.prepared_at
        yield row.request, HeldBack(SilenceHold.UNCERTAIN, since, (row.id,))


def _failed(session: Session) -> Iterator[tuple[str, HeldBack]]:
    """Yield the letters whose last try is reported as failed, unless a person set that aside."""
    mine = col(_MATCH.mail) == col(_REPORT.mail), col(_MATCH.decision) != MatchDecision.NONE.value
    aside = sa.exists().where(col(MailAsideRow.mail) == col(_REPORT.mail))
    wanted: Any = (
        sa.select(
            col(_REPORT.envelope_id), col(_MAIL.stored_at), col(_LETTER.id), col(_LETTER.tries),
            col(_LETTER.request),
        )
        .select_from(_REPORT)
        .join(_MAIL, col(_MAIL.id) == col(_REPORT.mail))
        .join(_LETTER, col(_LETTER.request) == col(_REPORT.request))
        .where(col(_REPORT.believed), col(_REPORT.action) == DeliveryAction.FAILED.value)
        .where(col(_LETTER.state) == LetterState.HANDED.value)
        .where(~aside, ~sa.exists().where(*mine))
    )  # fmt: skip
    for row in session.execute(wanted):
        if row.envelope_id == envid_of(row.id, row.tries):
            yield row.request, HeldBack(SilenceHold.FAILED, row.stored_at, (row.id,))
