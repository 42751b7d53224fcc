"""Reading of scans beside the pages, with the key of a person who has just opened private words.

The key is held in memory until the reading ends, at the latest after ten minutes. It is never
written to a file, and is gone when the process ends.
"""

import logging
import threading
import time

from tracker.services.core.office import Office
from tracker.services.correspondence.scan_texts import read_scans
from tracker.services.people.private_access import opened_for
from tracker.services.ports.keys import Locked

_LOG = logging.getLogger(__name__)

LONGEST_SECONDS = 600
MOST_PAGES_AT_ONCE = 200
_reading = threading.Lock()


def read_scans_beside(
    office: Office, account: str, private: bytes | None
) -> threading.Thread | None:
    """Begin to read scans in a thread; return it, or None if there is nothing to do.

    One thread of a process reads at a time. A failure is logged without a word of a document.
    """
    if private is None or office.scan_reader is None or not office.scan_texts.unread(1):
        return None
    if not _reading.acquire(blocking=False):
        return None
    thread = threading.Thread(target=_read, args=(office, account, private), daemon=True)
    thread.start()
    return thread


def _read(office: Office, account: str, private: bytes) -> None:
    until = time.monotonic() + LONGEST_SECONDS
    try:
        with opened_for(office, account, private):
            read_scans(office, MOST_PAGES_AT_ONCE, lambda: time.monotonic() > until)
    except Locked:
        pass  # guests and people without access open no document, or not every one
    except Exception as error:
        _LOG.error("scans were not read (%s)", type(error).__name__)
    finally:
        _reading.release()
