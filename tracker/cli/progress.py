"""Progress of long work: a bar on a terminal, otherwise a plain line at intervals."""

import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from typing import TextIO

from tracker.storage.db.long_work import Begin, Done

_WIDTH = 30
SECONDS_BETWEEN_LINES = 10.0
SECONDS_BETWEEN_BARS = 0.1
# The first line waits until the work shared by all items is done.
TOLD_FROM = 0.01


class Progress:
    """Prints to `out` how many of `total` are done. None of it is part of the result."""

    def __init__(
        self,
        what: str,
        total: int,
        out: TextIO | None = None,
        clock: Callable[[], float] = time.monotonic,
        *,
        unit: int = 1,
    ) -> None:
        self._what = what
        self._total = total
        self._unit = unit
        self._out = out or sys.stderr
        self._clock = clock
        self._bar = self._out.isatty()
        self._began = self._said = clock()
        self._done = 0

    def add(self, number: int) -> None:
        """Add a number of finished items."""
        self._done += number
        now = self._clock()
        between = SECONDS_BETWEEN_BARS if self._bar else SECONDS_BETWEEN_LINES
        if now - self._said >= between:
            self._said = now
            self._say(now)

    def clear(self) -> None:
        """Remove the bar, so that other text can use its line."""
        if self._bar:
            self._out.write("\r\x1b[K")
            self._out.flush()

    def _say(self, now: float) -> None:
        # More items may have been added since they were counted.
        total = max(self._total, self._done)
        words = f"{self._done // self._unit:,} of {total // self._unit:,} {self._what}"
        if self._done and self._done >= total * TOLD_FROM:
            left = (now - self._began) / self._done * (total - self._done)
            words += f", about {_time(left)} left"
        if self._bar:
            filled = _WIDTH * self._done // max(total, 1)
            self._out.write(f"\r\x1b[K[{'#' * filled}{'-' * (_WIDTH - filled)}] {words}")
        else:
            self._out.write(f"{words}\n")
        self._out.flush()


@contextmanager
def bars() -> Iterator[Begin]:
    """Give what begins a bar for each part of long work. The bar of the part before goes."""
    shown: list[Progress] = []

    def begin(what: str, total: int, unit: int = 1) -> Done:
        for bar in shown:
            bar.clear()
        shown[:] = [Progress(what, total, unit=unit)]
        return shown[0].add

    try:
        yield begin
    finally:
        for bar in shown:
            bar.clear()


def _time(seconds: float) -> str:
    whole = round(seconds)
    return f"{whole} s" if whole < 120 else f"{round(whole / 60)} min"
