"""Search queries: what a reader typed, which texts it matches, and where.

A query has words, “words in a row”, begin* and -words that must not occur. Nothing typed is an
error. A query leaves this module as index words, so nothing typed reaches a database as its
language.
"""

import re
from collections.abc import Iterable, Iterator

from tracker.domain.words.citations import CITED, citations
from tracker.domain.words.folding import search_words
from tracker.services.core.word_index import is_plain, stem_of
from tracker.services.ports.search import Query, QueryTerm, Tier

LONGEST_QUERY = 200
MOST_TERMS = 12
# Fewest letters of a beginning: on its own, in a script without vowels, and with an asterisk.
_BEGINNING, _BEGINNING_WITHOUT_VOWELS, _ASKED_BEGINNING = 4, 3, 3

_QUOTES = '"“”„«»″'
_MINUS = "-\u2010-\u2013\u2212"
_TERM = re.compile(
    rf"(?:(?<!\S)(?P<minus>[{_MINUS}]))?"
    rf"(?:[{_QUOTES}](?P<row>[^{_QUOTES}]*)[{_QUOTES}]?|(?P<word>[^\s{_QUOTES}]+))"
)
# Words of questions, left out unless nothing else was typed.
_FILLERS = frozenset(
    search_words(
        "a about after an and any are as at before by can could did do does for from had has have "
        "how i if in is it its long many me much must my of on or should that the there they this "
        "to until was we were what when where which who whom whose why will with you your "
        "کا کی کے کو میں سے نے پر اور یا ہے ہیں تھا تھی تھے کیا کون کس کب کہاں کیوں "
        "کتنا کتنی کتنے تک اندر بعد گا گی گے ہوا ہوئی ہوئے گیا گئی گئے مجھے میرا میری میرے"
    )
)


def query_of(typed: str) -> Query:
    """Return the query that a reader typed, up to 200 characters and 12 terms.

    The rest is ignored.
    """
    wanted: dict[QueryTerm, None] = {}
    unwanted: dict[QueryTerm, None] = {}
    for minus, term in _terms(typed[:LONGEST_QUERY]):
        if len(wanted) + len(unwanted) < MOST_TERMS:
            (unwanted if minus else wanted)[term] = None
    telling = [term for term in wanted if term.typed not in _FILLERS]
    return Query(tuple(telling or wanted), tuple(unwanted))


def _terms(typed: str) -> Iterator[tuple[bool, QueryTerm]]:
    """Yield each term, and whether it must not occur."""
    for found in _TERM.finditer(_with_citations_marked(typed)):
        minus, word = bool(found["minus"]), found["word"] or ""
        if word.startswith(CITED):
            yield minus, QueryTerm((word,))
            continue
        row = search_words(word or found["row"] or "")
        if row:
            yield minus, _term(row, quoted=not word, asked=word.endswith("*"))


def _with_citations_marked(typed: str) -> str:
    """Return what was typed with each citation outside of quotation marks as one index word."""
    parts = re.split(rf"([{_QUOTES}][^{_QUOTES}]*(?:[{_QUOTES}]|$))", typed.replace(CITED, " "))
    for place in range(0, len(parts), 2):
        pieces: list[str] = parts[place].split()
        for each in reversed(list(citations(pieces))):
            pieces[each.first : each.after] = [each.levels[-1]]
        parts[place] = f" {' '.join(pieces)}"
    return "".join(parts)


def _term(row: tuple[str, ...], *, quoted: bool, asked: bool) -> QueryTerm:
    word = row[-1]
    if asked and len(word) >= _ASKED_BEGINNING:
        return QueryTerm(row, begins=True)
    if quoted or len(row) > 1:
        return QueryTerm(row)
    enough = _BEGINNING if word.isascii() else _BEGINNING_WITHOUT_VOWELS
    open_ended = len(word) >= enough and not any(map(str.isdigit, word))
    return QueryTerm((stem_of(word) or word,), beginning=word if open_ended else "", typed=word)


class WordsOfText:
    """The index words of one text, in which queries are looked up as the databases do.

    They are kept as one row of bytes. Every process keeps the words of thousands of library pages,
    and a tuple and a sorted list of strings would take twice as much memory.
    """

    __slots__ = ("_row",)

    def __init__(self, words: Iterable[str]) -> None:
        self._row = _row_of(words)

    @property
    def whole(self) -> Iterator[str]:
        """Yield each word that the text contains as it is, once."""
        return filter(is_plain, set(self._row.decode().split()))

    def holds(self, term: QueryTerm) -> bool:
        """Return whether the words of the term follow one another."""
        row = _row_of(term.row)
        return (row.rstrip() if term.begins else row) in self._row

    def nearly_holds(self, term: QueryTerm) -> bool:
        """Return whether the term, or a word that begins with it, occurs."""
        return self.holds(term) or bool(
            term.beginning and _row_of([term.beginning]).rstrip() in self._row
        )

    def has_all(self, query: Query) -> bool:
        """Return whether every wanted term occurs."""
        return bool(query.wanted) and all(map(self.holds, query.wanted))


def _row_of(words: Iterable[str]) -> bytes:
    """Return words with a space before and after each. No index word has one within."""
    return f" {' '.join(words)} ".encode()


def tier_of(query: Query, names: WordsOfText, words: WordsOfText) -> Tier | None:
    """Return the tier in which a text with these names and words is found, None if it is not."""
    if any(map(words.holds, query.unwanted)):
        return None
    if query.any_of:
        return Tier.ANYWHERE if any(map(words.holds, query.wanted)) else None
    if not query.wanted:
        return Tier.ANYWHERE
    if names.has_all(query):
        return Tier.NAMES
    if words.has_all(query):
        return Tier.ELSEWHERE
    return Tier.BEGINNINGS if all(map(words.nearly_holds, query.wanted)) else None
