"""The stored public log. Leaves are pending until a batch gives them places."""

from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from contextlib import contextmanager
from datetime import datetime
from functools import partial

import sqlalchemy as sa
from sqlmodel import Session, col, select

from tracker.domain.case.history import Entry
from tracker.domain.record.leaf import (
    capture_leaf,
    finding_leaf,
    leaf_opening,
    library_leaf,
    record_leaf,
    sealed_leaf,
)
from tracker.domain.record.record import from_bytes
from tracker.services.core.left_out import note_left_out
from tracker.services.ports.log import (
    LeafSource,
    LogBatch,
    LogBook,
    LogStore,
    Pending,
    PublishedLeaf,
    SeenLog,
    Takes,
    TileAt,
    ToProve,
)
from tracker.storage.db.histories import Kept, history_of, stored_entries
from tracker.storage.db.sealing import Damaged
from tracker.storage.db.tables.cases import EventRow
from tracker.storage.db.tables.log import CheckpointRow, LeafRow, TileRow
from tracker.storage.db.tables.measurements import MeasuredFindingRow
from tracker.storage.db.tables.publishing import RecordVersionRow
from tracker.storage.db.transactions import Transactions, insert_all
from tracker.storage.db.unreadable_rows import translate_unreadable
from tracker.storage.log.attestations import SqlAttestationRepository
from tracker.storage.log.proof_reads import (
    leaves_of_proof,
    notes_of_proof,
    shown_entries,
    tiles_of_proof,
)

# The number of the lock that writers of the log share on a server; chosen once, at random.
_LOCK = 7_305_264_118_220_517_403

_PAGE = 1000
_PUBLIC = (LeafSource.RECORD, LeafSource.LIBRARY, LeafSource.FINDING, LeafSource.CAPTURE)
# Leaves made at the moment they are placed: no other row announces them.
WITHOUT_WAITING = (LeafSource.KEY, LeafSource.PADDING, LeafSource.REGAINED)
_OF_A_KEY = (LeafSource.KEY, LeafSource.REGAINED)
TELLS_OF_A_KEY = b'"leaf":"key"'

# Gives a leaf its place; one statement for all leaves of a batch.
_PLACE = (
    sa.update(LeafRow.metadata.tables["leaf"])
    .where(
        col(LeafRow.source) == sa.bindparam("of_source"),
        col(LeafRow.request) == sa.bindparam("of_request"),
        col(LeafRow.number) == sa.bindparam("of_number"),
    )
    .values(
        place=sa.bindparam("at"),
        body=sa.bindparam("leaf"),
        salt=sa.bindparam("with_salt"),
        said=sa.bindparam("with_said"),
    )
)

# Read with every page of a record, so it is built only once.
PLACED = (
    sa.select(
        col(LeafRow.place),
        col(CheckpointRow.size),
        col(CheckpointRow.note),
        col(CheckpointRow.made_at),
    )
    .join(CheckpointRow, col(CheckpointRow.size) > col(LeafRow.place))
    .where(
        col(LeafRow.source) == sa.bindparam("source"),
        col(LeafRow.request) == sa.bindparam("request"),
        col(LeafRow.number) == sa.bindparam("number"),
    )
    .order_by(col(CheckpointRow.size))
    .limit(1)
)


def wait_for_place(session: Session, source: LeafSource, request: str, number: int = 0) -> None:
    """Add a pending leaf, in the transaction that makes its subject."""
    session.add(LeafRow(source=source, request=request, number=number))


def wait_for_places(
    session: Session, source: LeafSource, subjects: Sequence[tuple[str, int]]
) -> None:
    """Add many pending leaves of one kind at once, each for a request and a number."""
    rows = [{"source": source.value, "request": of, "number": number} for of, number in subjects]
    insert_all(session, LeafRow, rows)


class SqlLogRepository(LogStore):
    """The log of one database."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self.attestations = SqlAttestationRepository(transactions)

    @contextmanager
    def opened(self) -> Iterator["SqlLogBook"]:
        with self._transactions.writing() as session:
            if session.get_bind().dialect.name == "postgresql":
                session.connection().execute(sa.select(sa.func.pg_advisory_xact_lock(_LOCK)))
            yield SqlLogBook(session)

    @contextmanager
    def seen(self) -> Iterator[SeenLog]:
        self._transactions.require_writable()
        with self._transactions.reading_now() as session:
            yield SqlLogBook(session)

    def last(self) -> PublishedLeaf | None:
        with self._transactions.reading() as session:
            return _last(session)

    def first_with(self, place: int) -> PublishedLeaf | None:
        wanted = select(CheckpointRow).where(col(CheckpointRow.size) > place)
        with self._transactions.reading() as session:
            found = session.exec(wanted.order_by(col(CheckpointRow.size)).limit(1)).first()
            return _published(found)

    def tile(self, at: TileAt) -> bytes:
        with self._transactions.reading() as session:
            return _tile(session, at)

    def leaves(self, first: int, count: int) -> Sequence[bytes]:
        wanted = select(LeafRow.body).where(
            col(LeafRow.place) >= first, col(LeafRow.place) < first + count
        )
        with self._transactions.reading() as session:
            found = session.exec(wanted.order_by(col(LeafRow.place))).all()
            return [bytes(body) for body in found if body is not None]

    def place_of(self, source: LeafSource, request: str, number: int) -> int | None:
        with self._transactions.reading() as session:
            row = session.get(LeafRow, (source, request, number))
            return row.place if row else None

    def changes_of_key(self) -> Sequence[tuple[int, bytes]]:
        wanted = select(LeafRow.place, LeafRow.body).where(
            col(LeafRow.source).in_(_OF_A_KEY), col(LeafRow.place).is_not(None)
        )
        with self._transactions.reading() as session:
            found = session.exec(wanted.order_by(col(LeafRow.place))).all()
        leaves = [(place or 0, bytes(body or b"")) for place, body in found]
        # For leaves recovered from a copy, only the bytes say what they are.
        return [(place, body) for place, body in leaves if TELLS_OF_A_KEY in body]

    def waiting(self) -> int:
        wanted = select(sa.func.count()).select_from(LeafRow).where(col(LeafRow.place).is_(None))
        with self._transactions.reading() as session:
            return session.exec(wanted).one()

    def placed(
        self, source: LeafSource, request: str, number: int
    ) -> tuple[int, PublishedLeaf] | None:
        asked = {"source": source, "request": request, "number": number}
        with self._transactions.reading() as session:
            found = session.connection().execute(PLACED, asked).first()
        if found is None:
            return None
        place, size, note, made_at = found
        return (place, PublishedLeaf(size, bytes(note), made_at)) if place is not None else None

    def to_prove(self, reference: str, version: int, takes: Takes) -> ToProve | None:
        with self._transactions.reading() as session:
            found = leaves_of_proof(session, reference, version)
            if not found or found[0].opening:
                return None
            shown = shown_entries(session, reference)
            leaves = [found[0], *(each for each in found[1:] if each.number in shown)]
            notes = notes_of_proof(session, {each.size for each in leaves})
            return ToProve(leaves, notes, tiles_of_proof(session, takes(leaves)))

    def checkpoints(self, after: int = 0) -> Iterator[PublishedLeaf]:
        while True:
            wanted = select(CheckpointRow).where(col(CheckpointRow.size) > after)
            with self._transactions.reading() as session:
                rows = session.exec(wanted.order_by(col(CheckpointRow.size)).limit(_PAGE)).all()
            yield from (PublishedLeaf(row.size, bytes(row.note), row.made_at) for row in rows)
            if len(rows) < _PAGE:
                return
            after = rows[-1].size

    def records_waiting(self) -> frozenset[str]:
        wanted = select(LeafRow.request).where(
            col(LeafRow.source) == LeafSource.RECORD, col(LeafRow.place).is_(None)
        )
        with self._transactions.reading() as session:
            return frozenset(session.exec(wanted))


class SqlLogBook(LogBook):
    """The log inside the one transaction of its writer."""

    def __init__(self, session: Session) -> None:
        self._session = session

    def last(self) -> PublishedLeaf | None:
        return _last(self._session)

    def has_place(self, source: LeafSource, request: str, number: int) -> bool:
        row = self._session.get(LeafRow, (source, request, number))
        return row is not None and row.place is not None

    def tile(self, at: TileAt) -> bytes:
        return _tile(self._session, at)

    def pending_public(self, limit: int | None) -> Sequence[Pending]:
        found: list[Pending] = []
        for row in self._waiting(limit, *_PUBLIC):
            made = self._of_record if row.source == LeafSource.RECORD else self._of_another
            found += _if_readable(partial(made, row))
        return list({(each.source, each.request, each.number): each for each in found}.values())

    def pending_private(self, limit: int | None, *, entered_before: datetime) -> Sequence[Pending]:
        wanted = (
            select(LeafRow.request, LeafRow.number)
            .join(
                EventRow,
                (col(EventRow.request) == col(LeafRow.request))
                & (col(EventRow.seq) == col(LeafRow.number)),
            )
            .where(col(LeafRow.source) == LeafSource.ENTRY, col(LeafRow.place).is_(None))
            .where(col(EventRow.entered_at) < entered_before)
        )
        order = col(EventRow.entered_at), col(LeafRow.request), col(LeafRow.number)
        waiting = self._session.exec(wanted.order_by(*order).limit(limit)).all()
        seqs: dict[str, set[int]] = {}
        for request, seq in waiting:
            seqs.setdefault(request, set()).add(seq)
        kept = stored_entries(self._session, tuple(seqs))
        return [
            leaf
            for request, among in seqs.items()
            for leaf in _if_readable(partial(_leaves_of, request, kept, among))
        ]

    def append(self, batch: LogBatch) -> None:
        first = batch.published.size - len(batch.leaves)
        waited = []
        for place, each in enumerate(batch.leaves, start=first):
            if each.source in WITHOUT_WAITING:
                self._session.add(_made(each, place))
            else:
                waited.append(_placed(each, place))
        if waited:
            self._session.connection().execute(_PLACE, waited)
        for (level, at), hashes in batch.tiles.items():
            row = self._session.get(TileRow, (level, at))
            if row is None:
                self._session.add(TileRow(level=level, place=at, hashes=hashes))
            else:
                row.hashes = hashes
        for published in (*batch.between, batch.published):
            self._session.add(
                CheckpointRow(size=published.size, note=published.note, made_at=published.made_at)
            )
            self._session.flush()

    def _waiting(self, limit: int | None, *sources: LeafSource) -> Sequence[LeafRow]:
        wanted = select(LeafRow).where(
            col(LeafRow.place).is_(None), col(LeafRow.source).in_(sources)
        )
        keys = col(LeafRow.source), col(LeafRow.request), col(LeafRow.number)
        return self._session.exec(wanted.order_by(*keys).limit(limit)).all()

    def _unplaced(self, request: str, among: set[int]) -> set[int]:
        # Whether it has a place is not asked of the database: SQLite would look through all leaves
        # without a place to find those of one request.
        wanted = select(LeafRow.number, LeafRow.place).where(
            col(LeafRow.source) == LeafSource.ENTRY, col(LeafRow.request) == request
        )
        found = self._session.exec(wanted)
        return among.intersection(number for number, place in found if place is None)

    def _of_record(self, row: LeafRow) -> list[Pending]:
        """Return the leaf of a version, after those of the entries that it shows first."""
        with translate_unreadable(f"version {row.number} of the record {row.request}"):
            version = self._session.get_one(RecordVersionRow, (row.request, row.number))
            record = from_bytes(bytes(version.content))
        shown = self._unplaced(row.request, {entry.seq for entry in record.entries})
        kept = stored_entries(self._session, (row.request,))
        leaf = record_leaf(record, version.digest)
        return [
            *_leaves_of(row.request, kept, shown),
            Pending(LeafSource.RECORD, row.request, row.number, leaf),
        ]

    def _of_another(self, row: LeafRow) -> list[Pending]:
        if row.source == LeafSource.LIBRARY:
            leaf = library_leaf(row.request)
        elif row.source == LeafSource.CAPTURE:
            leaf = capture_leaf(row.request)
        else:
            finding = self._session.get_one(MeasuredFindingRow, row.request)
            leaf = finding_leaf(finding.block, finding.digest, withdrawn=row.number > 0)
        return [Pending(LeafSource(row.source), row.request, row.number, leaf)]


def _if_readable(leaves: Callable[[], list[Pending]]) -> list[Pending]:
    """Return leaves of a request; none, and a note, while it cannot be read."""
    try:
        return leaves()
    except Damaged as damaged:
        note_left_out(str(damaged))
        return []


def _leaves_of(
    request: str, kept: Mapping[str, Sequence[Kept]], among: Collection[int]
) -> list[Pending]:
    history = history_of(kept.get(request, ()))
    return [_sealed(request, entry) for entry in history if entry.seq in among]


def _made(leaf: Pending, place: int) -> LeafRow:
    return LeafRow(
        source=leaf.source,
        request=leaf.request,
        number=leaf.number,
        place=place,
        body=leaf.leaf,
    )


def _placed(leaf: Pending, place: int) -> dict[str, object]:
    """Return the values of `_PLACE`."""
    opening = leaf.opening
    return {
        "of_source": leaf.source.value,
        "of_request": leaf.request,
        "of_number": leaf.number,
        "at": place,
        "leaf": leaf.leaf,
        "with_salt": opening.salt if opening else None,
        "with_said": opening.said if opening else None,
    }


def _sealed(request: str, entry: Entry) -> Pending:
    opening = leaf_opening(request, entry)
    leaf = sealed_leaf(opening.commitment)
    return Pending(LeafSource.ENTRY, request, entry.seq, leaf, opening)


def _last(session: Session) -> PublishedLeaf | None:
    newest = select(CheckpointRow).order_by(col(CheckpointRow.size).desc()).limit(1)
    return _published(session.exec(newest).first())


def _published(row: CheckpointRow | None) -> PublishedLeaf | None:
    return PublishedLeaf(row.size, bytes(row.note), row.made_at) if row else None


def _tile(session: Session, at: TileAt) -> bytes:
    row = session.get(TileRow, at, populate_existing=True)
    return bytes(row.hashes) if row else b""
