"""`tracker law new|add`: laws, powers, calendars and petitions, from a template."""

import argparse
from pathlib import Path

from tracker.app.assembly import open_office
from tracker.cli.law_library.text_files import text_in, write_new
from tracker.domain.base.errors import NotAllowed
from tracker.services.core.office import Office
from tracker.services.core.roles import Act, may
from tracker.services.office_data.entry_files import add_file, template_of
from tracker.services.people.accounts import by_address
from tracker.services.ports.own_library import EntryName
from tracker.settings import Settings, read_settings

FOLDERS = {"law": "laws", "power": "powers", "calendar": "calendars", "petition": "petitions"}


def new_file(chosen: argparse.Namespace) -> int:
    """Write the template of a file, to be filled in."""
    write_new(Path(chosen.path), template_of(FOLDERS[chosen.kind]))
    return 0


def add_to_library(chosen: argparse.Namespace) -> int:
    """Add a file to the office's own library, not verified yet."""
    settings, text = read_settings(), text_in(Path(chosen.path))
    with open_office(settings) as office:
        by = author(office, chosen.by)
        name = add_file(office, FOLDERS[chosen.kind], text, chosen.why, by=by)
    say_added(settings, name)
    return 0


def author(office: Office, email: str) -> str:
    """Return the account that adds an entry. Raises NotAllowed if it may not."""
    account = by_address(office, email)
    if not may(account, Act.DRAFT):
        raise NotAllowed(f"{account.email} may not add entries to the library.")
    return account.id


def say_added(settings: Settings, name: EntryName) -> None:
    """Print which entry was added, and where a second person verifies it."""
    print(f"{name.folder}/{name.key} added, not verified. A second person compares its sources at")
    print(f"{settings.public_url}/desk/library/{name.folder}/{name.key}")
