"""Countries of the world with their time zones, and a first calendar for one that has none."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from zoneinfo import available_timezones

from babel.core import get_global

from tracker.domain.base.days import Span
from tracker.domain.base.errors import BadInput
from tracker.domain.base.text import SOURCE, Text
from tracker.domain.calendar.workdays import Calendar, Weekend
from tracker.domain.law.law import Source
from tracker.domain.library import Library
from tracker.services.core.i18n import Locale

# The days for which the calendars of the library have data.
_KNOWN = Span(date(2016, 1, 1), date(2030, 12, 31))
# Codes of the table that name no country: the world, and an unknown place.
_NO_COUNTRIES = frozenset({"001", "ZZ"})


@dataclass(frozen=True, slots=True)
class NewCalendar:
    """The time zone of offices and the weekdays (Monday is 0) on which they are closed."""

    zone: str
    weekend: frozenset[int]


@cache
def zones_by_country() -> Mapping[str, tuple[str, ...]]:
    """Return the time zones of each country of ISO 3166, by its code in small letters."""
    known = available_timezones()
    found: dict[str, list[str]] = {}
    for zone, country in sorted(get_global("zone_territories").items()):
        if country not in _NO_COUNTRIES and zone in known and "/" in zone:
            found.setdefault(country.lower(), []).append(zone)
    return {country: tuple(zones) for country, zones in found.items()}


def is_country(code: str, library: Library) -> bool:
    """Return whether this is a country of ISO 3166, or one with a law in the library."""
    return code in zones_by_country() or any(law.country == code for law in library.laws.values())


def made_calendar(
    library: Library, country: str, typed: NewCalendar, source: Source, taken: Collection[str]
) -> Calendar:
    """Return a calendar for the offices of a country with no days off except the weekend.

    Raises BadInput without a weekend, for a time zone of another country, and if a calendar of
    that name is in the library or in `taken`.
    """
    if typed.zone not in zones_by_country().get(country, ()):
        raise BadInput("Select the time zone of the public body.")
    if not typed.weekend:
        raise BadInput("Select the days on which its offices are closed each week.")
    key = f"{country}-offices"
    if key in library.calendars or key in taken:
        raise BadInput("The calendar “{key}” is already in the library. Use that one.", key=key)
    named = Locale(SOURCE).country(country)
    says = "weekend only; public holidays are not known"
    title = Text({SOURCE: f"Public offices, {named} ({says})"})
    weekend = Weekend(typed.weekend, _KNOWN, source, Text({SOURCE: "Weekend"}))
    return Calendar(key, title, typed.zone, (weekend,), (), _KNOWN)
