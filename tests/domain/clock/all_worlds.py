"""Every way in which a count can turn out, walked day by day: what the two bounds are held to.

Nothing here looks days up or reasons about bounds: a world settles everything that is in doubt,
and its last day is found by going from one day to the next.
"""

from collections.abc import Iterator, Mapping
from datetime import date, timedelta
from functools import partial
from itertools import product
from typing import NamedTuple

from tests.domain.small_world import ONE_DAY, Open, days_of, is_open, worlds
from tracker.domain.base.days import DaySpan
from tracker.domain.clock.interruptions import EXTENSION_NOTICED, TRANSFERRED
from tracker.domain.law.limits import (
    AddedTo,
    Extension,
    FirstDay,
    LastDay,
    Limit,
    MonthEnd,
    Outer,
    Pause,
    PauseDay,
    PauseEffect,
    RunsFrom,
    Transfer,
    TransferEffect,
    Unit,
)

GOES_ON_FOR = timedelta(days=7)
NOTHING: frozenset[date] = frozenset()
IS_LEFT_OUT = {
    PauseDay.LEFT_OUT: (True,),
    PauseDay.COUNTED: (False,),
    PauseDay.UNSETTLED: (True, False),
}
RESTARTS = {
    PauseEffect.STOPS: (False,),
    PauseEffect.RESTARTS: (True,),
    PauseEffect.UNSETTLED: (True, False),
    PauseEffect.IN_DOUBT: (True, False),
}


class Case(NamedTuple):
    """A count, what happened after its event by kind, and the days off of its calendar."""

    event: DaySpan
    limit: Limit
    closed: frozenset[date] = NOTHING
    uncertain: frozenset[date] = NOTHING
    pauses: tuple[Pause, ...] = ()
    transfer: Transfer | None = None
    extension: Extension | None = None
    extended: bool = False
    outer: Outer | None = None
    happened: Mapping[str, DaySpan] = {}


class Paused(NamedTuple):
    """A pause in one world: the days it leaves out, and whether the time restarts after it."""

    begin: date
    end: date
    left_out: frozenset[date]
    restarts: bool


class World(NamedTuple):
    """One way in which all turns out.

    `until_moved` lets a pause begin until the open day to which a closed last day moves.
    """

    start: date
    is_open: Open
    pauses: tuple[Paused, ...]
    transferred: date | None
    noticed: date | None
    outer_from: date | None
    moves_on: bool
    from_moved: bool
    until_moved: bool


def last_days(case: Case) -> set[date]:
    """The last day in time in every world."""
    return {_last_day(case, world) for world in _worlds(case)}


def _worlds(case: Case) -> Iterator[World]:
    outer_kind = case.outer.counts_from if case.outer else ""
    for pauses in product(*(list(_ways_of(case, pause)) for pause in case.pauses)):
        for closed, start, transferred, noticed, outer_from, *moves in product(
            [case.closed | each for each in worlds(case.uncertain)],
            days_of(case.event),
            _transfers(case),
            _days(case, EXTENSION_NOTICED),
            _days(case, outer_kind),
            (False, True) if case.limit.may_move else (False,),
            _bases(case.extension),
            (False, True) if case.pauses else (False,),
        ):
            came = tuple(each for each in pauses if each)
            opened = partial(is_open, closed)
            yield World(start, opened, came, transferred, noticed, outer_from, *moves)


def _bases(extension: Extension | None) -> tuple[bool, ...]:
    """Whether an extension follows the next open day, if the limit ends on a closed one."""
    if extension is None:
        return (False,)
    return {AddedTo.UNMOVED: (False,), AddedTo.MOVED: (True,), None: (False, True)}[
        extension.added_to
    ]


def _days(case: Case, kind: str) -> list[date | None]:
    return list(days_of(case.happened[kind])) if kind in case.happened else [None]


def _transfers(case: Case) -> list[date | None]:
    """The days from which a transfer restarts the time; None where it does not."""
    days = _days(case, TRANSFERRED)
    effect = case.transfer.effect if case.transfer else TransferEffect.UNSETTLED
    if effect in (TransferEffect.CONTINUES, TransferEffect.NONE):
        return [None]
    return [*days, None] if effect is TransferEffect.UNSETTLED else days


def _ways_of(case: Case, pause: Pause) -> Iterator[Paused | None]:
    """Every way in which a pause can have been, None for not at all."""
    if pause.begins_with not in case.happened:
        yield None
        return
    if pause.effect in (PauseEffect.IN_DOUBT, PauseEffect.RUNS_ON, PauseEffect.DECIDES):
        yield None
    if pause.effect in (PauseEffect.RUNS_ON, PauseEffect.DECIDES):
        return  # after a decision nothing is left out: no time runs at all
    for begin in days_of(case.happened[pause.begins_with]):
        for end, restarts, first, last in product(
            _ends(case, pause, begin),
            RESTARTS[pause.effect],
            IS_LEFT_OUT[pause.begin_day],
            IS_LEFT_OUT[pause.end_day],
        ):
            days = set(days_of(DaySpan(begin, end)))
            days -= set() if first else {begin}
            days -= set() if last else {end}
            yield Paused(begin, end, frozenset(days), restarts)


def _ends(case: Case, pause: Pause, begin: date) -> list[date]:
    """The days on which it can have ended; one that goes on is let go on for a week."""
    if pause.ends_with not in case.happened:
        return list(days_of(DaySpan(begin, begin + GOES_ON_FOR)))
    return [end for end in days_of(case.happened[pause.ends_with]) if begin <= end]


def _last_day(case: Case, world: World) -> date:
    day = _rolled(case, world, None)
    extension = case.extension
    noticed = world.noticed is not None
    in_time = noticed and (world.noticed or day) <= day
    if extension and (case.extended or in_time or (noticed and not extension.must_be_announced)):
        day = _rolled(case, world, extension)
    if case.outer and world.outer_from:
        bound = _walk(world.outer_from, case.outer, NOTHING, world.is_open)
        day = min(day, _roll(bound, case.outer.last_day, world.is_open))
    return day


def _rolled(case: Case, world: World, extension: Extension | None) -> date:
    """Where the count ends once a closed last day has moved, if the law moves it."""
    (day, left_out), limit = _ended(case, world, extension), case.limit
    if (extension or limit).unit is Unit.WORKING_DAY:
        return day
    if world.until_moved and _moves_on(case, world):
        return _unpaused(day, left_out, world.is_open)
    return _roll(day, LastDay.MOVES_ON if world.moves_on else limit.last_day, world.is_open)


def _moves_on(case: Case, world: World) -> bool:
    return world.moves_on or case.limit.last_day is LastDay.MOVES_ON


def _unpaused(day: date, left_out: frozenset[date], opened: Open) -> date:
    """The next open day that no pause leaves out."""
    while not opened(day) or day in left_out:
        day += ONE_DAY
    return day


def _roll(day: date, rule: LastDay, opened: Open) -> date:
    step = {LastDay.STANDS: None, LastDay.MOVES_ON: ONE_DAY, LastDay.MOVES_BACK: -ONE_DAY}[rule]
    while step and not opened(day):
        day += step
    return day


def _ended(case: Case, world: World, extension: Extension | None) -> tuple[date, frozenset[date]]:
    """Where the count ends before its last day moves, and the days that its pauses left out: one
    interruption after the other."""
    start, left_out = world.start, NOTHING
    base = _moves_on(case, world) and world.from_moved
    by_days = (extension or case.limit).unit is not Unit.WORKING_DAY
    later = by_days and _moves_on(case, world) and world.until_moved
    came: list[tuple[date, Paused | None]] = [(each.begin, each) for each in world.pauses]
    came += [(world.transferred, None)] if world.transferred else []
    end = _whole(start, case.limit, extension, left_out, world.is_open, moved=base)
    for day, paused in sorted(came, key=lambda each: each[0]):
        if paused is None:
            start = max(start, day)
        elif day <= (_unpaused(end, left_out, world.is_open) if later else end):
            left_out |= paused.left_out
            start = max(start, paused.end) if paused.restarts else start
        end = _whole(start, case.limit, extension, left_out, world.is_open, moved=base)
    return end, left_out


def _whole(
    start: date,
    limit: Limit,
    extension: Extension | None,
    left_out: frozenset[date],
    opened: Open,
    *,
    moved: bool,
) -> date:
    """The end of a limit and its extension, which may follow the open, unpaused day after it."""
    end = _walk(start, limit, left_out, opened)
    if extension is None or extension.length is None:
        return end
    if extension.runs_from is RunsFrom.EVENT:
        return max(end, _walk(start, extension, left_out, opened, limit.first_day))
    if moved and limit.unit is not Unit.WORKING_DAY:
        end = _unpaused(end, left_out, opened)
    return _walk(end, extension, left_out, opened, FirstDay.NEXT)


def _walk(
    start: date,
    length: Limit | Extension | Outer,
    left_out: frozenset[date],
    opened: Open,
    first_day: FirstDay | None = None,
) -> date:
    """The day on which a length of time ends, with the days of `left_out` not counted."""
    first = first_day or (FirstDay.NEXT if isinstance(length, Extension) else length.first_day)
    day = start if first is FirstDay.NEXT else start - ONE_DAY
    if length.unit is Unit.MONTH:
        return _months(day, length, left_out)
    days = (length.length or 0) * (7 if length.unit is Unit.WEEK else 1)
    while days:
        day += ONE_DAY
        counts = opened(day) if length.unit is Unit.WORKING_DAY else True
        days -= counts and day not in left_out
    return day


def _months(day: date, length: Limit | Extension | Outer, left_out: frozenset[date]) -> date:
    """Whole months later, and one day more for each day left out on the way."""
    number, end = day.day, day
    for _ in range(length.length or 0):
        end = (end.replace(day=28) + timedelta(days=4)).replace(day=1)
    last = (end.replace(day=28) + timedelta(days=4)).replace(day=1) - ONE_DAY
    next_day = isinstance(length, Limit | Outer) and length.month_end is MonthEnd.NEXT_DAY
    end = end.replace(day=number) if number <= last.day else last + ONE_DAY * next_day
    to_come = sorted(each for each in left_out if each > day)
    for each in to_come:
        end += ONE_DAY * (each <= end)
    return end
