"""Files of the office, sealed under a key of their own: letterhead and logos."""

from datetime import datetime

from sqlmodel import col, delete, select

from tracker.services.ports.premises import Files
from tracker.storage.db.sealing import seal, unseal
from tracker.storage.db.tables.letters import OfficeFileRow
from tracker.storage.db.transactions import Transactions, put


class SqlFileRepository(Files):
    """Files by name. `key` seals them, and is not in the database."""

    def __init__(self, transactions: Transactions, key: bytes) -> None:
        self._transactions = transactions
        self._key = key

    def read(self, name: str) -> bytes | None:
        with self._transactions.reading() as session:
            sealed = session.exec(
                select(OfficeFileRow.sealed).where(col(OfficeFileRow.name) == name)
            ).first()
        return unseal(self._key, sealed, _bound_to(name)) if sealed else None

    def keep(self, name: str, data: bytes, at: datetime) -> None:
        values = {"name": name, "sealed": seal(self._key, data, _bound_to(name)), "kept_at": at}
        with self._transactions.writing() as session:
            put(session, OfficeFileRow, values, changed=["sealed", "kept_at"])

    def remove(self, name: str) -> None:
        with self._transactions.writing() as session:
            session.exec(delete(OfficeFileRow).where(col(OfficeFileRow.name) == name))


def _bound_to(name: str) -> str:
    return f"file {name} of the office"
