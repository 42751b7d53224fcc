"""What the events share that may start, stop, restart or lengthen a statutory clock."""

from dataclasses import dataclass
from typing import Any, ClassVar

from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.events.event import Event, Folded, NotBefore

OWN_PROOF = Message("Add your own proof: the receipt of the payment, or what was sent and when.")


@dataclass(frozen=True, kw_only=True)
class ClockEvent(Event):
    """A notice of the body, or what the requester did about it; a law says what it does."""

    # Its name in a list of what moves a clock; whether the requester did it, and so proves it.
    short: ClassVar[str]
    own: ClassVar[bool] = False
    # Whether the first of its kind starts a time, or gives the body a longer time.
    starts_time: ClassVar[bool] = False
    lengthens: ClassVar[bool] = False
    # What the requester does about it, where the body asks for something.
    answered_by: ClassVar[type["ClockEvent"] | None] = None

    needs_document = Message("Add the paper itself: nothing is said of a body without it.")
    purpose = "notice"
    finding = True

    @classmethod
    def follows(cls, state: Folded[Any]) -> None:
        if state.received is None:
            raise NotAllowed(
                "Record the receipt first: no clock runs before it. A notice of the body proves "
                "that it had the request by then."
            )

    def not_before(self, state: Folded[Any]) -> NotBefore | None:
        return state.received.event.bound if state.received else super().not_before(state)
