"""The event `PartlyAnswered`."""

from dataclasses import dataclass

from tracker.domain.base.errors import Words
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import Circumstance
from tracker.domain.law.questions import Outcome


@dataclass(frozen=True, kw_only=True)
class PartlyAnswered(Reply):
    """The body gave some of what was asked."""

    kind = "partly-answered"
    label = Words("Partial answer")
    document = Words("Partial answer")
    in_law = Words("a partial answer")
    typical = Outcome.PARTLY_DISCLOSED
    raises = Circumstance.PARTLY_ANSWERED
