"""Where copies of received mail are in the mailboxes."""

from collections.abc import Mapping, Sequence
from datetime import datetime

import sqlalchemy as sa
from sqlmodel import Session, col, select, update

from tracker.services.ports.correspondence.received import (
    KnownPlace,
    MailFolder,
    MailPlace,
    Places,
    SeenMail,
)
from tracker.storage.db.tables.cases import RequestRow
from tracker.storage.db.tables.correspondence import ReceivedMailRow, ReceivedPlaceRow
from tracker.storage.db.transactions import Transactions, put

_ROW = ReceivedPlaceRow


def note_place(
    session: Session, place: MailPlace, mail: str, seen: SeenMail, at: datetime
) -> None:
    """Store where a copy of a mail was found. A number that another mail had is overwritten."""
    values = {
        **place._asdict(),
        "folder": place.folder.value,
        "mail": mail,
        **seen._asdict(),
        "found_at": at,
        "gone_at": None,
    }
    put(session, _ROW, values, changed=["mail", "size", "dated", "found_at", "gone_at"])


def found_again(session: Session, place: MailPlace | None, mail: str) -> bool:
    """Return whether a further copy of a stored mail came.

    A copy does not count if it was found before or filed, or if its mailbox has a new numbering.
    """
    if place is None:
        return True
    if place.folder is MailFolder.FILED:
        return False
    here = select(_ROW).where(col(_ROW.mail) == mail, col(_ROW.mailbox) == place.mailbox)
    rows = session.exec(here.where(col(_ROW.folder) == place.folder.value)).all()
    numbered = {row.uidvalidity for row in rows}
    if rows and place.uidvalidity not in numbered:
        return False
    return all(row.uid != place.uid for row in rows if row.uidvalidity == place.uidvalidity)


class SqlPlaceRepository(Places):
    """The rows of places."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions

    def known(
        self, mailbox: str, folder: MailFolder, uidvalidity: int, since: int | None
    ) -> Mapping[int, KnownPlace]:
        there = col(_ROW.gone_at).is_(None)
        wanted = select(_ROW).where(
            col(_ROW.mailbox) == mailbox,
            col(_ROW.folder) == folder.value,
            col(_ROW.uidvalidity) == uidvalidity,
            there if since is None else sa.or_(there, col(_ROW.uid) >= since),
        )
        with self._transactions.reading() as session:
            return {
                row.uid: KnownPlace(
                    row.mail, SeenMail(row.size, row.dated), row.gone_at is not None
                )
                for row in session.exec(wanted.execution_options(populate_existing=True))
            }

    def moved(self, moves: Mapping[MailPlace, MailPlace | None], at: datetime) -> None:
        with self._transactions.writing() as session:
            for place, to in moves.items():
                row = session.exec(select(_ROW).where(*_at(place))).first()
                if row and to:
                    note_place(session, to, row.mail, SeenMail(row.size, row.dated), at)
                if row:
                    _gone(session, place, at)

    def gone(self, place: MailPlace, at: datetime) -> None:
        with self._transactions.writing() as session:
            _gone(session, place, at)

    def seen(self, mail: str) -> SeenMail | None:
        found = select(_ROW).where(col(_ROW.mail) == mail).order_by(col(_ROW.dated))
        with self._transactions.reading() as session:
            row = session.exec(found).first()
            return SeenMail(row.size, row.dated) if row else None

    def to_delete(self, mailbox: str, sealed_before: datetime) -> Sequence[MailPlace]:
        mail, request = ReceivedMailRow, RequestRow
        wanted = (
            select(_ROW)
            .join(mail, col(mail.id) == col(_ROW.mail))
            .join(request, col(request.reference) == col(mail.request), isouter=True)
            .where(*_filed(mailbox))
            .where(sa.or_(col(mail.stored_at) < sealed_before, _erased(request)))
        )
        ordered = wanted.order_by(col(_ROW.uidvalidity), col(_ROW.uid))
        with self._transactions.reading() as session:
            return tuple(map(_place, session.exec(ordered)))

    def count_copies(self, mailbox: str, sealed_before: datetime) -> int:
        mail = ReceivedMailRow
        wanted = select(sa.func.count()).join(mail, col(mail.id) == col(_ROW.mail))
        wanted = wanted.where(*_filed(mailbox), col(mail.stored_at) < sealed_before)
        with self._transactions.reading() as session:
            return session.exec(wanted.select_from(_ROW)).one()


def _filed(mailbox: str) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        col(_ROW.mailbox) == mailbox,
        col(_ROW.gone_at).is_(None),
        col(_ROW.folder) == MailFolder.FILED.value,
    )


def _erased(request: type[RequestRow]) -> sa.ColumnElement[bool]:
    return sa.and_(col(request.reference).is_not(None), col(request.public_key).is_(None))


def _gone(session: Session, place: MailPlace, at: datetime) -> None:
    session.exec(update(_ROW).where(*_at(place), col(_ROW.gone_at).is_(None)).values(gone_at=at))


def _at(place: MailPlace) -> tuple[sa.ColumnElement[bool], ...]:
    return (
        col(_ROW.mailbox) == place.mailbox,
        col(_ROW.folder) == place.folder.value,
        col(_ROW.uidvalidity) == place.uidvalidity,
        col(_ROW.uid) == place.uid,
    )


def _place(row: ReceivedPlaceRow) -> MailPlace:
    return MailPlace(row.mailbox, MailFolder(row.folder), row.uidvalidity, row.uid)
