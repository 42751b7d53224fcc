"""The event `RemedyWaived`."""

from dataclasses import dataclass

from tracker.domain.base.messages import Message
from tracker.domain.base.terms import PassedBecause
from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class RemedyWaived(Event):
    """A person decided to let a requester's time pass unused, and why: it is never public."""

    kind = "remedy-waived"
    label = Message("Time to act let pass")
    publicity = "never"
    permission = "file"

    stage: str
    opening: int
    ground: PassedBecause
