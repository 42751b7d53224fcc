"""Accounts, and what is stored beside them."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict
from typing import Any

import sqlalchemy as sa
from sqlmodel import col, select

from tracker.domain.base.errors import NotAllowed
from tracker.services.ports.people import Account, People, RoleName
from tracker.storage.db.errors import translate_duplicates
from tracker.storage.db.group_keys import GroupKeys
from tracker.storage.db.tables.people import AccountRow
from tracker.storage.db.transactions import Transactions, put
from tracker.storage.db.unreadable_rows import each_readable
from tracker.storage.people.attempts import SqlAttemptRepository, SqlDeviceRepository
from tracker.storage.people.audit_trail import SqlTrailRepository
from tracker.storage.people.factors import SqlFactorRepository
from tracker.storage.people.sessions import SqlInvitationRepository, SqlSessionRepository
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


class SqlAccountRepository(People):
    """Accounts of the office, and what is stored beside them."""

    def __init__(self, transactions: Transactions, key: bytes, groups: GroupKeys) -> None:
        self._transactions = transactions
        self.attempts = SqlAttemptRepository(transactions)
        self.devices = SqlDeviceRepository(transactions)
        factors = SqlFactorRepository(transactions, key)
        self.codes = self.recovery_codes = self.passkeys = self.challenges = factors
        self.factors = factors
        self.invitations = SqlInvitationRepository(transactions)
        self.sessions = SqlSessionRepository(transactions)
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
        with (
            translate_duplicates(
                lambda: NotAllowed(
                    "Another account uses {email}. Change that account, or use another address.",
                    email=account.email,
                )
            ),
            self._transactions.writing() as session,
        ):
            put(session, AccountRow, values, changed=changed)

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
