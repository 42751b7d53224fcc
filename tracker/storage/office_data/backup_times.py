"""When complete backups were made, so that copies elsewhere are deleted only after one."""

from contextlib import closing, suppress
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import col, select

from tracker.domain.base.errors import Refusal
from tracker.storage.db.tables.office import BackupTimeRow
from tracker.storage.db.transactions import Transactions, put


def note_backup(url: str, began: datetime) -> None:
    """Note that a backup holds everything that was stored before this moment.

    A database that refuses it, or has older tables, makes no backup fail: copies elsewhere then
    stay for longer.
    """
    with (
        suppress(Refusal, sa.exc.DBAPIError),
        closing(Transactions(url)) as transactions,
        transactions.writing() as session,
    ):
        put(session, BackupTimeRow, {"began": began})


def backed_up_by(transactions: Transactions, moment: datetime) -> datetime | None:
    """Return when the newest backup began that was made by a moment, None if there is none."""
    began = col(BackupTimeRow.began)
    wanted = select(began).where(began <= moment).order_by(began.desc()).limit(1)
    with transactions.reading() as session:
        return session.exec(wanted).first()
