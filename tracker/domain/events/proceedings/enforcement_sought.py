"""The event `EnforcementSought`."""

from dataclasses import dataclass

from tracker.domain.base.messages import Message
from tracker.domain.events.dispatched import Dispatched


@dataclass(frozen=True, kw_only=True)
class EnforcementSought(Dispatched):
    """The requester asked that the order of the entry `decision` be enforced."""

    kind = "enforcement-sought"
    label = Message("Enforcement applied for")
    document = Message("Application for enforcement")
    needs_document = Message("Attach the application as filed.")
    purpose = "enforcement"
    proof_purpose = "proof-of-filing"

    decision: int
    to: str
