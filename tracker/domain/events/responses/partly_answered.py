"""The event `PartlyAnswered`."""

from dataclasses import dataclass

from tracker.domain.base.messages import Message
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.pleas import Circumstance
from tracker.domain.law.questions import Outcome


@dataclass(frozen=True, kw_only=True)
class PartlyAnswered(Reply):
    """The body gave some of what was asked."""

    kind = "partly-answered"
    label = Message("Partial answer")
    document = Message("Partial answer")
    in_law = Message("a partial answer")
    typical = Outcome.PARTLY_DISCLOSED
    raises = Circumstance.PARTLY_ANSWERED
