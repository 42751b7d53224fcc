"""The event `Withdrawn`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class Withdrawn(Event):
    """The requester gave the request up."""

    kind = "withdrawn"

    @property
    def once(self) -> str:
        return self.kind
