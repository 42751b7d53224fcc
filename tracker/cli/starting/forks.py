"""A process that is a fork of this one: both share its memory until they write to it."""

import ctypes
import mmap
import os
import signal
import sys
import time
import traceback
from collections.abc import Callable
from math import inf

from tracker.cli.stopping import SIGNALS
from tracker.parallel.ending import C_LIBRARY, end_with

# A process without a sign of life for so long hangs. A new one may take longer to its first one.
_PULSE_SECONDS, _FIRST_PULSE_SECONDS = 30, 120
# Sizes of gaps in memory, and which part of those that are left is taken at once.
_GAPS, _OF_THOSE_LEFT = [2**power for power in range(16, 3, -1)], 16
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
            sys.exit(_status_of(run))

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

    def has_ended_by(self, until: float) -> bool:
        """Wait for the end of the process, at most until then; return whether it has ended."""
        while self.poll() is None and time.monotonic() < until:
            time.sleep(_LOOK_EVERY)
        return self.poll() is not None


class Pulse:
    """The sign of life of a process, in memory that it shares with the one that forked it."""

    def __init__(self) -> None:
        self._first_by = inf
        self._renew()

    def start(self, now: float) -> None:
        """Expect the first sign of life of a process that is forked next.

        One that was forked before may still give signs of life: they do not count any more.
        """
        self._renew()
        self.begin(now)

    def _renew(self) -> None:
        self._beats = memoryview(mmap.mmap(-1, 8)).cast("d")

    def rest(self) -> None:
        """Expect no sign of life."""
        self._beats[0], self._first_by = 0, inf

    def begin(self, now: float) -> None:
        """Expect a sign of life as after a start."""
        self._beats[0], self._first_by = 0, now + _FIRST_PULSE_SECONDS

    def beat(self) -> None:
        """Give a sign of life."""
        self._beats[0] = time.monotonic()

    def trouble(self, now: float) -> str:
        """Return what is wrong: no sign of life for long, or none since the start. Empty if
        nothing is."""
        if last := self._beats[0]:
            return f"has hung for {_PULSE_SECONDS} s" if now - last > _PULSE_SECONDS else ""
        late = now > self._first_by
        return f"has not begun within {_FIRST_PULSE_SECONDS} s of its start" if late else ""


def _status_of(run: Callable[[], int]) -> int:
    """Run the work of a new process. An error of the system ends the process here. Further out,
    the code of its parent would handle the error and go on in the new process."""
    try:
        return run()
    except OSError:
        traceback.print_exc()
        return 1


def _begin(parent: int) -> None:
    """Make the new process one like those that a shell starts."""
    # A session of its own: Ctrl-C reaches the supervisor alone, which then stops all in order.
    os.setsid()
    signal.signal(signal.SIGINT, signal.default_int_handler)
    end_with(parent)


def give_back_memory() -> None:
    """Give free memory back to the system, which the C library keeps otherwise (glibc)."""
    if trim := getattr(C_LIBRARY, "malloc_trim", None):
        trim(0)


class _HeapState(ctypes.Structure):
    """What the C library says of its memory: mallinfo2(3)."""

    _fields_ = tuple(
        (name, ctypes.c_size_t)
        for name in (
            *("arena", "ordblks", "smblks", "hblks", "hblkhd", "usmblks", "fsmblks"),
            *("uordblks", "fordblks", "keepcost"),
        )
    )


def take_gaps() -> None:
    """Take the free memory between what is in use, for good (glibc).

    Forks would use these gaps first, and copy the pages in which they lie.
    """
    tell = getattr(C_LIBRARY, "mallinfo2", None)
    if tell is None or C_LIBRARY is None:
        return
    tell.restype, take = _HeapState, C_LIBRARY.malloc
    take.restype, take.argtypes = ctypes.c_void_p, (ctypes.c_size_t,)
    for size in _GAPS:
        state, end = tell(), -1
        # Until what is taken comes from the end.
        while end in (-1, state.keepcost) and (left := state.fordblks - state.keepcost) >= size:
            end = state.keepcost
            if not all(take(size) for _ in range(1 + left // size // _OF_THOSE_LEFT)):
                return
            state = tell()
