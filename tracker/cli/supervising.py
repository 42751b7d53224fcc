"""The supervisor of `tracker run`: starts the web server and the scheduler, and stops both.

It is a module of its own, run by `python -m`, so that it loads nothing of the program.
"""

import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from types import FrameType

_GRACE_SECONDS = 20
LOOK_EVERY = 0.2
_PARTS = (("serve",), ("scheduler",))


def supervise(commands: Sequence[Sequence[str]] = _PARTS) -> int:
    """Run the commands as children. When one ends, or a signal comes, stop them all in order.

    Returns 1 if a part ended by itself with an error, else 0.
    """
    stopping = False

    def stop(number: int, frame: FrameType | None) -> None:
        nonlocal stopping
        stopping = True

    signal.signal(signal.SIGINT, stop)
    signal.signal(signal.SIGTERM, stop)
    signal.pthread_sigmask(signal.SIG_UNBLOCK, (signal.SIGINT, signal.SIGTERM))
    # A session of their own: Ctrl-C reaches this process alone, which then stops them in order.
    children = [
        subprocess.Popen(  # noqa: S603  # this very program, with words of its own
            [sys.executable, "-m", "tracker", *words], start_new_session=True
        )
        for words in commands
    ]
    while not stopping and all(child.poll() is None for child in children):
        time.sleep(LOOK_EVERY)
    failed = next((child for child in children if child.poll() not in (None, 0)), None)
    for child in children:
        _stop(child)
    if failed and not stopping:
        print("tracker: one part ended by itself, so the other was stopped too.", file=sys.stderr)
        return 1
    print("Stopped.", flush=True)
    return 0


def _stop(child: subprocess.Popen[bytes]) -> None:
    if child.poll() is None:
        child.terminate()
        try:
            child.wait(_GRACE_SECONDS)
        except subprocess.TimeoutExpired:
            child.kill()
            child.wait()


if __name__ == "__main__":
    sys.exit(supervise())
