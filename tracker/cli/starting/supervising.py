"""The supervisor of `tracker run`: keeps the web server and the scheduler running, and stops both.

It is a process of its own, run by `python -m`. It loads the program and the law library once and
opens nothing; each part is a fork of it, so that all share this memory.
"""

import gc
import signal
import sys
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from functools import partial
from importlib import import_module
from types import FrameType

from tracker.cli import main
from tracker.cli.starting.forks import C_LIBRARY, Fork
from tracker.domain.base.errors import Refusal
from tracker.lawfiles import read_library
from tracker.settings import read_settings

_GRACE_SECONDS = 20
_LOOK_EVERY = 0.2
_FIRST_PAUSE, _LONGEST_PAUSE = 1, 60
# A part that ran this long has recovered: its next pause is the first again.
_STEADY_SECONDS = 60
_PARTS = {"web server": "serve", "scheduler": "scheduler"}
# A parameter of mallopt(3).
_M_ARENA_MAX, _ARENAS = -8, 2


class SupervisedPart:
    """A process that is to run, and is started again after a growing pause when it ends."""

    def __init__(self, name: str, run: Callable[[], int]) -> None:
        self._name = name
        self._run = run
        self._process: Fork | None = None
        self._started = 0.0
        self._next_start = 0.0
        self._pause = 0

    @property
    def pid(self) -> int | None:
        """Return the process that runs now."""
        return self._process.pid if self._process else None

    def look_after(self, now: float) -> None:
        """Start the process if it is time to; if it has ended, plan the next start."""
        if self._process is None:
            if now >= self._next_start:
                self._start(now)
        elif (status := self._process.poll()) is not None:
            self._process = None
            self._pause_after(_ending(status), now)

    def ask_to_stop(self) -> None:
        """Tell the process to end in order, if there is one."""
        if self._process:
            self._process.send(signal.SIGTERM)

    def end(self) -> None:
        """Wait until the process has ended; kill it if that takes too long."""
        if self._process and not self._process.has_ended_within(_GRACE_SECONDS):
            self._process.send(signal.SIGKILL)
            self._process.has_ended_within(_GRACE_SECONDS)

    def _start(self, now: float) -> None:
        """Start the process; without room for another one, plan the next attempt."""
        self._started = now
        try:
            self._process = Fork(self._run)
        except OSError as error:
            self._pause_after(f"could not be started ({error.strerror})", now)

    def _pause_after(self, what: str, now: float) -> None:
        """Plan the next start, and say what happened to the process."""
        steady = now - self._started >= _STEADY_SECONDS
        self._pause = _FIRST_PAUSE if steady else self._longer_pause()
        self._next_start = now + self._pause
        print(
            f"tracker: the {self._name} {what}; it is started again in {self._pause} s, and the "
            "rest goes on.",
            file=sys.stderr,
            flush=True,
        )

    def _longer_pause(self) -> int:
        return min(2 * self._pause or _FIRST_PAUSE, _LONGEST_PAUSE)


def supervise(parts: Sequence[SupervisedPart]) -> int:
    """Keep the parts running until a signal comes, then stop them all in order."""
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT, signal.SIGTERM))
    while not stopping:
        for part in parts:
            part.look_after(time.monotonic())
        time.sleep(_LOOK_EVERY)
    for part in parts:
        part.ask_to_stop()
    for part in parts:
        part.end()
    print("Stopped.", flush=True)
    return 0


def load_program() -> None:
    """Load what all parts need, and keep it out of the garbage collector's way.

    A collection in a part would otherwise copy the memory that the parts share.
    """
    _limit_arenas()
    # They are named here alone: an import of this module needs none of them.
    import_module("tracker.app.site_of_office")
    import_module("tracker.cli.starting.serving")
    import_module("tracker.cli.starting.scheduling")
    # What is wrong with settings or library, each part says itself.
    with suppress(Refusal, OSError):
        read_library(read_settings().library)
    gc.collect()
    gc.freeze()


def _limit_arenas() -> None:
    """Have threads share their arenas of memory, of which little is ever given back (glibc)."""
    if limit := getattr(C_LIBRARY, "mallopt", None):
        limit(_M_ARENA_MAX, _ARENAS)


def _ending(status: int) -> str:
    return f"was ended by signal {-status}" if status < 0 else f"ended with exit status {status}"


if __name__ == "__main__":
    load_program()
    parts = [SupervisedPart(name, partial(main, [word])) for name, word in _PARTS.items()]
    sys.exit(supervise(parts))
