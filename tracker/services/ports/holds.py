"""What must be certain before the program accuses, publishes, signs or writes to outsiders."""

from collections.abc import Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from types import MappingProxyType
from typing import Protocol

# The server to which an act is bound, by the address of its database. Threads that the act starts
# are given a copy.
_BOUND: ContextVar[Mapping[str, str]] = ContextVar("bound", default=MappingProxyType({}))
# A server that was seen to wait for its standby longer ago may have stopped waiting since.
WAITED_WITHIN = timedelta(minutes=15)


class Hold(StrEnum):
    """A reason why these acts are on hold until a person has looked."""

    CLOCKS_DIFFER = "clocks-differ"
    SERVER_LEFT = "server-left"
    CLOCK_AHEAD = "clock-ahead"
    CLOCK_BEHIND = "clock-behind"
    LOG_SET_BACK = "log-set-back"
    LOG_UNKNOWN = "log-unknown"
    ENTRIES_LOST = "entries-lost"
    SERVER_CHANGED = "server-changed"


@dataclass
class Noticed:
    """What a process has noticed since its start, to be handed to one that goes on in its place.

    The clock is watched from `since`, a time of day and elapsed seconds: the start, or when the
    process learned that a person confirmed the date at `confirmed_at`. `asked_witnesses` is
    whether the witnesses of the public log have answered.
    """

    since: tuple[datetime, float] | None = None
    confirmed_at: datetime | None = None
    asked_witnesses: bool = False


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


class KnownServers(Protocol):
    """Which servers the database of the office has had, by the database and by this machine."""

    def doubt(self) -> Hold | None:
        """Return why the present server may have less than the office entered, None if it has all.

        SERVER_LEFT is a former server, on which nothing may be entered.
        """

    def moved(self) -> bool:
        """Return whether this machine has last worked with another server.

        The log may then have been published further than this machine knows. False if the
        operator's word says that the present server has everything.
        """

    def note(self) -> None:
        """Note the present server, unless it is in doubt."""

    def accept(self) -> bool:
        """Note the present server as the newest, as a person says who has checked it.

        Return whether it was noted: a database that names no server has none to note.
        """

    def bind(self) -> None:
        """Let this thread, and threads that it starts, write to the present server alone."""


class Holds(Protocol):
    """Whether acts that outsiders rely on are on hold."""

    def active(self) -> tuple[Hold, ...]:
        """Return the reasons for which acts are on hold now; empty if there is none."""

    def check(self) -> tuple[Hold, ...]:
        """Return the reasons, and note what this process sees for all others.

        The scheduler does so at each run: it has seen the clock move.
        """

    def barred_by(self) -> Hold | None:
        """Return why this machine may enter nothing at all, None if it may.

        By a wrong clock its entries would have a wrong moment, and on a former server of the
        database they would be lost. Other machines go on.
        """

    def bind(self) -> None:
        """Let what this thread does next read its doubts from, and write to, the present server of
        the database alone."""

    def unseen_jump(self) -> timedelta:
        """Return how far the clock may be ahead although nothing contradicts it."""

    def note_entries(self) -> None:
        """Note beside the database which entry is the newest, to notice an older database."""

    def note_database(self) -> None:
        """Note its newest entry, and which server it is on."""

    def confirm_clock(self) -> None:
        """Take the date of the server as right, as a person says who has compared it."""

    def confirm_database(self, *, without_witness: bool = False) -> bool:
        """Take the server of the database as the newest, as a person says who has checked it.

        Return whether the database named one. Raises WitnessesSilent if a witness has to answer
        and none does, unless the person says that it goes `without_witness`.
        """


def bind_to_server(database: str, server: str) -> None:
    """Let this thread write to the database at this address only while it is on that server."""
    _BOUND.set({**_BOUND.get(), database: server})


def bound_server(database: str) -> str | None:
    """Return the server to which this thread is bound, None if it may write to any."""
    return _BOUND.get().get(database)


def unbind_from_servers() -> None:
    """Let this thread write to any server: another page or another run begins."""
    _BOUND.set({})
