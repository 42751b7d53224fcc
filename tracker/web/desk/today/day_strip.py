"""The strip of the coming days: the days on which something falls due, and the days off."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from tracker.services.core.office import Office
from tracker.web.base.language import page_locale
from tracker.web.desk.today.upcoming import THIRTY_DAYS, AgendaItem


@dataclass(frozen=True, slots=True)
class StripDay:
    """One of the next days: its weekday, its number, and what it is: `today`, `due` or `off`."""

    letter: str
    number: int
    mark: str


def strip(office: Office, dated: Sequence[AgendaItem], today: date) -> tuple[StripDay, ...]:
    """Return today and the next 30 days, with the days on which something falls due.

    Days off are those of the body that most of the items concern.
    """
    days = [today + timedelta(days=n) for n in range(THIRTY_DAYS.days + 1)]
    marked = {
        day for each in dated for day in days if each.first <= day <= (each.last or each.first)
    }
    bodies = Counter(each.listed.row.body for each in dated).most_common(1)
    off = _closed(office, bodies[0][0], days) if bodies else set()
    marks = (("today", {today}), ("due", marked), ("off", off))
    return tuple(
        StripDay(
            page_locale().weekday_letter(day),
            day.day,
            " ".join(mark for mark, found in marks if day in found),
        )
        for day in days
    )


def _closed(office: Office, body: str, days: Sequence[date]) -> set[date]:
    known = office.library.bodies.get(body)
    if known is None or not known.calendar:
        return set()
    workdays = office.library.calendars[known.calendar].for_body(body)
    return {day for day in days if workdays.skip(day)}
