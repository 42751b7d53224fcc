"""Uploaded lists of requests, sealed to the office until they are imported."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import asdict
from datetime import datetime, timedelta

import sqlalchemy as sa
from sqlmodel import col, delete, select, update

from tracker.domain.base.errors import NotOnFile
from tracker.domain.base.messages import Message
from tracker.services.ports.cases import AlreadyEntered
from tracker.services.ports.workbook import Imported, ListFile, Lists
from tracker.storage.db.errors import translate_duplicates
from tracker.storage.db.group_keys import GroupKeys, list_info
from tracker.storage.db.tables.drafting import ImportedRow, ListFileRow
from tracker.storage.db.transactions import Transactions, put

# An abandoned list is full of names, so it is not kept for long.
LEFT_FOR = timedelta(days=7)
_BATCH = 500
DONE_MEANWHILE = Message("A row of this list has since been imported. Check the list again.")


class SqlImportListRepository(Lists):
    """Lists by id, and the requests imported from them."""

    def __init__(self, transactions: Transactions, keys: GroupKeys) -> None:
        self._transactions = transactions
        self._keys = keys

    def digester(self) -> Callable[[bytes], str]:
        with self._transactions.reading() as session:
            return self._keys.lookup_digester(session, "lists to import")

    def keep(self, file: ListFile, data: bytes) -> None:
        row = ListFileRow
        with self._transactions.writing() as session:
            left = col(row.done_at).is_(None) & (col(row.at) < file.at - LEFT_FOR)
            session.exec(delete(row).where(left))
            sealed = self._keys.seal_to_office(session, data, list_info(file.id))
            session.add(ListFileRow(**asdict(file), sealed=sealed))

    def change(self, id: str, data: bytes) -> None:
        with self._transactions.writing() as session:
            sealed = self._keys.seal_to_office(session, data, list_info(id))
            session.exec(_open(id).values(sealed=sealed))

    def data(self, id: str) -> bytes:
        with self._transactions.reading() as session:
            wanted = select(ListFileRow.sealed).where(col(ListFileRow.id) == id)
            sealed = session.exec(wanted).first()
            if sealed is None:
                raise NotOnFile(
                    "This list no longer exists. It was imported or removed, or deleted when a "
                    "person’s data was erased. Check the lists, or upload it again."
                )
            return self._keys.open_of_office(session, sealed, list_info(id))

    def forget(self, id: str) -> None:
        row = ListFileRow
        with self._transactions.writing() as session:
            session.exec(delete(row).where(col(row.id) == id, col(row.done_at).is_(None)))

    def finish(self, id: str, at: datetime) -> None:
        with self._transactions.writing() as session:
            done = _open(id).values(done_at=at, sealed=None).returning(col(ListFileRow.id))
            if session.exec(done).first() is None:
                raise AlreadyEntered("This list has already been imported or removed.")

    def file(self, id: str) -> ListFile:
        with self._transactions.reading() as session:
            row = session.exec(select(ListFileRow).where(col(ListFileRow.id) == id)).first()
            if row is None:
                raise NotOnFile("That list was not found. Check the uploaded lists.")
            return _file(row)

    def files(self, person: str) -> Sequence[ListFile]:
        row = ListFileRow
        seen = sa.or_(col(row.done_at).is_not(None), col(row.by) == person)
        with self._transactions.reading() as session:
            found = session.exec(select(row).where(seen).order_by(col(row.at).desc()))
            return tuple(map(_file, found))

    def imported_as(self, digest: str) -> ListFile | None:
        row = ListFileRow
        wanted = select(row).where(col(row.digest) == digest, col(row.done_at).is_not(None))
        with self._transactions.reading() as session:
            found = session.exec(wanted).first()
            return _file(found) if found else None

    def note(self, rows: Sequence[Imported]) -> None:
        with self._transactions.writing() as session:
            digests = [row.digest for row in rows]
            if self.known(digests):
                raise AlreadyEntered(DONE_MEANWHILE)
            with translate_duplicates(lambda: AlreadyEntered(DONE_MEANWHILE)):
                for row in rows:
                    values = asdict(row)
                    values["request"] = values.pop("reference")
                    put(session, ImportedRow, values)

    def known(self, digests: Sequence[str]) -> Mapping[str, Imported]:
        found: dict[str, Imported] = {}
        with self._transactions.reading() as session:
            for start in range(0, len(digests), _BATCH):
                some = digests[start : start + _BATCH]
                wanted = select(ImportedRow).where(col(ImportedRow.digest).in_(some))
                found |= {row.digest: _imported(row) for row in session.exec(wanted)}
        return found

    def rows(self, file: str) -> Sequence[Imported]:
        wanted = select(ImportedRow).where(col(ImportedRow.file) == file)
        with self._transactions.reading() as session:
            return tuple(map(_imported, session.exec(wanted.order_by(col(ImportedRow.line)))))


def _open(id: str) -> sa.Update:
    return update(ListFileRow).where(col(ListFileRow.id) == id, col(ListFileRow.done_at).is_(None))


def _file(row: ListFileRow) -> ListFile:
    return ListFile(**row.model_dump(exclude={"sealed"}))


def _imported(row: ImportedRow) -> Imported:
    values = row.model_dump()
    return Imported(reference=values.pop("request"), **values)
