"""Hearings to come and orders to comply with, as a history has them."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.events.proceedings.adjourned import Adjourned
from tracker.domain.events.proceedings.complied import Complied
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.events.proceedings.enforcement_sought import EnforcementSought
from tracker.domain.events.proceedings.hearing_fixed import HearingFixed
from tracker.domain.events.proceedings.hearing_held import HearingHeld
from tracker.domain.history import Entry
from tracker.domain.situation import Situation
from tracker.domain.terms import DutyKind

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


def hearings(situation: Situation) -> tuple[Hearing, ...]:
    """Return every hearing, in the order in which they were scheduled."""
    return tuple(
        _hearing(situation, entry, entry.event)
        for entry in situation.all(HearingFixed.kind)
        if isinstance(entry.event, HearingFixed)
    )


def _hearing(situation: Situation, entry: Entry, fixed: HearingFixed) -> Hearing:
    day: date | None = fixed.hearing
    adjourned = []
    held = None
    for later in situation.all(Adjourned.kind, HearingHeld.kind):
        event = later.event
        if isinstance(event, Adjourned) and event.hearing == entry.seq:
            adjourned.append(later)
            day = event.to
        elif isinstance(event, HearingHeld) and event.hearing == entry.seq:
            held = later
    undecided = {appeal.seq for appeal in situation.undecided()}
    over = fixed.appeal not in undecided
    return Hearing(entry, fixed.appeal, fixed.before, day, tuple(adjourned), held, over)


def owed(situation: Situation) -> tuple[Owed, ...]:
    """Return the requirements of all orders, in the order in which they were made."""
    return tuple(
        each
        for entry in situation.decisions
        if isinstance(entry.event, Decided)
        for each in _owed_by(situation, entry, entry.event)
    )


def _owed_by(situation: Situation, entry: Entry, decided: Decided) -> Iterator[Owed]:
    if decided.comply_by:
        yield _with_what_came(situation, entry, decided, 0, None, decided.comply_by, "")
    for number, duty in enumerate(decided.duties, start=1):
        yield _with_what_came(situation, entry, decided, number, duty.kind, duty.by, duty.amount)


def _with_what_came(
    situation: Situation,
    entry: Entry,
    decided: Decided,
    number: int,
    kind: DutyKind | None,
    by: date | None,
    amount: str,
) -> Owed:
    # Compliance with the order as a whole is compliance with each part.
    done = [
        (each, each.event.in_part)
        for each in situation.all(Complied.kind)
        if isinstance(each.event, Complied)
        and each.event.decision == entry.seq
        and (each.event.duty == number or (not each.event.duty and not each.event.in_part))
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
            each
            for each in situation.all(EnforcementSought.kind)
            if isinstance(each.event, EnforcementSought) and each.event.decision == entry.seq
        ),
    )


def next_hearing(situation: Situation) -> Hearing | None:
    """Return the earliest hearing that has a day and is not logged as held, or None."""
    dated = (each for each in hearings(situation) if each.waits and each.day)
    return min(dated, key=lambda each: each.day or date.max, default=None)


def next_owed(situation: Situation) -> Owed | None:
    """Return the requirement with the earliest day and no full compliance, or None."""
    dated = (each for each in owed(situation) if each.waits and each.by)
    return min(dated, key=lambda each: each.by or date.max, default=None)
