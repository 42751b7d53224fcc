"""What in the library is due to be compared with its sources again, and when."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from tracker.domain.base.days import ONE_DAY
from tracker.domain.law.body import PublicBody
from tracker.domain.law.request_email import CONFIRMED_FOR
from tracker.domain.library import Library

# A law is compared with its official text once a year.
COMPARED_EVERY_MONTHS = 12


@dataclass(frozen=True, slots=True)
class Comparison:
    """The comparison of a fact with its source, which a person makes again from time to time.

    `place` is its file and field, `what` its name. `last` is the day on which it was last compared
    with its source, None if it never was. `by` is the day from which it is due again, None if it
    is due already because it never was compared.
    """

    place: str
    what: str
    last: date | None
    by: date | None

    def is_due(self, today: date) -> bool:
        """Return whether the day has come."""
        return self.by is None or self.by <= today


def all_due(library: Library) -> list[Comparison]:
    """Return everything that is to be compared again, the first to come first: the texts of laws,
    the email addresses of bodies, and the calendars."""
    found = [*_laws(library), *_addresses(library), *_calendars(library)]
    return sorted(found, key=lambda each: (each.by or date.min, each.place))


def compared_until(last: date) -> date:
    """Return the day from which a law is to be compared again that was last compared on a day."""
    return _months_after(last, COMPARED_EVERY_MONTHS)


def _months_after(day: date, months: int) -> date:
    """Return the same day of the month so many months later, or the day after its month's end."""
    year, month = divmod(day.month - 1 + months, 12)
    try:
        return date(day.year + year, month + 1, day.day)
    except ValueError:  # a month with fewer days
        return date(day.year + year, month + 2, 1)


def _laws(library: Library) -> Iterator[Comparison]:
    for law in library.laws.values():
        place = f"laws/{law.key}.toml, compared_on"
        last = law.compared_on
        yield Comparison(place, str(law.title), last, compared_until(last) if last else None)


def _addresses(library: Library) -> Iterator[Comparison]:
    for body in library.bodies.values():
        for field, day in _confirmed(body):
            by = day + CONFIRMED_FOR + ONE_DAY
            yield Comparison(f"bodies, body.{body.key}.{field}", str(body.name), day, by)


def _confirmed(body: PublicBody) -> Iterator[tuple[str, date]]:
    if body.designation:
        yield "designation", body.designation.confirmed_on
    if body.filing_address:
        yield "filing_address", body.filing_address.confirmed_on


def _calendars(library: Library) -> Iterator[Comparison]:
    """Yield each calendar: it is due once the span that was compared with notices has ended."""
    for calendar in library.calendars.values():
        last = calendar.checked.until if calendar.checked else None
        place = f"calendars/{calendar.key}.toml, checked"
        yield Comparison(place, str(calendar.title), last, last)
