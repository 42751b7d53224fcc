"""The event `Sent`."""

from dataclasses import dataclass, replace

from tracker.domain.events.event import Event, HistoryEntry, S
from tracker.domain.terms import Channel


@dataclass(frozen=True, kw_only=True)
class Sent(Event):
    """The letter left the office; its bytes are the first evidence."""

    kind = "sent"
    channel: Channel

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return replace(state, sent=(*state.sent, entry))
