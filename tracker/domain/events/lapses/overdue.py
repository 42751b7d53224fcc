"""The event `Overdue`."""

from dataclasses import dataclass

from tracker.domain.base.messages import Message
from tracker.domain.events.lapses.lapse import Lapse


@dataclass(frozen=True, kw_only=True)
class Overdue(Lapse):
    """No answer within the ordinary limit, and no extension announced."""

    kind = "overdue"
    label = Message("No answer within the ordinary time limit")
    tone = "late"
