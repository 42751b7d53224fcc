"""The base of events by which a document was sent."""

from dataclasses import dataclass
from typing import ClassVar

from tracker.domain.base.terms import Channel
from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class Dispatched(Event):
    """A document was sent through a channel; its tracking number is private and stored beside the
    entry."""

    permission = "file"
    # The purpose under which its proof is stored, and the refusal if it is missing.
    proof_purpose: ClassVar[str] = "proof-of-sending"
    needs_proof: ClassVar[str] = ""

    channel: Channel
