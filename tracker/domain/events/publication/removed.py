"""The event `Removed`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event
from tracker.domain.terms import WithheldBecause


@dataclass(frozen=True, kw_only=True)
class Removed(Event):
    """Texts or copies were taken from the public record, which else stays: their digests."""

    kind = "removed"
    digests: tuple[str, ...]
    because: WithheldBecause
