"""The note on public pages that the office itself added or corrected an entry."""

from zoneinfo import ZoneInfo

from tracker.domain.library import Library
from tracker.web.base.language import gettext, page_locale


def said_of_entry(library: Library, folder: str, key: str, zone: str) -> str:
    """Return a note that this office added or corrected an entry, with the day in a time zone and
    how the entry was checked. It names no person, and is empty for an entry of the program."""
    told = library.own.get((folder, key))
    if told is None:
        return ""
    day = page_locale().day(told.at.astimezone(ZoneInfo(zone)).date())
    if told.corrects:
        said = gettext("Corrected by this office on {day}.", day=day)
    else:
        said = gettext("Added by this office, as of {day}.", day=day)
    if told.second_person:
        return f"{said} {gettext('Checked against its sources by a second person.')}"
    return f"{said} {gettext('Checked against its sources.')}"
