"""Search queries: what a reader typed, what it matches, and where in a text.

A query has words, “words in a row”, and -words that must not occur. Nothing typed is an error. A
query leaves this module as folded words, so nothing typed reaches the database as its language.
"""

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from tracker.domain.words.folding import pieces, search_words

LONGEST_QUERY = 200
MOST_TERMS = 12
# Most words and bytes of one record in an index: enough for about 50 pages of text.
LONGEST_INDEXED = 16_000
_MOST_BYTES = 400_000
# Separates two passages, so that no row of words runs from one into the next. Folding never
# produces this character.
GAP = "\ue000"
_BEFORE, AROUND = 8, 36

_QUOTES = '"“”„«»″'
_TERM = re.compile(
    rf"(?:(?<!\S)(?P<minus>[-\u2010-\u2013\u2212]))?"
    rf"(?:[{_QUOTES}](?P<row>[^{_QUOTES}]*)[{_QUOTES}]?|(?P<word>[^\s{_QUOTES}]+))"
)
_EDGES = re.compile(r"^(\W*)(.*?)(\W*)$", re.DOTALL)

# Words that must follow one another; usually one.
QueryTerm = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Query:
    """The terms that must all occur, and those of which none may occur."""

    wanted: tuple[QueryTerm, ...] = ()
    unwanted: tuple[QueryTerm, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.wanted or self.unwanted)


@dataclass(frozen=True, slots=True)
class QueryPiece:
    """A stretch of a text; `sought` says whether it matches the query."""

    said: str
    sought: bool


def query_of(typed: str) -> Query:
    """Return the query that a reader typed, up to 200 characters and 12 terms.

    The rest is ignored.
    """
    wanted: dict[QueryTerm, None] = {}
    unwanted: dict[QueryTerm, None] = {}
    for found in _TERM.finditer(typed[:LONGEST_QUERY]):
        term = search_words(found["row"] if found["row"] is not None else found["word"])
        if term and len(wanted) + len(unwanted) < MOST_TERMS:
            (unwanted if found["minus"] else wanted)[term] = None
    return Query(tuple(wanted), tuple(unwanted))


def indexed(passages: Iterable[str]) -> tuple[str, ...]:
    """Return the words to index for these passages, each passage followed by a gap.

    Stops at the limits for one record.
    """
    words: list[str] = []
    left = _MOST_BYTES
    for passage in passages:
        for word in (*search_words(passage), GAP):
            left -= len(word.encode())
            if left < 0 or len(words) >= LONGEST_INDEXED:
                return tuple(words)
            words.append(word)
    return tuple(words)


def found_in(query: Query, words: Sequence[str]) -> bool:
    """Return whether words from `indexed` hold every wanted and no unwanted term."""
    return _all_in(query.wanted, words) and not any(_holds(words, t) for t in query.unwanted)


def named_by(query: Query, names: Sequence[str]) -> bool:
    """Return whether the names alone hold every wanted term; such results come first."""
    return bool(query.wanted) and _all_in(query.wanted, names)


def _all_in(terms: Iterable[QueryTerm], words: Sequence[str]) -> bool:
    return all(_holds(words, term) for term in terms)


def _holds(words: Sequence[str], term: QueryTerm) -> bool:
    if len(term) == 1:
        return term[0] in words
    return any(tuple(words[at : at + len(term)]) == term for at in _places(words, term[0]))


def _places(words: Sequence[str], first: str) -> Iterator[int]:
    return (at for at, word in enumerate(words) if word == first)


def excerpt(query: Query, passages: Sequence[str]) -> tuple[QueryPiece, ...]:
    """Return the words around the matches, from the passage that matches most terms.

    Empty if only names match.
    """
    best, most = ((), ()), 0
    for passage in passages:
        cut = tuple(pieces(passage))
        sought = _sought(query, cut)
        if (held := len({term for terms in sought.values() for term in terms})) > most:
            best, most = (cut, tuple(sought)), held  # type: ignore[assignment]
    return _joined(_window(*best)) if most else ()


def _sought(
    query: Query, cut: Sequence[tuple[str, tuple[str, ...]]]
) -> dict[int, list[QueryTerm]]:
    """Return the positions of the pieces that match, each with the terms it matches."""
    words = [(word, place) for place, (_, folds) in enumerate(cut) for word in folds]
    firsts: dict[str, list[QueryTerm]] = {}
    for term in query.wanted:
        firsts.setdefault(term[0], []).append(term)
    found: dict[int, list[QueryTerm]] = {}
    for at, (word, _) in enumerate(words):
        for term in firsts.get(word, ()):
            row = words[at : at + len(term)]
            if tuple(each for each, _ in row) == term:
                for _, place in row:
                    found.setdefault(place, []).append(term)
    return found


def _window(
    cut: Sequence[tuple[str, tuple[str, ...]]], sought: Sequence[int]
) -> Iterator[QueryPiece]:
    first = max(min(sought) - _BEFORE, 0)
    last = min(first + AROUND, len(cut))
    yield QueryPiece("… " if first else "", sought=False)
    for place in range(first, last):
        space = " " if place + 1 < last else ""
        before, core, after = _EDGES.match(cut[place][0]).groups()  # type: ignore[union-attr]
        if place in sought and core:
            yield from (QueryPiece(before, sought=False), QueryPiece(core, sought=True))
            yield QueryPiece(after + space, sought=False)
        else:
            yield QueryPiece(cut[place][0] + space, sought=False)
    yield QueryPiece(" …" if last < len(cut) else "", sought=False)


def _joined(found: Iterable[QueryPiece]) -> tuple[QueryPiece, ...]:
    """Return the pieces with neighbours of one kind joined: fewer for a page to write."""
    told: list[QueryPiece] = []
    for piece in found:
        if told and told[-1].sought == piece.sought:
            told[-1] = QueryPiece(told[-1].said + piece.said, piece.sought)
        elif piece.said:
            told.append(piece)
    return tuple(told)
