"""A process that ends with the one that made it."""

import ctypes
import os
import signal
import sys

_PR_SET_PDEATHSIG = 1
C_LIBRARY = ctypes.CDLL(None) if sys.platform == "linux" else None


def end_with(parent: int, by: int = signal.SIGTERM) -> None:
    """Have the system send this new process a signal when its parent dies, even by `kill -9`.

    Otherwise it would keep what it has from it: a port, or the lock of a file. SIGTERM ends it,
    whatever the parent does on this signal: a pool waits for its processes without a limit.
    """
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    if C_LIBRARY is not None:
        C_LIBRARY.prctl(_PR_SET_PDEATHSIG, by)
    if os.getppid() != parent:
        os._exit(1)
