"""Email subscriptions of readers, with sealed addresses."""

import hashlib
import hmac
import json
from collections.abc import Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, delete, select, update

from tracker.domain.record.alerts import Followed, Subject
from tracker.services.ports.alerts import Subscription, Subscriptions
from tracker.storage.db.erasures import Erased, Erasures
from tracker.storage.db.sealing import Damaged, seal, unseal
from tracker.storage.db.tables.office import ErasureRow
from tracker.storage.db.tables.public import SubscriptionRow
from tracker.storage.db.tables.reminders import OutboxRow
from tracker.storage.db.transactions import Transactions, put_new
from tracker.storage.db.unreadable_rows import each_readable, translate_unreadable

_ROW = SubscriptionRow
# The tables that may contain parts of an address.
ALERT_TABLES: tuple[type[SQLModel], ...] = (SubscriptionRow, OutboxRow)


class SqlSubscriptionRepository(Subscriptions):
    """Subscriptions.

    `key` seals and digests the addresses, and is not in the database.

    `left` lists the ids of those who left, outside the database too.
    """

    def __init__(self, transactions: Transactions, key: bytes, left: Erasures) -> None:
        self._transactions = transactions
        self._key = key
        self._finding = hmac.digest(key, b"what is looked for", "sha256")
        self._left = left

    def ask(self, new: Subscription) -> bool:
        sealed = json.dumps([new.address, new.token]).encode()
        row = _ROW(
            id=new.id,
            token_digest=self._digest(new.token),
            address_digest=self._of_address(new.address),
            about=new.subject.about.value,
            key=new.subject.key,
            language=new.language,
            sealed=seal(self._key, sealed, _bound_to(new.id)),
            asked_at=new.asked_at,
            told=new.told,
            refused=0,
        )
        with self._transactions.writing() as session:
            return put_new(session, row)

    def by_token(self, token: str) -> Subscription | None:
        return self._found(col(_ROW.token_digest) == self._digest(token))

    def by_id(self, id: str) -> Subscription | None:
        return self._found(col(_ROW.id) == id)

    def confirm(self, id: str, told: int, at: datetime) -> None:
        with self._transactions.writing() as session:
            session.exec(
                update(_ROW)
                .where(col(_ROW.id) == id, col(_ROW.confirmed_at).is_(None))
                .values(confirmed_at=at, told=told)
            )

    def leave(self, id: str) -> None:
        self._left.note(id)
        with self._transactions.writing() as session:
            remove(session, (id,))

    def leave_listed(self) -> None:
        """Delete those who left and are there again, as after a restore on another machine."""
        self._left.share_near()
        left = select(ErasureRow.reference).where(col(ErasureRow.kind) == Erased.READERS.value)
        with self._transactions.reading() as session:
            found = session.exec(select(_ROW.id).where(col(_ROW.id).in_(left))).all()
        if found:
            with self._transactions.writing() as session:
                remove(session, found)
            self._transactions.scrub(ALERT_TABLES)

    def forget(self, address: str) -> int:
        wanted = select(_ROW.id).where(col(_ROW.address_digest) == self._of_address(address))
        with self._transactions.reading() as session:
            found = session.exec(wanted).all()
        for id_ in found:
            self.leave(id_)
        self._transactions.scrub(ALERT_TABLES)
        return len(found)

    def forget_unconfirmed(self, before: datetime) -> int:
        over = select(_ROW.id).where(
            col(_ROW.confirmed_at).is_(None), col(_ROW.asked_at) <= before
        )
        with self._transactions.reading() as session:
            if not session.exec(over.limit(1)).first():
                return 0
        with self._transactions.writing() as session:
            found = session.exec(over).all()
            remove(session, found)
        return len(found)

    def to_look_at(self, day: date, limit: int, after: str = "") -> Sequence[str]:
        wanted = select(_ROW.id).where(col(_ROW.id) > after, *_unseen(day))
        wanted = wanted.order_by(col(_ROW.id)).limit(limit)
        with self._transactions.reading() as session:
            return session.exec(wanted).all()

    def take(self, id: str, day: date) -> Subscription | None:
        with self._transactions.writing() as session:
            taken = session.exec(
                update(_ROW)
                .where(col(_ROW.id) == id, *_unseen(day))
                .values(looked_on=day)
                .returning(col(_ROW.id))
            ).first()
        return self.by_id(id) if taken else None

    def told(self, id: str, place: int) -> None:
        self._change(id, told=place)

    def reached(self, id: str) -> None:
        self._change(id, refused=0)

    def refused(self, id: str) -> int:
        self._change(id, refused=col(_ROW.refused) + 1)
        with self._transactions.reading() as session:
            return session.exec(select(_ROW.refused).where(col(_ROW.id) == id)).first() or 0

    def problems(self) -> list[str]:
        with self._transactions.reading() as session:
            every = select(_ROW).order_by(col(_ROW.id))
            shut = sum(not opens for opens in each_readable(session, every, self._opens))
        if not shut:
            return []
        return [
            f"Addresses to which alerts go cannot be opened ({shut}): put the office’s "
            "key back, or restore the last backup."
        ]

    def _found(self, condition: sa.ColumnElement[bool]) -> Subscription | None:
        with self._transactions.reading() as session:
            wanted = select(_ROW).where(condition).execution_options(populate_existing=True)
            with translate_unreadable("a subscription"):
                row = session.exec(wanted).first()
                return self._opened(row) if row else None

    def _opened(self, row: SubscriptionRow) -> Subscription:
        address, token = json.loads(unseal(self._key, row.sealed, _bound_to(row.id)))
        return Subscription(
            id=row.id,
            address=address,
            token=token,
            subject=Subject(Followed(row.about), row.key),
            language=row.language,
            asked_at=row.asked_at,
            confirmed=row.confirmed_at is not None,
            told=row.told,
        )

    def _opens(self, row: SubscriptionRow) -> bool:
        try:
            self._opened(row)
        except Damaged:
            return False
        return True

    def _change(self, id_: str, **changed: Any) -> None:
        with self._transactions.writing() as session:
            session.exec(update(_ROW).where(col(_ROW.id) == id_).values(**changed))

    def _of_address(self, address: str) -> str:
        return self._digest(address.casefold())

    def _digest(self, words: str) -> str:
        return hmac.new(self._finding, words.encode(), hashlib.sha256).hexdigest()


def remove(session: Session, ids: Sequence[str]) -> None:
    """Delete subscriptions with their addresses and the mail to them."""
    # Their mail is deleted with them, by its foreign key.
    session.exec(delete(_ROW).where(col(_ROW.id).in_(ids)))


def _unseen(day: date) -> tuple[sa.ColumnElement[bool], ...]:
    looked = col(_ROW.looked_on)
    return (col(_ROW.confirmed_at).is_not(None), sa.or_(looked.is_(None), looked < day))


def _bound_to(id_: str) -> str:
    return f"the alerts {id_}"
