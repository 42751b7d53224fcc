"""The event `FeePaid`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class FeePaid(Event):
    """The body received the fee."""

    kind = "fee-paid"
