"""What public pages say of an entry that the office itself added or corrected."""

from zoneinfo import ZoneInfo

from tracker.services.core.office import Office
from tracker.services.ports.own_library import EntryName
from tracker.web.base.language import gettext, page_locale


def said_of_entry(office: Office, name: EntryName, zone: str) -> str:
    """Return that this office added or corrected an entry, on which day in a time zone, and who
    checked it, naming nobody; empty for an entry as it came with the program."""
    number = office.library.own.get(name)
    kept = [each for each in office.own_library.versions(name) if not each.withdrawn_at]
    used = next((each for each in kept if number and each.number == number), None)
    if used is None:
        return ""
    # The newest comes first. What was added is of the first day, whatever changed since.
    written = used if used.replaces else kept[-1]
    day = page_locale().day(written.at.astimezone(ZoneInfo(zone)).date())
    if used.replaces:
        said = gettext("Corrected by this office on {day}.", day=day)
    else:
        said = gettext("Added by this office on {day}.", day=day)
    if used.verified_by == used.by:
        return f"{said} {gettext('Checked against its sources.')}"
    return f"{said} {gettext('Checked against its sources by a second person.')}"
