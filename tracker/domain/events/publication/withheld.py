"""The event `Withheld`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event
from tracker.domain.terms import WithheldBecause


@dataclass(frozen=True, kw_only=True)
class Withheld(Event):
    """The record was taken from the public side; that it existed stays said."""

    kind = "withheld"
    because: WithheldBecause
