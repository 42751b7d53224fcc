"""One instance of every kind of event, made from the types of its fields."""

from collections.abc import Iterator, Mapping
from dataclasses import fields, is_dataclass
from datetime import date
from enum import Enum
from types import UnionType
from typing import Any, TypeVar, get_args, get_origin, get_type_hints

from tracker.domain.base.canonical import private_fields
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
    """One event of each kind, by name."""
    return (sample(kind) for _, kind in sorted(KINDS.items()))


def sample(kind: type[T], **said: object) -> T:
    """An instance of a dataclass: each field has a value of its type, or what is `said`."""
    hints = get_type_hints(kind)
    names = [field.name for field in fields(kind)]  # type: ignore[arg-type]
    return kind(**{name: said.get(name, _value(name, hints[name])) for name in names})


def private_of(kind: Any) -> Iterator[str]:
    """The private fields of a kind, found by type."""
    return iter(sorted(private_fields(kind)))


def canary(hint: Any, text: str, number: int) -> object:
    """A private value that can be told from any other, as far as its type allows."""
    if get_origin(hint) is tuple:
        return (canary(get_args(hint)[0], text, number),)
    return {str: text, int: number, bool: True}[hint]


def _value(name: str, hint: Any) -> Any:
    if name in SAID and hint in (str, str | None):
        return SAID[name]
    if get_origin(hint) is UnionType:
        return _value(name, get_args(hint)[0])
    if get_origin(hint) in (tuple, frozenset):
        return get_origin(hint)([_value(name, get_args(hint)[0])])
    if get_origin(hint) is not None:
        return {"en": f"some {name}"}
    if hint is DaySpan:
        return SPAN
    if is_dataclass(hint) and isinstance(hint, type):
        return sample(hint)
    if isinstance(hint, type) and issubclass(hint, Enum):
        return next(iter(hint))
    return {str: f"some {name}", int: 2, bool: True, date: DAY}[hint]
