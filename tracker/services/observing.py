"""An office for readers alone, which notes what is read of it.

A page that was copied is made anew only when something that it read is another than before. The
ports that hold anything private are shut: whoever makes a copy has no way to them.
"""

import hashlib
from collections import OrderedDict
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from io import IOBase
from typing import Any

from tracker.domain.canonical import canonical
from tracker.domain.errors import NotOnFile
from tracker.services.calls import Call, NotKept, read_call, written
from tracker.services.office import Office
from tracker.services.ports_sought import Sought
from tracker.services.shut import shut_office

# Every other port is shut.
WATCHED = ("records", "premises", "data", "log")
CLOCK = "now"
NEVER = "never the same"
"""The digest of what cannot be compared: what read it is made anew each time."""
_KEPT_RESULTS = 256


@dataclass(frozen=True, slots=True)
class Read:
    """One thing that was read: the call as text, and a digest of what came of it."""

    call: str
    value: str


class Observed:
    """A view of an office at one moment, for readers alone."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._moment = office.now()
        self._editions: Mapping[str, str] | None = None
        self._waiting: frozenset[str] | None = None
        self._references: dict[Sought, Sequence[str]] = {}
        self._values: dict[str, str] = {}
        self._results: OrderedDict[str, Any] = OrderedDict()
        self._taken: set[Read] = set()
        watched = {name: _Watched(self, name, getattr(office, name)) for name in WATCHED}
        self.office = shut_office(office, _refused, **watched, now=self._now)

    def read_anew(self) -> None:
        """Forget what was read: it may be another by now."""
        self._editions, self._waiting = None, None
        self._references.clear()
        self._values.clear()
        self._results.clear()

    def taken(self) -> frozenset[Read]:
        """What was read since this was asked last."""
        taken, self._taken = frozenset(self._taken), set()
        return taken

    def value(self, call: str) -> str:
        """The digest of what a call gives now; `NEVER` where that cannot be told."""
        if call not in self._values:
            self._values[call] = self._found(call)
        return self._values[call]

    def editions(self) -> Mapping[str, str]:
        """The digest of the current version of each record."""
        if self._editions is None:
            self._editions = self._office.records.editions()
        return self._editions

    def run(self, call: Call) -> Any:
        """Make a call for a reader, and note it. What was read a moment ago is given again."""
        try:
            text = written(call)
        except NotKept:
            self._taken.add(Read(f"{call.port}.{call.method}", NEVER))
            return call.made(self._office)
        if text in self._results:
            self._results.move_to_end(text)
            result = self._results[text]
        else:
            result = self._fresh(call, text)
        self._taken.add(Read(text, self.value(text)))
        return result

    def _fresh(self, call: Call, text: str) -> Any:
        # Told before it is read: what changes between the two is then made once too often, and
        # never passed over.
        known = self._known(call)
        try:
            result = call.made(self._office)
        except NotOnFile:
            self._values[text] = NotOnFile.__name__
            self._taken.add(Read(text, NotOnFile.__name__))
            raise
        self._values.setdefault(text, known or _digest(result))
        if not isinstance(result, bytes | IOBase):
            self._results[text] = result
            if len(self._results) > _KEPT_RESULTS:
                self._results.popitem(last=False)
        return result

    def _found(self, text: str) -> str:
        if text == CLOCK:
            days = self._office.library.days_at(self._moment)
            return "/".join(day.isoformat() for day in sorted(days))
        try:
            call = read_call(text)
            return self._known(call) or _digest(call.made(self._office))
        except NotOnFile:
            return NotOnFile.__name__
        except (NotKept, AttributeError, TypeError):
            # Another version of the program asked for it.
            return NEVER

    def _known(self, call: Call) -> str:
        """The digest of what need not be read to be told; empty for all else."""
        match call:
            case Call("records", "record" | "published" | "edition", (str(reference),)):
                return self.editions().get(reference, NotOnFile.__name__)
            case Call("records", "numbered", (Sought() as sought, int(first), int(limit))):
                return self._listed(sought, slice(first, first + limit))
            case Call("records", "latest", (Sought() as sought, int(limit))):
                return self._listed(sought, slice(-limit, None)) if limit else ""
            case Call("records", "text" | "copy", (*_, str(digest))):
                # Named by their digests, by a record whose version tells whether it shows them.
                return digest
            case Call("data", "open", (str(name),)):
                # Named by what it was made from.
                made = self._office.data.made()
                return _digest((made.content, name)) if made else NotOnFile.__name__
            case Call("log", "placed" | "proof", (*_, str(reference), int(version))):
                # A place and its proof never change, and are of one version of the record.
                return f"{version} waits" if self._waits(reference) else f"{version} stands"
            case Call("premises", "state"):
                # Every page asks it. It also tells of the last sweep: the page that shows it asks
                # how the log stands, too, which is never the same, and so is made anew each time.
                state = self._office.premises.state()
                return _digest((state.name, state.live))
        return ""

    def _listed(self, sought: Sought, part: slice) -> str:
        """The digest of a part of a list: its lines are told by the versions they are made of."""
        if sought not in self._references:
            self._references[sought] = self._office.records.references(sought)
        editions = self.editions()
        return _digest([(each, editions.get(each)) for each in self._references[sought][part]])

    def _waits(self, reference: str) -> bool:
        if self._waiting is None:
            self._waiting = self._office.log.records_waiting()
        return reference in self._waiting

    def _now(self) -> datetime:
        self._taken.add(Read(CLOCK, self.value(CLOCK)))
        return self._moment


class _Watched:
    """A port whose calls are noted."""

    def __init__(self, observed: Observed, port: str, inner: object) -> None:
        self._observed = observed
        self._port = port
        self._inner = inner

    def __getattr__(self, name: str) -> Callable[..., Any]:
        if not callable(getattr(self._inner, name)):
            raise AttributeError(f"{self._port}.{name} is not for readers")

        def call(*args: Any, **named: Any) -> Any:
            given = tuple(tuple(arg) if isinstance(arg, Iterator) else arg for arg in args)
            return self._observed.run(Call(self._port, name, given, named))

        return call


def _refused(name: str) -> AttributeError:
    return AttributeError(f"{name} is not for readers")


def _digest(result: object) -> str:
    try:
        said = result if isinstance(result, bytes) else canonical(result)
    except TypeError:
        return NEVER
    return hashlib.sha256(said).hexdigest()
