"""A process that calculates requests: `python -m tracker.parallel.recalculator`.

Its standard input is a socket. It is sent a library, then batches of requests with the moment as
of which they are calculated, and answers each with its quiet changes. It has no database, no key
and no settings of the office, and it ends when nobody can ask it any longer.
"""

from contextlib import suppress
from multiprocessing.connection import Connection

from tracker.domain.library import Library
from tracker.services.cases.batches.recalculating import quiet_change
from tracker.services.core.office import LibraryAt

READY = "ready"


def main() -> None:
    """Answer batches until nobody can ask any longer."""
    with suppress(EOFError, OSError):
        # Only the process that started this one has the other end.
        _answer(Connection(0))


def _answer(asking: Connection) -> None:
    library: Library = asking.recv()
    asking.send(READY)
    while True:
        moment, batch = asking.recv()
        at = LibraryAt(library, moment)
        asking.send(tuple(change for each in batch if (change := quiet_change(at, each))))


if __name__ == "__main__":
    main()
