"""The pages for people who use the record as data: downloads, and the API."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from tracker.services.core.office import Office
from tracker.services.public.data_columns import TABLE_FORMATS, DataTable, TableFormat
from tracker.services.public.data_package import FORM_OF_TABLES, LICENCE
from tracker.services.public.data_tables import DATA_TABLES
from tracker.web.api.description import VERSION, described
from tracker.web.api.lists import listings


@dataclass(frozen=True, slots=True)
class DataPage:
    """The tables with their columns, and the formats of their files; `made_at` is None until
    files have been made."""

    tables: tuple[DataTable, ...]
    formats: tuple[TableFormat, ...]
    made_at: datetime | None
    form: str
    licence: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Operation:
    """One address of the API: its parameters with their meanings, and its possible responses."""

    path: str
    summary: str
    parameters: tuple[tuple[str, str], ...]
    answers: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ApiPage:
    """Every address, in the order of the description."""

    operations: tuple[Operation, ...]
    form: str


def data_page(office: Office) -> DataPage:
    """Return what can be downloaded."""
    made = office.data.made()
    made_at = made.at if made else None
    return DataPage(tuple(DATA_TABLES.values()), TABLE_FORMATS, made_at, FORM_OF_TABLES, LICENCE)


def api_page(office: Office) -> ApiPage:
    """Return the addresses of the API, from the description that programs read."""
    return ApiPage(tuple(_operations(described(listings(office), VERSION))), FORM_OF_TABLES)


def _operations(description: dict[str, Any]) -> Iterator[Operation]:
    for path, methods in description["paths"].items():
        asked = methods["get"]
        yield Operation(
            (VERSION + path).rstrip("/"),
            asked["summary"],
            tuple((each["name"], _meaning(each)) for each in asked.get("parameters", ())),
            tuple(asked["responses"]),
        )


def _meaning(parameter: dict[str, Any]) -> str:
    words = parameter["schema"].get("enum", ())
    listed = f" ({', '.join(words)})" if words else ""
    return f"{parameter['description']}{listed}"
