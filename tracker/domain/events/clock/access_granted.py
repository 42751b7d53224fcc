"""The event `AccessGranted`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class AccessGranted(Event):
    """The body decided to give access; the papers themselves are still to come."""

    kind = "access-granted"
