"""JSON Schema of published data, made from the types themselves, without private fields."""

from collections.abc import Iterator, Mapping
from dataclasses import fields
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Any, get_args, get_origin, get_type_hints

from tracker.domain.base.canonical import later_fields, private_fields
from tracker.domain.events import KINDS
from tracker.domain.events.event import Event

_Node = dict[str, Any]

_PLAIN: Mapping[type, _Node] = {
    bool: {"type": "boolean"},
    int: {"type": "integer"},
    str: {"type": "string"},
    date: {"type": "string", "format": "date"},
}


def public_schema(kind: Any) -> _Node:
    """Return the schema of the public form of a type."""
    if kind in _PLAIN:
        return dict(_PLAIN[kind])
    origin = get_origin(kind)
    if origin is UnionType:
        (some,) = (each for each in get_args(kind) if each is not NoneType)
        return {"anyOf": [public_schema(some), {"type": "null"}]}
    if origin in (tuple, frozenset):
        return {"type": "array", "items": public_schema(get_args(kind)[0])}
    if origin is not None:
        return {"type": "object", "additionalProperties": public_schema(get_args(kind)[1])}
    if issubclass(kind, Enum):
        return {"type": "string", "enum": [each.value for each in kind]}
    return event_schema() if kind is Event else _object(kind, public_fields(kind))


def event_schema(without: frozenset[str] = frozenset()) -> _Node:
    """Return the schema of any event that is ever public, without the fields in `without`."""
    return {
        "oneOf": [
            _object(kind, {name: of for name, of in shown.items() if name not in without})
            for kind in public_kinds()
            if (shown := public_fields(kind))
        ]
    }


def public_kinds() -> Iterator[type[Event]]:
    """Return the kinds of event that are ever public, ordered by name."""
    return (kind for _, kind in sorted(KINDS.items()) if kind.publicity != "never")


def public_fields(kind: Any) -> Mapping[str, Any]:
    """Return the public fields of a dataclass, each with its type."""
    hints = get_type_hints(kind)
    names = (field.name for field in fields(kind))
    return {name: hints[name] for name in names if name not in private_fields(kind)}


def _object(kind: Any, shown: Mapping[str, Any]) -> _Node:
    tag = {"kind": {"const": kind.kind}} if hasattr(kind, "kinds") else {}
    properties = tag | {name: public_schema(of) for name, of in shown.items()}
    always = [name for name in properties if name not in later_fields(kind)]
    return {"type": "object", "required": always, "properties": properties}
