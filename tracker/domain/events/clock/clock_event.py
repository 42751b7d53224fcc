"""The base of events that may start, stop, restart or lengthen a statutory clock."""

from dataclasses import dataclass
from typing import Any, ClassVar

from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.events.event import Event, Folded, NotBefore

OWN_PROOF = Message("Add your own proof: the receipt of the payment, or what was sent and when.")


@dataclass(frozen=True, kw_only=True)
class ClockEvent(Event):
    """A notice of the body, or the requester's reaction to it; the law says what its effect is."""

    # Its name in a list of what affects a clock, and whether the requester did it and must prove
    # it.
    short: ClassVar[str]
    own: ClassVar[bool] = False
    # Whether the first event of its kind starts a time, or gives the body a longer time.
    starts_time: ClassVar[bool] = False
    lengthens: ClassVar[bool] = False
    # The requester's reaction, if the body asks for something.
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
