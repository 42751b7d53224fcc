"""The office's arguments, every version sealed to the office."""

import json
from collections.abc import Sequence
from dataclasses import asdict, replace

from sqlmodel import Session, col, func, select

from tracker.domain.base.canonical import canonical
from tracker.services.ports.workbook import ArgumentChanged, ArgumentLibrary, OfficeArgument
from tracker.storage.db.errors import translate_duplicates
from tracker.storage.db.group_keys import GroupKeys, argument_info
from tracker.storage.db.tables.letters import ArgumentRow
from tracker.storage.db.transactions import Transactions

# Fields with columns of their own; the others are sealed.
_APART = ("id", "version", "saved_by", "saved_at")


class SqlArgumentRepository(ArgumentLibrary):
    """Arguments by id and version, sealed to the office."""

    def __init__(self, transactions: Transactions, keys: GroupKeys) -> None:
        self._transactions = transactions
        self._keys = keys

    def latest(self) -> Sequence[OfficeArgument]:
        newest = select(ArgumentRow.id, func.max(ArgumentRow.version)).group_by(ArgumentRow.id)
        with self._transactions.reading() as session:
            numbers = dict(iter(session.exec(newest)))
            rows = session.exec(select(ArgumentRow)).all()
            found = [self._opened(session, row) for row in rows if numbers[row.id] == row.version]
        return tuple(sorted(found, key=lambda each: (each.title.casefold(), each.id)))

    def versions(self, id: str) -> Sequence[OfficeArgument]:
        wanted = select(ArgumentRow).where(col(ArgumentRow.id) == id)
        with self._transactions.reading() as session:
            rows = session.exec(wanted.order_by(col(ArgumentRow.version).desc())).all()
            return tuple(self._opened(session, row) for row in rows)

    def save(self, argument: OfficeArgument) -> OfficeArgument:
        saved = replace(argument, version=argument.version + 1)
        stored = self.versions(saved.id)
        newest = stored[0] if stored else None
        if newest and newest.version != argument.version:
            raise ArgumentChanged(newest)

        def changed() -> ArgumentChanged:
            newest, *_ = self.versions(saved.id)
            return ArgumentChanged(newest)

        with (
            translate_duplicates(changed),
            self._transactions.writing() as session,
        ):
            session.add(self._row(session, saved))
            session.flush()
        return saved

    def _row(self, session: Session, argument: OfficeArgument) -> ArgumentRow:
        sealed = {name: value for name, value in asdict(argument).items() if name not in _APART}
        info = argument_info(argument.id, argument.version)
        return ArgumentRow(
            id=argument.id,
            version=argument.version,
            sealed=self._keys.seal_to_office(session, canonical(sealed), info),
            saved_by=argument.saved_by,
            saved_at=argument.saved_at,
        )

    def _opened(self, session: Session, row: ArgumentRow) -> OfficeArgument:
        info = argument_info(row.id, row.version)
        plain = json.loads(self._keys.open_of_office(session, row.sealed, info))
        apart = row.model_dump(include=set(_APART))
        return OfficeArgument(**apart, **plain)
