"""The event `ThirdPartyHeard`."""

from dataclasses import dataclass

from tracker.domain.base.messages import Message
from tracker.domain.events.clock.clock_event import ClockEvent


@dataclass(frozen=True, kw_only=True)
class ThirdPartyHeard(ClockEvent):
    """The body asked a third party for comments: some laws give a longer time for it."""

    kind = "third-party-heard"
    label = Message("Third party consulted by the body")
    document = Message("Notice of third-party consultation")
    in_law = Message("third-party consultation")
    short = Message("third-party consultation")
    lengthens = True
