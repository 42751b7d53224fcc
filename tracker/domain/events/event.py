"""The base of every event, and what the events of one history add up to.

Events hold no personal data. An event has the day of its legal effect, which may be a span
(registered post, mail after hours), and its documents.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, Literal, Protocol, Self, TypeVar

from tracker.domain.canonical import Private, from_plain, to_plain
from tracker.domain.days import DaySpan
from tracker.domain.events.copy import Copy
from tracker.domain.events.release import Release


class HistoryEntry(Protocol):
    """An event and its place in a history, private or public."""

    @property
    def seq(self) -> int: ...
    @property
    def event(self) -> "Event": ...


E = TypeVar("E", bound=HistoryEntry)
S = TypeVar("S", bound="Folded[Any]")

# Whether a person may publish an entry, whether it goes with the one of which it speaks, or
# whether it never leaves the office.
Publicity = Literal["chosen", "with-another", "never"]

KINDS: dict[str, type["Event"]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """One past fact: `on` is the day it took legal effect, `evidence` its documents' digests."""

    kind: ClassVar[str]
    kinds: ClassVar[Mapping[str, type["Event"]]] = KINDS
    publicity: ClassVar[Publicity] = "chosen"

    on: DaySpan
    evidence: Private[tuple[str, ...]] = ()

    def __init_subclass__(cls) -> None:
        """Add a class that has a kind of its own to `KINDS`."""
        super().__init_subclass__()
        if "kind" in vars(cls):
            KINDS[cls.kind] = cls

    def public(self) -> Self | None:
        """Return the event without its private fields; None for a kind that is never public."""
        if self.publicity == "never":
            return None
        return from_plain(type(self), to_plain(self, public=True))

    @property
    def once(self) -> str | None:
        """A key that may stand only once in a history; None where the fact can recur."""
        return None

    def fold(self, entry: HistoryEntry, state: S) -> S:
        """Return the state after this event; most events only appear in the timeline."""
        return state


@dataclass(frozen=True, slots=True)
class Folded(Generic[E]):
    """The fields that `Event.fold` fills, entry by entry, corrections applied.

    `body` is the key of the body that was asked.
    """

    body: str = ""
    drafted: Event | None = None
    approved: bool = False
    sent: tuple[E, ...] = ()
    received: E | None = None
    extension: E | None = None
    replies: tuple[E, ...] = ()
    lapses: tuple[E, ...] = ()
    appeals: tuple[E, ...] = ()
    decisions: tuple[E, ...] = ()
    withdrawn: bool = False
    published: frozenset[int] = frozenset()
    releases: tuple[Release, ...] = ()
    copies: tuple[Copy, ...] = ()
    withheld: bool = False
    corrections: tuple[E, ...] = ()
    entries: tuple[E, ...] = field(default=(), repr=False)
