"""A process that calculates requests: `python -m tracker.parallel.recalculator`.

It reads a library from standard input, then batches of requests with the moment as of which they
are calculated, and answers each with its quiet changes. It has no database, no key and no settings
of the office, and it ends when nobody can ask it any longer.
"""

import os
import pickle
import sys
from collections.abc import Sequence
from contextlib import suppress
from datetime import datetime
from typing import BinaryIO

from tracker.domain.library import Library
from tracker.services.cases.batches.recalculating import quiet_change
from tracker.services.core.office import LibraryAt
from tracker.services.ports.cases import StoredCase

READY = b"ready"


def main() -> None:
    """Answer batches until the input ends."""
    answers = os.fdopen(os.dup(sys.stdout.fileno()), "wb")
    # Nothing that is printed by mistake gets among the answers.
    os.dup2(sys.stderr.fileno(), sys.stdout.fileno())
    with suppress(EOFError, BrokenPipeError):
        _answer(sys.stdin.buffer, answers)
    os._exit(0)


def _answer(asked: BinaryIO, answers: BinaryIO) -> None:
    # Only the process that started this one can write here.
    library: Library = pickle.load(asked)  # noqa: S301
    answers.write(READY)
    answers.flush()
    while True:
        moment, batch = _next(asked)
        at = LibraryAt(library, moment)
        found = tuple(change for each in batch if (change := quiet_change(at, each)))
        pickle.dump(found, answers, pickle.HIGHEST_PROTOCOL)
        answers.flush()


def _next(asked: BinaryIO) -> tuple[datetime, Sequence[StoredCase]]:
    given: tuple[datetime, Sequence[StoredCase]] = pickle.load(asked)  # noqa: S301
    return given


if __name__ == "__main__":
    main()
