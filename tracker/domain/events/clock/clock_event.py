"""The base of events that may start, stop, restart or lengthen a statutory clock."""

from dataclasses import dataclass
from typing import Any, ClassVar

from tracker.domain.base.errors import NotAllowed
from tracker.domain.base.messages import Message
from tracker.domain.events.event import Event, Folded, NotBefore

OWN_PROOF = Message("Attach your proof: the payment receipt, or what you sent and when.")


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

    needs_document = Message("Attach the document. We say nothing about a body without it.")
    purpose = "notice"
    finding = True

    @classmethod
    def follows(cls, state: Folded[Any]) -> None:
        if state.received is None:
            raise NotAllowed(
                "Log receipt first: the clock does not start before it. A notice from the body "
                "proves it had the request by then."
            )

    def not_before(self, state: Folded[Any]) -> NotBefore | None:
        return state.received.event.bound if state.received else super().not_before(state)
