"""What public pages say of an entry that the office itself added or corrected."""

from zoneinfo import ZoneInfo

from tracker.domain.library import Library
from tracker.web.base.language import gettext, page_locale


def said_of_entry(library: Library, folder: str, key: str, zone: str) -> str:
    """Return that this office added or corrected an entry, as of which day in a time zone, and who
    checked it, naming nobody; empty for an entry as it came with the program."""
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
