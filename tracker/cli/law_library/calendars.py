"""`tracker calendar …`: the content of calendars, and new snapshots."""

import argparse
import json
from datetime import date, datetime
from zoneinfo import ZoneInfo

from tracker.cli.law_library.chosen import library_in_use
from tracker.domain.base.days import Span
from tracker.domain.calendar.workdays import Calendar, DayOff, Weekend
from tracker.lawfiles.packaged import InstalledPackage
from tracker.lawfiles.reader import PACKAGED
from tracker.lawfiles.refreshing import CalendarChange, Refresh, refreshed, write_snapshot
from tracker.settings import read_settings

_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def list_calendars(chosen: argparse.Namespace) -> int:
    """Print the calendars, one a line."""
    calendars = library_in_use(shipped=chosen.shipped).calendars.values()
    if chosen.json:
        print(json.dumps([_brief(each) for each in calendars], ensure_ascii=False, indent=2))
        return 0
    for calendar in calendars:
        print(
            f"{calendar.key:22} {calendar.title}: known {_span(calendar.known)}; {_by(calendar)}"
        )
    return 0


def show_calendar(chosen: argparse.Namespace) -> int:
    """Print one calendar: its weekends, and its days off in one year."""
    calendar = library_in_use(shipped=chosen.shipped).calendar(chosen.key)
    year = chosen.year or _today(calendar).year
    days_off = [off for off in calendar.days_off if off.day.year == year]
    if chosen.json:
        days = [_day(off) for off in days_off]
        whole = _brief(calendar) | {"year": year, "days_off": days}
        print(json.dumps(whole, ensure_ascii=False, indent=2))
        return 0
    print(f"{calendar.title} ({calendar.zone})\nKnown {_span(calendar.known)}; {_by(calendar)}.")
    for rule in calendar.weekends:
        print(f"{rule.name}: {_weekend(rule)}")
    print(f"\n{year}")
    for off in days_off:
        print(f"  {off.day}  {off.assurance:14}  {off.name}  [{off.source.where}]")
    for worked in calendar.worked:
        if worked.day.year == year:
            print(f"  {worked.day}  {'worked':14}  {worked.name}  [{worked.source.where}]")
    return 0


def refresh_command(chosen: argparse.Namespace) -> int:
    """Show what a new snapshot would change. Write it only if asked."""
    folder = read_settings().library or PACKAGED
    found = refreshed(folder, chosen.key, chosen.through, date.today(), InstalledPackage())
    _print(found)
    if not chosen.write:
        print("Nothing was written; repeat the command with --write to write it.")
        return 0
    path = write_snapshot(folder, found, past=chosen.past)
    print(f"Written: {path}. Now call `tracker law check`, then `tracker revise`.")
    return 0


def _print(found: Refresh) -> None:
    old, new = found.old, found.new
    before = f"{old.version} of {old.made_on}" if old else "no snapshot"
    print(f"{new.key}: {before} -> {new.version}, {new.since} to {new.through}")
    past = set(found.past())
    for change in found.changes:
        print(_line(change) + ("  A PAST DAY WOULD MOVE" if change in past else ""))
    changed = len(found.changes)
    said = f"{changed} day changes" if changed == 1 else f"{changed} days change"
    print(f"{said}, {len(past) or 'none'} of them past." if changed else "No day changes.")
    known = found.calendar.known
    if known.until and known.until < new.through:
        print(
            f"calendars/{new.key}.toml says that the calendar is known up to {known.until}: "
            "days after that count only when “known” ends later."
        )


def _line(change: CalendarChange) -> str:
    before, after = change.before, change.after
    if before and after:
        return f"~ {change.day}  {before.assurance} -> {after.assurance}  {after.name}"
    sign, off = ("+", after) if after else ("-", before)
    return f"{sign} {change.day}  {off.assurance}  {off.name}" if off else ""


def _brief(calendar: Calendar) -> dict[str, object]:
    return {
        "key": calendar.key,
        "title": str(calendar.title),
        "zone": calendar.zone,
        "known": _ends(calendar.known),
        "checked": _ends(calendar.checked) if calendar.checked else None,
        "checked_by": calendar.checked_by,
    }


def _ends(span: Span) -> dict[str, str | None]:
    return {
        "since": span.since.isoformat(),
        "until": span.until.isoformat() if span.until else None,
    }


def _day(off: DayOff) -> dict[str, object]:
    return {
        "day": off.day.isoformat(),
        "name": str(off.name),
        "assurance": off.assurance.value,
        "source": off.source.where,
        "binds": sorted(off.binds),
    }


def _by(calendar: Calendar) -> str:
    if calendar.checked is None:
        return "never checked against official notices"
    return f"checked {_span(calendar.checked)} against official notices"


def _span(span: Span) -> str:
    return f"{span.since} to {span.until}" if span.until else f"since {span.since}"


def _weekend(rule: Weekend) -> str:
    days = ", ".join(_WEEKDAYS[each] for each in sorted(rule.weekdays))
    confirmed = rule.last_confirmed
    doubt = f", uncertain after {confirmed}" if confirmed else ""
    return f"{days}, {_span(rule.span)}{doubt} [{rule.source.where}]"


def _today(calendar: Calendar) -> date:
    return datetime.now(ZoneInfo(calendar.zone)).date()
