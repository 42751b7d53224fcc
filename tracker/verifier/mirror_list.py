"""The signed list of a record's address and of its copies, which is distributed on its own."""

import re
from collections.abc import Sequence
from typing import NamedTuple

from tracker.verifier.notes import Wrong, open_note, read_key

LIST_OF = "mirrors"
REACHED = re.compile(r"(0|[1-9][0-9]{0,18})(?: ([0-9]{4}-[0-9]{2}-[0-9]{2}))?", re.ASCII)


class Addresses(NamedTuple):
    """The addresses of a record and its copies.

    The list was signed when the log had `size` entries, the newest of which was signed on `day`.
    """

    size: int
    day: str
    record: str
    copies: tuple[str, ...]


def is_list(data: bytes) -> bool:
    """Return whether the data claims to be such a list."""
    return data.partition(b"\n")[0].endswith(f" {LIST_OF}".encode())


def addresses(data: bytes, lines: Sequence[str]) -> Addresses:
    """Return what a list says. Raises Wrong if none of these keys signed it."""
    keys = tuple(map(read_key, lines))
    first, *rest = open_note(data, keys).splitlines()
    reached = REACHED.fullmatch(rest[0]) if rest else None
    if first not in {f"{key.name} {LIST_OF}" for key in keys} or not reached or len(rest) < 2:
        raise Wrong("the note is no list of addresses")
    return Addresses(int(reached[1]), reached[2] or "", rest[1], tuple(rest[2:]))
