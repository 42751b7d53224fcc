"""Accounts, sessions and one-time links."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError
from sqlmodel import col, delete, select, update

from tracker.domain.base.errors import NotAllowed
from tracker.services.ports.people import Account, Invitation, People, RoleName, Session
from tracker.storage.db.errors import is_duplicate
from tracker.storage.db.group_keys import GroupKeys
from tracker.storage.db.tables.people import AccountRow, ChallengeRow, InvitationRow, SessionRow
from tracker.storage.db.transactions import Transactions, put
from tracker.storage.db.unreadable_rows import each_readable
from tracker.storage.people.attempts import SqlAttemptRepository, SqlDeviceRepository
from tracker.storage.people.audit_trail import SqlTrailRepository
from tracker.storage.people.factors import SqlFactorRepository
from tracker.storage.people.sharing import SqlShareRepository
from tracker.storage.people.workspace import (
    SqlFeedRepository,
    SqlRiskRepository,
    SqlViewRepository,
)

# Built once, since every page of the workspace reads them.
_ACCOUNTS = sa.select(
    col(AccountRow.id),
    col(AccountRow.email),
    col(AccountRow.name),
    col(AccountRow.role),
    col(AccountRow.active),
    col(AccountRow.organisation),
    col(AccountRow.language),
)
_BY_ID = _ACCOUNTS.where(col(AccountRow.id) == sa.bindparam("value"))
_BY_ADDRESS = _ACCOUNTS.where(col(AccountRow.address) == sa.bindparam("value"))
_SESSION = sa.select(*sa.inspect(SessionRow).local_table.columns).where(
    col(SessionRow.token_digest) == sa.bindparam("digest")
)


class SqlAccountRepository(People):
    """Accounts of the office, and what is stored beside them."""

    def __init__(self, transactions: Transactions, key: bytes, groups: GroupKeys) -> None:
        self._transactions = transactions
        self.attempts = SqlAttemptRepository(transactions)
        self.devices = SqlDeviceRepository(transactions)
        self.factors = SqlFactorRepository(transactions, key)
        self.shares = SqlShareRepository(transactions)
        self.trail = SqlTrailRepository(transactions)
        self.views = SqlViewRepository(transactions, groups)
        self.feeds = SqlFeedRepository(transactions)
        self.risks = SqlRiskRepository(transactions, groups)

    @contextmanager
    def one_at_a_time(self) -> Iterator[None]:
        with self._transactions.writing() as session:
            # On SQLite the whole transaction is the only writer.
            if session.get_bind().dialect.name == "postgresql":
                lock = "LOCK TABLE account IN SHARE ROW EXCLUSIVE MODE"
                session.connection().execute(sa.text(lock))
            yield

    def account(self, id: str) -> Account | None:
        return self._account(_BY_ID, id)

    def account_by_email(self, email: str) -> Account | None:
        return self._account(_BY_ADDRESS, _address(email))

    def accounts(self) -> Sequence[Account]:
        with self._transactions.reading() as session:
            wanted = select(AccountRow).order_by(col(AccountRow.address))
            return each_readable(session, wanted, _account)

    def save_account(self, account: Account) -> None:
        values = asdict(account) | {
            "role": account.role.value,
            # A closed account has no address, so it blocks none that another person may need.
            "address": _address(account.email) or account.id,
        }
        changed = [name for name in values if name != "id"]
        try:
            with self._transactions.writing() as session:
                put(session, AccountRow, values, changed=changed)
        except IntegrityError as error:
            if not is_duplicate(error):
                raise
            raise NotAllowed(
                "Another account uses {email}. Change that account, or use another address.",
                email=account.email,
            ) from error

    def invite(self, invitation: Invitation) -> None:
        with self._transactions.writing() as session:
            session.add(InvitationRow(**asdict(invitation)))

    def take_invitation(self, token_digest: str) -> Invitation | None:
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

    def withdraw_invitations(self, account: str) -> None:
        with self._transactions.writing() as session:
            session.exec(delete(InvitationRow).where(col(InvitationRow.account) == account))

    def invitation(self, token_digest: str) -> Invitation | None:
        with self._transactions.reading() as session:
            row = session.get(InvitationRow, token_digest)
        return None if row is None else Invitation(**row.model_dump())

    def start_session(self, session: Session) -> None:
        with self._transactions.writing() as database:
            database.add(SessionRow(**asdict(session)))

    def session(self, token_digest: str) -> Session | None:
        with self._transactions.reading() as database:
            found = database.connection().execute(_SESSION, {"digest": token_digest}).first()
        return None if found is None else Session(**found._mapping)

    def sessions_of(self, account: str) -> Sequence[Session]:
        wanted = select(SessionRow).where(col(SessionRow.account) == account)
        last = (col(SessionRow.seen_at).desc(), col(SessionRow.token_digest))
        with self._transactions.reading() as database:
            rows = database.exec(wanted.order_by(*last))
            return tuple(Session(**row.model_dump()) for row in rows)

    def touch_session(self, token_digest: str, at: datetime) -> None:
        with self._transactions.writing() as database:
            database.exec(
                update(SessionRow)
                .where(col(SessionRow.token_digest) == token_digest)
                .values(seen_at=at)
            )

    def confirm_session(self, token_digest: str, at: datetime) -> None:
        with self._transactions.writing() as database:
            database.exec(
                update(SessionRow)
                .where(col(SessionRow.token_digest) == token_digest)
                .values(confirmed_at=at)
            )

    def unlock_session(self, token_digest: str, sealed_key: bytes) -> None:
        with self._transactions.writing() as database:
            database.exec(
                update(SessionRow)
                .where(col(SessionRow.token_digest) == token_digest)
                .values(sealed_key=sealed_key)
            )

    def end_session(self, token_digest: str) -> None:
        with self._transactions.writing() as database:
            database.exec(delete(SessionRow).where(col(SessionRow.token_digest) == token_digest))

    def end_sessions_of(self, account: str, *, but: str = "") -> None:
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

    def _account(self, wanted: sa.Executable, value: str) -> Account | None:
        with self._transactions.reading() as session:
            row = session.connection().execute(wanted, {"value": value}).first()
        return None if row is None else _account(row)


def _address(email: str) -> str:
    return email.strip().casefold()


def _account(row: AccountRow | sa.Row[Any]) -> Account:
    return Account(
        id=row.id,
        email=row.email,
        name=row.name,
        role=RoleName(row.role),
        active=row.active,
        organisation=row.organisation,
        language=row.language,
    )
