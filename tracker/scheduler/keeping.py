"""The process of the scheduler: it keeps the time, and a fork of it does each round of work.

The memory that a round takes is given back at its end, and this process shares nearly all of its
own with the web server. It has no threads, and nothing open when it forks.
"""

import gc
import logging
import pickle
import signal
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from types import FrameType

from tracker.app.assembly import clear_leftovers, open_office
from tracker.domain.base.collecting import without_collecting
from tracker.domain.base.errors import Refusal
from tracker.lawfiles.library_watch import Watch
from tracker.parallel.side_process import SideProcess
from tracker.parallel.workers import sendable
from tracker.scheduler.kept import Kept
from tracker.scheduler.rounds import work_once
from tracker.settings import Settings

_LOG = logging.getLogger(__name__)
_LOOK_EVERY = 0.2


def run_scheduler(settings: Settings) -> None:
    """Work now and at every interval until the process is told to stop.

    A step in progress is finished first; a recalculation continues at the next start. While the
    office is read-only, nothing is done until then.
    """
    told_to_stop = _stop_by_signal()
    if settings.serving.read_only:
        _LOG.warning("The office is read-only (TRACKER_READ_ONLY): nothing is checked or entered.")
        told_to_stop.wait()
        return
    kept = Kept(Watch(settings.library))
    clear_leftovers(settings)
    # Raises what is wrong with the office before any work begins.
    with open_office(settings, noticed=kept.noticed) as office:
        kept.library, kept.library_mark = office.library, office.library_mark
    keep_working(partial(work_once, settings), kept, settings.sweep_seconds, told_to_stop)


def keep_working(
    work: Callable[[Kept, threading.Event], None],
    kept: Kept,
    seconds: float,
    told_to_stop: threading.Event,
) -> None:
    """Have a fork do the work now and at every interval, until told to stop."""
    # A search for garbage in a fork would copy all that was loaded.
    gc.freeze()
    while not told_to_stop.is_set():
        began = time.monotonic()
        kept = _after(partial(_said_by, work, kept), kept, told_to_stop)
        told_to_stop.wait(max(0.0, began + seconds - time.monotonic()))


def _after(work: Callable[[], bytes], kept: Kept, told_to_stop: threading.Event) -> Kept:
    """Have a fork do the work; return what is kept after it, which is `kept` if it broke off."""
    # The fork would write it again.
    sys.stdout.flush()
    try:
        # It ends at once if this process is killed: then the next one does the rest.
        fork = SideProcess(work, ended_by=signal.SIGKILL)
    except OSError as error:
        _LOG.error("nothing was done: no process could be started (%s)", error.strerror)
        return kept
    while not fork.wait(_LOOK_EVERY):
        if told_to_stop.is_set():
            fork.send(signal.SIGTERM)
    said = fork.answer()
    if said is None:
        _LOG.error("the work broke off, because its process was ended; it is begun again in time")
        return kept
    with without_collecting():
        after: Kept = pickle.loads(said)  # noqa: S301  # of a fork of this process
    return replace(after, library=after.library or kept.library)


def _said_by(work: Callable[[Kept, threading.Event], None], kept: Kept) -> bytes:
    """Do the work in a fork; return what is kept after it, with the library only if it changed."""
    before, told_to_stop = kept.library, _stop_by_signal()
    try:
        work(kept, told_to_stop)
    except Refusal as refusal:
        _LOG.error("nothing was done: %s", refusal)
    except Exception:
        _LOG.exception("the work broke off")
    sys.stdout.flush()
    return sendable(replace(kept, library=None) if kept.library is before else kept)


def _stop_by_signal() -> threading.Event:
    """Return what is set when this process is told to stop."""
    told_to_stop = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        told_to_stop.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return told_to_stop
