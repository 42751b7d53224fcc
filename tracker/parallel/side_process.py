"""One piece of work that a fork of this process does beside it."""

import os
import select
import signal
import sys
import threading
import traceback
from collections.abc import Callable
from typing import NoReturn

from tracker.parallel.ending import end_with


def can_fork() -> bool:
    """Return whether this process can be forked: the fork of one with threads has their locks."""
    return sys.platform == "linux" and threading.active_count() == 1


class SideProcess:
    """A fork of this process that does one thing, returns the result, and ends.

    If this process dies first, the system sends it the signal `ended_by`. Raises OSError if the
    system has no room for another process.
    """

    def __init__(self, work: Callable[[], bytes], ended_by: int = signal.SIGTERM) -> None:
        self._answer, told = os.pipe()
        parent = os.getpid()
        # A signal to stop waits until the fork ends on it: before that, it would do what its
        # parent does, which may be nothing.
        before = signal.pthread_sigmask(signal.SIG_BLOCK, {signal.SIGTERM})
        try:
            self._child = os.fork()
        except OSError:
            os.close(self._answer)
            raise
        else:
            if not self._child:
                _do(work, told, parent, ended_by, before)
        finally:
            signal.pthread_sigmask(signal.SIG_SETMASK, before)
            os.close(told)

    def wait(self, seconds: float | None = None) -> bool:
        """Wait until the work is done, in this process or in one that was forked from it since;
        at most for so many seconds. Return whether it is done."""
        # Nothing is said before the end, and then there is at least the end of the pipe.
        return bool(select.select([self._answer], [], [], seconds)[0])

    def send(self, number: int) -> None:
        """Send a signal to the process, unless `answer` was called."""
        if self._child:
            os.kill(self._child, number)

    def answer(self) -> bytes | None:
        """Wait for the end, and return what the work returned; None if it broke off."""
        child, self._child = self._child, 0
        with os.fdopen(self._answer, "rb") as answer:
            said = answer.read()
        _, status = os.waitpid(child, 0)
        return None if status else said

    def stop(self) -> None:
        """End the process, if nobody asked what its work returned."""
        if self._child:
            os.kill(self._child, signal.SIGTERM)
            self.answer()

    def end(self) -> None:
        """Wait for the end, if nobody asked what the work returned."""
        if self._child:
            self.answer()


def _do(
    work: Callable[[], bytes],
    told: int,
    parent: int,
    ended_by: int,
    signals: set[int | signal.Signals],
) -> NoReturn:
    status = 1
    try:
        end_with(parent, ended_by)
        signal.pthread_sigmask(signal.SIG_SETMASK, signals)
        said = work()
        with os.fdopen(told, "wb") as answer:
            answer.write(said)
        status = 0
    except Exception:
        traceback.print_exc()
        sys.stderr.flush()
    finally:
        os._exit(status)
