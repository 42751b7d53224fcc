"""Holidays that depend on the moon, found from their days and labels."""

import re
from collections.abc import Callable, Collection, Hashable, Iterable
from datetime import date

from tracker.lawfiles.packaged import NamesByDay

_LABEL = re.compile(r"\s*\(([^()]*)\)$")
_ESTIMATED = "estimated"
_OBSERVED = "observed"
YEARS_NEEDED = 3
"""Years of data below which no rule is inferred."""
MOSTLY = 0.6
"""Share of years that must follow a rule: a bank holiday may have moved for a jubilee."""

_Key = Callable[[date], Hashable]


def without_label(name: str) -> tuple[str, bool, bool]:
    """Return a name without “(observed)” and “(estimated)”, and whether it had either label."""
    found = _LABEL.search(name)
    words = {word.strip() for word in found[1].split(",")} if found else set()
    if found is None or not words <= {_OBSERVED, _ESTIMATED}:
        return name, False, False
    return name[: found.start()], _OBSERVED in words, _ESTIMATED in words


def depending_on_the_moon(
    settled: NamesByDay, doubtful: Iterable[NamesByDay] = ()
) -> frozenset[str]:
    """Return the names, without labels, of holidays whose day the moon or its sighting decides.

    These are: holidays ever marked as estimated; `settled` ones that follow no rule of the common
    calendar (a day of the year, a weekday of a month, a distance from Easter); and holidays named
    after one of them.
    """
    days: dict[str, set[date]] = {}
    moving, known = set(), set()
    for given in (settled, *doubtful):
        for day, names in given.items():
            for plain, observed, estimated in map(without_label, names):
                known.add(plain)
                if estimated:
                    moving.add(plain)
                if given is settled and not observed:  # a substitute follows the weekday
                    days.setdefault(plain, set()).add(day)
    moving |= {name for name, on in days.items() if _follows_no_rule(on)}
    return frozenset(name for name in known if any(part in name for part in moving))


def _follows_no_rule(days: Collection[date]) -> bool:
    if len({day.year for day in days}) < YEARS_NEEDED:
        return False
    return not any(_kept(days, rule) for rule in (_day_of_year, _weekday_in_week, _from_easter))


def _kept(days: Collection[date], rule: Callable[[Collection[date]], _Key]) -> bool:
    """Return whether most days have a key that most years have too."""
    key = rule(days)
    years: dict[Hashable, set[int]] = {}
    for day in days:
        years.setdefault(key(day), set()).add(day.year)
    needed = MOSTLY * len({day.year for day in days})
    regular = [day for day in days if len(years[key(day)]) >= needed]
    return len(regular) >= MOSTLY * len(days)


def _day_of_year(days: Collection[date]) -> _Key:
    """Yield keys for the same day each year, or the next, as for the first day of a solar year."""
    first = min(day.replace(year=2000) for day in days)
    return lambda day: (day.replace(year=2000) - first).days // 2


def _weekday_in_week(days: Collection[date]) -> _Key:
    """Yield keys for the n-th or the last weekday of a month."""
    last = max(day.day for day in days) > 28

    def key(day: date) -> Hashable:
        return day.month, day.weekday(), -1 if last and day.day > 24 else (day.day - 1) // 7

    return key


def _from_easter(days: Collection[date]) -> _Key:
    return lambda day: (day - easter(day.year)).days


def easter(year: int) -> date:
    """Return Easter Sunday in the Gregorian calendar, by Butcher's rule of 1876."""
    golden, century, of_century = year % 19, year // 100, year % 100
    leap_centuries, rest = divmod(century, 4)
    correction = (century - (century + 8) // 25 + 1) // 3
    epact = (19 * golden + century - leap_centuries - correction + 15) % 30
    leaps, year_rest = divmod(of_century, 4)
    to_sunday = (32 + 2 * rest + 2 * leaps - epact - year_rest) % 7
    late = (golden + 11 * epact + 22 * to_sunday) // 451
    month, day = divmod(epact + to_sunday - 7 * late + 114, 31)
    return date(year, month, day + 1)
