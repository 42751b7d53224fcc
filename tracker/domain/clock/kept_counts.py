"""Counts kept by what they rest on, because requests received on one day have the same deadlines.

A sweep or a recalculation counts the same limit for request after request. A count is a pure
function of law, stage, calendar and days, so equal ones need to be counted only once.
"""

from collections.abc import Iterable
from functools import lru_cache

from tracker.domain.base.days import DaySpan
from tracker.domain.base.kept import SamePart
from tracker.domain.calendar.workdays import Workdays
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.clock.interruptions import Happened
from tracker.domain.law.law import Law, Stage

# More than the limits of an office's open requests that fall due in one season.
_MOST = 2048


def kept_deadline(
    law: Law,
    stage: Stage,
    event: DaySpan,
    workdays: Workdays,
    *,
    extended: bool = False,
    expedited: bool = False,
    happened: Iterable[Happened] = (),
) -> Deadline:
    """Return what `count_deadline` returns, counted once. Raises what it raises."""
    parts = SamePart(law), SamePart(stage), SamePart(workdays)
    return _counted(*parts, event, extended, expedited, tuple(happened))


@lru_cache(maxsize=_MOST)
def _counted(
    law: SamePart[Law],
    stage: SamePart[Stage],
    workdays: SamePart[Workdays],
    event: DaySpan,
    extended: bool,
    expedited: bool,
    happened: tuple[Happened, ...],
) -> Deadline:
    return count_deadline(
        law.part,
        stage.part,
        event,
        workdays.part,
        extended=extended,
        expedited=expedited,
        happened=happened,
    )
