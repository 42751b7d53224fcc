"""Public records as they were published, each version kept."""

import hashlib
from collections.abc import Collection, Iterable, Mapping, Sequence
from contextlib import AbstractContextManager
from functools import cache
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select, update

from tracker.domain.base.errors import NotOnFile
from tracker.domain.record.record import Record
from tracker.domain.record.tally import Counts, Scope, What
from tracker.services.ports.cases import AlreadyEntered
from tracker.services.ports.log import LeafSource, PublishedLeaf
from tracker.services.ports.publishing import PublicCopyFile
from tracker.services.ports.records import (
    Cell,
    CurrentVersion,
    Edition,
    Records,
    ReleasedText,
    Stamp,
)
from tracker.services.ports.search import SearchIndex
from tracker.services.ports.sought import ANY, Sought
from tracker.storage.db.errors import translate_duplicates
from tracker.storage.db.record_bytes import checked_record, whole
from tracker.storage.db.sealing import Damaged
from tracker.storage.db.tables.log import CheckpointRow, LeafRow
from tracker.storage.db.tables.publishing import (
    RecordRow,
    RecordVersionRow,
    ReleasedCopyRow,
    ReleasedTextRow,
)
from tracker.storage.db.transactions import Transactions, put
from tracker.storage.db.value_lists import in_places, padded, places_for
from tracker.storage.log.public_log import wait_for_place
from tracker.storage.publishing.block_cells import cells
from tracker.storage.publishing.notices import SqlNoticeLists
from tracker.storage.publishing.record_changes import last_change, last_changes
from tracker.storage.publishing.record_lines import save_line, tallies
from tracker.storage.publishing.record_lists import SqlRecordLists, shown
from tracker.storage.publishing.stamps import stamp_in


def publish(
    session: Session,
    reference: str,
    record: Record,
    texts: Sequence[ReleasedText],
    copies: Sequence[PublicCopyFile] = (),
) -> None:
    """Store a new version of a record as the current one.

    Raises AlreadyEntered if that version was published before.
    """
    _keep_version(session, reference, record)
    save_line(session, record)
    _release(session, reference, record, texts)
    _release_copies(session, reference, record, copies)


def _keep_version(session: Session, reference: str, record: Record) -> None:
    content = record.to_bytes()
    digest = hashlib.sha256(content).hexdigest()
    session.add(
        RecordVersionRow(request=reference, version=record.version, digest=digest, content=content)
    )
    wait_for_place(session, LeafSource.RECORD, reference, record.version)
    with translate_duplicates(
        lambda: AlreadyEntered(
            "Version {record} of record {reference} is already published. Reload the page and "
            "publish from there.",
            record=record.version,
            reference=reference,
        )
    ):
        session.flush()


def published_digest(session: Session, reference: str) -> str:
    """Return the digest of the current version; empty if nothing was published."""
    wanted = _current(RecordVersionRow.digest).where(col(RecordRow.request) == reference)
    return session.exec(wanted).first() or ""


def _release(
    session: Session, reference: str, record: Record, texts: Sequence[ReleasedText]
) -> None:
    """Store the texts, show those that the record names, and delete the others."""
    for text in texts:
        values = {"digest": text.digest, "title": text.title, "words": text.words}
        put(session, ReleasedTextRow, {"request": reference, **values, "shown": False})
    named = [release.digest for release in record.releases]
    session.exec(
        update(ReleasedTextRow)
        .where(col(ReleasedTextRow.request) == reference)
        .values(shown=col(ReleasedTextRow.digest).in_(named))
    )
    session.exec(
        delete(ReleasedTextRow)
        .where(col(ReleasedTextRow.request) == reference)
        .where(~col(ReleasedTextRow.shown))
    )


def _release_copies(
    session: Session, reference: str, record: Record, copies: Sequence[PublicCopyFile]
) -> None:
    """Store the copies, and delete those that the record no longer names."""
    for copy in copies:
        values = {"digest": copy.copy.digest, "content": copy.data}
        put(session, ReleasedCopyRow, {"request": reference, **values})
    named = [copy.digest for copy in record.copies]
    session.exec(
        delete(ReleasedCopyRow)
        .where(col(ReleasedCopyRow.request) == reference)
        .where(col(ReleasedCopyRow.digest).not_in(named))
    )


def _current(wanted: Any) -> Any:
    """Return a query of the current versions of records."""
    return select(wanted).join(
        RecordRow,
        (col(RecordRow.request) == col(RecordVersionRow.request))
        & (col(RecordRow.version) == col(RecordVersionRow.version)),
    )


def _whole_text(digest: str, title: str, words: str) -> ReleasedText:
    """Return a released text. Raises Damaged if it is not what was released."""
    if hashlib.sha256(words.encode()).hexdigest() != digest:
        raise Damaged(
            "The text {digest}… is not what was released: restore the last backup.",
            digest=digest[:12],
        )
    return ReleasedText(digest, title, words)


def _not_published(reference: str) -> NotOnFile:
    return NotOnFile("Record “{reference}” was not found. Check the list.", reference=reference)


# Read for every page, so they are built only once.
_FROM_IT = sa.alias(sa.inspect(RecordRow).local_table)
# Whether a shown record came from the items of this one.
_LED = sa.exists().where(_FROM_IT.c.comes_from == col(RecordRow.request), ~_FROM_IT.c.withheld)
_EDITION = (
    sa.select(
        col(RecordVersionRow.version),
        col(RecordVersionRow.digest),
        col(RecordRow.withheld),
        col(LeafRow.place).is_not(None),
        _LED,
    )
    .join(
        RecordRow,
        (col(RecordRow.request) == col(RecordVersionRow.request))
        & (col(RecordRow.version) == col(RecordVersionRow.version)),
    )
    .outerjoin(
        LeafRow,
        (col(LeafRow.source) == LeafSource.RECORD.value)
        & (col(LeafRow.request) == col(RecordVersionRow.request))
        & (col(LeafRow.number) == col(RecordVersionRow.version)),
    )
    .where(col(RecordRow.request) == sa.bindparam("reference"))
)
_VERSIONS = sa.select(
    col(RecordVersionRow.request), col(RecordVersionRow.digest), col(RecordVersionRow.content)
).join(
    RecordRow,
    (col(RecordRow.request) == col(RecordVersionRow.request))
    & (col(RecordRow.version) == col(RecordVersionRow.version)),
)
_COPY = sa.select(col(ReleasedCopyRow.content)).where(
    col(ReleasedCopyRow.request) == sa.bindparam("reference"),
    col(ReleasedCopyRow.digest) == sa.bindparam("digest"),
)
_PUBLISHED = _VERSIONS.where(col(RecordRow.request) == sa.bindparam("reference"))
# With the columns that the page of a record shows beside it.
_FIRST = sa.alias(sa.inspect(CheckpointRow).local_table)
_WITH_PLACE: sa.Select[Any] = (
    _PUBLISHED.add_columns(
        _LED.label("led"),
        col(LeafRow.place),
        col(CheckpointRow.size),
        col(CheckpointRow.note),
        col(CheckpointRow.made_at),
    )
    .outerjoin(
        LeafRow,
        (col(LeafRow.source) == LeafSource.RECORD.value)
        & (col(LeafRow.request) == col(RecordVersionRow.request))
        & (col(LeafRow.number) == col(RecordVersionRow.version)),
    )
    .outerjoin(
        CheckpointRow,
        col(CheckpointRow.size)
        == sa.select(sa.func.min(_FIRST.c.size))
        .where(_FIRST.c.size > col(LeafRow.place))
        .correlate(LeafRow)
        .scalar_subquery(),
    )
)


@cache
def _published_of(number: int) -> sa.Select[str, str, bytes]:
    """Return the statement for the versions of this many shown records."""
    named = col(RecordRow.request).in_(places_for(number))
    return _VERSIONS.where(~col(RecordRow.withheld), named)


@cache
def _texts(number: int) -> sa.Select[str, str, str]:
    """Return the statement for this many texts.

    A text may be released with many records: only the row of the first is read.
    """
    row = ReleasedTextRow
    asked = sa.values(sa.column("digest", sa.String), name="asked")
    wanted = asked.data([(place,) for place in places_for(number)]).cte()
    first = sa.select(sa.func.min(col(row.request)))
    first = first.where(col(row.digest) == wanted.c.digest, col(row.shown))
    return sa.select(col(row.digest), col(row.title), col(row.words)).join(
        wanted,
        (col(row.digest) == wanted.c.digest)
        & (col(row.request) == first.correlate(wanted).scalar_subquery()),
    )


class SqlRecordRepository(SqlRecordLists, SqlNoticeLists, Records):
    """The public records, and nothing private."""

    def __init__(self, transactions: Transactions, index: SearchIndex) -> None:
        super().__init__(transactions)
        self.index = index

    def one_state(self) -> AbstractContextManager[None]:
        return self._transactions.one_state()

    def record(self, reference: str) -> Record:
        return checked_record(*self._published(reference))

    def current_version(self, reference: str) -> CurrentVersion:
        with self._transactions.reading() as session:
            found = session.connection().execute(_WITH_PLACE, {"reference": reference}).first()
        if found is None:
            raise _not_published(reference)
        name, digest, content, led, place, size, note, made_at = found
        placed = None if size is None else (place, PublishedLeaf(size, bytes(note), made_at))
        return CurrentVersion(digest, checked_record(name, digest, content), placed, bool(led))

    def current(self, references: Iterable[str]) -> Sequence[Record]:
        wanted = tuple(dict.fromkeys(references))
        found = {row.request: row for row in self._published_of(wanted)}
        return [checked_record(*found[each]) for each in wanted if each in found]

    def published(self, reference: str) -> bytes:
        return whole(*self._published(reference))

    def _published(self, reference: str) -> sa.Row[str, str, bytes]:
        with self._transactions.reading() as session:
            found = session.connection().execute(_PUBLISHED, {"reference": reference}).first()
        if found is None:
            raise _not_published(reference)
        return found

    def published_after(
        self, reference: str, limit: int, sought: Sought = ANY
    ) -> Sequence[tuple[str, bytes]]:
        wanted = shown(_current(RecordVersionRow), sought)
        after = wanted.where(col(RecordRow.request) > reference)
        with self._transactions.reading() as session:
            found = session.exec(after.order_by(col(RecordRow.request)).limit(limit))
            return [(row.digest, whole(row.request, row.digest, row.content)) for row in found]

    def published_of(self, references: Collection[str]) -> Mapping[str, tuple[str, bytes]]:
        found = self._published_of(references)
        return {row.request: (row.digest, whole(*row)) for row in found}

    def _published_of(self, references: Collection[str]) -> Sequence[sa.Row[str, str, bytes]]:
        if not references:
            return ()
        with self._transactions.reading() as session:
            wanted = padded(references)
            found = session.connection().execute(_published_of(len(wanted)), in_places(wanted))
            return found.all()

    def stamp_of_pages(self) -> Mapping[str, str]:
        with self._transactions.reading() as session:
            return stamp_in(session.connection())

    def stamp(self) -> Stamp:
        versions = select(sa.func.count()).select_from(RecordVersionRow)
        withheld = select(RecordRow.request).where(col(RecordRow.withheld))
        with self._transactions.reading() as session:
            gone = frozenset(session.exec(withheld).all())
            return Stamp(session.exec(versions).one(), gone)

    def edition(self, reference: str) -> Edition:
        with self._transactions.reading() as session:
            row = session.connection().execute(_EDITION, {"reference": reference}).first()
        if row is None:
            raise _not_published(reference)
        return Edition(row[0], row[1], withheld=row[2], placed=row[3], led=bool(row[4]))

    def last_change(self, scope: Scope, subject: str) -> str:
        with self._transactions.reading() as session:
            return last_change(session, scope, subject)

    def last_changes(self) -> Mapping[tuple[Scope, str], str]:
        with self._transactions.reading() as session:
            return last_changes(session)

    def editions(self) -> Mapping[str, str]:
        wanted = select(RecordVersionRow.request, RecordVersionRow.digest).join(
            RecordRow,
            (col(RecordRow.request) == col(RecordVersionRow.request))
            & (col(RecordRow.version) == col(RecordVersionRow.version)),
        )
        with self._transactions.reading() as session:
            # An iterator, since a result has `keys` and so would be taken for a mapping.
            return dict(iter(session.connection().execute(wanted)))

    def tally(
        self, scope: Scope, whats: Iterable[What], subject: str | None = None
    ) -> Mapping[tuple[str, What], Counts]:
        with self._transactions.reading() as session:
            return tallies(session, scope, whats, subject)

    def cells(self, block: str) -> Sequence[Cell]:
        with self._transactions.reading() as session:
            return cells(session, block)

    def text(self, digest: str) -> ReleasedText:
        return self.texts((digest,))[digest]

    def texts(self, digests: Collection[str]) -> Mapping[str, ReleasedText]:
        if not digests:
            return {}
        with self._transactions.reading() as session:
            wanted = padded(digests)
            found = session.connection().execute(_texts(len(wanted)), in_places(wanted)).all()
        # Each text is checked once, however many records released it.
        last = {digest: (title, words) for digest, title, words in found}
        if len(last) < len(set(digests)):
            raise NotOnFile("That text is not published. Open it from the page of its record.")
        return {digest: _whole_text(digest, *text) for digest, text in last.items()}

    def copy(self, reference: str, digest: str) -> bytes:
        with self._transactions.reading() as session:
            asked = {"reference": reference, "digest": digest}
            content = session.connection().execute(_COPY, asked).scalar()
        if content is None:
            raise NotOnFile("That copy is not published. Open it from the page of its record.")
        if hashlib.sha256(content).hexdigest() != digest:
            raise Damaged(
                "The copy {digest}… is not what was released: restore the last backup.",
                digest=digest[:12],
            )
        return bytes(content)
