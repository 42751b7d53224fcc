"""A package of public holidays of a country that does not exist, whose versions can be told."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from tracker.domain.base.errors import BadInput
from tracker.lawfiles.packaged import NamesByDay

Asked = tuple[str | None, str]
"""A part of the country, None for the whole, and a category."""


def every_year(month: int, day: int, name: str, years: range) -> dict[date, tuple[str, ...]]:
    """The same day in each of the years."""
    return {date(year, month, day): (name,) for year in years}


@dataclass(frozen=True)
class InventedPackage:
    """Holidays as they are given to it; of what it was not given it knows nothing."""

    given: Mapping[Asked, Mapping[date, tuple[str, ...]]]
    version: str = "holidays 1.0"
    asked: list[tuple[str, Asked]] = field(default_factory=list)

    def days(
        self, country: str, part: str | None, categories: tuple[str, ...], years: range
    ) -> NamesByDay:
        """See HolidayPackage."""
        if country != "XX":
            raise BadInput(f"{self.version} knows no country “{country}”.")
        found: dict[date, tuple[str, ...]] = {}
        for category in categories:
            self.asked.append((country, (part, category)))
            for day, names in self.given.get((part, category), {}).items():
                if day.year in years:
                    found[day] = (*found.get(day, ()), *names)
        return found
