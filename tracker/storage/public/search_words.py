"""Words by which rows are found, as each database does it best.

Both get words that are folded and split, and neither applies rules of a language. So both find
the same rows, and nothing a reader types is read as a query language.
"""

from collections.abc import Iterable, Sequence
from enum import StrEnum
from typing import Protocol

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql
from sqlmodel import Session

from tracker.domain.words.search_query import GAP, Query, QueryTerm

# Positions of words beyond this are not stored.
LAST_PLACE = 16_383


class Where(StrEnum):
    """Where the words must be: in names, anywhere, or anywhere but not all in names."""

    NAMES = "names"
    ANYWHERE = "anywhere"
    ELSEWHERE = "elsewhere"


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

    def match(self, query: Query, where: Where) -> sa.ColumnElement[bool]:
        """Return whether a row holds every wanted term there, and no unwanted term anywhere."""

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

    def match(self, query: Query, where: Where) -> sa.ColumnElement[bool]:
        unwanted = _fts5(" OR ", query.unwanted)
        if query.wanted:
            said = _there(_fts5(" AND ", query.wanted), where)
            return self._matches(f"({said}) NOT ({unwanted})" if unwanted else said)
        if unwanted:
            found = sa.select(self.key).where(self._matches(unwanted)).correlate(None)
            return self.key.not_in(found)
        return sa.true()

    def tidy(self, session: Session) -> None:
        """Merge the parts of the index, in which deleted words remain until then."""
        merge = "INSERT INTO search_words (search_words) VALUES ('optimize')"
        session.connection().execute(sa.text(merge))

    def _matches(self, said: str) -> sa.ColumnElement[bool]:
        return sa.literal_column("search_words").op("MATCH", is_comparison=True)(said)


def _fts5(joiner: str, terms: Iterable[QueryTerm]) -> str:
    """Return the terms in quotation marks, which no folded word holds."""
    return joiner.join(f'"{" ".join(term)}"' for term in terms)


def _there(said: str, where: Where) -> str:
    in_names = f"{{names}} : ({said})"
    return {
        Where.NAMES: in_names,
        Where.ANYWHERE: said,
        Where.ELSEWHERE: f"({said}) NOT ({in_names})",
    }[where]


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

    def match(self, query: Query, where: Where) -> sa.ColumnElement[bool]:
        conditions: list[sa.ColumnElement[bool]] = [sa.true()]
        if query.wanted:
            said = _tsquery(" & ", query.wanted)
            named, anywhere = _matches(self.table.c.names, said), _matches(self._words, said)
            if where is Where.ELSEWHERE:
                conditions += [anywhere, sa.not_(named)]
            else:
                conditions.append(named if where is Where.NAMES else anywhere)
        if query.unwanted:
            found = _matches(self._words, _tsquery(" | ", query.unwanted))
            conditions.append(sa.not_(found))
        return sa.and_(*conditions)

    def tidy(self, session: Session) -> None:
        """Do nothing: the server vacuums its tables by itself."""

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


def _tsquery(joiner: str, terms: Iterable[QueryTerm]) -> str:
    return joiner.join("(" + " <-> ".join(f"'{word}'" for word in term) + ")" for term in terms)


def words_on(dialect: str) -> _Words:
    """Return the words for a kind of database."""
    return SqliteWords() if dialect == "sqlite" else PostgresWords()
