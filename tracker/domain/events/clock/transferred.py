"""The event `Transferred`."""

from dataclasses import dataclass, replace

from tracker.domain.events.event import Event, HistoryEntry, S


@dataclass(frozen=True, kw_only=True)
class Transferred(Event):
    """Another body received the request, handed on by the one that was asked."""

    kind = "transferred"
    to: str = ""

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return replace(state, transferred_to=self.to)
