"""The final end of a count: closed last days, outer limits, the last safe day to file."""

from datetime import date
from typing import NamedTuple

from tracker.domain.base.days import DaySpan
from tracker.domain.calendar.workdays import Workdays
from tracker.domain.clock.interruptions import Happened
from tracker.domain.clock.lengths import calendar_readings, end_of
from tracker.domain.law.count_step import Reason
from tracker.domain.law.law import Actor, Stage
from tracker.domain.law.limits import LastDay, Limit, Outer


class Ends(NamedTuple):
    """Where a count ends in the earliest and in the latest reading."""

    earliest: date
    latest: date


def settled(
    ends: Ends, limit: Limit | Outer, may_move: bool, workdays: Workdays
) -> tuple[Ends, Reason | None]:
    """Return both ends after the law's rule for a closed last day, and the reason to move them.

    The reason is None if no rule applies. `may_move` says that a provision may move the last day
    on, although that is unclear: the earlier end stands, the later one moves.
    """
    earliest, latest = ends
    if limit.last_day is LastDay.MOVES_ON:
        moved = Ends(workdays.earliest.on_or_after(earliest), workdays.latest.on_or_after(latest))
        return moved, Reason.MOVES_ON
    if limit.last_day is LastDay.MOVES_BACK:
        # Backwards the readings swap places: the more days are closed, the earlier the end.
        first, last = (
            workdays.latest.on_or_before(earliest),
            workdays.earliest.on_or_before(latest),
        )
        return Ends(first or earliest, last or latest), Reason.MOVES_BACK
    if may_move:
        return Ends(earliest, workdays.latest.on_or_after(latest)), Reason.MAY_MOVE_ON
    return ends, None


def outer_ends(outer: Outer, happened: tuple[Happened, ...], workdays: Workdays) -> Ends | None:
    """Return where the outer limit ends; None if its event did not happen."""
    on = next((each.on for each in happened if each.kind == outer.counts_from), None)
    if on is None:
        return None
    earliest, latest = calendar_readings(workdays)
    ends = Ends(end_of(outer, on.earliest, earliest), end_of(outer, on.latest, latest))
    return settled(ends, outer, may_move=False, workdays=workdays)[0]


def last_safe_day(stage: Stage, event: DaySpan, earliest: date, workdays: Workdays) -> date | None:
    """Return the last certainly open day that is in time by the earliest reading.

    Returns None if the stage is not the requester's, or if no such day is left after the event.
    Past the days for which the calendar is known, no day is certainly open.
    """
    if stage.actor is not Actor.REQUESTER:
        return None
    day = workdays.latest.on_or_before(min(earliest, workdays.known_until))
    return day if day and day >= event.latest else None
