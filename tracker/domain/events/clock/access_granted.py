"""The event `AccessGranted`."""

from dataclasses import dataclass

from tracker.domain.base.messages import Message
from tracker.domain.events.clock.clock_event import ClockEvent


@dataclass(frozen=True, kw_only=True)
class AccessGranted(ClockEvent):
    """The body decided to give access; the documents are still to come."""

    kind = "access-granted"
    label = Message("Access granted, documents to follow")
    document = Message("Decision to give access")
    in_law = Message("the decision to give access")
    short = Message("access granted")
    starts_time = True
