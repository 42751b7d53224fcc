"""Instances of every kind of event, made from the types of its fields: a full and a bare one."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import MISSING, Field, fields, is_dataclass
from datetime import date
from enum import Enum
from types import NoneType, UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from tracker.domain.base.canonical import later_fields, private_fields
from tracker.domain.base.days import DaySpan
from tracker.domain.events import KINDS
from tracker.domain.events.event import Event

T = TypeVar("T")

DAY = date(2024, 3, 4)
SPAN = DaySpan(DAY, date(2024, 3, 5))
# What a field of that name says; every other text says its own name.
SAID: Mapping[str, object] = {
    "block": "xx-block",
    "body": "xx-ministry",
    "law": "xx-law",
    "language": "en",
    "stage": "reply",
    "to": "xx-commission",
    "why": "وجہ: the stamp is of another office.",
}


def every_kind() -> Iterator[Event]:
    """One event of each kind, by name, in which every field says something."""
    return (sample(kind) for _, kind in sorted(KINDS.items()))


def every_kind_bare() -> Iterator[Event]:
    """One event of each kind, by name, in which no field says more than it must."""
    return (bare(kind) for _, kind in sorted(KINDS.items()))


def sample(kind: type[T], **said: object) -> T:
    """An instance of a dataclass: each field has a value of its type, or what is `said`.

    Fields that a type got later keep their defaults, so that what was fixed before stays fixed.
    """
    hints = get_type_hints(kind)
    later = later_fields(kind)  # type: ignore[arg-type]
    names = [each.name for each in fields(kind) if each.name not in later]  # type: ignore[arg-type]
    return kind(**{name: said.get(name, _value(name, hints[name])) for name in names})


def whole(kind: type[T]) -> T:
    """An instance of a dataclass in which every field says something, also those got later."""
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    return kind(**{name: _value(name, hints[name], whole) for name in names})


def bare(kind: type[T], **said: object) -> T:
    """An instance with defaults where there are some, and None wherever the type allows it."""
    hints = get_type_hints(kind)
    required = [field.name for field in fields(kind) if _required(field)]  # type: ignore[arg-type]
    return kind(**{name: _least(name, hints[name]) for name in required} | said)


def stored_values(kinds: Iterable[type]) -> dict[str, set[str]]:
    """The values of every enum that a field of these dataclasses can hold, by name of the enum."""
    return {enum.__name__: {each.value for each in enum} for enum in _enums(kinds, set())}


def private_of(kind: Any) -> Iterator[str]:
    """The private fields of a kind, found by type."""
    return iter(sorted(private_fields(kind)))


def canary(hint: Any, text: str, number: int) -> object:
    """A private value that can be told from any other, as far as its type allows."""
    if get_origin(hint) is tuple:
        return (canary(get_args(hint)[0], text, number),)
    if isinstance(hint, type) and is_dataclass(hint):
        inner = get_type_hints(hint)
        return hint(**{each.name: canary(inner[each.name], text, number) for each in fields(hint)})
    if issubclass(hint, Enum):
        return next(iter(hint))
    return {str: text, int: number, bool: True}[hint]


def _required(field: "Field[Any]") -> bool:
    return field.default is MISSING and field.default_factory is MISSING


def _enums(hints: Iterable[Any], seen: set[Any]) -> Iterator[type[Enum]]:
    for hint in hints:
        if hint in seen:
            continue
        seen.add(hint)
        if isinstance(hint, type) and issubclass(hint, Enum):
            yield hint
        elif isinstance(hint, type) and is_dataclass(hint):
            types = get_type_hints(hint)
            yield from _enums([types[field.name] for field in fields(hint)], seen)
        else:
            yield from _enums(get_args(hint), seen)


def _least(name: str, hint: Any) -> Any:
    return None if NoneType in get_args(hint) else _value(name, hint, bare)


def _value(name: str, hint: Any, made: Callable[[type[Any]], Any] = sample) -> Any:
    if name in SAID and hint in (str, str | None):
        return SAID[name]
    if get_origin(hint) is UnionType:
        return _value(name, get_args(hint)[0], made)
    if get_origin(hint) in (tuple, frozenset):
        return get_origin(hint)([_value(name, get_args(hint)[0], made)])
    if get_origin(hint) is not None:
        return {"en": f"some {name}"}
    if hint is DaySpan:
        return SPAN
    if is_dataclass(hint) and isinstance(hint, type):
        return made(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    return {str: f"some {name}", int: 2, bool: True, date: DAY}[hint]
