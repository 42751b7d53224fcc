"""The event `Withdrawn`."""

from dataclasses import dataclass, replace

from tracker.domain.events.event import Event, HistoryEntry, S


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Event):
    """The requester gave the request up."""

    kind = "withdrawn"

    @property
    def once(self) -> str:
        return self.kind

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return replace(state, withdrawn=True)
