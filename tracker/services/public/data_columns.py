"""Columns and tables of the public data, as they are described for people and programs."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, NamedTuple


class CellKind(StrEnum):
    """The type of a cell. A list holds texts without semicolons; an object is JSON."""

    TEXT = "string"
    DAY = "date"
    NUMBER = "integer"
    YES_OR_NO = "boolean"
    LIST = "list"
    OBJECT = "object"


@dataclass(frozen=True, slots=True)
class DataColumn:
    """One column: its name, its type and its meaning.

    `may_lack` says that cells may be empty. `words` are the only values, if there is a fixed set.
    `schema` is the JSON Schema of an object.
    """

    name: str
    kind: CellKind
    says: str
    may_lack: bool = False
    words: tuple[str, ...] = ()
    schema: Mapping[str, Any] = field(default_factory=dict)

    @property
    def meaning(self) -> str:
        """Return the meaning with the possible values."""
        return f"{self.says} One of: {', '.join(self.words)}." if self.words else self.says


@dataclass(frozen=True, slots=True)
class DataTable:
    """One table. `key` names the columns that identify a row.

    `licence` is empty unless the table has another one than the rest.
    """

    name: str
    says: str
    key: tuple[str, ...]
    columns: tuple[DataColumn, ...]
    licence: Mapping[str, str] = field(default_factory=dict)


class TableFormat(NamedTuple):
    """A form in which every table is offered: the ending of its files, their media type, and its
    name for readers."""

    ending: str
    media: str
    name: str


TABLE_FORMATS = (
    TableFormat("csv", "text/csv", "CSV"),
    TableFormat("jsonl", "application/jsonl", "JSON Lines"),
)
"""Every format of a table; `Sink` of the data package writes them in this order."""


def table_files(tables: Iterable[str]) -> tuple[str, ...]:
    """Return the names of the files of these tables, one in each format."""
    return tuple(f"{name}.{each.ending}" for name in tables for each in TABLE_FORMATS)


def text_column(name: str, says: str, *, may_lack: bool = False) -> DataColumn:
    """Return a column of a text."""
    return DataColumn(name, CellKind.TEXT, says, may_lack)


def word_column(
    name: str, says: str, words: Iterable[str], *, may_lack: bool = False
) -> DataColumn:
    """Return a column of one of a fixed set of words."""
    return DataColumn(name, CellKind.TEXT, says, may_lack, tuple(map(str, words)))


def day_column(name: str, says: str, *, may_lack: bool = False) -> DataColumn:
    """Return a column of a day."""
    return DataColumn(name, CellKind.DAY, says, may_lack)


def number_column(name: str, says: str, *, may_lack: bool = False) -> DataColumn:
    """Return a column of a whole number."""
    return DataColumn(name, CellKind.NUMBER, says, may_lack)


def flag_column(name: str, says: str) -> DataColumn:
    """Return a column of yes or no."""
    return DataColumn(name, CellKind.YES_OR_NO, says)


def list_column(name: str, says: str) -> DataColumn:
    """Return a column of a list of texts."""
    return DataColumn(name, CellKind.LIST, says)


def object_column(name: str, says: str) -> DataColumn:
    """Return a column of texts by their keys."""
    texts = {"type": "object", "additionalProperties": {"type": "string"}}
    return DataColumn(name, CellKind.OBJECT, says, schema=texts)
