"""Streams under a passphrase: whoever knows the words opens a backup, and nobody else."""

import hashlib
import secrets
from collections.abc import Iterator
from dataclasses import dataclass
from typing import IO, Protocol

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from tracker.domain.errors import BadInput, Refusal

CHUNK = 1 << 20
TAG_BYTES = 16
PREFIX_BYTES = 7
MOST_MEMORY = 1 << 28


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
            raise BadInput("The backup asks for more memory than any backup needs: it was forged.")
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
                "The backup asks for what no backup asks for: it was forged."
            ) from error


def seal_stream(source: IO[bytes], out: Writes, key: bytes, name: str) -> None:
    """Lock a stream chunk by chunk; a chunk that is moved, doubled or cut off is noticed."""
    cipher = AESGCM(key)
    prefix = secrets.token_bytes(PREFIX_BYTES)
    out.write(prefix)
    for number, (chunk, last) in enumerate(_chunks(source, CHUNK)):
        out.write(cipher.encrypt(_nonce(prefix, number, last), chunk, name.encode()))


def unseal_stream(source: IO[bytes], out: Writes, key: bytes, name: str) -> None:
    """Open what `seal_stream` locked. Raises Refusal for other words, or another stream."""
    cipher = AESGCM(key)
    prefix = source.read(PREFIX_BYTES)
    try:
        for number, (chunk, last) in enumerate(_chunks(source, CHUNK + TAG_BYTES)):
            out.write(cipher.decrypt(_nonce(prefix, number, last), chunk, name.encode()))
    except (InvalidTag, ValueError) as error:
        raise Refusal(
            "The passphrase does not open this backup: type it as it was when the backup was made."
        ) from error


def _chunks(source: IO[bytes], size: int) -> Iterator[tuple[bytes, bool]]:
    """Chunks of `size`, each with whether it is the last; an empty stream is one empty chunk."""
    chunk = source.read(size)
    while following := source.read(size):
        yield chunk, False
        chunk = following
    yield chunk, True


def _nonce(prefix: bytes, number: int, last: bool) -> bytes:
    return prefix + number.to_bytes(4) + bytes([last])
