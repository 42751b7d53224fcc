"""Searching many public records: how long until the first hits stand, on both databases."""

import random
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from contextlib import contextmanager
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import partial
from multiprocessing import get_context
from os import cpu_count
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from benchmarks.databases import Databases, each_kind, found
from benchmarks.measuring import Line, Sizes, Spread, require_equal
from benchmarks.traffic import listening
from tests.offices import an_office, the_library
from tests.web.record_scenes import a_silence
from tracker.services.core.indexing import entry_of
from tracker.services.core.office import Office
from tracker.services.core.search_query import WordsOfText, query_of, tier_of
from tracker.services.core.word_index import indexed
from tracker.services.ports.search import Passage, SearchEntry
from tracker.services.public.searching import HITS_ON_A_PAGE, MOST, SearchForm, search
from tracker.storage.db.engine import make_engine
from tracker.storage.db.tables.cases import RequestRow
from tracker.storage.db.tables.public import SearchEntryRow
from tracker.storage.db.tables.publishing import RecordBodyRow, RecordRow, RecordVersionRow
from tracker.storage.public.search import index_words, search_row
from tracker.storage.public.search_words import words_on
from tracker.storage.public.spellings import add_spellings

AT_MOST = 0.15
# Three tiers, the best hits, and what they are counted by; if nothing is found, each word by
# itself, the words spelled nearly alike, and the search that was perhaps meant.
MOST_STATEMENTS, MOST_IF_NOTHING = 7, 25
VOCABULARY, PASSAGES, LENGTH = 20_000, 3, 40


# Of a vocabulary, some words are in nearly every text and most in few: the n-th is n times rarer.
def _word(number: int) -> str:
    """Return a word of letters alone, whose spelling can be compared with that of others."""
    return "w" + "".join("abcdefghij"[int(digit)] for digit in str(number))


COMMON, FREQUENT, RARE = _word(1), _word(30), _word(9000)
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
    "words in a row": SearchForm(f"“{COMMON} {_word(2)}”"),
    "a beginning": SearchForm(f"{_word(90)}*"),
    "another form of a word": SearchForm(f"{FREQUENT}ed"),
    "a provision": SearchForm("section 37(1)"),
    "a word, and one that must not be there": SearchForm(f"{COMMON} -{_word(2)}"),
    "Urdu": SearchForm("\u067e\u0627\u0643\u0633\u062a\u0627\u0646"),
    "a word of one body in one year": SearchForm(COMMON, body="pk-pta", year=2024),
    "no word, one country": SearchForm(country="pk"),
    "nothing is found, a word is misspelt": SearchForm("pakistn zzzzz"),
    "nothing is found, all words are known": SearchForm(f"{RARE} {_word(8999)} {_word(9998)}"),
}


def searching(sizes: Sizes) -> Iterator[Line]:
    """Return statements, and milliseconds to the first 20 hits, on each database found.

    Statements are compared between few records and many; the time is that among many.
    """
    answers: dict[str, Sequence[str]] = {}
    for databases in each_kind():
        few, many = sizes.few_published, sizes.many_published
        among_few = dict(_statements(databases, few))
        with _filled(databases, many) as office:
            for name, asked in QUESTIONS.items():
                known = answers.setdefault(name, _references(office, asked))
                require_equal(f"{name} on {databases.name}", _references(office, asked), known)
                yield _bounded(
                    f"search, {databases.name}, {many:,} / {few:,} records: {name}: statements",
                    _Statements(_statements_of(office, asked), bool(known)),
                    among_few[name],
                )
                spread = Spread.of(_times(office, asked, sizes.rounds))
                yield Line(
                    f"search, {databases.name}, {many:,} records: {name}",
                    spread.said("ms", 1e3),
                    f"under {AT_MOST * 1e3:.0f} ms",
                    spread.middle < AT_MOST,
                )


@contextmanager
def _filled(databases: Databases, number: int) -> Iterator[Office]:
    place = databases.prepared(partial(fill, number=number))
    with (
        databases.copy(place) as url,
        TemporaryDirectory() as folder,
        an_office(Path(folder), url=url) as (office, _),
    ):
        yield office


@dataclass(frozen=True, slots=True)
class _Statements:
    """How many statements a search sent, and whether it found anything: a rare word is in none
    of a few records."""

    number: int
    found: bool

    @property
    def few_enough(self) -> bool:
        return self.number <= (MOST_STATEMENTS if self.found else MOST_IF_NOTHING)


def _statements(databases: Databases, number: int) -> Iterator[tuple[str, _Statements]]:
    with _filled(databases, number) as office:
        _require_right(office, number)
        for name, asked in QUESTIONS.items():
            found = bool(_references(office, asked))
            yield name, _Statements(_statements_of(office, asked), found)


def _statements_of(office: Office, asked: SearchForm) -> int:
    with listening() as traffic:
        search(office, asked)
    return traffic.statements


def _bounded(what: str, many: _Statements, few: _Statements) -> Line:
    """Return a line whose aim is a number of statements that no number of records exceeds."""
    most = MOST_STATEMENTS if many.found else MOST_IF_NOTHING
    met = many.few_enough and few.few_enough
    return Line(what, f"{many.number} / {few.number}", f"at most {most}", met)


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
    nothing = WordsOfText(())
    texts = [WordsOfText(indexed(_said(n))) for n in range(0, number)]
    for typed in (FREQUENT, RARE, f"“{COMMON} {_word(2)}”", f"{COMMON} -{_word(2)}"):
        query = query_of(typed)
        holds = sum(tier_of(query, nothing, words) is not None for words in texts)
        found = search(office, SearchForm(typed))
        require_equal(f"hits for {typed}", found and found.count, min(holds, MOST))
        require_equal("hits on a page", found and len(found.on_record), min(holds, HITS_ON_A_PAGE))


def fill(url: str, *, number: int) -> None:
    """Create an office with public records, each with words of its own."""
    with TemporaryDirectory() as folder:
        found(url, Path(folder))
        with an_office(Path(folder), url=url) as (office, _):
            model = entry_of(office, office.records.record(a_silence(office)))
    engine = make_engine(url)
    batches = [range(at, min(at + BATCH, number)) for at in range(0, number, BATCH)]
    # Forks have the model; the words are found on all cores while this process writes.
    _models[:] = [model]
    with (
        ProcessPoolExecutor(cpu_count(), get_context("fork")) as pool,
        Session(engine) as session,
        session.begin(),
    ):
        for rows in pool.map(_rows, batches):
            _write(session, rows)
            # Within one transaction PostgreSQL takes a table for as small as it was before, and
            # reads all of the spellings for each batch.
            if engine.dialect.name == "postgresql":
                session.connection().exec_driver_sql("ANALYZE search_spelling")
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


def _text(number: int) -> tuple[Passage, ...]:
    return tuple(Passage(words, "en") for words in _said(number))


def _said(number: int) -> Iterator[str]:
    chance = random.Random(number)
    for _ in range(PASSAGES):
        words = (_word(int(VOCABULARY ** chance.random())) for _ in range(LENGTH))
        yield " ".join((*words, f"section {chance.randrange(1, 60)}({chance.randrange(1, 5)})"))


_models: list[SearchEntry] = []


class _Rows(NamedTuple):
    """The rows of some records by table, and the words by which each is found, joined."""

    tables: dict[str, list[dict[str, Any]]]
    words: list[tuple[str, str]]


def _rows(numbers: range) -> _Rows:
    """Return rows as publications write them; those of `record` without what all have alike."""
    (model,) = _models
    found = _Rows({_name(table): [] for table in TABLES}, [])
    for entry in (_entry(model, number) for number in numbers):
        record = entry.record
        request = {"request": record.reference}
        own = {name: getattr(record, name) for name in ("as_of", "block", "body")}
        version = {"version": record.version, "digest": "d" * 64, "content": b"{}"}
        named = {"body": record.body, "part": "held", "as_of": record.as_of}
        for table, row in (
            (RequestRow, {"reference": record.reference, "made_at": MADE}),
            (RecordVersionRow, request | version),
            (RecordRow, request | own),
            (RecordBodyRow, request | named),
            (SearchEntryRow, search_row(entry).model_dump()),
        ):
            found.tables[_name(table)].append(row)
        names, rest = index_words(entry)
        found.words.append((" ".join(names), " ".join(rest)))
    return found


def _name(table: type[SQLModel]) -> str:
    return str(table.__tablename__)


def _write(session: Session, rows: _Rows) -> None:
    """Insert rows as a publication writes them, many at once."""
    line = session.exec(select(RecordRow)).first()
    assert line is not None
    alike = line.model_dump()
    for table in TABLES:
        kept = rows.tables[_name(table)]
        whole = [alike | row for row in kept] if table is RecordRow else kept
        session.connection().execute(sa.insert(table), whole)
    words, vocabulary = words_on(session.get_bind().dialect.name), set[str]()
    entries = rows.tables[_name(SearchEntryRow)]
    for entry, said in zip(entries, rows.words, strict=True):
        names, rest = (each.split(" ") for each in said)
        words.put(session, entry["id"], names, rest)
        vocabulary.update(names, rest)
    add_spellings(session, vocabulary)
