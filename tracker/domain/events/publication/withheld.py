"""The event `Withheld`."""

from dataclasses import dataclass, replace

from tracker.domain.events.event import Event, HistoryEntry, S
from tracker.domain.terms import WithheldBecause


@dataclass(frozen=True, kw_only=True)
class Withheld(Event):
    """The record was taken from the public side; that it existed stays said."""

    kind = "withheld"
    publicity = "never"
    because: WithheldBecause

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return replace(state, withheld=True)
