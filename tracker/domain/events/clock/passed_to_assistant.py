"""The event `PassedToAssistant`."""

from dataclasses import dataclass

from tracker.domain.base.messages import Message
from tracker.domain.events.clock.clock_event import OWN_PROOF, ClockEvent


@dataclass(frozen=True, kw_only=True)
class PassedToAssistant(ClockEvent):
    """The request was passed to an assistant officer, who forwards it: some laws add days."""

    kind = "passed-to-assistant"
    label = Message("Passed to an assistant officer")
    document = Message("Proof of the hand-over to an assistant officer")
    in_law = Message("the hand-over of the request to an assistant officer")
    short = Message("hand-over to an assistant officer")
    own = True
    needs_document = OWN_PROOF
    purpose = "own-proof"
    lengthens = True
