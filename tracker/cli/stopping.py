"""Stopping long work by Ctrl-C or by the system (SIGTERM)."""

import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass
class Stop:
    """Whether this process was told to stop, and by which signal."""

    by: int = 0

    @property
    def exit_status(self) -> int:
        """Return the shell's exit status for this signal; 0 without one."""
        return 128 + self.by if self.by else 0


@contextmanager
def told_to_stop() -> Iterator[Stop]:
    """Note the first signal within the block, so that current work can finish.

    The second signal stops at once. Raises KeyboardInterrupt then.
    """
    stop = Stop()

    def note(number: int, frame: FrameType | None) -> None:
        if stop.by:
            raise KeyboardInterrupt
        stop.by = number

    with signals_handled(note):
        yield stop


@contextmanager
def signals_handled(handler: Callable[[int, FrameType | None], None]) -> Iterator[None]:
    """Handle the signals to stop within the block in this way, and as before after it."""
    before = {number: signal.signal(number, handler) for number in SIGNALS}
    try:
        yield
    finally:
        for number, former in before.items():
            signal.signal(number, former)
