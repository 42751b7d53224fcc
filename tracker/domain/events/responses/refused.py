"""The event `Refused`."""

from dataclasses import dataclass

from tracker.domain.base.errors import Words
from tracker.domain.events.responses.reply import Reply
from tracker.domain.law.law import Circumstance
from tracker.domain.law.questions import Outcome


@dataclass(frozen=True, kw_only=True)
class Refused(Reply):
    """The body refused."""

    kind = "refused"
    label = Words("Refusal")
    document = Words("Refusal")
    in_law = Words("a refusal")
    tone = "late"
    typical = Outcome.REFUSED
    raises = Circumstance.REFUSED
