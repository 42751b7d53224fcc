"""The words under which a text is found: folded, stemmed, and the provisions that it cites.

Both databases store exactly these words and apply no rules of a language themselves, so they find
the same records.
"""

import sys
from collections.abc import Iterable, Iterator
from importlib.util import find_spec, module_from_spec
from typing import Any

from tracker.domain.base.kept import kept_for_words
from tracker.domain.words.citations import CITED, citations
from tracker.domain.words.folding import words_of_piece

# Raise this number when the words of any text change: stored indexes are then rebuilt.
INDEX_FORM = 2
# Most words and bytes of one record in an index: enough for about 50 pages of text.
LONGEST_INDEXED = 16_000
_MOST_BYTES = 300_000
# Folding produces none of these characters. GAP separates two passages, so that no row of words
# runs from one into the next; STEM begins the stem of a word.
GAP = "\ue000"
STEM = "\ue002"
SHORTEST_STEMMED = 3


def _english_stemmer() -> Any:
    """Return the class of the English stemmer alone.

    An import of its package would load the stemmers of all languages, which take 3 MB.
    """
    spec = find_spec("snowballstemmer")
    alone = spec is not None and spec.name not in sys.modules
    if spec and alone:
        sys.modules[spec.name] = module_from_spec(spec)
    try:
        from snowballstemmer.english_stemmer import EnglishStemmer
    finally:
        if spec and alone:
            # An import of the package loads it as ever.
            del sys.modules[spec.name]
    return EnglishStemmer


_EnglishStemmer = _english_stemmer()


@kept_for_words(50_000)
def stem_of(word: str) -> str:
    """Return the index word that all forms of a folded English word share, empty for others."""
    if len(word) < SHORTEST_STEMMED or not (word.isascii() and word.isalpha()):
        return ""
    # A stemmer holds the word that it works on, so threads cannot share one.
    return STEM + str(_EnglishStemmer().stemWord(word))


def indexed(passages: Iterable[str]) -> tuple[str, ...]:
    """Return the words to index for these passages, each passage followed by a gap.

    Their stems and citations follow, each once. Stops at the limits for one record.
    """
    words: list[str] = []
    beside: dict[str, None] = {}
    left = _MOST_BYTES
    for passage in passages:
        pieces = passage.split()
        for word in _folded(pieces):
            left -= len(word.encode())
            if left < 0 or len(words) >= LONGEST_INDEXED:
                return (*words, *beside)
            words.append(word)
            if stem := stem_of(word):
                beside[stem] = None
        beside |= dict.fromkeys(_cited(pieces, LONGEST_INDEXED - len(beside)))
    return (*words, *beside)


def is_plain(word: str) -> bool:
    """Return whether an index word is one that a text contains as it is."""
    return word[0] not in (GAP, STEM, CITED)


def _folded(pieces: Iterable[str]) -> Iterator[str]:
    for piece in pieces:
        yield from words_of_piece(piece)
    yield GAP


def _cited(pieces: list[str], most: int) -> Iterator[str]:
    """Yield the words of the citations in a passage, which are few in any real text."""
    found = (level for each in citations(pieces) for level in each.levels)
    yield from (level for level, _ in zip(found, range(most), strict=False))
