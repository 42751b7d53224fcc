"""A process that works beside another one: `python -m tracker.parallel.worker`.

Its standard input is a socket. It is sent a function, then questions, and answers each with what
the function returns. It has no database, no key and no settings of the office, and it ends when
nobody can ask it any longer.
"""

import gc
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Any

READY = "ready"


def main() -> None:
    """Answer questions until nobody can ask any longer."""
    with suppress(EOFError, OSError):
        # Only the process that started this one has the other end.
        _answer(Connection(0))


def _answer(asking: Connection) -> None:
    # To look through what the function knows for garbage takes longer than to read it.
    gc.disable()
    work: Callable[..., Any] = asking.recv()
    gc.freeze()
    gc.enable()
    asking.send(READY)
    while True:
        asking.send(work(*asking.recv()))


if __name__ == "__main__":
    main()
