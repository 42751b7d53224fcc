"""The event `AccessGranted`."""

from dataclasses import dataclass

from tracker.domain.base.errors import Words
from tracker.domain.events.clock.clock_event import ClockEvent


@dataclass(frozen=True, kw_only=True)
class AccessGranted(ClockEvent):
    """The body decided to give access; the papers themselves are still to come."""

    kind = "access-granted"
    label = Words("Access granted, papers to follow")
    document = Words("Decision to give access")
    in_law = Words("the decision to give access")
    short = Words("access granted")
    starts_time = True
