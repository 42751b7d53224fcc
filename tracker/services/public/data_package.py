"""The data package: the public record as CSV and JSON Lines, with every column described.

The files are a function of the published records, the confirmed findings and the law library: the
same records give the same bytes, no matter who makes them and when. So anyone who has the records,
whose hashes are in the public log, can make the files and compare.

It follows the Data Package and Table Schema standards, version 2 (datapackage.org).
"""

import csv
import hashlib
import io
import json
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import ExitStack
from typing import Any, BinaryIO

from tracker import __version__
from tracker.domain.base.canonical import canonical
from tracker.domain.record.corrections_list import CorrectionNotice
from tracker.domain.record.record import from_bytes
from tracker.domain.record.tally import COUNTING
from tracker.services.core.office import Office
from tracker.services.core.spreadsheet_cells import guarded
from tracker.services.ports.data import NewFolder
from tracker.services.ports.records import NoticePlace
from tracker.services.public.data_columns import (
    TABLE_FORMATS,
    CellKind,
    DataColumn,
    DataTable,
    table_files,
)
from tracker.services.public.data_parts import (
    HEADS,
    PARTS_FILE,
    SIZES_FILE,
    Before,
    PackageVersion,
    Parts,
    before,
    sizes_line,
)
from tracker.services.public.data_rows import library_rows, notice_rows, record_rows
from tracker.services.public.data_schema import public_fields, public_kinds
from tracker.services.public.data_tables import (
    DATA_TABLES,
    EVENTS_TABLE,
    NOTICES_TABLE,
    OF_LIBRARY,
    OF_RECORDS,
    OWN_TABLE_FIELDS,
)
from tracker.services.public.library_citation import (
    CITATION,
    LIBRARY_DESCRIPTION,
    citation,
    library_description,
)
from tracker.services.public.library_rows import DataRow
from tracker.services.public.measured_rows import measured_rows

# Raise it with every change to the content of rows, so that rows made before are not reused.
FORM_OF_TABLES = "1.3"
LICENCE = {
    "name": "CC-BY-4.0",
    "title": "Creative Commons Attribution 4.0 International",
    "path": "https://creativecommons.org/licenses/by/4.0/",
}
DESCRIPTION, DICTIONARY = "datapackage.json", "README.md"
# Those that the library and the program alone decide.
LIBRARY_FILES = frozenset(
    (*table_files(each.name for each in OF_LIBRARY), LIBRARY_DESCRIPTION, CITATION)
)
_AT_ONCE = 200
SEPARATOR = ";"
# The name shown for an office without one.
_NAMELESS = "Legal-basis requests"
_NOTE = (
    "This is a demonstration: no request in it was really filed, and no public body did what it "
    "says."
)


def write_package(office: Office, folder: NewFolder) -> None:
    """Write every file of the package.

    The rows of a record or a library that did not change are copied from the package before.
    """
    by = made_by(office)
    with ExitStack() as opened:
        sinks = {name: Sink(table, folder, opened) for name, table in DATA_TABLES.items()}
        kept = before(office.data, by, opened)
        for name, files in kept.library.items():
            sinks[name].take(files)
        of_library = {} if kept.library else library_rows(office.library)
        for name, rows in {**of_library, **measured_rows(office)}.items():
            sinks[name].write(rows)
        added = _Counted(opened.enter_context(folder.open(SIZES_FILE)))
        added.write(sizes_line(HEADS, [file.size for file in _files(sinks, OF_RECORDS)]))
        for version, sizes in _records(office, sinks, kept):
            added.write(sizes_line(version, sizes))
        digests, of_tables = (
            [file.digest.hexdigest() for file in _files(sinks, tables)]
            for tables in (OF_RECORDS, OF_LIBRARY)
        )
        parts = Parts(by, digests, of_tables, added.digest.hexdigest())
        sinks[NOTICES_TABLE.name].write(_all_notices(office))
    described = [resource for sink in sinks.values() for resource in sink.resources()]
    state = office.premises.state()
    tables = [each for table in OF_LIBRARY for each in sinks[table.name].resources()]
    for name, data in (
        (DESCRIPTION, _described(state.name, office.library.digest, described, live=state.live)),
        (LIBRARY_DESCRIPTION, library_description(office.library, tables, LICENCE)),
        (CITATION, citation(office.library).encode()),
        (DICTIONARY, dictionary(live=state.live).encode()),
    ):
        write_package_file(folder, name, data)
    write_package_file(folder, PARTS_FILE, parts.to_bytes())


def _files(sinks: Mapping[str, "Sink"], tables: Iterable[DataTable]) -> "list[_Counted]":
    return [file for table in tables for file in sinks[table.name].files]


def made_by(office: Office) -> str:
    """Return a hash of everything but the record that decides its rows.

    It differs after an upgrade that writes the tables in another way.
    """
    said = [office.library.digest, __version__, COUNTING, dictionary(live=office.live)]
    return hashlib.sha256(canonical(said)).hexdigest()


def file_names() -> tuple[str, ...]:
    """Return the names of all files of the package."""
    return (DESCRIPTION, LIBRARY_DESCRIPTION, CITATION, DICTIONARY, *table_files(DATA_TABLES))


def cell(column: DataColumn, value: Any) -> str:
    """Return a value as the cell of a CSV file.

    A text that a spreadsheet would take for a formula gets an apostrophe in front. A text that
    looks as if it had such an apostrophe gets another, so that removing one restores the original.
    """
    if value is None:
        return ""
    if column.kind is CellKind.YES_OR_NO:
        return "true" if value else "false"
    if column.kind is CellKind.OBJECT:
        return json.dumps(value, ensure_ascii=False, sort_keys=True)
    text = SEPARATOR.join(value) if column.kind is CellKind.LIST else str(value)
    return guarded(text) if column.kind in (CellKind.TEXT, CellKind.LIST) else text


def dictionary(*, live: bool) -> str:
    """Return a description of every column of every table, for people."""
    note = [] if live else [f"**{_NOTE}**", ""]
    withheld = "A record that was withheld stands in no table but `notices`."
    head = ["# The public record as tables", "", *note]
    return "\n".join(
        [*head, *form_of_files(), withheld, "", *tables_in_words(DATA_TABLES.values())]
    )


def form_of_files() -> Iterator[str]:
    """Yield what a person must know before reading a file of tables."""
    yield from (
        f"Version of the tables: {FORM_OF_TABLES}. Licence: {LICENCE['title']}",
        f"({LICENCE['name']}, {LICENCE['path']}).",
        "",
        "Each table comes as CSV (UTF-8, RFC 4180) and as JSON Lines, with the same rows in the",
        "same order. In CSV a list is set off by semicolons, an object is JSON, and a text that a",
        "spreadsheet would take for a formula has an apostrophe in front; JSON Lines has neither.",
        "So take one apostrophe away where `=`, `+`, `-`, `@`, a wide form of these, a tabulator,",
        "a line feed or a carriage return follows it, or follows it and other apostrophes. An",
        "empty list is an empty cell.",
    )


def tables_in_words(tables: Iterable[DataTable]) -> Iterator[str]:
    """Yield a description of every column of these tables, for people."""
    for table in tables:
        yield from (f"## {table.name}", "", table.says, "")
        if of := table.licence:
            yield from (f"Licence of this table: {of['title']} ({of['name']}, {of['path']}).", "")
        yield from (f"Told apart by: {', '.join(f'`{name}`' for name in table.key)}.", "")
        yield from ("| column | holds | meaning |", "| --- | --- | --- |")
        for each in table.columns:
            yield f"| `{each.name}` | {each.kind} | {each.meaning} |"
        yield from ("", *(_fields_by_kind() if table is EVENTS_TABLE else ()))


def _fields_by_kind() -> Iterator[str]:
    """Yield a table of the fields of each kind of event, without its kind and dates."""
    yield from ("| kind | fields of `event` besides `kind` and `on` |", "| --- | --- |")
    for kind in public_kinds():
        names = (name for name in public_fields(kind) if name not in {"on", *OWN_TABLE_FIELDS})
        yield f"| {kind.kind} | {', '.join(f'`{name}`' for name in names)} |"
    yield ""


def _records(
    office: Office, sinks: Mapping[str, "Sink"], kept: Before
) -> Iterator[tuple[PackageVersion, Sequence[int]]]:
    """Write the rows of every shown record, ordered by reference.

    Yields how many bytes each record added to each file.
    """
    withheld = office.records.stamp().withheld
    editions = office.records.editions().items()
    shown = sorted(version for version in editions if version[0] not in withheld)
    files = _files(sinks, OF_RECORDS)
    for start in range(0, len(shown), _AT_ONCE):
        some = shown[start : start + _AT_ONCE]
        stretches = [*kept.stretches(some)]
        fresh = [reference for each in stretches if not each.rows for reference, _ in each.sizes]
        whole = office.records.published_of(fresh)
        for stretch in stretches:
            if stretch.rows:
                for file, data in zip(files, stretch.rows, strict=True):
                    file.write(data)
                yield from stretch.sizes.items()
                continue
            ((reference, digest),) = stretch.sizes
            if reference not in whole:
                continue
            sizes = [file.size for file in files]
            # The record may have a newer version by now.
            digest, data = whole[reference]
            found = record_rows(from_bytes(data), digest, office.library)
            for name, table_rows in found.items():
                sinks[name].write(table_rows)
            taken = [file.size - size for file, size in zip(files, sizes, strict=True)]
            yield (reference, digest), taken


def notices_after(office: Office, passed: int, limit: int) -> Sequence[CorrectionNotice]:
    """Return up to `limit` corrections and takedowns after the first `passed`, oldest first."""
    _, count = office.records.notices(0, 0)
    last = max(count - passed, 0)
    first = max(last - limit, 0)
    found, _ = office.records.notices(first, last - first)
    return found[::-1]


def rows_of_notices(office: Office, last: NoticePlace | None, limit: int) -> list[DataRow]:
    """Return up to `limit` rows of corrections and takedowns after `last`, oldest first.

    Raises NotOnFile if there is none at `last`.
    """
    found = office.records.notices_behind(last, limit)
    return list(notice_rows(found, demonstration=not office.live))


def _all_notices(office: Office) -> Iterator[DataRow]:
    last: NoticePlace | None = None
    while rows := rows_of_notices(office, last, _AT_ONCE):
        last = rows[-1]["reference"], rows[-1]["version"], rows[-1]["entry"]
        yield from rows


class Sink:
    """One table while it is written, in each of `TABLE_FORMATS`."""

    def __init__(self, table: DataTable, folder: NewFolder, opened: ExitStack) -> None:
        self._table = table
        self.files = tuple(
            _Counted(opened.enter_context(folder.open(name))) for name in table_files([table.name])
        )
        self._csv, self._lines = self.files
        self._csv.write(_csv_line([column.name for column in table.columns]))

    def write(self, rows: Iterable[DataRow]) -> None:
        """Write these rows, one line each."""
        for row in rows:
            cells = [cell(column, row[column.name]) for column in self._table.columns]
            self._csv.write(_csv_line(cells))
            self._lines.write(canonical(row) + b"\n")

    def take(self, files: Iterable[BinaryIO]) -> None:
        """Copy the rows of the same table of another package."""
        for file, other in zip(self.files, files, strict=True):
            other.seek(file.size)
            file.write(other.read())

    def resources(self) -> Iterator[dict[str, object]]:
        """Yield the description of each file."""
        plain: dict[str, object] = {"description": self._table.says, "encoding": "utf-8"}
        if self._table.licence:
            plain["licenses"] = [dict(self._table.licence)]
        for (format_, media, _), file in zip(TABLE_FORMATS, self.files, strict=True):
            name = self._table.name
            yield plain | {
                "name": name if format_ == "csv" else f"{name}-lines",
                "path": f"{name}.{format_}",
                "mediatype": media,
                "bytes": file.size,
                "hash": f"sha256:{file.digest.hexdigest()}",
                **self._as_table(format_, empty=not file.size),
            }

    def _as_table(self, format_: str, *, empty: bool) -> dict[str, object]:
        """Return how a file is read.

        Programs do not accept an empty JSON Lines file as a table, so it is described as a plain
        file.
        """
        if empty:
            return {"type": "file"}
        schema = table_schema(self._table, in_csv=format_ == "csv")
        return {"type": "table", "format": format_, "schema": schema}


class _Counted:
    """A file that records its size and its hash."""

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self.size = 0
        self.digest = hashlib.sha256()

    def write(self, data: bytes) -> None:
        self._file.write(data)
        self.digest.update(data)
        self.size += len(data)


def table_schema(table: DataTable, *, in_csv: bool) -> dict[str, object]:
    """Return a table in the form of the Table Schema standard."""
    known = {CellKind.LIST: {"type": "list", "delimiter": SEPARATOR}} if in_csv else {}
    in_lines = {CellKind.LIST: {"type": "array"}} if not in_csv else {}
    types: Mapping[CellKind, dict[str, str]] = known | in_lines
    fields = [
        {
            "name": column.name,
            **types.get(column.kind, {"type": column.kind.value}),
            "description": column.says,
            # In CSV an empty list looks like a missing value.
            "constraints": {
                "required": not column.may_lack and not (in_csv and column.kind is CellKind.LIST),
                **({"enum": list(column.words)} if column.words else {}),
                **({"jsonSchema": dict(column.schema)} if column.schema else {}),
            },
        }
        for column in _as_written(table, in_csv=in_csv)
    ]
    return {"fields": fields, "primaryKey": list(table.key), "missingValues": [""]}


def _as_written(table: DataTable, *, in_csv: bool) -> Sequence[DataColumn]:
    """Return the columns in the order of a row: canonical JSON sorts them by name."""
    return table.columns if in_csv else sorted(table.columns, key=lambda column: column.name)


def _described(
    name: str, edition: str, resources: list[dict[str, object]], *, live: bool
) -> bytes:
    described = {
        "$schema": "https://datapackage.org/profiles/2.0/datapackage.json",
        "name": "legal-basis-requests",
        "title": f"Requests for the legal basis of blocks: {name or _NAMELESS}",
        "description": "The public record of the office as tables." if live else _NOTE,
        "version": FORM_OF_TABLES,
        "library": edition,
        "demonstration": not live,
        "licenses": [LICENCE],
        "sources": [{"title": name or _NAMELESS}],
        "resources": resources,
    }
    return json.dumps(described, ensure_ascii=False, indent=1).encode() + b"\n"


def _csv_line(cells: Sequence[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(cells)
    return line.getvalue().encode()


def write_package_file(folder: NewFolder, name: str, data: bytes) -> None:
    """Write one file of a package."""
    with folder.open(name) as file:
        file.write(data)
