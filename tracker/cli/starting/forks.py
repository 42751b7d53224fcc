"""A process that is a fork of this one: both share its memory until they write to it."""

import os
import signal
import sys
import time
from collections.abc import Callable

from tracker.cli.stopping import SIGNALS
from tracker.parallel.ending import C_LIBRARY, end_with

_LOOK_EVERY = 0.05


class Fork:
    """A new process that does one thing and ends with its exit status.

    To be made by a process with one thread and nothing opened: the new one has all that it has.
    Raises OSError if the system has no room for another process.
    """

    def __init__(self, run: Callable[[], int]) -> None:
        parent = os.getpid()
        for stream in (sys.stdout, sys.stderr):
            stream.flush()
        # A signal that comes meanwhile waits: the new process would lose it in this one's handler.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, SIGNALS)
        self._status: int | None = None
        try:
            self.pid = os.fork()
            if self.pid == 0:
                _begin(parent)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
        if self.pid == 0:
            sys.exit(run())

    def poll(self) -> int | None:
        """Return the exit status, negative for a signal; None while the process runs."""
        if self._status is None:
            ended, status = os.waitpid(self.pid, os.WNOHANG)
            if ended:
                self._status = os.waitstatus_to_exitcode(status)
        return self._status

    def send(self, number: int) -> None:
        """Send a signal to the process, unless it has ended."""
        if self.poll() is None:
            os.kill(self.pid, number)

    def has_ended_within(self, seconds: float) -> bool:
        """Wait for the end of the process, at most so long; return whether it has ended."""
        until = time.monotonic() + seconds
        while self.poll() is None and time.monotonic() < until:
            time.sleep(_LOOK_EVERY)
        return self.poll() is not None


def _begin(parent: int) -> None:
    """Make the new process one like those that a shell starts."""
    # A session of its own: Ctrl-C reaches the supervisor alone, which then stops all in order.
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    end_with(parent)


def give_back_memory() -> None:
    """Give free memory back to the system, which the C library keeps otherwise (glibc)."""
    if trim := getattr(C_LIBRARY, "malloc_trim", None):
        trim(0)
