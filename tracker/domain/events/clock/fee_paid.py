"""The event `FeePaid`."""

from dataclasses import dataclass

from tracker.domain.base.messages import Message
from tracker.domain.events.clock.clock_event import OWN_PROOF, ClockEvent


@dataclass(frozen=True, kw_only=True)
class FeePaid(ClockEvent):
    """The body received the fee."""

    kind = "fee-paid"
    label = Message("Body received the fee")
    document = Message("Proof of payment")
    in_law = Message("payment of the fee")
    short = Message("fee paid")
    own = True
    needs_document = OWN_PROOF
    purpose = "own-proof"
