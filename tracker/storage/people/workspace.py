"""Personal settings: views of the list and calendar addresses; and risk notes on bodies."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime
from urllib.parse import parse_qsl

from sqlmodel import Session, col, delete, select, update

from tracker.domain.base.canonical import canonical, from_plain
from tracker.services.ports.people import CalendarFeed, Feeds, SavedView, Views
from tracker.services.ports.risks import Reprisal, RiskNote, Risks
from tracker.storage.db.group_keys import GroupKeys, reprisal_info, risk_info, view_info
from tracker.storage.db.tables.people import (
    AccountRow,
    CalendarFeedRow,
    ReprisalRow,
    RiskNoteRow,
    SavedViewRow,
)
from tracker.storage.db.transactions import Transactions

# The fields of a view's query that hold what a person typed.
TYPED_FILTERS = frozenset({"words", "tag"})


class SqlViewRepository(Views):
    """Views of the list, by person, sealed to the group to which the person belongs now."""

    def __init__(self, transactions: Transactions, keys: GroupKeys) -> None:
        self._transactions = transactions
        self._keys = keys

    def of(self, account: str) -> Sequence[SavedView]:
        with self._transactions.reading() as session:
            views = (view for _, view in self._opened(session, account))
            return tuple(sorted(views, key=lambda view: view.name))

    def keep(self, view: SavedView) -> None:
        fields = [name for name, words in parse_qsl(view.query) if words]
        with self._transactions.writing() as session:
            self.forget(view.account, view.name)
            group = _group_of(session, view.account)
            plain, info = canonical(view), view_info(view.account)
            row = SavedViewRow(
                account=view.account,
                organisation=group,
                typed=not TYPED_FILTERS.isdisjoint(fields),
                sealed=self._keys.seal_to_group(session, group, plain, info),
            )
            session.add(row)
            session.flush()

    def forget(self, account: str, name: str) -> None:
        with self._transactions.writing() as session:
            for row, view in self._opened(session, account):
                if view.name == name:
                    session.delete(row)
            session.flush()

    def _opened(self, session: Session, account: str) -> Sequence[tuple[SavedViewRow, SavedView]]:
        """Return the views of a person with their rows. Raises Locked if there are any."""
        group, info = _group_of(session, account), view_info(account)
        wanted = select(SavedViewRow).where(
            col(SavedViewRow.account) == account, col(SavedViewRow.organisation) == group
        )
        return [
            (row, from_plain(SavedView, json.loads(plain)))
            for row in session.exec(wanted).all()
            for plain in [self._keys.open_of_group(session, group, row.sealed, info)]
        ]


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
    """Notes on bodies, sealed to the office."""

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

    def reprisals(self, body: str) -> Sequence[Reprisal]:
        wanted = select(ReprisalRow).where(col(ReprisalRow.body) == body)
        ordered = wanted.order_by(col(ReprisalRow.noted_at).desc(), col(ReprisalRow.id))
        with self._transactions.reading() as session:
            fresh = ordered.execution_options(populate_existing=True)
            return tuple(self._reprisal(session, row) for row in session.exec(fresh).all())

    def note_reprisal(self, reprisal: Reprisal) -> None:
        told = canonical([reprisal.what, reprisal.when, reprisal.source])
        with self._transactions.writing() as session:
            sealed = self._keys.seal_to_office(session, told, reprisal_info(reprisal.id))
            row = ReprisalRow(
                id=reprisal.id,
                body=reprisal.body,
                sealed=sealed,
                noted_by=reprisal.noted_by,
                noted_at=reprisal.noted_at,
            )
            session.add(row)

    def withdraw_reprisal(self, id: str, by: str, at: datetime) -> bool:
        with self._transactions.writing() as session:
            done = session.exec(
                update(ReprisalRow)
                .where(col(ReprisalRow.id) == id, col(ReprisalRow.withdrawn_at).is_(None))
                .values(withdrawn_by=by, withdrawn_at=at)
                .returning(col(ReprisalRow.id))
            ).first()
        return done is not None

    def _reprisal(self, session: Session, row: ReprisalRow) -> Reprisal:
        plain = self._keys.open_of_office(session, row.sealed, reprisal_info(row.id))
        what, when, source = json.loads(plain)
        noted = (row.noted_by, row.noted_at, row.withdrawn_by, row.withdrawn_at)
        return Reprisal(row.id, row.body, what, when, source, *noted)

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


def _group_of(session: Session, account: str) -> str:
    wanted = select(AccountRow.organisation).where(col(AccountRow.id) == account)
    return session.exec(wanted).one()
