"""A new snapshot of a calendar: what would change, and the file to write."""

import os
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TypeVar

import tomli

from tracker.domain.base.days import Span
from tracker.domain.base.errors import NotOnFile, Refusal
from tracker.domain.calendar.forecast import Forecast, with_forecast
from tracker.domain.calendar.workdays import Calendar, DayOff, DayStatus
from tracker.lawfiles.faults import Complaint, LibraryFaults, suggestion
from tracker.lawfiles.filling import UNREADABLE, Filling
from tracker.lawfiles.forecasting import forecast
from tracker.lawfiles.packaged import HolidayPackage
from tracker.lawfiles.snapshots import SNAPSHOT_FOLDER, snapshot_text

Filled = TypeVar("Filled")


@dataclass(frozen=True, slots=True)
class CalendarChange:
    """The change of one day. No `before` means a new day, no `after` a removed one."""

    day: date
    before: DayOff | None
    after: DayOff | None

    @property
    def moves(self) -> bool:
        """Return whether a count over this day may give another date."""
        return _status(self.before) is not _status(self.after)


@dataclass(frozen=True)
class Refresh:
    """A new snapshot, beside the one in the library."""

    calendar: Calendar
    old: Forecast | None
    new: Forecast
    changes: tuple[CalendarChange, ...]
    today: date

    def past(self) -> tuple[CalendarChange, ...]:
        """Return the changes that would move a past day; none for a calendar without days."""
        if self.old is None and not (self.calendar.days_off or self.calendar.holidays):
            return ()
        return tuple(each for each in self.changes if each.moves and each.day < self.today)


def refreshed(
    folder: Path, key: str, through: int, today: date, source: HolidayPackage
) -> Refresh:
    """Return a new snapshot of one calendar of the library in `folder`, compared with the old one.

    Raises NotOnFile for a key without a file, LibraryFaults for an unreadable file, and BadInput
    if the package has no data.
    """
    calendar = _calendar(folder, key)
    path = folder / SNAPSHOT_FOLDER / f"{key}.toml"
    old = _filled(Forecast, path, f"{SNAPSHOT_FOLDER}/{key}.toml") if path.is_file() else None
    new = forecast(calendar, through, today, source)
    # Also compares the days after the end of the calendar's present span.
    known = Span(calendar.known.since, max(new.through, calendar.known.until or new.through))
    wide = replace(calendar, known=known)
    changes = differences(with_forecast(wide, old), with_forecast(wide, new))
    return Refresh(calendar, old, new, changes, today)


def differences(before: Calendar, after: Calendar) -> tuple[CalendarChange, ...]:
    """Return the days on which two calendars differ, in order."""
    old, new = _surest(before.days_off), _surest(after.days_off)
    changes = (
        CalendarChange(day, old.get(day), new.get(day)) for day in sorted(old.keys() | new.keys())
    )
    return tuple(each for each in changes if _assurance(each.before) != _assurance(each.after))


def write_snapshot(folder: Path, refresh: Refresh, *, past: bool) -> Path:
    """Write the new snapshot in place of the old one.

    Raises Refusal if it would move a past day and `past` is false, or if the folder cannot be
    written.
    """
    if (moved := refresh.past()) and not past:
        days = f"{len(moved)} past days" if len(moved) > 1 else "a past day"
        raise Refusal(
            f"Nothing was written, since {days} would move ({moved[0].day} is the first): where "
            "the package is right, repeat the command with --past; where it is wrong, put the "
            f"day right with [[day_off]] or [[worked]] in calendars/{refresh.calendar.key}.toml."
        )
    path = folder / SNAPSHOT_FOLDER / f"{refresh.calendar.key}.toml"
    aside = path.with_suffix(".part")
    try:
        path.parent.mkdir(exist_ok=True)
        aside.write_text(snapshot_text(refresh.new), encoding="utf-8")
        os.replace(aside, path)
    except OSError as fault:
        raise Refusal(
            f"{path} cannot be written ({fault.strerror}): name a library folder of your own in "
            "TRACKER_LIBRARY."
        ) from None
    return path


def _surest(days_off: Iterable[DayOff]) -> dict[date, DayOff]:
    """Return one entry for each day; a certain one outweighs an uncertain one."""
    surest: dict[date, DayOff] = {}
    for off in days_off:
        known = surest.setdefault(off.day, off)
        if _status(known) is DayStatus.UNCERTAIN:
            surest[off.day] = off if _status(off) is DayStatus.CLOSED else known
    return surest


def _status(off: DayOff | None) -> DayStatus:
    return off.status_for(None) if off else DayStatus.OPEN


def _assurance(off: DayOff | None) -> str | None:
    return off.assurance if off else None


def _calendar(folder: Path, key: str) -> Calendar:
    files = {path.stem: path for path in (folder / "calendars").glob("*.toml")}
    if key not in files:
        raise NotOnFile(f"There is no calendar “{key}”. {suggestion(key, files)}")
    return _filled(Calendar, files[key], f"calendars/{key}.toml")


def _filled(cls: type[Filled], path: Path, name: str) -> Filled:
    """Return the entry of one file. Other files may have faults, which are not looked for."""
    filling = Filling(name, "")
    try:
        table = tomli.loads(path.read_text(encoding="utf-8-sig"))
    except (UnicodeDecodeError, tomli.TOMLDecodeError) as fault:
        raise LibraryFaults([Complaint(name, "", f"cannot be read as TOML: {fault}.")]) from None
    table.pop("schema", None)
    filled = filling.fill(cls, table, "")
    if filling.complaints or filled is UNREADABLE:
        raise LibraryFaults(filling.complaints)
    read: Filled = filled
    return read
