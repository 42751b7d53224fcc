"""The event `LetPass`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event
from tracker.domain.terms import PassedBecause


@dataclass(frozen=True, kw_only=True)
class LetPass(Event):
    """A person decided to let a requester's time pass unused, and why: it is never public."""

    kind = "let-pass"
    publicity = "never"
    stage: str
    opening: int
    ground: PassedBecause
