"""Streams under a passphrase: whoever knows the words opens a backup, and nobody else."""

import hashlib
import json
import secrets
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import IO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tracker.domain.canonical import canonical, from_plain
from tracker.domain.errors import BadInput, Refusal

CHUNK = 1 << 20
TAG_BYTES = 16
PREFIX_BYTES = 7
MOST_MEMORY = 1 << 28
SEALED_FILE = b"TRACKER ARCHIVE UNDER A PASSPHRASE, FORM 1\n"
SEALED_NAME = "archive"
LONGEST_LINE = 1000


class Writes(Protocol):
    """Whatever takes bytes."""

    def write(self, data: bytes, /) -> int: ...


@dataclass(frozen=True, slots=True)
class Stretching:
    """How a passphrase becomes a key (scrypt); kept beside what the key locks."""

    salt: str
    cost: int = 1 << 15
    block: int = 8
    parallel: int = 1

    @classmethod
    def fresh(cls) -> "Stretching":
        """With a salt of its own."""
        return cls(secrets.token_hex(16))

    def key(self, passphrase: str) -> bytes:
        """Raises BadInput for an empty passphrase, or a cost that would exhaust this machine."""
        memory = 128 * self.cost * self.block * self.parallel
        if not passphrase:
            raise BadInput("The passphrase is empty: choose one of several words.")
        if memory > MOST_MEMORY:
            raise BadInput("The file asks for more memory than any of them needs: it was forged.")
        try:
            return hashlib.scrypt(
                passphrase.encode(),
                salt=bytes.fromhex(self.salt),
                n=self.cost,
                r=self.block,
                p=self.parallel,
                maxmem=2 * MOST_MEMORY,
                dklen=32,
            )
        except (ValueError, TypeError, OverflowError) as error:
            raise BadInput(
                "The file asks for what none of them asks for: it was forged."
            ) from error


def seal_stream(source: IO[bytes], out: Writes, key: bytes, name: str) -> None:
    """Lock a stream chunk by chunk; a chunk that is moved, doubled or cut off is noticed."""
    for sealed in _sealed(_chunks(source, CHUNK), key, name):
        out.write(sealed)


def _sealed(chunks: Iterable[tuple[bytes, bool]], key: bytes, name: str) -> Iterator[bytes]:
    cipher = AESGCM(key)
    prefix = secrets.token_bytes(PREFIX_BYTES)
    yield prefix
    for number, (chunk, last) in enumerate(chunks):
        yield cipher.encrypt(_nonce(prefix, number, last), chunk, name.encode())


def unseal_stream(source: IO[bytes], out: Writes, key: bytes, name: str) -> None:
    """Open what `seal_stream` locked. Raises Refusal for other words, or another stream."""
    cipher = AESGCM(key)
    prefix = source.read(PREFIX_BYTES)
    try:
        for number, (chunk, last) in enumerate(_chunks(source, CHUNK + TAG_BYTES)):
            out.write(cipher.decrypt(_nonce(prefix, number, last), chunk, name.encode()))
    except (InvalidTag, ValueError) as error:
        raise Refusal(
            "The passphrase does not open this file: type it as it was when the file was made."
        ) from error


def sealed_file(chunks: Iterable[bytes], passphrase: str) -> Iterator[bytes]:
    """A file of its own under a passphrase, as it is made: a first line that says what it is, a
    second with how the words become a key, and the locked stream. Raises BadInput at once."""
    stretching = Stretching.fresh()
    key = stretching.key(passphrase)
    head = SEALED_FILE + canonical(stretching) + b"\n"
    return chain([head], _sealed(_evened(chunks), key, SEALED_NAME))


def open_sealed_file(source: IO[bytes], out: Writes, passphrase: str) -> None:
    """Write what `sealed_file` locked. Raises Refusal for other words, or another file."""
    if source.readline(LONGEST_LINE) != SEALED_FILE:
        raise Refusal("This is no archive under a passphrase: choose the file again.")
    try:
        stretching = from_plain(Stretching, json.loads(source.readline(LONGEST_LINE)))
    except (ValueError, TypeError) as error:
        raise Refusal("The archive is damaged at its beginning: make it anew.") from error
    unseal_stream(source, out, stretching.key(passphrase), SEALED_NAME)


def _evened(pieces: Iterable[bytes]) -> Iterator[tuple[bytes, bool]]:
    """The same bytes in chunks of one size, each with whether it is the last."""
    held = bytearray()
    for piece in pieces:
        held += piece
        while len(held) > CHUNK:
            yield bytes(held[:CHUNK]), False
            del held[:CHUNK]
    yield bytes(held), True


def _chunks(source: IO[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """Chunks of `size`, each with whether it is the last; an empty stream is one empty chunk."""
    chunk = source.read(size)
    while following := source.read(size):
        yield chunk, False
        chunk = following
    yield chunk, True


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4) + bytes([last])
