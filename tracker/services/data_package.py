"""The data package: the public record as CSV and JSON Lines, with a description of every column.

The files are a function of the published records and of the law library: the same records give the
same bytes, whoever makes them and whenever. So anybody who has the records, whose digests stand in
the public log, can make the files anew and compare.

After the Data Package and Table Schema standards, version 2 (datapackage.org).
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from itertools import chain
from typing import Any, BinaryIO

from tracker.domain.canonical import canonical
from tracker.domain.record import from_bytes
from tracker.services.data_rows import Row, library_rows, notice_rows, record_rows
from tracker.services.data_tables import NOTICES, TABLES, Column, Kind, Table
from tracker.services.office import Office
from tracker.services.ports_data import Folder

FORM_OF_TABLES = "1.0"
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
DESCRIPTION, DICTIONARY = "datapackage.json", "README.md"
AT_ONCE = 200
# What makes a spreadsheet take a text for a formula, in its wide forms too.
FORMULAS = ("=", "+", "-", "@", "\t", "\r", "\uff1d", "\uff0b", "\uff0d", "\uff20")
SEPARATOR = ";"
_NOTE = (
    "This is a demonstration: no request in it was really filed, and no public body did what it "
    "says."
)


def write_package(office: Office, folder: Folder) -> None:
    """Write every file of the package, reading the records once."""
    with ExitStack() as opened:
        sinks = {name: Sink(table, folder, opened) for name, table in TABLES.items()}
        for found in chain([library_rows(office.library)], _records(office)):
            for name, rows in found.items():
                sinks[name].write(rows)
        sinks[NOTICES.name].write(_all_notices(office))
    described = [resource for sink in sinks.values() for resource in sink.resources()]
    state = office.premises.state()
    edition = office.library.digest
    _put(folder, DESCRIPTION, _described(state.name, edition, described, live=state.live))
    _put(folder, DICTIONARY, dictionary(live=state.live).encode())


def file_names() -> tuple[str, ...]:
    """The names of all files of the package."""
    of_tables = (f"{name}.{ending}" for name in TABLES for ending in ("csv", "jsonl"))
    return (DESCRIPTION, DICTIONARY, *of_tables)


def cell(column: Column, value: Any) -> str:
    """A value as a cell of a CSV file: one that a spreadsheet would take for a formula gets an
    apostrophe in front, as its reader would put there by hand."""
    if value is None:
        return ""
    if column.kind is Kind.YES_OR_NO:
        return "true" if value else "false"
    if column.kind is Kind.OBJECT:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    text = SEPARATOR.join(value) if column.kind is Kind.LIST else str(value)
    guarded = column.kind in (Kind.TEXT, Kind.LIST) and text.startswith(FORMULAS)
    return f"'{text}" if guarded else text


def dictionary(*, live: bool) -> str:
    """What every column of every table holds, to be read by people."""
    lines = ["# The public record as tables", ""]
    if not live:
        lines += [f"**{_NOTE}**", ""]
    lines += [
        f"Version of the tables: {FORM_OF_TABLES}. Licence: {LICENCE['title']}",
        f"({LICENCE['name']}, {LICENCE['path']}).",
        "",
        "Each table comes as CSV (UTF-8, RFC 4180) and as JSON Lines, with the same rows in the",
        "same order. In CSV a list is set off by semicolons, an object is JSON, and a text that a",
        "spreadsheet would take for a formula has an apostrophe in front; JSON Lines has neither.",
        "A record that was withheld stands in no table but `notices`.",
        "",
    ]
    for table in TABLES.values():
        lines += [f"## {table.name}", "", table.says, ""]
        lines += [f"Told apart by: {', '.join(f'`{name}`' for name in table.key)}.", ""]
        lines += ["| column | holds | meaning |", "| --- | --- | --- |"]
        lines += [f"| `{each.name}` | {each.kind} | {each.says} |" for each in table.columns]
        lines += [""]
    return "\n".join(lines)


def _records(office: Office) -> Iterator[Mapping[str, Iterable[Row]]]:
    last = ""
    while found := office.records.published_after(last, AT_ONCE):
        for digest, data in found:
            record = from_bytes(data)
            last = record.reference
            yield record_rows(record, digest, office.library)


def notices_after(office: Office, passed: int, limit: int) -> Iterator[Row]:
    """Corrections and takedowns, oldest first, so that what is new comes at the end: so many of
    those after the first `passed`."""
    _, count = office.records.notices(0, 0)
    last = max(count - passed, 0)
    first = max(last - limit, 0)
    found, _ = office.records.notices(first, last - first)
    yield from notice_rows(reversed(found), demonstration=not office.live)


def _all_notices(office: Office) -> Iterator[Row]:
    passed = 0
    while rows := list(notices_after(office, passed, AT_ONCE)):
        passed += len(rows)
        yield from rows


class Sink:
    """One table as it is written, in both forms."""

    def __init__(self, table: Table, folder: Folder, opened: ExitStack) -> None:
        self._table = table
        self._csv = _Counted(opened.enter_context(folder.open(f"{table.name}.csv")))
        self._lines = _Counted(opened.enter_context(folder.open(f"{table.name}.jsonl")))
        self._csv.write(_csv_line([column.name for column in table.columns]))

    def write(self, rows: Iterable[Row]) -> None:
        """Write these rows, a line at a time."""
        for row in rows:
            cells = [cell(column, row[column.name]) for column in self._table.columns]
            self._csv.write(_csv_line(cells))
            self._lines.write(canonical(row) + b"\n")

    def resources(self) -> Iterator[dict[str, object]]:
        """Both files as the description names them."""
        plain = {"description": self._table.says, "encoding": "utf-8"}
        for format_, media, file in (
            ("csv", "text/csv", self._csv),
            ("jsonl", "application/jsonl", self._lines),
        ):
            name = self._table.name
            yield plain | {
                "name": name if format_ == "csv" else f"{name}-lines",
                "path": f"{name}.{format_}",
                "type": "table",
                "format": format_,
                "mediatype": media,
                "bytes": file.size,
                "hash": f"sha256:{file.digest.hexdigest()}",
                "schema": table_schema(self._table, in_csv=format_ == "csv"),
            }


class _Counted:
    """A file that knows its size and its digest."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = 0
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self.digest.update(data)
        self.size += len(data)


def table_schema(table: Table, *, in_csv: bool) -> dict[str, object]:
    """A table after the Table Schema standard."""
    known = {Kind.LIST: {"type": "list", "delimiter": SEPARATOR}} if in_csv else {}
    in_lines = {Kind.LIST: {"type": "array"}} if not in_csv else {}
    types: Mapping[Kind, dict[str, str]] = known | in_lines
    fields = [
        {
            "name": column.name,
            **types.get(column.kind, {"type": column.kind.value}),
            "description": column.says,
            "constraints": {"required": not column.may_lack},
        }
        for column in table.columns
    ]
    return {"fields": fields, "primaryKey": list(table.key), "missingValues": [""]}


def _described(
    name: str, edition: str, resources: list[dict[str, object]], *, live: bool
) -> bytes:
    described = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "legal-basis-requests",
        "title": f"Requests for the legal basis of blocks: {name}",
        "description": "The public record of the office as tables." if live else _NOTE,
        "version": FORM_OF_TABLES,
        "library": edition,
        "demonstration": not live,
        "licenses": [LICENCE],
        "sources": [{"title": name}],
        "resources": resources,
    }
    return json.dumps(described, ensure_ascii=False, indent=1).encode() + b"\n"


def _csv_line(cells: Sequence[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def _put(folder: Folder, name: str, data: bytes) -> None:
    with folder.open(name) as file:
        file.write(data)
