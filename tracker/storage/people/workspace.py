"""Personal settings: views of the list and calendar addresses; and risk notes on bodies."""

from collections.abc import Sequence
from dataclasses import asdict

from sqlmodel import col, delete, select

from tracker.services.ports.people import CalendarFeed, Feeds, SavedView, Views
from tracker.services.ports.risks import RiskNote, Risks
from tracker.storage.db.group_keys import GroupKeys, risk_info
from tracker.storage.db.tables.people import CalendarFeedRow, RiskNoteRow, SavedViewRow
from tracker.storage.db.transactions import Transactions, put


class SqlViewRepository(Views):
    """Views of the list, by person and name."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def of(self, account: str) -> Sequence[SavedView]:
        wanted = select(SavedViewRow).where(col(SavedViewRow.account) == account)
        with self._transactions.reading() as session:
            rows = session.exec(wanted.order_by(SavedViewRow.name))
            return tuple(SavedView(row.account, row.name, row.query) for row in rows)

    def keep(self, view: SavedView) -> None:
        with self._transactions.writing() as session:
            put(session, SavedViewRow, asdict(view), changed=["query"])

    def forget(self, account: str, name: str) -> None:
        with self._transactions.writing() as session:
            session.exec(
                delete(SavedViewRow)
                .where(col(SavedViewRow.account) == account)
                .where(col(SavedViewRow.name) == name)
            )


class SqlFeedRepository(Feeds):
    """Secret calendar addresses."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def of(self, account: str) -> Sequence[CalendarFeed]:
        wanted = select(CalendarFeedRow).where(col(CalendarFeedRow.account) == account)
        with self._transactions.reading() as session:
            rows = session.exec(wanted.order_by(col(CalendarFeedRow.made_at)))
            return tuple(CalendarFeed(**row.model_dump()) for row in rows)

    def feed(self, digest: str) -> CalendarFeed | None:
        with self._transactions.reading() as session:
            row = session.get(CalendarFeedRow, digest)
            return CalendarFeed(**row.model_dump()) if row else None

    def add(self, feed: CalendarFeed) -> None:
        with self._transactions.writing() as session:
            session.add(CalendarFeedRow(**asdict(feed)))

    def revoke(self, account: str, digest: str) -> None:
        with self._transactions.writing() as session:
            session.exec(
                delete(CalendarFeedRow)
                .where(col(CalendarFeedRow.account) == account)
                .where(col(CalendarFeedRow.digest) == digest)
            )


class SqlRiskRepository(Risks):
    """Risk notes on bodies, sealed to the office."""

    def __init__(self, transactions: Transactions, keys: GroupKeys) -> None:
        self._transactions = transactions
        self._keys = keys

    def of(self, body: str) -> Sequence[RiskNote]:
        wanted = select(RiskNoteRow).where(col(RiskNoteRow.body) == body)
        with self._transactions.reading() as session:
            rows = session.exec(wanted.order_by(col(RiskNoteRow.id).desc())).all()
            return tuple(
                RiskNote(
                    row.body,
                    self._keys.open_of_office(session, row.sealed, risk_info(row.body)).decode(),
                    row.written_by,
                    row.written_at,
                )
                for row in rows
            )

    def add(self, note: RiskNote) -> None:
        with self._transactions.writing() as session:
            words, info = note.words.encode(), risk_info(note.body)
            row = RiskNoteRow(
                body=note.body,
                sealed=self._keys.seal_to_office(session, words, info),
                written_by=note.written_by,
                written_at=note.written_at,
            )
            session.add(row)
