"""The event `Sent`."""

from dataclasses import dataclass, replace
from typing import Any

from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.events.dispatched import Dispatched
from tracker.domain.events.event import Folded, HistoryEntry, NotBefore, S

SETTLED_EARLIER = Message(
    "check both days. If it was settled on paper before it was sent, withdraw this request, draft "
    "the same again, and settle it with the day of the paper."
)


@dataclass(frozen=True, kw_only=True)
class Sent(Dispatched):
    """The request left the office: the file that was sent is the first evidence, or, with
    `copy_made_on`, the copy in its place."""

    kind = "sent"
    label = Message("Request sent")
    in_calendars = True
    happened = Message("the request was sent")
    document = Message("Request as sent, with proof of sending")
    unproved_document = Message("Request as sent")
    purpose = "letter"
    in_law = Message("sending of the request")

    @classmethod
    def follows(cls, state: Folded[Any]) -> None:
        if not state.approved:
            raise NotAllowed("The letter must be approved before it is sent.")
        if state.sent:
            raise NotAllowed(
                "It is on record that the request was sent: record another dispatch of the same "
                "letter among the dispatches. It resets no clock."
            )

    def not_before(self, state: Folded[Any]) -> NotBefore | None:
        return replace(state.drafted.bound, way_out=SETTLED_EARLIER) if state.drafted else None

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return replace(state, sent=(*state.sent, entry))
