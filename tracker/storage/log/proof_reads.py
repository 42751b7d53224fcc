"""Reads of the log that a proof needs beside its leaves."""

from collections.abc import Collection, Mapping
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.domain.events.event import Event
from tracker.domain.events.request.corrected import Corrected
from tracker.services.ports.log import TileAt
from tracker.storage.db.record_bytes import checked_record
from tracker.storage.db.tables.log import CheckpointRow, TileRow
from tracker.storage.db.tables.publishing import RecordRow, RecordVersionRow


def notes_of_proof(session: Session, sizes: Collection[int]) -> Mapping[int, bytes]:
    """Return the signed notes of trees of some sizes."""
    wanted = select(CheckpointRow.size, CheckpointRow.note).where(
        col(CheckpointRow.size).in_(sizes)
    )
    return {size: bytes(note) for size, note in session.exec(wanted)}


def tiles_of_proof(session: Session, wanted: Collection[TileAt]) -> Mapping[TileAt, bytes]:
    """Return the hashes of some tiles, without those that do not exist."""
    places = sa.tuple_(col(TileRow.level), col(TileRow.place))
    rows = select(TileRow.level, TileRow.place, TileRow.hashes).where(places.in_(wanted))
    return {(level, place): bytes(hashes) for level, place, hashes in session.exec(rows)}


def shown_entries(session: Session, request: str) -> frozenset[int]:
    """Return the entries that the current version of a record shows whole.

    An entry with a private reason is left out: its leaf was made with the reason.
    """
    wanted: Any = (
        select(RecordVersionRow.digest, RecordVersionRow.content)
        .join(
            RecordRow,
            (col(RecordRow.request) == col(RecordVersionRow.request))
            & (col(RecordRow.version) == col(RecordVersionRow.version)),
        )
        .where(col(RecordRow.request) == request)
    )
    found = session.exec(wanted).first()
    entries = checked_record(request, *found).entries if found else ()
    return frozenset(each.seq for each in entries if not _reason_waits(each.event))


def _reason_waits(event: Event) -> bool:
    return isinstance(event, Corrected) and event.reason_waits
