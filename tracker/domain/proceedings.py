"""What happens before an appeal body: appeals, hearings, orders, and what became of them."""

from dataclasses import dataclass
from datetime import date

from tracker.domain.event import Event
from tracker.domain.terms import Channel, DecisionOutcome, DutyKind


@dataclass(frozen=True, kw_only=True)
class AppealFiled(Event):
    """The requester went to the appeal body, against a silence or a decision."""

    kind = "appeal-filed"
    stage: str
    opening: int
    to: str
    channel: Channel
    cause: str


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that an order tells somebody to do, by a day where it sets one; `amount` is a sum
    in a currency, as `PKR 25000`."""

    kind: DutyKind
    by: date | None = None
    amount: str = ""


@dataclass(frozen=True, kw_only=True)
class HearingFixed(Event):
    """A hearing of an appeal was fixed for the day `hearing`, before the body of that key; empty
    for a court that is no body on file."""

    kind = "hearing-fixed"
    appeal: int
    hearing: date
    before: str = ""


@dataclass(frozen=True, kw_only=True)
class Adjourned(Event):
    """The hearing that an entry fixed was put off, to a day or to none."""

    kind = "adjourned"
    hearing: int
    to: date | None = None


@dataclass(frozen=True, kw_only=True)
class HearingHeld(Event):
    """The hearing that an entry fixed took place."""

    kind = "hearing-held"
    hearing: int

    @property
    def once(self) -> str:
        return f"{self.kind}:{self.hearing}"


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
    duties: tuple[Duty, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Complied(Event):
    """An order was obeyed: that of the entry `decision` as a whole, or its duty of that number,
    counted from 1; or only in part."""

    kind = "complied"
    decision: int
    duty: int = 0
    in_part: bool = False


@dataclass(frozen=True, kw_only=True)
class EnforcementSought(Event):
    """The requester asked that the order of the entry `decision` be enforced."""

    kind = "enforcement-sought"
    decision: int
    to: str
    channel: Channel
