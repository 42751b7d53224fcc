"""Reads of the log for the proof of a record."""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.domain.events.event import Event
from tracker.domain.events.request.corrected import Corrected
from tracker.domain.record.leaf import Opening
from tracker.services.ports.log import LeafSource, Proving, TileAt
from tracker.storage.db.record_bytes import checked_record
from tracker.storage.db.tables.log import CheckpointRow, LeafRow, TileRow
from tracker.storage.db.tables.publishing import RecordRow, RecordVersionRow

# Read with every proof, so the statements are built only once.
_LEAVES: Any = (
    sa.select(
        *(col(each) for each in (LeafRow.number, LeafRow.place)),
        *(col(each) for each in (LeafRow.body, LeafRow.salt, LeafRow.said)),
        sa.select(sa.func.min(CheckpointRow.size))
        .where(col(CheckpointRow.size) > col(LeafRow.place))
        .scalar_subquery(),
    )
    .where(
        (col(LeafRow.source) == LeafSource.ENTRY)
        | (col(LeafRow.source) == LeafSource.RECORD)
        & (col(LeafRow.number) == sa.bindparam("version"))
    )
    .where(col(LeafRow.request) == sa.bindparam("request"), col(LeafRow.place).is_not(None))
    .order_by(sa.desc(col(LeafRow.source)), col(LeafRow.number))
)
_NOTES = sa.select(col(CheckpointRow.size), col(CheckpointRow.note)).where(
    col(CheckpointRow.size).in_(sa.bindparam("sizes", expanding=True))
)
_TILES = sa.select(col(TileRow.level), col(TileRow.place), col(TileRow.hashes)).where(
    sa.tuple_(col(TileRow.level), col(TileRow.place)).in_(sa.bindparam("tiles", expanding=True))
)
_SHOWN = (
    sa.select(col(RecordVersionRow.digest), col(RecordVersionRow.content))
    .join(
        RecordRow,
        (col(RecordRow.request) == col(RecordVersionRow.request))
        & (col(RecordRow.version) == col(RecordVersionRow.version)),
    )
    .where(col(RecordRow.request) == sa.bindparam("request"))
)


def leaves_of_proof(session: Session, request: str, version: int) -> Sequence[Proving]:
    """Return the leaf of a version of a record and then those of all entries of its request, as
    far as they have a place."""
    asked = {"request": request, "version": version}
    found = session.connection().execute(_LEAVES, asked)
    return [
        Proving(number, place, size, bytes(body), _opening(salt, said))
        for number, place, body, salt, said, size in found
    ]


def _opening(salt: bytes | None, said: bytes | None) -> Opening | None:
    return Opening(bytes(salt), bytes(said)) if salt and said else None


def notes_of_proof(session: Session, sizes: Collection[int]) -> Mapping[int, bytes]:
    """Return the signed notes of trees of some sizes."""
    found = session.connection().execute(_NOTES, {"sizes": list(sizes)})
    return {size: bytes(note) for size, note in found}


def tiles_of_proof(session: Session, wanted: Collection[TileAt]) -> Mapping[TileAt, bytes]:
    """Return the hashes of some tiles, without those that do not exist."""
    found = session.connection().execute(_TILES, {"tiles": list(wanted)})
    return {(level, place): bytes(hashes) for level, place, hashes in found}


def shown_entries(session: Session, request: str) -> frozenset[int]:
    """Return the entries that the current version of a record shows whole.

    An entry with a private reason is left out: its leaf was made with the reason.
    """
    found = session.connection().execute(_SHOWN, {"request": request}).first()
    entries = checked_record(request, *found).entries if found else ()
    return frozenset(each.seq for each in entries if not _reason_waits(each.event))


def _reason_waits(event: Event) -> bool:
    return isinstance(event, Corrected) and event.reason_waits
