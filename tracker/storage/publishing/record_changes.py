"""Marks of the last change to the public records of each body and block, and of all.

A page that shows records of a body or a block declares its mark. One short read then tells
whether the page is current, however many records there are.
"""

import secrets
from collections.abc import Iterable, Mapping

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.domain.record.tally import Scope
from tracker.storage.db.tables.publishing import RecordChangeRow
from tracker.storage.db.transactions import put

ChangedSubject = tuple[Scope, str]

# Read for every page, so it is built only once.
_MARK = (
    sa.select(col(RecordChangeRow.mark))
    .where(col(RecordChangeRow.scope) == sa.bindparam("scope"))
    .where(col(RecordChangeRow.subject) == sa.bindparam("subject"))
)


def mark_changes(session: Session, subjects: Iterable[ChangedSubject]) -> None:
    """Give each subject a new mark, never one that it had before."""
    mark = secrets.token_hex(16)
    for scope, subject in sorted(set(subjects)):
        row = {"scope": scope.value, "subject": subject, "mark": mark}
        put(session, RecordChangeRow, row, changed=["mark"])


def last_change(session: Session, scope: Scope, subject: str) -> str:
    """Return the mark of one subject; empty if it never had a public record."""
    asked = {"scope": scope.value, "subject": subject}
    return session.connection().execute(_MARK, asked).scalar() or ""


def last_changes(session: Session) -> Mapping[ChangedSubject, str]:
    """Return the mark of each subject that ever had a public record."""
    rows = session.exec(select(RecordChangeRow))
    return {(Scope(row.scope), row.subject): row.mark for row in rows}
