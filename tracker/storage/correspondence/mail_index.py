"""The words of received mail, sealed for the search.

Each text is sealed under a key derived from the office's private key, so that only a person who
may open private words can search them. A mail loses its text when it is read again, or when its
key is destroyed.
"""

import hmac
from collections.abc import Collection, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, update

from tracker.services.core.word_index import INDEX_FORM, indexed
from tracker.services.ports.correspondence.mail_search import MailFilter, MailSearch
from tracker.services.ports.correspondence.received import ReceivedMail, ReceivedState
from tracker.services.ports.keys import OFFICE_GROUP
from tracker.services.ports.search import Query
from tracker.storage.cases.private_index import text_matches
from tracker.storage.correspondence.mail_desk import list_of_mail, with_readings
from tracker.storage.correspondence.received import mail_of
from tracker.storage.db.group_keys import GroupKeys
from tracker.storage.db.sealing import Damaged, seal, unseal
from tracker.storage.db.tables.correspondence import ReceivedMailRow
from tracker.storage.db.tables.deadlines import CaseStatusRow
from tracker.storage.db.tables.mail_readings import MailMatchRow, MailReadingRow
from tracker.storage.db.transactions import Transactions

_MAIL, _READING, _MATCH, _CASE = ReceivedMailRow, MailReadingRow, MailMatchRow, CaseStatusRow
# Texts that are opened at once, so that the search of a large office needs no more memory.
_AT_ONCE = 200


class SqlMailSearch(MailSearch):
    """The index in the rows of readings."""

    def __init__(self, transactions: Transactions, groups: GroupKeys) -> None:
        self._transactions = transactions
        self._groups = groups

    def unindexed(self, limit: int) -> Sequence[str]:
        same_key = sa.and_(
            sa.func.coalesce(col(_READING.request), "")
            == sa.func.coalesce(col(_MAIL.request), ""),
            col(_READING.shelf) == sa.func.coalesce(col(_MAIL.shelf), ""),
        )
        wanted = with_readings(sa.select(col(_MAIL.id))).where(
            col(_READING.sealed).is_not(None),
            col(_READING.indexed).is_(None),
            col(_MAIL.state) != ReceivedState.DESTROYED.value,
            same_key,
        )
        with self._transactions.reading() as session:
            newest = wanted.order_by(col(_MAIL.received_at).desc()).limit(limit)
            return tuple(session.execute(newest).scalars())

    def index(self, mail: str, passages: Sequence[str]) -> None:
        text = f" {' '.join(indexed(passages))} "
        with self._transactions.writing() as session:
            sealed = seal(self._key(session), text.encode(), _bound_to(mail))
            row = update(_READING).where(col(_READING.mail) == mail)
            session.exec(row.values(indexed=sealed))

    def find(self, query: Query, among: MailFilter, limit: int) -> Sequence[ReceivedMail]:
        if not query:
            newest = _filtered(sa.select(_MAIL), among).limit(limit)
            with self._transactions.reading() as session:
                return tuple(map(mail_of, session.execute(newest).scalars()))
        damaged: list[str] = []
        with self._transactions.reading() as session:
            found = self._matching(session, query, among, limit, damaged)
            rows = sa.select(_MAIL).where(col(_MAIL.id).in_(found))
            mails = {row.id: mail_of(row) for row in session.execute(rows).scalars()}
        if damaged:
            # The next search makes these again. They may be sealed to a former key.
            with self._transactions.writing() as session:
                row = update(_READING).where(col(_READING.mail).in_(damaged))
                session.exec(row.values(indexed=None))
        return tuple(mails[id] for id in found)

    def bodies(self) -> Collection[str]:
        senders = sa.select(col(_READING.sender_bodies)).distinct()
        asked = sa.select(col(_CASE.body)).join(_MATCH, col(_MATCH.request) == col(_CASE.request))
        with self._transactions.reading() as session:
            named = {key for keys in session.execute(senders).scalars() for key in keys.split()}
            return frozenset(named | set(session.execute(asked.distinct()).scalars()))

    def _matching(
        self, session: Session, query: Query, among: MailFilter, limit: int, damaged: list[str]
    ) -> list[str]:
        key, found = self._key(session), list[str]()
        for id, sealed in _texts(session, among):
            try:
                text = unseal(key, sealed, _bound_to(id)).decode()
            except Damaged:
                damaged.append(id)
                continue
            if text_matches(query, text):
                found.append(id)
            if len(found) == limit:
                break
        return found

    def _key(self, session: Session) -> bytes:
        _, private = self._groups.required(session, OFFICE_GROUP)
        return hmac.digest(private, b"index of received mail", "sha256")


def _texts(session: Session, among: MailFilter) -> Iterator[tuple[str, bytes]]:
    wanted = _filtered(sa.select(col(_MAIL.id)), among).where(col(_READING.indexed).is_not(None))
    every = session.execute(wanted).scalars().all()
    for first in range(0, len(every), _AT_ONCE):
        ids = every[first : first + _AT_ONCE]
        rows = sa.select(col(_READING.mail), col(_READING.indexed))
        found = session.execute(rows.where(col(_READING.mail).in_(ids))).all()
        texts = {row.mail: row.indexed for row in found}
        yield from ((id, texts[id]) for id in ids)


def _filtered(wanted: Any, among: MailFilter) -> Any:
    joined = with_readings(wanted)
    if among.tab:
        joined = joined.where(list_of_mail() == among.tab.value)
    if among.kind:
        joined = joined.where(col(_READING.kind) == among.kind.value)
    if among.body:
        asked = sa.exists().where(
            col(_MATCH.mail) == col(_MAIL.id),
            col(_MATCH.request) == col(_CASE.request),
            col(_CASE.body) == among.body,
        )
        keys = sa.literal(" ") + col(_READING.sender_bodies) + " "
        joined = joined.where(sa.or_(keys.contains(f" {among.body} ", autoescape=True), asked))
    return joined.order_by(col(_MAIL.received_at).desc(), col(_MAIL.id))


def _bound_to(mail: str) -> str:
    return f"words of received mail {mail} in form {INDEX_FORM}"
