"""How many requests one transaction takes, so that it ends soon."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from time import monotonic

from tracker.services.cases.batches.isolating import Opener
from tracker.services.ports.cases import CaseFile

# Seconds. While a transaction is open, nobody else can write to SQLite.
LONGEST = 0.08
_FEWEST = 25


class Pace:
    """Halves the number of requests after a transaction that was slow, and doubles it after a
    quick one.

    Where only those wait who write to the same requests, the number stays.
    """

    def __init__(self, most: int, *, all_wait: bool) -> None:
        self._most = self.number = most
        self._fewest = min(_FEWEST, most) if all_wait else most

    def opener(self, opener: Opener) -> Opener:
        """Return an opener whose transactions are timed. A wait for their turn is left out."""

        @contextmanager
        def timed(references: Sequence[str]) -> Iterator[Sequence[CaseFile]]:
            with opener(references) as cases:
                began = monotonic()
                yield cases
            self.note(monotonic() - began, len(references))

        return timed

    def note(self, seconds: float, opened: int) -> None:
        """Take note of a transaction with so many requests."""
        if seconds > LONGEST:
            self.number = max(self._fewest, min(self.number, opened) // 2)
        elif seconds < LONGEST / 3 and opened >= self.number:
            self.number = min(self._most, self.number * 2)
