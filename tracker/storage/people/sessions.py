"""Sessions, and the one-time links with which a person sets a password."""

from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, delete, select, update

from tracker.services.ports.people import Invitation, Invitations, Session, Sessions
from tracker.storage.db.tables.people import ChallengeRow, InvitationRow, SessionRow
from tracker.storage.db.transactions import Transactions

# Built once, since every page of the workspace reads it.
_SESSION = sa.select(*sa.inspect(SessionRow).local_table.columns).where(
    col(SessionRow.token_digest) == sa.bindparam("digest")
)


class SqlInvitationRepository(Invitations):
    """One-time links by the digest of their token."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def add(self, invitation: Invitation) -> None:
        with self._transactions.writing() as session:
            session.add(InvitationRow(**asdict(invitation)))

    def take(self, token_digest: str) -> Invitation | None:
        with self._transactions.writing() as session:
            taken = session.exec(
                delete(InvitationRow)
                .where(col(InvitationRow.token_digest) == token_digest)
                .returning(
                    col(InvitationRow.account),
                    col(InvitationRow.expires_at),
                    col(InvitationRow.frees),
                    col(InvitationRow.sealed_key),
                )
            ).first()
        return None if taken is None else Invitation(token_digest, *taken)

    def withdraw(self, account: str) -> None:
        with self._transactions.writing() as session:
            session.exec(delete(InvitationRow).where(col(InvitationRow.account) == account))

    def get(self, token_digest: str) -> Invitation | None:
        with self._transactions.reading() as session:
            row = session.get(InvitationRow, token_digest)
        return None if row is None else Invitation(**row.model_dump())


class SqlSessionRepository(Sessions):
    """Sessions by the digest of their token."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def start(self, session: Session) -> None:
        with self._transactions.writing() as database:
            database.add(SessionRow(**asdict(session)))

    def get(self, token_digest: str) -> Session | None:
        with self._transactions.reading() as database:
            found = database.connection().execute(_SESSION, {"digest": token_digest}).first()
        return None if found is None else Session(**found._mapping)

    def of(self, account: str) -> Sequence[Session]:
        wanted = select(SessionRow).where(col(SessionRow.account) == account)
        last = (col(SessionRow.seen_at).desc(), col(SessionRow.token_digest))
        with self._transactions.reading() as database:
            rows = database.exec(wanted.order_by(*last))
            return tuple(Session(**row.model_dump()) for row in rows)

    def touch(self, token_digest: str, at: datetime) -> None:
        with self._transactions.writing() as database:
            database.exec(
                update(SessionRow)
                .where(col(SessionRow.token_digest) == token_digest)
                .values(seen_at=at)
            )

    def confirm(self, token_digest: str, at: datetime) -> None:
        with self._transactions.writing() as database:
            database.exec(
                update(SessionRow)
                .where(col(SessionRow.token_digest) == token_digest)
                .values(confirmed_at=at)
            )

    def unlock(self, token_digest: str, sealed_key: bytes) -> None:
        with self._transactions.writing() as database:
            database.exec(
                update(SessionRow)
                .where(col(SessionRow.token_digest) == token_digest)
                .values(sealed_key=sealed_key)
            )

    def end(self, token_digest: str) -> None:
        with self._transactions.writing() as database:
            database.exec(delete(SessionRow).where(col(SessionRow.token_digest) == token_digest))

    def end_all(self, account: str, *, but: str = "") -> None:
        with self._transactions.writing() as database:
            database.exec(
                delete(SessionRow)
                .where(col(SessionRow.account) == account)
                .where(col(SessionRow.token_digest) != but)
            )

    def forget_over(
        self, started_before: datetime, seen_before: datetime, expired_before: datetime
    ) -> None:
        over = sa.or_(
            col(SessionRow.started_at) < started_before, col(SessionRow.seen_at) < seen_before
        )
        with self._transactions.writing() as database:
            database.exec(delete(SessionRow).where(over))
            for row in (InvitationRow, ChallengeRow):
                database.exec(delete(row).where(col(row.expires_at) < expired_before))
