"""Keeps words that the public will read free of what tells who asked, or who somebody is."""

import re
from collections.abc import Iterator

from tracker.domain.errors import BadInput
from tracker.domain.request import Applicant

SHORTEST_NAME = 3
SHORTEST_PHRASE = 6

# Shapes of what identifies a person in Pakistan and beyond: identity card, e-mail, telephone.
PERSONAL = {
    "an identity-card number": re.compile(r"\b\d{5}-?\d{7}-?\d\b"),
    "an e-mail address": re.compile(r"[^\s@]+@[^\s@]+\.[^\s@]+"),
    "a telephone number": re.compile(r"(?:\+|\b00|\b0)\d[\d\s()-]{7,}\d\b"),
}


def require_anonymous(words: str, applicant: Applicant, known_words: str = "") -> None:
    """Refuse words that show the applicant or identify another person.

    A name that is also one of `known_words` shows nothing. This catches what can be told by
    rule; a person still reads before publishing. Raises BadInput saying what was found.
    """
    if found := next(_identifying(words, applicant, set(_words(known_words))), None):
        raise BadInput(f"The text shows {found}: black it out with “[…]” and try again.")


def _identifying(words: str, applicant: Applicant, known: set[str]) -> Iterator[str]:
    """What in `words` would identify somebody."""
    names = {name for name in _words(applicant.name) if len(name) >= SHORTEST_NAME} - known
    if names & set(_words(words)):
        yield "the applicant's name"
    flat = " ".join(words.casefold().split())
    for line in (*applicant.address.splitlines(), *applicant.contact.splitlines()):
        phrase = " ".join(line.casefold().split())
        if len(phrase) >= SHORTEST_PHRASE and phrase in flat:
            yield "the applicant's address"
    yield from (what for what, shape in PERSONAL.items() if shape.search(words))


def _words(text: str) -> list[str]:
    return re.findall(r"\w+", text.casefold())
