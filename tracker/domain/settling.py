"""Where a count ends at last: closed last days, outer limits, and the last safe day to file."""

from datetime import date
from typing import NamedTuple

from tracker.domain.days import DaySpan
from tracker.domain.interruptions import Happened
from tracker.domain.law import Actor, Stage
from tracker.domain.lengths import end_of, worlds_of
from tracker.domain.limits import LastDay, Limit, Outer
from tracker.domain.moves import Reason
from tracker.domain.workdays import Workdays


class Ends(NamedTuple):
    """Where a count ends in the eager and in the patient world."""

    eager: date
    patient: date


def settled(
    ends: Ends, limit: Limit | Outer, may_move: bool, workdays: Workdays
) -> tuple[Ends, Reason | None]:
    """Both ends after the law's rule for a last day on which the office is closed.

    `may_move` says that a provision may carry a body's last day on although that is not settled.
    """
    eager, patient = ends
    if limit.last_day is LastDay.MOVES_ON:
        moved = Ends(workdays.eager.on_or_after(eager), workdays.patient.on_or_after(patient))
        return moved, Reason.MOVES_ON
    if limit.last_day is LastDay.MOVES_BACK:
        # Backwards the readings change places: the more days are closed, the earlier the end.
        first, last = workdays.patient.on_or_before(eager), workdays.eager.on_or_before(patient)
        return Ends(first or eager, last or patient), Reason.MOVES_BACK
    if may_move:
        return Ends(eager, workdays.patient.on_or_after(patient)), Reason.MAY_MOVE_ON
    return ends, None


def outer_ends(outer: Outer, happened: tuple[Happened, ...], workdays: Workdays) -> Ends | None:
    """Where the outer limit ends; None where its event is not among those that happened."""
    on = next((each.on for each in happened if each.kind == outer.counts_from), None)
    if on is None:
        return None
    eager, patient = worlds_of(workdays)
    ends = Ends(end_of(outer, on.earliest, eager), end_of(outer, on.latest, patient))
    return settled(ends, outer, may_move=False, workdays=workdays)[0]


def last_safe_day(stage: Stage, event: DaySpan, earliest: date, workdays: Workdays) -> date | None:
    """For a requester: the last surely open day that is in time by the earliest reading.

    Past the days for which the calendar is known no day is surely open.
    """
    if stage.actor is not Actor.REQUESTER:
        return None
    day = workdays.patient.on_or_before(min(earliest, workdays.known_until))
    return day if day and day >= event.latest else None
