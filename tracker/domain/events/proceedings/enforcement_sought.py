"""The event `EnforcementSought`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event
from tracker.domain.terms import Channel


@dataclass(frozen=True, kw_only=True)
class EnforcementSought(Event):
    """The requester asked that the order of the entry `decision` be enforced."""

    kind = "enforcement-sought"
    decision: int
    to: str
    channel: Channel
