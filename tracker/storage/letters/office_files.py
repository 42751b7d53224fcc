"""Files of the office: the letterhead under a key of the machine, logos under the office's key.

The logo of an organisation that signs a request names an applicant.
"""

from datetime import datetime

from sqlmodel import col, delete, select

from tracker.services.ports.premises import Files
from tracker.storage.db.group_keys import GroupKeys, file_info
from tracker.storage.db.key_pairs import is_sealed_to_pair
from tracker.storage.db.sealing import seal, unseal
from tracker.storage.db.tables.letters import OfficeFileRow
from tracker.storage.db.transactions import Transactions, put


class SqlFileRepository(Files):
    """Files by name. `key` seals those that are not private, and is not in the database."""

    def __init__(self, transactions: Transactions, key: bytes, groups: GroupKeys) -> None:
        self._transactions = transactions
        self._key = key
        self._groups = groups

    def read(self, name: str) -> bytes | None:
        with self._transactions.reading() as session:
            sealed = session.exec(
                select(OfficeFileRow.sealed).where(col(OfficeFileRow.name) == name)
            ).first()
            if sealed and is_sealed_to_pair(sealed):
                return self._groups.open_of_office(session, sealed, file_info(name))
        return unseal(self._key, sealed, file_info(name)) if sealed else None

    def keep(self, name: str, data: bytes, at: datetime, *, private: bool = False) -> None:
        with self._transactions.writing() as session:
            if private:
                sealed = self._groups.seal_to_office(session, data, file_info(name))
            else:
                sealed = seal(self._key, data, file_info(name))
            values = {"name": name, "sealed": sealed, "kept_at": at}
            put(session, OfficeFileRow, values, changed=["sealed", "kept_at"])

    def remove(self, name: str) -> None:
        with self._transactions.writing() as session:
            session.exec(delete(OfficeFileRow).where(col(OfficeFileRow.name) == name))
