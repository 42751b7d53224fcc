"""The public side of an office alone: on a machine without its keys and documents, and from a
replica of its database.

Only what serves pages imports this module.
"""

from collections.abc import Callable, Iterator
from contextlib import contextmanager

from flask import Flask

from tracker.app.health import pages_health
from tracker.app.readers_site import (
    readers_config,
    readers_now,
    readers_ports,
    readers_values,
)
from tracker.domain.base.errors import BadInput
from tracker.ledger.readers_log import ReadersLog
from tracker.services.core.current_library import with_current_library
from tracker.services.core.office import Office
from tracker.services.public.public_side import readers_office
from tracker.settings import Settings
from tracker.storage.public_opening import PublicStorage, open_public_storage
from tracker.web import make_app
from tracker.web.record.pages.first_pages import open_first_pages


@contextmanager
def public_app(
    settings: Settings, begin: Callable[[Flask], object] = lambda app: None
) -> Iterator[Flask]:
    """Give the application of the public pages, for a server that then forks its processes.

    `begin` is called with it as soon as pages can be made. Then the first ones are opened.

    Raises BadInput if this machine has keys or documents of the office.
    """
    _require_nothing_private(settings)
    with open_public_storage(settings.database_url, settings.instance) as rooms:
        app = make_app(
            _office(settings, rooms), readers_config(settings, lambda: pages_health(settings))
        )
        # Each process opens connections of its own.
        rooms.close()
        begin(app)
        open_first_pages(app)
        rooms.close()
        yield app


def _require_nothing_private(settings: Settings) -> None:
    private = (
        settings.key_file,
        settings.log_key,
        settings.evidence,
        settings.instance / "office.key",
    )
    found = [str(each) for each in private if each.exists()]
    found += ["TRACKER_DOCUMENTS_URL"] if settings.bucket else []
    found += ["TRACKER_OFFICE_KEY"] if settings.office_key_file else []
    if found:
        raise BadInput(
            "This machine serves the public side alone, and has what only the office needs: "
            f"remove {found[0]}."
        )


def _office(settings: Settings, rooms: PublicStorage) -> Office:
    log = ReadersLog(rooms.log, settings.serving.log_key, readers_now)
    ports = readers_ports(settings, rooms, log)
    return with_current_library(readers_office(ports, **readers_values(settings)))
