"""Days that were announced after a calendar was made: closures, holidays, days of work."""

from collections.abc import Iterable, Iterator, Set
from dataclasses import dataclass, field, replace
from datetime import date
from enum import StrEnum

from tracker.domain.base.messages import Message
from tracker.domain.base.text import SOURCE, Text
from tracker.domain.calendar.workdays import Assurance, Calendar, DayOff, Worked
from tracker.domain.law.law import ReadIn, Source


class Announcement(StrEnum):
    """What was announced about a day."""

    CLOSED = "closed"
    PART_OF_DAY = "part-of-the-day"
    OPEN = "open"


@dataclass(frozen=True, slots=True)
class AnnouncedDays:
    """An announcement about days of one calendar.

    `binds` names the only bodies that it closes; empty for all offices of the calendar.
    """

    key: str
    calendar: str
    name: Text
    days: tuple[date, ...]
    office_is: Announcement
    announced_by: Text
    source: Source
    binds: frozenset[str] = field(default_factory=frozenset)
    note: Text | None = None


# The words of an unverified entry are left out of counts, because counts are published.
_UNVERIFIED = Text({SOURCE: Message("Announced, and not verified by a second person")})
_UNVERIFIED_SOURCE = Source("the office’s own library, not verified", ReadIn.SECONDARY)


def with_announced(
    calendar: Calendar, announced: Iterable[AnnouncedDays], unverified: Set[str]
) -> Calendar:
    """Return the calendar with the days that were announced.

    A day is uncertain if the announcement is one of `unverified`, if two announcements contradict
    each other, or if the office was closed for a part of the day.
    """
    own = [each for each in announced if each.calendar == calendar.key]
    if not own:
        return calendar
    closed = _days(own, {Announcement.CLOSED, Announcement.PART_OF_DAY})
    opened = _days(own, {Announcement.OPEN})
    doubtful = closed & opened
    offs: list[DayOff] = []
    worked: list[Worked] = []
    for each in own:
        for day in each.days:
            name, source = each.name, each.source
            if each.key in unverified:
                name, source = _UNVERIFIED, _UNVERIFIED_SOURCE
            certain = each.key not in unverified and day not in doubtful
            if each.office_is is Announcement.OPEN:
                worked.append(Worked(day, name, source, certain=certain))
            else:
                offs.append(_day_off(each, day, name, source, certain=certain))
    surely = {each.day for each in worked if each.certain}
    kept = (off for off in calendar.days_off if off.day not in surely)
    return replace(
        calendar,
        days_off=tuple(sorted((*kept, *offs), key=lambda off: off.day)),
        worked=(*_without(calendar.worked, closed), *worked, *_doubted(calendar.worked, closed)),
    )


def _days(announced: Iterable[AnnouncedDays], kinds: Set[Announcement]) -> frozenset[date]:
    return frozenset(day for each in announced if each.office_is in kinds for day in each.days)


def _day_off(
    announced: AnnouncedDays, day: date, name: Text, source: Source, *, certain: bool
) -> DayOff:
    if announced.office_is is Announcement.PART_OF_DAY or not certain:
        return DayOff(day, name, Assurance.REPORTED, source)
    assurance = Assurance.BODY_DEPENDENT if announced.binds else Assurance.GAZETTED
    return DayOff(day, name, assurance, source, announced.binds)


def _without(worked: Iterable[Worked], closed: Set[date]) -> Iterator[Worked]:
    return (each for each in worked if each.day not in closed)


def _doubted(worked: Iterable[Worked], closed: Set[date]) -> Iterator[Worked]:
    """Yield, as uncertain, the calendar's days of work for which a closure was announced later."""
    return (replace(each, certain=False) for each in worked if each.day in closed)
