"""The storage of an instance, which every assembly of an office opens."""

from tracker.app.bucket import bucket_of
from tracker.app.keys import office_mark
from tracker.machine_clock import SystemClock
from tracker.services.core.holds import OfficeHolds
from tracker.services.ports.holds import Noticed
from tracker.services.ports.log import LogUpkeep
from tracker.settings import Settings
from tracker.storage.opening import Storage, open_storage


def open_storage_of(settings: Settings) -> Storage:
    """Return the storage of these settings, which the caller closes."""
    return open_storage(
        settings.database_url,
        settings.instance,
        settings.key(),
        settings.office_key(),
        bucket_of(settings),
        read_only=settings.serving.read_only,
        synchronous=settings.serving.synchronous,
    )


def require_ready(settings: Settings, storage: Storage) -> None:
    """Raise Refusal unless the database has the tables of this program, and is of this office."""
    storage.require_head()
    storage.premises.require_mark(office_mark(settings.key()), str(settings.key_file))


def holds_of(rooms: Storage, log: LogUpkeep, noticed: Noticed | None = None) -> OfficeHolds:
    """Return what this process sees of the date and the database of an office."""
    entries, servers = rooms.newest_entry, rooms.servers
    return OfficeHolds(rooms.premises, log, SystemClock(), entries, servers, noticed)
