"""The event `Sent`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event
from tracker.domain.terms import Channel


@dataclass(frozen=True, kw_only=True)
class Sent(Event):
    """The letter left the office; its bytes are the first evidence."""

    kind = "sent"
    channel: Channel
