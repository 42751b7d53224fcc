"""Finds documents of requests that were not read for the search, and which process reads them.

No key needs to be open.
"""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select, update

from tracker.services.correspondence.scan_texts import SCAN_TEXT, SCANNED_DOCUMENTS
from tracker.services.ports.correspondence.scan_reading import ScanTexts, UnreadDocument
from tracker.storage.correspondence.mailboxes import no_lease
from tracker.storage.db.sealed_fields import words_of
from tracker.storage.db.tables.cases import PaperRow, RequestRow, SealedFieldRow
from tracker.storage.db.tables.correspondence import ScanReadingRow
from tracker.storage.db.transactions import Transactions, put

_READING, _NAME = ScanReadingRow, "scans"


class SqlScanTexts(ScanTexts):
    """The rows of documents without a private field for their words."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def unread(self, limit: int) -> Sequence[UnreadDocument]:
        found = select(PaperRow.request, PaperRow.digest, PaperRow.media)
        newest = (col(PaperRow.kept_at).desc(), col(PaperRow.request), col(PaperRow.digest))
        with self._transactions.reading() as session:
            rows = session.exec(_unread(found).order_by(*newest).limit(limit)).all()
        return tuple(UnreadDocument(*row) for row in rows)

    def count_unread(self) -> int:
        with self._transactions.reading() as session:
            return int(session.exec(_unread(select(func.count()).select_from(PaperRow))).one())

    def lease(self, now: datetime, until: datetime, token: str) -> bool:
        with self._transactions.writing() as session:
            put(session, _READING, {"name": _NAME, "lease": ""})
            free = update(_READING).where(no_lease(_READING, now, until))
            taken = free.values(lease=token, lease_until=until).returning(col(_READING.name))
            return session.exec(taken).first() is not None

    def extend(self, token: str, until: datetime) -> bool:
        with self._transactions.writing() as session:
            longer = _held(token).values(lease_until=until).returning(col(_READING.name))
            return session.exec(longer).first() is not None

    def release(self, token: str) -> None:
        with self._transactions.writing() as session:
            session.exec(_held(token).values(lease="", lease_until=None))


def _held(token: str) -> Any:
    return update(_READING).where(col(_READING.lease) == token)


def _unread(found: Any) -> Any:
    read = select(SealedFieldRow.name).where(
        col(SealedFieldRow.request) == col(PaperRow.request),
        col(SealedFieldRow.name) == words_of(SCAN_TEXT) + col(PaperRow.digest),
    )
    living = (col(RequestRow.reference) == col(PaperRow.request)) & col(
        RequestRow.public_key
    ).is_not(None)
    kinds = sorted(SCANNED_DOCUMENTS)
    return found.join(RequestRow, living).where(col(PaperRow.media).in_(kinds), ~read.exists())
