"""The event `Received`."""

from dataclasses import dataclass

from tracker.domain.events.event import Event
from tracker.domain.terms import ReceiptProof


@dataclass(frozen=True, kw_only=True)
class Received(Event):
    """The body received the request, and something proves it: the statutory clock starts.

    `despatch` is the entry by which that letter left; 0 in a history of before it was asked, and
    then the first one is meant.
    """

    kind = "received"
    proof: ReceiptProof
    despatch: int = 0
