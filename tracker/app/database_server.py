"""The server of the office's database, for its operator."""

from collections.abc import Iterator
from contextlib import closing, contextmanager
from datetime import UTC, datetime

from tracker.app.office_storage import open_storage_of
from tracker.domain.base.errors import NotAllowed
from tracker.services.core.audit import OPERATOR
from tracker.services.ports.holds import Hold
from tracker.services.ports.people import AuditAct, TrailEntry
from tracker.settings import Settings
from tracker.settings.serving import SYNCHRONOUS

_SILENT = (
    "The database does not tell its account which server it is on, so nobody notices if a standby "
    "is promoted: let the account run pg_control_system(), pg_current_wal_lsn() and "
    "pg_walfile_name()."
)
_WAITS_FOR_NONE = (
    f"{SYNCHRONOUS} is set, and the database waits for no standby: set synchronous_standby_names "
    "and synchronous_commit there, or remove the setting. Until then, a promotion puts all that "
    "accuses or publishes on hold."
)


@contextmanager
def accepting_database(settings: Settings) -> Iterator[None]:
    """Accept the entries in the database as complete, as an operator says, once an act is done.

    Raises NotAllowed before the act on a former server of the database.
    """
    with closing(open_storage_of(settings)) as rooms:
        doubt = rooms.servers.doubt()
        if doubt is Hold.SERVER_LEFT:
            raise NotAllowed(
                "The database is on a former server: connect this machine to the newer one, or "
                "run `tracker database confirm` first to go back to the former one on purpose."
            )
        yield
        rooms.newest_entry.accept()
        if rooms.servers.accept() and doubt:
            act = AuditAct.DATABASE_CONFIRMED.value
            rooms.people.trail.add(TrailEntry(datetime.now(UTC), OPERATOR, act))


def server_lines(settings: Settings) -> Iterator[str]:
    """Yield what is known of the server of the database."""
    with closing(open_storage_of(settings)) as rooms:
        if not rooms.servers.on_server:
            yield "database: a file of SQLite, which has no other servers"
            return
        if mark := rooms.servers.mark():
            yield f"cluster: {mark.cluster}"
            yield f"timeline: {mark.timeline}"
        else:
            yield "cluster and timeline: not known"
        yield f"waits for a standby: {'yes' if rooms.servers.waits_for_standby() else 'no'}"


def server_problems(settings: Settings) -> Iterator[str]:
    """Yield why a promoted standby would not be noticed, or would stop the office."""
    with closing(open_storage_of(settings)) as rooms:
        servers = rooms.servers
        if servers.on_server and servers.silent:
            yield _SILENT
        if servers.on_server and settings.serving.synchronous and not servers.waits_for_standby():
            yield _WAITS_FOR_NONE
