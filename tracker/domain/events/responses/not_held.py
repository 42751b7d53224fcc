"""The event `NotHeld`."""

from dataclasses import dataclass

from tracker.domain.base.messages import Message
from tracker.domain.events.responses.reply import PLAIN_REPLY, Reply
from tracker.domain.law.pleas import Circumstance
from tracker.domain.law.questions import Outcome


@dataclass(frozen=True, kw_only=True)
class NotHeld(Reply):
    """The body said that it does not hold the records."""

    kind = "not-held"
    label = Message("Body says it does not hold the records")
    document = Message("Reply that the body does not hold the records")
    in_law = Message("a reply that the body does not hold the records")
    typical = Outcome.NOT_HELD
    raises = Circumstance.NOT_HELD

    @property
    def called(self) -> str:
        return PLAIN_REPLY
