"""Comparison of histories and records with the leaves of the public log.

The log itself is checked elsewhere. This shows operators whether the data are still those from
which the leaves were made.
"""

import hashlib
import json
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.domain.case.history import Entry, History
from tracker.domain.record.leaf import Opening, leaf_opening
from tracker.domain.record.record import Record
from tracker.services.ports.log import LeafSource
from tracker.storage.db.rows_by_request import rows_by_request
from tracker.storage.db.tables.cases import EventRow
from tracker.storage.db.tables.log import CheckpointRow, LeafRow
from tracker.storage.db.tables.publishing import (
    RecordRow,
    RecordVersionRow,
    ReleasedCopyRow,
    ReleasedTextRow,
)
from tracker.storage.db.transactions import Transactions

UNTOLD = "The public log never received {what}: someone removed its pending leaf."
_GONE = "The public log has {what}, which is no longer in the database."
ALTERED = "The public log does not match {what}: someone altered it."
TURNED_BACK = "An older version of {what} is shown than was published last."
WAY_OUT = "Restore a backup, and find out why."
_TOGETHER = 200
_FILES_TOGETHER = 4


ReadRecord = Callable[[bytes], Record]


class LeafBytes(NamedTuple):
    """A leaf that has its place, as stored: what it is of, its bytes, and what opens it."""

    source: str
    number: int
    body: bytes
    salt: bytes | None
    said: bytes | None


class VersionBytes(NamedTuple):
    """A published version of a record, as stored."""

    version: int
    digest: str
    content: bytes


def unlike_the_log(
    session: Session, altered: Sequence[str], references: Sequence[str] | None = None
) -> Iterator[str]:
    """Yield a sentence for each kind of difference between the data and the leaves.

    `altered` names what is unlike its leaf. Only data of these requests are compared if any are
    given.
    """
    found: dict[str, list[str]] = {UNTOLD: [], _GONE: [], ALTERED: [*altered], TURNED_BACK: []}
    for these in [None] if references is None else groups_of(references):
        for table in (EventRow, RecordVersionRow):
            found[UNTOLD] += _without(session, table, these)
            found[_GONE] += _left(session, table, these)
        found[TURNED_BACK] += _turned_back(session, these)
    for sentence, names in found.items():
        if names:
            more = f" and {len(names) - 1} more" if len(names) > 1 else ""
            yield f"{sentence.format(what=names[0] + more)} {WAY_OUT}"


def groups_of(references: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield references in groups that are read together."""
    for first in range(0, len(references), _TOGETHER):
        yield references[first : first + _TOGETHER]


def _among(column: Any, references: Sequence[str] | None) -> sa.ColumnElement[bool]:
    every: sa.ColumnElement[bool] = sa.true()
    return every if references is None else column.in_(references)


def changed_since(transactions: Transactions, place: int) -> Sequence[str]:
    """Return the requests that have a leaf at this place of the log or later, or none yet."""
    of_requests = col(LeafRow.source).in_((LeafSource.ENTRY, LeafSource.RECORD))
    wanted = [
        sa.select(col(LeafRow.request)).where(of_requests, col(LeafRow.place) >= place),
        sa.select(col(LeafRow.request)).where(of_requests, col(LeafRow.place).is_(None)),
    ]
    with transactions.reading() as session:
        return sorted(session.connection().execute(sa.union(*wanted)).scalars().all())


def _of(table: type[EventRow] | type[RecordVersionRow]) -> tuple[Any, Any]:
    """Return a table's number column, and the condition that joins its rows to their leaves."""
    events = table is EventRow
    number: Any = col(EventRow.seq) if events else col(RecordVersionRow.version)
    source = LeafSource.ENTRY if events else LeafSource.RECORD
    same = (col(LeafRow.request) == col(table.request)) & (col(LeafRow.number) == number)
    return number, same & (col(LeafRow.source) == source)


def _without(
    session: Session,
    table: type[EventRow] | type[RecordVersionRow],
    references: Sequence[str] | None,
) -> Iterator[str]:
    number, same = _of(table)
    # A leaf beyond the newest checkpoint will never get a place, so nobody will ever see it.
    size = select(sa.func.coalesce(sa.func.max(CheckpointRow.size), 0)).scalar_subquery()
    taken = same & (col(LeafRow.place).is_(None) | (col(LeafRow.place) < size))
    wanted: Any = select(table.request, number).where(~sa.exists().where(taken))
    wanted = wanted.where(_among(col(table.request), references))
    for request, found in session.exec(wanted.order_by(col(table.request), number)):
        yield _named(table is EventRow, request, found)


def _left(
    session: Session,
    table: type[EventRow] | type[RecordVersionRow],
    references: Sequence[str] | None,
) -> Iterator[str]:
    _, same = _of(table)
    source = LeafSource.ENTRY if table is EventRow else LeafSource.RECORD
    wanted: Any = select(LeafRow.request, LeafRow.number).where(col(LeafRow.source) == source)
    wanted = wanted.where(~sa.exists().where(same), _among(col(LeafRow.request), references))
    for request, found in session.exec(wanted.order_by(col(LeafRow.request), LeafRow.number)):
        yield _named(table is EventRow, request, found)


def _turned_back(session: Session, references: Sequence[str] | None) -> Iterator[str]:
    newest = select(sa.func.max(RecordVersionRow.version)).where(
        col(RecordVersionRow.request) == col(RecordRow.request)
    )
    wanted = select(RecordRow.request).where(
        col(RecordRow.version) != newest.scalar_subquery(),
        _among(col(RecordRow.request), references),
    )
    for request in session.exec(wanted.order_by(col(RecordRow.request))):
        yield f"the record {request}"


def stored_leaves(session: Session, references: Sequence[str]) -> dict[str, Sequence[LeafBytes]]:
    """Return the leaves of requests that have their place, by request."""
    # By both sources, because the index of the primary key begins with them.
    of_requests = col(LeafRow.source).in_((LeafSource.ENTRY, LeafSource.RECORD))
    placed = col(LeafRow.body).is_not(None)
    found = rows_by_request(session, LeafRow, LeafBytes._fields, references, of_requests, placed)
    return {request: [LeafBytes(*row) for row in rows] for request, rows in found.items()}


def stored_versions(
    session: Session, references: Sequence[str]
) -> dict[str, Sequence[VersionBytes]]:
    """Return the published versions of requests, oldest first, by request."""
    found = rows_by_request(session, RecordVersionRow, VersionBytes._fields, references)
    return {request: [VersionBytes(*row) for row in rows] for request, rows in found.items()}


def altered_entries(
    request: str, history: History, leaves: Mapping[tuple[str, int], LeafBytes]
) -> Iterator[str]:
    """Yield the entries that are not what their leaves are sealed to."""
    for entry in history:
        leaf = leaves.get((LeafSource.ENTRY, entry.seq))
        if leaf and not _opens(leaf, request, entry):
            yield _named(True, request, entry.seq)


def altered_versions(
    request: str,
    history: History,
    versions: Sequence[VersionBytes],
    leaves: Mapping[tuple[str, int], LeafBytes],
    read: ReadRecord,
) -> Iterator[str]:
    """Yield the versions that are not what their leaves name."""
    for version in versions:
        if not _is_of(version, leaves.get((LeafSource.RECORD, version.version)), history, read):
            yield _named(False, request, version.version)


def altered_papers(session: Session, references: Sequence[str]) -> Iterator[tuple[str, str]]:
    """Yield the shown texts and copies that are not those that were released: the request of each,
    and its name."""
    texts = select(ReleasedTextRow.request, ReleasedTextRow.digest, ReleasedTextRow.words)
    for request, digest, words in session.exec(
        texts.where(col(ReleasedTextRow.request).in_(references))
    ):
        if hashlib.sha256(words.encode()).hexdigest() != digest:
            yield request, _document(request, digest)
    copies = select(ReleasedCopyRow.request, ReleasedCopyRow.digest, ReleasedCopyRow.content)
    # A few at a time: a copy may be a file of many megabytes.
    for request, digest, content in session.exec(
        copies.where(col(ReleasedCopyRow.request).in_(references)),
        execution_options={"yield_per": _FILES_TOGETHER},
    ):
        if hashlib.sha256(content).hexdigest() != digest:
            yield request, _document(request, digest)


def _document(request: str, digest: str) -> str:
    return f"the document {digest[:12]}… of {request}"


def _opens(leaf: LeafBytes, request: str, entry: Entry) -> bool:
    """Return whether the words stored for a sealed leaf are those in it and of the entry."""
    stored = Opening(leaf.salt or b"", leaf.said or b"")
    if json.loads(leaf.body).get("commitment") != stored.commitment:
        return False
    return leaf_opening(request, entry) == stored


def _is_of(
    version: VersionBytes, leaf: LeafBytes | None, entries: Iterable[Entry], read: ReadRecord
) -> bool:
    """Return whether a version is what its leaf names, and shows the recorded entries."""
    digest = hashlib.sha256(version.content).hexdigest()
    told = json.loads(leaf.body).get("digest") if leaf and leaf.body else version.digest
    if not digest == version.digest == told:
        return False
    digests = {entry.seq: entry.digest for entry in entries}
    shown = read(version.content).entries
    return all(digests.get(each.seq) == each.digest for each in shown)


def _named(entry: bool, request: str, number: int) -> str:
    return f"entry {number} of {request}" if entry else f"version {number} of the record {request}"
