"""The event `Answered`."""

from dataclasses import dataclass

from tracker.domain.base.messages import Message
from tracker.domain.events.responses.partly_answered import PartlyAnswered
from tracker.domain.events.responses.reply import PLAIN_REPLY, Reply
from tracker.domain.law.questions import Outcome


@dataclass(frozen=True, kw_only=True)
class Answered(Reply):
    """The body gave what was asked."""

    kind = "answered"
    label = Message("Full answer")
    document = Message("Full answer")
    in_law = Message("a full answer")
    tone = "good"
    typical = Outcome.DISCLOSED

    @property
    def gives_every_record(self) -> bool:
        """Return whether nothing stays at issue: no item was met with a statement in place of the
        record."""
        return all(outcome.gives_record for outcome in self.outcomes)

    @property
    def opens_as(self) -> frozenset[str]:
        own = super().opens_as
        return own if self.gives_every_record else own | {PartlyAnswered.kind}

    @property
    def called(self) -> str:
        return super().called if self.gives_every_record else PLAIN_REPLY
