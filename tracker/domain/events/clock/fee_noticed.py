"""The event `FeeNoticed`."""

from dataclasses import dataclass

from tracker.domain.base.errors import Words
from tracker.domain.events.clock.clock_event import ClockEvent
from tracker.domain.events.clock.fee_paid import FeePaid


@dataclass(frozen=True, kw_only=True)
class FeeNoticed(ClockEvent):
    """The body told the requester what the information costs."""

    kind = "fee-noticed"
    label = Words("Fee asked by the body")
    document = Words("Notice of the fee")
    in_law = Words("a notice of a fee")
    short = Words("a fee asked")
    answered_by = FeePaid
