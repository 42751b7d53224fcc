"""The supervisor of `tracker run` and `tracker serve`: keeps all parts running, and stops them.

It loads the program, the law library and the application once. Each part is a fork of it, so that
all share this memory. While it looks after them, it has nothing open but the address of the web
server.
"""

import gc
import signal
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager, suppress
from importlib import import_module
from math import inf
from types import FrameType

from tracker.cli.starting.forks import Fork, Pulse, give_back_memory, take_gaps
from tracker.cli.starting.immortal import make_immortal
from tracker.cli.stopping import signals_handled
from tracker.domain.base.collecting import without_collecting
from tracker.domain.base.errors import Refusal
from tracker.lawfiles import read_library
from tracker.parallel.ending import C_LIBRARY
from tracker.settings import read_settings

# The exit status of a part that is to be replaced because it has worked long enough.
TO_BE_REPLACED = 64
# What all parts together have to end in order, and to be gone after they were killed. The unit
# ends what is left after 30 seconds (`deploy/tracker.service`).
_GRACE_SECONDS, _KILLED_WITHIN_SECONDS = 20, 5
# What the early process has to end what it has begun, once another one has taken its place.
_FORMER_SECONDS = _GRACE_SECONDS + 5
_LOOK_EVERY, _LOOK_SOON = 0.2, 0.02
# A supervisor that has not looked for so long was stopped, as by `podman pause`, and so were all
# others; the clock went on.
_STOPPED_SECONDS = 5
_FIRST_PAUSE, _LONGEST_PAUSE = 1, 60
# A part that ran this long has recovered: its next pause is the first again.
_STEADY_SECONDS = 60
# A parameter of mallopt(3).
_M_ARENA_MAX, _ARENAS = -8, 2


class SupervisedPart:
    """A process that is to run, and is started again after a growing pause when it ends."""

    def __init__(self, name: str, run: Callable[[], int], pulse: Pulse | None = None) -> None:
        self._name = name
        self._run = run
        self._pulse = pulse
        self._process: Fork | None = None
        self._former: Fork | None = None
        self._former_until = inf
        self._started = 0.0
        self._next_start = 0.0
        self._pause = 0

    @property
    def pid(self) -> int | None:
        """Return the process that runs now."""
        return self._process.pid if self._process else None

    def start_early(self) -> None:
        """Start the process before everything is loaded.

        `look_after` starts another one, which shares more memory, and tells this one to end.
        """
        self._start(time.monotonic(), self._run_early)
        self._former, self._process = self._process, None

    def look_after(self, now: float) -> None:
        """Start the process if it is time to; if it has ended, plan the next start.

        One that hangs is killed, and one that has answered enough requests is replaced at once.
        """
        if self._former and self._former.poll() is not None:
            self._former = None
        elif self._former and now > self._former_until:
            self._former.send(signal.SIGKILL)
        if self._process is None:
            if now >= self._next_start:
                self._start(now, self._run)
        elif (status := self._process.poll()) is not None:
            self._process = None
            if status == TO_BE_REPLACED:
                self._start(now, self._run)
            else:
                self._pause_after(_ending(status), now)
        elif self._pulse and (trouble := self._pulse.trouble(now)):
            self._say(f"{trouble} and is killed")
            self._pulse.rest()
            self._process.send(signal.SIGKILL)

    def go_on(self, now: float) -> None:
        """Expect a sign of life as after a start: the process could give none until now."""
        if self._process and self._pulse:
            self._pulse.begin(now)

    def ask_to_stop(self) -> None:
        """Tell the process to end in order, if there is one."""
        for each in self._running():
            each.send(signal.SIGTERM)

    def has_ended_by(self, until: float) -> bool:
        """Wait for the end of the process, at most until then; return whether none is left."""
        return all(each.has_ended_by(until) for each in self._running())

    def kill(self) -> None:
        """End the process at once, if there is one."""
        for each in self._running():
            each.send(signal.SIGKILL)

    def _running(self) -> list[Fork]:
        """Return the process, and the early one that it replaces."""
        return [each for each in (self._process, self._former) if each]

    def _run_early(self) -> int:
        """Run the process with the garbage collector, which was off when it was forked."""
        # A search for garbage would copy all that was loaded.
        gc.freeze()
        gc.enable()
        return self._run()

    def _start(self, now: float, run: Callable[[], int]) -> None:
        """Start the process; without room for another one, plan the next attempt."""
        self._started = now
        if self._pulse:
            self._pulse.start(now)
        try:
            self._process = Fork(run)
        except OSError as error:
            self._pause_after(f"could not be started ({error.strerror})", now)
            return
        if self._former and self._former_until == inf:
            self._former.send(signal.SIGTERM)
            self._former_until = now + _FORMER_SECONDS

    def _pause_after(self, what: str, now: float) -> None:
        """Plan the next start, and say what happened to the process."""
        steady = now - self._started >= _STEADY_SECONDS
        self._pause = _FIRST_PAUSE if steady else self._longer_pause()
        self._next_start = now + self._pause
        self._say(f"{what}; it is started again in {self._pause} s, and the rest goes on")

    def _say(self, what: str) -> None:
        print(f"tracker: the {self._name} {what}.", file=sys.stderr, flush=True)

    def _longer_pause(self) -> int:
        return min(2 * self._pause or _FIRST_PAUSE, _LONGEST_PAUSE)


@contextmanager
def signals_to_stop() -> Iterator[Sequence[int]]:
    """Give the signals to stop that have come, to a block that looks for them again and again."""
    came: list[int] = []

    def note(number: int, frame: FrameType | None) -> None:
        came.append(number)

    with signals_handled(note):
        yield came


def load_beside(
    prepare: Callable[[], int], load: Callable[[], object], signals: Sequence[int]
) -> int:
    """Load the program while a process of its own prepares the office; return its exit status.

    So this process opens nothing. It passes each signal on to that process, which decides how to
    stop.
    """
    load_library()

    def prepare_apart() -> int:
        # A search for garbage would copy all that was loaded.
        gc.freeze()
        return prepare()

    preparing = Fork(prepare_apart)
    load()
    passed_on = 0
    while (status := preparing.poll()) is None:
        while passed_on < len(signals):
            preparing.send(signal.SIGTERM)
            passed_on += 1
        time.sleep(_LOOK_SOON)
    return status


def supervise(
    parts: Sequence[SupervisedPart], signals: Sequence[int], stop_listening: Callable[[], object]
) -> None:
    """Keep the parts running until a signal comes, then stop all in order."""
    looked = time.monotonic()
    while not signals:
        now = time.monotonic()
        for part in parts:
            if now - looked > _STOPPED_SECONDS:
                part.go_on(now)
            part.look_after(now)
        looked = now
        time.sleep(_LOOK_EVERY)
    # So that nobody waits for an answer from a part that takes no further connections.
    stop_listening()
    end(parts)


def end(parts: Sequence[SupervisedPart]) -> None:
    """Tell all parts to end in order, and kill those that have not when their common time is over.

    Returns even if the system does not get rid of one of them.
    """
    for part in parts:
        part.ask_to_stop()
    until = time.monotonic() + _GRACE_SECONDS
    left = [part for part in parts if not part.has_ended_by(until)]
    for part in left:
        part.kill()
    until = time.monotonic() + _KILLED_WITHIN_SECONDS
    for part in left:
        part.has_ended_by(until)


def load_library() -> None:
    """Load what opens an office: its tables and the law library."""
    with without_collecting():
        import_module("tracker.storage").prepare_tables()
        # What is wrong with settings or library is said when the office is opened.
        with suppress(Refusal, OSError):
            read_library(read_settings().library)


def load_scheduler() -> None:
    """Load what the scheduler needs besides."""
    with without_collecting():
        import_module("tracker.cli.starting.scheduling")


def share_memory() -> None:
    """Have forks share all that was loaded, and copy as little of it as can be.

    It is kept out of the garbage collector's way, which would write to it.
    """
    _limit_arenas()
    with without_collecting():
        make_immortal()
        gc.freeze()
    give_back_memory()
    take_gaps()


def _limit_arenas() -> None:
    """Have threads share their arenas of memory, because little of an arena is ever given back
    (glibc)."""
    if limit := getattr(C_LIBRARY, "mallopt", None):
        limit(_M_ARENA_MAX, _ARENAS)


def _ending(status: int) -> str:
    return f"was ended by signal {-status}" if status < 0 else f"ended with exit status {status}"
