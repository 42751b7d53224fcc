"""`tracker law new|add`: laws, powers, calendars and petitions, from a template."""

import argparse
from pathlib import Path

from tracker.app import open_office
from tracker.domain.base.errors import BadInput, NotAllowed
from tracker.services.core.roles import Act, may
from tracker.services.office_data.entry_files import add_file, template_of
from tracker.services.people.accounts import by_address
from tracker.settings import read_settings

FOLDERS = {"law": "laws", "power": "powers", "calendar": "calendars", "petition": "petitions"}


def new_file(chosen: argparse.Namespace) -> int:
    """Write the template of a file, to be filled in."""
    out = Path(chosen.path)
    try:
        with out.open("x", encoding="utf-8") as file:
            file.write(template_of(FOLDERS[chosen.kind]))
    except FileExistsError:
        raise BadInput(f"{out} exists: choose another folder or move it away.") from None
    except OSError as error:
        raise BadInput(f"{out} could not be written: {error.strerror}.") from None
    print(out)
    return 0


def add_to_library(chosen: argparse.Namespace) -> int:
    """Add a file to the office's own library, not verified yet."""
    path, settings = Path(chosen.path), read_settings()
    try:
        text = path.read_text("utf-8-sig")
    except OSError as error:
        raise BadInput(f"{path} could not be read: {error.strerror}.") from None
    except UnicodeDecodeError:
        raise BadInput(f"{path} is not UTF-8; save the file as UTF-8.") from None
    with open_office(settings) as office:
        account = by_address(office, chosen.by)
        if not may(account, Act.DRAFT):
            raise NotAllowed(f"{account.email} may not add entries to the library.")
        name = add_file(office, FOLDERS[chosen.kind], text, chosen.why, by=account.id)
    print(f"{name.folder}/{name.key} added, not verified. A second person compares its sources at")
    print(f"{settings.public_url}/desk/library/{name.folder}/{name.key}")
    return 0
