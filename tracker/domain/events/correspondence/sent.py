"""The event `Sent`."""

from dataclasses import dataclass, replace
from typing import Any

from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.events.dispatched import Dispatched
from tracker.domain.events.event import Folded, HistoryEntry, NotBefore, S

SETTLED_EARLIER = Message(
    "Check both dates. If the letter was signed before it was sent, withdraw this request, draft "
    "it again, and finalise it with the date of the letter."
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
            raise NotAllowed("Approve the letter before you send it.")
        if state.sent:
            raise NotAllowed(
                "Sending is already logged. To log the same letter again, use the sending and "
                "delivery page. It does not restart the clock."
            )

    def not_before(self, state: Folded[Any]) -> NotBefore | None:
        return replace(state.drafted.bound, way_out=SETTLED_EARLIER) if state.drafted else None

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return state.changed(sent=(*state.sent, entry))
