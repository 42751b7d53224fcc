"""The version of a wording: the sentences that letters under a law in a language consist of."""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Generic, TypeVar

from tracker.domain.base.text import texts_in
from tracker.domain.law.law import Law
from tracker.domain.library import Library
from tracker.services.core.i18n import Locale
from tracker.services.core.office import Writing
from tracker.services.ports.documents import Documents

Thing = TypeVar("Thing")

# A prefix of the hash of a sentence. It only tells sentences of one wording apart.
_DIGEST = 12


@dataclass(frozen=True, slots=True)
class WordingVersion:
    """The sentences of a wording by their digests, and one digest of them all."""

    digest: str
    sentences: Mapping[str, str]

    def unlike(self, known: frozenset[str]) -> tuple[str, ...]:
        """Return the sentences that are not among those with these digests."""
        return tuple(said for digest, said in self.sentences.items() if digest not in known)


def version_of(office: Writing, law: Law, language: str) -> WordingVersion:
    """Return the version of the wording of letters under a law in a language.

    It holds the sources of the letters, the catalogue of the language, and what the library says
    in it of the law, of the bodies that it binds and of the items that may be asked.
    """
    parts = Itself(office.documents), Itself(office.library), Itself(law)
    return _version(*parts, office.locale, language)


class Itself(Generic[Thing]):
    """A part of the program as a key of a cache, equal only to itself.

    It keeps the part alive, so that no other part gets the same `id`.
    """

    def __init__(self, part: Thing) -> None:
        self.part = part

    def __eq__(self, other: object) -> bool:
        return isinstance(other, Itself) and self.part is other.part

    def __hash__(self) -> int:
        return id(self.part)


# The sources of letters are read once for each `Documents`, and a library never changes.
@lru_cache(maxsize=64)
def _version(
    documents: Itself[Documents],
    library: Itself[Library],
    law: Itself[Law],
    locale: Callable[[str], Locale],
    language: str,
) -> WordingVersion:
    sentences = (
        *_of_letters(documents.part, language),
        *locale(language).sentences(),
        *_of_library(library.part, law.part, language),
    )
    known = {sha256(each.encode()).hexdigest()[:_DIGEST]: each for each in sentences}
    return WordingVersion(sha256("\n".join(sorted(known)).encode()).hexdigest(), known)


def _of_letters(documents: Documents, language: str) -> Iterator[str]:
    for source in documents.wordings(language).values():
        lines = (line.strip() for line in source.splitlines())
        yield from (line for line in lines if line and not line.startswith(":::"))


def _of_library(library: Library, law: Law, language: str) -> Iterator[str]:
    for entry in (law, *_beside(library, law)):
        texts = (text.words for _, text in texts_in(entry))
        yield from (words[language] for words in texts if language in words)


def _beside(library: Library, law: Law) -> Iterator[object]:
    """Yield the bodies that a law binds, and the questions that may be asked under it."""
    yield from (body for body in library.bodies.values() if law.key in body.laws)
    questions = library.questions.values()
    yield from (each for each in questions if each.fits_law(law.country, law.key))
