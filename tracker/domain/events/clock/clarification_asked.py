"""The event `ClarificationAsked`."""

from dataclasses import dataclass

from tracker.domain.base.messages import Message
from tracker.domain.events.clock.clarification_given import ClarificationGiven
from tracker.domain.events.clock.clock_event import ClockEvent


@dataclass(frozen=True, kw_only=True)
class ClarificationAsked(ClockEvent):
    """The body asked what exactly is sought."""

    kind = "clarification-asked"
    label = Message("Body asked for clarification")
    document = Message("Request for clarification from the body")
    in_law = Message("a request for clarification")
    short = Message("clarification request from the body")
    answered_by = ClarificationGiven
