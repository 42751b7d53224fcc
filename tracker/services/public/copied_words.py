"""The word index with which a copy of the public side is searched, without a database.

Records are bundled in order of first publication, so that a change affects few bundles. For each
record a bundle has the words by which the site finds it, each once.
"""

import hashlib
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain

from tracker.domain.base.canonical import canonical
from tracker.domain.words.folding import words_of_piece
from tracker.services.core.office import Office
from tracker.services.ports.search import Passage
from tracker.services.ports.sought import ANY

BUNDLE = 100
# Most words of one record: those of about a hundred pages, or some 20,000 bytes.
MOST_WORDS = 3000
EVERYWHERE = 0
_PASSAGES_AT_HAND = 1024


@dataclass(frozen=True, slots=True)
class Bundle:
    """The references of the records in one bundle. `made_of` is a hash of their words."""

    number: int
    references: tuple[str, ...]
    made_of: str


def bundles(office: Office) -> Iterator[Bundle]:
    """Yield all bundles, oldest records first."""
    kept = office.records.index.kept()
    all_references = office.records.references(ANY)
    for first in range(0, len(all_references), BUNDLE):
        references = tuple(all_references[first : first + BUNDLE])
        told = canonical([[each, kept.get(each)] for each in references])
        yield Bundle(first // BUNDLE + 1, references, hashlib.sha256(told).hexdigest())


def bundle_words(office: Office, bundle: Bundle) -> bytes:
    """Return a script with the positions, in the bundle, of the records that have each word.

    It is a script because a page on a disk can load nothing else. A word in all records has
    `EVERYWHERE`.
    """
    passages = office.records.index.passages(bundle.references)
    places: dict[str, list[int]] = {}
    for place, reference in enumerate(bundle.references):
        for word in _words(passages.get(reference, ())):
            places.setdefault(word, []).append(place)
    said = {
        word: EVERYWHERE if len(at) == len(bundle.references) else at
        for word, at in places.items()
    }
    return b"wordsOfTheCopy(" + canonical([bundle.references, said]) + b");\n"


def _words(passages: Iterable[Passage]) -> Iterable[str]:
    found: dict[str, None] = {}
    for passage in passages:
        words = _words_of(passage.words)
        if len(found) + len(words) < MOST_WORDS:
            found |= dict.fromkeys(words)
            continue
        for piece in passage.words.split():
            found |= dict.fromkeys(words_of_piece(piece))
            if len(found) >= MOST_WORDS:
                return found
    return found


@lru_cache(_PASSAGES_AT_HAND)
def _words_of(passage: str) -> tuple[str, ...]:
    """Return the words of a passage, each once. Records share most of their passages, which are
    those of the library."""
    return tuple(dict.fromkeys(chain.from_iterable(map(words_of_piece, passage.split()))))


def searched(office: Office, bundled: int) -> bytes:
    """Return what a reader of a copy searches, and the number of bundles of words, as a script.

    A page that is opened from a disk can load nothing else."""
    library = office.library
    shelves = {
        "blocks": {key: block.title for key, block in library.blocks.items()},
        "bodies": {key: body.name for key, body in library.bodies.items()},
        "laws": {key: law.title for key, law in library.laws.items()},
        "statements": {key: each.title for key, each in library.statements.items()},
    }
    told: dict[str, object] = {
        shelf: {
            key: [title.in_language(language) for language in office.languages]
            for key, title in titles.items()
        }
        for shelf, titles in shelves.items()
    }
    told["languages"] = list(office.languages)
    told["bundles"] = bundled
    told["requests"] = [
        [line.reference, line.block, line.body, line.as_of] for line in office.records.lines()
    ]
    return b"copyOfTheRecord(" + canonical(told) + b");\n"
