"""The event `Answered`."""

from dataclasses import dataclass

from tracker.domain.base.messages import Message
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.questions import Outcome


@dataclass(frozen=True, kw_only=True)
class Answered(Reply):
    """The body gave what was asked."""

    kind = "answered"
    label = Message("Answer")
    document = Message("Answer")
    in_law = Message("an answer")
    tone = "good"
    typical = Outcome.DISCLOSED
