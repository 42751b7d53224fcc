"""The event `Decided`."""

import re
from dataclasses import dataclass
from datetime import date
from typing import Any

from tracker.domain.base.errors import BadInput
from tracker.domain.base.messages import Message
from tracker.domain.base.terms import DecisionOutcome, DutyKind
from tracker.domain.events.event import E, Event, Folded, HistoryEntry, NotBefore, S
from tracker.domain.events.proceedings.appeal_filed import heard_by

PAYING = frozenset({DutyKind.PAY_COSTS, DutyKind.PAY_PENALTY})
# Currency letters and a number: no words, so it cannot contain a name.
SUM = re.compile(r"[A-Z]{3} [0-9]{1,12}(?:[.][0-9]{2})?")


@dataclass(frozen=True, slots=True)
class Duty:
    """One duty that an order sets, with a day if there is one; `amount` is a sum in a currency,
    such as `PKR 25000`."""

    kind: DutyKind
    by: date | None = None
    amount: str = ""


@dataclass(frozen=True, kw_only=True)
class Decided(Event):
    """The appeal body decided the appeal of the entry `appeal`; `comply_by` is the day that its
    order sets."""

    kind = "decided"
    label = Message("Appeal decided")
    in_calendars = True
    happened = Message("it was decided")
    document = Message("Decision on the appeal")
    purpose = "decision"
    in_law = Message("a decision on the appeal, review or complaint")
    tone = "good"
    finding = True

    stage: str
    appeal: int
    outcome: DecisionOutcome
    comply_by: date | None = None
    duties: tuple[Duty, ...] = ()

    def check(self, state: Folded[Any]) -> None:
        decided = NotBefore(self.on.earliest, self.happened)
        for day in (self.comply_by, *(duty.by for duty in self.duties)):
            if day:
                decided.require(day)
        for duty in self.duties:
            if duty.amount and duty.kind not in PAYING:
                raise BadInput(
                    "Only costs and penalties have an amount. Leave it out for other requirements."
                )
            if duty.amount and not SUM.fullmatch(duty.amount):
                raise BadInput(
                    "“{amount}” is not an amount. Enter currency and number, for example PKR "
                    "25000.",
                    amount=duty.amount,
                )

    def body_of(self, state: Folded[Any]) -> str:
        return heard_by(state, self.appeal)

    def not_before(self, state: Folded[Any]) -> NotBefore | None:
        return state.bound(self.appeal)

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return state.changed(decisions=(*state.decisions, entry))


def decides(decision: HistoryEntry, filed: HistoryEntry) -> bool:
    """Return whether a decision is the one on this appeal."""
    return isinstance(decision.event, Decided) and decision.event.appeal == filed.seq


def undecided(state: Folded[E]) -> tuple[E, ...]:
    """Return the appeals without a recorded decision, oldest first."""
    return tuple(
        filed
        for filed in state.appeals
        if not any(decides(decision, filed) for decision in state.decisions)
    )
