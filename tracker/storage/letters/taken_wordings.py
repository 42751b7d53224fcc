"""Statements of lawyers on the wordings of letters."""

from collections.abc import Mapping, Sequence
from datetime import datetime

from sqlmodel import col, select, update

from tracker.services.ports.workbook import TakenWording, TakenWordings
from tracker.storage.db.tables.letters import TakenWordingRow
from tracker.storage.db.transactions import Transactions


class SqlTakenWordingRepository(TakenWordings):
    """Statements on wordings in the database."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def add(self, taken: TakenWording) -> None:
        with self._transactions.writing() as session:
            session.add(
                TakenWordingRow(
                    law=taken.law,
                    language=taken.language,
                    version=taken.version,
                    sentences=" ".join(sorted(taken.sentences)),
                    by=taken.by,
                    at=taken.at,
                    withdrawn_by="",
                )
            )

    def withdraw(self, law: str, language: str, by: str, at: datetime) -> bool:
        row = TakenWordingRow
        with self._transactions.writing() as session:
            withdrawn = session.exec(
                update(row)
                .where(
                    col(row.law) == law,
                    col(row.language) == language,
                    col(row.withdrawn_at).is_(None),
                )
                .values(withdrawn_by=by, withdrawn_at=at)
                .returning(col(row.id))
            ).all()
        return bool(withdrawn)

    def in_force(self) -> Mapping[tuple[str, str], TakenWording]:
        wanted = select(TakenWordingRow).where(col(TakenWordingRow.withdrawn_at).is_(None))
        with self._transactions.reading() as session:
            rows = session.exec(wanted.order_by(col(TakenWordingRow.id))).all()
            return {(row.law, row.language): _taken(row) for row in rows}

    def of(self, law: str, language: str) -> Sequence[TakenWording]:
        row = TakenWordingRow
        wanted = select(row).where(col(row.law) == law, col(row.language) == language)
        newest = wanted.order_by(col(row.id).desc())
        with self._transactions.reading() as session:
            # An UPDATE statement does not change the objects that the session has read before.
            fresh = newest.execution_options(populate_existing=True)
            return tuple(map(_taken, session.exec(fresh).all()))


def _taken(row: TakenWordingRow) -> TakenWording:
    values = row.model_dump(exclude={"id", "sentences"})
    return TakenWording(**values, sentences=frozenset(row.sentences.split()))
