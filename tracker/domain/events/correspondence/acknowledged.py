"""The event `Acknowledged`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class Acknowledged(Event):
    """The body said that the request arrived. It is not an answer and stops no clock."""

    kind = "acknowledged"
