"""A calendar's public holidays as a package listed them on one day, and their use."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date

from tracker.domain.base.days import ONE_DAY
from tracker.domain.base.messages import Message
from tracker.domain.base.text import SOURCE, Text
from tracker.domain.calendar.workdays import Assurance, Calendar, DayOff, Package
from tracker.domain.law.law import ReadIn, Source


@dataclass(frozen=True, slots=True)
class ForecastHoliday:
    """Days that share a name; those that depend on the moon and are not certain are `expected`."""

    name: Text
    days: tuple[date, ...] = ()
    expected: tuple[date, ...] = ()
    assurance: Assurance = Assurance.GAZETTED

    def days_off(self, source: Source) -> Iterator[DayOff]:
        """Yield the days one by one."""
        for day in self.days:
            yield DayOff(day, self.name, self.assurance, source)
        for day in self.expected:
            yield DayOff(day, self.name, Assurance.EXPECTED, source)


@dataclass(frozen=True, eq=False)
class Forecast:
    """The public holidays from `since` to `through` that a package gave on `made_on`.

    `version` names the package and its version. `package` is what the package was asked for.
    """

    key: str
    version: str
    package: Package
    made_on: date
    since: date
    through: date
    holidays: tuple[ForecastHoliday, ...]

    @property
    def source(self) -> Source:
        """Return the source of every day in this forecast."""
        parts = f" ({', '.join(self.package.parts)})" if self.package.parts else ""
        return Source(
            f"{self.version} (Python package), {self.package.country}{parts}",
            ReadIn.SECONDARY,
            f"as the package gave it on {self.made_on}; not compared with notices",
        )

    def days_off(self) -> Iterator[DayOff]:
        """Yield every day that the package gave, without the days beside the expected ones."""
        source = self.source
        for holiday in self.holidays:
            yield from holiday.days_off(source)


def with_forecast(calendar: Calendar, forecast: Forecast | None) -> Calendar:
    """Return the calendar with all its days off, from its own file and from the package.

    What the file says about a day, that it was closed or worked, replaces what the package says
    about it. The days beside expected ones are added, and days outside `known` are left out.
    """
    by_hand = [*calendar.days_off]
    for holiday in calendar.holidays:
        by_hand += holiday.days_off()
    settled = {off.day for off in by_hand} | {worked.day for worked in calendar.worked}
    given = forecast.days_off() if forecast else ()
    left = [_named(off, calendar.names) for off in given if off.day not in settled]
    taken = settled | {off.day for off in left}
    beside = [off for off in days_beside(left) if off.day not in taken]
    days_off = (off for off in (*by_hand, *left, *beside) if off.day in calendar.known)
    return replace(calendar, days_off=tuple(sorted(days_off, key=lambda off: off.day)))


def _named(off: DayOff, names: Mapping[str, Text]) -> DayOff:
    """Return the day under this calendar's own name, if it has one.

    In languages that the calendar does not give, the package's name stays.
    """
    own = names.get(str(off.name))
    return replace(off, name=Text({**off.name.words, **own.words})) if own else off


def days_beside(days_off: Iterable[DayOff]) -> Iterator[DayOff]:
    """Yield the days before and after each expected one: the moon may move it to either."""
    for off in days_off:
        if off.assurance is Assurance.EXPECTED:
            for step, name in (
                (-ONE_DAY, Message("Day before the expected {feast}", feast=off.name)),
                (ONE_DAY, Message("Day after the expected {feast}", feast=off.name)),
            ):
                # A day of the library has its name in its file; these two have no file.
                text = Text({SOURCE: name})
                yield DayOff(off.day + step, text, Assurance.EXPECTED, off.source)
