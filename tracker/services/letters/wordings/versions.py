"""The version of a wording: the sentences that letters under a law in a language consist of."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256

from tracker.domain.base.text import texts_in
from tracker.domain.law.law import Law
from tracker.domain.library import Library
from tracker.services.core.office import Writing

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
    return _hashed(tuple(_sentences(office, law, language)))


@lru_cache(maxsize=64)
def _hashed(sentences: tuple[str, ...]) -> WordingVersion:
    """Return the version of these sentences. Pages ask for the same ones again."""
    known = {sha256(each.encode()).hexdigest()[:_DIGEST]: each for each in sentences}
    return WordingVersion(sha256("\n".join(sorted(known)).encode()).hexdigest(), known)


def _sentences(office: Writing, law: Law, language: str) -> Iterator[str]:
    for source in office.documents.wordings(language).values():
        lines = (line.strip() for line in source.splitlines())
        yield from (line for line in lines if line and not line.startswith(":::"))
    yield from office.locale(language).sentences()
    for entry in (law, *_beside(office.library, law)):
        texts = (text.words for _, text in texts_in(entry))
        yield from (words[language] for words in texts if language in words)


def _beside(library: Library, law: Law) -> Iterator[object]:
    """Yield the bodies that a law binds, and the questions that may be asked under it."""
    yield from (body for body in library.bodies.values() if law.key in body.laws)
    questions = library.questions.values()
    yield from (each for each in questions if each.fits_law(law.country, law.key))
