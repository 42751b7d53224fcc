"""Statements by others about a log: signatures of witnesses, and timestamps of RFC 3161."""

import hashlib
import re
from collections.abc import Callable, Sequence
from datetime import UTC, datetime

from tracker.verifier.notes import Key, LogNote, Wrong, witnessed

COSIGNED = re.compile(r"log/checkpoints/([1-9][0-9]{0,18})", re.ASCII)
STAMP = re.compile(r"log/timestamps/([1-9][0-9]{0,18})-[0-9a-f]{64}\.tsr", re.ASCII)
SHA256 = bytes.fromhex("608648016503040201")
SEQUENCE, OCTETS, _NAME, _TIME = 0x30, 0x04, 0x06, 0x18

StampAuthority = Callable[[bytes, str], bool]
"""Returns whether an answer is a timestamp of a text by an authority whom the reader knows."""


def told_by(witness: Key, notes: Sequence[LogNote], size: int) -> str:
    """Return what a witness says of the largest tree that it signed; empty if it signed none."""
    for note in sorted(notes, key=lambda each: -each.size):
        if when := witnessed(note, witness):
            whole = f"the first {note.size:,} of {size:,} entries"
            return f"The witness {witness.name} says to have seen {whole} {when}"
    return ""


def stamped(answer: bytes, text: str) -> datetime:
    """Return the time of a timestamp, without checking its signature."""
    # TimeStampResp, its timeStampToken, that one's content, SignedData, encapContentInfo, and
    # the TSTInfo inside: RFC 3161 and RFC 5652.
    found = parts(answer)[0][1]
    for number in (1, 1, 0, 2, 1, 0, 0):
        found = parts(found)[number][1]
    imprint, made = parts(found)[2][1], parts(found)[4]
    algorithm, digest = parts(imprint)
    if parts(algorithm[1])[0] != (_NAME, SHA256) or made[0] != _TIME:
        raise Wrong("a timestamp is not over SHA-256, or names no moment")
    if digest != (OCTETS, hashlib.sha256(text.encode()).digest()):
        raise Wrong("a timestamp is of something else than its checkpoint")
    return datetime.strptime(made[1].decode()[:14], "%Y%m%d%H%M%S").replace(tzinfo=UTC)


def parts(data: bytes) -> list[tuple[int, bytes]]:
    """Return the elements of DER data, each with its tag."""
    found, at = [], 0
    while at < len(data):
        many = data[at + 1] & 0x7F if data[at + 1] & 0x80 else 0
        start = at + 2 + many
        length = int.from_bytes(data[at + 2 : start] if many else data[at + 1 : start], "big")
        if start + length > len(data) or many > 4:
            raise Wrong("a timestamp breaks off")
        found.append((data[at], data[start : start + length]))
        at = start + length
    return found
