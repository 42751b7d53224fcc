"""The event `FeeNoticed`."""

from dataclasses import dataclass

from tracker.domain.base.canonical import Private
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import FeeCalculation, FeeCharge
from tracker.domain.events.clock.clock_event import ClockEvent
from tracker.domain.events.clock.fee_paid import FeePaid


@dataclass(frozen=True, kw_only=True)
class FeeNoticed(ClockEvent):
    """The body told the requester what the information costs.

    `sum` is the amount with its currency, as the notice prints it. `calculation` says whether the
    notice shows how it was worked out, and `charges` what it charges beside copies.
    """

    kind = "fee-noticed"
    label = Message("Body asked for a fee")
    document = Message("Fee notice")
    in_law = Message("a fee notice")
    short = Message("fee notice")
    answered_by = FeePaid

    sum: Private[str] = ""
    calculation: Private[FeeCalculation] = FeeCalculation.UNCHECKED
    charges: Private[tuple[FeeCharge, ...]] = ()
