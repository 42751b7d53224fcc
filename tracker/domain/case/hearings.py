"""Hearings to come and orders to comply with, as a history has them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.terms import DutyKind
from tracker.domain.case.case_state import CaseState
from tracker.domain.case.history import Entry
from tracker.domain.events.proceedings.adjourned import Adjourned
from tracker.domain.events.proceedings.complied import Complied
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.proceedings.enforcement_sought import EnforcementSought
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.domain.events.proceedings.hearing_held import HearingHeld

# Separates the stage of an order from the number of its duty in the name of a deadline.
NUMBER = "#"


@dataclass(frozen=True, slots=True)
class Hearing:
    """A hearing, with all its adjournments.

    `day` is None while it is adjourned without a new day. `over` says that its appeal was decided
    since.
    """

    fixed: Entry
    appeal: int
    before: str
    day: date | None
    adjourned: tuple[Entry, ...]
    held: Entry | None
    over: bool

    @property
    def waits(self) -> bool:
        """Return whether the hearing is still to be held."""
        return self.held is None and not self.over


@dataclass(frozen=True, slots=True)
class Owed:
    """One requirement of an order: the order as a whole (number 0), or one of its duties.

    `kind` is None for the order as a whole. `in_part` are the entries of partial compliance.
    """

    decision: Entry
    stage: str
    number: int
    kind: DutyKind | None
    by: date | None
    amount: str = ""
    complied: Entry | None = None
    in_part: tuple[Entry, ...] = ()
    enforcement: tuple[Entry, ...] = ()

    @property
    def waits(self) -> bool:
        """Return whether no full compliance is logged."""
        return self.complied is None

    @property
    def place(self) -> str:
        """Return the name of the requirement among the deadlines of its decision."""
        return f"{self.stage}{NUMBER}{self.number}" if self.number else self.stage

    def late(self, today: date) -> bool:
        """Return whether the day has passed and no full compliance is logged."""
        return self.waits and self.by is not None and self.by < today


def hearings(case_state: CaseState) -> tuple[Hearing, ...]:
    """Return every hearing, in the order in which they were scheduled."""
    return tuple(_hearing(case_state, *each) for each in case_state.of(HearingFixed))


def _hearing(case_state: CaseState, entry: Entry, fixed: HearingFixed) -> Hearing:
    put_off = [each for each in case_state.of(Adjourned) if each[1].hearing == entry.seq]
    day = put_off[-1][1].to if put_off else fixed.hearing
    held = [later for later, event in case_state.of(HearingHeld) if event.hearing == entry.seq]
    undecided = {appeal.seq for appeal in case_state.undecided()}
    over = fixed.appeal not in undecided
    adjourned = tuple(later for later, _ in put_off)
    last = next(reversed(held), None)
    return Hearing(entry, fixed.appeal, fixed.before, day, adjourned, last, over)


def owed(case_state: CaseState) -> tuple[Owed, ...]:
    """Return the requirements of all orders, in the order in which they were made."""
    return tuple(
        each
        for entry, decided in case_state.of(Decided)
        for each in _owed_by(case_state, entry, decided)
    )


def _owed_by(case_state: CaseState, entry: Entry, decided: Decided) -> Iterator[Owed]:
    if decided.comply_by:
        yield _with_what_came(case_state, entry, decided, 0, None, decided.comply_by, "")
    for number, duty in enumerate(decided.duties, start=1):
        yield _with_what_came(case_state, entry, decided, number, duty.kind, duty.by, duty.amount)


def _with_what_came(
    case_state: CaseState,
    entry: Entry,
    decided: Decided,
    number: int,
    kind: DutyKind | None,
    by: date | None,
    amount: str,
) -> Owed:
    # Compliance with the order as a whole is compliance with each part.
    done = [
        (each, event.in_part)
        for each, event in case_state.of(Complied)
        if event.decision == entry.seq
        and (event.duty == number or (not event.duty and not event.in_part))
    ]
    return Owed(
        decision=entry,
        stage=decided.stage,
        number=number,
        kind=kind,
        by=by,
        amount=amount,
        complied=next((each for each, in_part in done if not in_part), None),
        in_part=tuple(each for each, in_part in done if in_part),
        enforcement=tuple(
            each for each, event in case_state.of(EnforcementSought) if event.decision == entry.seq
        ),
    )


def next_hearing(case_state: CaseState) -> Hearing | None:
    """Return the earliest hearing that has a day and is not logged as held, or None."""
    dated = (each for each in hearings(case_state) if each.waits and each.day)
    return min(dated, key=lambda each: each.day or date.max, default=None)


def next_owed(case_state: CaseState) -> Owed | None:
    """Return the requirement with the earliest day and no full compliance, or None."""
    dated = (each for each in owed(case_state) if each.waits and each.by)
    return min(dated, key=lambda each: each.by or date.max, default=None)
