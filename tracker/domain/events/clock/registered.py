"""The event `Registered`."""

from dataclasses import dataclass

from tracker.domain.base.messages import Message
from tracker.domain.events.clock.clock_event import ClockEvent


@dataclass(frozen=True, kw_only=True)
class Registered(ClockEvent):
    """The body entered the request in its register: some laws count from that day."""

    kind = "registered"
    label = Message("Body registered the request")
    document = Message("Notice of registration")
    in_law = Message("registration of the request")
    short = Message("registration")
    starts_time = True
