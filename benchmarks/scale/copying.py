"""Copies the requests of a small office many times, with everything that refers to them.

What is bound to a reference is made again for each copy: the wraps of keys, sealed fields, public
records with their digests, leaves of the log with their openings, the tree above them, and the
documents of every public request and of one in so many others. All other rows are copied within
the server.
"""

import hashlib
from collections.abc import Iterable, Iterator, Mapping, Sequence
from concurrent.futures import ProcessPoolExecutor, ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from os import cpu_count
from pathlib import Path
from typing import Any

import psycopg
import sqlalchemy as sa
from sqlmodel import Session, SQLModel, col, select

from benchmarks.scale.documents import SealedDocuments, documents_of, prepare_folders
from benchmarks.scale.indexes import without_indexes
from benchmarks.scale.models import Model
from tracker.domain.record.leaf import leaf_opening, sealed_leaf
from tracker.ledger.merkle import leaf_hash
from tracker.services.ports.keys import OFFICE_GROUP
from tracker.services.ports.log import LeafSource
from tracker.storage.db.every_table import Table
from tracker.storage.db.group_keys import GroupKey, request_info
from tracker.storage.db.histories import read_history
from tracker.storage.db.key_pairs import open_with, seal_to, wrap
from tracker.storage.db.tables.cases import PaperRow, RequestRow, SealedFieldRow
from tracker.storage.db.tables.keys import GroupKeyRow, PrivateIndexRow, RequestWrapRow
from tracker.storage.db.tables.log import LeafRow
from tracker.storage.db.tables.public import SearchEntryRow
from tracker.storage.db.tables.publishing import RecordVersionRow
from tracker.storage.opening import Storage
from tracker.storage.public.search import _place

AT_ONCE = 2_000
# One in so many requests has its documents, if it is not public.
WITH_DOCUMENTS = 20
COPIES = "copied_requests"
# Written first, because they take longest.
LARGEST_TABLES = ("event", "leaf", "sealed_field")
# In the place of a commitment, while the rest of a leaf is made.
COMMITMENT = "?"
# Any odd number without the factor three: the references of 8 letters and digits then differ.
STEP, REFERENCES = 1_580_030_173, 36**8
DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"
# Made again for each copy, or left out.
MADE_AGAIN: tuple[type[SQLModel], ...] = (
    RequestRow,
    RequestWrapRow,
    SealedFieldRow,
    RecordVersionRow,
    LeafRow,
    SearchEntryRow,
    PaperRow,
    PrivateIndexRow,
)
Rows = dict[str, list[tuple[Any, ...]]]


@dataclass(frozen=True, slots=True)
class Pattern:
    """Everything of a request that is bound to its reference, opened."""

    reference: str
    office: str
    office_key: bytes
    generation: int
    made_at: object
    public: bytes
    private: bytes
    fields: Sequence[tuple[str, bytes]]
    entries: Sequence[tuple[int, bytes, bytes]]
    versions: Sequence[tuple[int, bytes, str, bytes]]
    documents: SealedDocuments

    @property
    def leaves(self) -> int:
        """Return how many leaves of the log each copy has."""
        return len(self.entries) + len(self.versions)


def pattern_of(rooms: Storage, reference: str) -> Pattern:
    """Open a request of an office."""
    with rooms.transactions.reading() as session:
        key = rooms.cases._keys.of(session, reference)
        private = key.private()
        assert key.public is not None
        assert private is not None
        group = session.exec(
            select(GroupKeyRow)
            .where(col(GroupKeyRow.organisation) == OFFICE_GROUP)
            .order_by(col(GroupKeyRow.generation).desc())
        ).first()
        assert group is not None
        sealed = session.exec(select(SealedFieldRow).where(SealedFieldRow.request == reference))
        openings = [
            (entry.seq, leaf_opening(reference, entry))
            for entry in read_history(session, reference)
        ]
        return Pattern(
            reference=reference,
            office=key.office,
            office_key=group.public,
            generation=group.generation,
            made_at=session.get_one(RequestRow, reference).made_at,
            public=key.public,
            private=private,
            fields=[
                (row.name, open_with(private, row.sealed, _bound(row.name, reference), key.office))
                for row in sealed
            ],
            entries=[(seq, opening.salt, opening.said) for seq, opening in openings],
            versions=list(_versions(session, reference)),
            documents=documents_of(rooms, session, reference, key),
        )


def _versions(session: Session, reference: str) -> Iterator[tuple[int, bytes, str, bytes]]:
    wanted = select(RecordVersionRow).where(RecordVersionRow.request == reference)
    for row in session.exec(wanted.order_by(col(RecordVersionRow.version))):
        leaf = session.get_one(LeafRow, (LeafSource.RECORD, reference, row.version))
        assert leaf.body is not None
        yield row.version, bytes(row.content), row.digest, bytes(leaf.body)


def _bound(name: str, reference: str) -> str:
    return f"{name} of request {reference}"


def reference_of(number: int) -> str:
    """Return the reference of a copy; they are spread over all references."""
    left, found = number * STEP % REFERENCES, ""
    for _ in range(8):
        left, digit = divmod(left, 36)
        found = DIGITS[digit] + found
    return found


def first_copies(models: Sequence[Model]) -> Mapping[str, str]:
    """Return the reference of the first copy of each model, or its own if it has none."""
    return {
        model.reference: reference_of(numbers.start) if numbers else model.reference
        for model, numbers in _numbered(models)
    }


def copy_all(
    rooms: Storage, models: Sequence[Model], address: str, first_place: int, evidence: Path
) -> Iterator[bytes]:
    """Copy all requests, and yield the hashes of their leaves in the order of their places."""
    jobs = list(_jobs(rooms, models, first_place))
    plain = sorted((each.name for each in _plain_tables()), key=_largest_first)
    written = (str(table.__tablename__) for table in MADE_AGAIN)
    tables = sorted({*plain, *written, "search_words"}, key=_largest_first)
    prepare_folders(evidence)
    with without_indexes(address, tables):
        with psycopg.connect(address) as connection:
            made = f"CREATE UNLOGGED TABLE {COPIES} (model text, reference text)"
            connection.execute(made.encode())
        with ProcessPoolExecutor(cpu_count()) as pool:
            yield from pool.map(partial(_write, address=address, evidence=evidence), jobs)
        with ThreadPoolExecutor(cpu_count()) as threads:
            list(threads.map(partial(_copy_rows, address), plain))
        with psycopg.connect(address) as connection:
            connection.execute(b"SET session_replication_role = replica")
            _copy_search(connection, [model.reference for model in models])
            connection.execute(f"DROP TABLE {COPIES}".encode())


def _largest_first(table: str) -> tuple[bool, str]:
    return table not in LARGEST_TABLES, table


@dataclass(frozen=True, slots=True)
class _Job:
    pattern: Pattern
    numbers: range
    place: int
    every: int


def _numbered(models: Sequence[Model]) -> Iterator[tuple[Model, range]]:
    """Yield the models with the numbers of their copies."""
    number = 1
    for model in models:
        last = number + model.wanted - 1
        yield model, range(number, last)
        number = max(last, number)


def _jobs(rooms: Storage, models: Sequence[Model], place: int) -> Iterator[_Job]:
    for model, numbers in _numbered(models):
        pattern = pattern_of(rooms, model.reference)
        every = 1 if model.public else WITH_DOCUMENTS
        for first in range(numbers.start, numbers.stop, AT_ONCE):
            some = range(first, min(first + AT_ONCE, numbers.stop))
            yield _Job(pattern, some, place, every)
            place += len(some) * pattern.leaves


def _write(job: _Job, address: str, evidence: Path) -> bytes:
    """Write what is made again for some copies; return the hashes of their leaves."""
    rows: Rows = {name: [] for name in (*(str(t.__tablename__) for t in MADE_AGAIN), COPIES)}
    hashes, place, of = bytearray(), job.place, job.pattern
    for number in job.numbers:
        reference = reference_of(number)
        rows[COPIES].append((of.reference, reference))
        _add_private(rows, of, reference)
        if number % job.every == 0:
            rows["paper"] += of.documents.copied(reference, of.public, of.office, evidence)
        for leaf in _leaves(rows, of, reference, place):
            hashes += leaf_hash(leaf)
            place += 1
    with psycopg.connect(address) as connection:
        connection.execute(b"SET session_replication_role = replica")
        for table, found in rows.items():
            if found:
                _send(connection, table, found)
    return bytes(hashes)


def _add_private(rows: Rows, of: Pattern, reference: str) -> None:
    group = GroupKey(OFFICE_GROUP, of.generation)
    wrapped = wrap(of.office_key, of.private, request_info(reference, group), of.office)
    rows["request"].append((reference, of.made_at, of.public))
    rows["request_wrap"].append((reference, OFFICE_GROUP, of.generation, wrapped))
    for name, plain in of.fields:
        sealed = seal_to(of.public, plain, _bound(name, reference), of.office)
        rows["sealed_field"].append((reference, name, sealed))


def _leaves(rows: Rows, of: Pattern, reference: str, place: int) -> Iterator[bytes]:
    """Add the leaves and versions of a copy, and yield the leaves."""
    old, new = of.reference.encode(), reference.encode()
    before, after = sealed_leaf(COMMITMENT).split(COMMITMENT.encode())
    for seq, salt, words in of.entries:
        said = words.replace(old, new)
        leaf = before + hashlib.sha256(salt + said).hexdigest().encode() + after
        rows["leaf"].append((LeafSource.ENTRY.value, reference, seq, place, leaf, salt, said))
        place += 1
        yield leaf
    for version, content, digest, body in of.versions:
        copied = content.replace(old, new)
        own = hashlib.sha256(copied).hexdigest()
        leaf = body.replace(old, new).replace(digest.encode(), own.encode())
        rows["record_version"].append((reference, version, own, copied))
        rows["leaf"].append((LeafSource.RECORD.value, reference, version, place, leaf, None, None))
        place += 1
        yield leaf


def _send(connection: psycopg.Connection, table: str, rows: Iterable[tuple[Any, ...]]) -> None:
    columns = "" if table == COPIES else f" ({', '.join(_names(table))})"
    with connection.cursor().copy(f"COPY {table}{columns} FROM STDIN".encode()) as into:
        for row in rows:
            into.write_row(row)


def _names(table: str) -> list[str]:
    return [f'"{column.name}"' for column in Table.metadata.tables[table].columns]


def _plain_tables() -> Iterator[sa.Table]:
    """Yield the tables whose rows belong to a request by their key, and name it nowhere else."""
    again = {table.__tablename__ for table in MADE_AGAIN}
    for table in Table.metadata.sorted_tables:
        if table.name not in again and "request" in table.primary_key.columns:
            yield table


def _copy_rows(address: str, table: str) -> None:
    names = _names(table)
    values = [f"{COPIES}.reference" if name == '"request"' else f"t.{name}" for name in names]
    copied = (
        f"INSERT INTO {table} ({', '.join(names)}) SELECT {', '.join(values)} "  # noqa: S608
        f"FROM {table} t JOIN {COPIES} ON {COPIES}.model = t.request"
    )
    with psycopg.connect(address) as connection:
        connection.execute(b"SET session_replication_role = replica")
        connection.execute(copied.encode())


def _copy_search(connection: psycopg.Connection, models: Sequence[str]) -> None:
    """Copy what the search has of public records, each under its own place and reference."""
    found = connection.execute(
        b"SELECT c.reference, c.model, r.as_of, e.version, e.edition, e.passages, e.country, "
        b"e.outcomes, w.names::text, w.words::text FROM search_entry e "
        b"JOIN search_words w USING (id) JOIN record r USING (request) "
        # In the order of references, as if requests of all kinds were published in turns.
        + f"JOIN {COPIES} c ON c.model = e.request ORDER BY c.reference".encode()
    ).fetchall()
    entries, words = [], []
    for reference, model, as_of, *rest, names, every in found:
        place = _place(as_of.toordinal(), reference)
        entries.append((place, reference, *rest))
        words.append((place, names.replace(model, reference), every.replace(model, reference)))
    _send(connection, "search_entry", entries)
    with connection.cursor().copy(b"COPY search_words (id, names, words) FROM STDIN") as into:
        for row in words:
            into.write_row(row)
