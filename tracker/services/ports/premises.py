"""The state of the office itself: live or not, its library version and its sweeps."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import NamedTuple, Protocol

from tracker.services.ports.holds import ClockEvidence, Hold

# Deadlines end every day, so sweeps further apart than this enter missed deadlines late.
LATE_AFTER = timedelta(days=1)


class RunStep(StrEnum):
    """A step of the scheduler's run. Each stands alone: one that fails stops no other."""

    LIBRARY = "library"
    RECALCULATE = "recalculate"
    LOOK = "look"
    RELEASE = "release"
    SWEEP = "sweep"
    REMIND = "remind"
    SIGN = "sign"
    ALERT = "alert"
    DATA = "data"
    INDEX = "index"
    READ = "read"


class LateWork(StrEnum):
    """Work that the office should have done by now."""

    SWEEP = "sweep"
    LOG = "log"
    MAIL = "mail"
    FETCH = "fetch"
    BACKUP = "backup"


class LateSince(NamedTuple):
    """Late work, and when it was last in order; None if it was never done."""

    work: LateWork
    since: datetime | None


@dataclass(frozen=True, slots=True)
class OfficeState:
    """What the database knows of the office itself.

    `edition` is its library version. `left_unswept` counts the requests that the last sweep could
    not read; `holds` are those that the scheduler saw at its last run, and
    `failed_steps` those that it could not finish. `recovery_tried_at` is when a recovery key last
    passed a drill. `late` is what the scheduler last found late.
    """

    live: bool
    name: str
    edition: str
    last_sweep_at: datetime | None = None
    left_unswept: int = 0
    holds: tuple[Hold, ...] = ()
    failed_steps: tuple[RunStep, ...] = ()
    recovery_tried_at: datetime | None = None
    late: tuple[LateSince, ...] = ()


@dataclass(frozen=True, slots=True)
class SweepPause:
    """A period in which no sweep ran although one was due."""

    after: datetime
    until: datetime


class Files(Protocol):
    """Sealed files of the office."""

    def read(self, name: str) -> bytes | None:
        """Return the file with a name, None if there is none.

        Raises Damaged if it cannot be decrypted, and Locked for a private one while nobody's key
        is open.
        """

    def keep(self, name: str, data: bytes, at: datetime, *, private: bool = False) -> None:
        """Store a file, replacing the one with its name.

        A private one is sealed to the office's key, any other to that of the machine.
        """

    def remove(self, name: str) -> None:
        """Delete a file, if there is one."""


class Premises(Protocol):
    """The state of the office, and its files."""

    files: Files

    def state(self) -> OfficeState:
        """Return the state of the office. Raises NotOnFile before the office was created."""

    def note_edition(self, edition: str, *, counted: bool = True) -> None:
        """Store the library version by which the office calculates.

        If everything was `counted` under that version, it gets a leaf in the public log.
        """

    def note_sweep(self, at: datetime, left: int = 0) -> None:
        """Record when a sweep ran, and how many requests it could not read.

        A clock that jumped back changes nothing. A sweep more than LATE_AFTER after the one before
        leaves a permanent pause.
        """

    def database_time(self) -> datetime | None:
        """Return what time it is by the clock of the database; None if it has no other clock."""

    def clock_evidence(self) -> ClockEvidence:
        """Return what is recorded of the time."""

    def confirm_clock(self, at: datetime, disregarded_to: datetime) -> None:
        """Note that a person confirmed the date, and forget sweeps and pauses dated later.

        What is dated up to `disregarded_to` is no evidence against `at` any more.
        """

    def note_holds(self, holds: Sequence[Hold]) -> None:
        """Note what the scheduler sees now."""

    def note_failed_steps(self, steps: Sequence[RunStep]) -> None:
        """Note what the scheduler could not finish at its last run."""

    def note_late(self, late: Sequence[LateSince]) -> None:
        """Note what is late, in place of what was noted before."""

    def began_at(self) -> datetime | None:
        """Return when the first checkpoint of the public log was made, None if there is none."""

    def note_recovery_drill(self, at: datetime) -> None:
        """Note that a recovery key passed a drill."""

    def pauses(self, limit: int) -> Sequence[SweepPause]:
        """Return the periods in which no sweep ran although one was due, latest first."""
