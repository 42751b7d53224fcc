"""Counts drawn from the shipped library: a stage of any law, a day, and what happened since."""

from dataclasses import replace
from datetime import date, timedelta
from functools import cache
from typing import NamedTuple

from hypothesis import assume
from hypothesis import strategies as st

from tests.lawfiles.shipped import shipped
from tracker.domain.base.days import ONE_DAY, DaySpan
from tracker.domain.calendar.workdays import Assurance, Calendar, DayOff, Workdays, Worked
from tracker.domain.clock.deadline import Deadline, count_deadline
from tracker.domain.clock.default_pauses import pauses_of
from tracker.domain.clock.interruptions import (
    EXTENSION_NOTICED,
    TRANSFERRED,
    Happened,
    interruptions,
)
from tracker.domain.law.count_step import Reason
from tracker.domain.law.law import Actor, Law, Source, Stage
from tracker.domain.law.limits import (
    AddedTo,
    ClosedDayCounts,
    Extension,
    FirstDay,
    LastDay,
    Limit,
    Pause,
    PauseDay,
    PauseEffect,
    RunsFrom,
    Transfer,
    TransferEffect,
    Weekday,
)

FARTHEST = timedelta(days=400)


class Count(NamedTuple):
    """One count of a stage of a law, by the calendar of an office."""

    law: Law
    stage: Stage
    limit: Limit
    calendar: Calendar
    body: str | None
    event: DaySpan
    happened: tuple[Happened, ...]
    extended: bool = False
    expedited: bool = False

    def __repr__(self) -> str:
        """What tells a counterexample apart; laws and calendars are far too long to be shown."""
        since = ", ".join(f"{each.kind} {each.on}" for each in self.happened)
        how = "extended " * self.extended + "expedited " * self.expedited
        return f"<{self.law.key} {self.stage.key} {self.body} {how}{self.event}: {since}>"

    @property
    def workdays(self) -> Workdays:
        """The calendar as it binds the body."""
        return self.calendar.for_body(self.body)

    def deadline(self) -> Deadline:
        """The deadline of this count."""
        return count_deadline(
            self.law,
            self.stage,
            self.event,
            self.workdays,
            extended=self.extended,
            expedited=self.expedited,
            happened=self.happened,
        )


@cache
def stages(*actors: Actor) -> tuple[tuple[Law, Stage], ...]:
    """Every stage with a number on file in which one of `actors` must act."""
    return tuple(
        (law, stage)
        for law in shipped().laws.values()
        for stage in law.stages.values()
        if stage.limits and stage.actor in actors
    )


def day_spans(after: date, within: int) -> st.SearchStrategy[DaySpan]:
    """A day known exactly, mostly, or one of four."""
    return st.tuples(st.integers(0, within), st.sampled_from((0, 0, 1, 3))).map(
        lambda drawn: DaySpan(after + timedelta(days=drawn[0]), after + timedelta(days=sum(drawn)))
    )


def counts(*actors: Actor, plain: bool = False) -> st.SearchStrategy[Count]:
    """A count of any stage; `plain` without a history."""
    drawn = st.sampled_from(stages(*(actors or Actor)))
    return drawn.flatmap(lambda each: counts_of(*each, plain=plain))


@st.composite
def counts_of(draw: st.DrawFn, law: Law, stage: Stage, *, plain: bool = False) -> Count:
    """A count of one stage."""
    expedited = bool(stage.expedited) and draw(st.booleans())
    limit = draw(st.sampled_from(stage.expedited if expedited else stage.limits))
    workdays = shipped().workdays(law, stage, None)
    first = max(limit.span.since, workdays.calendar.known.since)
    last = min(limit.span.until or date.max, workdays.known_until) - timedelta(days=3)
    on = draw(day_spans(draw(st.dates(first, last)), 0))
    numbered = stage.extension is not None and stage.extension.length is not None
    return Count(
        law=law,
        stage=stage,
        limit=limit,
        calendar=workdays.calendar,
        body=draw(st.sampled_from(bodies(workdays.calendar.key, stage.receiver))),
        event=on,
        happened=() if plain else draw(histories(stage, on, expedited=expedited)),
        extended=numbered and not expedited and draw(st.booleans()),
        expedited=expedited,
    )


@cache
def bodies(calendar: str, receiver: str | None) -> tuple[str | None, ...]:
    """Nobody in particular, and each body whose calendar this is; or who receives it always."""
    if receiver:
        return (receiver,)
    known = shipped().bodies.values()
    return (None, *(body.key for body in known if body.calendar == calendar))


@st.composite
def histories(
    draw: st.DrawFn, stage: Stage, on: DaySpan, *, expedited: bool
) -> tuple[Happened, ...]:
    """Pauses that ended or go on, a transfer, a notice of an extension, the outer event."""
    happened: dict[str, DaySpan] = {}
    for pause in pauses_of(stage):
        if pause.begins_with not in happened and draw(st.booleans()):
            begin = happened[pause.begins_with] = draw(day_spans(on.latest, 40))
            ending = draw(st.sampled_from(pause.endings))
            if ending not in happened and draw(st.booleans()):
                happened[ending] = draw(day_spans(begin.latest, 40))
    if stage.actor is Actor.BODY and draw(st.booleans()):
        happened[TRANSFERRED] = draw(day_spans(on.latest, 20))
    extension = stage.extension
    if extension and extension.length and not expedited and draw(st.booleans()):
        happened[EXTENSION_NOTICED] = draw(day_spans(on.latest, 40))
    if stage.outer and draw(st.booleans()):
        happened[stage.outer.counts_from] = draw(day_spans(on.earliest, 10))
    return tuple(Happened(kind, day) for kind, day in happened.items())


# One world ------------------------------------------------------------------------------------


@st.composite
def worlds_of(draw: st.DrawFn, counted: Count) -> Count:
    """The same count in one world, drawn at random, in which nothing is in doubt."""
    limit = _settled_limit(draw, counted)
    told = {each.kind: each.on for each in counted.happened}
    happened = {kind: _one_of(draw, on) for kind, on in told.items()}
    event = _one_of(draw, counted.event)
    for pause in pauses_of(counted.stage):
        for ending in pause.endings:
            if pause.begins_with in happened and ending in happened:
                end = max(happened[ending].earliest, happened[pause.begins_with].earliest)
                # It may have ended an earlier pause, before this one began.
                happened[ending] = DaySpan.on(min(end, told[ending].latest))
    stage = _settled(draw, counted.stage, limit)
    came = tuple(Happened(kind, on) for kind, on in happened.items())
    # Which pause an answer ended is in doubt where it can have ended two.
    assume(all(each.end is None or each.end.exact for each in interruptions(stage, came)))
    return counted._replace(
        law=_settled_law(counted.law),
        limit=limit,
        stage=stage,
        calendar=_settled_calendar(draw, counted),
        event=event,
        happened=came,
    )


def _one_of(draw: st.DrawFn, on: DaySpan) -> DaySpan:
    return DaySpan.on(draw(st.dates(on.earliest, on.latest)))


def _settled_limit(draw: st.DrawFn, counted: Count) -> Limit:
    """A closed last day moves on, or stands, where that is not settled."""
    limit = counted.limit
    if not limit.may_move:
        return limit
    rule = draw(st.sampled_from((LastDay.STANDS, LastDay.MOVES_ON)))
    return replace(limit, may_move=(), last_day=rule)


def _settled_law(law: Law) -> Law:
    """A law that leaves every closed day out of a short period: the calendar settles which are."""
    rule = law.short_periods
    return replace(law, short_periods=replace(rule, days_of_rest=tuple(Weekday))) if rule else law


def _settled(draw: st.DrawFn, stage: Stage, limit: Limit) -> Stage:
    transfer = stage.transfer or Transfer(TransferEffect.UNSETTLED, stage.title, limit.sources)
    if transfer.effect is TransferEffect.UNSETTLED:
        effects = (TransferEffect.RESTARTS, TransferEffect.CONTINUES)
        transfer = replace(transfer, effect=draw(st.sampled_from(effects)))
    return replace(
        stage,
        limits=(limit,),
        expedited=(limit,) if stage.expedited else (),
        transfer=transfer if stage.actor is Actor.BODY else stage.transfer,
        extension=_settled_extension(draw, stage.extension, limit),
        closed_receipt=None,
        pauses=tuple(_settled_pause(draw, pause) for pause in pauses_of(stage)),
    )


def _settled_extension(
    draw: st.DrawFn, extension: Extension | None, limit: Limit
) -> Extension | None:
    """An extension that follows the end of the limit, or makes one longer time with it."""
    if extension is None or extension.length is None:
        return extension
    runs, added, length = extension.runs_from, extension.added_to, extension.length
    if runs is RunsFrom.EITHER:
        runs = draw(st.sampled_from((RunsFrom.END_OF_LIMIT, RunsFrom.EVENT)))
        length += limit.length if runs is RunsFrom.EVENT else 0
    added = added or draw(st.sampled_from(tuple(AddedTo)))
    return replace(extension, runs_from=runs, length=length, added_to=added)


def _settled_pause(draw: st.DrawFn, pause: Pause) -> Pause:
    days = (PauseDay.LEFT_OUT, PauseDay.COUNTED)
    begin, end, effect = pause.begin_day, pause.end_day, pause.effect
    effects = [PauseEffect.STOPS, PauseEffect.RESTARTS]
    if effect is PauseEffect.DECIDES:
        effects = [effect]
    if effect is PauseEffect.IN_DOUBT:
        effects.append(PauseEffect.RUNS_ON)
    return replace(
        pause,
        begin_day=draw(st.sampled_from(days)) if begin is PauseDay.UNSETTLED else begin,
        end_day=draw(st.sampled_from(days)) if end is PauseDay.UNSETTLED else end,
        effect=effect if effect in effects else draw(st.sampled_from(effects)),
    )


def _settled_calendar(draw: st.DrawFn, counted: Count) -> Calendar:
    """The calendar once it is known of each uncertain day whether the office worked."""
    first = counted.event.earliest - timedelta(days=10)
    workdays, rule = counted.workdays, counted.law.short_periods
    if rule and rule.governs(counted.limit):
        workdays = workdays.resting_surely_on(frozenset(day.number for day in rule.days_of_rest))
    skips = workdays.skips_between(first, first + FARTHEST)
    doubtful = [skip.day for skip in skips if skip.reason is Reason.UNCERTAIN]
    turned_out = draw(st.integers(0, 2 ** len(doubtful) - 1))
    shut = frozenset(day for n, day in enumerate(doubtful) if turned_out >> n & 1)
    return with_days(counted.calendar, first, shut, frozenset(doubtful) - shut)


def with_days(
    calendar: Calendar,
    since: date,
    shut: frozenset[date],
    worked: frozenset[date] = frozenset(),
) -> Calendar:
    """The calendar with more days on which offices were surely closed, or worked. It begins with
    `since`, unless that was before: to index the years before takes longer than to count."""
    source: Source = calendar.weekends[0].source
    name = calendar.title
    off = tuple(DayOff(day, name, Assurance.GAZETTED, source) for day in sorted(shut))
    open_days = tuple(Worked(day, name, source) for day in sorted(worked))
    return replace(
        calendar,
        known=replace(calendar.known, since=max(since, calendar.known.since)),
        days_off=(*calendar.days_off, *off),
        worked=(*(each for each in calendar.worked if each.day not in shut), *open_days),
    )


def last_receipt(counted: Count) -> date:
    """The last day as which a receipt may count, found by going from day to day."""
    day, rule = counted.event.latest, counted.stage.closed_receipt
    if rule is not None and rule.counts_as is ClosedDayCounts.EITHER_DAY:
        while counted.workdays.skip(day) is not None:
            day += ONE_DAY
    return day


def walked(counted: Count, start: date, *, latest: bool) -> date:
    """Where a plain limit ends that starts with `start`, found by going from day to day."""
    limit = counted.limit
    day = start if limit.first_day is FirstDay.NEXT else start - ONE_DAY
    left = limit.length
    while left:
        day += ONE_DAY
        skip = counted.workdays.skip(day)
        shut = skip is not None and (latest or skip.reason is Reason.CLOSED)
        left -= limit.unit.value != "working-day" or not shut
    return day
