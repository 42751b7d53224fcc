"""What pauses or restarts a running count: fee notices, clarification requests, transfers."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from typing import NamedTuple

from tracker.domain.base.days import ONE_DAY, DaySpan, days_in
from tracker.domain.base.text import Text
from tracker.domain.clock.default_pauses import pauses_of
from tracker.domain.clock.lengths import CalendarReading
from tracker.domain.law.law import Actor, Stage
from tracker.domain.law.limits import Pause, PauseDay, PauseEffect, Transfer, TransferEffect

TRANSFERRED = "transferred"
EXTENSION_NOTICED = "extension-noticed"
GO_ON = frozenset(
    {
        PauseEffect.RUNS_ON,
        PauseEffect.STOPS,
        PauseEffect.DECIDES,
        TransferEffect.CONTINUES,
        TransferEffect.NONE,
    }
)
UNSURE = frozenset({PauseEffect.UNSETTLED, PauseEffect.IN_DOUBT})


@dataclass(frozen=True, slots=True)
class Happened:
    """An event after the one that started the count, with its kind as in a history."""

    kind: str
    on: DaySpan


@dataclass(frozen=True, slots=True)
class Interruption:
    """A pause or a transfer that happened; no `end` while the answer is still awaited, nor for a
    notice that decided the request.

    `rule` is None for a transfer about which the law's file says nothing.
    """

    rule: Pause | Transfer | None
    begin: DaySpan
    end: DaySpan | None

    @property
    def stands_still(self) -> bool:
        """Return whether the pause has no end yet, so that the clock may be paused now."""
        return self.end is None and not self.without_effect

    @property
    def without_effect(self) -> bool:
        """Return whether the law says that the time ran on."""
        return self.rule is not None and self.rule.effect is PauseEffect.RUNS_ON

    @property
    def in_doubt(self) -> bool:
        """Return whether the interruption may have had no effect at all."""
        return self.rule is not None and self.rule.effect is PauseEffect.IN_DOUBT

    @property
    def settled(self) -> bool:
        """Return whether the law says what the interruption does to the count, day by day."""
        if self.without_effect:
            return True
        if isinstance(self.rule, Pause):
            days = (self.rule.begin_day, self.rule.end_day)
            return self.rule.effect not in UNSURE and PauseDay.UNSETTLED not in days
        return self.rule is not None and self.rule.effect is not TransferEffect.UNSETTLED

    @property
    def decides(self) -> bool:
        """Return whether the notice is the body’s decision on the request."""
        return self.rule is not None and self.rule.effect is PauseEffect.DECIDES

    @property
    def outside_the_law(self) -> bool:
        """Return whether it is a transfer under a law that has none."""
        return self.rule is not None and self.rule.effect is TransferEffect.NONE

    @property
    def sources(self) -> tuple[str, ...]:
        """Return the provisions of the rule; empty if the law's file has no rule."""
        return self.rule.sources if self.rule else ()

    @property
    def says(self) -> Text | None:
        """Return the rule in the words of the law's file; None without a rule."""
        return self.rule.says if self.rule else None


class PauseSpan(NamedTuple):
    """Days that a count leaves out, both ends included."""

    first: date
    last: date


def deciding_kinds(stage: Stage) -> frozenset[str]:
    """Return the kinds of notice that are the body’s decision, if they come in time."""
    deciding = (each for each in stage.pauses if each.effect is PauseEffect.DECIDES)
    return frozenset(each.begins_with for each in deciding)


def interruptions(stage: Stage, happened: Iterable[Happened]) -> tuple[Interruption, ...]:
    """Return the pauses and transfers that `stage` knows, by the day on which they began."""
    found = sorted(happened, key=lambda each: each.on.earliest)
    all_of_them = [*_transfers(stage, found), *_pauses(stage, found)]
    return tuple(sorted(all_of_them, key=lambda each: each.begin.earliest))


def _transfers(stage: Stage, happened: list[Happened]) -> Iterator[Interruption]:
    """Yield the transfers to another body: they affect a body's time, and no window."""
    if stage.transfer is None and stage.actor is not Actor.BODY:
        return
    for each in happened:
        if each.kind == TRANSFERRED:
            yield Interruption(stage.transfer, each.on, each.on)


def _pauses(stage: Stage, happened: list[Happened]) -> Iterator[Interruption]:
    """Yield each pause with the first ending that came on its first day or later."""
    answered: set[int] = set()
    # An event that can end only one pause ended that one. Whether it also ended another pause,
    # which other events can end too, is in doubt.
    for pause in sorted(pauses_of(stage), key=lambda each: len(each.endings)):
        begins = [each.on for each in happened if each.kind == pause.begins_with]
        ends = [n for n, each in enumerate(happened) if each.kind in pause.endings]
        spent: set[int] = set()
        for nth, begin in enumerate(begins):
            later = (n for n in ends if n not in spent and happened[n].on.latest >= begin.earliest)
            used = _until_own(later, answered)
            spent |= set(used)
            decides = pause.effect is PauseEffect.DECIDES
            ended = bool(used) and used[-1] not in answered and not decides
            end = (
                DaySpan(happened[used[0]].on.earliest, happened[used[-1]].on.latest)
                if ended
                else None
            )
            yield Interruption(_nth(pause, begins, nth), begin, end)
        answered |= spent


def _until_own(endings: Iterator[int], answered: set[int]) -> list[int]:
    """Return the endings up to the first that ended no other pause.

    Even the first of them may be the end.
    """
    used = []
    for each in endings:
        used.append(each)
        if each not in answered:
            break
    return used


def _nth(pause: Pause, begins: list[DaySpan], nth: int) -> Pause:
    """Return the rule for the nth pause of its kind: those beyond `at_most` have no effect.

    The effect is in doubt if it is unclear which of two pauses came first.
    """
    most = pause.at_most
    if most is None or len(begins) <= most:
        return pause
    last, beyond = begins[most - 1], begins[most]
    if begins[nth].earliest <= last.latest and begins[nth].latest >= beyond.earliest:
        return replace(pause, effect=PauseEffect.IN_DOUBT)
    return pause if nth < most else replace(pause, effect=PauseEffect.RUNS_ON)


def begun_interruptions(interruption: Interruption) -> Iterator[Interruption]:
    """Yield the interruption for each day on which it can have begun, if a bound needs that.

    A bound needs it if the pause still goes on, which is taken as ended on the day of its
    beginning, and if the days of its beginning and its end overlap. Otherwise the two ends of a
    span are enough.
    """
    rule, begin, end = interruption.rule, interruption.begin, interruption.end
    if end and (begin.latest <= end.earliest or not isinstance(rule, Pause)):
        yield interruption
        return
    for day in days_in(begin):
        if end is None:
            yield Interruption(rule, DaySpan.on(day), DaySpan.on(day))
        elif day <= end.latest:
            ended = DaySpan(max(day, end.earliest), end.latest)
            yield Interruption(rule, DaySpan.on(day), ended)


def restarts(interruption: Interruption) -> bool:
    """Return whether the law says that the whole time restarts after the interruption."""
    rule = interruption.rule
    return rule is not None and rule.effect in {PauseEffect.RESTARTS, TransferEffect.RESTARTS}


def perhaps_restart_of(interruption: Interruption, reading: CalendarReading) -> date | None:
    """Return the day from which the time certainly or perhaps restarts in that reading.

    Returns None if it does not.
    """
    rule, end = interruption.rule, interruption.end
    if end is None or (rule is not None and rule.effect in GO_ON):
        return None
    return end.latest if reading.latest else end.earliest


def restart_of(interruption: Interruption, reading: CalendarReading) -> date | None:
    """Return the day from which the whole time restarts in that reading; None if it does not.

    If the law is unclear, it restarts in the latest reading only.
    """
    sure = restarts(interruption) or reading.latest
    return perhaps_restart_of(interruption, reading) if sure else None


def begin_of(interruption: Interruption, reading: CalendarReading) -> date:
    """Return the day on which the interruption began in that reading.

    In the earliest reading that is the latest possible day.
    """
    begin, end = interruption.begin, interruption.end
    if reading.latest:
        return begin.earliest
    return min(begin.latest, end.earliest) if end else begin.latest


def stretch_of(interruption: Interruption, reading: CalendarReading) -> PauseSpan | None:
    """Return the days left out in that reading; None if there are none, or the pause goes on."""
    pause, end = interruption.rule, interruption.end
    if not isinstance(pause, Pause) or end is None:
        return None
    if interruption.without_effect or interruption.decides:
        return None
    if pause.effect is PauseEffect.IN_DOUBT and not reading.latest:
        return None
    begin = begin_of(interruption, reading)
    ended = end.latest if reading.latest else end.earliest
    first = begin if _left_out(pause.begin_day, reading) else begin + ONE_DAY
    last = ended if _left_out(pause.end_day, reading) else ended - ONE_DAY
    return PauseSpan(first, last) if first <= last else None


def _left_out(day: PauseDay, reading: CalendarReading) -> bool:
    return day is PauseDay.LEFT_OUT or (day is PauseDay.UNSETTLED and reading.latest)
