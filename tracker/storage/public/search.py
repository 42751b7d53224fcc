"""The search index of public records, written with each record and deleted with it."""

import json
import re
from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import replace
from hashlib import sha256
from typing import Any

import sqlalchemy as sa
from sqlmodel import Session, col, delete, select

from tracker.services.core.word_index import indexed
from tracker.services.ports.search import (
    FacetRow,
    Found,
    Hit,
    Passage,
    Query,
    SearchEntry,
    SearchIndex,
    Tier,
    Wanted,
)
from tracker.storage.db.tables.public import SearchEntryRow, SpellingRow
from tracker.storage.db.tables.publishing import RecordBodyRow, RecordRow
from tracker.storage.db.transactions import Transactions
from tracker.storage.db.unreadable_rows import translate_unreadable
from tracker.storage.public.search_words import words_on
from tracker.storage.public.spellings import (
    add_spellings,
    drop_spellings,
    near_spellings,
    spelled_among,
)
from tracker.storage.publishing.record_lists import line_of, of_entries, shown

OF_A_REFERENCE = re.compile("[0-9a-z]{8}")
MOST_REFERENCES = 36**8


class SqlSearchRepository(SearchIndex):
    """The search index. A record is found only in the version that is shown."""

    def __init__(self, transactions: Transactions) -> None:
        self._transactions = transactions
        self._words = words_on(transactions.readers.dialect.name)

    def put(self, entry: SearchEntry, *, removed: bool = False) -> None:
        row = search_row(entry)
        names, rest = index_words(entry)
        with self._transactions.writing() as session:
            before = self._remove(session, entry.record.reference)
            session.add(row)
            session.flush()
            self._words.put(session, row.id, names, rest)
            self._forget(session, before.difference(names, rest))
            add_spellings(session, (*names, *rest))
            if removed:
                self._words.tidy(session)

    def drop(self, reference: str) -> None:
        with self._transactions.writing() as session:
            if before := self._remove(session, reference):
                self._forget(session, before)
                self._words.tidy(session)

    def behind(self, edition: str, limit: int) -> Sequence[str]:
        kept = SearchEntryRow
        same = (col(kept.version) == col(RecordRow.version)) & (col(kept.edition) == edition)
        wanted = (
            select(RecordRow.request)
            .outerjoin(kept, (col(kept.request) == col(RecordRow.request)) & same)
            .where(~col(RecordRow.withheld), col(kept.request).is_(None))
            .order_by(col(RecordRow.request))
            .limit(limit)
        )
        with self._transactions.reading() as session, translate_unreadable("a published row"):
            return tuple(session.exec(wanted))

    def kept(self) -> Mapping[str, str]:
        entry = SearchEntryRow
        wanted = _as_shown(select(entry.request, entry.version, entry.edition))
        with self._transactions.reading() as session:
            return {
                request: f"{version} {edition}"
                for request, version, edition in session.connection().execute(wanted)
            }

    def passages(self, references: Collection[str]) -> Mapping[str, tuple[Passage, ...]]:
        entry = SearchEntryRow
        wanted = _as_shown(select(entry.request, entry.passages))
        with self._transactions.reading() as session:
            found = session.exec(wanted.where(col(entry.request).in_(references)))
            return {request: _passages(said) for request, said in found}

    def clear(self) -> None:
        with self._transactions.writing() as session:
            session.connection().execute(sa.delete(self._words.table))
            session.exec(delete(SearchEntryRow))
            session.exec(delete(SpellingRow))

    def found(self, wanted: Wanted, first: int, limit: int, most: int) -> Found:
        best: list[int] = []
        everything: list[int] = []
        with self._transactions.reading() as session:
            for tier in _tiers(wanted):
                left = first + limit - len(best)
                there = self._some(session, wanted, tier, most)
                if left > 0:
                    best += self._newest(session, wanted, tier, there, left, most)
                everything += there
                if len(everything) >= most:
                    break
            if not everything:
                return Found((), 0)
            hits = _hits(session, best[first:])
            if len(everything) >= most:
                return Found(hits, most)
            return Found(hits, len(everything), _facet_rows(session, everything, wanted))

    def count(self, wanted: Wanted, most: int) -> int:
        with self._transactions.reading() as session:
            return len(self._some(session, wanted, Tier.ANYWHERE, most))

    def nearly_spelled(self, words: Collection[str]) -> Sequence[str]:
        with self._transactions.reading() as session:
            return near_spellings(session, words)

    def _some(self, session: Session, wanted: Wanted, tier: Tier, most: int) -> Sequence[int]:
        """Return up to that many matches, in no order."""
        words, matches = self._words, self._words.match(wanted.query, tier)
        if _has_a_beginning(wanted.query, tier):
            apart = words.apart(sa.select(words.key).where(matches)).subquery("matching")
            found = self._shown(wanted, apart.c[words.key.name])
        else:
            found = self._shown(wanted, words.key).where(matches)
        return session.execute(found.limit(most)).scalars().all()

    def _newest(
        self,
        session: Session,
        wanted: Wanted,
        tier: Tier,
        there: Sequence[int],
        left: int,
        most: int,
    ) -> Sequence[int]:
        """Return the newest matches.

        If all are `there`, they are sorted. If there are more, the order is walked until enough
        are found. A database cannot know which is quicker: it takes every uncounted
        word for equally rare.
        """
        if len(there) < most:
            return sorted(there, reverse=True)[:left]
        words = self._words
        found = self._shown(wanted, words.key).where(words.match(wanted.query, tier))
        return session.execute(found.order_by(words.key.desc()).limit(left)).scalars().all()

    def _remove(self, session: Session, reference: str) -> frozenset[str]:
        """Delete the entry of a record, and return its words."""
        kept = select(SearchEntryRow.id).where(col(SearchEntryRow.request) == reference)
        keys = session.exec(kept).all()
        if not keys:
            return frozenset()
        words = self._words.words_of(session, keys)
        self._words.drop(session, keys)
        session.exec(delete(SearchEntryRow).where(col(SearchEntryRow.id).in_(keys)))
        return words

    def _forget(self, session: Session, words: Collection[str]) -> None:
        """Delete the spellings of words that no record has any more."""
        spelled = spelled_among(words)
        if spelled:
            drop_spellings(session, spelled - self._words.in_use(session, spelled))

    def _shown(self, wanted: Wanted, key: sa.ColumnElement[int]) -> sa.Select[int]:
        """Select those of these keys whose records are shown and pass every filter."""
        entry = SearchEntryRow
        current = (col(RecordRow.request) == col(entry.request)) & (
            col(RecordRow.version) == col(entry.version)
        )
        joined = sa.join(key.table, entry, key == col(entry.id)).join(RecordRow, current)
        # The search entry already has these values, so they need not be looked up.
        among = replace(wanted.among, body="", outcome="", country="")
        found: sa.Select[int] = shown(sa.select(key).select_from(joined), among)
        return found.where(*_filters(wanted))


def _as_shown(wanted: Any) -> Any:
    """Restrict a query of entries to records shown in that version."""
    current = (col(RecordRow.request) == col(SearchEntryRow.request)) & (
        col(RecordRow.version) == col(SearchEntryRow.version)
    )
    return wanted.join(RecordRow, current).where(~col(RecordRow.withheld))


def _tiers(wanted: Wanted) -> tuple[Tier, ...]:
    """Return the tiers to search, best first."""
    query = wanted.query
    if query.any_of or not query.wanted:
        return (Tier.ANYWHERE,)
    begun = any(term.beginning for term in query.wanted)
    return (Tier.NAMES, Tier.ELSEWHERE, *((Tier.BEGINNINGS,) if begun else ()))


def _has_a_beginning(query: Query, tier: Tier) -> bool:
    """Return whether rows are found in that tier by the beginning of a word."""
    others = tier in (Tier.BEGINNINGS, Tier.ANYWHERE) and not query.any_of
    return any(term.begins or (others and term.beginning) for term in query.wanted)


def _filters(wanted: Wanted) -> Iterator[sa.ColumnElement[bool]]:
    if body := wanted.among.body:
        # A subquery, not a join: SQLite would otherwise search for the words again for each row.
        row = RecordBodyRow
        named = (col(row.body) == body) & col(row.part).in_(wanted.parts)
        yield col(RecordRow.request).in_(select(row.request).where(named))
    yield from of_entries(wanted.among)


def _hits(session: Session, keys: Sequence[int]) -> tuple[Hit, ...]:
    rows = session.exec(
        select(SearchEntryRow.id, SearchEntryRow.passages, RecordRow)
        .join(RecordRow, col(RecordRow.request) == col(SearchEntryRow.request))
        .where(col(SearchEntryRow.id).in_(keys))
    )
    kept = {key: Hit(line_of(row), _passages(said)) for key, said, row in rows}
    return tuple(kept[key] for key in keys)


def _passages(stored: str) -> tuple[Passage, ...]:
    return tuple(Passage(*each) for each in json.loads(stored))


def _facet_rows(session: Session, keys: Sequence[int], wanted: Wanted) -> tuple[FacetRow, ...]:
    """Return what each of these records counts for: the bodies by the parts that a filter asks."""
    entry, row, part = SearchEntryRow, RecordRow, RecordBodyRow
    named = select(entry.id, part.body).join(part, col(part.request) == col(entry.request))
    parts = col(part.part).in_(wanted.parts)
    bodies = defaultdict[int, set[str]](set)
    for key, body in session.exec(named.where(col(entry.id).in_(keys), parts)):
        bodies[key].add(body)
    found = session.exec(
        select(entry, row)
        .join(row, col(row.request) == col(entry.request))
        .where(col(entry.id).in_(keys))
    )
    return tuple(_facet_row(each, line, bodies[each.id]) for each, line in found)


def _facet_row(entry: SearchEntryRow, row: RecordRow, bodies: Collection[str]) -> FacetRow:
    return FacetRow(
        country=entry.country,
        law=row.law,
        phase=row.phase,
        outcomes=tuple(entry.outcomes.split()),
        bodies=tuple(sorted(bodies)),
        year=row.asked_on.year if row.asked_on else 0,
        silent=row.silent,
        open_until=row.open_until,
    )


def index_words(entry: SearchEntry) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Return the index words of a record's names, and its other index words."""
    return indexed(entry.names), indexed(passage.words for passage in entry.passages)


def search_row(entry: SearchEntry) -> SearchEntryRow:
    """Return the row of a record beside its words."""
    record = entry.record
    return SearchEntryRow(
        id=_place(record.as_of.toordinal(), record.reference),
        request=record.reference,
        version=record.version,
        edition=entry.edition,
        passages=json.dumps(entry.passages, ensure_ascii=False),
        country=entry.country,
        outcomes=" ".join(entry.outcomes),
    )


def _place(day: int, reference: str) -> int:
    """Return a number that is greater for a newer record: the order of lists.

    On one day it follows the references, so that no two are equal.
    """
    if OF_A_REFERENCE.fullmatch(reference):
        number = int(reference, 36)
    else:
        number = int.from_bytes(sha256(reference.encode()).digest()[:5])
    return day * MOST_REFERENCES + number
