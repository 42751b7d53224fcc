"""The event `Registered`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class Registered(Event):
    """The body entered the request in its register: some laws count from that day."""

    kind = "registered"
