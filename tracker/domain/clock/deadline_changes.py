"""What moved a deadline when the library changed: two counts of one limit compared."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from functools import lru_cache

from tracker.domain.base.kept import SamePart
from tracker.domain.base.text import Text
from tracker.domain.law.count_step import CountStep, Reason
from tracker.domain.law.law import Cited
from tracker.domain.law.limits import Unit

# More than the days on which the requests of one recalculated batch were received.
_MOST_KEPT = 256


class Term(StrEnum):
    """Which of the deadlines that follow from one event is meant.

    It is a limit of the law, a day that an appeal body set, or the end of the time to challenge
    the block itself.
    """

    ORDINARY = "ordinary"
    LONGEST = "longest"
    URGENT = "urgent"
    AFTER_SILENCE = "after-silence"
    AFTER_DECISION = "after-decision"
    AFTER_NOTICE = "after-notice"
    HEARING = "hearing"
    COMPLIANCE = "compliance"
    CHALLENGE = "challenge"


class Why(StrEnum):
    """What is different about the law or the calendar."""

    DAY_OFF = "day-off"
    DAY_IN_DOUBT = "day-in-doubt"
    DAY_WORKED = "day-worked"
    LIMIT = "limit"
    EXTENSION = "extension"
    SECTION = "section"
    START = "start"
    EXTENDED_FROM = "extended-from"
    CLOSED_END = "closed-end"
    NO_NUMBER_BEFORE = "no-number-before"
    NO_NUMBER_NOW = "no-number-now"
    COUNTING = "counting"


@dataclass(frozen=True, slots=True)
class Length:
    """A number of units of time."""

    number: int
    unit: Unit


@dataclass(frozen=True, slots=True)
class DeadlineChange:
    """One difference, with all that its sentence needs, so that it can be read years later."""

    why: Why
    day: date | None = None
    other_day: date | None = None
    names: tuple[Text, ...] = ()
    cited: tuple[Cited, ...] = ()
    was: Length | None = None
    now: Length | None = None


@dataclass(frozen=True, slots=True)
class Bounds:
    """A last day: `latest` is None if the calendar was not known that far."""

    earliest: date
    latest: date | None


@dataclass(frozen=True, slots=True)
class DeadlineSnapshot:
    """A deadline as it was last shown, with its count.

    `opening` is the entry from which it is counted.
    """

    stage: str
    opening: int
    term: Term
    earliest: date
    latest: date | None
    moves: tuple[CountStep, ...] = ()

    @property
    def place(self) -> tuple[int, str, Term]:
        """Return what identifies the deadline: its opening, stage and term."""
        return self.opening, self.stage, self.term

    @property
    def bounds(self) -> Bounds:
        """Return the earliest and latest day alone."""
        return Bounds(self.earliest, self.latest)

    @property
    def end(self) -> date:
        """Return the last day that the count reached."""
        return max((move.day for move in self.moves), default=self.latest or self.earliest)


# Deadlines as a key of what is kept about them. Requests received by a body on the same day have
# the same counts, and to compare the steps of these takes longer than most of what is kept.
ByCounts = tuple[tuple[str, int, Term, date, date | None, SamePart[tuple[CountStep, ...]]], ...]


def by_counts(told: Iterable[DeadlineSnapshot]) -> ByCounts:
    """Return deadlines as a key, in which each count equals only itself."""
    return tuple(
        (each.stage, each.opening, each.term, each.earliest, each.latest, SamePart(each.moves))
        for each in told
    )


def with_counts(key: ByCounts) -> tuple[DeadlineSnapshot, ...]:
    """Return the deadlines of a key."""
    return tuple(
        DeadlineSnapshot(stage, opening, term, earliest, latest, count.part)
        for stage, opening, term, earliest, latest, count in key
    )


@dataclass(frozen=True, slots=True)
class Shift:
    """A deadline that moved: what it was and is, why, and its count.

    `was` and `now` are None if no limit was or is known.
    """

    stage: str
    term: Term
    was: Bounds | None
    now: Bounds | None
    why: tuple[DeadlineChange, ...]
    count: tuple[CountStep, ...] = ()


def kept_shifts(
    before: Iterable[DeadlineSnapshot], now: Iterable[DeadlineSnapshot]
) -> tuple[tuple[int, Shift], ...]:
    """Return the `shifts`, compared once for all requests that have the same counts."""
    return _kept_shifts(by_counts(before), by_counts(now))


@lru_cache(maxsize=_MOST_KEPT)
def _kept_shifts(before: ByCounts, now: ByCounts) -> tuple[tuple[int, Shift], ...]:
    return tuple(shifts(with_counts(before), with_counts(now)))


def shifts(
    before: Iterable[DeadlineSnapshot], now: Iterable[DeadlineSnapshot]
) -> Iterator[tuple[int, Shift]]:
    """Yield the deadlines that moved, each after the entry that its limit starts from.

    The order is that in which they are counted.
    """
    olds, news = ({told.place: told for told in each} for each in (before, now))
    for place in dict.fromkeys((*news, *olds)):
        old, new = olds.get(place), news.get(place)
        was, is_now = (told.bounds if told else None for told in (old, new))
        if was == is_now:
            continue
        opening, stage, term = place
        count = new.moves if new else ()
        yield opening, Shift(stage, term, was, is_now, tuple(_changes(old, new)), count)


def _changes(
    old: DeadlineSnapshot | None, new: DeadlineSnapshot | None
) -> Iterator[DeadlineChange]:
    if old and new:
        yield from changes_between(old, new)
    elif new:
        yield DeadlineChange(Why.NO_NUMBER_BEFORE)
    else:
        yield DeadlineChange(Why.NO_NUMBER_NOW)


def changes_between(old: DeadlineSnapshot, new: DeadlineSnapshot) -> tuple[DeadlineChange, ...]:
    """Return why the newer count ends on another day.

    If its steps do not show why, the only reason returned is COUNTING.
    """
    if not old.moves:
        return (DeadlineChange(Why.COUNTING),)
    found = (*_starts(old, new), *_lengths(old, new), *_bases(old, new), *_days(old, new))
    return found or tuple(_rules(old, new)) or (DeadlineChange(Why.COUNTING),)


def _starts(old: DeadlineSnapshot, new: DeadlineSnapshot) -> Iterator[DeadlineChange]:
    """Yield a change of the start: a window counts from the end of the reply, which may move."""
    before, after = ([m.day for m in t.moves if m.reason is Reason.EVENT] for t in (old, new))
    if before and after and before != after:
        yield DeadlineChange(Why.START, after[0], before[0])


_LENGTHS = {Reason.LIMIT: Why.LIMIT, Reason.EXTENSION: Why.EXTENSION}


def _lengths(old: DeadlineSnapshot, new: DeadlineSnapshot) -> Iterator[DeadlineChange]:
    for reason, why in _LENGTHS.items():
        was, now = _length(old.moves, reason), _length(new.moves, reason)
        if was != now:
            yield DeadlineChange(why, was=was, now=now, cited=_cited(new.moves, reason))


def _length(moves: Sequence[CountStep], reason: Reason) -> Length | None:
    found = next((move for move in moves if move.reason is reason and move.unit), None)
    return Length(found.length, found.unit) if found and found.unit else None


def _cited(moves: Sequence[CountStep], reason: Reason) -> tuple[Cited, ...]:
    return next((move.cited for move in moves if move.reason is reason), ())


_EXTENDED_FROM = frozenset({Reason.EXTENDED_FROM, Reason.PERHAPS_EXTENDED_FROM})


def _bases(old: DeadlineSnapshot, new: DeadlineSnapshot) -> Iterator[DeadlineChange]:
    """Yield that only one of two extended counts goes on from an open day after the limit."""
    was, now = _base(old), _base(new)
    extended = _length(old.moves, Reason.EXTENSION) and _length(new.moves, Reason.EXTENSION)
    if extended and (was is None) != (now is None):
        cited = _cited(new.moves, Reason.EXTENSION)
        yield DeadlineChange(
            Why.EXTENDED_FROM, now or _limit_end(new), was or _limit_end(old), cited=cited
        )


def _base(told: DeadlineSnapshot) -> date | None:
    """Return the last open day from which an extension is or may be counted; None without one."""
    return max((move.day for move in told.moves if move.reason in _EXTENDED_FROM), default=None)


def _limit_end(told: DeadlineSnapshot) -> date:
    return max(move.day for move in told.moves if move.reason is Reason.LIMIT)


def _before_base(old: DeadlineSnapshot, new: DeadlineSnapshot) -> set[date]:
    """Return the closed days that only one count names, because its extension follows them."""
    with_base = [told for told in (old, new) if _base(told)]
    if len(with_base) != 1:
        return set()
    (told,) = with_base
    base = _base(told)
    return {m.day for m in told.moves if base and m.reason is Reason.END_CLOSED and m.day < base}


_OFF = frozenset({Reason.CLOSED, Reason.END_CLOSED})


def _days(old: DeadlineSnapshot, new: DeadlineSnapshot) -> Iterator[DeadlineChange]:
    """Yield the days off that only one of the counts passes over, or each in its own way.

    Days past the end of the other count are left out: they only follow from the longer count.
    """
    before, after = _passed_over(old.moves), _passed_over(new.moves)
    for day in sorted({*before, *after} - _before_base(old, new)):
        was, now = before.get(day), after.get(day)
        if now and day <= old.end and (was is None or _off(was) != _off(now)):
            why = Why.DAY_OFF if _off(now) else Why.DAY_IN_DOUBT
            yield DeadlineChange(why, day, names=now.names, cited=now.cited)
        elif was and now is None and day <= new.end:
            yield DeadlineChange(Why.DAY_WORKED, day, names=was.names)


def _passed_over(moves: Sequence[CountStep]) -> dict[date, CountStep]:
    return {move.day: move for move in moves if _off(move) or move.reason is Reason.UNCERTAIN}


def _off(move: CountStep) -> bool:
    return move.reason in _OFF


_AT_A_CLOSED_END = (Reason.MOVES_ON, Reason.MOVES_BACK, Reason.MAY_MOVE_ON)


def _rules(old: DeadlineSnapshot, new: DeadlineSnapshot) -> Iterator[DeadlineChange]:
    """Yield the changes that come from the words of the law, if no length and no day changed."""
    ends = [{m.reason for m in t.moves if m.reason in _AT_A_CLOSED_END} for t in (old, new)]
    if ends[0] != ends[1]:
        cited = next((m.cited for m in new.moves if m.reason in _AT_A_CLOSED_END), ())
        yield DeadlineChange(Why.CLOSED_END, cited=cited)
    was, now = (_cited(told.moves, Reason.LIMIT) for told in (old, new))
    if [each.where for each in was] != [each.where for each in now]:
        yield DeadlineChange(Why.SECTION, cited=now)
