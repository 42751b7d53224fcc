"""The days that must be over before the enforcement of an order is applied for."""

from collections.abc import Iterable
from datetime import date

from tracker.domain.base.days import ONE_DAY, DaySpan
from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.calendar.workdays import Workdays
from tracker.domain.case.history import Entry
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.events.proceedings.decided import Decided
from tracker.domain.law.count_step import Reason
from tracker.domain.law.law import Actor, Fact, Law, Stage
from tracker.domain.library import Library


def stage_to_challenge(law: Law, ways: Iterable[Fact]) -> Stage | None:
    """Return the stage in which an order can be challenged before these ways to enforce it are
    open; None under a law that has no such time."""
    provisions = {key for fact in ways for key in fact.sources}
    return next(
        (
            stage
            for stage in law.stages.values()
            if stage.actor is Actor.BODY
            and Decided.kind in stage.counts_from
            and any(provisions & set(limit.sources) for limit in stage.limits)
        ),
        None,
    )


def time_to_challenge(
    law: Law, library: Library, stage: Stage, decision: Entry
) -> Deadline | None:
    """Return the time in which an order can be challenged, counted from its date; None if the
    library cannot count it. The law does not name the forum, so no body’s own days off count."""
    try:
        on = DaySpan.on(decision.event.on.latest)
        return count_deadline(law, stage, on, library.workdays(law, stage, None))
    except NoLimitOnFile:
        return None


def last_by_other_count(workdays: Workdays, decision: Entry, by: date) -> date:
    """Return the last day to comply if an order counts working days and each day on which offices
    may have been closed is left out; the same day where no such day is in between, or where the
    calendar has no data."""
    made = decision.event.on.latest
    try:
        workdays.require(made)
        workdays.require(by)
    except NoLimitOnFile:
        return by
    skips = workdays.skips_between(made, by)
    if all(skip.reason is not Reason.UNCERTAIN for skip in skips):
        return by
    counted = workdays.earliest.count_between(made, by)
    return max(by, workdays.latest.nth_after(made, counted)) if counted else by


def first_day(last_days: Iterable[date]) -> date:
    """Return the first day after all of these days."""
    return max(last_days) + ONE_DAY
