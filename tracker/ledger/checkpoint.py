"""Checkpoints: name, size and root of a log, as C2SP tlog-checkpoint defines them."""

import re
from base64 import b64decode, b64encode
from binascii import Error as NotBase64
from dataclasses import dataclass

from tracker.ledger.merkle import HASH_BYTES
from tracker.ledger.notes import NotANote

_LINES = 3
_SIZE = re.compile(r"0|[1-9]\d{0,18}")


@dataclass(frozen=True, slots=True)
class Checkpoint:
    """A tree of a log, and the further lines of its text."""

    origin: str
    size: int
    root: bytes
    more: tuple[str, ...] = ()

    def __str__(self) -> str:
        """Return the text that is signed."""
        lines = (self.origin, str(self.size), b64encode(self.root).decode(), *self.more)
        return "".join(f"{line}\n" for line in lines)


def read_checkpoint(text: str) -> Checkpoint:
    """Return the checkpoint in a text. Raises NotANote."""
    lines = text.split("\n")
    if len(lines) <= _LINES or lines[-1] or not all(lines[:-1]):
        raise NotANote("a checkpoint has a name, a size and a root, a line each")
    origin, size, encoded, *more = lines[:-1]
    try:
        root = b64decode(encoded, validate=True)
    except (NotBase64, ValueError) as error:
        raise NotANote("the root of a checkpoint is base64") from error
    if not _SIZE.fullmatch(size) or len(root) != HASH_BYTES:
        raise NotANote("the size of a checkpoint is a number and its root has 32 bytes")
    found = Checkpoint(origin, int(size), root, tuple(more))
    if str(found) != text:
        raise NotANote("a checkpoint is written in one way only")
    return found
