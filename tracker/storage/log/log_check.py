"""Comparison of histories and records with the leaves of the public log.

The log itself is checked elsewhere. This shows operators whether the data are still those from
which the leaves were made.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.domain.base.errors import Refusal
from tracker.domain.case.history import Entry, History
from tracker.domain.record.leaf import Opening, leaf_opening
from tracker.domain.record.record import from_bytes
from tracker.services.ports.log import LeafSource
from tracker.storage.db.histories import history_of, stored_entries
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


def unlike_the_log(session: Session, references: Sequence[str] | None = None) -> Iterator[str]:
    """Yield a sentence for each kind of difference between the data and the leaves.

    Only data of these requests are compared if any are given.
    """
    found: dict[str, list[str]] = {UNTOLD: [], _GONE: [], ALTERED: [], TURNED_BACK: []}
    for these in [None] if references is None else groups_of(references):
        for table in (EventRow, RecordVersionRow):
            found[UNTOLD] += _without(session, table, these)
            found[_GONE] += _left(session, table, these)
        found[TURNED_BACK] += _turned_back(session, these)
    for group in groups_of(_with_history(session) if references is None else references):
        found[ALTERED] += _altered_of(session, group)
    for sentence, names in found.items():
        if names:
            more = f" and {len(names) - 1} more" if len(names) > 1 else ""
            yield f"{sentence.format(what=names[0] + more)} {WAY_OUT}"


def groups_of(references: Sequence[str]) -> Iterator[Sequence[str]]:
    """Yield references in groups that are read together."""
    for first in range(0, len(references), _TOGETHER):
        yield references[first : first + _TOGETHER]


def _with_history(session: Session) -> Sequence[str]:
    every = sa.select(col(EventRow.request)).distinct().order_by(col(EventRow.request))
    return session.connection().execute(every).scalars().all()


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


def _altered_of(session: Session, references: Sequence[str]) -> Iterator[str]:
    """Yield what differs from its leaf."""
    placed = select(LeafRow).where(col(LeafRow.request).in_(references))
    placed = placed.where(col(LeafRow.body).is_not(None))
    leaves = {(row.request, row.source, row.number): row for row in session.exec(placed)}
    histories: dict[str, History] = {}
    for request, kept in stored_entries(session, references).items():
        with suppress(Refusal):  # reported where every history is read
            histories[request] = history_of(kept)
    for request, history in histories.items():
        for entry in history:
            leaf = leaves.get((request, LeafSource.ENTRY, entry.seq))
            if leaf and not _opens(leaf, request, entry):
                yield _named(True, request, entry.seq)
    versions = select(RecordVersionRow).where(col(RecordVersionRow.request).in_(list(histories)))
    in_order = versions.order_by(col(RecordVersionRow.request), col(RecordVersionRow.version))
    for row in session.exec(in_order):
        leaf = leaves.get((row.request, LeafSource.RECORD, row.version))
        if not _is_of(row, leaf, histories[row.request]):
            yield _named(False, row.request, row.version)
    yield from _papers_altered(session, list(histories))


def _papers_altered(session: Session, references: Sequence[str]) -> Iterator[str]:
    """Yield the shown texts and copies of requests that are not those that were released."""
    texts = select(ReleasedTextRow.request, ReleasedTextRow.digest, ReleasedTextRow.words)
    for request, digest, words in session.exec(
        texts.where(col(ReleasedTextRow.request).in_(references))
    ):
        if hashlib.sha256(words.encode()).hexdigest() != digest:
            yield _document(request, digest)
    copies = select(ReleasedCopyRow.request, ReleasedCopyRow.digest, ReleasedCopyRow.content)
    # A few at a time: a copy may be a file of many megabytes.
    for request, digest, content in session.exec(
        copies.where(col(ReleasedCopyRow.request).in_(references)),
        execution_options={"yield_per": _FILES_TOGETHER},
    ):
        if hashlib.sha256(content).hexdigest() != digest:
            yield _document(request, digest)


def _document(request: str, digest: str) -> str:
    return f"the document {digest[:12]}… of {request}"


def _opens(leaf: LeafRow, request: str, entry: Entry) -> bool:
    """Return whether the words stored for a sealed leaf are those in it and of the entry."""
    salt, words, body = (bytes(each or b"") for each in (leaf.salt, leaf.said, leaf.body))
    if json.loads(body).get("commitment") != hashlib.sha256(salt + words).hexdigest():
        return False
    return leaf_opening(request, entry) == Opening(salt, words)


def _is_of(row: RecordVersionRow, leaf: LeafRow | None, entries: Iterable[Entry]) -> bool:
    """Return whether a version is what its leaf names, and shows the recorded entries."""
    content = bytes(row.content)
    digest = hashlib.sha256(content).hexdigest()
    told = json.loads(bytes(leaf.body)).get("digest") if leaf and leaf.body else row.digest
    if not digest == row.digest == told:
        return False
    digests = {entry.seq: entry.digest for entry in entries}
    shown = from_bytes(content).entries
    return all(digests.get(each.seq) == each.digest for each in shown)


def _named(entry: bool, request: str, number: int) -> str:
    return f"entry {number} of {request}" if entry else f"version {number} of the record {request}"
