"""The positions of each record's rows in the files of a data package, for the next one.

A version of a record always gives the same rows, so they are copied byte for byte, and only
changed records are read. The positions are used only if the files did not change since.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import BinaryIO

from tracker.domain.base.errors import NotOnFile
from tracker.services.ports.data import DataFiles
from tracker.services.public.data_columns import table_files
from tracker.services.public.data_tables import OF_RECORDS

PARTS_FILE = "parts.json"
_FILES = table_files(table.name for table in OF_RECORDS)
_AT_ONCE = 1 << 20

PackageVersion = tuple[str, str]
"""The reference of a request and the SHA-256 hash of a version of its record."""


@dataclass
class Parts:
    """The number of bytes that each version of a record added to each of `_FILES`, in order.

    `heads` are the bytes before all records; `digests` are the hashes of the files, and `made_by`
    is a hash of everything else that decided their content.
    """

    made_by: str
    heads: Sequence[int]
    digests: Sequence[str] = ()
    sizes: dict[PackageVersion, Sequence[int]] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Return the parts in the form that `before` reads."""
        records = [[*version, *sizes] for version, sizes in self.sizes.items()]
        kept = {"made_by": self.made_by, "heads": self.heads, "digests": self.digests}
        return json.dumps(kept | {"records": records}, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Before:
    """The rows of the data package before."""

    files: Sequence[BinaryIO] = ()
    places: Mapping[PackageVersion, Sequence[tuple[int, int]]] = field(default_factory=dict)

    def rows(self, version: PackageVersion) -> tuple[bytes, ...] | None:
        """Return the rows of a version in each of `_FILES`, None if it has none."""
        places = self.places.get(version)
        if places is None:
            return None
        return tuple(_read(file, *at) for file, at in zip(self.files, places, strict=True))


def before(shelf: DataFiles, made_by: str, opened: ExitStack) -> Before:
    """Return the rows of the package before.

    Empty if it was made in another way, or is incomplete.
    """
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
