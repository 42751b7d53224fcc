"""New entries of the office's own library, not verified yet."""

from collections.abc import Mapping
from dataclasses import replace

from tracker.domain.calendar.announced import AnnouncedDays
from tracker.domain.calendar.workdays import Calendar
from tracker.domain.law.block import Block
from tracker.domain.law.body import PublicBody
from tracker.domain.law.statement import Organisation
from tracker.services.core.office import Office
from tracker.services.office_data.countries import made_calendar
from tracker.services.office_data.made_entries import (
    NewBlock,
    NewBody,
    NewDays,
    made_block,
    made_body,
    made_days,
    made_organisation,
)
from tracker.services.office_data.own_entries import save_entry, save_new_entries
from tracker.services.office_data.read_sources import ReadSource
from tracker.services.ports.own_library import EntryName


def add_block(office: Office, typed: NewBlock, why: str, *, by: str) -> EntryName:
    """Add a block to the office's own library, not verified yet, and return its name.

    Raises BadInput as `made_block` and `save_entry` do.
    """
    block = made_block(office, typed, taken_keys(office))
    return _saved(office, "blocks", block, why, by)


def add_body(office: Office, typed: NewBody, why: str, *, by: str) -> EntryName:
    """Add a public body to the office's own library, not verified yet, and return its name.

    The first body of a country without a calendar comes with one, which is an entry of its own:
    both are added or none. Raises BadInput as `made_body`, `made_calendar` and `save_entry` do.
    """
    taken = taken_keys(office)
    body = made_body(office, typed, taken)
    if not typed.new_calendar:
        return _saved(office, "bodies", body, why, by)
    calendar = made_calendar(
        office.library, typed.country, typed.new_calendar, typed.source.source, taken
    )
    body, written = replace(body, calendar=calendar.key), office.library_reader.written
    name = EntryName("bodies", body.key)
    texts = {EntryName("calendars", calendar.key): written(calendar), name: written(body)}
    save_new_entries(office, texts, why, by=by)
    return name


def add_days(office: Office, typed: NewDays, why: str, *, by: str) -> EntryName:
    """Add announced days to the office's own library, and return the name of the entry.

    They are uncertain days until a second person has verified them. Raises BadInput as `made_days`
    and `save_entry` do.
    """
    days = made_days(office, typed, taken_keys(office))
    return _saved(office, "announced", days, why, by)


def add_organisation(
    office: Office, name: Mapping[str, str], source: ReadSource, why: str, *, by: str
) -> EntryName:
    """Add an organisation that supports requests to the office's own library, not verified yet,
    and return its name.

    Raises BadInput as `made_organisation` and `save_entry` do.
    """
    organisation = made_organisation(office, name, source, taken_keys(office))
    return _saved(office, "organisations", organisation, why, by)


def _saved(
    office: Office,
    folder: str,
    entry: Block | PublicBody | AnnouncedDays | Organisation | Calendar,
    why: str,
    by: str,
) -> EntryName:
    name = EntryName(folder, entry.key)
    save_entry(office, name, office.library_reader.written(entry), why, by=by)
    return name


def taken_keys(office: Office) -> frozenset[str]:
    """Return the keys of the office's entries, also of those that the program does not use."""
    return frozenset(each.name.key for each in office.own_library.in_force())
