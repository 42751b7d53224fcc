"""The event `Approved`."""

from dataclasses import dataclass, replace

from tracker.domain.events.event import Event, HistoryEntry, S


@dataclass(frozen=True, kw_only=True)
class Approved(Event):
    """A person read the letter and allowed it to go out."""

    kind = "approved"
    publicity = "never"

    @property
    def once(self) -> str:
        return self.kind

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return replace(state, approved=True)
