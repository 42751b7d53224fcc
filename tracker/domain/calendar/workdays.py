"""The working calendars of offices, with the days that are uncertain.

A day is open, closed or uncertain. Two readings of one calendar bound every count. The *earliest*
one takes uncertain days as open, so a count ends as early as it can. The *latest* one takes them
as closed, so a count ends as late as it can. Any other mixture of open and closed lies between.
"""

from array import array
from bisect import bisect_right
from collections.abc import Iterator, Mapping, Set
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import cache, cached_property, lru_cache
from itertools import accumulate, compress

from tracker.domain.base.days import ONE_DAY, Span
from tracker.domain.base.errors import NoLimitOnFile
from tracker.domain.base.text import Text
from tracker.domain.law.count_step import CountStep, Reason
from tracker.domain.law.law import Cited, Source

BEYOND = timedelta(days=730)
# Their days, and the same with the reasons, in order.
_SkipsOfYear = tuple[list[date], tuple[CountStep, ...]]


class DayStatus(StrEnum):
    """Whether an office works on a day, as far as the library knows."""

    OPEN = "open"
    CLOSED = "closed"
    UNCERTAIN = "uncertain"


class Assurance(StrEnum):
    """How certain it is that a day off was one."""

    GAZETTED = "gazetted"
    EXPECTED = "expected"
    REPORTED = "reported"
    BODY_DEPENDENT = "body-dependent"


@dataclass(frozen=True, slots=True)
class DayOff:
    """A day on which an office is, or may be, closed; `binds` names bodies that certainly are."""

    day: date
    name: Text
    assurance: Assurance
    source: Source
    binds: frozenset[str] = frozenset()

    def status_for(self, body: str | None) -> DayStatus:
        """Return whether the day is closed or uncertain for that body.

        Without a body, it is closed only if it is closed for all.
        """
        if self.assurance is Assurance.GAZETTED or body in self.binds:
            return DayStatus.CLOSED
        return DayStatus.UNCERTAIN


@dataclass(frozen=True, slots=True)
class Weekend:
    """Weekdays (Monday is 0) on which offices are closed within a span.

    After `last_confirmed` no source says that the rule still applies, so its days are uncertain.
    """

    weekdays: frozenset[int]
    span: Span
    source: Source
    name: Text
    last_confirmed: date | None = None
    binds: frozenset[str] = frozenset()

    def status_on(self, day: date, body: str | None) -> DayStatus:
        """Return what this rule alone says about a day."""
        if day.weekday() not in self.weekdays or day not in self.span:
            return DayStatus.OPEN
        if self.binds and body not in self.binds:
            return DayStatus.UNCERTAIN
        confirmed = self.last_confirmed is None or day <= self.last_confirmed
        return DayStatus.CLOSED if confirmed else DayStatus.UNCERTAIN


@dataclass(frozen=True, slots=True)
class Holiday:
    """Days off that share a name, as a list of holidays has them."""

    name: Text
    days: tuple[date, ...]
    assurance: Assurance
    source: Source
    binds: frozenset[str] = frozenset()

    def days_off(self) -> Iterator[DayOff]:
        """Yield the days one by one."""
        for day in self.days:
            yield DayOff(day, self.name, self.assurance, self.source, self.binds)


@dataclass(frozen=True, slots=True)
class Worked:
    """A day on which the office worked, whatever a weekend or a list of holidays says.

    If it is not `certain`, a day off is uncertain instead of open.
    """

    day: date
    name: Text
    source: Source
    certain: bool = True


_Rule = Weekend | DayOff | Worked
_REASONS = ((DayStatus.CLOSED, Reason.CLOSED), (DayStatus.UNCERTAIN, Reason.UNCERTAIN))


@dataclass(frozen=True, slots=True)
class Doubtful:
    """Days of the package on which an office of the calendar may, but need not, be closed."""

    assurance: Assurance
    parts: tuple[str, ...] = ()
    categories: tuple[str, ...] = ("public",)


@dataclass(frozen=True, slots=True)
class Package:
    """What a calendar takes from the package of public holidays.

    Without `parts` it takes the days of the country as a whole, with them every day of any part.
    """

    country: str
    parts: tuple[str, ...] = ()
    categories: tuple[str, ...] = ("public",)
    doubtful: tuple[Doubtful, ...] = ()


@dataclass(frozen=True, eq=False)
class Calendar:
    """The working calendar of some offices, as the library has it.

    `checked` is the span that was compared with notices. It is None if nobody compared any.
    `known` is the span for which there is any data, forecasts included. Outside `checked` dates
    are provisional. After `known` the latest day is not known. `names` says what the package's
    days are called here, and in other languages.
    """

    key: str
    title: Text
    zone: str
    weekends: tuple[Weekend, ...]
    days_off: tuple[DayOff, ...]
    known: Span
    checked: Span | None = None
    checked_by: str | None = None
    holidays: tuple[Holiday, ...] = ()
    worked: tuple[Worked, ...] = ()
    package: Package | None = None
    names: Mapping[str, Text] = field(default_factory=dict)

    @cached_property
    def _bound(self) -> frozenset[str]:
        """Return the bodies for which some day is more certain than for others."""
        return frozenset[str]().union(
            *(rule.binds for rule in self.weekends), *(off.binds for off in self.days_off)
        )

    def for_body(self, body: str | None) -> "Workdays":
        """Return the calendar as it applies to one body, indexed for counting."""
        # Bodies without days of their own in the calendar share one index.
        return _indexed(self, body if body in self._bound else None)


@lru_cache(maxsize=256)
def _indexed(calendar: Calendar, body: str | None) -> "Workdays":
    return Workdays(calendar, body)


@lru_cache(maxsize=64)
def _with_doubtful_weekend(
    calendar: Calendar, body: str | None, sure: frozenset[int]
) -> "Workdays":
    weekends = (
        replace(rule, weekdays=weekdays, last_confirmed=confirmed)
        for rule in calendar.weekends
        for weekdays, confirmed in (
            (rule.weekdays & sure, rule.last_confirmed),
            (rule.weekdays - sure, date.min),
        )
        if weekdays
    )
    return Workdays(replace(calendar, weekends=tuple(weekends)), body)


class Workdays:
    """A calendar indexed by day, so that counting working days is a look-up, not a loop."""

    def __init__(self, calendar: Calendar, body: str | None) -> None:
        self.calendar = calendar
        self._body = body
        self.known_until = calendar.known.until or calendar.known.since
        self._first, self._last = calendar.known.since, self.known_until + BEYOND
        self._years: dict[int, _SkipsOfYear] = {}
        sure, skipped = set(), set()
        for day, reason, _ in _rests(calendar, body, self._first, self._last):
            skipped.add(day)
            if reason is Reason.CLOSED:
                sure.add(day)
        self.earliest = Reading(self._first, self._last, sure)
        self.latest = Reading(self._first, self._last, skipped)

    def resting_surely_on(self, weekdays: frozenset[int]) -> "Workdays":
        """Return the calendar in which only these weekdays of the weekends are surely closed."""
        return _with_doubtful_weekend(self.calendar, self._body, weekdays)

    def require(self, day: date) -> None:
        """Raise NoLimitOnFile for a day on which the calendar has no data."""
        known = self.calendar.known
        if not known.since <= day <= self.known_until:
            raise NoLimitOnFile(
                "Calendar “{calendar}” has no data for {day}. It covers {since} to {known_until}.",
                calendar=self.calendar.key,
                day=day,
                since=known.since,
                known_until=self.known_until,
            )

    def skip(self, day: date) -> CountStep | None:
        """Return why a day is not, or may not be, a working day; None for an open day."""
        days, skips = self._of_year(day.year)
        at = bisect_right(days, day) - 1
        return skips[at] if at >= 0 and days[at] == day else None

    def skips_between(self, after: date, until: date) -> tuple[CountStep, ...]:
        """Return every closed or uncertain day after `after`, up to and including `until`."""
        days, skips = self._of_year(after.year)
        found = skips[bisect_right(days, after) : bisect_right(days, until)]
        for year in range(after.year + 1, until.year + 1):
            days, skips = self._of_year(year)
            found += skips[: bisect_right(days, until)]
        return found

    def _of_year(self, year: int) -> _SkipsOfYear:
        """Return the days that are not, or may not be, worked in a year.

        Few of the years that a calendar knows are ever asked for, and their days would take most
        of its memory.
        """
        found = self._years.get(year)
        if found is None:
            first, last = max(self._first, date(year, 1, 1)), min(self._last, date(year, 12, 31))
            skips = tuple(_skips(self.calendar, self._body, first, last))
            found = self._years[year] = [skip.day for skip in skips], skips
        return found

    def checked(self, first: date, last: date) -> bool:
        """Return whether both days, and so all between them, were compared with notices."""
        checked = self.calendar.checked
        return checked is not None and first in checked and last in checked


class Reading:
    """One reading of the uncertain days, as two arrays: working days, and their rank by day.

    A count past the last indexed day raises NoLimitOnFile.
    """

    __slots__ = ("_before", "_open", "_rank")

    def __init__(self, first: date, last: date, closed: Set[date]) -> None:
        self._before = first.toordinal() - 1
        ordinals = range(first.toordinal(), last.toordinal() + 1)
        works = bytearray(b"\1") * len(ordinals)
        for day in closed:
            works[ordinals.index(day.toordinal())] = 0
        self._open = list(compress(_days(first, last), works))
        # Four bytes for each day, where a list has an object.
        self._rank = array("I", accumulate(works, initial=0))

    def nth_after(self, day: date, n: int) -> date:
        """Return the n-th working day after `day`, which is not counted; n is 1 or more.

        Raises NoLimitOnFile if the calendar ends before that day.
        """
        try:
            return self._open[self._rank[day.toordinal() - self._before] + n - 1]
        except IndexError:
            raise NoLimitOnFile(
                "The calendar ends before {n} working days after {day}.", n=n, day=day
            ) from None

    def count_between(self, after: date, until: date) -> int:
        """Return the number of working days after `after`, up to and including `until`.

        Both days are in the index, or on the day before its first. Returns 0 unless `until` is the
        later one.
        """
        rank, before = self._rank, self._before
        return max(0, rank[until.toordinal() - before] - rank[after.toordinal() - before])

    def on_or_after(self, day: date) -> date:
        """Return `day` if the office works then, else the next day on which it does.

        Raises NoLimitOnFile if the calendar ends before that day.
        """
        return self.nth_after(day - ONE_DAY, 1)

    def on_or_before(self, day: date) -> date | None:
        """Return `day` if the office works then, else the last day before on which it did.

        Returns None if the index has no such day.
        """
        rank = self._rank[day.toordinal() - self._before]
        return self._open[rank - 1] if rank else None


@cache
def _year(year: int) -> tuple[date, ...]:
    first = date(year, 1, 1).toordinal()
    return tuple(map(date.fromordinal, range(first, date(year, 12, 31).toordinal() + 1)))


def _days(first: date, last: date) -> Iterator[date]:
    """Return the days of a span; all calendars share the objects, which are many."""
    for year in range(first.year, last.year + 1):
        days = _year(year)
        begin = first.toordinal() - days[0].toordinal() if year == first.year else 0
        yield from days[begin : last.toordinal() - days[0].toordinal() + 1]


def _skips(calendar: Calendar, body: str | None, first: date, last: date) -> Iterator[CountStep]:
    for day, reason, rules in _rests(calendar, body, first, last):
        cited = _cited(tuple(rule.source for rule in rules))
        yield CountStep(day, reason, cited, _shared(tuple(rule.name for rule in rules)))


def _rests(
    calendar: Calendar, body: str | None, first: date, last: date
) -> Iterator[tuple[date, Reason, list[_Rule]]]:
    """Yield the days that are not, or may not be, worked, and the rules that say so.

    Certain rules replace uncertain ones. If the office may have worked on a day off, the day is
    uncertain, and the rule that says so is the last one.
    """
    offs: dict[date, list[DayOff]] = {}
    for off in calendar.days_off:
        offs.setdefault(off.day, []).append(off)
    weekends = [[rule for rule in calendar.weekends if n in rule.weekdays] for n in range(7)]
    worked = {each.day for each in calendar.worked if each.certain}
    perhaps = {each.day: each for each in calendar.worked if not each.certain}
    for day in _days(first, last):
        resting = weekends[day.weekday()]
        if (not resting and day not in offs) or day in worked:
            continue
        found: list[tuple[DayStatus, _Rule]] = [
            (rule.status_on(day, body), rule) for rule in resting
        ]
        found += [(off.status_for(body), off) for off in offs.get(day, ())]
        for status, reason in _REASONS:
            if rules := [rule for said, rule in found if said is status]:
                if day in perhaps:
                    reason, rules = Reason.UNCERTAIN, [*rules, perhaps[day]]
                yield day, reason, rules
                break


@lru_cache(maxsize=1024)
def _cited(sources: tuple[Source, ...]) -> tuple[Cited, ...]:
    """Return the sources as citations, cached because few sources cover thousands of days."""
    return tuple(source.cited for source in sources)


@lru_cache(maxsize=1024)
def _shared(names: tuple[Text, ...]) -> tuple[Text, ...]:
    """Return the first tuple of the same names, because few names cover thousands of days."""
    return names
