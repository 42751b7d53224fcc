"""Excerpts: the words of a text around those that a query found, marked."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

from tracker.domain.words.citations import CITED, citations
from tracker.domain.words.folding import pieces
from tracker.services.core.word_index import stem_of
from tracker.services.ports.search import Passage, Query, QueryTerm

BEFORE, AROUND = 8, 36
# Most matches of one text that are compared.
_MOST_PLACES = 200
_EDGES = re.compile(r"^(\W*)(.*?(?:\(\w*\))?)(\W*)$", re.DOTALL)

_Cut = Sequence[tuple[str, tuple[str, ...]]]
_Places = Mapping[int, set[QueryTerm]]


@dataclass(frozen=True, slots=True)
class QueryPiece:
    """A stretch of a text; `sought` says whether it matches the query."""

    said: str
    sought: bool


@dataclass(frozen=True, slots=True)
class Excerpt:
    """The pieces around the matches, and the language of their text, empty if it is not known."""

    pieces: tuple[QueryPiece, ...] = ()
    language: str = ""

    def __bool__(self) -> bool:
        return bool(self.pieces)


def excerpt(query: Query, passages: Iterable[Passage], language: str = "") -> Excerpt:
    """Return the words around the matches, from the passage that matches most terms.

    Of two equal passages, one in `language` comes first. Empty if only names match.
    """
    best, most = Excerpt(), (0, False)
    for passage in passages:
        cut = tuple(pieces(passage.words))
        places = _places(query.wanted, cut)
        terms = len(set[QueryTerm]().union(*places.values()))
        if terms and (terms, passage.language == language) > most:
            window = _joined(_window(cut, places, _best(places) - BEFORE))
            best, most = Excerpt(window, passage.language), (terms, passage.language == language)
    return best


def beginning(query: Query, passages: Sequence[Passage], language: str = "") -> Excerpt:
    """Return the beginning of the first passage in `language`, or of the first of all."""
    own = (each for each in passages if each.language == language)
    passage = next(own, next(iter(passages), None))
    if passage is None:
        return Excerpt()
    cut = tuple(pieces(passage.words))
    return Excerpt(_joined(_window(cut, _places(query.wanted, cut), 0)), passage.language)


def _places(terms: Sequence[QueryTerm], cut: _Cut) -> _Places:
    """Return the positions of the pieces that match, each with the terms it matches."""
    words = [(word, place) for place, (_, folds) in enumerate(cut) for word in folds]
    found: dict[int, set[QueryTerm]] = {}
    for term in terms:
        if term.row[0].startswith(CITED):
            matches = _cited(term.row[0], cut)
        elif term.typed:
            matches = _like(term, words)
        else:
            matches = _rows(term, words)
        for place in matches:
            found.setdefault(place, set()).add(term)
    return found


def _cited(word: str, cut: _Cut) -> Iterator[int]:
    for each in citations([piece for piece, _ in cut]):
        if word in each.levels:
            yield from range(each.first, each.after)


def _like(term: QueryTerm, words: Sequence[tuple[str, int]]) -> Iterator[int]:
    """Yield the places of all forms of a word, and of words that begin with it."""
    for word, place in words:
        begun = term.beginning and word.startswith(term.beginning)
        if begun or term.row[0] in (word, stem_of(word)):
            yield place


def _rows(term: QueryTerm, words: Sequence[tuple[str, int]]) -> Iterator[int]:
    """Yield the places of words that follow one another as in the term."""
    size = len(term.row)
    for at, (word, _) in enumerate(words):
        if word != term.row[0] and not (term.begins and size == 1):
            continue
        row = words[at : at + size]
        said = tuple(each for each, _ in row)
        begun = term.begins and len(row) == size and said[-1].startswith(term.row[-1])
        if said == term.row or (begun and said[:-1] == term.row[:-1]):
            yield from (place for _, place in row)


def _window(cut: _Cut, places: _Places, first: int) -> Iterator[QueryPiece]:
    """Yield the stretch of a text from the piece `first` on, or from its beginning."""
    first = max(first, 0)
    last = min(first + AROUND, len(cut))
    yield QueryPiece("… " if first else "", sought=False)
    for place in range(first, last):
        space = " " if place + 1 < last else ""
        before, core, after = _EDGES.match(cut[place][0]).groups()  # type: ignore[union-attr]
        if place in places and core:
            yield from (QueryPiece(before, sought=False), QueryPiece(core, sought=True))
            yield QueryPiece(after + space, sought=False)
        else:
            yield QueryPiece(cut[place][0] + space, sought=False)
    yield QueryPiece(" …" if last < len(cut) else "", sought=False)


def _best(places: _Places) -> int:
    """Return the match from which on most terms are within one excerpt."""
    order = sorted(places)[:_MOST_PLACES]
    held: dict[int, int] = {}
    for at, place in enumerate(order):
        within = (order[n] for n in range(at, min(at + AROUND, len(order))))
        inside = (places[each] for each in within if each < place + AROUND - BEFORE)
        held[place] = len(set[QueryTerm]().union(*inside))
    return max(order, key=lambda place: (held[place], -place))


def _joined(found: Iterable[QueryPiece]) -> tuple[QueryPiece, ...]:
    """Return the pieces with neighbours of one kind joined: fewer for a page to write."""
    said = (piece for piece in found if piece.said)
    return tuple(
        QueryPiece("".join(each.said for each in run), sought)
        for sought, run in groupby(said, key=lambda piece: piece.sought)
    )
