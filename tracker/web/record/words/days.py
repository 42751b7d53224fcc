"""Days as sources give them, some with month or year only; and days as moments."""

from collections.abc import Iterable
from datetime import UTC, date, datetime, time
from zoneinfo import ZoneInfo

from tracker.domain.law.block import DateCertainty
from tracker.domain.law.power import Power
from tracker.domain.library import Library
from tracker.services.ports.sought import RecordLine
from tracker.web.base.language import gettext, page_locale

# A time before the first record, for an empty list.
NEVER = datetime(2024, 1, 1, tzinfo=UTC)


def first_moment(library: Library, body: str, day: date) -> datetime:
    """Return the start of a day in a public body's time zone, so that it is never in the future
    on that day."""
    return datetime.combine(day, time(), ZoneInfo(library.zone_of(body))).astimezone(UTC)


def newest_moment(library: Library, lines: Iterable[RecordLine]) -> datetime:
    """Return the start of the day of the newest of these records; `NEVER` if there are none."""
    moments = (first_moment(library, line.body, line.as_of) for line in lines)
    return max(moments, default=NEVER)


def known_day(day: date, about: DateCertainty | None) -> str:
    """Return a day as exactly as its source gives it: `5 March 2025`, `March 2025`, `mid-March
    2025`."""
    if about is None:
        return page_locale().short_day(day)
    month = page_locale().month(day)
    return gettext("mid-{month}", month=month) if about is DateCertainty.MID_MONTH else month


def about_day(day: date, about: bool) -> str:
    """Return a day, marked if it is approximate."""
    said = page_locale().short_day(day)
    return gettext("about {day}", day=said) if about else said


def in_force_since(power: Power) -> str:
    """Return since when a power has been in force; only the year if no source gives the day."""
    span, since = power.in_force, page_locale().short_day(power.in_force.since)
    if power.in_force_about:
        since = gettext("about {year}", year=span.since.year)
    if span.until is None:
        return gettext("since {since}", since=since)
    return gettext(
        "from {since} to {until}", since=since, until=page_locale().short_day(span.until)
    )
