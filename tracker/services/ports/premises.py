"""What the use cases need to know of the office itself: live or not, and what it last saw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

# A day ends every day: whoever sweeps more seldom enters what fell due later than it could be.
LATE_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OfficeState:
    """What the database knows of the office itself; `left_unswept` counts the requests that the
    last sweep could not read."""

    live: bool
    name: str
    edition: str
    last_sweep_at: datetime | None = None
    left_unswept: int = 0


@dataclass(frozen=True, slots=True)
class Pause:
    """A time in which no sweep ran though one was due."""

    after: datetime
    until: datetime


class Files(Protocol):
    """Files that the office itself keeps, sealed."""

    def read(self, name: str) -> bytes | None:
        """The file of that name; None where there is none."""

    def keep(self, name: str, data: bytes, at: datetime) -> None:
        """Keep a file, in place of the one that had the name."""

    def remove(self, name: str) -> None:
        """Remove a file; one that is gone stays gone."""


class Premises(Protocol):
    """The office's own state: live or demonstration, and what it last saw."""

    @property
    def files(self) -> Files: ...

    def state(self) -> OfficeState: ...

    def note_edition(self, edition: str, *, counted: bool = True) -> None: ...

    def note_sweep(self, at: datetime, left: int = 0) -> None:
        """Note that a sweep ran, and how many requests it could not read; where the one before
        lies further back than LATE_AFTER, that too, for good."""

    def pauses(self, limit: int) -> Sequence[Pause]:
        """The times in which no sweep ran though one was due, the latest first."""
