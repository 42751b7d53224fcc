"""The event `Received`."""

from dataclasses import dataclass
from typing import Any

from tracker.domain.base.canonical import Later
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import ReceiptProof
from tracker.domain.events.event import Event, Folded, HistoryEntry, NotBefore, S


@dataclass(frozen=True, kw_only=True)
class Received(Event):
    """The body received the request, with proof: the statutory clock starts.

    `dispatch` is the entry by which that letter was sent. With `own_reading`, the law’s rule on
    electronic receipt does not admit the proof, but a person reads the law otherwise. The reason
    is private.
    """

    kind = "received"
    label = Message("Receipt of the request")
    in_calendars = True
    happened = Message("the request was received")
    document = Message("Proof of receipt")
    needs_document = Message("Attach proof of receipt. Without it, no non-response is logged.")
    purpose = "proof-of-receipt"
    in_law = Message("receipt of the request")
    tone = "open"
    finding = True

    proof: ReceiptProof
    dispatch: int
    own_reading: Later[bool] = False

    def not_before(self, state: Folded[Any]) -> NotBefore | None:
        left = state.at(self.dispatch) or state.sent[0]
        return NotBefore(left.event.on.earliest, Message("the request was sent"))

    def fold(self, entry: HistoryEntry, state: S) -> S:
        # A letter sent again is received again, but the clock runs from the first proved receipt.
        return state if state.received else state.changed(received=entry)
