"""What the events share by which a document left the office."""

from dataclasses import dataclass
from typing import ClassVar

from tracker.domain.base.terms import Channel
from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class Dispatched(Event):
    """A document left the office by a channel; its number is private and kept beside the entry."""

    permission = "file"
    # The purpose under which its proof is stored, and the refusal without one.
    proof_purpose: ClassVar[str] = "proof-of-sending"
    needs_proof: ClassVar[str] = ""

    channel: Channel
