"""What the use cases need to know of the office itself: live or not, and what it last saw."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Protocol

from tracker.services.ports.holds import ClockEvidence, Hold

# A day ends every day: whoever sweeps more seldom enters what fell due later than it could be.
LATE_AFTER = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class OfficeState:
    """What the database knows of the office itself; `left_unswept` counts the requests that the
    last sweep could not read, and `holds` what the scheduler saw at its last run."""

    live: bool
    name: str
    edition: str
    last_sweep_at: datetime | None = None
    left_unswept: int = 0
    holds: tuple[Hold, ...] = ()


@dataclass(frozen=True, slots=True)
class SweepPause:
    """A time in which no sweep ran though one was due."""

    after: datetime
    until: datetime


class Files(Protocol):
    """Files of the office, sealed."""

    def read(self, name: str) -> bytes | None:
        """Return the file with a name, None if there is none. Raises Damaged."""

    def keep(self, name: str, data: bytes, at: datetime) -> None:
        """Store a file in place of the one with its name."""

    def remove(self, name: str) -> None:
        """Delete a file, if there is one."""


class Premises(Protocol):
    """The state of the office: live or demonstration, and what it last saw."""

    files: Files

    def state(self) -> OfficeState:
        """Return the state of the office. Raises NotOnFile before the office was made."""

    def note_edition(self, edition: str, *, counted: bool = True) -> None:
        """Note the library version by which the office counts.

        A version by which everything was `counted` gets a leaf in the public log.
        """

    def note_sweep(self, at: datetime, left: int = 0) -> None:
        """Note when a sweep ran, and how many requests it could not read.

        A clock that jumped back takes nothing back. A sweep later than LATE_AFTER after the one
        before leaves a pause for good.
        """

    def clock_evidence(self) -> ClockEvidence:
        """Return what is recorded of the time."""

    def confirm_clock(self, at: datetime, disregarded_to: datetime) -> None:
        """Note that a person confirmed the date, and forget sweeps and pauses dated later.

        What is dated up to `disregarded_to` is no evidence against `at` any more.
        """

    def note_holds(self, holds: Sequence[Hold]) -> None:
        """Note what the scheduler sees now."""

    def pauses(self, limit: int) -> Sequence[SweepPause]:
        """Return the times in which no sweep ran though one was due, latest first."""
