"""What was read of received mail, sealed to the people to whom the mail is sealed."""

import hmac
import json
from collections.abc import Collection, Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.orm import aliased
from sqlmodel import Session, and_, col, delete, select, update

from tracker.domain.base.canonical import canonical, from_plain
from tracker.domain.correspondence.authenticity import SignatureWord
from tracker.domain.correspondence.delivery_reports import DeliveryAction, ReceiptAction
from tracker.domain.correspondence.mail_kinds import MailKind
from tracker.domain.correspondence.matching import (
    CERTAIN_RULES,
    Candidate,
    MatchRule,
    MatchState,
)
from tracker.domain.correspondence.read_mail import ReadMail
from tracker.domain.correspondence.same_mail import content_of, message_id_of
from tracker.services.ports.cases import no_request
from tracker.services.ports.correspondence.reading import (
    READER,
    MailReadings,
    MatchDecision,
    NotedMatch,
    NotedReport,
    OpenReading,
    SealedReading,
)
from tracker.services.ports.correspondence.received import ReceivedState
from tracker.storage.cases.evidence import KeyOf
from tracker.storage.correspondence.received import required_mail
from tracker.storage.correspondence.shelves import Shelves
from tracker.storage.correspondence.silence_holds import is_no_answer
from tracker.storage.db.key_pairs import open_with, seal_to
from tracker.storage.db.tables.cases import RequestRow
from tracker.storage.db.tables.correspondence import ReceivedMailRow, ReceivedPlaceRow
from tracker.storage.db.tables.mail_readings import (
    MailAsideRow,
    MailMatchRow,
    MailReadingRow,
    MailReportRow,
)
from tracker.storage.db.transactions import Transactions

_RULES = ["", *(rule.value for rule in MatchRule)]


class SqlMailReadings(MailReadings):
    """The rows of readings, matches and reports. `key_of` returns the key of a request.

    `key` makes the digests by which mails with one Message-ID are found.
    """

    def __init__(
        self, transactions: Transactions, shelves: Shelves, key_of: KeyOf, key: bytes
    ) -> None:
        self._transactions = transactions
        self._key = key
        self._key_of = shelves.key_or(key_of)

    def store(
        self,
        reading: OpenReading,
        sealed: SealedReading | None,
        candidates: Sequence[Candidate],
        reports: Sequence[NotedReport],
    ) -> None:
        with self._transactions.reading() as session:
            of = required_mail(session, reading.mail)
            request, shelf = of.request, of.shelf
        words = self._sealed(request or shelf or "", reading.mail, sealed)
        row = MailReadingRow(
            mail=reading.mail,
            reader=reading.reader,
            read_at=reading.read_at,
            kind=reading.kind.value,
            match_state=reading.match.value,
            signature=reading.signature.value,
            sender_marked=reading.sender_marked,
            has_sender=reading.has_sender,
            sender_bodies=" ".join(reading.sender_bodies),
            only_automatic=reading.only_automatic,
            message_id=self._message_id(sealed.mail) if sealed else "",
            content=self._content(sealed.mail) if sealed else "",
            request=request,
            shelf=shelf or "",
            sealed=words,
        )
        with self._transactions.writing() as session:
            session.merge(row)
            _store_matches(session, reading.mail, candidates)
            _store_reports(session, reading.mail, reports)

    def get(self, mail: str) -> OpenReading | None:
        with self._transactions.reading() as session:
            row = session.get(MailReadingRow, mail)
            return _open(row) if row else None

    def opened(self, mail: str) -> SealedReading | None:
        with self._transactions.reading() as session:
            row, of = session.get(MailReadingRow, mail), required_mail(session, mail)
            if row is None or row.sealed is None:
                return None
            # A mail that was put with a request since then is sealed to another key than this.
            if (row.request, row.shelf) != (of.request, of.shelf or ""):
                return None
            under, words = row.request or row.shelf, row.sealed
            key = self._key_of(under)
            private = key.private()
            if private is None:
                return None
            plain = open_with(private, words, _bound_to(mail), key.office)
        return from_plain(SealedReading, json.loads(plain))

    def has_words(self, mail: str) -> bool:
        with self._transactions.reading() as session:
            row = session.get(MailReadingRow, mail)
            return row is not None and row.sealed is not None

    def matches(self, mail: str) -> Sequence[NotedMatch]:
        wanted = select(MailMatchRow).where(col(MailMatchRow.mail) == mail)
        return self._matches(wanted)

    def of_request(self, reference: str) -> Sequence[NotedMatch]:
        wanted = select(MailMatchRow).where(
            col(MailMatchRow.request) == reference,
            col(MailMatchRow.decision) != MatchDecision.REFUSED.value,
        )
        return self._matches(wanted)

    def decide(
        self, mail: str, reference: str, decision: MatchDecision, by: str, at: datetime
    ) -> NotedMatch:
        with self._transactions.writing() as session:
            required_mail(session, mail)
            if not _living(session, {reference}):
                raise no_request(reference)
            row = session.get(MailMatchRow, (mail, reference), with_for_update=True)
            row = row or MailMatchRow(
                mail=mail, request=reference, rule="", certain=False, retired=False, closed=False
            )
            row.decision, row.by, row.at = decision.value, by, at
            session.add(row)
            session.flush()
            return _match(row)

    def reports(self, mail: str) -> Sequence[NotedReport]:
        wanted = select(MailReportRow).where(col(MailReportRow.mail) == mail)
        with self._transactions.reading() as session:
            rows = session.exec(wanted.order_by(col(MailReportRow.number))).all()
            return tuple(map(_report, rows))

    def identify(self, mail: str, read: ReadMail) -> None:
        with self._transactions.reading() as session:
            row = session.get(MailReadingRow, mail)
            missing = row is not None and not row.content
        if not missing:
            return
        values = {"message_id": self._message_id(read), "content": self._content(read)}
        with self._transactions.writing() as session:
            row_of = update(MailReadingRow).where(col(MailReadingRow.mail) == mail)
            session.exec(row_of.values(values))

    def twins(self, mails: Collection[str]) -> Mapping[str, Sequence[str]]:
        other = aliased(MailReadingRow)
        same = and_(
            col(other.message_id) == col(MailReadingRow.message_id),
            col(other.content) != col(MailReadingRow.content),
        )
        wanted = (
            select(MailReadingRow.mail, other.mail)
            .join(other, same)
            .join(ReceivedMailRow, col(ReceivedMailRow.id) == col(other.mail))
            .where(col(MailReadingRow.mail).in_(mails), col(MailReadingRow.message_id) != "")
            .where(col(ReceivedMailRow.state) != ReceivedState.DESTROYED.value)
            .order_by(col(ReceivedMailRow.received_at), col(other.mail))
        )
        found: dict[str, list[str]] = {}
        with self._transactions.reading() as session:
            for mail, twin in session.exec(wanted):
                found.setdefault(mail, []).append(twin)
        return found

    def was_fetched(self, mail: str) -> bool:
        wanted = select(ReceivedPlaceRow.mail).where(col(ReceivedPlaceRow.mail) == mail).limit(1)
        with self._transactions.reading() as session:
            return session.exec(wanted).first() is not None

    def not_checked_now(self, since: datetime, limit: int) -> Sequence[str]:
        late = col(MailReadingRow.signature) == SignatureWord.NOT_CHECKED_NOW.value
        wanted = select(MailReadingRow.mail).where(late, col(MailReadingRow.read_at) >= since)
        with self._transactions.reading() as session:
            return session.exec(wanted.order_by(col(MailReadingRow.read_at)).limit(limit)).all()

    def outdated(self, limit: int) -> Sequence[str]:
        mail, match = ReceivedMailRow, MailMatchRow
        mine = col(match.mail) == col(mail.id), col(match.decision) == MatchDecision.TAKEN.value
        aside = sa.exists().where(col(MailAsideRow.mail) == col(mail.id))
        wanted = (
            select(MailReadingRow.mail)
            .join(mail, col(mail.id) == col(MailReadingRow.mail))
            .where(col(MailReadingRow.reader) < READER, is_no_answer())
            .where(~aside, ~sa.exists().where(*mine))
            .where(col(mail.state) != ReceivedState.DESTROYED.value)
        )
        with self._transactions.reading() as session:
            return session.exec(wanted.order_by(col(mail.stored_at)).limit(limit)).all()

    def _message_id(self, read: ReadMail) -> str:
        return self._digest("message id", message_id_of(read)) if message_id_of(read) else ""

    def _content(self, read: ReadMail) -> str:
        return self._digest("content", *content_of(read))

    def _digest(self, of: str, *words: str) -> str:
        return hmac.digest(self._key, canonical([of, *words]), "sha256").hex()

    def _sealed(self, under: str, mail: str, sealed: SealedReading | None) -> bytes | None:
        if sealed is None or not under:
            return None
        key = self._key_of(under)
        if key.public is None:
            return None
        return seal_to(key.public, canonical(sealed), _bound_to(mail), key.office)

    def _matches(self, wanted: Any) -> Sequence[NotedMatch]:
        with self._transactions.reading() as session:
            rows = session.exec(wanted).all()
        found = sorted(rows, key=lambda row: (_RULES.index(row.rule), row.mail, row.request))
        return tuple(map(_match, found))


def _store_matches(session: Session, mail: str, candidates: Sequence[Candidate]) -> None:
    """Put the matches of this reading in the place of those that no person decided."""
    undecided = col(MailMatchRow.decision) == MatchDecision.NONE.value
    session.exec(delete(MailMatchRow).where(col(MailMatchRow.mail) == mail, undecided))
    living = _living(session, {each.request for each in candidates})
    for each in candidates:
        decided = session.get(MailMatchRow, (mail, each.request)) is not None
        if decided or each.request not in living:
            continue
        session.add(
            MailMatchRow(
                mail=mail,
                request=each.request,
                rule=each.rule.value,
                certain=each.rule in CERTAIN_RULES,
                retired=each.retired,
                closed=each.closed,
            )
        )
    session.flush()


def _store_reports(session: Session, mail: str, reports: Sequence[NotedReport]) -> None:
    session.exec(delete(MailReportRow).where(col(MailReportRow.mail) == mail))
    living = _living(session, {each.request for each in reports})
    for number, each in enumerate(reports):
        session.add(
            MailReportRow(
                mail=mail,
                number=number,
                request=each.request if each.request in living else None,
                envelope_id=each.envelope_id,
                is_receipt=isinstance(each.action, ReceiptAction),
                action=each.action.value,
                status=each.status,
                believed=each.believed,
            )
        )
    session.flush()


def _living(session: Session, references: set[str]) -> set[str]:
    """Return those of these requests that exist and were not erased."""
    if not references:
        return set()
    named = col(RequestRow.reference).in_(sorted(references))
    wanted = select(RequestRow.reference).where(named, col(RequestRow.public_key).is_not(None))
    return set(session.exec(wanted).all())


def _bound_to(mail: str) -> str:
    return f"reading of mail {mail}"


def _open(row: MailReadingRow) -> OpenReading:
    return OpenReading(
        row.mail,
        row.reader,
        row.read_at,
        MailKind(row.kind),
        MatchState(row.match_state),
        SignatureWord(row.signature),
        row.sender_marked,
        row.has_sender,
        tuple(row.sender_bodies.split()),
        row.only_automatic,
    )


def _match(row: MailMatchRow) -> NotedMatch:
    return NotedMatch(
        row.mail,
        row.request,
        MatchRule(row.rule) if row.rule else None,
        row.certain,
        row.retired,
        row.closed,
        MatchDecision(row.decision),
        row.by,
        row.at,
    )


def _report(row: MailReportRow) -> NotedReport:
    action = ReceiptAction(row.action) if row.is_receipt else DeliveryAction(row.action)
    return NotedReport(action, row.envelope_id, row.request or "", row.status, row.believed)
