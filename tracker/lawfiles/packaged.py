"""The package of public holidays: names by day for one calendar, or a refusal."""

import sys
import warnings
from collections.abc import Mapping
from datetime import date
from importlib import import_module
from typing import Any, Protocol

from tracker.domain.base.errors import BadInput, Refusal

NamesByDay = Mapping[date, tuple[str, ...]]
LANGUAGE = "en_US"
# As in pyproject.toml.
_OLDEST = "0.109"


class HolidayPackage(Protocol):
    """The source of a snapshot."""

    @property
    def version(self) -> str:
        """Return its name and version."""
        ...

    def days(
        self, country: str, part: str | None, categories: tuple[str, ...], years: range
    ) -> NamesByDay:
        """Return the English names of days off by day. Unsettled days are labelled “(estimated)”.

        Raises BadInput if the package does not know the country, part, category or year.
        """
        ...


class InstalledPackage(HolidayPackage):
    """The package `holidays`, loaded only by the command that refreshes a calendar."""

    def __init__(self) -> None:
        try:
            self._package: Any = import_module("holidays")
        except ImportError:
            raise Refusal(
                "Refreshing a calendar needs the package “holidays”, which is not installed for "
                "this program. Install it with this command, and repeat yours:\n"
                f"    {sys.executable} -m pip install 'holidays>={_OLDEST}'"
            ) from None

    @property
    def version(self) -> str:
        return f"holidays {self._package.__version__}"

    def days(
        self, country: str, part: str | None, categories: tuple[str, ...], years: range
    ) -> NamesByDay:
        if country not in self._package.list_supported_countries():
            raise BadInput(f"{self.version} knows no country “{country}”.")
        known = self._package.country_holidays(country)
        if years[-1] > known.end_year:
            raise BadInput(
                f"{self.version} holds {country} only up to {known.end_year}: "
                f"choose --through {known.end_year} at most."
            )
        # The language is that of the machine unless it is named, and with it “(estimated)”.
        language = LANGUAGE if LANGUAGE in known.supported_languages else None
        with warnings.catch_warnings():
            # A country with data for some years only raises a warning and nothing else.
            warnings.simplefilter("error")
            try:
                found = self._package.country_holidays(
                    country, years=years, subdiv=part, categories=categories, language=language
                )
            except (UserWarning, ValueError, NotImplementedError) as fault:
                asked = f"{country} for {years[0]} to {years[-1]}"
                raise BadInput(f"{self.version} cannot give {asked}: {fault}") from None
            return {day: tuple(found.get_list(day)) for day in found}
