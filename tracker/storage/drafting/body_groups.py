"""The office's groups of public bodies, each sealed to the office."""

import json
from collections.abc import Sequence

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select

from tracker.domain.base.canonical import canonical
from tracker.services.ports.workbook import BodyGroup, BodyGroups
from tracker.storage.db.group_keys import GroupKeys, body_group_info
from tracker.storage.db.tables.drafting import BodyGroupRow
from tracker.storage.db.transactions import Transactions


class SqlBodyGroupRepository(BodyGroups):
    """Groups by id. Their names are sealed, so that only the program can compare them."""

    def __init__(self, transactions: Transactions, keys: GroupKeys) -> None:
        self._transactions = transactions
        self._keys = keys

    def all(self) -> Sequence[BodyGroup]:
        with self._transactions.reading() as session:
            return self._opened(session)

    def add(self, group: BodyGroup) -> bool:
        with self._transactions.writing() as session:
            if session.get_bind().dialect.name == "postgresql":
                # If two people save the same name at once, the second waits and is refused.
                session.execute(sa.text("LOCK TABLE body_group IN EXCLUSIVE MODE"))
            if any(
                known.name.casefold() == group.name.casefold() for known in self._opened(session)
            ):
                return False
            plain = canonical({"name": group.name, "bodies": list(group.bodies)})
            sealed = self._keys.seal_to_office(session, plain, body_group_info(group.id))
            row = BodyGroupRow(
                id=group.id, sealed=sealed, saved_by=group.saved_by, saved_at=group.saved_at
            )
            session.add(row)
            session.flush()
            return True

    def forget(self, id: str) -> bool:
        with self._transactions.writing() as session:
            gone = delete(BodyGroupRow).where(col(BodyGroupRow.id) == id)
            return session.exec(gone).rowcount > 0

    def _opened(self, session: Session) -> Sequence[BodyGroup]:
        found = []
        for row in session.exec(select(BodyGroupRow)).all():
            plain = self._keys.open_of_office(session, row.sealed, body_group_info(row.id))
            said = json.loads(plain)
            bodies = tuple(said["bodies"])
            found.append(BodyGroup(row.id, said["name"], bodies, row.saved_by, row.saved_at))
        return tuple(sorted(found, key=lambda group: group.name.casefold()))
