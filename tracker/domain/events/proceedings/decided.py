"""The event `Decided`."""

from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.events.event import Event, HistoryEntry, S
from tracker.domain.terms import DecisionOutcome, DutyKind


@dataclass(frozen=True, slots=True)
class Duty:
    """One thing that an order tells somebody to do, by a day where it sets one; `amount` is a sum
    in a currency, as `PKR 25000`."""

    kind: DutyKind
    by: date | None = None
    amount: str = ""


@dataclass(frozen=True, kw_only=True)
class Decided(Event):
    """The appeal body decided what the entry `appeal` filed; `comply_by` is the day that its
    order sets."""

    kind = "decided"
    stage: str
    appeal: int
    outcome: DecisionOutcome
    comply_by: date | None = None
    duties: tuple[Duty, ...] = ()

    def fold(self, entry: HistoryEntry, state: S) -> S:
        return replace(state, decisions=(*state.decisions, entry))
