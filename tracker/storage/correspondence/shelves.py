"""Shelves: key pairs of a month, for mail that belongs to no request yet.

A shelf is named to the archive of evidence like a request, so that its files are written,
checked and backed up in the same way. A name is never used again: what a destroyed key sealed
can never be taken for something that another key opens.
"""

import secrets
from datetime import datetime
from pathlib import Path

from sqlmodel import Session, col, select

from tracker.domain.base.errors import NotOnFile
from tracker.storage.cases.evidence import EvidenceArchive, KeyOf
from tracker.storage.db.group_keys import GroupKeys, shelf_info
from tracker.storage.db.key_pairs import new_pair
from tracker.storage.db.request_keys import RequestKey
from tracker.storage.db.tables.cases import RequestRow
from tracker.storage.db.tables.correspondence import MailShelfRow
from tracker.storage.db.transactions import Transactions
from tracker.storage.papers.paper_store import PaperStore

_NAME = "shelf-"


def is_shelf(name: str) -> bool:
    """Return whether this names a shelf and not a request."""
    return name.startswith(_NAME)


class Shelves:
    """The keys of shelves, whose private halves are sealed to the office."""

    def __init__(
        self, transactions: Transactions, groups: GroupKeys, papers: PaperStore, notes: Path
    ) -> None:
        self._transactions = transactions
        self._groups = groups
        self._papers = papers
        self._notes = notes

    def of_month(self, at: datetime) -> str:
        """Return the name of the shelf of this month, made if there is none.

        Nobody's key needs to be open for that.
        """
        month = f"{at:%Y-%m}"
        wanted = select(MailShelfRow.name).where(col(MailShelfRow.month) == month)
        latest = wanted.order_by(col(MailShelfRow.made_at).desc()).limit(1)
        with self._transactions.reading() as session:
            if known := session.exec(latest).first():
                return known
        with self._transactions.writing() as session:
            return session.exec(latest).first() or self._made(session, month, at)

    def archive(self, key_of: KeyOf) -> EvidenceArchive:
        """Return the archive of evidence, which knows the keys of shelves too."""
        return EvidenceArchive(
            self._papers,
            self.key_or(key_of),
            self._owners,
            self._notes,
            commits_may_wait=self._transactions.readers.dialect.name != "sqlite",
        )

    def key_or(self, key_of: KeyOf) -> KeyOf:
        """Return what finds the key of a shelf, or that of a request by `key_of`."""
        return lambda name: self._key(name) if is_shelf(name) else key_of(name)

    def remove_files(self, name: str) -> None:
        """Delete the files of a shelf whose key was destroyed."""
        self._papers.remove_all_of([name])

    def _owners(self) -> set[str]:
        """Return every request and shelf that has a key."""
        requests = select(RequestRow.reference).where(col(RequestRow.public_key).is_not(None))
        with self._transactions.reading() as session:
            shelves = session.exec(select(MailShelfRow.name)).all()
            return {*session.exec(requests), *shelves}

    def _made(self, session: Session, month: str, at: datetime) -> str:
        name, pair = f"{_NAME}{month}-{secrets.token_hex(4)}", new_pair()
        sealed = self._groups.seal_to_office(session, pair.private, shelf_info(name))
        row = MailShelfRow(name=name, month=month, public=pair.public, sealed=sealed, made_at=at)
        session.add(row)
        session.flush()
        return name

    def _key(self, name: str) -> RequestKey:
        with self._transactions.reading() as session:
            row = session.get(MailShelfRow, name)
            if row is None:
                raise destroyed()

            def private() -> bytes:
                return self._groups.open_of_office(session, row.sealed, shelf_info(name))

            key = RequestKey(row.public, self._groups.office(session), private)
            # A key keeps what it found, so it needs no session after this.
            key.if_open()
            return key


def destroyed() -> NotOnFile:
    """Return the refusal for a mail whose key was destroyed."""
    return NotOnFile("The key of this mail was destroyed, so nobody can open it.")
