"""The event `Refused`."""

from dataclasses import dataclass

from tracker.domain.base.messages import Message
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.pleas import Circumstance
from tracker.domain.law.questions import Outcome


@dataclass(frozen=True, kw_only=True)
class Refused(Reply):
    """The body refused."""

    kind = "refused"
    label = Message("Refusal")
    document = Message("Refusal")
    in_law = Message("a refusal")
    tone = "late"
    typical = Outcome.REFUSED
    raises = Circumstance.REFUSED
