"""The JSON Schema of each kind of file, for editors."""

import re
from collections.abc import Iterator, Mapping
from datetime import date
from enum import StrEnum
from functools import cache
from inspect import cleandoc
from json import dumps
from pathlib import Path
from types import NoneType, UnionType
from typing import Any, get_args, get_origin

from tracker.domain.base.errors import BadInput
from tracker.domain.base.text import Text
from tracker.domain.calendar.workdays import Calendar, Weekend
from tracker.domain.events import KINDS
from tracker.domain.law.authority import Authority
from tracker.domain.law.law import Example, Law, Stage
from tracker.domain.law.law_file import LawFact, NotKnown
from tracker.domain.law.limits import Extension, Limit, Outer, Pause
from tracker.lawfiles.filling import SCHEMA, WEEKDAYS, is_table
from tracker.lawfiles.reader import JOINED_FOLDERS, LIBRARY_FOLDERS, LibraryFolder
from tracker.lawfiles.references import WORDS_OF
from tracker.lawfiles.shape import ReferenceKind, Word, shape_of

SCHEMA_FOLDER = "schema"
GUIDE = Path(__file__).parent.parent / "library" / "README.md"
# The line of the README before the table that explains each kind of table.
_BEFORE: Mapping[type, str] = {
    Law: "### The head",
    Stage: "### A stage",
    Limit: "**Its limits**",
    Outer: "**Its limits**",
    Extension: "**An extension**",
    Pause: "**Pauses**",
    Example: "**Examples.**",
    Calendar: "## A calendar",
    Authority: "### An authority",
}
_ROW = re.compile(r"^\| ((?:`\w+`(?:, )?)+) \| (.+) \|$")
DIALECT = "https://json-schema.org/draft/2020-12/schema"
NOT_BLANK = r"\S"
A_DAY = r"^\d{4}-\d{2}-\d{2}$"
A_LANGUAGE = r"^[a-z]{2,3}(-[a-z0-9]+)*$"
_PLAIN: Mapping[type, Mapping[str, object]] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    str: {"type": "string", "pattern": NOT_BLANK},
    date: {"type": "string", "format": "date", "pattern": A_DAY},
}
_ENDS = {
    "since": "The first day on which it holds.",
    "until": "The last day on which it holds; left out where it still does.",
}

_Node = dict[str, Any]


def _kind_of(shelf: LibraryFolder) -> str:
    return shelf.table or shelf.folder.rpartition("/")[2].removesuffix("s")


SHELF_OF = {
    _kind_of(shelf): shelf for shelf in (*LIBRARY_FOLDERS.values(), *JOINED_FOLDERS.values())
}


def schema_text(kind: str) -> str:
    """Return the JSON Schema of one kind of file as saved. Raises BadInput for others."""
    if kind not in SHELF_OF:
        raise BadInput(f"There is no file of a “{kind}”; it is one of {', '.join(SHELF_OF)}.")
    return dumps(file_schema(kind), ensure_ascii=False, indent=2) + "\n"


def write_schemas(library: Path) -> Iterator[Path]:
    """Write every schema into the library's schema folder, and yield each path."""
    folder = library / SCHEMA_FOLDER
    folder.mkdir(exist_ok=True)
    for kind in SHELF_OF:
        path = folder / f"{kind}.json"
        path.write_text(schema_text(kind), encoding="utf-8")
        yield path


def file_schema(kind: str) -> _Node:
    """Return the JSON Schema (draft 2020-12) of a kind of file. Its days are text."""
    shelf = SHELF_OF[kind]
    tables: dict[str, _Node] = {}
    schema = {"schema": {"const": SCHEMA, "description": "The number of this way of writing."}}
    if shelf.table:
        entries = {
            "type": "object",
            "additionalProperties": _table(shelf.cls, tables, named=False),
        }
        whole: _Node = _object(schema | {shelf.table: entries}, ["schema"])
    else:
        whole = _table_of(shelf.cls, tables, named=True)
        whole["properties"] = schema | whole["properties"]
        whole["required"] = ["schema", *whole["required"]]
    head = {"$schema": DIALECT, "title": f"A file of the law library: {kind}"}
    return head | whole | {"$defs": dict(sorted(tables.items()))}


def _object(words: Mapping[str, object], required: list[str]) -> _Node:
    return {
        "type": "object",
        "properties": dict(words),
        "required": required,
        "additionalProperties": False,
    }


def _table(cls: type, tables: dict[str, _Node], *, named: bool) -> _Node:
    """Return a reference to a table's schema, and add the schema to `tables` once."""
    if cls.__name__ not in tables:
        tables[cls.__name__] = {}  # stops the recursion of a table that contains itself
        tables[cls.__name__] = _table_of(cls, tables, named=named)
    return {"$ref": f"#/$defs/{cls.__name__}"}


def _table_of(cls: type, tables: dict[str, _Node], *, named: bool) -> _Node:
    words: dict[str, _Node] = {}
    required = []
    for word in shape_of(cls).words:
        if word.word == "key" and not named:
            continue
        if word.flat:
            words |= {
                end: {**_PLAIN[date], "description": meaning_of(cls, end) or said}
                for end, said in _ENDS.items()
            }
            required.append("since")
            continue
        words[word.word] = _word(cls, word, tables)
        if not word.may_be_left_out:
            required.append(word.word)
    said = {"description": _said(cls)}
    return said | _object(words, required) | _conditions(words)


def _word(cls: type, word: Word, tables: dict[str, _Node]) -> _Node:
    node = _narrowed(cls, word, _value(word.hint, tables))
    if "description" not in node and (said := _said_of(cls, word)):
        node = node | {"description": said}
    return node


def _narrowed(cls: type, word: Word, node: _Node) -> _Node:
    """Add to a schema what the type does not say: allowed words, and at least one entry."""
    if allowed := _allowed(cls, word):
        one = {"type": "string", "enum": allowed}
        match node["type"]:
            case "array":
                node = node | {"items": one}
            case "object":
                node = node | {"propertyNames": {"enum": allowed}}
            case _:
                node = one
    cited = word.field == "sources" and word.refers_to is ReferenceKind.PROVISION
    if cited or (word.field == "counts_from" and node["type"] == "array"):
        node = node | {"minItems": 1}
    if word.field == "length":
        node = node | {"minimum": 1}
    return node


def _allowed(cls: type, word: Word) -> list[str]:
    if cls is Weekend and word.field == "weekdays":
        return list(WEEKDAYS)
    if word.refers_to is ReferenceKind.EVENT:
        return sorted(kind.kind for kind in KINDS.values() if kind.in_law)
    if word.refers_to and word.refers_to in WORDS_OF:
        return sorted(shape_of(WORDS_OF[word.refers_to]).allowed)
    return []


def _value(hint: Any, tables: dict[str, _Node]) -> _Node:
    """Return the schema of a value, matching what `filling.reading_of` accepts."""
    origin, parts = get_origin(hint), get_args(hint)
    if origin is UnionType:
        (some,) = (each for each in parts if each is not NoneType)
        return _value(some, tables)
    if origin in (tuple, frozenset):
        return {"type": "array", "items": _value(parts[0], tables)}
    if origin is not None:
        return _by_key(parts[0], parts[1], tables)
    if hint is Text:
        tables["Text"] = _text()
        return {"$ref": "#/$defs/Text"}
    if hint is NotKnown:
        tables[hint.__name__] = _not_known(tables)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    if is_table(hint):
        return _table(hint, tables, named=True)
    if issubclass(hint, StrEnum):
        tables[hint.__name__] = _enumeration(hint)
        return {"$ref": f"#/$defs/{hint.__name__}"}
    return dict(_PLAIN[hint])


def _by_key(key: type, hint: Any, tables: dict[str, _Node]) -> _Node:
    node: _Node = {"type": "object"}
    if issubclass(key, StrEnum):
        node["propertyNames"] = {"enum": [str(each) for each in key]}
    entry = _table(hint, tables, named=False) if is_table(hint) else _value(hint, tables)
    return node | {"additionalProperties": entry}


def _text() -> _Node:
    return {
        "description": "Words by language; English is always among them.",
        "type": "object",
        "minProperties": 1,
        "propertyNames": {"pattern": A_LANGUAGE},
        "additionalProperties": dict(_PLAIN[str]),
    }


def _not_known(tables: dict[str, _Node]) -> _Node:
    return _text() | {
        "description": _said(NotKnown),
        "propertyNames": {"anyOf": [{"pattern": A_LANGUAGE}, {"const": "about"}]},
        "properties": {"about": _value(tuple[LawFact, ...], tables)},
    }


def _enumeration(enum: type[StrEnum]) -> _Node:
    return {
        "description": _said(enum),
        "type": "string",
        "enum": [str(each) for each in enum],
    }


def _conditions(words: Mapping[str, _Node]) -> _Node:
    """Return conditions by unit: months need a month-end rule, hours run from the event."""
    if not {"unit", "first_day", "last_day", "month_end"} <= words.keys():
        return {}
    hours = {"first_day": {"const": "next"}, "last_day": {"const": "stands"}}
    return {
        "allOf": [
            {"if": _unit("month"), "then": {"required": ["month_end"]}},
            {"if": _unit("hour"), "then": {"properties": hours}},
        ]
    }


def _unit(unit: str) -> _Node:
    return {"properties": {"unit": {"const": unit}}, "required": ["unit"]}


def _said(cls: type) -> str:
    """Return the first paragraph of a class's docstring."""
    first, _, _ = cleandoc(cls.__doc__ or "").partition("\n\n")
    return " ".join(first.split())


def _said_of(cls: type, word: Word) -> str:
    """Return what the guide says of a word, or else the docstring's sentences that name it."""
    sentences = re.split(r"(?<=[.;:]) ", " ".join(cleandoc(cls.__doc__ or "").split()))
    meaning = meaning_of(cls, word.word)
    said = [meaning] if meaning else [each for each in sentences if f"`{word.field}`" in each]
    if word.refers_to in (ReferenceKind.PROVISION, ReferenceKind.STAGE):
        said.append(f"Each is the key of a {word.refers_to.value} in this file.")
    elif word.refers_to is ReferenceKind.EVENT and not said:
        said.append("The name of an event.")
    elif word.refers_to and word.refers_to not in (*WORDS_OF, ReferenceKind.EVENT):
        said.append(f"The key of a {word.refers_to.value} of the library.")
    return " ".join(said)


def meaning_of(cls: type, word: str) -> str:
    """Return the README's explanation of a word, or an empty text if it has none."""
    return _rows_after(_BEFORE[cls]).get(word, "") if cls in _BEFORE else ""


@cache
def _rows_after(beginning: str) -> Mapping[str, str]:
    """Return the first table after a line of the README, by the words of its rows."""
    lines = iter(GUIDE.read_text(encoding="utf-8").splitlines())
    rows: dict[str, str] = {}
    for line in lines:
        if line.startswith(beginning):
            break
    for line in lines:
        if row := _ROW.match(line):
            rows |= dict.fromkeys(re.findall(r"`(\w+)`", row[1]), row[2])
        elif rows:
            break
    return rows
