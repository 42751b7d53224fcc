"""The one byte form of each value, so that a digest taken today can be checked for ever.

It is canonical JSON (RFC 8785) as far as needed here: no fractions, keys in ASCII. Dataclasses are
written by field name and read back by type, so an event needs no reader of its own. A dataclass
with `kinds`, a table of its subclasses by name, is written with its `kind`, which says what to
read. The public form leaves out every private field. A field that a type got later is left out
while it says nothing, so that bytes written before it are written the same way today. How a type
is written and read is worked out once, because recalculating an office does it millions of times.
"""

import json
from collections.abc import Callable, Mapping
from dataclasses import MISSING, fields, is_dataclass
from datetime import date
from enum import Enum
from functools import cache, partial
from operator import attrgetter
from types import NoneType, UnionType
from typing import Annotated, Any, TypeVar, cast, get_args, get_origin, get_type_hints

from tracker.domain.base.kept import kept_for_each

T = TypeVar("T")

# A private field never leaves the office. It has a default, which its public form reads back as.
PRIVATE = "private"
Private = Annotated[T, PRIVATE]
# A field that its type got after bytes of it were stored. It is written only where it is set.
SINCE = "since"
Later = Annotated[T, SINCE]

_AS_THEY_ARE = frozenset({str, int, bool, NoneType})
# More than the steps of all limits that fall due in one season.
_MOST_KEPT = 4096
_JSON = json.JSONEncoder(
    ensure_ascii=False, allow_nan=False, sort_keys=True, separators=(",", ":")
)


def canonical(value: object, *, public: bool = False) -> bytes:
    """Return the one sequence of bytes that stands for `value`, or for its public form.

    Raises TypeError for a type that has no canonical form.
    """
    return _JSON.encode(to_plain(value, public=public)).encode()


def to_plain(value: object, *, public: bool = False) -> Any:
    """Return the value as JSON knows it: objects, arrays, strings, integers, booleans, null.

    Raises TypeError for a type that has no canonical form.
    """
    kind: Any = type(value)
    return value if kind in _AS_THEY_ARE else _writer(kind, public)(value)


@cache
def private_fields(kind: Any) -> frozenset[str]:
    """Return the names of the private fields of a dataclass."""
    return _marked(kind, PRIVATE)


@cache
def later_fields(kind: Any) -> frozenset[str]:
    """Return the names of the fields that a dataclass got later. Each has a false default."""
    return _marked(kind, SINCE)


def _marked(kind: Any, with_mark: str) -> frozenset[str]:
    hints = get_type_hints(kind, include_extras=True)
    marks = {field.name: getattr(hints[field.name], "__metadata__", ()) for field in fields(kind)}
    return frozenset(name for name, mark in marks.items() if with_mark in mark)


@cache
def _writer(kind: type, public: bool) -> Callable[[Any], Any]:
    write = partial(to_plain, public=public)
    if issubclass(kind, Enum):
        return attrgetter("value")
    if issubclass(kind, NoneType | bool | int | str):
        return lambda value: value
    if issubclass(kind, date):
        return kind.isoformat
    if issubclass(kind, Mapping):
        return lambda value: {
            str(key): item if type(item) in _AS_THEY_ARE else write(item)
            for key, item in value.items()
        }
    if issubclass(kind, tuple | list):
        return lambda value: [
            item if type(item) in _AS_THEY_ARE else write(item) for item in value
        ]
    if issubclass(kind, frozenset | set):
        return lambda value: sorted(write(item) for item in value)
    if is_dataclass(kind):
        write_one = _dataclass_writer(kind, public)
        often = getattr(kind, "written_often", False)
        # Equal objects do not share what is kept: they may still differ in what is written.
        return kept_for_each(write_one, _MOST_KEPT) if often else write_one
    raise TypeError(f"{kind.__name__} has no canonical form")


def _dataclass_writer(kind: Any, public: bool) -> Callable[[Any], Any]:
    write = partial(to_plain, public=public)
    left_out = private_fields(kind) if public else frozenset()
    names = tuple(field.name for field in fields(kind) if field.name not in left_out)
    tag = {"kind": kind.kind} if hasattr(kind, "kinds") else {}
    later = later_fields(kind)

    def written(value: Any) -> dict[str, Any]:
        plain = dict(tag)
        for name in names:
            part = getattr(value, name)
            if part or name not in later:
                plain[name] = part if type(part) in _AS_THEY_ARE else write(part)
        return plain

    return written


def from_plain(kind: type[T], plain: object) -> T:
    """Return the value of type `kind` that `to_plain` wrote, or its public form.

    A field that is left out takes its default. Raises ValueError where the bytes do not fit the
    type.
    """
    return cast(T, _reader(cast(Any, kind))(plain))


@cache
def _reader(kind: Any) -> Callable[[Any], Any]:
    if is_dataclass(kind):
        return partial(_read_kind, kind) if hasattr(kind, "kinds") else _reader_of(cast(Any, kind))
    origin = get_origin(kind)
    if origin is UnionType:
        (some, *_) = (_reader(option) for option in get_args(kind) if option is not NoneType)
        return lambda plain: None if plain is None else some(plain)
    if origin in (tuple, frozenset):
        item = _reader(get_args(kind)[0])
        return lambda plain: origin(map(item, plain))
    if origin is not None:
        read = _reader(get_args(kind)[1])
        return lambda plain: {key: read(value) for key, value in plain.items()}
    if kind is date:
        return date.fromisoformat
    if isinstance(kind, type) and issubclass(kind, Enum):
        return kind
    return partial(_require, kind)


def _require(kind: type, plain: Any) -> Any:
    if not isinstance(plain, kind):
        raise ValueError(f"{plain!r} is not a {kind.__name__}")
    return plain


@cache
def _fields(kind: Any) -> tuple[dict[str, tuple[Any, Callable[[Any], Any]]], frozenset[str]]:
    """Return the type that each field has as it is, if any, with its reader, and the fields that
    have no default."""
    hints = get_type_hints(kind)
    readers = {
        field.name: (hint if (hint := hints[field.name]) in _AS_THEY_ARE else None, _reader(hint))
        for field in fields(kind)
    }
    return readers, frozenset(
        field.name
        for field in fields(kind)
        if field.default is MISSING and field.default_factory is MISSING
    )


def _read_kind(family: Any, plain: Any) -> Any:
    named = plain.get("kind") if isinstance(plain, dict) else None
    kind = family.kinds.get(named)
    if kind is None or not issubclass(kind, family):
        raise ValueError(f"no kind of {family.__name__} is named {named!r}")
    return _reader_of(kind)(plain)


@cache
def _reader_of(kind: Any) -> Callable[[Any], Any]:
    """Return the reader of a dataclass. Its fields are looked at when it first reads one, because
    a type may contain itself."""

    def read(plain: Any) -> Any:
        readers, required = _fields(kind)
        if not isinstance(plain, dict):
            raise ValueError(f"{plain!r} is not a {kind.__name__}")
        if not required <= plain.keys():
            missing = ", ".join(sorted(required - plain.keys()))
            raise ValueError(f"{kind.__name__} does not have {missing}")
        return kind(
            **{
                name: value if type(value := plain[name]) is same else of(value)
                for name, (same, of) in readers.items()
                if name in plain
            }
        )

    return read
