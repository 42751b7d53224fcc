"""The base of every event, and what the events of one history add up to.

Events hold no personal data. An event has the day of its legal effect, which may be a span
(registered post, mail after hours), and its documents. A kind says of itself, in its own file,
what the rest of the program must know of it.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from typing import Any, ClassVar, Generic, Literal, Protocol, Self, TypeVar, cast, get_type_hints

from tracker.domain.base.canonical import Private, from_plain, to_plain
from tracker.domain.base.days import DaySpan
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.events.copy import Copy
from tracker.domain.events.form import EntryForm, Prompt
from tracker.domain.events.release import Release

# Whether a person chooses to publish an entry, whether it is published with the entry it is
# about, or whether it is never published.
Publicity = Literal["chosen", "with-another", "never"]
Tone = Literal["", "open", "late", "good"]
Permission = Literal["log", "file", "classify", "settle", "approve", "publish"]

CHECK_BOTH = Message("Check both dates.")


class HistoryEntry(Protocol):
    """An event and its place in a history, private or public."""

    @property
    def seq(self) -> int: ...
    @property
    def event(self) -> "Event": ...


E = TypeVar("E", bound=HistoryEntry)
S = TypeVar("S", bound="Folded[Any]")
K = TypeVar("K", bound="Event")

KINDS: dict[str, type["Event"]] = {}


@dataclass(frozen=True, slots=True)
class NotBefore:
    """The first day on which something can have happened, and the event of that day."""

    day: date
    what: str | BadInput
    way_out: str = CHECK_BOTH

    def require(self, day: date) -> None:
        """Raise BadInput for an earlier day."""
        if day < self.day:
            raise BadInput(
                "{day} is before {first}, when {what}. {way_out}",
                day=day,
                first=self.day,
                what=self.what,
                way_out=self.way_out,
            )


@dataclass(frozen=True, kw_only=True)
class Event:
    """One past fact: `on` is the day it took legal effect, `evidence` its documents' digests."""

    kind: ClassVar[str]
    kinds: ClassVar[Mapping[str, type["Event"]]] = KINDS
    # The name of an entry of this kind, and the clause after "when": "the appeal was filed".
    label: ClassVar[Message]
    happened: ClassVar[str] = ""
    # The name of its document in a list of annexes, empty if none goes with a letter; the refusal
    # if it is missing; the purpose under which it is stored.
    document: ClassVar[str] = ""
    needs_document: ClassVar[str] = ""
    purpose: ClassVar[str] = ""
    # Its name in a rule of a law; empty if no rule can name it.
    in_law: ClassVar[str] = ""
    publicity: ClassVar[Publicity] = "chosen"
    # The colour of its entry, and whether public calendars show its day.
    tone: ClassVar[Tone] = ""
    in_calendars: ClassVar[bool] = False
    permission: ClassVar[Permission] = "log"
    form: ClassVar[EntryForm | None] = None
    # Whether it can be corrected, whether its publication needs a second person as a finding, and
    # whether it alone changes the public record.
    correctable: ClassVar[bool] = True
    finding: ClassVar[bool] = False
    changes_record: ClassVar[bool] = False
    # Whether one event of this kind is entered in many histories, so that it is written once.
    in_many_histories: ClassVar[bool] = False

    on: DaySpan
    evidence: Private[tuple[str, ...]] = ()

    def public(self) -> Self | None:
        """Return the event without its private fields; None for a kind that is never public."""
        if self.publicity == "never":
            return None
        return from_plain(type(self), to_plain(self, public=True))

    def __init_subclass__(cls) -> None:
        """Add a class that has a kind of its own to `KINDS`. Raises TypeError without a label."""
        super().__init_subclass__()
        if "kind" not in vars(cls):
            return
        if not getattr(cls, "label", ""):
            raise TypeError(f"the kind “{cls.kind}” has no label: write `label = Message(…)`")
        if cls.kind in KINDS:
            raise TypeError(f"two kinds are named “{cls.kind}”: choose another name")
        KINDS[cls.kind] = cls

    @property
    def opens_as(self) -> frozenset[str]:
        """Return the kinds of event as which it opens a time limit: its own, unless what it says
        makes it one of another kind too."""
        return frozenset({self.kind})

    @property
    def once(self) -> str | None:
        """Return a key that may occur only once in a history; None if the fact can recur."""
        return None

    @property
    def corrects(self) -> int | None:
        """Return the entry that no longer counts because of this one; None if there is none."""
        return None

    @property
    def counted_from(self) -> int | None:
        """Return the entry without which this one no longer counts; None if there is none."""
        return None

    @property
    def shown_with(self) -> int | None:
        """Return the entry with which this one is always shown, never alone; None if there is
        none."""
        return None

    @property
    def own_words(self) -> tuple[str, ...]:
        """Return the free text in the entry that is shown with it."""
        typed = (getattr(self, name) for name in self.prompts())
        return tuple(words for words in typed if type(words) is str and words)

    @classmethod
    def prompts(cls) -> Mapping[str, Prompt]:
        """Return the fields that a form asks for, with their words."""
        return _prompts(cast(Any, cls))

    @classmethod
    def follows(cls, state: "Folded[Any]") -> None:
        """Raise NotAllowed if a request in this state cannot have such an event."""
        if not state.sent:
            raise NotAllowed("Log that the request was sent first.")

    @classmethod
    def offered(cls, state: "Folded[Any]") -> bool:
        """Return whether the page of a request in this state offers to record such an event."""
        try:
            cls.follows(state)
        except NotAllowed:
            return False
        return True

    @classmethod
    def choices(cls, name: str, state: "Folded[E]") -> tuple[E, ...]:
        """Return the entries that the field of that name can mean."""
        of = cls.prompts()[name].of
        return tuple(entry for entry in state.entries if isinstance(entry.event, of))

    def completed(self, state: "Folded[Any]") -> Self:
        """Return the event with what follows from the state of the request."""
        return self

    def check(self, state: "Folded[Any]") -> None:
        """Raise BadInput or NotAllowed if the event does not fit the state of the request."""
        for name in (name for name, each in self.prompts().items() if each.of):
            seq = getattr(self, name)
            if seq not in {entry.seq for entry in self.choices(name, state)}:
                raise BadInput(
                    "Entry {seq} cannot be used here. Choose one on the page.",
                    seq=seq,
                )

    def body_of(self, state: "Folded[Any]") -> str:
        """Return the key of the body in whose time zone the day must have begun."""
        return state.acting_body

    def not_before(self, state: "Folded[Any]") -> NotBefore | None:
        """Return the bound set by the sending, and by the entries that this event names."""
        names = (name for name, each in self.prompts().items() if each.of)
        named = (state.bound(getattr(self, name)) for name in names)
        bounds = [*filter(None, named), *(entry.event.bound for entry in state.sent[:1])]
        return max(bounds, key=lambda bound: bound.day, default=None)

    @property
    def bound(self) -> NotBefore:
        """Return the bound for what can only have happened after this event."""
        what = self.happened or BadInput("“{name}” happened", name=self.label)
        return NotBefore(self.on.earliest, what)

    def fold(self, entry: HistoryEntry, state: S) -> S:
        """Return the state after this event; most events only appear in the timeline."""
        return state


def kinds_of(base: type[K]) -> dict[str, type[K]]:
    """Return the kinds that are subclasses of `base`, by name."""
    return {name: kind for name, kind in KINDS.items() if issubclass(kind, base)}


@cache
def _prompts(kind: Any) -> Mapping[str, Prompt]:
    return {
        name: extra
        for name, hint in get_type_hints(kind, include_extras=True).items()
        for extra in getattr(hint, "__metadata__", ())
        if isinstance(extra, Prompt)
    }


@dataclass(frozen=True)
class Folded(Generic[E]):
    """The fields that `Event.fold` fills, entry by entry, corrections applied.

    `body` is the key of the body asked; `holders` are those to which the request was later
    transferred, in order, empty for one that is not in the library. `drafted` has the items that
    are left, and `parts` are the transfers of the others.
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
    holders: tuple[str, ...] = ()
    parts: tuple[E, ...] = ()
    entries: tuple[E, ...] = field(default=(), repr=False)
    _of: dict[Any, Any] = field(default_factory=dict, init=False, repr=False, compare=False)

    def changed(self, **values: Any) -> Self:
        """Return the state with other values, which `replace` would do in several times as long:
        each entry of a history changes it."""
        other = object.__new__(type(self))
        vars(other).update(vars(self), _of={}, **values)
        return other

    @property
    def holder(self) -> str:
        """Return the body that has the request now; empty if it is not in the library."""
        return next(reversed(self.holders), self.body)

    @property
    def acting_body(self) -> str:
        """Return the body whose time is counted: the holder, or the body asked if the holder is
        not in the library."""
        return self.holder or self.body

    def at(self, seq: int) -> E | None:
        """Return the entry with this number; None if there is none that counts."""
        return next((entry for entry in self.entries if entry.seq == seq), None)

    def bound(self, seq: int) -> NotBefore | None:
        """Return the bound for what can only have happened after an entry; None if there is no
        such entry."""
        entry = self.at(seq)
        return entry.event.bound if entry else None

    def all(self, *kinds: str) -> tuple[E, ...]:
        """Return the entries of these kinds that count, in the order of entry."""
        return tuple(entry for entry in self.entries if entry.event.kind in kinds)

    def of(self, kind: type[K]) -> tuple[tuple[E, K], ...]:
        """Return the entries of a kind that count, each with its event, in the order of entry."""
        # A page asks for the entries of a dozen kinds, and some of them again and again.
        found: tuple[tuple[E, K], ...] | None = self._of.get(kind)
        if found is None:
            matching = [each for each in self.entries if isinstance(each.event, kind)]
            found = self._of[kind] = tuple([(each, each.event) for each in matching])
        return found

    def first(self, *kinds: str) -> E | None:
        """Return the first entry of these kinds that counts."""
        return next(iter(self.all(*kinds)), None)
