"""Calculated days as a calendar file (RFC 5545): whole days, without any person's name."""

from collections.abc import Iterable
from datetime import date, datetime
from typing import NamedTuple
from uuid import NAMESPACE_URL, uuid5

from icalendar import Calendar, Event, vText

from tracker.domain.base.days import ONE_DAY

PRODUCER = "-//tracker//deadlines//EN"


class MarkedDay(NamedTuple):
    """A day for a calendar: it may last `until` a later day, and be explained on its own `page`.

    `revision` counts how often that page changed.
    """

    on: date
    title: str
    says: str
    until: date | None = None
    page: str = ""
    key: str = ""
    revision: int = 0


def almanac(days: Iterable[MarkedDay], address: str, at: datetime, name: str = "") -> bytes:
    """Return the file, with one entry for each day; the same input always gives the same bytes.

    `address` is the page that explains days without a page of their own; `at` is the time of the
    request or of the last change. `name` is the name under which a calendar program lists a
    followed calendar (RFC 7986); many programs know only the older property.
    """
    calendar = Calendar()
    calendar.add("prodid", PRODUCER)
    calendar.add("version", "2.0")
    for property_ in ("name", "x-wr-calname") if name else ():
        # The library would not treat these properties as text, and would not escape commas.
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
