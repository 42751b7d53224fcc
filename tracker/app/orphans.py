"""Deletes documents whose requests were never made, and what another machine erased."""

import logging
import time
from contextlib import closing
from datetime import UTC, datetime, timedelta

from tracker.app.office_log import signed_log
from tracker.app.office_storage import holds_of, open_storage_of
from tracker.domain.base.errors import Refusal
from tracker.settings import Settings
from tracker.storage.opening import Storage

_LOG = logging.getLogger(__name__)
# Seconds between two searches, which read a whole list of files.
ORPHANS_EVERY = 3600
# Long enough for any usual interval between sweeps, and half the day that such a document stays.
_SWEPT_WITHIN = timedelta(hours=12)


class OrphanSweep:
    """Deletes documents of no request, once an hour.

    The first time, `due`, is an hour after the start: a process that starts again and again does
    not read the whole list each time.
    """

    def __init__(self, settings: Settings, due: float) -> None:
        self._settings = settings
        self.due = due

    def run(self) -> None:
        """Delete such documents if an hour has passed; log a store that does not answer."""
        if time.monotonic() < self.due:
            return
        self.due = time.monotonic() + ORPHANS_EVERY
        try:
            # What another machine erased, or could not write to the bucket.
            erase_again(self._settings)
            if number := clear_orphans(self._settings):
                _LOG.info("documents of no request: %s deleted", number)
        except Refusal as refusal:
            _LOG.warning("documents of no request: %s", refusal)


def erase_again(settings: Settings) -> None:
    """Erase what any place lists. Raises StorageTrouble if one is away; the rest is done then."""
    with closing(open_storage_of(settings)) as rooms:
        try:
            rooms.share_erasures()
        finally:
            rooms.erase_again()


def clear_orphans(settings: Settings) -> int:
    """Delete documents whose requests were never made; return how many.

    Nothing is deleted while anything is on hold or the public log has a problem: the database may
    have lost their requests. Nor without a sweep in the last half day, since each sweep is noted
    by a COMMIT. While COMMITs wait for a standby, a request that is being saved cannot be seen.
    """
    with closing(open_storage_of(settings)) as rooms:
        log = signed_log(settings, rooms.log)
        if not _swept_lately(rooms) or holds_of(rooms, log).active() or log.problems():
            return 0
        return rooms.archive.sweep_orphans()


def _swept_lately(rooms: Storage) -> bool:
    last = rooms.premises.state().last_sweep_at
    return last is not None and datetime.now(UTC) - last < _SWEPT_WITHIN
