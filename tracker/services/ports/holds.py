"""What must be certain before the program accuses, publishes, signs or writes to outsiders."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Protocol


class Hold(StrEnum):
    """A reason why these acts are on hold until a person has looked."""

    CLOCKS_DIFFER = "clocks-differ"
    CLOCK_AHEAD = "clock-ahead"
    CLOCK_BEHIND = "clock-behind"
    LOG_SET_BACK = "log-set-back"
    LOG_UNKNOWN = "log-unknown"
    ENTRIES_LOST = "entries-lost"


@dataclass(frozen=True, slots=True)
class ClockEvidence:
    """What the database knows of the time; moments are aware, None before the first.

    A person who confirmed the date at `confirmed_at` knew of records dated up to `disregarded_to`:
    those are evidence no more.
    """

    last_sweep_at: datetime | None = None
    newest_entry_at: datetime | None = None
    checkpoint_at: datetime | None = None
    confirmed_at: datetime | None = None
    disregarded_to: datetime | None = None


class MachineClock(Protocol):
    """The clocks of the machine, as far as the program can ask for them."""

    def now(self) -> datetime:
        """Return the time of day that the machine believes in."""

    def elapsed(self) -> float:
        """Return seconds that only move forward, counted while the machine sleeps too."""

    def synchronised(self) -> bool | None:
        """Return whether the kernel says that its clock is synchronised; None if it cannot say."""


class KnownEntries(Protocol):
    """What this machine knows of the entries of all histories, apart from the database."""

    def lost(self) -> bool:
        """Return whether the newest entry that was noted is not in the database."""

    def note(self) -> None:
        """Note which entry is the newest, unless one that was noted is lost."""

    def accept(self) -> None:
        """Note which entry is the newest, and forget the one that was noted before."""


class Holds(Protocol):
    """Whether acts that outsiders rely on are on hold."""

    def active(self) -> tuple[Hold, ...]:
        """Return the reasons for which acts are on hold now; empty if there is none."""

    def check(self) -> tuple[Hold, ...]:
        """Return the reasons, and note what this process sees for all others.

        The scheduler does so at each run: it has seen the clock move.
        """

    def clocks_differ(self) -> bool:
        """Return whether the clock of this machine is not that of its database.

        What it entered would have a wrong moment, so it enters nothing; others go on.
        """

    def unseen_jump(self) -> timedelta:
        """Return how far the clock may be ahead although nothing contradicts it."""

    def note_entries(self) -> None:
        """Note beside the database which entry is the newest, to notice an older database."""

    def confirm_clock(self) -> None:
        """Take the date of the server as right, as a person says who has compared it."""
