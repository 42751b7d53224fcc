"""The event `Answered`."""

from dataclasses import dataclass

from tracker.domain.base.errors import Words
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.questions import Outcome


@dataclass(frozen=True, kw_only=True)
class Answered(Reply):
    """The body gave what was asked."""

    kind = "answered"
    label = Words("Answer")
    document = Words("Answer")
    in_law = Words("an answer")
    tone = "given"
    typical = Outcome.DISCLOSED
