"""One form of bytes for each value, so that a digest taken today can be checked for ever.

Canonical JSON as in RFC 8785 for what is used here: no fractions, keys in ASCII. Dataclasses are
written by field name and read back by type, so an event needs no reader of its own.
"""

import json
from collections.abc import Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, cast, get_args, get_origin, get_type_hints

T = TypeVar("T")


def canonical(value: object) -> bytes:
    """The one sequence of bytes that stands for `value`."""
    plain = to_plain(value)
    return json.dumps(
        plain, ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
    ).encode()


def to_plain(value: object) -> Any:
    """The value as JSON knows it: objects, arrays, strings, whole numbers, true, false, null."""
    if isinstance(value, Enum):
        return value.value
    if value is None or isinstance(value, bool | int | str):
        return value
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {str(key): to_plain(item) for key, item in value.items()}
    if isinstance(value, tuple | list):
        return [to_plain(item) for item in value]
    if isinstance(value, frozenset | set):
        return sorted(to_plain(item) for item in value)
    if is_dataclass(value):
        return {field.name: to_plain(getattr(value, field.name)) for field in fields(value)}
    raise TypeError(f"{type(value).__name__} has no canonical form")


def from_plain(kind: type[T], plain: object) -> T:
    """The value of type `kind` that `to_plain` wrote.

    A field that older bytes do not hold takes its default. Raises ValueError where the bytes do
    not fit the type.
    """
    return cast(T, _read(kind, plain))


@cache
def _hints(kind: type) -> dict[str, Any]:
    return get_type_hints(kind)


def _read(kind: Any, plain: Any) -> Any:
    if is_dataclass(kind):
        return _read_dataclass(cast(type, kind), plain)
    origin = get_origin(kind)
    if origin is UnionType:
        inner = [option for option in get_args(kind) if option is not NoneType]
        return None if plain is None else _read(inner[0], plain)
    if origin in (tuple, frozenset):
        return origin(_read(get_args(kind)[0], item) for item in plain)
    if origin is not None:
        read = get_args(kind)[1]
        return {key: _read(read, item) for key, item in plain.items()}
    if kind is date:
        return date.fromisoformat(plain)
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind(plain)
    if not isinstance(plain, kind):
        raise ValueError(f"{plain!r} is not a {kind.__name__}")
    return plain


def _read_dataclass(kind: type, plain: Any) -> Any:
    hints = _hints(kind)
    required = {
        field.name
        for field in fields(kind)
        if field.default is MISSING and field.default_factory is MISSING
    }
    if not isinstance(plain, dict):
        raise ValueError(f"{plain!r} is not a {kind.__name__}")
    if missing := required - plain.keys():
        raise ValueError(f"{kind.__name__} lacks {', '.join(sorted(missing))}")
    known = plain.keys() & hints.keys()
    return kind(**{name: _read(hints[name], plain[name]) for name in known})
