"""The event `Transferred`."""

from dataclasses import dataclass

from tracker.domain.base.canonical import Later, Private
from tracker.domain.base.messages import Message
from tracker.domain.events.clock.clock_event import ClockEvent
from tracker.domain.events.event import HistoryEntry, S


@dataclass(frozen=True, kw_only=True)
class Transferred(ClockEvent):
    """Another body received the request by transfer.

    `to` is empty for a body that is not in the library, and `named` is then its name in the
    notice. `of_part` is true if some items were transferred, and their request began with it.
    """

    kind = "transferred"
    label = Message("Transferred to another body")
    document = Message("Notice of transfer")
    in_law = Message("receipt of the request by another body")
    short = Message("transfer to another body")

    to: str = ""
    named: Private[str] = ""
    of_part: Later[bool] = False

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return state.changed(holders=(*state.holders, self.to))
