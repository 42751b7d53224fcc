"""Comparison of the tables in a copy of the site with those that its records give."""

import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Set
from contextlib import ExitStack, closing
from hashlib import sha256
from io import RawIOBase
from typing import Any

from tracker.domain.library import Library
from tracker.domain.record.record import from_bytes
from tracker.services.public.data_package import DESCRIPTION, Sink
from tracker.services.public.data_rows import library_rows, record_rows
from tracker.services.public.data_tables import DATA_TABLES, NOTICES_TABLE, REQUESTS_TABLE
from tracker.services.public.library_rows import DataRow
from tracker.services.public.measured_tables import OF_MEASUREMENTS

_FOLDER = "data"
_RECORD = re.compile(r"requests/[^/]+\.json")
_Read = Callable[[str], bytes]


def differing(names: Set[str], read: _Read, library: Library) -> Iterator[str]:
    """Yield a line for each table of a copy that its records and this library do not give.

    Leaves out the tables of the library if another library version made the copy, and always
    those of which a copy has no other source: corrections and takedowns, and measurements.
    """
    same = edition_of(read) == library.digest
    found: list[Mapping[str, Iterable[DataRow]]] = [library_rows(library)] if same else []
    without_source = {table.name for table in (*OF_MEASUREMENTS, NOTICES_TABLE)}
    tables = set(DATA_TABLES) - without_source
    if not same:
        tables -= library_rows(library).keys()
    compared = _Compared(read)
    with ExitStack() as opened:
        sinks = {name: Sink(DATA_TABLES[name], compared, opened) for name in sorted(tables)}
        for rows in (*found, *_records(names, read, library)):
            for name, some in rows.items():
                sinks[name].write(some)
    yield from compared.differing()


def edition_of(read: _Read) -> str:
    """Return the library version that made the tables of a copy, empty if they do not say."""
    return str(json.loads(read(f"{_FOLDER}/{DESCRIPTION}")).get("library", ""))


def _records(
    names: Set[str], read: _Read, library: Library
) -> Iterator[Mapping[str, list[DataRow]]]:
    lines = read(f"{_FOLDER}/bodies.jsonl").splitlines()
    countries = {row["key"]: row["country"] for row in map(json.loads, lines)}
    # Sort by reference, not by file name: one reference may be the beginning of another.
    found = filter(_RECORD.fullmatch, names)
    for name in sorted(found, key=lambda each: each.removesuffix(".json")):
        data = read(name)
        rows = record_rows(from_bytes(data), sha256(data).hexdigest(), library)
        for row in rows[REQUESTS_TABLE.name]:
            # From the copy, because its library version may have other bodies.
            row["country"] = countries.get(row["body"])
        yield rows


class _Compared:
    """A folder that compares what is written to it with the files of the copy."""

    def __init__(self, read: _Read) -> None:
        self._read = read
        self._files: dict[str, _File] = {}

    def open(self, name: str) -> Any:
        """Open a file of the folder."""
        file = self._files[name] = _File(self._read(f"{_FOLDER}/{name}"))
        return closing(file)

    def differing(self) -> Iterator[str]:
        """Yield a line for each file that differs from that of the copy."""
        for name, file in self._files.items():
            if line := file.differs_in():
                yield f"{_FOLDER}/{name}: line {line} is not what the records of the copy give"


class _File(RawIOBase):
    """A file that compares each line written to it."""

    def __init__(self, there: bytes) -> None:
        super().__init__()
        self._there = there
        self._at = self._lines = self._wrong = 0

    def write(self, line: Any) -> int:
        self._lines += 1
        end = self._at + len(line)
        if not self._wrong and self._there[self._at : end] != line:
            self._wrong = self._lines
        self._at = end
        return len(line)

    def differs_in(self) -> int:
        """Return the number of the first line that differs, 0 if none does."""
        return self._wrong or (self._lines + 1 if self._at != len(self._there) else 0)
