"""What stops a running count or starts it anew: notices of fees, questions back, transfers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import NamedTuple

from tracker.domain.days import ONE_DAY, DaySpan, days_of
from tracker.domain.law import Actor, Stage
from tracker.domain.lengths import World
from tracker.domain.limits import Pause, PauseDay, PauseEffect, Transfer, TransferEffect
from tracker.domain.text import Text

TRANSFERRED = "transferred"
EXTENSION_NOTICED = "extension-noticed"
UNSURE = frozenset({PauseEffect.UNSETTLED, PauseEffect.IN_DOUBT})


@dataclass(frozen=True, slots=True)
class Happened:
    """An event after the one that started the count, by the kind that histories know."""

    kind: str
    on: DaySpan


@dataclass(frozen=True, slots=True)
class Interruption:
    """A pause or a transfer that happened; no `end` while the answer is still awaited.

    `rule` is None for a transfer of which the law's file says nothing.
    """

    rule: Pause | Transfer | None
    begin: DaySpan
    end: DaySpan | None

    @property
    def settled(self) -> bool:
        """Whether the law says what the interruption does to the count, day by day."""
        if isinstance(self.rule, Pause):
            days = (self.rule.begin_day, self.rule.end_day)
            return self.rule.effect not in UNSURE and PauseDay.UNSETTLED not in days
        return self.rule is not None and self.rule.effect is not TransferEffect.UNSETTLED

    @property
    def sources(self) -> tuple[str, ...]:
        """The provisions of the rule."""
        return self.rule.sources if self.rule else ()

    @property
    def says(self) -> Text | None:
        """The rule in the words of the file."""
        return self.rule.says if self.rule else None


class Stretch(NamedTuple):
    """Days that a count leaves out, both ends included."""

    first: date
    last: date


def interruptions(stage: Stage, happened: Iterable[Happened]) -> tuple[Interruption, ...]:
    """The pauses and transfers that `stage` knows, by the day on which they began."""
    found = sorted(happened, key=lambda each: each.on.earliest)
    all_of_them = [*_transfers(stage, found), *_pauses(stage, found)]
    return tuple(sorted(all_of_them, key=lambda each: each.begin.earliest))


def _transfers(stage: Stage, happened: list[Happened]) -> Iterator[Interruption]:
    """A request is handed to another body: that bears on a body's time, and on no window."""
    if stage.transfer is None and stage.actor is not Actor.BODY:
        return
    for each in happened:
        if each.kind == TRANSFERRED:
            yield Interruption(stage.transfer, each.on, each.on)


def _pauses(stage: Stage, happened: list[Happened]) -> Iterator[Interruption]:
    """Each beginning with the first ending that came on its day or later."""
    for pause in stage.pauses:
        ends = [each.on for each in happened if each.kind == pause.ends_with]
        for begin in (each.on for each in happened if each.kind == pause.begins_with):
            end = next((end for end in ends if end.latest >= begin.earliest), None)
            if end:
                ends.remove(end)
            yield Interruption(pause, begin, end)


def begun(interruption: Interruption) -> Iterator[Interruption]:
    """The interruption for each day on which it can have begun, where that alone makes a bound.

    It does where a pause goes on, which is taken as ended on the day of its beginning, and where
    the days of its beginning and of its end overlap; else the two ends of a span are enough.
    """
    rule, begin, end = interruption.rule, interruption.begin, interruption.end
    if end and (begin.latest <= end.earliest or not isinstance(rule, Pause)):
        yield interruption
        return
    for day in days_of(begin):
        if end is None:
            yield Interruption(rule, DaySpan.on(day), DaySpan.on(day))
        elif day <= end.latest:
            ended = DaySpan(max(day, end.earliest), end.latest)
            yield Interruption(rule, DaySpan.on(day), ended)


def restarts(interruption: Interruption) -> bool:
    """Whether the law says that the whole time runs anew after it."""
    rule = interruption.rule
    return rule is not None and rule.effect in {PauseEffect.RESTARTS, TransferEffect.RESTARTS}


def perhaps_restart_of(interruption: Interruption, world: World) -> date | None:
    """The day from which the whole time runs anew in that world, surely or perhaps."""
    rule, end = interruption.rule, interruption.end
    if end is None:
        return None
    if rule is not None and rule.effect in {PauseEffect.STOPS, TransferEffect.CONTINUES}:
        return None
    return end.latest if world.patient else end.earliest


def restart_of(interruption: Interruption, world: World) -> date | None:
    """The day from which the whole time runs anew in that world; None where it does not.

    Where that is not settled it does in the patient world alone.
    """
    sure = restarts(interruption) or world.patient
    return perhaps_restart_of(interruption, world) if sure else None


def begin_of(interruption: Interruption, world: World) -> date:
    """The day on which it began in that world: as late as it can have been in the eager one."""
    begin, end = interruption.begin, interruption.end
    if world.patient:
        return begin.earliest
    return min(begin.latest, end.earliest) if end else begin.latest


def stretch_of(interruption: Interruption, world: World) -> Stretch | None:
    """The days that it leaves out in that world; None where there are none, or it goes on."""
    pause, end = interruption.rule, interruption.end
    if not isinstance(pause, Pause) or end is None:
        return None
    if pause.effect is PauseEffect.IN_DOUBT and not world.patient:
        return None
    begin = begin_of(interruption, world)
    ended = end.latest if world.patient else end.earliest
    first = begin if _left_out(pause.begin_day, world) else begin + ONE_DAY
    last = ended if _left_out(pause.end_day, world) else ended - ONE_DAY
    return Stretch(first, last) if first <= last else None


def _left_out(day: PauseDay, world: World) -> bool:
    return day is PauseDay.LEFT_OUT or (day is PauseDay.UNSETTLED and world.patient)
