"""The steps of a count, so that a reader can follow it with a paper calendar."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from tracker.domain.law import Provision, Source, Unit
from tracker.domain.text import Text


class Reason(StrEnum):
    """Why a count stands at a day."""

    EVENT = "event"
    CLOSED = "closed"
    UNCERTAIN = "uncertain"
    LIMIT = "limit"
    EXTENSION = "extension"
    MOVES_ON = "moves-on"
    MOVES_BACK = "moves-back"
    MAY_MOVE_ON = "may-move-on"


class Bound(StrEnum):
    """One end of a span: uncertain days taken as open, or as closed."""

    EARLIEST = "earliest"
    LATEST = "latest"


@dataclass(frozen=True, slots=True)
class Move:
    """One step: the day reached or skipped, why, and on what authority.

    `bound` says, where the two readings of the calendar part, to which of them the step belongs.
    """

    day: date
    reason: Reason
    provisions: tuple[Provision, ...] = ()
    sources: tuple[Source, ...] = ()
    names: tuple[Text, ...] = ()
    length: int = 0
    unit: Unit | None = None
    bound: Bound | None = None


class Caution(StrEnum):
    """What a reader must know beside a date. The first four make it provisional."""

    RULE_UNVERIFIED = "rule-unverified"
    LIMIT_UNCERTAIN = "limit-uncertain"
    CALENDAR_UNCHECKED = "calendar-unchecked"
    CALENDAR_UNKNOWN = "calendar-unknown"
    UNCERTAIN_DAYS = "uncertain-days"
    INFERRED = "inferred"
    LAST_DAY_CLOSED = "last-day-closed"
    NO_SAFE_DAY = "no-safe-day"


PROVISIONAL = frozenset(
    {
        Caution.RULE_UNVERIFIED,
        Caution.LIMIT_UNCERTAIN,
        Caution.CALENDAR_UNCHECKED,
        Caution.CALENDAR_UNKNOWN,
    }
)


@dataclass(frozen=True, slots=True)
class Warn:
    """A caution with what it needs to be said in a sentence."""

    caution: Caution
    day: date | None = None
    other_day: date | None = None
    provisions: tuple[Provision, ...] = ()
    detail: str = ""


@dataclass(frozen=True, slots=True)
class Cited:
    """An authority as it was named when a count was put on record."""

    cite: Text
    where: str
    read_in: str


@dataclass(frozen=True, slots=True)
class CountStep:
    """A move as it is frozen with a silence or a record: all that it needs is in it."""

    day: date
    reason: Reason
    cited: tuple[Cited, ...] = ()
    names: tuple[Text, ...] = ()
    length: int = 0
    unit: Unit | None = None
    bound: Bound | None = None


def frozen(move: Move) -> CountStep:
    """The move with its authorities written out, independent of the library's later editions."""
    cited = [Cited(p.cite, p.source.where, p.source.read_in.value) for p in move.provisions]
    cited += [
        Cited(Text({"en": s.note or s.where}), s.where, s.read_in.value) for s in move.sources
    ]
    return CountStep(
        move.day, move.reason, tuple(cited), move.names, move.length, move.unit, move.bound
    )
