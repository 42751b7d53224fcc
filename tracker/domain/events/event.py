"""The base of every event, and what the events of one history add up to.

Events hold no personal data. An event has the day of its legal effect, which may be a span
(registered post, mail after hours), and its documents.
"""

from dataclasses import dataclass, field
from typing import Any, ClassVar, Generic, Protocol, TypeVar

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


@dataclass(frozen=True, kw_only=True)
class Event:
    """One past fact: `on` is the day it took legal effect, `evidence` its documents' digests."""

    kind: ClassVar[str]
    on: DaySpan
    evidence: tuple[str, ...] = ()

    @property
    def once(self) -> str | None:
        """A key that may stand only once in a history; None where the fact can recur."""
        return None

    def fold(self, entry: HistoryEntry, state: S) -> S:
        """Return the state after this event; most events only appear in the timeline."""
        return state


@dataclass(frozen=True, slots=True)
class Folded(Generic[E]):
    """The fields that `Event.fold` fills, entry by entry, corrections applied."""

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
    transferred_to: str = ""
    entries: tuple[E, ...] = field(default=(), repr=False)
