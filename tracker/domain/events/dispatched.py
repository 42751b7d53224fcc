"""The base of events by which a document was sent."""

from dataclasses import dataclass
from datetime import date
from typing import ClassVar

from tracker.domain.base.terms import Channel
from tracker.domain.events.event import Event


@dataclass(frozen=True, kw_only=True)
class Dispatched(Event):
    """A document left the office by a channel; its number is private and kept beside the entry.

    `copy_made_on` is given if the office no longer has the file that was sent: it is the day on
    which the copy in its place was made. `without_proof` says that nothing held proves the
    sending.
    """

    permission = "file"
    # The purpose under which its proof is stored, and the refusal if it is missing.
    proof_purpose: ClassVar[str] = "proof-of-sending"
    needs_proof: ClassVar[str] = ""
    # The name of its document in a list of annexes, where no proof goes with it.
    unproved_document: ClassVar[str] = ""

    channel: Channel
    copy_made_on: date | None = None
    without_proof: bool = False

    @property
    def copied_afterwards(self) -> bool:
        """Return whether the copy was made after the day of the sending."""
        return self.copy_made_on is not None and self.copy_made_on > self.on.latest
