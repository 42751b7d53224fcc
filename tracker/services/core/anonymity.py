"""Checks that text for the public does not reveal the applicant or identify a person."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from itertools import pairwise

from tracker.domain.base.errors import BadInput
from tracker.domain.base.messages import Message
from tracker.domain.case.request import Applicant

SHORTEST_NAME = 3
SHORTEST_PHRASE = 6

# Patterns that identify a person in Pakistan and beyond: identity card, email, telephone.
# Each quantifier is bounded, so that matching stays fast on long texts.
PERSONAL = {
    Message("an identity-card number"): re.compile(r"(?<!\d)\d{5}[ -]{0,3}\d{7}[ -]{0,3}\d(?!\d)"),
    Message("an email address"): re.compile(r"[^\s@]@[^\s@.]{1,63}\.[^\s@]"),
    Message("a phone number"): re.compile(
        r"(?:\+|(?<!\w)0(?!\d[.-]\d\d[.-]\d{4}))\d(?:[ ().-]{0,3}\d){7}"
    ),
}

# Letters that look like Latin ones (Cyrillic, Greek, Latin variants), and the Arabic letters that
# Urdu keyboards produce in two forms. They are folded, so that a disguised name is still found.
ALIKE = str.maketrans(
    "\u0430\u0432\u0435\u043a\u043c\u043d\u043e\u0440\u0441\u0442"
    "\u0443\u0445\u0456\u0458\u0455\u0501\u04bb\u04cf\u051b\u051d"
    "\u03b1\u03b2\u03b5\u03b9\u03ba\u03bd\u03bf\u03c1\u03c4\u03c5\u03c7"
    "\u0261\u0131"
    "\u064a\u0649\u0643\u06c1\u0629\u06be",
    "abekmhopctyxijsdhlqwabeikvoptuxgi\u06cc\u06cc\u06a9\u0647\u0647\u0647",
)
DASHES = re.compile("[\u2010-\u2015\u2212\ufe58\ufe63]")
# Letter-spaced text: single letters, each followed by a space or a full stop.
SPACED = re.compile(r"(?<!\w)(?:\w[ .]{1,2}){2,40}\w(?!\w)")


def require_anonymous(words: str, applicant: Applicant, known_words: str = "") -> None:
    """Refuse text that reveals the applicant or identifies another person.

    Parts of the applicant's name that occur in `known_words` reveal nothing. Hidden, joined,
    accented or lookalike letters are read as a person reads them. Only rules are checked: a person
    still has to read the text before publication. Raises BadInput naming what was found.
    """
    if found := identifying(words, applicant, known_words):
        raise BadInput("The text shows {found}. Replace it with “[…]” and try again.", found=found)


def identifying(words: str, applicant: Applicant, known_words: str = "") -> Message | None:
    """Return the first thing in a text that `require_anonymous` would refuse, None if nothing."""
    return next(_identifying(words, applicant, set(plain_letters(known_words))), None)


def _identifying(words: str, applicant: Applicant, known: set[str]) -> Iterator[Message]:
    """Yield a description of each thing in `words` that would identify a person."""
    seen = plain_letters(words)
    names = {name for name in plain_letters(applicant.name) if len(name) >= SHORTEST_NAME} - known
    runs = (*_joined(applicant.name, seen), *_spaced(words))
    if names & set(seen) or any(name in run for run in runs for name in names):
        yield Message("the applicant’s name")
    flat = f" {' '.join(seen)} "
    if any(len(line) >= SHORTEST_PHRASE and f" {line} " in flat for line in _address(applicant)):
        yield Message("the applicant’s address")
    if _holds_number(words, applicant.identity):
        yield Message("the applicant’s identity number")
    if any(_holds_name(signer.signatory, flat) for signer in applicant.cosigners):
        yield Message("the name of a signatory")
    shown = DASHES.sub("-", _shown(words))
    yield from (what for what, shape in PERSONAL.items() if shape.search(shown))


def _address(applicant: Applicant) -> Iterator[str]:
    """Yield the lines by which an applicant is found.

    A line of one word is a town, which identifies nobody: courts and public bodies name it.
    """
    for line in applicant.address.splitlines():
        if len(parts := plain_letters(line)) > 1:
            yield " ".join(parts)
    for line in applicant.contact.splitlines():
        yield " ".join(plain_letters(line))


def _holds_number(words: str, number: str) -> bool:
    """Return whether the text contains a number's letters and digits, whatever separates them."""
    bare = "".join(plain_letters(number))
    return len(bare) >= SHORTEST_PHRASE and bare in "".join(plain_letters(words))


def _holds_name(name: str, flat: str) -> bool:
    """Return whether the text contains a whole name.

    Someone who signs for an organisation is named in the letter, and a part of the name alone
    identifies nobody.
    """
    phrase = " ".join(plain_letters(name))
    return len(phrase) >= SHORTEST_PHRASE and f" {phrase} " in flat


def _joined(name: str, seen: Sequence[str]) -> Iterator[str]:
    """Yield the words that contain two consecutive parts of the name without a space."""
    parts = plain_letters(name)
    pairs = [first + second for first, second in pairwise(parts)]
    yield from (word for word in seen if any(pair in word for pair in pairs))


def _spaced(words: str) -> Iterator[str]:
    """Yield letter-spaced words with their letters joined."""
    for found in SPACED.finditer(_plain(words)):
        yield "".join(char for char in found[0] if char.isalnum())


def plain_letters(text: str) -> list[str]:
    """Return the words of a text in lower case, without accents and in one script."""
    return re.findall(r"[^\W_]+", _plain(text))


def _plain(text: str) -> str:
    """Return a text in lower case, without accents, with lookalike letters folded."""
    apart = unicodedata.normalize("NFKD", _shown(text).casefold())
    bare = "".join(char for char in apart if not unicodedata.combining(char))
    return bare.translate(ALIKE)


def _shown(text: str) -> str:
    """Return a text as a reader sees it, without compatibility forms and invisible characters."""
    whole = unicodedata.normalize("NFKC", text)
    return "".join(
        " " if char.isspace() and char != "\n" else char
        for char in whole
        if unicodedata.category(char) != "Cf" and char != "\N{ARABIC TATWEEL}"
    )
