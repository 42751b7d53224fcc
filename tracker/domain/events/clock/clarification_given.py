"""The event `ClarificationGiven`."""

from dataclasses import dataclass

from tracker.domain.base.messages import Message
from tracker.domain.events.clock.clock_event import OWN_PROOF, ClockEvent


@dataclass(frozen=True, kw_only=True)
class ClarificationGiven(ClockEvent):
    """The body received the requester's clarification."""

    kind = "clarification-given"
    label = Message("Body received the clarification")
    document = Message("Clarification as given")
    in_law = Message("the requester’s clarification")
    short = Message("clarification given")
    own = True
    needs_document = OWN_PROOF
    purpose = "own-proof"
