"""The event `Registered`."""

from dataclasses import dataclass

from tracker.domain.base.errors import Words
from tracker.domain.events.clock.clock_event import ClockEvent


@dataclass(frozen=True, kw_only=True)
class Registered(ClockEvent):
    """The body entered the request in its register: some laws count from that day."""

    kind = "registered"
    label = Words("Request registered by the body")
    document = Words("Notice of registration")
    in_law = Words("registration of the request")
    short = Words("registration")
    starts_time = True
