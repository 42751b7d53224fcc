"""Received mail: open rows, and the bytes of each mail in a file sealed to people."""

import hashlib
import hmac
import secrets
from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError, NoResultFound
from sqlmodel import Session, col, select, update
from sqlmodel.sql.expression import SelectOfScalar

from tracker.domain.base.errors import NotOnFile
from tracker.services.ports.correspondence.received import (
    Arrival,
    MailPlace,
    ReceivedMail,
    ReceivedMails,
    ReceivedState,
    SeenMail,
    Stored,
)
from tracker.storage.cases.evidence import KeyOf
from tracker.storage.correspondence.places import found_again, note_place
from tracker.storage.correspondence.shelves import Shelves, destroyed
from tracker.storage.db.key_pairs import open_with, seal_to
from tracker.storage.db.tables.cases import PaperRow, RequestRow
from tracker.storage.db.tables.correspondence import MailShelfRow, ReceivedMailRow
from tracker.storage.db.tables.mail_readings import MailReadingRow
from tracker.storage.db.transactions import Transactions

_ROW = ReceivedMailRow


class SqlReceivedMailRepository(ReceivedMails):
    """The rows of received mail. `key` makes the digests by which equal mail is found again.

    `key_of` returns the key of a request.
    """

    def __init__(
        self, transactions: Transactions, shelves: Shelves, key_of: KeyOf, key: bytes
    ) -> None:
        self._transactions = transactions
        self._shelves = shelves
        self._archive = shelves.archive(key_of)
        self._key_of = shelves.key_or(key_of)
        self._key = key

    def store(
        self,
        arrival: Arrival,
        at: datetime,
        place: MailPlace | None = None,
        seen: SeenMail | None = None,
    ) -> Stored:
        once = self._once(arrival)
        seen = seen or SeenMail(arrival.size, arrival.received_at)
        for last in (False, True):
            if known := self._again(once, arrival, at, place, seen):
                return known
            under = self._under(arrival, at)
            digest = self._archive.keep(under, arrival.raw)
            try:
                row = self._row(arrival, at, once, under, digest)
                return self._added(row, at, place, seen)
            except IntegrityError:
                # Another process stored the same mail, or destroyed the key of an empty shelf.
                self._forget(under, digest)
                if last:
                    raise
        raise AssertionError("the second attempt returns or raises")

    def get(self, id: str) -> ReceivedMail:
        with self._transactions.reading() as session:
            return mail_of(required_mail(session, id))

    def raw(self, id: str) -> bytes:
        with self._transactions.reading() as session:
            row = required_mail(session, id)
            return self._archive.read(_key_name(row), row.digest)

    def envelope_to(self, id: str) -> str:
        with self._transactions.reading() as session:
            row = required_mail(session, id)
            under = _key_name(row)
            if row.envelope is None:
                return ""
            key = self._key_of(under)
            private = key.private()
            if private is None:
                raise destroyed()
            return open_with(private, row.envelope, _envelope(id), key.office).decode()

    def in_state(
        self, state: ReceivedState, limit: int, after: str = ""
    ) -> Sequence[ReceivedMail]:
        wanted = select(_ROW).where(col(_ROW.state) == state.value, col(_ROW.id) > after)
        return self._all(wanted.order_by(col(_ROW.id)).limit(limit))

    def of_request(self, reference: str) -> Sequence[ReceivedMail]:
        wanted = select(_ROW).where(col(_ROW.request) == reference)
        return self._all(wanted.order_by(col(_ROW.received_at), col(_ROW.id)))

    def count(self) -> Mapping[ReceivedState, int]:
        wanted = select(_ROW.state, sa.func.count()).group_by(col(_ROW.state))
        with self._transactions.reading() as session:
            return {ReceivedState(state): number for state, number in session.exec(wanted)}

    def count_since(self, moment: datetime) -> int:
        wanted = select(sa.func.count()).where(col(_ROW.stored_at) >= moment)
        with self._transactions.reading() as session:
            return session.exec(wanted).one()

    def note_state(self, id: str, state: ReceivedState) -> None:
        living = col(_ROW.state) != ReceivedState.DESTROYED.value
        with self._transactions.writing() as session:
            noted = update(_ROW).where(col(_ROW.id) == id, living)
            session.exec(noted.values(state=state.value))

    def put_with(self, id: str, reference: str) -> ReceivedMail:
        with self._transactions.reading() as session:
            row = required_mail(session, id)
            if row.request == reference:
                return mail_of(row)
            former, old = _key_name(row), row.digest
        raw, envelope = self.raw(id), self.envelope_to(id)
        digest = self._archive.keep(reference, raw)
        sealed = self._sealed(reference, _envelope(id), envelope)
        with self._transactions.writing() as session:
            changed = {"request": reference, "shelf": None, "digest": digest, "envelope": sealed}
            mine = update(_ROW).where(col(_ROW.id) == id, col(_ROW.digest) == old)
            session.exec(mine.values(**changed))
            session.expire_all()
            mail = mail_of(required_mail(session, id))
        if mail.request == reference:
            self._forget(former, old)
        return mail

    def empty_shelves(self, before: datetime) -> int:
        with self._transactions.reading() as session:
            shelves = session.exec(select(MailShelfRow.name).order_by(MailShelfRow.name)).all()
        return sum(self._empty(name, before) for name in shelves)

    def _added(
        self, row: ReceivedMailRow, at: datetime, place: MailPlace | None, seen: SeenMail
    ) -> Stored:
        with self._transactions.writing() as session:
            session.add(row)
            session.flush()
            if place:
                note_place(session, place, row.id, seen, at)
            return Stored(mail_of(row), new=True)

    def _empty(self, shelf: str, before: datetime) -> int:
        """Destroy the key of a shelf, if it is empty or old; return how many mails were on it."""
        mine = col(_ROW.shelf) == shelf
        try:
            with self._transactions.writing() as session:
                row = session.exec(
                    select(MailShelfRow).where(col(MailShelfRow.name) == shelf).with_for_update()
                ).one()
                held = session.exec(select(sa.func.count()).where(mine)).one()
                if held and row.made_at >= before:
                    return 0
                gone = {"state": ReceivedState.DESTROYED.value, "shelf": None, "digest": ""}
                session.exec(update(_ROW).where(mine).values(**gone, envelope=None))
                words = update(MailReadingRow).where(col(MailReadingRow.shelf) == shelf)
                session.exec(words.values(indexed=None))
                session.delete(row)
        except (IntegrityError, NoResultFound):
            return 0  # A mail came to it at this moment, or another process was first.
        self._shelves.remove_files(shelf)
        return int(held)

    def _forget(self, under: str, digest: str) -> None:
        """Delete a file, unless another mail or a document of the request has the same bytes."""
        mine = sa.or_(col(_ROW.request) == under, col(_ROW.shelf) == under)
        mail = select(_ROW.id).where(mine, col(_ROW.digest) == digest)
        paper = select(PaperRow.digest).where(
            col(PaperRow.request) == under, col(PaperRow.digest) == digest
        )
        with self._transactions.reading() as session:
            if not (session.exec(mail).first() or session.exec(paper).first()):
                self._archive.forget(under, digest)

    def _once(self, arrival: Arrival) -> str:
        """Return the digest of the bytes and the recipient; without the key it reveals nothing."""
        told = hashlib.sha256(arrival.raw).digest() + arrival.envelope_to.encode()
        return hmac.digest(self._key, told, "sha256").hex()

    def _again(
        self, once: str, arrival: Arrival, at: datetime, place: MailPlace | None, seen: SeenMail
    ) -> Stored | None:
        """Note where a stored mail was found again. Returns None if it is not stored."""
        wanted = select(_ROW).where(col(_ROW.once) == once)
        with self._transactions.reading() as session:
            if session.exec(wanted).first() is None:
                return None
        with self._transactions.writing() as session:
            row = session.exec(wanted.with_for_update()).one()
            row.came_again += found_again(session, place, row.id)
            row.received_at = min(row.received_at, arrival.received_at)
            session.add(row)
            session.flush()
            if place:
                note_place(session, place, row.id, seen, at)
            return Stored(mail_of(row), new=False)

    def _under(self, arrival: Arrival, at: datetime) -> str:
        """Return the request to whose key a mail is sealed, or a shelf."""
        if arrival.request:
            with self._transactions.reading() as session:
                row = session.get(RequestRow, arrival.request)
                if row and row.public_key:
                    return arrival.request
        return self._shelves.of_month(at)

    def _row(
        self, arrival: Arrival, at: datetime, once: str, under: str, digest: str
    ) -> ReceivedMailRow:
        id, to_request = secrets.token_hex(16), under == arrival.request
        return ReceivedMailRow(
            id=id,
            once=once,
            received_at=arrival.received_at,
            stored_at=at,
            size=arrival.size,
            state=arrival.state.value,
            token=arrival.token,
            request=under if to_request else None,
            shelf=None if to_request else under,
            digest=digest,
            envelope=self._sealed(under, _envelope(id), arrival.envelope_to),
        )

    def _sealed(self, under: str, bound_to: str, words: str) -> bytes | None:
        key = self._key_of(under)
        if not words or key.public is None:
            return None
        return seal_to(key.public, words.encode(), bound_to, key.office)

    def _all(self, wanted: "SelectOfScalar[ReceivedMailRow]") -> Sequence[ReceivedMail]:
        with self._transactions.reading() as session:
            return tuple(map(mail_of, session.exec(wanted)))


def required_mail(session: Session, id: str) -> ReceivedMailRow:
    """Return the row of a received mail. Raises NotOnFile."""
    row = session.get(_ROW, id)
    if row is None:
        raise unknown_mail()
    return row


def unknown_mail() -> NotOnFile:
    """Return the refusal for a mail that was never received."""
    return NotOnFile("No received mail has that name. Open it from the list of mail.")


def _key_name(row: ReceivedMailRow) -> str:
    """Return the request or the shelf to whose key a mail is sealed."""
    name = row.request or row.shelf
    if not name or not row.digest:
        raise destroyed()
    return name


def _envelope(id: str) -> str:
    return f"recipient of mail {id}"


def mail_of(row: ReceivedMailRow) -> ReceivedMail:
    """Return a received mail from its row."""
    values: dict[str, Any] = row.model_dump(include=set(_COPIED))
    return ReceivedMail(
        **values,
        state=ReceivedState(row.state),
        request=row.request or "",
        shelf=row.shelf or "",
    )


_COPIED = ("id", "received_at", "stored_at", "size", "token", "came_again", "digest")
