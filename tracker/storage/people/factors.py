"""Second factors: sealed secrets, digests of recovery codes, public halves of passkeys."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, delete, select, update

from tracker.domain.base.errors import NotAllowed
from tracker.services.ports.factors import (
    Challenge,
    Challenges,
    CodeStore,
    Factors,
    OneTimeCodes,
    Passkey,
    Passkeys,
    RecoveryCodes,
)
from tracker.storage.db.sealing import seal, unseal
from tracker.storage.db.tables.people import ChallengeRow, CodesRow, PasskeyRow, RecoveryRow
from tracker.storage.db.transactions import Transactions, put


class SqlFactorRepository(CodeStore, RecoveryCodes, Passkeys, Challenges, Factors):
    """Second factors by account. `key` seals the secrets, and is not in the database."""

    def __init__(self, transactions: Transactions, key: bytes) -> None:
        self._transactions = transactions
        self._key = key

    def codes_of(self, account: str) -> OneTimeCodes | None:
        row = self._row(account)
        if row is None or row.sealed is None:
            return None
        return OneTimeCodes(self._open(account, row.sealed), row.last_step)

    def proposed(self, account: str) -> str:
        row = self._row(account)
        return self._open(account, row.proposed) if row and row.proposed else ""

    def propose(self, account: str, secret: str) -> None:
        sealed = seal(self._key, secret.encode(), _bound_to(account))
        values = {"account": account, "proposed": sealed, "last_step": 0}
        with self._transactions.writing() as session:
            put(session, CodesRow, values, changed=["proposed"])

    def take_up(self, account: str, step: int) -> None:
        with self._transactions.writing() as session:
            session.exec(
                update(CodesRow)
                .where(col(CodesRow.account) == account)
                .where(col(CodesRow.proposed).is_not(None))
                .values(sealed=col(CodesRow.proposed), proposed=None, last_step=step)
            )

    def use_step(self, account: str, step: int) -> bool:
        with self._transactions.writing() as session:
            used = session.exec(
                update(CodesRow)
                .where(col(CodesRow.account) == account)
                .where(col(CodesRow.last_step) < step)
                .values(last_step=step)
            )
        return used.rowcount > 0

    def drop_codes(self, account: str) -> None:
        with self._transactions.writing() as session:
            session.exec(delete(CodesRow).where(col(CodesRow.account) == account))

    def keep_recovery(self, account: str, digests: Sequence[str]) -> None:
        with self._transactions.writing() as session:
            session.exec(delete(RecoveryRow).where(col(RecoveryRow.account) == account))
            session.add_all([RecoveryRow(account=account, digest=each) for each in digests])

    def use_recovery(self, account: str, digest: str) -> bool:
        with self._transactions.writing() as session:
            used = session.exec(
                delete(RecoveryRow)
                .where(col(RecoveryRow.account) == account)
                .where(col(RecoveryRow.digest) == digest)
            )
        return used.rowcount > 0

    def recovery_left(self, account: str) -> int:
        wanted = sa.select(sa.func.count()).where(col(RecoveryRow.account) == account)
        with self._transactions.reading() as session:
            return session.connection().execute(wanted).scalar_one()

    def passkeys_of(self, account: str) -> Sequence[Passkey]:
        wanted = select(PasskeyRow).where(col(PasskeyRow.account) == account)
        with self._transactions.reading() as session:
            rows = session.exec(wanted.order_by(col(PasskeyRow.made_at), col(PasskeyRow.id)))
            return tuple(Passkey(**row.model_dump()) for row in rows)

    def passkey(self, id: str) -> Passkey | None:
        with self._transactions.reading() as session:
            row = session.get(PasskeyRow, id, populate_existing=True)
        return Passkey(**row.model_dump()) if row else None

    def add_passkey(self, passkey: Passkey) -> None:
        with self._transactions.writing() as session:
            if not put(session, PasskeyRow, asdict(passkey)):
                raise NotAllowed("This passkey is already registered. Use another device or key.")

    def use_passkey(self, id: str, sign_count: int, at: datetime) -> None:
        with self._transactions.writing() as session:
            session.exec(
                update(PasskeyRow)
                .where(col(PasskeyRow.id) == id)
                .values(sign_count=sign_count, used_at=at)
            )

    def drop_passkey(self, account: str, id: str) -> bool:
        with self._transactions.writing() as session:
            gone = session.exec(
                delete(PasskeyRow)
                .where(col(PasskeyRow.account) == account)
                .where(col(PasskeyRow.id) == id)
            )
        return gone.rowcount > 0

    def drop_all(self, account: str) -> None:
        with self._transactions.writing() as session:
            for table in (CodesRow, RecoveryRow, PasskeyRow, ChallengeRow):
                session.exec(delete(table).where(col(table.account) == account))

    def any_factor(self, account: str) -> bool:
        return account in self._with_factor(account)

    def with_factor(self) -> frozenset[str]:
        return self._with_factor()

    def keep_challenge(self, challenge: Challenge, now: datetime) -> None:
        with self._transactions.writing() as session:
            session.exec(delete(ChallengeRow).where(col(ChallengeRow.expires_at) < now))
            session.add(ChallengeRow(**asdict(challenge)))

    def use_up(self, challenge: Challenge, now: datetime) -> bool:
        with self._transactions.writing() as session:
            session.exec(delete(ChallengeRow).where(col(ChallengeRow.expires_at) < now))
            return put(session, ChallengeRow, asdict(challenge))

    def look_at_challenge(self, digest: str) -> Challenge | None:
        with self._transactions.reading() as session:
            row = session.get(ChallengeRow, digest)
        return Challenge(**row.model_dump()) if row else None

    def take_challenge(self, digest: str) -> Challenge | None:
        row = ChallengeRow
        kept = (row.purpose, row.account, row.expires_at, row.sealed_key)
        with self._transactions.writing() as session:
            taken = session.exec(
                delete(ChallengeRow)
                .where(col(ChallengeRow.digest) == digest)
                .returning(*map(col, kept))
            ).first()
        return Challenge(digest, *taken) if taken else None

    def _with_factor(self, account: str = "") -> frozenset[str]:
        codes = sa.select(col(CodesRow.account)).where(col(CodesRow.sealed).is_not(None))
        keys = sa.select(col(PasskeyRow.account))
        if account:
            codes = codes.where(col(CodesRow.account) == account)
            keys = keys.where(col(PasskeyRow.account) == account)
        with self._transactions.reading() as session:
            return frozenset(session.connection().execute(codes.union(keys)).scalars())

    def _row(self, account: str) -> CodesRow | None:
        with self._transactions.reading() as session:
            return session.get(CodesRow, account, populate_existing=True)

    def _open(self, account: str, sealed: bytes) -> str:
        return unseal(self._key, sealed, _bound_to(account)).decode()


def _bound_to(account: str) -> str:
    return f"the second factor of account {account}"
