"""Signed notes and checkpoints: C2SP signed-note, tlog-checkpoint and tlog-cosignature."""

import base64
import hashlib
import re
from collections.abc import Sequence
from datetime import UTC, datetime
from functools import cache
from typing import NamedTuple

from tracker.verifier.ed25519 import is_signed

HASH = 32


class Wrong(Exception):
    """Raised if something in the copy is wrong."""


class Key(NamedTuple):
    """A key: its name, its kind (1 of a log, 4 of a witness), its 32 bytes and its number."""

    name: str
    kind: int
    data: bytes
    number: bytes


class LogNote(NamedTuple):
    """What a note says of the log, and the names of its other signers."""

    size: int
    root: bytes
    text: str
    below: Sequence[tuple[str, bytes]]


def decoded(words: str) -> bytes:
    """Decode Base64 in its one canonical form."""
    found = base64.b64decode(words, validate=True)
    if base64.b64encode(found).decode() != words:
        raise Wrong("base64 is not written as it must be")
    return found


def read_key(line: str) -> Key:
    """Return the key in a line."""
    name, number, words = line.strip().split("+", 2)
    whole = decoded(words)
    right = hashlib.sha256(name.encode() + b"\n" + whole).digest()[:4]
    if len(whole) != 33 or whole[0] not in (1, 4) or right.hex() != number:
        raise Wrong(f"{line.strip()[:100]!r} is no key")
    return Key(name, whole[0], whole[1:], right)


def parse_note(data: bytes) -> tuple[str, list[tuple[str, bytes]]]:
    """Return the text of a note, and each name below it with its signature."""
    text, _, below = data.decode().rpartition("\n\n")
    lines = below.split("\n")
    if not text or lines.pop() or not 0 < len(lines) <= 100:
        raise Wrong("a signed note has a text, an empty line and signatures")
    found = []
    for line in lines:
        dash, name, words = line.split(" ")
        if dash != "\N{EM DASH}":
            raise Wrong("a line below a note is no signature")
        found.append((name, decoded(words)))
    return text + "\n", found


@cache
def open_note(data: bytes, keys: tuple[Key, ...]) -> str:
    """Return the text of a note that one of the log's keys signed."""
    text, below = parse_note(data)
    ours = {(key.name, key.number): key for key in keys if key.kind == 1}
    named = [
        (ours[name, value[:4]], value[4:]) for name, value in below if (name, value[:4]) in ours
    ]
    if not named:
        raise Wrong("a note is signed by no key of this log")
    if not all(is_signed(key.data, text.encode(), value) for key, value in named):
        raise Wrong("the signature under a note does not hold")
    return text


def checkpoint(data: bytes, keys: tuple[Key, ...]) -> LogNote:
    """Return a note's checkpoint after checking its signature."""
    text = open_note(data, keys)
    origin = text.partition("\n")[0]
    if origin not in {key.name for key in keys}:
        raise Wrong(f"a checkpoint is of another log, {origin[:100]!r}")
    return unsigned(data)


def unsigned(data: bytes) -> LogNote:
    """Return a note's checkpoint without checking who signed it."""
    text, below = parse_note(data)
    size, root = text.split("\n")[1:3]
    if not re.fullmatch(r"0|[1-9][0-9]{0,18}", size, re.ASCII) or len(decoded(root)) != HASH:
        raise Wrong("a checkpoint names no size and root")
    return LogNote(int(size), decoded(root), text, below)


def witnessed(found: LogNote, witness: Key) -> str:
    """Return when a witness says it saw a checkpoint; empty if it did not sign it."""
    for name, value in found.below:
        if (name, value[:4]) != (witness.name, witness.number):
            continue
        if witness.kind == 1:
            said, signature, when = found.text, value[4:], "on a day that it does not name"
        else:
            at = int.from_bytes(value[4:12], "big")
            said, signature = f"cosignature/v1\ntime {at}\n{found.text}", value[12:]
            when = f"at {datetime.fromtimestamp(at, UTC):%d %B %Y %H:%M} UTC"
        if not is_signed(witness.data, said.encode(), signature):
            raise Wrong(f"the signature of the witness {name} does not hold")
        return when
    return ""
