"""Searching many public records: how long until the first hits stand, on both databases."""

import random
import time
from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from benchmarks.databases import Databases, each_kind, found
from benchmarks.measuring import Line, Sizes, Spread, require_equal
from tests.offices import an_office, the_library
from tests.web.record_scenes import a_silence
from tracker import storage
from tracker.domain.words.search_query import found_in, indexed, query_of
from tracker.services.core.indexing import entry_of
from tracker.services.core.office import Office
from tracker.services.ports.search import SearchEntry
from tracker.services.public.searching import HITS_ON_A_PAGE, MOST, SearchForm, search
from tracker.storage.db.tables.cases import RequestRow
from tracker.storage.db.tables.public import SearchEntryRow
from tracker.storage.db.tables.publishing import RecordBodyRow, RecordRow, RecordVersionRow
from tracker.storage.public.search import search_row
from tracker.storage.public.search_words import words_on

AT_MOST = 0.15
VOCABULARY, PASSAGES, LENGTH = 20_000, 3, 40
# Of a vocabulary, some words are in nearly every text and most in few: the n-th is n times rarer.
COMMON, FREQUENT, RARE = "w1", "w30", "w9000"
FIRST = date(2024, 1, 1)
BATCH = 5_000
TABLES: tuple[type[SQLModel], ...] = (
    RequestRow,
    RecordVersionRow,
    RecordRow,
    RecordBodyRow,
    SearchEntryRow,
)
MADE = datetime(2024, 1, 1, tzinfo=UTC)
QUESTIONS = {
    "a word in every name": SearchForm("pakistan"),
    "a word in nearly every text": SearchForm(COMMON),
    "a frequent word": SearchForm(FREQUENT),
    "a rare word": SearchForm(RARE),
    "three words": SearchForm(f"pta {COMMON} {FREQUENT}"),
    "words in a row": SearchForm(f"“{COMMON} w2”"),
    "a word, and one that must not be there": SearchForm(f"{COMMON} -w2"),
    "Urdu": SearchForm("\u067e\u0627\u0643\u0633\u062a\u0627\u0646"),
    "a word of one body in one year": SearchForm(COMMON, body="pk-pta", year=2024),
    "no word, one country": SearchForm(country="pk"),
    "nothing is found": SearchForm("pakistn zzzzz"),
}


def searching(sizes: Sizes) -> Iterator[Line]:
    """Return the milliseconds to the first 20 hits, on SQLite and, if found, on PostgreSQL."""
    answers: dict[str, Sequence[str]] = {}
    for databases in each_kind():
        yield from _timed(databases, sizes, answers)


def _timed(
    databases: Databases, sizes: Sizes, answers: dict[str, Sequence[str]]
) -> Iterator[Line]:
    place = databases.prepared(partial(fill, number=sizes.records))
    with (
        databases.copy(place) as url,
        TemporaryDirectory() as folder,
        an_office(Path(folder), url=url) as (office, _),
    ):
        _require_right(office, sizes.records)
        for name, asked in QUESTIONS.items():
            known = answers.setdefault(name, _references(office, asked))
            require_equal(f"{name} on {databases.name}", _references(office, asked), known)
            spread = Spread.of(_times(office, asked, sizes.rounds))
            yield Line(
                f"search, {databases.name}, {sizes.records} records: {name}",
                spread.said("ms", 1e3),
                f"under {AT_MOST * 1e3:.0f} ms",
                spread.middle < AT_MOST,
            )


def _references(office: Office, asked: SearchForm) -> list[str]:
    found = search(office, asked)
    return [hit.line.reference for hit in found.on_record] if found else []


def _times(office: Office, asked: SearchForm, rounds: int) -> Iterator[float]:
    for _ in range(rounds):
        start = time.perf_counter()
        search(office, asked)
        yield time.perf_counter() - start


def _require_right(office: Office, number: int) -> None:
    """Raise AnswersDiffer unless the hits are those that the words of the texts give."""
    texts = [indexed(_text(n)) for n in range(number)]
    for typed in (FREQUENT, RARE, f"“{COMMON} w2”", f"{COMMON} -w2"):
        holds = sum(found_in(query_of(typed), words) for words in texts)
        found = search(office, SearchForm(typed))
        require_equal(f"hits for {typed}", found and found.count, min(holds, MOST))
        require_equal("hits on a page", found and len(found.on_record), min(holds, HITS_ON_A_PAGE))


def fill(url: str, *, number: int) -> None:
    """Create an office with public records, each with words of its own."""
    with TemporaryDirectory() as folder:
        found(url, Path(folder))
        with an_office(Path(folder), url=url) as (office, _):
            model = entry_of(office, office.records.record(a_silence(office)))
    engine = storage.make_engine(url)
    with Session(engine) as session, session.begin():
        for first in range(0, number, BATCH):
            numbers = range(first, min(first + BATCH, number))
            _write(session, [_entry(model, n) for n in numbers])
    if engine.dialect.name == "postgresql":
        with engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
            connection.exec_driver_sql("VACUUM ANALYZE")
    engine.dispose()


def _entry(model: SearchEntry, number: int) -> SearchEntry:
    """Return a record of another day, body and block, with other words."""
    library = the_library()
    blocks = [block for block in library.blocks.values() if block.country == "pk"]
    bodies = [body for body in library.bodies.values() if body.country == "pk"]
    block, body = blocks[number % len(blocks)], bodies[number % len(bodies)]
    record = replace(
        model.record,
        reference=f"b{number:07d}",
        as_of=FIRST + timedelta(number % 1000),
        confirmed_on=FIRST + timedelta(number % 1000),
        block=block.key,
        body=body.key,
    )
    texts = (block.title, body.name, library.law(record.law).title)
    names = (record.reference, body.short_name, *(w for t in texts for w in t.words.values()))
    return replace(model, record=record, names=names, passages=_text(number))


def _text(number: int) -> tuple[str, ...]:
    chance = random.Random(number)
    return tuple(
        " ".join(f"w{int(VOCABULARY ** chance.random())}" for _ in range(LENGTH))
        for _ in range(PASSAGES)
    )


def _write(session: Session, entries: Sequence[SearchEntry]) -> None:
    """Insert rows as a publication writes them, many at once."""
    model = session.exec(select(RecordRow)).first()
    assert model is not None
    kept = {table: list[dict[str, Any]]() for table in TABLES}
    for record in (entry.record for entry in entries):
        request, line = {"request": record.reference}, model.model_dump()
        own = {name: getattr(record, name) for name in ("as_of", "block", "body")}
        kept[RequestRow].append({"reference": record.reference, "made_at": MADE})
        version = {"version": record.version, "digest": "d" * 64, "content": b"{}"}
        kept[RecordVersionRow].append(request | version)
        kept[RecordRow].append(line | request | own)
        named = {"body": record.body, "part": "held", "as_of": record.as_of}
        kept[RecordBodyRow].append(request | named)
    rows = [search_row(entry) for entry in entries]
    kept[SearchEntryRow] = [row.model_dump() for row in rows]
    for table in TABLES:
        session.connection().execute(sa.insert(table), kept[table])
    words = words_on(session.get_bind().dialect.name)
    for row, entry in zip(rows, entries, strict=True):
        words.put(session, row.id, indexed(entry.names), indexed(entry.passages))
