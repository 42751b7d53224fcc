"""The snapshots of public holidays: joined with their calendars, and written."""

from collections.abc import Collection, Iterator, Mapping
from datetime import date
from json import dumps

from tracker.domain.calendar.forecast import Forecast, ForecastHoliday, with_forecast
from tracker.domain.calendar.workdays import Assurance, Calendar, Package
from tracker.lawfiles.faults import Complaint

SNAPSHOT_FOLDER = "calendars/snapshots"
_WIDTH = 7
"""Days on one line of a snapshot."""


def joined(
    calendars: Mapping[str, Calendar], forecasts: Mapping[str, Forecast]
) -> dict[str, Calendar]:
    """Return each calendar with the days off of its snapshot, if it has one."""
    return {key: with_forecast(each, forecasts.get(key)) for key, each in calendars.items()}


def mismatches(
    calendars: Mapping[str, Calendar], forecasts: Mapping[str, Forecast], unread: Collection[str]
) -> Iterator[Complaint]:
    """Yield mismatches between a calendar and its snapshot; `unread` ones have a fault already."""
    for key, calendar in calendars.items():
        if calendar.package and key not in forecasts and key not in unread:
            yield Complaint(
                f"calendars/{key}.toml",
                "package",
                f"has no snapshot; make it with `tracker calendar refresh {key} "
                "--through YEAR --write`.",
            )
    for key, forecast in forecasts.items():
        file = f"{SNAPSHOT_FOLDER}/{key}.toml"
        if found := calendars.get(key):
            yield from (Complaint(file, *each) for each in _disagreement(found, forecast))


def _disagreement(calendar: Calendar, forecast: Forecast) -> Iterator[tuple[str, str]]:
    again = f"make it again with `tracker calendar refresh {calendar.key} --through YEAR --write`."
    known = calendar.known
    if calendar.package is None:
        yield "package", f"calendars/{calendar.key}.toml has no [package]: remove this file."
    elif forecast.package != calendar.package:
        yield "package", f"differs from [package] in calendars/{calendar.key}.toml; {again}"
    given = {str(holiday.name) for holiday in forecast.holidays}
    for name in sorted(calendar.names.keys() - given):
        yield (
            "holiday",
            f"is “{name}” nowhere, as calendars/{calendar.key}.toml calls it in [names].",
        )
    if forecast.since > known.since:
        yield "since", f"lies after {known.since}, from which the calendar is known; {again}"
    if known.until and forecast.through < known.until:
        yield "through", f"lies before {known.until}, up to which the calendar is known; {again}"


def snapshot_text(forecast: Forecast) -> str:
    """Return a snapshot's file, which reads back as the same days."""
    lines = [
        "# Made by `tracker calendar refresh`, which rewrites the whole file. What is wrong here",
        f"# is put right by hand in ../{forecast.key}.toml, which pushes out what stands here.",
        "",
        "schema = 1",
        f"key = {_quoted(forecast.key)}",
        f"version = {_quoted(forecast.version)}",
        f"made_on = {forecast.made_on}",
        f"since = {forecast.since}",
        f"through = {forecast.through}",
        "",
        *_package(forecast.package),
    ]
    for holiday in forecast.holidays:
        lines += ["", *_holiday(holiday)]
    return "\n".join(lines) + "\n"


def _package(package: Package) -> Iterator[str]:
    yield "[package]"
    yield f"country = {_quoted(package.country)}"
    yield f"parts = {_list(package.parts)}"
    yield f"categories = {_list(package.categories)}"
    for doubtful in package.doubtful:
        yield ""
        yield "[[package.doubtful]]"
        yield f"assurance = {_quoted(doubtful.assurance)}"
        yield f"parts = {_list(doubtful.parts)}"
        yield f"categories = {_list(doubtful.categories)}"


def _holiday(holiday: ForecastHoliday) -> Iterator[str]:
    yield "[[holiday]]"
    yield f"name = {{ en = {_quoted(str(holiday.name))} }}"
    if holiday.assurance is not Assurance.GAZETTED:
        yield f"assurance = {_quoted(holiday.assurance)}"
    for word, days in (("days", holiday.days), ("expected", holiday.expected)):
        if days:
            yield from _days(word, days)


def _days(word: str, days: tuple[date, ...]) -> Iterator[str]:
    rows = [days[n : n + _WIDTH] for n in range(0, len(days), _WIDTH)]
    if len(rows) == 1:
        yield f"{word} = [{', '.join(map(str, days))}]"
        return
    yield f"{word} = ["
    for row in rows:
        yield f"  {', '.join(map(str, row))},"
    yield "]"


def _list(words: tuple[str, ...]) -> str:
    return f"[{', '.join(_quoted(word) for word in words)}]"


def _quoted(words: str) -> str:
    # A JSON string is a TOML basic string.
    return dumps(words, ensure_ascii=False)
