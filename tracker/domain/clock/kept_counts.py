"""Counts kept by what they rest on, because requests received on one day have the same deadlines.

A sweep or a recalculation counts the same limit for request after request. A count is a pure
function of law, stage, calendar and days, so equal ones need to be counted only once.
"""

from collections.abc import Iterable

from tracker.domain.base.days import DaySpan
from tracker.domain.calendar.workdays import Workdays
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.clock.interruptions import Happened
from tracker.domain.law.law import Law, Stage

# More than the limits of an office's open requests that fall due in one season.
_MOST = 2048
# Each count holds the parts that it rests on, so that no other object takes their identity.
_known: dict[tuple[object, ...], tuple[Deadline, object]] = {}


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
    since = tuple(happened)
    # Of numbers and days alone: to compare parts and spans would take longer than all else here.
    days = (*(end for each in since for end in (each.kind, each.on.earliest, each.on.latest)),)
    parts = id(law), id(stage), id(workdays)
    key = (*parts, event.earliest, event.latest, extended, expedited, *days)
    known = _known.get(key)
    if known is None:
        counted = count_deadline(
            law, stage, event, workdays, extended=extended, expedited=expedited, happened=since
        )
        if len(_known) >= _MOST:
            _known.clear()
        known = _known[key] = counted, (law, stage, workdays)
    return known[0]
