"""Work beside the pages that needs an open key: late keys of signatures, then words of scans.

It is done with the key of a person who has just opened private words, or with the key file of the
office. A person's key is held in memory until the work ends, at the latest after ten minutes. It
is never written to a file, and is gone when the process ends.
"""

import logging
import threading
import time
from collections.abc import Callable

from tracker.domain.base.errors import Refusal
from tracker.services.core.current_library import with_current_library
from tracker.services.core.holds import require_may_enter
from tracker.services.core.left_out import begin_noting
from tracker.services.core.office import Office
from tracker.services.correspondence.reading_mail import check_signatures_again, has_late_keys
from tracker.services.correspondence.scan_texts import read_scans
from tracker.services.people.private_access import opened_for
from tracker.services.ports.keys import OFFICE_GROUP, Locked

_LOG = logging.getLogger(__name__)

LONGEST_SECONDS = 600
MOST_PAGES_AT_ONCE = 200
_PAGES_IN_A_RUN = 20
_working = threading.Lock()


def work_beside(office: Office, account: str, private: bytes | None) -> threading.Thread | None:
    """Begin this work in a thread; return it, or None if there is nothing to do.

    One thread of a process works at a time. A failure is logged without a word of a document.
    """
    if private is None or not (has_late_keys(office) or _has_scans(office)):
        return None
    if not _working.acquire(blocking=False):
        return None
    thread = threading.Thread(target=_work, args=(office, account, private), daemon=True)
    thread.start()
    return thread


def work_by_key_file(office: Office, stop: Callable[[], bool]) -> None:
    """Do a part of this work if the office has a key file; log how much, and no word of it."""
    if not office.key_opening.may_open(OFFICE_GROUP) or office.holds.barred_by():
        return
    begin_noting()
    try:
        office = with_current_library(office)
        checked = check_signatures_again(office, stop)
        read = read_scans(office, _PAGES_IN_A_RUN, stop)
    except Refusal as refusal:
        _LOG.error("signatures or scans were not read: %s", refusal)
        return
    if checked or read:
        _LOG.info("%s signatures checked, %s pages read for the search", checked, read)


def _has_scans(office: Office) -> bool:
    return office.scan_reader is not None and bool(office.scan_texts.unread(1))


def _work(office: Office, account: str, private: bytes) -> None:
    until = time.monotonic() + LONGEST_SECONDS

    def stop() -> bool:
        return time.monotonic() > until

    try:
        require_may_enter(office)
        with opened_for(office, account, private):
            check_signatures_again(office, stop)
            read_scans(office, MOST_PAGES_AT_ONCE, stop)
    except Locked:
        pass  # guests and people without access open no document, or not every one
    except Exception as error:
        _LOG.error("work beside the pages was not done (%s)", type(error).__name__)
    finally:
        _working.release()
