"""The days that must be over before the enforcement of an order is applied for."""

from collections.abc import Iterable
from datetime import date

from tracker.domain.base.days import ONE_DAY, DaySpan
from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.events.proceedings.decided import Decided
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


def time_to_challenge(law: Law, library: Library, stage: Stage, since: date) -> Deadline | None:
    """Return the time in which an order can be challenged, counted from a day; None if the
    library cannot count it. The law does not name the forum, so no body’s own days off count."""
    try:
        return count_deadline(law, stage, DaySpan.on(since), library.workdays(law, stage, None))
    except NoLimitOnFile:
        return None


def first_day(last_days: Iterable[date]) -> date:
    """Return the first day after all of these days."""
    return max(last_days) + ONE_DAY
