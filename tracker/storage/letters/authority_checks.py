"""Checks of authorities: what letters need in clear, and the notes sealed to the office."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import col, select, update

from tracker.services.ports.workbook import (
    AuthorityCheck,
    AuthorityChecks,
    OpenedDocument,
    StayState,
)
from tracker.storage.db.group_keys import GroupKeys, authority_info
from tracker.storage.db.tables.letters import AuthorityCheckRow
from tracker.storage.db.transactions import Transactions


class SqlAuthorityCheckRepository(AuthorityChecks):
    """Checks of authorities of one database. Nothing has to be open to add or to cite one."""

    def __init__(self, transactions: Transactions, keys: GroupKeys) -> None:
        self._transactions = transactions
        self._keys = keys

    def add(self, check: AuthorityCheck, note: str) -> None:
        with self._transactions.writing() as session:
            info = authority_info(check.authority)
            sealed = self._keys.seal_to_office(session, note.encode(), info) if note else None
            row = AuthorityCheckRow(
                authority=check.authority,
                entry=check.entry,
                stay=check.stay.value,
                opened=check.opened.value,
                checked_on=check.checked_on,
                sealed=sealed,
                by=check.by,
                at=check.at,
                withdrawn_by="",
            )
            session.add(row)

    def withdraw(self, authority: str, by: str, at: datetime) -> bool:
        row = AuthorityCheckRow
        with self._transactions.writing() as session:
            withdrawn = session.exec(
                update(row)
                .where(col(row.authority) == authority, col(row.withdrawn_at).is_(None))
                .values(withdrawn_by=by, withdrawn_at=at)
                .returning(col(row.id))
            ).all()
        return bool(withdrawn)

    def in_force(self) -> Mapping[str, AuthorityCheck]:
        wanted = select(AuthorityCheckRow).where(col(AuthorityCheckRow.withdrawn_at).is_(None))
        with self._transactions.reading() as session:
            rows = session.exec(wanted.order_by(col(AuthorityCheckRow.id))).all()
            return {row.authority: _check(row) for row in rows}

    def of(self, authority: str) -> Sequence[AuthorityCheck]:
        wanted = select(AuthorityCheckRow).where(col(AuthorityCheckRow.authority) == authority)
        newest = wanted.order_by(col(AuthorityCheckRow.id).desc())
        with self._transactions.reading() as session:
            # An UPDATE statement does not change the objects that the session has read before.
            fresh = newest.execution_options(populate_existing=True)
            return tuple(map(_check, session.exec(fresh).all()))

    def notes(self, authority: str) -> Mapping[int, str]:
        row, info = AuthorityCheckRow, authority_info(authority)
        wanted = select(row.id, row.sealed).where(
            col(row.authority) == authority, col(row.sealed).is_not(None)
        )
        with self._transactions.reading() as session:
            found = session.exec(wanted).all()
            opened = [self._keys.open_of_office(session, words or b"", info) for _, words in found]
        return {row or 0: note.decode() for (row, _), note in zip(found, opened, strict=True)}


def _check(row: AuthorityCheckRow) -> AuthorityCheck:
    values = row.model_dump(exclude={"id", "sealed", "stay", "opened"})
    stay, opened = StayState(row.stay), OpenedDocument(row.opened)
    return AuthorityCheck(**values, stay=stay, number=row.id or 0, opened=opened)
