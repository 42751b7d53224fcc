"""How the process that reads a mail hands over what it read: as JSON, by the fields' types."""

import json
from dataclasses import asdict, fields, is_dataclass
from enum import StrEnum
from functools import cache
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

W = TypeVar("W")


def as_json(value: object) -> bytes:
    """Return a dataclass, or a tuple of them, as JSON."""
    if isinstance(value, tuple):
        plain: object = [asdict(each) for each in value]
    else:
        plain = asdict(value)  # type: ignore[call-overload]
    return json.dumps(plain, ensure_ascii=False, separators=(",", ":")).encode()


def from_json(kind: type[W], data: bytes) -> W:
    """Return the dataclass that the JSON holds. Raises ValueError for any other JSON."""
    try:
        return _made(kind, json.loads(data))  # type: ignore[no-any-return]
    except (KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ValueError("not in the form of a mail that was read") from error


def _made(kind: Any, value: Any) -> Any:
    origin = get_origin(kind)
    if origin is tuple:
        return tuple(_made(get_args(kind)[0], each) for each in _checked(value, list))
    if origin is UnionType:
        if value is None and NoneType in get_args(kind):
            return None
        return _made(next(each for each in get_args(kind) if each is not NoneType), value)
    if isinstance(kind, type) and is_dataclass(kind):
        hints = _hints(kind)
        return kind(
            **{each.name: _made(hints[each.name], value[each.name]) for each in fields(kind)}
        )
    if issubclass(kind, StrEnum):
        return kind(value)
    return _checked(value, kind)


@cache
def _hints(kind: Any) -> dict[str, Any]:
    return get_type_hints(kind)


def _checked(value: Any, kind: type) -> Any:
    if type(value) is not kind:
        raise TypeError(f"{type(value).__name__} where {kind.__name__} is wanted")
    return value
