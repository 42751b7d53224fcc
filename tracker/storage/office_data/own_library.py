"""The versions of the entries of the office's own library."""

from collections.abc import Sequence
from datetime import datetime

from sqlmodel import col, func, select, update

from tracker.services.ports.own_library import EntryName, OwnEntry, OwnLibrary
from tracker.storage.db.tables.office import OwnEntryRow
from tracker.storage.db.transactions import Transactions

# Asked for before each page of the workspace is made, so it is built once.
_MARK = select(
    func.count(col(OwnEntryRow.id)),
    func.count(col(OwnEntryRow.verified_at)),
    func.count(col(OwnEntryRow.withdrawn_at)),
)


class SqlOwnLibraryRepository(OwnLibrary):
    """The office's own entries of one database."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def mark(self) -> int:
        with self._transactions.reading() as session:
            return sum(session.connection().execute(_MARK).one())

    def in_force(self) -> Sequence[OwnEntry]:
        row = OwnEntryRow
        wanted = select(row).where(col(row.withdrawn_at).is_(None)).order_by(col(row.id))
        with self._transactions.reading() as session:
            fresh = wanted.execution_options(populate_existing=True)
            versions = [_entry(each) for each in session.exec(fresh)]
        newest = {each.name: each for each in versions}
        verified = {each.name: each for each in versions if each.verified_by}
        kept = {each.number for each in (*newest.values(), *verified.values())}
        return tuple(each for each in versions if each.number in kept)

    def versions(self, name: EntryName) -> Sequence[OwnEntry]:
        row = OwnEntryRow
        wanted = select(row).where(row.folder == name.folder, row.key == name.key)
        newest = wanted.order_by(col(row.id).desc())
        with self._transactions.reading() as session:
            fresh = newest.execution_options(populate_existing=True)
            return tuple(map(_entry, session.exec(fresh)))

    def every_version(self) -> Sequence[OwnEntry]:
        wanted = select(OwnEntryRow).order_by(col(OwnEntryRow.id))
        with self._transactions.reading() as session:
            fresh = wanted.execution_options(populate_existing=True)
            return tuple(map(_entry, session.exec(fresh)))

    def add(self, entry: OwnEntry) -> None:
        with self._transactions.writing() as session:
            row = OwnEntryRow(
                folder=entry.name.folder,
                key=entry.name.key,
                text=entry.text,
                digest=entry.digest,
                replaces=entry.replaces,
                why=entry.why,
                by=entry.by,
                at=entry.at,
                verified_by="",
                withdrawn_by="",
            )
            session.add(row)

    def verify(self, number: int, by: str, at: datetime) -> bool:
        row = OwnEntryRow
        unverified = (col(row.verified_at).is_(None), col(row.withdrawn_at).is_(None))
        with self._transactions.writing() as session:
            verified = session.exec(
                update(row)
                .where(col(row.id) == number, *unverified)
                .values(verified_by=by, verified_at=at)
                .returning(col(row.id))
            ).all()
        return bool(verified)

    def withdraw(self, name: EntryName, by: str, at: datetime) -> bool:
        row = OwnEntryRow
        with self._transactions.writing() as session:
            withdrawn = session.exec(
                update(row)
                .where(
                    col(row.folder) == name.folder,
                    col(row.key) == name.key,
                    col(row.withdrawn_at).is_(None),
                )
                .values(withdrawn_by=by, withdrawn_at=at)
                .returning(col(row.id))
            ).all()
        return bool(withdrawn)


def _entry(row: OwnEntryRow) -> OwnEntry:
    values = row.model_dump(exclude={"id", "folder", "key"})
    return OwnEntry(EntryName(row.folder, row.key), **values, number=row.id or 0)
