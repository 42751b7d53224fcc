"""What a reader must know beside a date, the most serious caution first."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import NamedTuple

from tracker.domain.base.days import ONE_DAY, DaySpan
from tracker.domain.calendar.workdays import Workdays
from tracker.domain.clock.closed_last_day import Ends
from tracker.domain.clock.interruptions import Interruption
from tracker.domain.clock.steps import cited_sections
from tracker.domain.law.count_step import Caution, Reason, Warn
from tracker.domain.law.law import Actor, Law, Stage
from tracker.domain.law.limits import Extension, Limit, RunsFrom, Unit


class Counted(NamedTuple):
    """A finished count, from which its cautions follow.

    `came` holds the interruptions that counted, `stopped` the one that still goes on.
    `by_calendar` says whether any date depends on the working calendar, `ends_by_calendar` whether
    the end of the time does. `reasons` are those of its steps. `after_end` holds the pauses that
    began after a closed last day, on or before the open day to which it may move. `received` has
    the closed days of receipt, each with the open day as which it may count.
    """

    law: Law
    stage: Stage
    limit: Limit
    extension: Extension | None
    event: DaySpan
    ends: Ends
    safe: date | None
    workdays: Workdays
    sources: tuple[str, ...]
    by_calendar: bool
    ends_by_calendar: bool
    came: tuple[Interruption, ...] = ()
    stopped: Interruption | None = None
    outer_missing: bool = False
    reasons: frozenset[Reason] = frozenset()
    after_end: tuple[Interruption, ...] = ()
    too_late: date | None = None
    received: Mapping[date, date] = {}


OF_LATER_DAYS = frozenset(
    {
        Caution.INTERRUPTION_UNSETTLED,
        Caution.UNCERTAIN_DAYS,
        Caution.UNCERTAIN_END,
        Caution.UNSETTLED_END,
        Caution.UNSETTLED_EXTENSION,
        Caution.EXTENSION_EITHER_WAY,
        Caution.RECEIVED_ON_CLOSED_DAY,
        Caution.OPEN_DAYS_UNKNOWN,
        Caution.LAST_DAY_CLOSED,
        Caution.NO_SAFE_DAY,
    }
)
"""The cautions about a latest or a last safe day: untrue if there is none."""


def cautions_of(counted: Counted) -> Iterator[Warn]:
    """Yield every caution of a count, the most serious first."""
    if counted.stopped:
        named = cited_sections(counted.law, counted.stopped.sources)
        yield Warn(_stopped_by(counted.stopped), counted.stopped.begin.earliest, cited=named)
    yield from _of_the_rule(counted)
    yield from _of_the_calendar(counted)
    yield from _of_the_span(counted)
    if counted.too_late:
        yield Warn(Caution.EXTENSION_TOO_LATE, counted.too_late)
    if counted.limit.inferred:
        yield Warn(Caution.INFERRED, fields=tuple(sorted(counted.limit.inferred)))
    yield from _of_filing(counted)


def _stopped_by(stopped: Interruption) -> Caution:
    if stopped.decides:
        return Caution.DECIDED_BY_NOTICE
    return Caution.CLOCK_IN_DOUBT if stopped.in_doubt else Caution.CLOCK_STOPPED


def _of_the_rule(counted: Counted) -> Iterator[Warn]:
    law, sources = counted.law, counted.sources
    if not law.weakest(sources).verified:
        weak = [key for key in sources if not law.provisions[key].source.read_in.verified]
        yield Warn(Caution.RULE_UNVERIFIED, cited=cited_sections(law, tuple(weak)))
    if any(each.rule and not each.sources for each in counted.came):
        yield Warn(Caution.NO_PAUSE_RULE)
    if any(each.rule is None for each in counted.came):
        yield Warn(Caution.NO_TRANSFER_RULE, counted.ends.earliest, counted.ends.latest)
    if any(each.outside_the_law for each in counted.came):
        yield Warn(Caution.TRANSFER_OUTSIDE_THE_LAW)
    if counted.outer_missing:
        yield Warn(Caution.NO_OUTER_EVENT)
    if counted.limit.uncertain:
        yield Warn(Caution.LIMIT_UNCERTAIN, detail=counted.limit.uncertain)


def _of_the_calendar(counted: Counted) -> Iterator[Warn]:
    workdays = counted.workdays
    if not counted.by_calendar:
        return
    if counted.ends.latest > workdays.known_until:
        if counted.ends_by_calendar:
            yield Warn(Caution.CALENDAR_UNKNOWN, workdays.known_until)
    elif not workdays.checked(counted.event.earliest, counted.ends.latest):
        checked = workdays.calendar.checked
        if checked is None:
            yield Warn(Caution.CALENDAR_NEVER_CHECKED)
        else:
            yield Warn(Caution.CALENDAR_UNCHECKED, checked.since, checked.until)


def _of_the_span(counted: Counted) -> Iterator[Warn]:
    """Yield why the last day is a span, although the day of the event is known."""
    limit, ends = counted.limit, counted.ends
    if (rule := counted.stage.closed_receipt) and not counted.stopped:
        named = cited_sections(counted.law, rule.sources)
        for day, to in counted.received.items():
            yield Warn(Caution.RECEIVED_ON_CLOSED_DAY, day, to, named)
    if limit.unit is Unit.HOUR:
        yield Warn(Caution.HOURS, ends.earliest)
    known = not counted.ends_by_calendar or ends.latest <= counted.workdays.known_until
    if not counted.event.exact or ends.earliest == ends.latest or not known or counted.stopped:
        return
    unsettled = [each for each in counted.came if not each.settled or each in counted.after_end]
    if unsettled:
        named = cited_sections(
            counted.law, tuple(key for each in unsettled for key in each.sources)
        )
        if named:  # otherwise the caution that there is no rule has said it
            yield Warn(Caution.INTERRUPTION_UNSETTLED, ends.earliest, ends.latest, named)
    yield from _of_the_extension(counted)
    if unsettled:
        return
    if (counted.extension or limit).unit is Unit.WORKING_DAY or limit.unit is Unit.WORKING_DAY:
        if Reason.UNCERTAIN in counted.reasons:
            yield Warn(Caution.UNCERTAIN_DAYS, ends.earliest, ends.latest)
    elif limit.unit is not Unit.HOUR:
        yield from _of_the_end(counted)


def _of_the_extension(counted: Counted) -> Iterator[Warn]:
    """Yield what the law leaves open about an extension: the day that it follows, if the last one
    is closed, or whether it is added to the limit or makes one longer time."""
    if counted.extension is None:
        return
    named = cited_sections(counted.law, counted.extension.sources)
    if Reason.PERHAPS_EXTENDED_FROM in counted.reasons:
        yield Warn(Caution.UNSETTLED_EXTENSION, counted.ends.earliest, counted.ends.latest, named)
    if counted.extension.runs_from is RunsFrom.EITHER:
        yield Warn(Caution.EXTENSION_EITHER_WAY, counted.ends.earliest, counted.ends.latest, named)


def _of_the_end(counted: Counted) -> Iterator[Warn]:
    """Yield what is in doubt: whether the office is open, or whether the law moves the end."""
    ends, may_move = counted.ends, counted.limit.may_move
    if may_move and Reason.MAY_MOVE_ON in counted.reasons:
        named = cited_sections(counted.law, may_move)
        yield Warn(Caution.UNSETTLED_END, ends.earliest, ends.latest, named)
    skipped = counted.workdays.skips_between(ends.earliest - ONE_DAY, ends.latest)
    if any(skip.reason is Reason.UNCERTAIN for skip in skipped):
        yield Warn(Caution.UNCERTAIN_END, ends.earliest, ends.latest)


def _of_filing(counted: Counted) -> Iterator[Warn]:
    if counted.stage.actor is not Actor.REQUESTER:
        return
    end, safe, workdays = counted.ends.earliest, counted.safe, counted.workdays
    if safe is None:
        yield Warn(Caution.NO_SAFE_DAY, end)
    elif safe != end:
        known = workdays.known_until
        if end > known or (next_open := workdays.latest.on_or_after(end)) > known:
            yield Warn(Caution.OPEN_DAYS_UNKNOWN, safe, known)
        else:
            named = cited_sections(counted.law, counted.limit.may_move)
            yield Warn(Caution.LAST_DAY_CLOSED, safe, next_open, named)
