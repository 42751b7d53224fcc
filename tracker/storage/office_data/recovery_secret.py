"""The secret half of a recovery key: 32 bytes, and their forms as words and as an identity."""

import re
import secrets
from collections.abc import Sequence
from dataclasses import dataclass, field
from difflib import get_close_matches
from functools import cache
from typing import Self

from bech32 import bech32_decode, bech32_encode, convertbits
from cryptography.hazmat.primitives.asymmetric.x25519 import X25519PrivateKey
from mnemonic import Mnemonic

from tracker.domain.base.errors import BadInput

SECRET_PREFIX = "AGE-SECRET-KEY-"  # noqa: S105 - the prefix of every identity
WORD_COUNT = 24
_RECIPIENT_PREFIX = "age"
_SIZE = 32
_BETWEEN_WORDS = re.compile(r"[\s,;]+")
# A person may copy the numbers of the words too.
_NUMBERING = "0123456789.):"
_NEAREST = 3


@dataclass(frozen=True, slots=True)
class RecoverySecret:
    """A secret X25519 key, which opens what is encrypted to its recipient.

    As an identity and a recipient it is a key of age. Its bytes are never shown by accident.
    """

    raw: bytes = field(repr=False)

    @classmethod
    def new(cls) -> Self:
        """Return a random key."""
        return cls(secrets.token_bytes(_SIZE))

    @classmethod
    def from_identity(cls, line: str) -> Self:
        """Return the key of an identity, in capitals or small letters.

        Raises BadInput, without repeating the line.
        """
        raw = _decoded(SECRET_PREFIX, line.strip())
        if raw is None:
            raise BadInput(
                f"This is not a recovery identity: it is one line that begins with "
                f"{SECRET_PREFIX}1; compare its letters."
            )
        return cls(raw)

    @classmethod
    def from_words(cls, words: Sequence[str]) -> Self:
        """Return the key of 24 words as `read_words` returns them.

        Raises BadInput if there are more or fewer, or one of them is wrong.
        """
        if len(words) != WORD_COUNT:
            raise BadInput(
                f"A recovery key has {WORD_COUNT} words, and these are {len(words)}: compare them "
                "with the paper."
            )
        try:
            return cls(bytes(_dictionary().to_entropy(list(words))))
        except ValueError:
            raise BadInput(
                f"All {WORD_COUNT} words exist, but they do not belong together: one was misread, "
                "or two changed places. Compare each word with the paper."
            ) from None

    @property
    def identity(self) -> str:
        """The key as a line that `age` reads, in capitals."""
        return _encoded(SECRET_PREFIX, self.raw).upper()

    @property
    def words(self) -> tuple[str, ...]:
        """The key as 24 English words with a checksum (BIP-39)."""
        return tuple(_dictionary().to_mnemonic(self.raw).split())

    @property
    def recipient(self) -> str:
        """The public half, as `age` reads it."""
        return recipient_of(
            X25519PrivateKey.from_private_bytes(self.raw).public_key().public_bytes_raw()
        )


def read_words(text: str, *, after: int = 0) -> tuple[str, ...]:
    """Return the words of a text, without numbers, and shortened words in full.

    `after` is how many words came before. Raises BadInput, which names the word that does not
    exist and those nearest to it.
    """
    return tuple(
        _known_word(word, after + number) for number, word in enumerate(_split(text), start=1)
    )


def looks_like_words(text: str) -> bool:
    """Return whether a text is meant as the words of a key, perhaps with mistakes."""
    words = _split(text)
    return sum(word in _dictionary().wordlist for word in words) >= WORD_COUNT / 2


def recipient_of(public: bytes) -> str:
    """Return a public X25519 key as a recipient of age."""
    return _encoded(_RECIPIENT_PREFIX, public)


def public_key_of(recipient: str) -> bytes:
    """Return the 32 bytes of a recipient. Raises BadInput for anything else."""
    public = _decoded(_RECIPIENT_PREFIX, recipient)
    if public is None:
        # Not repeated: it may be a secret that was given by mistake.
        raise BadInput("This is not a recovery key: it is one line that begins with age1.")
    return public


@cache
def _dictionary() -> Mnemonic:
    return Mnemonic("english")


def _split(text: str) -> list[str]:
    bare = (word.strip(_NUMBERING) for word in _BETWEEN_WORDS.split(text.lower()))
    return [word for word in bare if word]


def _known_word(typed: str, number: int) -> str:
    # The first four letters tell each word from all others.
    word: str = _dictionary().expand_word(typed)
    known = _dictionary().wordlist
    if word in known:
        return word
    near = " or ".join(f"“{each}”" for each in get_close_matches(typed, known, _NEAREST))
    meant = f": did you mean {near}?" if near else ": compare it with the paper."
    raise BadInput(f"Word {number}, “{typed}”, is not one of the words of recovery keys{meant}")


def _encoded(prefix: str, raw: bytes) -> str:
    return bech32_encode(prefix.lower(), convertbits(raw, 8, 5) or ())


def _decoded(prefix: str, line: str) -> bytes | None:
    found, data = bech32_decode(line)
    raw = convertbits(data, 5, 8, pad=False) if data and found == prefix.lower() else None
    return bytes(raw) if raw and len(raw) == _SIZE else None
