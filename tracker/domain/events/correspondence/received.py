"""The event `Received`."""

from dataclasses import dataclass, replace

from tracker.domain.events.event import Event, HistoryEntry, S
from tracker.domain.terms import ReceiptProof


@dataclass(frozen=True, kw_only=True)
class Received(Event):
    """The body received the request, and something proves it: the statutory clock starts.

    `despatch` is the entry by which that letter left.
    """

    kind = "received"
    proof: ReceiptProof
    despatch: int

    def fold(self, entry: HistoryEntry, state: S) -> S:
        # A letter sent again is received again, but the clock runs from the first proved receipt.
        return state if state.received else replace(state, received=entry)
