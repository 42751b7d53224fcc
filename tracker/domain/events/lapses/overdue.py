"""The event `Overdue`."""

from dataclasses import dataclass

from tracker.domain.base.messages import Message
from tracker.domain.events.lapses.missed_deadline import MissedDeadline


@dataclass(frozen=True, kw_only=True)
class Overdue(MissedDeadline):
    """No answer within the ordinary limit, and no extension announced."""

    kind = "overdue"
    label = Message("No response within the standard time limit")
    tone = "late"
