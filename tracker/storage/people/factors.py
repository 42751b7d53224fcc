"""Second factors: secrets under lock, digests of recovery codes, public halves of passkeys."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, delete, select, update

from tracker.domain.base.errors import NotAllowed
from tracker.services.ports.people import Challenge, OneTimeCodes, Passkey
from tracker.storage.db.sealing import seal, unseal
from tracker.storage.db.tables.people import ChallengeRow, CodesRow, PasskeyRow, RecoveryRow
from tracker.storage.db.transactions import Transactions, put


class SqlFactorRepository:
    """The second factors of everybody; `key` locks the secrets, and is not in the database."""

    def __init__(self, transactions: Transactions, key: bytes) -> None:
        self._transactions = transactions
        self._key = key

    def codes(self, account: str) -> OneTimeCodes | None:
        """The one-time codes in use. Raises Damaged where another key locked them."""
        row = self._row(account)
        if row is None or row.sealed is None:
            return None
        return OneTimeCodes(self._open(account, row.sealed), row.last_step)

    def proposed(self, account: str) -> str:
        """The secret that waits for its first code; empty where none does."""
        row = self._row(account)
        return self._open(account, row.proposed) if row and row.proposed else ""

    def propose(self, account: str, secret: str) -> None:
        """Keep a secret until its first code is given; the one in use stays in use."""
        sealed = seal(self._key, secret.encode(), _bound_to(account))
        values = {"account": account, "proposed": sealed, "last_step": 0}
        with self._transactions.writing() as session:
            put(session, CodesRow, values, changed=["proposed"])

    def take_up(self, account: str, step: int) -> None:
        """Put the proposed secret in use, with the stretch whose code was just used."""
        with self._transactions.writing() as session:
            session.exec(
                update(CodesRow)
                .where(col(CodesRow.account) == account)
                .where(col(CodesRow.proposed).is_not(None))
                .values(sealed=col(CodesRow.proposed), proposed=None, last_step=step)
            )

    def use_step(self, account: str, step: int) -> bool:
        """Use up a stretch of time: False where it, or a later one, was used before."""
        with self._transactions.writing() as session:
            used = session.exec(
                update(CodesRow)
                .where(col(CodesRow.account) == account)
                .where(col(CodesRow.last_step) < step)
                .values(last_step=step)
            )
        return used.rowcount > 0

    def drop_codes(self, account: str) -> None:
        """Remove one-time codes, in use and proposed."""
        with self._transactions.writing() as session:
            session.exec(delete(CodesRow).where(col(CodesRow.account) == account))

    def keep_recovery(self, account: str, digests: Sequence[str]) -> None:
        """Recovery codes in place of all that there were."""
        with self._transactions.writing() as session:
            session.exec(delete(RecoveryRow).where(col(RecoveryRow.account) == account))
            session.add_all([RecoveryRow(account=account, digest=each) for each in digests])

    def use_recovery(self, account: str, digest: str) -> bool:
        """Use up one recovery code: False where it is not one of them, or was used."""
        with self._transactions.writing() as session:
            used = session.exec(
                delete(RecoveryRow)
                .where(col(RecoveryRow.account) == account)
                .where(col(RecoveryRow.digest) == digest)
            )
        return used.rowcount > 0

    def recovery_left(self, account: str) -> int:
        """How many recovery codes were not used yet."""
        wanted = sa.select(sa.func.count()).where(col(RecoveryRow.account) == account)
        with self._transactions.reading() as session:
            return session.connection().execute(wanted).scalar_one()

    def passkeys(self, account: str) -> Sequence[Passkey]:
        """A person's passkeys, the oldest first."""
        wanted = select(PasskeyRow).where(col(PasskeyRow.account) == account)
        with self._transactions.reading() as session:
            rows = session.exec(wanted.order_by(col(PasskeyRow.made_at), col(PasskeyRow.id)))
            return tuple(Passkey(**row.model_dump()) for row in rows)

    def passkey(self, id: str) -> Passkey | None:
        """The passkey of that credential."""
        with self._transactions.reading() as session:
            row = session.get(PasskeyRow, id, populate_existing=True)
        return Passkey(**row.model_dump()) if row else None

    def add_passkey(self, passkey: Passkey) -> None:
        """Raises NotAllowed where that key is on file already."""
        with self._transactions.writing() as session:
            if not put(session, PasskeyRow, asdict(passkey)):
                raise NotAllowed("This passkey is on file already: use another device or key.")

    def use_passkey(self, id: str, sign_count: int, at: datetime) -> None:
        """Note that a passkey was used, and how often it says it was."""
        with self._transactions.writing() as session:
            session.exec(
                update(PasskeyRow)
                .where(col(PasskeyRow.id) == id)
                .values(sign_count=sign_count, used_at=at)
            )

    def drop_passkey(self, account: str, id: str) -> bool:
        """Remove one passkey of a person; whether there was one."""
        with self._transactions.writing() as session:
            gone = session.exec(
                delete(PasskeyRow)
                .where(col(PasskeyRow.account) == account)
                .where(col(PasskeyRow.id) == id)
            )
        return gone.rowcount > 0

    def drop_all(self, account: str) -> None:
        """Remove every second factor of a person, and what waits to be answered with one."""
        with self._transactions.writing() as session:
            for table in (CodesRow, RecoveryRow, PasskeyRow, ChallengeRow):
                session.exec(delete(table).where(col(table.account) == account))

    def any_factor(self, account: str) -> bool:
        """Whether a person has one-time codes or a passkey."""
        return account in self._with_factor(account)

    def with_factor(self) -> frozenset[str]:
        """Everybody who has one."""
        return self._with_factor()

    def challenge(self, challenge: Challenge, now: datetime) -> None:
        """Keep a challenge; those that are over are forgotten."""
        with self._transactions.writing() as session:
            session.exec(delete(ChallengeRow).where(col(ChallengeRow.expires_at) < now))
            session.add(ChallengeRow(**asdict(challenge)))

    def use_up(self, challenge: Challenge, now: datetime) -> bool:
        """Put down that a challenge was answered; whether it was not put down before."""
        with self._transactions.writing() as session:
            session.exec(delete(ChallengeRow).where(col(ChallengeRow.expires_at) < now))
            return put(session, ChallengeRow, asdict(challenge))

    def look_at_challenge(self, digest: str) -> Challenge | None:
        """The challenge, left as it is."""
        with self._transactions.reading() as session:
            row = session.get(ChallengeRow, digest)
        return Challenge(**row.model_dump()) if row else None

    def take_challenge(self, digest: str) -> Challenge | None:
        """The challenge, which is used up by being taken."""
        kept = (ChallengeRow.purpose, ChallengeRow.account, ChallengeRow.expires_at)
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
