"""Finds documents of requests that were not read for the search. No key needs to be open."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import func
from sqlmodel import col, select

from tracker.services.correspondence.scan_texts import SCAN_TEXT, SCANNED_DOCUMENTS
from tracker.services.ports.correspondence.scan_reading import ScanTexts, UnreadDocument
from tracker.storage.db.sealed_fields import words_of
from tracker.storage.db.tables.cases import PaperRow, RequestRow, SealedFieldRow
from tracker.storage.db.transactions import Transactions


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
