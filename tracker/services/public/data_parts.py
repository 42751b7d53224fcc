"""The positions of each record's rows in the files of a data package, for the next one.

A version of a record always gives the same rows, so they are copied byte for byte, and only
changed records are read. So are the tables of a library that did not change. The files are used
only if they did not change since.
"""

import hashlib
import json
from collections.abc import Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import dataclass, field
from itertools import chain
from typing import BinaryIO, NamedTuple

from tracker.domain.base.errors import NotOnFile
from tracker.services.ports.data import DataFiles
from tracker.services.public.data_columns import table_files
from tracker.services.public.data_tables import OF_LIBRARY, OF_RECORDS

PARTS_FILE = "parts.json"
_FILES = table_files(table.name for table in OF_RECORDS)
_LIBRARY_TABLES = tuple(table.name for table in OF_LIBRARY)
_AT_ONCE = 1 << 20

PackageVersion = tuple[str, str]
"""The reference of a request and the SHA-256 hash of a version of its record."""


@dataclass
class Parts:
    """The number of bytes that each version of a record added to each of `_FILES`, in order.

    `heads` are the bytes before all records; `digests` are the hashes of the files, `library`
    those of the tables of the library, and `made_by` is a hash of everything else that decided
    their content.
    """

    made_by: str
    heads: Sequence[int]
    digests: Sequence[str] = ()
    library: Sequence[str] = ()
    sizes: dict[PackageVersion, Sequence[int]] = field(default_factory=dict)

    def to_bytes(self) -> bytes:
        """Return the parts in the form that `before` reads."""
        records = [[*version, *sizes] for version, sizes in self.sizes.items()]
        kept = {name: getattr(self, name) for name in ("made_by", "heads", "digests", "library")}
        return json.dumps(kept | {"records": records}, separators=(",", ":")).encode()


@dataclass(frozen=True, slots=True)
class Before:
    """The rows of the data package before, and the files of each table of the library."""

    files: Sequence[BinaryIO] = ()
    places: Mapping[PackageVersion, Sequence[tuple[int, int]]] = field(default_factory=dict)
    library: Mapping[str, Sequence[BinaryIO]] = field(default_factory=dict)

    def stretches(self, versions: Sequence[PackageVersion]) -> Iterator["Stretch"]:
        """Yield these versions in order: as many together as had their rows one after the other,
        with the rows, and those that had none one by one."""
        first = 0
        while first < len(versions):
            last = first + 1
            while last < len(versions) and self._follows(versions[last - 1], versions[last]):
                last += 1
            yield self._stretch(versions[first:last])
            first = last

    def _follows(self, one: PackageVersion, other: PackageVersion) -> bool:
        here, there = self.places.get(one), self.places.get(other)
        if here is None or there is None:
            return False
        return all(a + size == b for (a, size), (b, _) in zip(here, there, strict=True))

    def _stretch(self, versions: Sequence[PackageVersion]) -> "Stretch":
        if versions[0] not in self.places:
            return Stretch({versions[0]: ()})
        sizes = {each: [size for _, size in self.places[each]] for each in versions}
        begun = [place for place, _ in self.places[versions[0]]]
        taken = map(sum, zip(*sizes.values(), strict=True))
        return Stretch(sizes, tuple(map(_read, self.files, begun, taken)))


class Stretch(NamedTuple):
    """Versions with the sizes of their rows in each of `_FILES`, and the rows of all of them; no
    rows of a version that the package before did not have."""

    sizes: Mapping[PackageVersion, Sequence[int]]
    rows: tuple[bytes, ...] = ()


def before(shelf: DataFiles, made_by: str, opened: ExitStack) -> Before:
    """Return the rows of the package before.

    Empty if it was made in another way, or is incomplete.
    """
    try:
        with shelf.open(PARTS_FILE) as file:
            told = json.load(file)
        files = [opened.enter_context(shelf.open(name)) for name in _FILES]
        library = {
            table: [opened.enter_context(shelf.open(name)) for name in table_files([table])]
            for table in _LIBRARY_TABLES
        }
        digests = list(map(_digest, files)), list(map(_digest, chain(*library.values())))
        if told["made_by"] != made_by or (told["digests"], told["library"]) != digests:
            return Before()
        return Before(files, dict(_places(told["heads"], told["records"])), library)
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
