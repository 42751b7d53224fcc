"""The event `DeliveryReported`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event
from tracker.domain.terms import DeliveryResult


@dataclass(frozen=True, kw_only=True)
class DeliveryReported(Event):
    """What a carrier, a server or the receiver said of a paper that left by the entry `despatch`.

    A request that was delivered is `Received` instead, since a clock starts by it.
    """

    kind = "delivery-reported"
    despatch: int
    result: DeliveryResult
