"""The index of private words: one sealed text for each request, searched in memory.

Each text is sealed under a key that follows from the office's private key, so that only a person
who may open private words can search them. A change of a private field deletes the text of its
request, and the next search makes a new one.
"""

import hmac
import json
from collections.abc import Iterable, Iterator, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select

from tracker.services.core.left_out import note_left_out
from tracker.services.core.word_index import INDEX_FORM, indexed
from tracker.services.correspondence.scan_texts import is_scan_text
from tracker.services.ports.keys import OFFICE_GROUP
from tracker.services.ports.search import PrivateHits, PrivateSearch, Query, QueryTerm
from tracker.storage.db.group_keys import GroupKeys
from tracker.storage.db.request_keys import RequestKeys
from tracker.storage.db.sealed_fields import SealedFields
from tracker.storage.db.sealing import Damaged, seal, unseal
from tracker.storage.db.tables.cases import PaperRow, RequestRow
from tracker.storage.db.tables.keys import PrivateIndexRow
from tracker.storage.db.transactions import Transactions, put

# How many requests a search indexes first. The first search of a large office is followed by more.
INDEXED_AT_ONCE = 1000
# Separates typed words from those that a program read on pages. No folded text holds it.
_SCANNED = "\ue003"


class SqlPrivateIndex(PrivateSearch):
    """The index in the database of the office."""

    def __init__(self, transactions: Transactions, groups: GroupKeys) -> None:
        self._transactions = transactions
        self._groups = groups
        self._keys = RequestKeys(groups)

    def find(self, query: Query, limit: int) -> PrivateHits:
        key, left = self._up_to_date()
        found, scanned = [], set()
        for reference, text in self._texts(key):
            if not text_matches(query, text):
                continue
            if not text_matches(query, text.partition(_SCANNED)[0]):
                scanned.add(reference)
            found.append(reference)
            if len(found) == limit:
                break
        return PrivateHits(tuple(found), left, frozenset(scanned))

    def _up_to_date(self) -> tuple[bytes, int]:
        """Index requests that are not; return the key, and how many are left. Raises Locked."""
        with self._transactions.reading() as session:
            _, private = self._groups.required(session, OFFICE_GROUP)
            missing = _missing(session)
        key = hmac.digest(private, b"index of private words", "sha256")
        if missing:
            with self._transactions.writing() as session:
                for reference in missing[:INDEXED_AT_ONCE]:
                    try:
                        self._index(session, key, reference)
                    except Damaged as damaged:
                        note_left_out(str(damaged))
        return key, max(len(missing) - INDEXED_AT_ONCE, 0)

    def _index(self, session: Session, key: bytes, reference: str) -> None:
        fields = SealedFields(session, reference, self._keys.of(session, reference))
        papers = select(PaperRow.digest, PaperRow.name).where(col(PaperRow.request) == reference)
        said = [fields.file_name(digest, name) for digest, name in session.exec(papers).all()]
        scanned: list[str] = []
        for name, plain in fields.sealed_fields().items():
            if is_scan_text(name):
                # Each document has its own limit, and none takes the room of typed words.
                scanned += indexed(_words_of_pages(plain))
            else:
                said += _strings(plain)
        text = f" {' '.join(indexed(said))} "
        if scanned:
            text += f"{_SCANNED} {' '.join(scanned)} "
        sealed = seal(key, text.encode(), _bound_to(reference))
        put(session, PrivateIndexRow, {"request": reference, "sealed": sealed}, changed=["sealed"])

    def _texts(self, key: bytes) -> Iterator[tuple[str, str]]:
        wanted = sa.select(col(PrivateIndexRow.request), col(PrivateIndexRow.sealed))
        damaged: list[str] = []
        with self._transactions.reading() as session:
            rows = session.connection().execute(wanted.order_by(col(PrivateIndexRow.request)))
            for reference, sealed in rows.all():
                try:
                    yield reference, unseal(key, sealed, _bound_to(reference)).decode()
                except Damaged:
                    damaged.append(reference)
        if damaged:
            # Made again by the next search; it may be of a former key.
            with self._transactions.writing() as session:
                row = delete(PrivateIndexRow).where(col(PrivateIndexRow.request).in_(damaged))
                session.exec(row)


def _missing(session: Session) -> Sequence[str]:
    """Return the requests whose private words can be opened and are not indexed."""
    indexed = select(PrivateIndexRow.request).where(
        col(PrivateIndexRow.request) == col(RequestRow.reference)
    )
    wanted = select(RequestRow.reference).where(col(RequestRow.public_key).is_not(None))
    return session.exec(wanted.where(~indexed.exists()).order_by(RequestRow.reference)).all()


def text_matches(query: Query, text: str) -> bool:
    """Return whether a text of index words holds every wanted and no unwanted term."""
    wanted = all(_occurs(term, text) for term in query.wanted)
    return wanted and not any(_occurs(term, text) for term in query.unwanted)


def _occurs(term: QueryTerm, text: str) -> bool:
    row = f" {' '.join(term.row)}{'' if term.begins else ' '}"
    return row in text or bool(term.typed and term.typed in text)


def _strings(plain: bytes) -> Iterator[str]:
    """Yield the texts in a private field, which is JSON or plain words."""
    words = plain.decode("utf-8", "replace")
    try:
        yield from _texts_in(json.loads(words))
    except ValueError:
        yield words


def _words_of_pages(plain: bytes) -> Iterator[str]:
    """Yield the words of each page of a document."""
    for page in json.loads(plain) if plain else ():
        yield page["words"]


def _texts_in(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
        return
    inner: Iterable[Any] = ()
    if isinstance(value, dict):
        inner = value.values()
    elif isinstance(value, list):
        inner = value
    for each in inner:
        yield from _texts_in(each)


def _bound_to(reference: str) -> str:
    return f"private words of request {reference} in form {INDEX_FORM}"
