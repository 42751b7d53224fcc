"""The tables of a copy, held against those that the records in it give."""

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
from tracker.services.public.data_rows import DataRow, library_rows, record_rows
from tracker.services.public.data_tables import DATA_TABLES, NOTICES_TABLE, REQUESTS_TABLE

_FOLDER = "data"
_RECORD = re.compile(r"requests/[^/]+\.json")
_Read = Callable[[str], bytes]


def differing(names: Set[str], read: _Read, library: Library) -> Iterator[str]:
    """Where the tables of a copy are not what its records and this library give, file by file.

    The tables of the library are left out where the copy was made by another edition of it. Of
    corrections and takedowns a copy holds no more than their table, which is left out too.
    """
    same = edition_of(read) == library.digest
    found: list[Mapping[str, Iterable[DataRow]]] = [library_rows(library)] if same else []
    tables = {name for name in DATA_TABLES if name != NOTICES_TABLE.name}
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
    """The edition of the library by which the tables of a copy were made; empty where they do
    not say it."""
    return str(json.loads(read(f"{_FOLDER}/{DESCRIPTION}")).get("library", ""))


def _records(
    names: Set[str], read: _Read, library: Library
) -> Iterator[Mapping[str, list[DataRow]]]:
    lines = read(f"{_FOLDER}/bodies.jsonl").splitlines()
    countries = {row["key"]: row["country"] for row in map(json.loads, lines)}
    # In the order of their references, one of which may be the beginning of another.
    found = filter(_RECORD.fullmatch, names)
    for name in sorted(found, key=lambda each: each.removesuffix(".json")):
        data = read(name)
        rows = record_rows(from_bytes(data), sha256(data).hexdigest(), library)
        for row in rows[REQUESTS_TABLE.name]:
            # As the copy names it, whose edition of the library may know other bodies.
            row["country"] = countries.get(row["body"])
        yield rows


class _Compared:
    """A folder whose files are not written: they are held against those of the copy."""

    def __init__(self, read: _Read) -> None:
        self._read = read
        self._files: dict[str, _File] = {}

    def open(self, name: str) -> Any:
        """A file of the folder."""
        file = self._files[name] = _File(self._read(f"{_FOLDER}/{name}"))
        return closing(file)

    def differing(self) -> Iterator[str]:
        """Where the files differ from those of the copy, one line each."""
        for name, file in self._files.items():
            if line := file.differs_in():
                yield f"{_FOLDER}/{name}: line {line} is not what the records of the copy give"


class _File(RawIOBase):
    """A file that compares what is written to it, a line each time."""

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
        """The first line that differs; 0 where none does."""
        return self._wrong or (self._lines + 1 if self._at != len(self._there) else 0)
