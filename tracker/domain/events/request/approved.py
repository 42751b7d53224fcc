"""The event `Approved`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class Approved(Event):
    """A person read the letter and allowed it to go out."""

    kind = "approved"

    @property
    def once(self) -> str:
        return self.kind
