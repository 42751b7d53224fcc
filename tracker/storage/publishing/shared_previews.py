"""Previews behind secret links: each sealed under a key that only its link opens."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, delete, select

from tracker.domain.base.errors import NotOnFile
from tracker.services.ports.publishing import SharedPreview, SharedPreviews
from tracker.storage.db.sealing import derived_key, new_key, seal, unseal
from tracker.storage.db.tables.publishing import SharedPreviewRow
from tracker.storage.db.transactions import Transactions

_ROW = SharedPreviewRow


class SqlSharedPreviewRepository(SharedPreviews):
    """The shared previews of all requests."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def id_of(self, secret: str) -> str:
        return _of(secret, "id").hex()

    def keep(self, preview: SharedPreview, secret: str, content: bytes) -> None:
        key, bound = new_key(), _bound(preview.reference, preview.id)
        row = _ROW(
            id=preview.id,
            request=preview.reference,
            made_by=preview.made_by,
            made_at=preview.made_at,
            until=preview.until,
            wrap=seal(_of(secret, "key"), key, f"key of {bound}"),
            sealed=seal(key, content, bound),
        )
        with self._transactions.writing() as session:
            session.add(row)

    def of(self, reference: str) -> Sequence[SharedPreview]:
        wanted = select(_ROW).where(col(_ROW.request) == reference)
        with self._transactions.reading() as session:
            rows = session.exec(wanted.order_by(col(_ROW.made_at), col(_ROW.id))).all()
            return tuple(
                SharedPreview(row.id, row.request, row.made_by, row.made_at, row.until)
                for row in rows
            )

    def open(self, secret: str, at: datetime) -> bytes:
        id_ = self.id_of(secret)
        with self._transactions.reading() as session:
            row = session.get(_ROW, id_)
            if row is None or row.until <= at:
                raise NotOnFile("This link has expired or was revoked. Ask for a new one.")
            bound = _bound(row.request, id_)
            key = unseal(_of(secret, "key"), row.wrap, f"key of {bound}")
            return unseal(key, row.sealed, bound)

    def revoke(self, reference: str, id: str) -> bool:
        here = col(_ROW.request) == reference, col(_ROW.id) == id
        with self._transactions.writing() as session:
            return session.exec(delete(_ROW).where(*here)).rowcount > 0

    def revoke_all(self, reference: str) -> int:
        with self._transactions.writing() as session:
            return session.exec(delete(_ROW).where(col(_ROW.request) == reference)).rowcount

    def forget_expired(self, at: datetime) -> None:
        with self._transactions.writing() as session:
            session.exec(delete(_ROW).where(col(_ROW.until) <= at))


def _of(secret: str, purpose: str) -> bytes:
    return derived_key(secret.encode(), f"shared preview: {purpose}")


def _bound(reference: str, id_: str) -> str:
    return f"shared preview {id_} of request {reference}"
