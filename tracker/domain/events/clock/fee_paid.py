"""The event `FeePaid`."""

from dataclasses import dataclass

from tracker.domain.base.errors import Words
from tracker.domain.events.clock.clock_event import OWN_PROOF, ClockEvent


@dataclass(frozen=True, kw_only=True)
class FeePaid(ClockEvent):
    """The body received the fee."""

    kind = "fee-paid"
    label = Words("Fee received by the body")
    document = Words("Proof of payment")
    in_law = Words("payment of the fee")
    short = Words("the fee paid")
    own = True
    needs_document = OWN_PROOF
    purpose = "own-proof"
