"""How long a law allows, and how it counts: limits, extensions, pauses, transfers."""

from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from tracker.domain.base.days import Span
from tracker.domain.base.text import Text


class Unit(StrEnum):
    """The unit in which a limit is counted."""

    HOUR = "hour"
    DAY = "day"
    WORKING_DAY = "working-day"
    WEEK = "week"
    MONTH = "month"


class FirstDay(StrEnum):
    """Whether the day of the event is itself counted."""

    NEXT = "next"
    SAME = "same"


class LastDay(StrEnum):
    """What happens if the last day is a day on which the office is closed."""

    STANDS = "stands"
    MOVES_ON = "moves-on"
    MOVES_BACK = "moves-back"


class MonthEnd(StrEnum):
    """Where a limit in months ends if its last month has no such day (31 January + 1 month)."""

    LAST_DAY = "last-day"
    NEXT_DAY = "next-day"


class RunsFrom(StrEnum):
    """Whether an extension is added to the limit, or is the whole time from the event.

    Either: it is added, and nothing that was read says whether it follows the end of the limit or
    makes one longer time from the event.
    """

    END_OF_LIMIT = "end-of-limit"
    EVENT = "event"
    EITHER = "either"


class AddedTo(StrEnum):
    """To which day an extension is added if the limit ends on a closed day that moves."""

    UNMOVED = "unmoved"
    MOVED = "moved"


class ClosedDayCounts(StrEnum):
    """As which day a receipt on a closed day counts.

    Either day: a rule that was read takes it as the next open day, but not for every way in which
    a letter can come in.
    """

    THAT_DAY = "that-day"
    EITHER_DAY = "either-day"


class PauseEffect(StrEnum):
    """What an interval does to a running count.

    Unsettled: it stops the count at least, and perhaps restarts it. In doubt: perhaps it does
    nothing. Runs on: the law says that it does nothing. Decides: the notice with which it begins
    is the body’s decision on the request, so that no time to reply runs after it.
    """

    RUNS_ON = "runs-on"
    STOPS = "stops"
    RESTARTS = "restarts"
    UNSETTLED = "unsettled"
    IN_DOUBT = "in-doubt"
    DECIDES = "decides"


class PauseDay(StrEnum):
    """Whether the first or the last day of a pause is itself left out of the count."""

    LEFT_OUT = "left-out"
    COUNTED = "counted"
    UNSETTLED = "unsettled"


class TransferEffect(StrEnum):
    """Which receipt counts after a request was transferred to another body.

    None: the law has no transfer. The time of the body asked continues, and it remains the body
    that must answer.
    """

    RESTARTS = "restarts"
    CONTINUES = "continues"
    UNSETTLED = "unsettled"
    NONE = "none"


@dataclass(frozen=True, slots=True)
class Limit:
    """A length of time that a law allows, as in force between two dates.

    `inferred` names the fields that are a reading of the text and not its words. `may_move` names
    provisions that might move a closed last day to the next open one, although it is unclear
    whether they apply here: both dates are then shown. A requester is held to the earlier one, and
    a body is late only after the later one. `uncertain` says why a limit may not be law. With
    `from_date_borne`, time runs from the date that a decision bears and not from its receipt.
    """

    span: Span
    length: int
    unit: Unit
    first_day: FirstDay
    last_day: LastDay
    sources: tuple[str, ...]
    month_end: MonthEnd | None = None
    inferred: frozenset[str] = frozenset()
    may_move: tuple[str, ...] = ()
    uncertain: str = ""
    from_date_borne: bool = False

    @property
    def closed_end_may_move(self) -> bool:
        """Return whether an end on a closed day moves on, or perhaps does."""
        return self.last_day is LastDay.MOVES_ON or bool(self.may_move)

    @property
    def may_move_on(self) -> bool:
        """Return whether it can end on a closed day and then moves on, or perhaps does."""
        return self.closed_end_may_move and self.unit is not Unit.WORKING_DAY


class Weekday(StrEnum):
    """A day of the week, Monday first."""

    MONDAY = "mon"
    TUESDAY = "tue"
    WEDNESDAY = "wed"
    THURSDAY = "thu"
    FRIDAY = "fri"
    SATURDAY = "sat"
    SUNDAY = "sun"

    @property
    def number(self) -> int:
        """Return the number of the day, Monday being 0."""
        return list(Weekday).index(self)


@dataclass(frozen=True, slots=True)
class ShortPeriods:
    """A rule that leaves days of rest out of a limit of at most so many days.

    Public holidays and `days_of_rest` are left out. Whether the other days of a calendar's weekend
    are is in doubt.
    """

    at_most: int
    days_of_rest: tuple[Weekday, ...]
    sources: tuple[str, ...]

    def governs(self, limit: Limit) -> bool:
        """Return whether a limit is short enough for the rule."""
        return limit.unit is Unit.DAY and limit.length <= self.at_most

    def applied(self, limit: Limit) -> Limit:
        """Return the limit in open days, which rests on this rule too."""
        sources = (*limit.sources, *self.sources)
        return replace(limit, unit=Unit.WORKING_DAY, sources=sources)


@dataclass(frozen=True, slots=True)
class Ground:
    """A ground on which a law lets a body take longer."""

    key: str
    says: Text


@dataclass(frozen=True, slots=True)
class Extension:
    """How much longer a body may take, on which grounds, and whether it must say so in time.

    `length` is the most that it may take; None if the law sets no number. An extension that
    `runs_from` the event is the whole time, the limit included. `added_to` is None if nothing that
    was read says it: the deadline then lies between the ends of both counts. `announcement` says
    who must tell whom, by when and how often.
    """

    unit: Unit
    runs_from: RunsFrom
    must_be_announced: bool
    sources: tuple[str, ...]
    length: int | None = None
    added_to: AddedTo | None = None
    grounds: tuple[Ground, ...] = ()
    announcement: Text | None = None
    inferred: frozenset[str] = frozenset()

    def may_follow_either(self, limit: Limit) -> bool:
        """Return whether it is unclear which day it follows if `limit` ends on a closed one."""
        added = self.runs_from is not RunsFrom.EVENT and self.added_to is None
        return added and limit.may_move_on


@dataclass(frozen=True, slots=True)
class Pause:
    """An interval between two events that the count leaves out, or after which it restarts.

    `begin_day` and `end_day` say whether the days of the two events are themselves left out. The
    pause also ends with whichever of `or_ends_with` comes first. If the law limits how often a
    body may pause the count, only the first `at_most` pauses of the kind have an effect.
    """

    key: str
    begins_with: str
    ends_with: str
    effect: PauseEffect
    begin_day: PauseDay
    end_day: PauseDay
    says: Text
    sources: tuple[str, ...]
    or_ends_with: tuple[str, ...] = ()
    at_most: int | None = None
    inferred: frozenset[str] = frozenset()

    @property
    def endings(self) -> tuple[str, ...]:
        """Return every event that ends the pause."""
        return (self.ends_with, *self.or_ends_with)


@dataclass(frozen=True, slots=True)
class ClosedReceipt:
    """What the law says about a request or claim that comes in on a closed day.

    Without it no such rule was read, and the day of receipt counts as logged.
    """

    counts_as: ClosedDayCounts
    says: Text
    sources: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Longer:
    """A stage whose longer time applies instead if the event `when` happened.

    Nobody has to tell the requester of it: until the event is logged, it is only possible.
    """

    stage: str
    when: str


@dataclass(frozen=True, slots=True)
class Transfer:
    """What the law says about the time if a request goes to another body.

    `limits` are the times that this other body has of its own, in place of those of the stage.
    The effect says from which receipt they run.
    """

    effect: TransferEffect
    says: Text
    sources: tuple[str, ...]
    inferred: frozenset[str] = frozenset()
    limits: tuple[Limit, ...] = ()

    def limit_on(self, day: date) -> Limit | None:
        """Return the other body’s own time for a request first received on `day`, or None."""
        return next((limit for limit in self.limits if day in limit.span), None)


@dataclass(frozen=True, slots=True)
class Outer:
    """The day past which a window never runs, counted from an event of its own."""

    counts_from: str
    length: int
    unit: Unit
    first_day: FirstDay
    last_day: LastDay
    sources: tuple[str, ...]
    month_end: MonthEnd | None = None
    inferred: frozenset[str] = frozenset()


@dataclass(frozen=True, slots=True)
class Gap:
    """A span for which the file has no limit, and why."""

    span: Span
    why: Text
