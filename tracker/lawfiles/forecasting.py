"""Snapshots of public holidays, made from the package."""

from collections.abc import Iterator
from datetime import date

from tracker.domain.base.days import ONE_DAY
from tracker.domain.base.errors import BadInput
from tracker.domain.base.text import Text
from tracker.domain.calendar.forecast import Forecast, ForecastHoliday
from tracker.domain.calendar.workdays import Assurance, Calendar, DayStatus, Doubtful, Package
from tracker.lawfiles.moon import depending_on_the_moon, without_label
from tracker.lawfiles.packaged import HolidayPackage, NamesByDay

_Entry = tuple[str, Assurance]
"""A holiday's name, and how certain its days are."""
Days = dict[_Entry, tuple[set[date], set[date]]]
"""For each holiday, the certain days and the expected ones."""


def forecast(calendar: Calendar, through: int, today: date, source: HolidayPackage) -> Forecast:
    """Return a calendar's snapshot, from the year in which it begins to the end of `through`.

    A day that depends on the moon is *expected* if it is not past, or if the package calls it
    estimated. Raises BadInput if the package has no data for some year.
    """
    if calendar.package is None:
        raise BadInput(
            f"The calendar “{calendar.key}” takes nothing from the package: its days are kept by "
            "hand. A table [package] in its file would say what to take."
        )
    known = calendar.known.until or calendar.known.since
    if through < known.year:
        raise BadInput(
            f"--through {through} ends before {known}, up to which {calendar.key} is known: "
            f"choose --through {known.year} or later, or let “known” end earlier first."
        )
    years = range(calendar.known.since.year, through + 1)
    sure, doubtful = _asked(calendar.key, calendar.package, years, source)
    moon = depending_on_the_moon(sure, (names for _, names in doubtful))
    days: Days = {}
    taken = frozenset(sure)
    for assurance, given in ((Assurance.GAZETTED, sure), *doubtful):
        for day, name, expected in _marked(given, moon, today):
            if assurance is Assurance.GAZETTED or day not in taken:
                days.setdefault((name, assurance), (set(), set()))[expected].add(day)
    for day, name in _substitutes(calendar, sure, days):
        days.setdefault((name, Assurance.GAZETTED), (set(), set()))[True].add(day)
    return Forecast(
        calendar.key,
        source.version,
        calendar.package,
        today,
        date(years[0], 1, 1),
        date(through, 12, 31),
        tuple(_holidays(days)),
    )


def _asked(
    key: str, package: Package, years: range, source: HolidayPackage
) -> tuple[NamesByDay, list[tuple[Assurance, NamesByDay]]]:
    sure = _united(package, package, years, source)
    empty = [year for year in years if not any(day.year == year for day in sure)]
    if empty:
        earlier = f"choose --through {empty[0] - 1}"
        way_out = "let “known” begin later" if empty[0] == years[0] else earlier
        raise BadInput(
            f"{source.version} holds no day at all for {key} in {empty[0]}, which is no calendar "
            f"but missing data: {way_out}."
        )
    return sure, [
        (each.assurance, _united(package, each, years, source)) for each in package.doubtful
    ]


def _united(
    package: Package, asked: Package | Doubtful, years: range, source: HolidayPackage
) -> NamesByDay:
    """Return every day of any of the parts, or of the whole country if no part is named."""
    united: dict[date, tuple[str, ...]] = {}
    for part in asked.parts or (None,):
        for day, names in source.days(package.country, part, asked.categories, years).items():
            known = united.get(day, ())
            united[day] = (*known, *(name for name in names if name not in known))
    return united


def _marked(
    given: NamesByDay, moon: frozenset[str], today: date
) -> Iterator[tuple[date, str, bool]]:
    """Yield each day and name, and whether the moon may still move it."""
    for day, names in given.items():
        for name in names:
            plain, observed, estimated = without_label(name)
            said = f"{plain} (observed)" if observed else plain
            yield day, said, estimated or (plain in moon and day >= today)


def _substitutes(calendar: Calendar, sure: NamesByDay, days: Days) -> list[tuple[date, str]]:
    """Return the working days that would be off if the moon moved a holiday onto a weekend.

    Only for holidays that have a substitute on a weekend. A substitute that the package names is
    not repeated.
    """
    if not any(without_label(name)[1] for names in sure.values() for name in names):
        return []
    found = []
    for (name, assurance), (_, expected) in days.items():
        if assurance is Assurance.GAZETTED and not without_label(name)[1]:
            for day in expected:
                substitutes = {_next_open(calendar, near) for near in _around(day)}
                moved = substitutes - {*_around(day), *sure}
                found += [(each, f"{name} (observed)") for each in moved]
    return found


def _around(day: date) -> tuple[date, date, date]:
    return day - ONE_DAY, day, day + ONE_DAY


def _next_open(calendar: Calendar, day: date) -> date:
    """Return the day itself, or the first day after the weekend on which it falls."""
    while any(rule.status_on(day, None) is DayStatus.CLOSED for rule in calendar.weekends):
        day += ONE_DAY
    return day


def _holidays(days: Days) -> Iterator[ForecastHoliday]:
    for (name, assurance), (settled, expected) in sorted(
        days.items(), key=lambda entry: (min(entry[1][0] | entry[1][1]), entry[0])
    ):
        yield ForecastHoliday(
            Text({"en": name}), tuple(sorted(settled)), tuple(sorted(expected)), assurance
        )
