"""What a making of the data package leaves for the next one: where in its files the rows stand
that came of each version of a record.

A version gives the same rows each time, so they are taken over byte for byte, and only what
changed is read and written anew. What was left is used only where its files are still what they
were.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import BinaryIO

from tracker.domain.base.errors import NotOnFile
from tracker.services.ports.data import DataFiles
from tracker.services.public.data_tables import OF_RECORDS

PARTS_FILE = "parts.json"
_FILES = tuple(f"{table.name}.{ending}" for table in OF_RECORDS for ending in ("csv", "jsonl"))
_AT_ONCE = 1 << 20

PackageVersion = tuple[str, str]
"""A reference and the digest of a version of its record."""


@dataclass
class Parts:
    """The number of bytes that each version of a record added to each of `_FILES`, in order.

    The first number is what stands before all records; `digests` are those of the files, and
    `made_by` is a digest of everything else that decided their content.
    """

    made_by: str
    heads: Sequence[int]
    digests: Sequence[str] = ()
    sizes: dict[PackageVersion, Sequence[int]] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """The parts as `Before` reads them."""
        records = [[*version, *sizes] for version, sizes in self.sizes.items()]
        kept = {"made_by": self.made_by, "heads": self.heads, "digests": self.digests}
        return json.dumps(kept | {"records": records}, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Before:
    """The rows of the making before."""

    files: Sequence[BinaryIO] = ()
    places: Mapping[PackageVersion, Sequence[tuple[int, int]]] = field(default_factory=dict)

    def rows(self, version: PackageVersion) -> tuple[bytes, ...] | None:
        """What stands of a version in each of `_FILES`; None where it was not there."""
        places = self.places.get(version)
        if places is None:
            return None
        return tuple(_read(file, *at) for file, at in zip(self.files, places, strict=True))


def before(shelf: DataFiles, made_by: str, opened: ExitStack) -> Before:
    """What the last making left; nothing where it was made otherwise, or is not whole."""
    try:
        with shelf.open(PARTS_FILE) as file:
            told = json.load(file)
        files = [opened.enter_context(shelf.open(name)) for name in _FILES]
        if told["made_by"] != made_by or told["digests"] != list(map(_digest, files)):
            return Before()
        return Before(files, dict(_places(told["heads"], told["records"])))
    except (NotOnFile, ValueError, KeyError, TypeError):
        return Before()


def _places(
    heads: Sequence[int], records: Sequence[Sequence[str | int]]
) -> Iterator[tuple[PackageVersion, Sequence[tuple[int, int]]]]:
    at = list(heads)
    for reference, digest, *sizes in records:
        taken = [int(size) for size in sizes]
        yield (str(reference), str(digest)), tuple(zip(at, taken, strict=True))
        at = [place + size for place, size in zip(at, taken, strict=True)]


def _read(file: BinaryIO, place: int, size: int) -> bytes:
    file.seek(place)
    return file.read(size)


def _digest(file: BinaryIO) -> str:
    found = hashlib.sha256()
    while data := file.read(_AT_ONCE):
        found.update(data)
    return found.hexdigest()
