"""The supervisor of `tracker run`: keeps the web server and the scheduler running, and stops both.

It is a module of its own, run by `python -m`, so that it loads nothing of the program.
"""

import ctypes
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

_GRACE_SECONDS = 20
_LOOK_EVERY = 0.2
_FIRST_PAUSE, _LONGEST_PAUSE = 1, 60
# A part that ran this long has recovered: its next pause is the first again.
_STEADY_SECONDS = 60
_PARTS = {"web server": ("serve",), "scheduler": ("scheduler",)}
_PR_SET_PDEATHSIG = 1
_C_LIBRARY = ctypes.CDLL(None) if sys.platform == "linux" else None


class SupervisedPart:
    """One command that is to run, and is started again after a growing pause when it ends."""

    def __init__(self, name: str, command: Sequence[str]) -> None:
        self._name = name
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._started = 0.0
        self._next_start = 0.0
        self._pause = 0

    def look_after(self, now: float) -> None:
        """Start the command if it is time to; if it has ended, plan the next start."""
        if self._process is None:
            if now >= self._next_start:
                self._start(now)
        elif (status := self._process.poll()) is not None:
            self._process = None
            steady = now - self._started >= _STEADY_SECONDS
            self._pause = _FIRST_PAUSE if steady else self._longer_pause()
            self._next_start = now + self._pause
            print(
                f"tracker: the {self._name} {_ending(status)}; it is started again in "
                f"{self._pause} s, and the rest goes on.",
                file=sys.stderr,
                flush=True,
            )

    def ask_to_stop(self) -> None:
        """Tell the process to end in order, if there is one."""
        if self._process and self._process.poll() is None:
            self._process.terminate()

    def end(self) -> None:
        """Wait until the process has ended; kill it if that takes too long."""
        if self._process is None:
            return
        try:
            self._process.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()

    def _longer_pause(self) -> int:
        return min(2 * self._pause or _FIRST_PAUSE, _LONGEST_PAUSE)

    def _start(self, now: float) -> None:
        parent = os.getpid()
        # A session of its own: Ctrl-C reaches the supervisor alone, which then stops all in order.
        self._process = subprocess.Popen(  # noqa: S603  # a command of this very program
            self._command, start_new_session=True, preexec_fn=lambda: _end_with(parent)
        )
        self._started = now


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


def _end_with(parent: int) -> None:
    """Have the system stop this new process when its parent dies, even by `kill -9`.

    Otherwise a web server without a supervisor would keep the port.
    """
    if _C_LIBRARY is not None:
        _C_LIBRARY.prctl(_PR_SET_PDEATHSIG, signal.SIGTERM)
    if os.getppid() != parent:
        os._exit(1)


def _ending(status: int) -> str:
    return f"was ended by signal {-status}" if status < 0 else f"ended with exit status {status}"


if __name__ == "__main__":
    # -P: a folder or module named "tracker" where the command was given is not this program.
    program = (sys.executable, "-P", "-m", "tracker")
    parts = [SupervisedPart(name, [*program, *words]) for name, words in _PARTS.items()]
    sys.exit(supervise(parts))
