"""A second count of the cases worked out by hand: it looks at one day after the other.

It uses nothing of the program: it reads the calendar files itself, and takes from the table how
the law was read, in words. A day is open, closed, or in doubt. The first end of a span takes each
day in doubt as open, the second as closed.
"""

import re
import tomllib
from calendar import monthrange
from collections.abc import Callable, Iterator
from datetime import date, timedelta
from functools import cache
from pathlib import Path
from typing import Any, NamedTuple

CALENDARS = Path(__file__).parents[3] / "tracker/library/calendars"
ONE = timedelta(days=1)
WEEK = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"]
OPEN, CLOSED, DOUBTFUL = "open", "closed", "in doubt"
PERHAPS_LATER = ", perhaps from the next open day"
Days = dict[date, str]
LeftOut = tuple[date, date] | None


class Read(NamedTuple):
    """How the law was read: `20 working days`, `1 months, moves on`, `30 days, either`."""

    number: int
    unit: str
    closed_last_day: str
    day_itself: bool

    @classmethod
    def of(cls, words: str) -> "Read":
        """Read the words of the table."""
        number, unit = re.match(r"(\d+) (working days|[a-z]+)", words).groups()  # type: ignore[union-attr]
        if "without Sundays" in words:
            unit = "short"
        last = next((each for each in ("moves on", "either") if each in words), "stands")
        return cls(int(number), unit, last, "the day itself" in words)


@cache
def _written(calendar: str) -> tuple[dict[str, Any], Days]:
    """Return the calendar and its days off, those written by hand before those of the package."""
    file = tomllib.loads((CALENDARS / f"{calendar}.toml").read_text("utf-8"))
    days: Days = {}
    made = CALENDARS / "snapshots" / f"{calendar}.toml"
    for each in tomllib.loads(made.read_text("utf-8"))["holiday"] if made.exists() else []:
        for day in each.get("expected", []):
            for near in (day - ONE, day, day + ONE):
                days.setdefault(near, DOUBTFUL)
        for day in each.get("days", []):
            kind = DOUBTFUL if "assurance" in each else CLOSED
            days[day] = CLOSED if CLOSED in (kind, days.get(day)) else kind
    by_hand = [({each["day"]}, each) for each in file.get("day_off", [])]
    by_hand += [(set(each["days"]), each) for each in file.get("holiday", [])]
    for those, each in by_hand:
        kind = CLOSED if each["assurance"] == "gazetted" else DOUBTFUL
        days.update(dict.fromkeys(those, kind))
    days.update({each["day"]: OPEN for each in file.get("worked", [])})
    return file, days


def what_day(calendar: str, day: date) -> str:
    """Tell whether offices are open on a day."""
    file, days = _written(calendar)
    if days.get(day) in (OPEN, CLOSED):
        return days[day]
    found = days.get(day, OPEN)
    for rule in file["weekend"]:
        if WEEK[day.weekday()] in rule["weekdays"] and (
            rule["since"] <= day <= rule.get("until", date.max)
        ):
            certain = day <= rule.get("last_confirmed", date.max)
            found = CLOSED if certain or found == CLOSED else DOUBTFUL
    return found


def counted_again(
    calendar: str, event: date, reading: str, facts: dict[str, date]
) -> tuple[date, date]:
    """Count a case a second time; return the first and the last end.

    Where a second time follows the first, it starts from the first end as it stands, and from the
    next open day after it. A time that may be another one has the first and the last end of both.
    """
    reading, another, other = reading.partition("; or ")
    if another:
        both = [counted_again(calendar, event, each, facts) for each in (reading, other)]
        return min(first for first, _ in both), max(last for _, last in both)
    if PERHAPS_LATER in reading:
        reading, opened = reading.replace(PERHAPS_LATER, ""), event
        while what_day(calendar, opened) != OPEN:
            opened += ONE
        first, _ = counted_again(calendar, event, reading, facts)
        return first, counted_again(calendar, opened, reading, facts)[1]
    reading, follows, then = reading.partition("; then ")
    if follows:
        plainly = re.sub(", (moves on|either)", "", reading)
        stands, _ = counted_again(calendar, event, plainly, facts)
        _, moved = counted_again(calendar, event, reading, facts)
        first, _ = counted_again(calendar, stands, then, {})
        _, last = counted_again(calendar, moved, then, {})
        return first, last
    read = Read.of(reading)
    if named := re.search(r"calendar ([\w-]+)", reading):
        calendar = named[1]
    left_out: list[LeftOut] = [None, None]
    if "counted again" in reading:
        event = max(facts.values())
    elif "left out" in reading:
        begun, ended = sorted(facts.values())
        whole, between = (begun, ended), (begun + ONE, ended - ONE)
        left_out = [
            whole if "with both" in _plainly(reading) else between,
            between if "without both" in reading else whole,
        ]
    ends = []
    for closed_if, out in zip(({CLOSED}, {CLOSED, DOUBTFUL}), left_out, strict=True):
        ends.append(list(_ends(calendar, event, read, closed_if, out)))
    return min(ends[0]), max(ends[1])


def _plainly(reading: str) -> str:
    return reading.replace("perhaps with both", "")


def _ends(
    calendar: str, event: date, read: Read, closed_if: set[str], left_out: LeftOut
) -> Iterator[date]:
    def is_open(day: date) -> bool:
        return what_day(calendar, day) not in closed_if

    for saturday in (True, False) if read.unit == "short" else (True,):
        last = _last(event, read, is_open, left_out, saturday)
        if read.unit == "working days" or read.closed_last_day != "moves on":
            yield last
        while not is_open(last) and read.closed_last_day != "stands":
            last += ONE
        yield last


def _last(
    event: date, read: Read, is_open: Callable[[date], bool], left_out: LeftOut, saturday: bool
) -> date:
    if read.unit == "hours":
        return event + read.number // 24 * ONE
    if read.unit == "months":
        year, month = divmod(event.year * 12 + event.month - 1 + read.number, 12)
        end = date(year, month + 1, min(event.day, monthrange(year, month + 1)[1]))
        if left_out is not None:
            end += left_out[1] - left_out[0] + ONE
        return end - ONE if read.day_itself else end
    day = event if read.day_itself else event + ONE
    counted = 0
    while True:
        out = left_out is not None and left_out[0] <= day <= left_out[1]
        counts = read.unit == "days" or is_open(day)
        if read.unit == "short":
            counts = is_open(day) or (saturday and WEEK[day.weekday()] == "sat")
        counted += counts and not out
        if counted == read.number:
            return day
        day += ONE
