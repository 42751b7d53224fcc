"""The event `Removed`."""

from dataclasses import dataclass, replace

from tracker.domain.events.event import Event, HistoryEntry, S
from tracker.domain.terms import WithheldBecause


@dataclass(frozen=True, kw_only=True)
class Removed(Event):
    """Texts or copies were taken from the public record, which else stays: their digests."""

    kind = "removed"
    publicity = "never"
    digests: tuple[str, ...]
    because: WithheldBecause

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return replace(
            state,
            releases=tuple(each for each in state.releases if each.digest not in self.digests),
            copies=tuple(each for each in state.copies if each.digest not in self.digests),
        )
