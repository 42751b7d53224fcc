"""Offices with many published records: one published by the use cases, the others copies of it."""

from collections.abc import Sequence
from dataclasses import replace
from hashlib import sha256

from sqlmodel import Session, col, select

from benchmarks.databases import copies_of, filling, multiply_case
from benchmarks.growing import add_sums
from tests.web.record_scenes import a_silence
from tracker.app import assembly as joined
from tracker.domain.events.copy import Copy
from tracker.domain.record.record import Record
from tracker.services.core.indexing import entry_of, refresh
from tracker.services.ports.log import LeafSource
from tracker.services.ports.publishing import PublicCopyFile
from tracker.services.ports.search import SearchEntry
from tracker.settings import Settings
from tracker.storage.db.engine import make_engine
from tracker.storage.db.tables.cases import EventRow
from tracker.storage.db.tables.public import SearchEntryRow
from tracker.storage.db.tables.publishing import (
    QuestionResultRow,
    RecordBodyRow,
    RecordResultRow,
    RecordRow,
    RecordVersionRow,
    ReleasedCopyRow,
)
from tracker.storage.db.transactions import insert_all
from tracker.storage.log.public_log import wait_for_places
from tracker.storage.public.search import index_words, search_row
from tracker.storage.public.search_words import words_on
from tracker.storage.public.spellings import add_spellings
from tracker.storage.publishing.records import publish

PAPER = 20_000
# Derived of a record, and the same for each of its copies.
DERIVED = (RecordRow, RecordBodyRow, QuestionResultRow, RecordResultRow)
AT_ONCE = 1_000


def found_published(settings: Settings, wanted: int) -> Record:
    """Make an office with so many published records, a document each; return the first record."""
    joined.found_office(settings, live=False, name="Office of a benchmark", email="")
    with joined.open_office(settings) as office:
        record = office.records.record(a_silence(office))
    first = _publish(settings, record, range(1), version=record.version + 1)
    with joined.open_office(settings) as office:
        entry = entry_of(office, first)
    with filling(settings.database_url) as engine:
        with engine.begin() as connection:
            multiply_case(connection, record.reference, wanted)
        with Session(engine) as session, session.begin():
            _multiply(session, first, entry, range(1, wanted))
    _place_all(settings)
    return first


def publish_again(settings: Settings, model: Record, numbers: range, *, version: int) -> None:
    """Publish a version of these copies of a record through the use cases, and give it a place in
    the log."""
    _publish(settings, model, numbers, version=version)
    _place_all(settings)


def _publish(settings: Settings, model: Record, numbers: range, *, version: int) -> Record:
    """Publish a version of these copies of a record; return the first of them."""
    engine = make_engine(settings.database_url)
    found = [_copy_of(model, number, version) for number in numbers]
    with Session(engine) as session, session.begin():
        for record, paper in found:
            publish(session, record.reference, record, (), (paper,))
    engine.dispose()
    return found[0][0]


def _place_all(settings: Settings) -> None:
    """Give everything its place in the log, and index what is not indexed."""
    with joined.open_log(settings) as log:
        while log.append().added:
            pass
    with joined.open_office(settings) as office:
        while refresh(office):
            pass


def _copy_of(model: Record, number: int, version: int) -> tuple[Record, PublicCopyFile]:
    reference = f"{model.reference}-{number}" if number else model.reference
    paper = (b"%PDF-1.7 paper " + b"%d " % number).ljust(PAPER, b"-")
    found = Copy(sha256(paper).hexdigest(), "The paper", 1, 1, len(paper))
    record = replace(model, reference=reference, version=version, copies=(found,))
    return record, PublicCopyFile(found, paper)


def _multiply(session: Session, model: Record, entry: SearchEntry, numbers: range) -> None:
    """Write copies of a published record as their publication would, many rows at once."""
    seqs = session.exec(select(EventRow.seq).where(col(EventRow.request) == model.reference)).all()
    parts = [range(at, min(at + AT_ONCE, numbers.stop)) for at in numbers[::AT_ONCE]]
    for some in parts:
        _write(session, [_copy_of(model, number, model.version) for number in some], seqs)
    for table in DERIVED:
        made = copies_of(table, "request", model.reference, len(numbers))
        session.connection().execute(made)
    add_sums(session, model.reference, len(numbers))
    for some in parts:
        _index(session, entry, [f"{model.reference}-{number}" for number in some])


def _write(
    session: Session, copies: Sequence[tuple[Record, PublicCopyFile]], seqs: Sequence[int]
) -> None:
    """Write the versions and documents of records, which wait for their places in the log."""
    versions, papers = list[dict[str, object]](), list[dict[str, object]]()
    for record, paper in copies:
        content = record.to_bytes()
        digest = sha256(content).hexdigest()
        own = {"request": record.reference}
        versions.append(own | {"version": record.version, "digest": digest, "content": content})
        papers.append(own | {"digest": paper.copy.digest, "content": paper.data})
    insert_all(session, RecordVersionRow, versions)
    insert_all(session, ReleasedCopyRow, papers)
    entries = [(record.reference, seq) for record, _ in copies for seq in seqs]
    wait_for_places(session, LeafSource.ENTRY, entries)
    published = [(record.reference, record.version) for record, _ in copies]
    wait_for_places(session, LeafSource.RECORD, published)


def _index(session: Session, model: SearchEntry, references: Sequence[str]) -> None:
    """Index copies of a record. Their names differ only in their reference."""
    entries = [_entry(model, reference) for reference in references]
    rows = [search_row(entry) for entry in entries]
    insert_all(session, SearchEntryRow, [row.model_dump() for row in rows])
    words, (_, rest), vocabulary = words_on("sqlite"), index_words(model), set[str]()
    for row, entry in zip(rows, entries, strict=True):
        names, _ = index_words(replace(entry, passages=()))
        words.put(session, row.id, names, rest)
        vocabulary.update(names)
    add_spellings(session, vocabulary)


def _entry(model: SearchEntry, reference: str) -> SearchEntry:
    record = replace(model.record, reference=reference)
    return replace(model, record=record, names=(reference, *model.names[1:]))
