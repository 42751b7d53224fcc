"""What happens before an appeal body: appeals, and what was decided on them."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.event import Event
from tracker.domain.terms import Channel, DecisionOutcome


@dataclass(frozen=True, kw_only=True)
class AppealFiled(Event):
    """The requester went to the appeal body, against a silence or a decision."""

    kind = "appeal-filed"
    stage: str
    opening: int
    to: str
    channel: Channel
    cause: str


@dataclass(frozen=True, kw_only=True)
class Decided(Event):
    """The appeal body decided what the entry `appeal` filed; `comply_by` is the day that its
    order sets.

    A history of before that field has 0: it then decided whatever was filed in that stage.
    """

    kind = "decided"
    stage: str
    outcome: DecisionOutcome
    comply_by: date | None = None
    appeal: int = 0
