"""The OpenAPI 3.1 description of the API, made from the tables that its responses come from."""

from collections.abc import Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

from tracker.domain.record.record import Record
from tracker.services.public.data_columns import CellKind, DataColumn, DataTable
from tracker.services.public.data_package import FORM_OF_TABLES, LICENCE
from tracker.services.public.data_schema import public_schema
from tracker.services.public.data_tables import OF_RECORDS, REQUESTS_TABLE
from tracker.web.api.lists import (
    CURSOR,
    KEY,
    LARGEST_PAGE,
    LIMIT_PARAMETER,
    LONGEST_KEY,
    USUAL,
    ListFilter,
    Listing,
)
from tracker.web.base.problems import PROBLEM_MEDIA

VERSION = "/api/v1"
_JSON = "application/json"
_TYPES: Mapping[CellKind, dict[str, Any]] = {
    CellKind.TEXT: {"type": "string"},
    CellKind.DAY: {"type": "string", "format": "date"},
    CellKind.NUMBER: {"type": "integer"},
    CellKind.YES_OR_NO: {"type": "boolean"},
    CellKind.LIST: {"type": "array", "items": {"type": "string"}},
    CellKind.OBJECT: {"type": "object"},
}
# Errors that any address can return: a fault in the program, or a busy database.
_TROUBLE = (500, 503)
_ETAG = {
    "ETag": {
        "description": "What to send back in If-None-Match.",
        "required": True,
        "schema": {"type": "string"},
    }
}
_PROBLEM = {
    "type": "object",
    "required": ["type", "title", "status", "detail"],
    "properties": {
        "type": {"type": "string"},
        "title": {"type": "string"},
        "status": {"type": "integer"},
        "detail": {"type": "string", "description": "What, where, and the way out."},
    },
}


def described(listings: Sequence[Listing], address: str) -> dict[str, Any]:
    """Return the whole description; `address` is the API's base address."""
    paths: dict[str, Any] = {"/": {"get": _index(listings)}}
    for listing in listings:
        paths[f"/{listing.name}"] = {"get": _list(listing)}
        if listing.one:
            paths[f"/{listing.name}/{{key}}"] = {"get": _one(listing.table)}
    paths["/requests/{reference}"] = {"get": _record()}
    return {
        "openapi": "3.1.0",
        "info": {
            "title": "The public record",
            "version": FORM_OF_TABLES,
            "description": (
                "Read only. Every answer has an ETag. No key is needed. New columns may come, and "
                "new words in a column that has a few of them."
            ),
            "license": {"name": LICENCE["title"], "identifier": LICENCE["name"]},
        },
        "servers": [{"url": address}],
        "paths": paths,
        "components": {"schemas": {"problem": _PROBLEM, **_schemas(listings)}},
    }


def _schemas(listings: Iterable[Listing]) -> dict[str, Any]:
    tables = {listing.table.name: listing.table for listing in listings}
    tables |= {table.name: table for table in OF_RECORDS}
    return {name: _row(table) for name, table in tables.items()} | {
        "record": public_schema(Record)
    }


def _row(table: DataTable) -> dict[str, Any]:
    return {
        "type": "object",
        "description": table.says,
        "required": [column.name for column in table.columns],
        "properties": {column.name: _cell(column) for column in table.columns},
    }


def _cell(column: DataColumn) -> dict[str, Any]:
    kind = _TYPES[column.kind] | dict(column.schema)
    words: tuple[str | None, ...] = column.words
    if column.may_lack:
        kind["type"] = [kind["type"], "null"]
        words = (*words, None) if words else ()
    return kind | ({"enum": list(words)} if words else {}) | {"description": column.says}


def _index(listings: Iterable[Listing]) -> dict[str, Any]:
    """Return the operation that lists all addresses."""
    address = {"type": "string", "format": "uri"}
    files = {"type": "object", "additionalProperties": address}
    places = {"description": address} | {listing.name: address for listing in listings}
    told = places | {"data": files | {"description": "Files of the data package, by name."}}
    schema = {"type": "object", "required": list(told), "properties": told}
    return _get("index", "Where everything is", schema)


def _list(listing: Listing) -> dict[str, Any]:
    schema = {
        "type": "object",
        "required": ["data", "next"],
        "properties": {
            "data": {"type": "array", "items": _named(listing.table)},
            "next": {
                "type": ["string", "null"],
                "format": "uri",
                "description": "The address of the next page; null after the last.",
            },
        },
    }
    parameters = [_filter(each) for each in listing.filters]
    limit = {"type": "integer", "minimum": 1, "maximum": LARGEST_PAGE, "default": USUAL}
    parameters += [
        _parameter(LIMIT_PARAMETER, "How many rows a page has.", limit),
        _parameter(CURSOR, "Where the page before ended.", _word(listing.cursor_pattern)),
    ]
    return _get(listing.name, listing.table.says, schema, parameters, bad=(404, 422))


def _one(table: DataTable) -> dict[str, Any]:
    key = _parameter("key", "The word in its address.", _word(KEY), where="path")
    says = f"One row of the table {table.name}"
    return _get(f"one-of-{table.name}", says, _named(table), [key], bad=(404,))


def _record() -> dict[str, Any]:
    """Return the operation for one record with all its rows."""
    lists = {
        table.name: {"type": "array", "items": _named(table)}
        for table in OF_RECORDS
        if table is not REQUESTS_TABLE
    }
    says = "The address of the canonical JSON (schema `record`), whose SHA-256 hash is given."
    whole = {"type": "string", "format": "uri", "description": says}
    rest = {
        "type": "object",
        "required": [*lists, "record"],
        "properties": {**lists, "record": whole},
    }
    schema = {"allOf": [_named(REQUESTS_TABLE), rest]}
    word = _word(KEY)
    reference = _parameter("reference", "The reference of the request.", word, where="path")
    says = "One request with everything that is shown of it"
    return _get("request", says, schema, [reference], bad=(404, 410))


def _get(
    name: str,
    says: str,
    schema: dict[str, Any],
    parameters: Sequence[dict[str, Any]] = (),
    bad: Sequence[int] = (),
) -> dict[str, Any]:
    problem = {"schema": {"$ref": "#/components/schemas/problem"}}
    wrong = {
        str(code): {"description": HTTPStatus(code).phrase, "content": {PROBLEM_MEDIA: problem}}
        for code in (*bad, *_TROUBLE)
    }
    found = {"description": says, "headers": _ETAG, "content": {_JSON: {"schema": schema}}}
    same = {"304": {"description": "What If-None-Match names is still the same."}}
    operation: dict[str, Any] = {
        "operationId": name,
        "summary": says,
        "responses": {"200": found, **same, **wrong},
    }
    return operation | ({"parameters": list(parameters)} if parameters else {})


def _filter(filter_: ListFilter) -> dict[str, Any]:
    words = {"type": "string", "enum": list(filter_.words)}
    schema = words if filter_.words else _word(filter_.pattern)
    return _parameter(filter_.name, filter_.says, schema)


def _word(pattern: str) -> dict[str, Any]:
    return {"type": "string", "pattern": pattern, "maxLength": LONGEST_KEY}


def _parameter(
    name: str, says: str, schema: dict[str, Any], where: str = "query"
) -> dict[str, Any]:
    return {
        "name": name,
        "in": where,
        "required": where == "path",
        "description": says,
        "schema": schema,
    }


def _named(table: DataTable) -> dict[str, str]:
    return {"$ref": f"#/components/schemas/{table.name}"}
