"""The correction of a search whose words are misspelt: by the words of the library and records."""

from collections.abc import Mapping

from tracker.domain.words.folding import pieces
from tracker.domain.words.spelling import is_spelled, nearest
from tracker.services.core.office import Office
from tracker.services.core.search_query import LONGEST_QUERY
from tracker.services.ports.search import Query, QueryTerm, Wanted
from tracker.services.public.library_pages import library_index


def corrected_words(office: Office, query: Query, typed: str) -> str:
    """Return the typed text with the nearest known words in place of unknown ones.

    Empty if no word of it has a near one.
    """
    unknown = [
        term.typed
        for term in query.wanted
        if is_spelled(term.typed) and not _is_known(office, term)
    ]
    if not unknown:
        return ""
    there = frozenset(office.records.index.nearly_spelled(unknown))
    library = library_index(office.library)
    near = {
        word: nearest(word, there | library.nearly_spelled(word), library.names)
        for word in unknown
    }
    said = [_said(piece, words, near) for piece, words in pieces(typed[:LONGEST_QUERY])]
    return " ".join(said) if any(near.values()) else ""


def _said(piece: str, words: tuple[str, ...], near: Mapping[str, str]) -> str:
    return (len(words) == 1 and near.get(words[0])) or piece


def _is_known(office: Office, term: QueryTerm) -> bool:
    """Return whether a word, or one that begins with it, is found anywhere on its own."""
    if any(page.words.nearly_holds(term) for page in library_index(office.library).pages):
        return True
    return office.records.index.count(Wanted(Query((term,))), 1) > 0
