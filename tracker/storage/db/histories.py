"""Entries of histories as rows. The canonical bytes count; the columns are copies."""

from collections.abc import Sequence
from functools import cache
from itertools import groupby
from operator import itemgetter
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.domain.case.history import FORM_OF_BYTES, Entry, History, entry_from_bytes
from tracker.domain.events import KINDS
from tracker.storage.db.sealing import Damaged
from tracker.storage.db.tables.cases import EventKindRow, EventRow
from tracker.storage.db.value_lists import is_one_of, listed

Kept = tuple[str, int, bytes, bytes]


def add_kinds(session: Session) -> None:
    """Add the kinds of event that the database does not know yet."""
    known = set(session.exec(select(EventKindRow.kind)))
    session.add_all(EventKindRow(kind=kind) for kind in KINDS if kind not in known)


def read_history(session: Session, reference: str) -> History:
    """Return all entries of a request, oldest first. Raises Damaged."""
    return history_of(stored_entries(session, (reference,)).get(reference, ()))


def stored_entries(session: Session, references: Sequence[str]) -> dict[str, Sequence[Kept]]:
    """Return the stored entries of requests, oldest first, by reference."""
    dialect = session.get_bind().dialect.name
    rows = session.connection().execute(_entries(dialect), listed(dialect, references)).all()
    return {request: tuple(found) for request, found in groupby(rows, itemgetter(0))}


@cache
def _entries(dialect: str) -> sa.Select[str, int, bytes, bytes]:
    here, seq = col(EventRow.request), col(EventRow.seq)
    wanted = sa.select(here, seq, col(EventRow.body), col(EventRow.nonce))
    return wanted.where(is_one_of(dialect, here)).order_by(here, seq)


def history_of(kept: Sequence[Kept]) -> History:
    """Return the history from its stored entries. Raises Damaged."""
    return tuple(_entry(*each) for each in kept)


def event_values(reference: str, entry: Entry, once: str | None) -> dict[str, Any]:
    """Return the values of the row of an entry."""
    return {
        "request": reference,
        "seq": entry.seq,
        "kind": entry.event.kind,
        "on_earliest": entry.event.on.earliest,
        "on_latest": entry.event.on.latest,
        "entered_at": entry.entered_at,
        "entered_by": entry.entered_by,
        "form": FORM_OF_BYTES,
        "body": entry.body,
        "nonce": entry.nonce,
        "once": once,
    }


def _entry(reference: str, seq: int, body: bytes, nonce: bytes) -> Entry:
    """Return a stored entry. Raises Damaged for bytes that this program cannot read."""
    try:
        return entry_from_bytes(seq, body, nonce)
    except (ValueError, KeyError, TypeError, AttributeError) as error:
        raise Damaged(
            "Entry {seq} of request {reference} cannot be read ({error}): use the version "
            "of the program that wrote it, or restore the last backup.",
            seq=seq,
            reference=reference,
            error=error,
        ) from error
