"""Searching many public records: how long until the first hits stand, on both databases."""

import json
import random
import time
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, nullcontext
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta
from functools import cache, partial
from itertools import chain
from math import lcm
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, NamedTuple

import sqlalchemy as sa
from sqlmodel import Session, SQLModel, select

from benchmarks.databases import all_filled, filling, found
from benchmarks.measuring import MILLISECONDS, Line, Sizes, Spread, require_equal, setting_up
from benchmarks.traffic import listening
from tests.offices import an_office, the_library
from tests.web.record_scenes import a_silence
from tracker.services.core.indexing import entry_of
from tracker.services.core.office import Office
from tracker.services.core.search_query import WordsOfText, query_of, tier_of
from tracker.services.core.word_index import indexed
from tracker.services.ports.search import Passage, SearchEntry
from tracker.services.public.searching import HITS_ON_A_PAGE, MOST, SearchForm, search
from tracker.storage.db.tables.cases import RequestRow
from tracker.storage.db.tables.public import SearchEntryRow
from tracker.storage.db.tables.publishing import RecordBodyRow, RecordRow, RecordVersionRow
from tracker.storage.db.transactions import insert_all
from tracker.storage.public.search import _place, index_words, search_row
from tracker.storage.public.search_words import _vector, words_on
from tracker.storage.public.spellings import add_spellings

AT_MOST = 0.15
# Three tiers, the best hits, and what they are counted by; if nothing is found, each word by
# itself, the words spelled nearly alike, and the search that was perhaps meant.
MOST_STATEMENTS, MOST_IF_NOTHING = 7, 25
VOCABULARY, PASSAGES, LENGTH = 20_000, 3, 40


# Of a vocabulary, some words are in nearly every text and most in few: the n-th is n times rarer.
@cache
def _word(number: int) -> str:
    """Return a word of letters alone, whose spelling can be compared with that of others."""
    return "w" + "".join("abcdefghij"[int(digit)] for digit in str(number))


COMMON, FREQUENT, RARE = _word(1), _word(30), _word(9000)
FIRST = date(2024, 1, 1)
BATCH = 5_000
TEXTS = 10_000
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
    few, many = sizes.few_published, sizes.many_published
    with setting_up():
        _make_texts(many)
    with all_filled(partial(fill, number=few), partial(fill, number=many)) as filled:
        for kind, (less, more) in filled.items():
            among_few = dict(_statements(less, few))
            with _opened(more) as office:
                yield from _asked(office, kind, answers, among_few, sizes)


def _asked(
    office: Office,
    kind: str,
    answers: dict[str, Sequence[str]],
    among_few: Mapping[str, "_Statements"],
    sizes: Sizes,
) -> Iterator[Line]:
    few, many = sizes.few_published, sizes.many_published
    for name, asked in QUESTIONS.items():
        known = answers.setdefault(name, _references(office, asked))
        require_equal(f"{name} on {kind}", _references(office, asked), known)
        yield _bounded(
            f"search, {kind}, {many:,} / {few:,} records: {name}: statements",
            _Statements(_statements_of(office, asked), bool(known)),
            among_few[name],
        )
        spread = Spread.of(_times(office, asked, sizes.page_rounds))
        what = f"search, {kind}, {many:,} records: {name}"
        yield spread.under(what, AT_MOST, MILLISECONDS)


@contextmanager
def _opened(url: str) -> Iterator[Office]:
    with (
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


def _statements(url: str, number: int) -> Iterator[tuple[str, _Statements]]:
    with _opened(url) as office:
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
    texts = [WordsOfText(_words_of_text(n % TEXTS)) for n in range(number)]
    for typed in (FREQUENT, RARE, f"“{COMMON} {_word(2)}”", f"{COMMON} -{_word(2)}"):
        query = query_of(typed)
        holds = sum(tier_of(query, nothing, words) is not None for words in texts)
        found = search(office, SearchForm(typed))
        require_equal(f"hits for {typed}", found and found.count, min(holds, MOST))
        require_equal("hits on a page", found and len(found.on_record), min(holds, HITS_ON_A_PAGE))


def fill(url: str, *, number: int) -> None:
    """Create an office with public records, each with names of its own. As many as there are
    texts have texts of their own too, and others have the same again."""
    with TemporaryDirectory() as folder:
        found(url, Path(folder))
        with an_office(Path(folder), url=url) as (office, _):
            model = entry_of(office, office.records.record(a_silence(office)))
    made = [_Made.of(n, _kinds(model.record.law)) for n in range(number)]
    # An index of words grows much faster by ascending keys, as publications mostly make them.
    made.sort(key=lambda each: each.key)
    with filling(url) as engine, Session(engine) as session, session.begin():
        on_sqlite = engine.dialect.name == "sqlite"
        with nullcontext() if on_sqlite else _indexed_afterwards(session):
            for at in range(0, number, BATCH):
                _write(session, model, made[at : at + BATCH])
        words = chain.from_iterable(each.words() for each in made)
        add_spellings(session, set(chain.from_iterable(words)))


@contextmanager
def _indexed_afterwards(session: Session) -> Iterator[None]:
    """Have PostgreSQL make the indexes of words after the block, which is much quicker."""
    connection = session.connection()
    connection.exec_driver_sql("DROP INDEX ix_search_words_names, ix_search_words_words")
    yield
    connection.exec_driver_sql("SET LOCAL maintenance_work_mem = '512MB'")
    words_on("postgresql").make_table(session)


class _Kind(NamedTuple):
    """Records of one block and one body, which differ in their days, references and texts."""

    block: str
    body: str
    names: tuple[str, ...]
    indexed: tuple[str, ...]


@cache
def _kinds(law: str) -> Sequence[_Kind]:
    """Return the kinds of records that follow each other, in turns."""
    library = the_library()
    blocks = [block for block in library.blocks.values() if block.country == "pk"]
    bodies = [body for body in library.bodies.values() if body.country == "pk"]

    def kind(number: int) -> _Kind:
        block, body = blocks[number % len(blocks)], bodies[number % len(bodies)]
        texts = (block.title, body.name, library.law(law).title)
        names = (body.short_name, *(words for text in texts for words in text.words.values()))
        return _Kind(block.key, body.key, names, indexed(names))

    return [kind(number) for number in range(lcm(len(blocks), len(bodies)))]


@cache
def _text(number: int) -> tuple[Passage, ...]:
    return tuple(Passage(words, "en") for words in _said(number))


@cache
def _words_of_text(number: int) -> tuple[str, ...]:
    return indexed(passage.words for passage in _text(number))


@cache
def _kept_text(number: int) -> str:
    return json.dumps(_text(number), ensure_ascii=False)


def _said(number: int) -> Iterator[str]:
    chance = random.Random(number)
    for _ in range(PASSAGES):
        words = (_word(int(VOCABULARY ** chance.random())) for _ in range(LENGTH))
        yield " ".join((*words, f"section {chance.randrange(1, 60)}({chance.randrange(1, 5)})"))


def _make_texts(number: int) -> None:
    """Make the texts of so many records once, for every database that is filled with them."""
    for each in range(min(number, TEXTS)):
        _kept_text(each)
        _words_of_text(each)


@dataclass(frozen=True, slots=True)
class _Made:
    """A record that is like another one except for its reference, day, kind and text."""

    reference: str
    as_of: date
    kind: _Kind
    text: int

    @classmethod
    def of(cls, number: int, kinds: Sequence[_Kind]) -> "_Made":
        as_of = FIRST + timedelta(number % 1000)
        return cls(f"b{number:07d}", as_of, kinds[number % len(kinds)], number % TEXTS)

    @property
    def key(self) -> int:
        return _place(self.as_of.toordinal(), self.reference)

    def rows(self) -> Iterator[tuple[type[SQLModel], dict[str, Any]]]:
        """Yield its rows, two of them without what all have alike."""
        request = {"request": self.reference}
        of_body = {"body": self.kind.body, "as_of": self.as_of}
        version = {"version": 1, "digest": "d" * 64, "content": b"{}"}
        yield RequestRow, {"reference": self.reference, "made_at": MADE}
        yield RecordVersionRow, request | version
        yield RecordRow, request | of_body | {"block": self.kind.block}
        yield RecordBodyRow, request | of_body | {"part": "held"}
        yield SearchEntryRow, request | {"id": self.key, "passages": _kept_text(self.text)}

    def words(self) -> tuple[tuple[str, ...], tuple[str, ...]]:
        """Return its index words, put together from those of its parts."""
        names = (*indexed((self.reference,)), *self.kind.indexed)
        return names, _words_of_text(self.text)

    def entry(self, model: SearchEntry) -> SearchEntry:
        """Return the entry from which a publication would make the rows and the words."""
        record = replace(
            model.record,
            reference=self.reference,
            as_of=self.as_of,
            block=self.kind.block,
            body=self.kind.body,
        )
        names = (self.reference, *self.kind.names)
        return replace(model, record=record, names=names, passages=_text(self.text))


def _write(session: Session, model: SearchEntry, made: Sequence[_Made]) -> None:
    """Insert records as publications write them, many at once."""
    found: dict[type[SQLModel], list[dict[str, Any]]] = defaultdict(list)
    for table, row in chain.from_iterable(each.rows() for each in made):
        found[table].append(row)
    line = session.exec(select(RecordRow)).first()
    assert line is not None
    alike = {RecordRow: line.model_dump(), SearchEntryRow: search_row(model).model_dump()}
    first, last = made[-1].entry(model), alike[SearchEntryRow] | found[SearchEntryRow][-1]
    require_equal("the entry of a record", search_row(first).model_dump(), last)
    require_equal("the words of a record", index_words(first), made[-1].words())
    for table, rows in found.items():
        insert_all(session, table, [alike.get(table, {}) | row for row in rows])
    on_sqlite = session.get_bind().dialect.name == "sqlite"
    (_write_words if on_sqlite else _write_vectors)(session.connection(), made)


def _write_words(connection: sa.Connection, made: Sequence[_Made]) -> None:
    """Insert the words of records as `SqliteWords.put` does for one."""
    joined = [(each.key, *(" ".join(words) for words in each.words())) for each in made]
    inserted = "INSERT INTO search_words (rowid, names, words) VALUES (?, ?, ?)"
    connection.exec_driver_sql(inserted, joined)


@cache
def _vector_of_text(number: int) -> str:
    return _vector(_words_of_text(number))


def _write_vectors(connection: sa.Connection, made: Sequence[_Made]) -> None:
    """Insert the words of records as `PostgresWords.put` does for one.

    The server puts names and texts in a row: names end with a stem, so no place is lost."""
    inserted = sa.text(
        "INSERT INTO search_words (id, names, words) "
        "SELECT id, names, names || words FROM unnest(CAST(:ids AS bigint[]), "
        "CAST(:names AS tsvector[]), CAST(:words AS tsvector[])) AS listed (id, names, words)"
    )
    lists = {
        "ids": [each.key for each in made],
        "names": [_vector(each.words()[0]) for each in made],
        "words": [_vector_of_text(each.text) for each in made],
    }
    connection.execute(inserted, lists)
