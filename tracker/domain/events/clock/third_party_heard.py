"""The event `ThirdPartyHeard`."""

from dataclasses import dataclass

from tracker.domain.base.errors import Words
from tracker.domain.events.clock.clock_event import ClockEvent


@dataclass(frozen=True, kw_only=True)
class ThirdPartyHeard(ClockEvent):
    """The body asked a third party what it has to say: some laws give a longer time for it."""

    kind = "third-party-heard"
    label = Words("Third party heard by the body")
    document = Words("Notice that a third party is heard")
    in_law = Words("the hearing of a third party")
    short = Words("a third party that is heard")
    lengthens = True
