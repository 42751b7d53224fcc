"""The office as an export of its public side opens it.

It reads what is public, and brings the log and the data package up to date. Nothing private is
opened, and nothing that writes letters or mail is loaded, which would take half of the start.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from tracker.app.keys import office_mark
from tracker.app.office_log import signed_log
from tracker.app.readers_site import readers_config, readers_ports, readers_values
from tracker.services.core.current_library import with_current_library
from tracker.services.core.office import Office
from tracker.services.core.shut import closed_office
from tracker.settings import Settings
from tracker.storage.public_opening import open_public_storage
from tracker.web import Health, SiteConfig


@contextmanager
def open_copied_office(settings: Settings) -> Iterator[tuple[Office, Callable[[], None]]]:
    """Open the office, with what closes its connections for a moment: forks must not share one,
    and each use opens another.

    Raises LibraryFaults for a library with faults, BadInput for a missing key, and a refusal for a
    database that is older or newer than the code.
    """
    url, read_only = settings.database_url, settings.serving.read_only
    with open_public_storage(url, settings.instance, read_only=read_only) as rooms:
        rooms.premises.require_mark(office_mark(settings.key()), str(settings.key_file))
        log = signed_log(settings, rooms.log)
        ports = readers_ports(settings, rooms, log) | {"log_upkeep": log}
        office = closed_office(_not_copied, **ports, **readers_values(settings))
        yield with_current_library(office), rooms.close


def copied_config(settings: Settings) -> SiteConfig:
    """Return how the pages are read to be copied."""
    return readers_config(
        settings, lambda: Health(database=True, migration=True, last_sweep_at=None)
    )


def _not_copied(name: str) -> AttributeError:
    return AttributeError(f"{name} is of no use for a copy")
