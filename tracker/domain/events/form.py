"""The words of the default form that records a kind of event."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import Enum
from typing import Any

from tracker.domain.base.messages import Message


@dataclass(frozen=True, slots=True)
class Prompt:
    """The words around one field of an event, as `Annotated[date, Prompt(Message("Next day"))]`.

    `missing` is shown if the field is empty, `choices` names the values of an enumeration, and
    `of` lists the kinds of entry that a field of type `int` may refer to by number.
    """

    label: str
    hint: str = ""
    missing: str = ""
    choices: Mapping[Enum, str] = field(default_factory=dict)
    of: tuple[type[Any], ...] = ()


@dataclass(frozen=True, slots=True)
class EntryForm:
    """The words of the page that records a kind.

    `offered` says on the page of the request when to do it; empty if it is not offered there.
    `arrives` names it among the ways to classify a document. `day` is the label of the only day
    asked for; empty if it may be a span. With `today`, no day is asked for.
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
    done: str = Message("Logged.")
