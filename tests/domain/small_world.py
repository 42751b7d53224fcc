"""A law, a calendar and a way to count by walking, small enough to follow with a finger."""

from collections.abc import Callable, Iterable
from datetime import date, timedelta
from functools import cache, partial
from itertools import chain, combinations

from tracker.domain.base.days import DaySpan, Span
from tracker.domain.base.text import Text
from tracker.domain.calendar.workdays import Assurance, Calendar, DayOff, Weekend
from tracker.domain.law.commencement import Commencement, FirstDayKnown
from tracker.domain.law.law import Actor, Eligibility, Law, Provision, ReadIn, Source, Stage
from tracker.domain.law.limits import (
    Extension,
    FirstDay,
    LastDay,
    Limit,
    MonthEnd,
    Outer,
    Pause,
    PauseDay,
    PauseEffect,
    Transfer,
    Unit,
)

ONE_DAY = timedelta(days=1)
LONG_AGO = date(2022, 12, 1)
END = date(2025, 6, 30)
ALWAYS = Span(LONG_AGO)
ALL_DAYS = Span(LONG_AGO, END)
GAZETTE = Source("the gazette", ReadIn.OFFICIAL_TEXT)


def en(words: str) -> Text:
    return Text({"en": words})


def a_provision(key: str, read_in: ReadIn = ReadIn.OFFICIAL_TEXT) -> Provision:
    return Provision(key, en(f"section {key}"), en("…"), Source("the gazette", read_in))


def a_limit(
    length: int,
    unit: Unit,
    *,
    first_day: FirstDay = FirstDay.NEXT,
    last_day: LastDay = LastDay.STANDS,
    month_end: MonthEnd | None = None,
    may_move: tuple[str, ...] = (),
    sources: tuple[str, ...] = ("1",),
    span: Span = ALWAYS,
    uncertain: str = "",
) -> Limit:
    return Limit(
        span,
        length,
        unit,
        first_day,
        last_day,
        sources,
        month_end=month_end,
        may_move=may_move,
        uncertain=uncertain,
    )


def a_stage(
    *limits: Limit,
    actor: Actor = Actor.BODY,
    extension: Extension | None = None,
    expedited: tuple[Limit, ...] = (),
    pauses: tuple[Pause, ...] = (),
    transfer: Transfer | None = None,
    outer: Outer | None = None,
) -> Stage:
    return Stage(
        "reply",
        en("Reply"),
        actor,
        ("received",),
        limits,
        extension=extension,
        expedited=expedited,
        pauses=pauses,
        transfer=transfer,
        outer=outer,
    )


def a_pause(
    effect: PauseEffect = PauseEffect.STOPS,
    begin_day: PauseDay = PauseDay.LEFT_OUT,
    end_day: PauseDay = PauseDay.LEFT_OUT,
    sources: tuple[str, ...] = ("2",),
) -> Pause:
    return Pause(
        "fee", "fee-noticed", "fee-paid", effect, begin_day, end_day, en("fee notice"), sources
    )


def a_law(*stages: Stage, read_in: ReadIn = ReadIn.OFFICIAL_TEXT) -> Law:
    provisions = [a_provision("1"), a_provision("2"), a_provision("weak", read_in)]
    return Law(
        key="xx-law",
        title=en("A law"),
        in_sentence=en("a law"),
        country="xx",
        calendar="xx",
        in_force=Span(LONG_AGO),
        commencement=Commencement(FirstDayKnown.DAY, ("1",)),
        official_text="the gazette",
        compared_on=None,
        status=en("in force"),
        languages=("en",),
        languages_stated=True,
        eligibility=Eligibility(en("anybody"), {}, ("1",)),
        provisions={provision.key: provision for provision in provisions},
        stages={stage.key: stage for stage in stages},
    )


def a_day_off(
    day: date,
    assurance: Assurance = Assurance.GAZETTED,
    binds: Iterable[str] = (),
    name: str = "a closure",
) -> DayOff:
    return DayOff(day, en(name), assurance, GAZETTE, frozenset(binds))


def a_weekend(
    *weekdays: int,
    span: Span = ALWAYS,
    last_confirmed: date | None = None,
    binds: Iterable[str] = (),
) -> Weekend:
    return Weekend(
        frozenset(weekdays), span, GAZETTE, en("weekend"), last_confirmed, frozenset(binds)
    )


def a_calendar(
    closed: Iterable[date] = (),
    uncertain: Iterable[date] = (),
    *,
    days_off: Iterable[DayOff] = (),
    weekends: tuple[Weekend, ...] = (a_weekend(5, 6),),
    known: Span = ALL_DAYS,
    checked: Span | None = ALL_DAYS,
    key: str = "xx",
) -> Calendar:
    sure = [a_day_off(day) for day in closed]
    doubtful = [a_day_off(day, Assurance.REPORTED) for day in uncertain]
    return _calendar((*sure, *doubtful, *days_off), weekends, known, checked, key)


@cache
def _calendar(
    days_off: tuple[DayOff, ...],
    weekends: tuple[Weekend, ...],
    known: Span,
    checked: Span | None,
    key: str,
) -> Calendar:
    """The one calendar with these facts, so that its days are indexed once for all tests."""
    return Calendar(
        key=key,
        title=en("Offices"),
        zone="UTC",
        weekends=weekends,
        days_off=days_off,
        checked=checked,
        checked_by="hand",
        known=known,
    )


Open = Callable[[date], bool]


def worlds(uncertain: Iterable[date]) -> Iterable[frozenset[date]]:
    """Every way in which uncertain days can turn out: the sets of those that were closed."""
    days = sorted(set(uncertain))
    subsets = chain.from_iterable(combinations(days, n) for n in range(len(days) + 1))
    return (frozenset(subset) for subset in subsets)


def outcomes(
    event: DaySpan, limit: Limit, closed: frozenset[date], uncertain: frozenset[date]
) -> set[date]:
    """Every last day in time that some world gives; Saturdays and Sundays are closed in all."""
    return {
        walked(day, limit, partial(is_open, closed | turned_out))
        for turned_out in worlds(uncertain)
        for day in days_of(event)
    }


def is_open(closed: frozenset[date], day: date) -> bool:
    """Whether an office with a weekend of Saturday and Sunday works on `day`."""
    return day.weekday() < 5 and day not in closed


def walked(event: date, limit: Limit, is_open: Open) -> date:
    """The last day in time in one world, found by walking day by day."""
    day = event - ONE_DAY if limit.first_day is FirstDay.SAME else event
    if limit.unit is Unit.WORKING_DAY:
        left = limit.length
        while left:
            day += ONE_DAY
            left -= is_open(day)
        return day
    day += timedelta(days=limit.length * (7 if limit.unit is Unit.WEEK else 1))
    step = {LastDay.STANDS: None, LastDay.MOVES_ON: ONE_DAY, LastDay.MOVES_BACK: -ONE_DAY}
    while (by := step[limit.last_day]) and not is_open(day):
        day += by
    return day


def days_of(event: DaySpan) -> Iterable[date]:
    """Every day on which an event may have been."""
    day = event.earliest
    while day <= event.latest:
        yield day
        day += ONE_DAY
