"""Statements of others on the public log, and trusted witnesses."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from tracker.services.ports.attesting import Attestation, Attestations, Attester
from tracker.storage.db.tables.log import AttestationRow, WitnessRow
from tracker.storage.db.transactions import Transactions, put


class SqlAttestationRepository(Attestations):
    """Statements on the log of one database."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def witnesses(self) -> Sequence[str]:
        with self._transactions.reading() as session:
            return session.exec(select(WitnessRow.key).order_by(col(WitnessRow.key))).all()

    def trust(self, witness: str, at: datetime) -> None:
        with self._transactions.writing() as session:
            put(session, WitnessRow, {"key": witness, "since": at})

    def distrust(self, witness: str) -> int:
        with self._transactions.writing() as session:
            session.exec(sa.delete(WitnessRow).where(col(WitnessRow.key) == witness))
            gone = session.exec(sa.delete(AttestationRow).where(col(AttestationRow.by) == witness))
            return int(gone.rowcount)

    def keep(self, attestation: Attestation) -> None:
        with self._transactions.writing() as session:
            values = asdict(attestation) | {"kind": attestation.kind.value}
            put(session, AttestationRow, values, changed=("said", "at"))

    def of(self, size: int) -> Sequence[Attestation]:
        return self._found(col(AttestationRow.size) == size)

    def all(self) -> Sequence[Attestation]:
        return self._found(sa.true())

    def _found(self, where: sa.ColumnElement[bool]) -> Sequence[Attestation]:
        keys = col(AttestationRow.size).desc(), col(AttestationRow.kind), col(AttestationRow.by)
        with self._transactions.reading() as session:
            return [
                Attestation(row.size, Attester(row.kind), row.by, bytes(row.said), row.at)
                for row in session.exec(select(AttestationRow).where(where).order_by(*keys))
            ]
