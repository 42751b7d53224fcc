"""The event `RemedyWaived`."""

from dataclasses import dataclass

from tracker.domain.base.messages import Message
from tracker.domain.base.terms import PassedBecause
from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class RemedyWaived(Event):
    """A person decided not to use a remedy, and why. It is never public."""

    kind = "remedy-waived"
    label = Message("Decision not to file")
    publicity = "never"
    permission = "file"

    stage: str
    opening: int
    ground: PassedBecause
