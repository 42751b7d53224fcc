"""Receipts on closed days, which may count as come in on the next open day."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace
from datetime import date

from tracker.domain.base.days import DaySpan
from tracker.domain.calendar.workdays import Workdays
from tracker.domain.clock.interruptions import TRANSFERRED, Happened
from tracker.domain.clock.steps import NOT_WORKED, cited_sections
from tracker.domain.law.count_step import Bound, CountStep, Reason
from tracker.domain.law.law import Law, Stage
from tracker.domain.law.limits import ClosedDayCounts

_COMES_IN = frozenset({TRANSFERRED, "clarification-given"})
"""The kinds of event after the first that come in at the body in the same ways as a request."""


def closed_receipts(
    stage: Stage, event: DaySpan, happened: Iterable[Happened], workdays: Workdays
) -> dict[date, date]:
    """Return each last possible day of receipt that is or may be closed, with the next open day as
    which it may count; nothing if no rule of the law says so.

    Raises NoLimitOnFile for a day on which the calendar has no data.
    """
    rule = stage.closed_receipt
    if rule is None or rule.counts_as is not ClosedDayCounts.EITHER_DAY:
        return {}
    found = {}
    for day in (event.latest, *(each.on.latest for each in happened if each.kind in _COMES_IN)):
        workdays.require(day)
        if workdays.skip(day):
            found[day] = workdays.latest.on_or_after(day)
    return found


def perhaps_moved(span: DaySpan, received: Mapping[date, date]) -> DaySpan:
    """Return the day of a receipt up to the open day as which it may count."""
    return DaySpan(span.earliest, received.get(span.latest, span.latest))


def perhaps_moved_events(
    happened: tuple[Happened, ...], received: Mapping[date, date]
) -> tuple[Happened, ...]:
    """Return what happened, with the days of what came in at the body moved in the same way."""
    return tuple(
        replace(each, on=perhaps_moved(each.on, received)) if each.kind in _COMES_IN else each
        for each in happened
    )


def received_steps(
    law: Law,
    stage: Stage,
    received: Mapping[date, date],
    workdays: Workdays,
    said: Iterable[CountStep],
) -> Iterator[CountStep]:
    """Yield the closed days of receipt, unless they are `said` already, and the open days as which
    they may count."""
    passed_over = {step.day for step in said if step.reason in NOT_WORKED}
    named = cited_sections(law, stage.closed_receipt.sources) if stage.closed_receipt else ()
    for day, to in received.items():
        skip = workdays.skip(day)
        if skip and day not in passed_over:
            sure = skip.reason is Reason.CLOSED
            yield replace(skip, reason=Reason.END_CLOSED) if sure else skip
        yield CountStep(to, Reason.PERHAPS_RECEIVED, named, bound=Bound.LATEST)
