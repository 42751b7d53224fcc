"""Days of a count as a file for calendars (RFC 5545): whole days, without a name of a person."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event, vText

from tracker.domain.base.days import ONE_DAY

PRODUCER = "-//tracker//deadlines//EN"


class MarkedDay(NamedTuple):
    """A day to keep in mind, and what it is: it may last `until` a later one, and be explained on
    a `page` of its own. `revision` counts how often that page changed."""

    on: date
    title: str
    says: str
    until: date | None = None
    page: str = ""
    key: str = ""
    revision: int = 0


def almanac(days: Iterable[MarkedDay], address: str, at: datetime, name: str = "") -> bytes:
    """The file: one entry for each day, the same again whenever it is asked for.

    `address` is that of the page which explains the days that have none of their own; `at` the
    moment of asking, or of the last change. By its `name` a calendar that is followed is listed
    among others (RFC 7986), which many programs know only by its older one.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    for property_ in ("name", "x-wr-calname") if name else ():
        # Of its own accord the library takes neither for words, and sets no commas apart.
        calendar.add(property_, vText(name))
    for day in days:
        event = Event()
        page = day.page or address
        event.add("uid", str(uuid5(NAMESPACE_URL, f"{page}#{day.key or day.title}")))
        event.add("dtstamp", at)
        event.add("dtstart", day.on)
        event.add("dtend", (day.until or day.on) + ONE_DAY)
        event.add("summary", day.title)
        if day.says:
            event.add("description", day.says)
        if day.revision:
            event.add("sequence", day.revision)
        event.add("url", page)
        event.add("transp", "TRANSPARENT")
        calendar.add_component(event)
    return bytes(calendar.to_ical())
