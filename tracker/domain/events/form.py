"""The words by which a kind of event is recorded, where it needs no page of its own."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from tracker.domain.base.messages import Message


@dataclass(frozen=True, slots=True)
class Prompt:
    """The words around one field of an event, as `Annotated[date, Prompt(Message("Next day"))]`.

    `missing` is said where the field is empty, `choices` names the values of an enumeration, and
    `of` the kinds of entry that a field of type `int` may name by their place.
    """

    label: str
    hint: str = ""
    missing: str = ""
    choices: Mapping[Enum, str] = field(default_factory=dict)
    of: tuple[type[Any], ...] = ()


@dataclass(frozen=True, slots=True)
class EntryForm:
    """The words of the page on which a kind is recorded.

    `offered` says when to do it, on the page of the request; empty where it is not offered there.
    `arrives` names it among what a document of the body can turn out to be.
    `day` is the label of the one day that is asked; empty where it may be a span. With `today` no
    day is asked.
    """

    title: str
    offered: str = ""
    arrives: str = ""
    arrives_hint: str = ""
    intro: str = ""
    day: str = ""
    today: bool = False
    document: str = ""
    document_hint: str = ""
    button: str = ""
    grave: bool = False
    done: str = Message("It is on record.")
