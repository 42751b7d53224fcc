"""The event `ClarificationGiven`."""

from dataclasses import dataclass

from tracker.domain.base.errors import Words
from tracker.domain.events.clock.clock_event import OWN_PROOF, ClockEvent


@dataclass(frozen=True, kw_only=True)
class ClarificationGiven(ClockEvent):
    """The body received the requester's clarification."""

    kind = "clarification-given"
    label = Words("Clarification received by the body")
    document = Words("Clarification as given")
    in_law = Words("the requester's answer to it")
    short = Words("the answer to its question")
    own = True
    needs_document = OWN_PROOF
    purpose = "own-proof"
