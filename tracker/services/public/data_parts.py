"""The positions of each record's rows in the files of a data package, for the next one.

A version of a record always gives the same rows, so they are copied byte for byte, and only
changed records are read. So are the tables of a library that did not change. The files are used
only if they did not change since.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from dataclasses import asdict, dataclass
from itertools import chain
from operator import add, eq
from types import MappingProxyType
from typing import BinaryIO, NamedTuple

from tracker.domain.base.errors import NotOnFile
from tracker.services.ports.data import DataFiles
from tracker.services.public.data_columns import table_files
from tracker.services.public.data_tables import OF_LIBRARY, OF_RECORDS

PARTS_FILE, SIZES_FILE = "parts.json", "parts.jsonl"
_FILES = table_files(table.name for table in OF_RECORDS)
_LIBRARY_TABLES = tuple(table.name for table in OF_LIBRARY)
_AT_ONCE = 1 << 20

PackageVersion = tuple[str, str]
"""The reference of a request and the SHA-256 hash of a version of its record."""

HEADS: PackageVersion = ("", "")
"""What stands before all records. It has the first line of `SIZES_FILE`."""


@dataclass(frozen=True, slots=True)
class Parts:
    """What the rows of a package are made from, so that the next one may copy them.

    `digests` are the hashes of `_FILES`, `library` those of the tables of the library, and `sizes`
    that of the file with the sizes of all records. `made_by` is a hash of everything else that
    decided their content.
    """

    made_by: str
    digests: Sequence[str]
    library: Sequence[str]
    sizes: str

    def to_bytes(self) -> bytes:
        """Return the parts in the form that `before` reads."""
        return json.dumps(asdict(self), separators=(",", ":")).encode()


def sizes_line(version: PackageVersion, sizes: Sequence[int]) -> bytes:
    """Return how many bytes a version added to each of `_FILES`, as a line of `SIZES_FILE`."""
    return json.dumps([*version, *sizes], separators=(",", ":")).encode() + b"\n"


class RowsBefore(NamedTuple):
    """The places and the sizes of a version's rows in each of `_FILES`."""

    version: PackageVersion
    places: Sequence[int]
    sizes: Sequence[int]

    def is_before(self, other: "RowsBefore") -> bool:
        """Return whether the rows of the other one follow in each file."""
        return all(map(eq, map(add, self.places, self.sizes), other.places))


class Stretch(NamedTuple):
    """Versions with the sizes of their rows in each of `_FILES`, and the rows of all of them; no
    rows of a version that the package before did not have."""

    sizes: Mapping[PackageVersion, Sequence[int]]
    rows: tuple[bytes, ...] = ()


class Before:
    """The rows of the data package before, and the files of each table of the library.

    Versions are read in the order in which they are asked for, so that only one at a time is in
    memory.
    """

    def __init__(
        self,
        files: Sequence[BinaryIO] = (),
        library: Mapping[str, Sequence[BinaryIO]] = MappingProxyType({}),
        placed: Iterable[RowsBefore] = (),
    ) -> None:
        self.library = library
        self._files = files
        self._placed = iter(placed)
        self._next = next(self._placed, None)

    def stretches(self, versions: Iterable[PackageVersion]) -> Iterator[Stretch]:
        """Yield these versions, which are in order: as many together as had their rows one after
        the other, with the rows, and those that had none one by one.

        Any that is asked for later has to follow these.
        """
        together: list[RowsBefore] = []
        for version in versions:
            found = self._find(version)
            if together and not (found and together[-1].is_before(found)):
                yield self._stretch(together)
                together = []
            if found:
                together.append(found)
            else:
                yield Stretch({version: ()})
        if together:
            yield self._stretch(together)

    def _find(self, version: PackageVersion) -> RowsBefore | None:
        while self._next and self._next.version < version:
            self._next = next(self._placed, None)
        return self._next if self._next and self._next.version == version else None

    def _stretch(self, together: Sequence[RowsBefore]) -> Stretch:
        taken = map(sum, zip(*(each.sizes for each in together), strict=True))
        rows = tuple(map(_read, self._files, together[0].places, taken))
        return Stretch({each.version: each.sizes for each in together}, rows)


def before(shelf: DataFiles, made_by: str, opened: ExitStack) -> Before:
    """Return the rows of the package before.

    Empty if it was made in another way, or is incomplete.
    """
    try:
        with shelf.open(PARTS_FILE) as file:
            told = json.load(file)
        sizes, *files = (opened.enter_context(shelf.open(name)) for name in (SIZES_FILE, *_FILES))
        library = {
            table: [opened.enter_context(shelf.open(name)) for name in table_files([table])]
            for table in _LIBRARY_TABLES
        }
        of_library = [_digest(file) for file in chain(*library.values())]
        found = Parts(made_by, [*map(_digest, files)], of_library, _digest(sizes))
        if told != asdict(found):
            return Before()
        sizes.seek(0)
        return Before(files, library, placed(sizes))
    except (NotOnFile, ValueError):
        return Before()


def placed(lines: Iterable[bytes]) -> Iterator[RowsBefore]:
    """Yield the places of versions, from the lines of `SIZES_FILE`."""
    places: Sequence[int] = ()
    for line in lines:
        reference, digest, *sizes = json.loads(line)
        places = places or [0] * len(sizes)
        yield RowsBefore((reference, digest), places, sizes)
        places = [place + size for place, size in zip(places, sizes, strict=True)]


def _read(file: BinaryIO, place: int, size: int) -> bytes:
    file.seek(place)
    data = file.read(size)
    if len(data) != size:
        raise EOFError("A file of the data package became shorter while it was read.")
    return data


def _digest(file: BinaryIO) -> str:
    found = hashlib.sha256()
    while data := file.read(_AT_ONCE):
        found.update(data)
    return found.hexdigest()
