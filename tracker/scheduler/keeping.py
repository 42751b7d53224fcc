"""The scheduler process, which keeps the time and forks a process for each round of work.

The memory of a round is freed when it ends. This process shares nearly all of its memory with the
web server. It has one thread and no open database when it forks.
"""

import gc
import logging
import signal
import sys
import threading
import time
from collections.abc import Callable
from functools import partial
from types import FrameType

from tracker.domain.base.errors import Refusal
from tracker.lawfiles import read_library
from tracker.lawfiles.library_watch import Watch
from tracker.machine_clock import SystemClock
from tracker.parallel.side_process import SideProcess
from tracker.scheduler.handover import Handover, after, handed_on
from tracker.scheduler.rounds import work_once
from tracker.services.ports.holds import Noticed
from tracker.settings import Settings

_LOG = logging.getLogger(__name__)
_LOOK_EVERY = 0.2


def run_scheduler(settings: Settings) -> None:
    """Work now and at every interval until the process is told to stop.

    A step in progress is finished first; a recalculation continues at the next start. While the
    office is read-only, nothing is done until then. Raises Refusal if the office cannot be opened.
    """
    told_to_stop = _stop_by_signal()
    if settings.serving.read_only:
        _LOG.warning("The office is read-only (TRACKER_READ_ONLY): nothing is checked or entered.")
        told_to_stop.wait()
        return
    clock = SystemClock()
    noticed = Noticed(since=(clock.now(), clock.elapsed()))
    library = read_library(settings.library)
    kept = Handover(Watch(settings.library), library, noticed=noticed)
    keep_working(partial(work_once, settings), kept, settings.sweep_seconds, told_to_stop)


def keep_working(
    work: Callable[[Handover, threading.Event], None],
    kept: Handover,
    seconds: float,
    told_to_stop: threading.Event,
) -> None:
    """Have a fork do the work now and at every interval, until told to stop.

    Raises the first refusal if the first round is refused. Later ones are logged.
    """
    # A search for garbage in a fork would copy all that was loaded.
    gc.freeze()
    is_first = True
    while not told_to_stop.is_set():
        began = time.monotonic()
        if said := _said_apart(work, kept, told_to_stop):
            kept, refusal = after(said, kept)
            if refusal and is_first:
                raise refusal
            if refusal:
                _LOG.error("nothing was done: %s", refusal)
        is_first = False
        told_to_stop.wait(max(0.0, began + seconds - time.monotonic()))


def _said_apart(
    work: Callable[[Handover, threading.Event], None],
    kept: Handover,
    told_to_stop: threading.Event,
) -> bytes | None:
    """Have a fork do the work, and return what it says at its end; None if it broke off."""
    # The fork would write it again.
    sys.stdout.flush()
    try:
        # It ends at once if this process is killed. The next one does the rest.
        fork = SideProcess(partial(_said_by, work, kept), ended_by=signal.SIGKILL)
    except OSError as error:
        _LOG.error("nothing was done: no process could be started (%s)", error.strerror)
        return None
    while not fork.wait(_LOOK_EVERY):
        if told_to_stop.is_set():
            fork.send(signal.SIGTERM)
    said = fork.answer()
    if said is None and not told_to_stop.is_set():
        _LOG.error("the work broke off, and is begun again at the next interval")
    return said


def _said_by(work: Callable[[Handover, threading.Event], None], kept: Handover) -> bytes:
    """Do the work in a fork; return what the next one has to know, and whether it was refused."""
    library, refusal = kept.library, None
    told_to_stop = _stop_by_signal()
    try:
        work(kept, told_to_stop)
    except Refusal as refused:
        refusal = refused
    except Exception:
        _LOG.exception("the work broke off, and is begun again at the next interval")
    sys.stdout.flush()
    return handed_on(kept, library, refusal)


def _stop_by_signal() -> threading.Event:
    """Return what is set when this process is told to stop."""
    told_to_stop = threading.Event()

    def stop(number: int, frame: FrameType | None) -> None:
        told_to_stop.set()

    signal.signal(signal.SIGTERM, stop)
    signal.signal(signal.SIGINT, stop)
    return told_to_stop
