"""A call of a port as text, so that it can be kept and made again by a later process."""

import json
from collections.abc import Mapping
from dataclasses import dataclass, fields, is_dataclass
from datetime import date
from enum import Enum
from importlib import import_module
from typing import Any

# What an argument may be beside words, numbers and rows of these: something of this package.
OURS = "tracker."
_KIND, _VALUE = "kind", "value"


class NotKept(ValueError):
    """An argument that has no form as text, or text that is no call of this program."""


@dataclass(frozen=True, slots=True)
class Call:
    """A method of a port, and what it is given."""

    port: str
    method: str
    args: tuple[Any, ...]
    named: Mapping[str, Any]

    def made(self, holder: object) -> Any:
        """What it gives, asked of the port of that name. Raises whatever the port raises."""
        return getattr(getattr(holder, self.port), self.method)(*self.args, **self.named)


def written(call: Call) -> str:
    """The one text that stands for a call. Raises NotKept."""
    named = {key: _plain(value) for key, value in call.named.items()}
    whole = [call.port, call.method, [_plain(value) for value in call.args], named]
    return json.dumps(whole, ensure_ascii=False, sort_keys=True, separators=(",", ":"))


def read_call(text: str) -> Call:
    """The call that a text stands for. Raises NotKept."""
    try:
        port, method, args, named = json.loads(text)
        values = {str(key): _value(plain) for key, plain in named.items()}
        return Call(str(port), str(method), tuple(map(_value, args)), values)
    except (ValueError, TypeError, KeyError, AttributeError, ImportError) as error:
        raise NotKept(text) from error


def _plain(value: object) -> Any:
    kind = f"{type(value).__module__}:{type(value).__qualname__}"
    if isinstance(value, Enum):
        return {_KIND: kind, _VALUE: value.value}
    if value is None or isinstance(value, str | int):
        return value
    if isinstance(value, date):
        return {_KIND: "date", _VALUE: value.isoformat()}
    if isinstance(value, tuple | list):
        return [_plain(each) for each in value]
    if isinstance(value, frozenset | set):
        return {_KIND: "set", _VALUE: sorted(map(_plain, value), key=str)}
    if is_dataclass(value) and not isinstance(value, type):
        parts = {field.name: _plain(getattr(value, field.name)) for field in fields(value)}
        return {_KIND: kind, _VALUE: parts}
    raise NotKept(kind)


def _value(plain: Any) -> Any:
    if isinstance(plain, list):
        return tuple(map(_value, plain))
    if not isinstance(plain, dict):
        return plain
    kind, value = plain[_KIND], plain[_VALUE]
    if kind == "date":
        return date.fromisoformat(value)
    if kind == "set":
        return frozenset(map(_value, value))
    named = _type(kind)
    if issubclass(named, Enum):
        return named(value)
    return named(**{key: _value(part) for key, part in value.items()})


def _type(kind: str) -> type:
    module, _, name = kind.partition(":")
    if not module.startswith(OURS):
        raise ValueError(kind)
    found = getattr(import_module(module), name)
    if not isinstance(found, type) or not (issubclass(found, Enum) or is_dataclass(found)):
        raise TypeError(kind)
    return found
