"""The clocks of this machine."""

import ctypes
import sys
import time
from datetime import UTC, datetime

from tracker.services.ports.holds import MachineClock

# adjtimex(2): the state of a clock that is not synchronised, and a buffer larger than its answer.
_TIME_ERROR = 5
_TIMEX_BYTES = 512


class SystemClock(MachineClock):
    """The clocks of the operating system."""

    def now(self) -> datetime:
        return datetime.now(UTC)

    def elapsed(self) -> float:
        # On Linux the monotonic clock stops while the machine sleeps; this one continues.
        return time.clock_gettime(getattr(time, "CLOCK_BOOTTIME", time.CLOCK_MONOTONIC))

    def synchronised(self) -> bool | None:
        if not sys.platform.startswith("linux"):
            return None
        try:
            state = ctypes.CDLL(None).adjtimex(ctypes.create_string_buffer(_TIMEX_BYTES))
        except (OSError, AttributeError):
            return None
        return None if state < 0 else bool(state != _TIME_ERROR)
