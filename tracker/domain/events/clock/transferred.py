"""The event `Transferred`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class Transferred(Event):
    """Another body received the request, transferred by the one that was asked; `to` is empty for
    a body that is not in the library."""

    kind = "transferred"
    to: str = ""
