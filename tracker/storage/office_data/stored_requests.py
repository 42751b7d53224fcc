"""Stored requests, read many at once, and what is wrong with them.

They are read in one place and compared in another, which needs neither a database nor a key.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import count
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col

from tracker.domain.base.errors import Refusal
from tracker.domain.case.history import History
from tracker.domain.record.record import from_bytes
from tracker.storage.db.histories import Kept, history_of, stored_entries
from tracker.storage.db.sealing import Damaged
from tracker.storage.db.tables.cases import EventRow, RequestRow
from tracker.storage.db.tables.publishing import RecordRow
from tracker.storage.db.transactions import Transactions
from tracker.storage.db.unreadable_rows import translate_unreadable
from tracker.storage.log.log_check import (
    WAY_OUT,
    LeafBytes,
    ReadRecord,
    VersionBytes,
    altered_entries,
    altered_papers,
    altered_versions,
    stored_leaves,
    stored_versions,
)
from tracker.storage.publishing.record_lines import StoredLine, line_stands, stored_lines


@dataclass(frozen=True, slots=True)
class StoredRequest:
    """What is stored of one request, except what is private.

    `has_row` says whether it has a row of its own beside its entries and its record.
    `altered_papers` are the texts and copies of its record that are not those that were released,
    and `line` is None if there is no record, or if it is not to be compared.
    """

    reference: str
    has_row: bool
    entries: Sequence[Kept]
    leaves: Sequence[LeafBytes]
    versions: Sequence[VersionBytes]
    altered_papers: Sequence[str]
    line: StoredLine | None


@dataclass(frozen=True, slots=True)
class WrongInRequests:
    """What is wrong with some requests: what cannot be read, in sentences; what differs from its
    leaf, by name; and the records whose lines differ from them."""

    unreadable: tuple[str, ...] = ()
    altered: tuple[str, ...] = ()
    strays: tuple[str, ...] = ()


def number_of_requests(transactions: Transactions) -> int:
    """Return how many requests there are."""
    with transactions.reading() as session:
        wanted = sa.select(sa.func.count()).select_from(RequestRow)
        return session.connection().execute(wanted).scalar_one()


def every_request(
    transactions: Transactions, number: int, problems: list[str]
) -> Iterator[Sequence[str]]:
    """Yield the references of all requests that have an entry or a record, so many at once.

    Adds a sentence to `problems` for those that cannot be read.
    """
    after = ""
    while found := _next_requests(transactions, after, number, problems):
        yield found
        after = found[-1]


def _next_requests(
    transactions: Transactions, after: str, number: int, problems: list[str]
) -> Sequence[str]:
    found: set[str] = set()
    with transactions.reading() as session:
        for column in (col(EventRow.request), col(RecordRow.request)):
            wanted = sa.select(column).where(column > after).distinct().order_by(column)
            try:
                found.update(_references(session, wanted.limit(number)))
            except Damaged as damaged:
                problems.append(str(damaged))
                found.update(_readable(session, wanted, number))
    return sorted(found)[:number]


def _references(session: Session, wanted: sa.Select[Any]) -> Sequence[str]:
    with translate_unreadable("a published row"):
        return session.connection().execute(wanted).scalars().all()


def _readable(session: Session, wanted: sa.Select[Any], number: int) -> Sequence[str]:
    """Return the first references that can be read, one by one past those that cannot."""
    found: list[str] = []
    for place in count():
        try:
            one = _references(session, wanted.offset(place).limit(1))
        except Damaged:
            continue
        found += one
        if not one or len(found) == number:
            break
    return found


def read_requests(
    session: Session, references: Sequence[str], *, lines: bool
) -> tuple[StoredRequest, ...]:
    """Return what is stored of requests, read in ten statements however many they are."""
    there = sa.select(col(RequestRow.reference)).where(col(RequestRow.reference).in_(references))
    known = {*session.connection().execute(there).scalars()}
    with translate_unreadable("a published row"):
        entries = stored_entries(session, references)
        leaves = stored_leaves(session, references)
        versions = stored_versions(session, references)
        papers = [*altered_papers(session, references)]
        derived = stored_lines(session, references) if lines else {}
    return tuple(
        StoredRequest(
            reference,
            reference in known,
            [(*each,) for each in entries.get(reference, ())],
            leaves.get(reference, ()),
            versions.get(reference, ()),
            [name for request, name in papers if request == reference],
            derived.get(reference),
        )
        for reference in references
    )


def wrong_in(requests: Sequence[StoredRequest]) -> WrongInRequests:
    """Return what is wrong with some requests; a fault in one hides nothing in the others."""
    unreadable: list[str] = []
    # In this order: entries of all of them, versions, documents.
    altered: tuple[list[str], list[str], list[str]] = ([], [], [])
    strays: list[str] = []
    for request in requests:
        # The current version is compared with its leaf and with its line.
        read = cache(from_bytes)
        try:
            history = _history(request)
        except Refusal as refusal:
            unreadable.append(str(refusal))
            history = None
        try:
            with translate_unreadable("a published row"):
                if history is not None:
                    for names, found in zip(
                        altered, _altered(request, history, read), strict=True
                    ):
                        names.extend(found)
                if request.line and not _line_stands(request, request.line, read):
                    strays.append(request.reference)
        except Refusal as refusal:
            unreadable.append(str(refusal))
    return WrongInRequests(
        tuple(unreadable), tuple(name for names in altered for name in names), tuple(strays)
    )


def _history(request: StoredRequest) -> History:
    if not request.entries:
        missing = "Every entry of request {reference} is missing."
    elif not request.has_row:
        missing = "Request {reference} has entries, but no row of its own."
    else:
        return history_of(request.entries)
    raise Damaged(f"{missing} {WAY_OUT}", reference=request.reference)


def _altered(
    request: StoredRequest, history: History, read: ReadRecord
) -> tuple[list[str], list[str], list[str]]:
    leaves = {(leaf.source, leaf.number): leaf for leaf in request.leaves}
    reference = request.reference
    return (
        [*altered_entries(reference, history, leaves)],
        [*altered_versions(reference, history, request.versions, leaves, read)],
        [*request.altered_papers],
    )


def _line_stands(request: StoredRequest, line: StoredLine, read: ReadRecord) -> bool:
    contents = {version.version: version.content for version in request.versions}
    return line_stands(line, contents.get(line.version), read)
