"""What a new password must be, and how strong it is.

No kind of character is required, and every character and any length is allowed. Refused are short
passwords, common ones, and those that are weak without the words that a stranger would try first:
of the site, and of the person. Source: OWASP ASVS 5.0, 6.1.2 and 6.2.
"""

import gzip
import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from importlib import resources
from urllib.parse import urlsplit

from tracker.domain.base.errors import BadInput
from tracker.services.core.office import Office
from tracker.services.ports.people import Account

SHORTEST_PASSWORD = 12
STRONGEST = 4
# 4 takes at least 10 billion guesses: a thief of the disk makes them without anyone counting.
STRONG_ENOUGH = 4
SHORTEST_WORD = 3
# More does not make a password weaker, and takes long to estimate.
_ESTIMATED = 72
_PROGRAM = ("legal", "basis", "tracker", "transparency", "information", "request", "password")


@dataclass(frozen=True, slots=True)
class PasswordReview:
    """The strength of a password from 0 to STRONGEST, and why it is refused."""

    strength: int
    problem: BadInput | None = None


def require_good_password(office: Office, account: Account, password: str) -> None:
    """Raise BadInput for a password that is short, common or easy to guess."""
    if problem := review_password(office, account, password).problem:
        raise problem


def review_password(office: Office, account: Account, password: str) -> PasswordReview:
    """Return the strength of a password for this person, and why it is refused."""
    plain = _plain(password)
    words = [word for word in own_words(office, account) if word in plain]
    strength = strength_of(_without(plain, words))
    if len(password) < SHORTEST_PASSWORD:
        return PasswordReview(min(strength, 1), _too_short())
    if _is_common(plain):
        return PasswordReview(0, _too_common())
    if strength >= STRONG_ENOUGH:
        return PasswordReview(strength)
    return PasswordReview(strength, _made_of(words[0]) if words else _easy_to_guess())


def own_words(office: Office, account: Account) -> Sequence[str]:
    """Return the words of the program, the site and the person, the longest first."""
    site = urlsplit(office.public_url).hostname or ""
    told = (*_PROGRAM, site, office.premises.state().name, account.name, account.email)
    words = {word for each in told for word in _words_in(_plain(each))}
    return sorted(words, key=lambda word: (-len(word), word))


def strength_of(password: str) -> int:
    """Return how hard a password is to guess, from 0 to STRONGEST."""
    # Its dictionary takes 15 MB, so only processes in which a password is chosen load it.
    from zxcvbn import zxcvbn

    return int(zxcvbn(password[:_ESTIMATED])["score"]) if password else 0


def _plain(words: str) -> str:
    return unicodedata.normalize("NFKC", words).casefold()


def _words_in(text: str) -> Iterable[str]:
    return (word for word in re.findall(r"[^\W_]+", text) if len(word) >= SHORTEST_WORD)


def _without(password: str, words: Iterable[str]) -> str:
    for word in words:
        password = password.replace(word, "")
    return password


def _is_common(plain: str) -> bool:
    # Read each time, which takes milliseconds: passwords are chosen rarely.
    packed = resources.files(__package__).joinpath("common_passwords.txt.gz").read_bytes()
    return f"\n{plain}\n".encode() in b"\n" + gzip.decompress(packed)


def _too_short() -> BadInput:
    return BadInput(
        "Use at least {shortest_password} characters, for example four words.",
        shortest_password=SHORTEST_PASSWORD,
    )


def _too_common() -> BadInput:
    return BadInput(
        "This is a common password, and attackers try those first. Choose another, for example "
        "four words that do not belong together."
    )


def _made_of(word: str) -> BadInput:
    return BadInput(
        "Without “{word}”, which a stranger would try first, this password is easy to guess. Add "
        "words that have nothing to do with you or this site.",
        word=word,
    )


def _easy_to_guess() -> BadInput:
    return BadInput(
        "This password is easy to guess. Choose another, for example four words that do not "
        "belong together."
    )
