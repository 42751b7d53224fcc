"""The event `Transferred`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class Transferred(Event):
    """Another body received the request, handed on by the one that was asked."""

    kind = "transferred"
    to: str = ""
