"""The event `FellSilent`."""

from dataclasses import dataclass

from tracker.domain.base.messages import Message
from tracker.domain.events.lapses.missed_deadline import MissedDeadline


@dataclass(frozen=True, kw_only=True)
class FellSilent(MissedDeadline):
    """No answer within the longest limit that the law could allow."""

    kind = "fell-silent"
    label = Message("No response within the maximum time limit")
    in_calendars = True
    in_law = Message("the end of the previous time limit without a response")
    tone = "late"
