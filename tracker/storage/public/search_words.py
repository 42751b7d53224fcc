"""Words by which rows are found, as each database does it best.

Both get index words, and neither applies rules of a language. So both find the same rows, and
nothing a reader types is read as a query language.
"""

import json
from collections.abc import Collection, Sequence
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import Session

from tracker.services.core.word_index import GAP
from tracker.services.ports.search import Query, QueryTerm, Tier

# Positions of words beyond this are not stored.
LAST_PLACE = 16_383


class _Words(Protocol):
    """The table `search_words`: the words of the names, and all words, of each row."""

    table: sa.TableClause
    key: sa.ColumnClause[int]

    def make_table(self, session: Session) -> None:
        """Create the table if it is not there."""

    def put(self, session: Session, key: int, names: Sequence[str], rest: Sequence[str]) -> None:
        """Store the words of names and the other words."""

    def drop(self, session: Session, keys: Sequence[int]) -> None:
        """Delete the words of these rows."""

    def words_of(self, session: Session, keys: Sequence[int]) -> frozenset[str]:
        """Return the index words of these rows."""

    def in_use(self, session: Session, words: Collection[str]) -> frozenset[str]:
        """Return which of these words any row has."""

    def match(self, query: Query, tier: Tier) -> sa.ColumnElement[bool]:
        """Return whether a row is found in that tier, and holds no unwanted term."""

    def apart(self, matching: sa.Select[int]) -> sa.Select[int]:
        """Return a selection of keys that a database plans apart from the query around it."""

    def tidy(self, session: Session) -> None:
        """Leave no trace of deleted words."""


class SqliteWords:
    """FTS5. Its ASCII tokenizer splits words at spaces and keeps all other letters."""

    table = sa.table("search_words", sa.column("rowid", sa.BigInteger))
    key = table.c.rowid

    def make_table(self, session: Session) -> None:
        session.connection().exec_driver_sql(
            "CREATE VIRTUAL TABLE IF NOT EXISTS search_words "
            "USING fts5 (names, words, tokenize = 'ascii')"
        )

    def put(self, session: Session, key: int, names: Sequence[str], rest: Sequence[str]) -> None:
        said = {"key": key, "names": " ".join(names), "words": " ".join(rest)}
        words = "INSERT INTO search_words (rowid, names, words) VALUES (:key, :names, :words)"
        session.connection().execute(sa.text(words), said)

    def drop(self, session: Session, keys: Sequence[int]) -> None:
        gone = sa.text("DELETE FROM search_words WHERE rowid = :key")
        for key in keys:
            session.connection().execute(gone, {"key": key})

    def words_of(self, session: Session, keys: Sequence[int]) -> frozenset[str]:
        columns = (sa.column("names", sa.String), sa.column("words", sa.String))
        stored = sa.select(*columns).select_from(self.table).where(self.key.in_(keys))
        rows = session.connection().execute(stored)
        return frozenset(word for names, words in rows for word in f"{names} {words}".split(" "))

    def in_use(self, session: Session, words: Collection[str]) -> frozenset[str]:
        listed = sa.text(
            "SELECT value FROM json_each(:words) WHERE EXISTS "
            "(SELECT 1 FROM search_words WHERE search_words MATCH '\"' || value || '\"')"
        )
        said = {"words": json.dumps(sorted(words))}
        return frozenset(session.connection().execute(listed, said).scalars())

    def match(self, query: Query, tier: Tier) -> sa.ColumnElement[bool]:
        unwanted = " OR ".join(map(_fts5, query.unwanted))
        if query.wanted:
            said = _fts5_in(query, tier)
            return self._matches(f"({said}) NOT ({unwanted})" if unwanted else said)
        if unwanted:
            found = sa.select(self.key).where(self._matches(unwanted)).correlate(None)
            return self.key.not_in(found)
        return sa.true()

    def apart(self, matching: sa.Select[int]) -> sa.Select[int]:
        return matching

    def tidy(self, session: Session) -> None:
        """Merge the parts of the index, in which deleted words remain until then."""
        merge = "INSERT INTO search_words (search_words) VALUES ('optimize')"
        session.connection().execute(sa.text(merge))

    def _matches(self, said: str) -> sa.ColumnElement[bool]:
        return sa.literal_column("search_words").op("MATCH", is_comparison=True)(said)


def _fts5(term: QueryTerm) -> str:
    """Return a term in quotation marks, which no index word holds."""
    return f'"{" ".join(term.row)}"{" *" if term.begins else ""}'


def _fts5_or_begun(term: QueryTerm) -> str:
    return f'({_fts5(term)} OR "{term.beginning}" *)' if term.beginning else _fts5(term)


def _fts5_in(query: Query, tier: Tier) -> str:
    if query.any_of:
        return " OR ".join(map(_fts5, query.wanted))
    exact = " AND ".join(map(_fts5, query.wanted))
    begun = " AND ".join(map(_fts5_or_begun, query.wanted))
    in_names = f"{{names}} : ({exact})"
    return {
        Tier.NAMES: in_names,
        Tier.ELSEWHERE: f"({exact}) NOT ({in_names})",
        Tier.BEGINNINGS: f"({begun}) NOT ({exact})",
        Tier.ANYWHERE: begun,
    }[tier]


class PostgresWords:
    """`tsvector`, written by hand: its own parser would depend on the locale."""

    table = sa.table(
        "search_words",
        sa.column("id", sa.BigInteger),
        sa.column("names", postgresql.TSVECTOR),
        sa.column("words", postgresql.TSVECTOR),
    )
    key = table.c.id

    def make_table(self, session: Session) -> None:
        for statement in (
            "CREATE TABLE IF NOT EXISTS search_words "
            "(id bigint PRIMARY KEY, names tsvector NOT NULL, words tsvector NOT NULL)",
            "CREATE INDEX IF NOT EXISTS ix_search_words_names ON search_words USING gin (names)",
            "CREATE INDEX IF NOT EXISTS ix_search_words_words ON search_words USING gin (words)",
        ):
            session.connection().exec_driver_sql(statement)

    def put(self, session: Session, key: int, names: Sequence[str], rest: Sequence[str]) -> None:
        kept = {"id": key, "names": _vector(names), "words": _vector((*names, *rest))}
        session.connection().execute(sa.insert(self.table), kept)

    def drop(self, session: Session, keys: Sequence[int]) -> None:
        session.connection().execute(sa.delete(self.table).where(self.key.in_(keys)))

    def words_of(self, session: Session, keys: Sequence[int]) -> frozenset[str]:
        listed = sa.select(sa.func.unnest(sa.func.tsvector_to_array(self._words)))
        found = session.connection().execute(listed.where(self.key.in_(keys)))
        return frozenset(found.scalars())

    def in_use(self, session: Session, words: Collection[str]) -> frozenset[str]:
        listed = sa.text(
            "SELECT word FROM unnest(CAST(:words AS text[])) AS listed (word) WHERE EXISTS "
            "(SELECT 1 FROM search_words WHERE words @@ CAST(quote_literal(word) AS tsquery))"
        )
        found = session.connection().execute(listed, {"words": sorted(words)})
        return frozenset(found.scalars())

    def match(self, query: Query, tier: Tier) -> sa.ColumnElement[bool]:
        # In one query with what is wanted, an index finds both.
        without = f" & !({' | '.join(map(_tsquery, query.unwanted))})" if query.unwanted else ""
        if not query.wanted:
            return self._holds(without.removeprefix(" & ")) if without else sa.true()
        if query.any_of:
            return self._holds(f"({' | '.join(map(_tsquery, query.wanted))}){without}")
        exact = " & ".join(map(_tsquery, query.wanted))
        begun = " & ".join(map(_tsquery_or_begun, query.wanted))
        named, anywhere = _matches(self.table.c.names, exact), self._holds(exact)
        return {
            Tier.NAMES: sa.and_(named, self._holds(f"{exact}{without}")) if without else named,
            Tier.ELSEWHERE: sa.and_(self._holds(f"{exact}{without}"), sa.not_(named)),
            Tier.BEGINNINGS: sa.and_(self._holds(f"{begun}{without}"), sa.not_(anywhere)),
            Tier.ANYWHERE: self._holds(f"{begun}{without}"),
        }[tier]

    def apart(self, matching: sa.Select[int]) -> sa.Select[int]:
        """Return it with OFFSET 0, around which PostgreSQL plans nothing else.

        It takes a beginning, of which it knows nothing, for one that many rows have. With a limit
        around it, it would then read all rows until one is found.
        """
        return matching.offset(0)

    def _holds(self, said: str) -> sa.ColumnElement[bool]:
        return _matches(self._words, said)

    def tidy(self, session: Session) -> None:
        """Do nothing: the server vacuums its tables automatically."""

    @property
    def _words(self) -> sa.ColumnClause[str]:
        return self.table.c.words


def _matches(column: sa.ColumnElement[str], said: str) -> sa.ColumnElement[bool]:
    return column.op("@@", is_comparison=True)(sa.cast(sa.literal(said), postgresql.TSQUERY))


def _vector(words: Sequence[str]) -> str:
    places: dict[str, list[int]] = {}
    for place, word in enumerate(words, start=1):
        if word != GAP:
            places.setdefault(word, []).append(min(place, LAST_PLACE))
    return " ".join(f"'{word}':{','.join(map(str, at))}" for word, at in places.items())


def _tsquery(term: QueryTerm) -> str:
    *whole, last = (f"'{word}'" for word in term.row)
    return f"({' <-> '.join((*whole, last + ':*' * term.begins))})"


def _tsquery_or_begun(term: QueryTerm) -> str:
    exact = _tsquery(term)
    return f"({exact} | '{term.beginning}':*)" if term.beginning else exact


def words_on(dialect: str) -> _Words:
    """Return the words for a kind of database."""
    return SqliteWords() if dialect == "sqlite" else PostgresWords()
