"""The order whose day to comply has passed, and the remedy in which it was made."""

from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.base.errors import NotAllowed
from tracker.domain.case.case_status import CaseStatus
from tracker.domain.case.hearings import Owed, owed
from tracker.domain.case.history import Entry
from tracker.domain.clock.deadline import Deadline
from tracker.domain.events.proceedings.appeal_filed import AppealFiled
from tracker.domain.events.proceedings.complied import Complied
from tracker.domain.events.proceedings.decided import decides
from tracker.domain.law.law import Fact, Law, RemedyKind
from tracker.domain.law.readings import enforcement_in, was_read
from tracker.domain.library import Library
from tracker.services.letters.enforcing.time_to_enforce import (
    first_day,
    stage_to_challenge,
    time_to_challenge,
)
from tracker.services.letters.remedies import Remedy, opened


@dataclass(frozen=True, slots=True)
class OverdueOrder:
    """An order with its overdue duties, the entry of the remedy that it decided, and the
    compliance in part.

    `challenge` is the time in which the order can be challenged, None under a law without one;
    `from_receipt` is that time counted from the day on which the body received the order by its
    own words, None while no such day is logged.
    `ready_from` is the first day on which enforcement can be applied for, None if it is not known.
    """

    decision: Entry
    filed: Entry
    remedy: Remedy
    overdue: tuple[Owed, ...]
    in_part: tuple[Entry, ...]
    challenge: Deadline | None
    ready_from: date | None
    from_receipt: Deadline | None = None

    @property
    def done(self) -> tuple[Complied, ...]:
        """Return what was done in part, in order."""
        return tuple(e.event for e in self.in_part if isinstance(e.event, Complied))

    @property
    def received(self) -> Entry | None:
        """Return the compliance whose document says when the body received the order."""
        return next((e for e in self.in_part if _receipt(e)), None)

    def ready(self, on: date) -> bool:
        """Return whether enforcement can be applied for on a date."""
        return self.ready_from is not None and self.ready_from <= on


def overdue_order(case_status: CaseStatus, library: Library, on: date) -> OverdueOrder | None:
    """Return the last order that is overdue on a date and that its own forum can be asked to
    enforce, as far as the law on this was read; None without one.

    A review by the body itself and a decision of a court outside the library do not count.
    """
    now = case_status.case_state
    law = library.law(now.drafted.law) if now.drafted else None
    if law is None or not ways_to_enforce(law, on):
        return None
    late = [each for each in owed(now) if each.late(on)]
    remedies = {each.place: each for each in opened(case_status, library)}
    for decision in reversed(now.decisions):
        overdue = tuple(each for each in late if each.decision == decision)
        filed = next((e for e in now.appeals if decides(decision, e)), None)
        event = filed.event if filed else None
        if not overdue or filed is None or not isinstance(event, AppealFiled):
            continue
        remedy = remedies.get((event.stage, event.opening))
        if remedy and _own_forum(remedy, library):
            part = tuple(e for e, c in now.of(Complied) if c.decision == decision.seq)
            return _timed(
                law,
                library,
                OverdueOrder(decision, filed, remedy, overdue, part, None, None),
                on,
            )
    return None


def _timed(law: Law, library: Library, order: OverdueOrder, on: date) -> OverdueOrder:
    """Return an order with the days that must be over before its enforcement is applied for."""
    stage = stage_to_challenge(law, ways_to_enforce(law, on))
    made = order.decision.event.on.latest
    challenge = time_to_challenge(law, library, stage, made) if stage else None
    ends = [each.by for each in order.overdue if each.by]
    came = _receipt(order.received) if order.received else None
    late = time_to_challenge(law, library, stage, came) if stage and came else None
    if stage:
        if challenge is None or challenge.latest is None:
            return replace(order, challenge=challenge)
        ends.append(challenge.latest)
        # A body that received the order later may have until later to challenge it.
        if late and late.latest:
            ends.append(late.latest)
    return replace(order, challenge=challenge, from_receipt=late, ready_from=first_day(ends))


def _receipt(entry: Entry) -> date | None:
    """Return the day on which the body received the order, as its document says; None if it does
    not say."""
    return entry.event.order_received if isinstance(entry.event, Complied) else None


def enforceable_order(case_status: CaseStatus, library: Library, on: date) -> OverdueOrder | None:
    """Return the overdue order whose enforcement can be applied for on a date, None without
    one."""
    found = overdue_order(case_status, library, on)
    return found if found and found.ready(on) else None


def require_overdue(case_status: CaseStatus, library: Library, on: date) -> OverdueOrder:
    """Return the overdue order. Raises NotAllowed if there is none whose forum can be asked, or
    if it cannot be asked yet."""
    found = overdue_order(case_status, library, on)
    if found is None:
        raise NotAllowed(
            "There is no overdue order for which we can write an application. Either nothing is "
            "overdue, or no way to enforce the order was read in the law. Ask a lawyer."
        )
    if found.ready(on):
        return found
    if found.ready_from is None:
        raise NotAllowed(
            "We cannot count when the time to challenge the order ends. Ask a lawyer before you "
            "apply for enforcement."
        )
    raise NotAllowed(
        "You can apply for enforcement from {day}. Before that, the time to challenge the order "
        "or to comply with it may not be over.",
        day=found.ready_from,
    )


def ways_to_enforce(law: Law, on: date) -> tuple[Fact, ...]:
    """Return the law's statements on enforcement whose provisions were read."""
    return tuple(each for each in enforcement_in(law, on) if was_read(law, each.sources))


def _own_forum(remedy: Remedy, library: Library) -> bool:
    stage = remedy.opened.stage
    review = stage.remedy is RemedyKind.INTERNAL_REVIEW
    return not review and bool(stage.receiver) and remedy.to in library.bodies
