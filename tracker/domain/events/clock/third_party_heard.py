"""The event `ThirdPartyHeard`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class ThirdPartyHeard(Event):
    """The body asked a third party what it has to say: some laws give a longer time for it."""

    kind = "third-party-heard"
