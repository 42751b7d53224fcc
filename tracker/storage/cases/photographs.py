"""Photographs that are not yet part of a document, sealed to their request."""

import json
from collections.abc import Sequence
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select, update

from tracker.domain.base.errors import NotOnFile
from tracker.services.ports.documents import Photograph, PhotographStore
from tracker.storage.db.request_keys import RequestKeys
from tracker.storage.db.sealed_fields import SealedFields
from tracker.storage.db.tables.photographs import PhotographPieceRow, PhotographRow
from tracker.storage.db.transactions import Transactions

# The columns that a list reads. The images are left out.
_LISTED = (
    PhotographRow.id,
    PhotographRow.turns,
    PhotographRow.size,
    PhotographRow.changed_at,
    PhotographRow.sealed,
)


class SqlPhotographRepository(PhotographStore):
    """Photographs and their pieces in the database."""

    def __init__(self, transactions: Transactions, keys: RequestKeys) -> None:
        self._transactions = transactions
        self._keys = keys

    def of(self, reference: str, person: str) -> Sequence[Photograph]:
        drawn = col(PhotographRow.page).is_not(None)
        wanted = sa.select(*map(col, _LISTED), drawn, _arrived())
        wanted = wanted.where(*_theirs(reference, person))
        with self._transactions.reading() as session:
            ordered = wanted.order_by(col(PhotographRow.place), col(PhotographRow.id))
            found = session.connection().execute(ordered).all()
            if not found:
                return ()
            fields = self._fields(session, reference)
            return tuple(_photograph(fields, reference, person, row) for row in found)

    def begin(self, photograph: Photograph) -> None:
        told = json.dumps([photograph.name, photograph.digest], ensure_ascii=False)
        with self._transactions.writing() as session:
            fields = self._fields(session, photograph.reference)
            theirs = _theirs(photograph.reference, photograph.person)
            last = select(sa.func.coalesce(sa.func.max(PhotographRow.place), -1)).where(*theirs)
            row = PhotographRow(
                id=photograph.id,
                request=photograph.reference,
                person=photograph.person,
                place=session.exec(last).one() + 1,
                size=photograph.size,
                changed_at=photograph.changed_at,
                sealed=fields.sealed(_name(photograph.id), told.encode()),
            )
            session.add(row)
            session.flush()

    def add_piece(self, photograph: Photograph, start: int, data: bytes, at: datetime) -> bool:
        here = col(PhotographRow.id) == photograph.id
        with self._transactions.writing() as session:
            # The lock makes a second piece at the same place wait and fail.
            found = session.exec(select(PhotographRow.id).where(here).with_for_update()).first()
            wanted = select(sa.func.coalesce(sa.func.sum(PhotographPieceRow.length), 0))
            wanted = wanted.where(col(PhotographPieceRow.photograph) == photograph.id)
            if found is None or session.exec(wanted).one() != start:
                return False
            name = _piece(photograph.id, start)
            sealed = self._fields(session, photograph.reference).sealed(name, data)
            piece = PhotographPieceRow(
                photograph=photograph.id, start=start, length=len(data), sealed=sealed
            )
            session.add(piece)
            session.exec(update(PhotographRow).where(here).values(changed_at=at))
            session.flush()
            return True

    def content(self, photograph: Photograph) -> bytes:
        wanted = select(PhotographPieceRow)
        wanted = wanted.where(col(PhotographPieceRow.photograph) == photograph.id)
        with self._transactions.reading() as session:
            fields = self._fields(session, photograph.reference)
            return b"".join(
                fields.unsealed(_piece(photograph.id, piece.start), piece.sealed) or b""
                for piece in session.exec(wanted.order_by(col(PhotographPieceRow.start)))
            )

    def keep_page(self, photograph: Photograph, page: bytes, small: bytes) -> None:
        with self._transactions.writing() as session:
            fields = self._fields(session, photograph.reference)
            session.exec(
                update(PhotographRow)
                .where(col(PhotographRow.id) == photograph.id)
                .values(
                    page=fields.sealed(_page(photograph.id), page),
                    small=fields.sealed(_small(photograph.id), small),
                    size=len(page) + len(small),
                )
            )
            pieces = delete(PhotographPieceRow)
            session.exec(pieces.where(col(PhotographPieceRow.photograph) == photograph.id))

    def page(self, photograph: Photograph, *, small: bool = False) -> bytes:
        column = PhotographRow.small if small else PhotographRow.page
        name = _small(photograph.id) if small else _page(photograph.id)
        with self._transactions.reading() as session:
            sealed = session.exec(
                select(column).where(col(PhotographRow.id) == photograph.id)
            ).first()
            fields = self._fields(session, photograph.reference)
            plain = fields.unsealed(name, sealed) if sealed else None
        if plain is None:
            raise NotOnFile("This photograph has not arrived yet. Send the rest of it.")
        return plain

    def arrange(self, ordered: Sequence[Photograph]) -> None:
        with self._transactions.writing() as session:
            for place, photograph in enumerate(ordered):
                session.exec(
                    update(PhotographRow)
                    .where(col(PhotographRow.id) == photograph.id)
                    .values(place=place, turns=photograph.turns)
                )

    def remove(self, ids: Sequence[str]) -> None:
        with self._transactions.writing() as session:
            session.exec(delete(PhotographRow).where(col(PhotographRow.id).in_(ids)))

    def taken_up(self) -> int:
        wanted = select(sa.func.coalesce(sa.func.sum(PhotographRow.size), 0))
        with self._transactions.reading() as session:
            return int(session.exec(wanted).one())

    def remove_older(self, moment: datetime) -> int:
        with self._transactions.writing() as session:
            old = delete(PhotographRow).where(col(PhotographRow.changed_at) < moment)
            return len(session.exec(old.returning(col(PhotographRow.id))).all())

    def _fields(self, session: Session, reference: str) -> SealedFields:
        return SealedFields(session, reference, self._keys.of(session, reference))


def _arrived() -> sa.ScalarSelect[int]:
    summed = sa.select(sa.func.coalesce(sa.func.sum(col(PhotographPieceRow.length)), 0))
    return summed.where(
        col(PhotographPieceRow.photograph) == col(PhotographRow.id)
    ).scalar_subquery()


def _theirs(reference: str, person: str) -> tuple[sa.ColumnElement[bool], ...]:
    return col(PhotographRow.request) == reference, col(PhotographRow.person) == person


def _photograph(fields: SealedFields, reference: str, person: str, row: Any) -> Photograph:
    id, turns, size, changed_at, sealed, drawn, have = row
    name, digest = json.loads(fields.unsealed(_name(id), sealed) or b'["", ""]')
    here = (size if drawn else have, bool(drawn), turns)
    return Photograph(id, reference, person, name, digest, size, changed_at, *here)


def _name(id: str) -> str:
    return f"photograph {id}"


def _piece(id: str, start: int) -> str:
    return f"piece {start} of photograph {id}"


def _page(id: str) -> str:
    return f"page of photograph {id}"


def _small(id: str) -> str:
    return f"small page of photograph {id}"
